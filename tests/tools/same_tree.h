/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compares two trees, of one interner, in all that rules look at. */
#ifndef DTLINT_TESTS_SAME_TREE_H
#define DTLINT_TESTS_SAME_TREE_H

#include <string.h>

#include "tree/tree.h"

static inline bool
same_prop(const struct prop *a, const struct prop *b)
{
	return a->name == b->name && a->node == b->node && a->len == b->len
	       && (!a->len || !memcmp(a->data, b->data, a->len));
}

static inline bool
same_node(const struct node *a, const struct node *b)
{
	return a->name == b->name && a->base_name == b->base_name && a->unit == b->unit
	       && a->parent == b->parent && a->first_child == b->first_child
	       && a->next_sibling == b->next_sibling && a->end == b->end
	       && a->first_prop == b->first_prop && a->nprops == b->nprops
	       && a->phandle == b->phandle && a->depth == b->depth
	       && a->address_cells == b->address_cells && a->size_cells == b->size_cells;
}

static inline bool
same_place(const struct tree *a, const struct tree *b, uint32_t phandle)
{
	const struct node *in_a = tree_phandle(a, phandle),
			  *in_b = tree_phandle(b, phandle);

	return !in_a == !in_b && (!in_a || node_id(a, in_a) == node_id(b, in_b));
}

static inline bool
same_tree(const struct tree *a, const struct tree *b)
{
	uint32_t i;

	if (a->nnodes != b->nnodes || a->nprops != b->nprops || a->overlay != b->overlay
		|| a->has_fixups != b->has_fixups || a->boot_cpu != b->boot_cpu
		|| a->nreserves != b->nreserves
		|| a->phandles_repeat != b->phandles_repeat)
		return false;
	for (i = 0; i < a->nnodes; i++)
		if (!same_node(&a->nodes[i], &b->nodes[i])
			|| !same_place(a, b, a->nodes[i].phandle))
			return false;
	for (i = 0; i < a->nprops; i++)
		if (!same_prop(&a->props[i], &b->props[i]))
			return false;
	return true;
}

#endif
