/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/tree.h"

#include <string.h>

#include "rules/ref/references.h"
#include "tree/names.h"
#include "tree/value.h"

static const struct tree *
tree_of(const struct tree_pair *p, size_t k)
{
	return p->sides[k]->tree;
}

void
tree_pair_match(struct tree_pair *p, struct arena *a)
{
	const struct tree *old = tree_of(p, 0), *now = tree_of(p, 1);
	uint32_t *to = arena_array(a, uint32_t, old->nnodes);
	uint32_t *from = arena_array(a, uint32_t, now->nnodes);

	p->match[0] = to;
	p->match[1] = from;
	memset(to, 0xff, old->nnodes * sizeof(*to));
	memset(from, 0xff, now->nnodes * sizeof(*from));
	to[0] = from[0] = 0;
	for (uint32_t i = 1; i < old->nnodes; i++) {
		const struct node *n = &old->nodes[i], *other;
		const char *name = node_name(old, n);
		uint32_t parent = to[n->parent];

		if (parent == NODE_NONE)
			continue;
		other = node_child(now, &now->nodes[parent], name, strlen(name));
		if (!other || from[node_id(now, other)] != NODE_NONE)
			continue;
		to[i] = node_id(now, other);
		from[to[i]] = i;
	}
}

bool
prop_is_phandle(const struct prop *p)
{
	return p->name == NAME_phandle || p->name == NAME_linux_phandle;
}

static bool
is_same_node(const struct tree_pair *p, uint32_t old, uint32_t now)
{
	return old != NODE_NONE && p->match[0][old] == now;
}

/* Phandles of nodes that are the same. */
static bool
means_same(const struct tree_pair *p, uint32_t old, uint32_t now)
{
	const struct node *a = tree_phandle(tree_of(p, 0), old);
	const struct node *b = tree_phandle(tree_of(p, 1), now);

	return a && b
	       && is_same_node(p, node_id(tree_of(p, 0), a), node_id(tree_of(p, 1), b));
}

/* What holds numbers whatever they are. */
static bool
is_number(const struct tree_pair *p, const struct prop *prop)
{
	const char *name = prop_name(tree_of(p, 0), prop);

	return prop->name == NAME_reg || prop->name == NAME_ranges || *name == '#'
	       || !strcmp(name, "dma-ranges") || !strcmp(name, "interrupts")
	       || (p->is_number && p->is_number(p->context, prop));
}

/*
 * Cells whose references are known: these by what they mean, the others by their numbers;
 * or, where they may hide more (@typed: bindings do not know how long rows are), by either.
 */
static bool
same_references(const struct tree_pair *p, const struct prop *old, const struct prop *now,
	const struct reference *a, size_t na, const struct reference *b, size_t nb,
	bool typed)
{
	for (uint32_t i = 0; i < prop_ncells(old); i++) {
		bool in_a = na && a->at == i, in_b = nb && b->at == i;
		uint32_t x = prop_cell(old, i), y = prop_cell(now, i);

		if (in_a != in_b)
			return false;
		if (!in_a) {
			if (x != y && !(typed && means_same(p, x, y)))
				return false;
			continue;
		}
		if (a->to == NODE_NONE || b->to == NODE_NONE
				? a->to != b->to || x != y
				: !is_same_node(p, a->to, b->to))
			return false;
		a++, na--, b++, nb--;
	}
	return true;
}

static bool
same_cells(const struct tree_pair *p, const struct prop *old, const struct prop *now)
{
	for (uint32_t i = 0; i < prop_ncells(old); i++) {
		uint32_t x = prop_cell(old, i), y = prop_cell(now, i);

		if (x != y && !means_same(p, x, y))
			return false;
	}
	return true;
}

static const struct reference *
references_of(const struct tree_pair *p, size_t side, const struct prop *prop, size_t *n)
{
	const struct reference *ref = lint_references_of(p->sides[side], prop, n);

	return *n || !p->references ? ref : p->references(p->context, side, prop, n);
}

bool
tree_pair_same(struct tree_pair *p, const struct prop *old, const struct prop *now)
{
	bool equal = old->len == now->len
		     && (!old->len || !memcmp(old->data, now->data, old->len));
	const struct reference *a, *b;
	size_t na, nb;

	if (old->len != now->len || old->len % 4)
		return equal;
	a = references_of(p, 0, old, &na);
	b = references_of(p, 1, now, &nb);
	if (na || nb)
		return same_references(p, old, now, a, na, b, nb, !(na ? a : b)->kind);
	return equal || (!is_number(p, old) && same_cells(p, old, now));
}
