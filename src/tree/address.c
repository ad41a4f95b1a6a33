/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/address.h"

#include <stdlib.h>

#include "tree/names.h"
#include "tree/value.h"

static int
compare(const void *pa, const void *pb)
{
	const struct window *a = pa, *b = pb;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->last > b->last ? -1 : a->last < b->last;
}

static const struct window *
find(const struct windows *w, uint64_t address)
{
	size_t low = 0, high = w->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (w->v[mid].first <= address)
			low = mid + 1;
		else
			high = mid;
	}
	return low && w->v[low - 1].last >= address ? &w->v[low - 1] : NULL;
}

/* Sorts, cuts off what an earlier window has, joins what is in line. */
static size_t
settle(struct window *v, size_t n)
{
	size_t i, to = 0;

	if (!n)
		return 0;
	qsort(v, n, sizeof(*v), compare);
	for (i = 1; i < n; i++) {
		struct window w = v[i], *before = &v[to];

		if (w.first <= before->last) {
			if (w.last <= before->last)
				continue;
			w.cpu += before->last + 1 - w.first;
			w.first = before->last + 1;
		}
		if (w.first - 1 == before->last && w.cpu > before->cpu
			&& w.cpu - before->cpu == w.first - before->first)
			before->last = w.last;
		else
			v[++to] = w;
	}
	return to + 1;
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
	struct windows out = { 0 };
	struct window *v;
	struct rows ranges;
	uint32_t i;

	if (!p || !up->n)
		return out;
	if (!p->len)
		return *up;
	if (!node_ranges_rows(t, bus, &ranges) || !ranges.n)
		return out;
	v = arena_array(a, struct window, ranges.n);
	for (i = 0; i < ranges.n; i++)
		out.n += row_window(&ranges, i, up, &v[out.n]);
	out.n = settle(v, out.n);
	out.v = v;
	return out;
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
