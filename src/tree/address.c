/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/address.h"

#include <stdlib.h>

#include "base/search.h"
#include "tree/names.h"
#include "tree/value.h"

/* A row of `ranges`: the earlier row holds where two overlap. */
struct row {
	struct window w;
	uint32_t number;
};

static int
compare(const void *pa, const void *pb)
{
	const struct row *a = pa, *b = pb;

	if (a->w.first != b->w.first)
		return a->w.first < b->w.first ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

static const struct window *
find(const struct windows *w, uint64_t address)
{
	size_t i = search_first(w->n, at, w->v[at].first <= address);

	return i && w->v[i - 1].last >= address ? &w->v[i - 1] : NULL;
}

/* The rows that hold the address under way, the earliest of them first: a heap. */
struct heap {
	const struct row **v;
	size_t n;
};

static void
push(struct heap *h, const struct row *r)
{
	size_t i = h->n++;

	for (; i && h->v[(i - 1) / 2]->number > r->number; i = (i - 1) / 2)
		h->v[i] = h->v[(i - 1) / 2];
	h->v[i] = r;
}

static void
pop(struct heap *h)
{
	const struct row *r = h->v[--h->n];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < h->n) {
		child += child + 1 < h->n
			 && h->v[child + 1]->number < h->v[child]->number;
		if (h->v[child]->number > r->number)
			break;
		h->v[i] = h->v[child];
		i = child;
	}
	h->v[i] = r;
}

/* The addresses from @first to @last by a row; joined to what is before, if in line. */
static void
emit(struct window *v, size_t *n, const struct row *r, uint64_t first, uint64_t last)
{
	uint64_t cpu = r->w.cpu + (first - r->w.first);
	struct window *before = *n ? &v[*n - 1] : NULL;

	if (before && before->last + 1 == first && cpu > before->cpu
		&& cpu - before->cpu == first - before->first)
		before->last = last;
	else
		v[(*n)++] = (struct window){ .first = first, .last = last, .cpu = cpu };
}

/* What the rows come to: at most two windows a row. */
static struct windows
settle(struct row *rows, size_t n, struct arena *a)
{
	struct window *v = arena_array(a, struct window, 2 * n);
	struct heap h = { .v = arena_array(a, const struct row *, n) };
	uint64_t at = 0, last;
	size_t i = 0, to = 0;

	if (n)
		qsort(rows, n, sizeof(*rows), compare);
	while (i < n || h.n) {
		if (!h.n)
			at = rows[i].w.first;
		while (i < n && rows[i].w.first == at)
			push(&h, &rows[i++]);
		last = h.v[0]->w.last;
		if (i < n && rows[i].w.first <= last)
			last = rows[i].w.first - 1;
		emit(v, &to, h.v[0], at, last);
		if (last == UINT64_MAX)
			break;
		at = last + 1;
		while (h.n && h.v[0]->w.last < at)
			pop(&h);
	}
	return (struct windows){ v, to };
}

/* One row of `ranges`, as far as the parent bus takes it. */
static bool
row_window(const struct rows *ranges, uint32_t i, const struct windows *up,
	struct window *out)
{
	const struct window *w;
	struct span child, parent;
	uint64_t row[3];

	if (!rows_get(ranges, i, row)
		|| !span_set(&child, row[0], row[2], address_max(ranges->cells[0]))
		|| !(w = find(up, row[1])))
		return false;
	span_set(&parent, row[1], row[2], w->last);
	out->first = child.first;
	out->last = child.last;
	if (parent.last - parent.first < child.last - child.first)
		out->last = child.first + (parent.last - parent.first);
	out->cpu = w->cpu + (row[1] - w->first);
	return true;
}

static struct windows
bus_windows(const struct tree *t, const struct node *bus, const struct windows *up,
	struct arena *a)
{
	const struct prop *p = node_prop(t, bus, NAME_ranges);
	struct windows none = { 0 };
	struct rows ranges;
	struct row *rows;
	size_t n = 0;
	uint32_t i;

	if (!p || !up->n)
		return none;
	if (!p->len)
		return *up;
	if (!node_ranges_rows(t, bus, &ranges) || !ranges.n)
		return none;
	rows = arena_array(a, struct row, ranges.n);
	for (i = 0; i < ranges.n; i++) {
		rows[n].number = i;
		n += row_window(&ranges, i, up, &rows[n].w);
	}
	return settle(rows, n, a);
}

struct addresses
addresses_of(const struct tree *t, struct arena *a)
{
	struct windows *of = arena_array(a, struct windows, t->nnodes);
	struct window *all = arena_new(a, struct window);
	bool *absent = arena_array(a, bool, t->nnodes);

	all->last = address_max(t->nodes->address_cells);
	of[0] = (struct windows){ all, 1 };
	absent[0] = !node_status_okay(t, t->nodes);
	tree_for_each_node (t, n) {
		uint32_t id = node_id(t, n);

		if (!id)
			continue;
		absent[id] = absent[n->parent] || node_is_generated(n)
			     || !node_status_okay(t, n);
		if (n->first_child != NODE_NONE)
			of[id] = bus_windows(t, n, &of[n->parent], a);
	}
	return (struct addresses){ .tree = t, .of = of, .absent = absent };
}

bool
address_to_cpu(const struct addresses *m, const struct node *bus, const struct span *s,
	struct span *out)
{
	const struct window *w = find(&m->of[node_id(m->tree, bus)], s->first);
	uint64_t length;

	if (!w)
		return false;
	length = (s->last < w->last ? s->last : w->last) - s->first;
	*out = *s;
	out->first = w->cpu + (s->first - w->first);
	out->last = out->first + length;
	return true;
}
