/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/touched.h"

#include <stdlib.h>

#include "base/search.h"
#include "tree/names.h"
#include "tree/value.h"

/* Numbers by the specification, and nothing else, or the node's own phandle. */
static bool
has_no_phandles(atom_t name)
{
	switch (name) {
	case NAME_phandle:
	case NAME_linux_phandle:
	case NAME_reg:
	case NAME_ranges:
	case NAME_dma_ranges:
	case NAME_interrupts:
	case NAME_address_cells:
	case NAME_size_cells:
	case NAME_interrupt_cells:
	case NAME_compatible:
	case NAME_status: return true;
	default: return false;
	}
}

static int
compare(const void *va, const void *vb)
{
	const struct tree_refer *a = va, *b = vb;

	if (a->phandle != b->phandle)
		return a->phandle < b->phandle ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

void
tree_refers_read(struct tree_refers *r, const struct tree *t, struct arena *a)
{
	size_t n = 0;

	for (uint32_t i = 0; i < t->nprops; i++)
		if (!has_no_phandles(t->props[i].name))
			n += prop_ncells(&t->props[i]);
	*r = (struct tree_refers){ .v = arena_room(a, struct tree_refer, n) };
	for (uint32_t i = 0; i < t->nprops; i++) {
		const struct prop *p = &t->props[i];

		if (has_no_phandles(p->name))
			continue;
		for (uint32_t k = 0; k < prop_ncells(p); k++)
			r->v[r->n++] = (struct tree_refer){ prop_cell(p, k), p->node };
	}
	if (r->n)
		qsort(r->v, r->n, sizeof(*r->v), compare);
}

struct touching {
	struct tree_delta *d;
	const struct tree *merged;
	const struct tree_refers *r;
	bool *touched;
	bool *own; /* for more than what is below it; then all below it are so, too */
	uint32_t *queue; /* of those, each once */
	size_t n;
};

/* Touches a node, and all below it, which see it. */
static void
touch(struct touching *w, uint32_t id)
{
	const struct node *nodes = w->merged->nodes;
	uint32_t i = id;

	while (i < nodes[id].end) {
		if (w->own[i]) {
			i = nodes[i].end;
			continue;
		}
		w->own[i] = w->touched[i] = true;
		w->queue[w->n++] = i++;
	}
}

static void
touch_referring(struct touching *w, uint32_t phandle)
{
	const struct tree_refers *r = w->r;
	size_t i;

	for (i = search_first(r->n, at, r->v[at].phandle < phandle);
		i < r->n && r->v[i].phandle == phandle; i++)
		touch(w, w->d->to[r->v[i].node]);
}

/* Every number by which a node is, or was, referred to; 0 is one, if a wrong one. */
static void
touch_referring_to(struct touching *w, const struct tree *t, uint32_t id)
{
	node_for_each_prop (t, &t->nodes[id], p)
		if ((p->name == NAME_phandle || p->name == NAME_linux_phandle)
			&& p->len == 4)
			touch_referring(w, prop_cell(p, 0));
}

static void
touch_seeing(struct touching *w, uint32_t id)
{
	uint32_t from = w->d->from[id];

	touch_referring_to(w, w->merged, id);
	if (w->d->set[id] && from != NODE_NONE)
		touch_referring_to(w, w->d->base, from);
}

/* Nodes that name others by their paths. */
static bool
has_paths(const struct node *n)
{
	return n->name == NAME_chosen || n->name == NAME_aliases;
}

void
tree_touch(struct tree_delta *d, const struct tree *merged, const struct tree_refers *r,
	struct arena *a)
{
	struct touching w = { .d = d, .merged = merged, .r = r };
	const struct node *nodes = merged->nodes;
	size_t done = 0;

	w.touched = arena_array(a, bool, merged->nnodes);
	w.own = arena_array(a, bool, merged->nnodes);
	w.queue = arena_room(a, uint32_t, merged->nnodes);
	d->to = arena_room(a, uint32_t, d->base->nnodes);
	for (uint32_t i = 0; i < merged->nnodes; i++)
		if (d->from[i] != NODE_NONE)
			d->to[d->from[i]] = i;
	for (uint32_t i = 0; i < merged->nnodes; i++)
		if (d->set[i])
			touch(&w, i);
	while (done < w.n) {
		uint32_t id = w.queue[done++], up;

		touch_seeing(&w, id);
		for (up = nodes[id].parent; up != NODE_NONE && !w.touched[up];
			up = nodes[up].parent) {
			w.touched[up] = true;
			touch_seeing(&w, up);
		}
	}
	for (uint32_t i = 0; i < merged->nnodes; i++)
		if (has_paths(&nodes[i]))
			for (uint32_t up = i; up != NODE_NONE && !w.touched[up];
				up = nodes[up].parent)
				w.touched[up] = true;
	d->touched = w.touched;
}
