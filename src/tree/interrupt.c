/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/interrupt.h"

#include "base/vec.h"

#include "tree/names.h"
#include "tree/value.h"

/* The value of a property of one cell; false where it is not there. */
static bool
one_cell(const struct tree *t, const struct node *n, atom_t name, uint32_t *out)
{
	const struct prop *p = node_prop(t, n, name);

	if (!p || p->len < 4)
		return false;
	*out = prop_cell(p, 0);
	return true;
}

/* One step of of_irq_find_parent(). */
static uint32_t
step(const struct tree *t, uint32_t id)
{
	const struct node *n = &t->nodes[id];
	uint32_t phandle;

	if (!one_cell(t, n, NAME_interrupt_parent, &phandle))
		return n->parent;
	n = tree_phandle(t, phandle);
	return n ? node_id(t, n) : NODE_NONE;
}

uint32_t *
interrupt_parents(const struct tree *t, struct arena *a)
{
	enum { UNKNOWN, ON_THE_WAY, KNOWN };
	uint32_t *parents = arena_array(a, uint32_t, t->nnodes);
	uint32_t *way = arena_array(a, uint32_t, t->nnodes);
	unsigned char *state = arena_array(a, unsigned char, t->nnodes);
	uint32_t id, n, at, found;

	for (id = 0; id < t->nnodes; id++) {
		n = 0;
		at = id;
		found = NODE_NONE;
		while (at != NODE_NONE && state[at] == UNKNOWN) {
			state[at] = ON_THE_WAY;
			way[n++] = at;
			at = step(t, at);
			if (at == NODE_NONE
				|| !node_has(t, &t->nodes[at], NAME_interrupt_cells))
				continue;
			found = at;
			break;
		}
		if (found == NODE_NONE && at != NODE_NONE && state[at] == KNOWN)
			found = parents[at];
		while (n--) {
			parents[way[n]] = found;
			state[way[n]] = KNOWN;
		}
	}
	return parents;
}

struct collect {
	const struct tree *t;
	struct arena *arena;
	struct interrupt *v;
	size_t n;
	size_t cap;
};

/* Takes the specifier for @controller at cell @at; false where it is not whole. */
static bool
take(struct collect *c, const struct prop *p, uint32_t controller, uint32_t entry,
	uint32_t at)
{
	uint32_t ncells;

	if (!one_cell(c->t, &c->t->nodes[controller], NAME_interrupt_cells, &ncells)
		|| ncells > prop_ncells(p) - at)
		return false;
	if (!ncells)
		return true;
	*vec_add(c->arena, c) = (struct interrupt){ .prop = p,
		.node = p->node,
		.controller = controller,
		.entry = entry,
		.at = at,
		.ncells = ncells };
	return true;
}

static void
read_interrupts(struct collect *c, const struct prop *p, uint32_t controller)
{
	uint32_t entry, at, ncells;

	if (controller == NODE_NONE
		|| !one_cell(
			c->t, &c->t->nodes[controller], NAME_interrupt_cells, &ncells)
		|| !ncells)
		return;
	for (entry = 0, at = 0; at < prop_ncells(p); entry++, at += ncells)
		if (!take(c, p, controller, entry, at))
			return;
}

static void
read_extended(struct collect *c, const struct prop *p)
{
	uint32_t entry, at, ncells;

	for (entry = 0, at = 0; at < prop_ncells(p); entry++) {
		uint32_t phandle = prop_cell(p, at++);
		const struct node *to = tree_phandle(c->t, phandle);

		if (!phandle) /* an entry left empty */
			continue;
		if (!to || !one_cell(c->t, to, NAME_interrupt_cells, &ncells)
			|| !take(c, p, node_id(c->t, to), entry, at))
			return;
		at += ncells;
	}
}

static void
read_map(struct collect *c, const struct node *nexus, const struct prop *p)
{
	uint32_t own, cells, address, entry, n = prop_ncells(p);
	uint64_t at = 0;

	if (!node_has(c->t, nexus, NAME_address_cells)
		|| node_has(c->t, nexus, NAME_interrupt_controller)
		|| !one_cell(c->t, nexus, NAME_interrupt_cells, &own))
		return;
	for (entry = 0;; entry++) {
		const struct node *to;

		at += (uint64_t)nexus->address_cells + own;
		if (at >= n)
			return;
		to = tree_phandle(c->t, prop_cell(p, (uint32_t)at++));
		if (!to || !one_cell(c->t, to, NAME_interrupt_cells, &cells))
			return;
		if (!one_cell(c->t, to, NAME_address_cells, &address))
			address = 0;
		at += address;
		if (at > n || !take(c, p, node_id(c->t, to), entry, (uint32_t)at))
			return;
		at += cells;
	}
}

struct interrupts
interrupts_of(const struct tree *t, const bool *absent, struct arena *a)
{
	struct collect c = { .t = t, .arena = a };
	uint32_t *parents = NULL;

	tree_for_each_node (t, n) {
		const struct prop *plain = NULL, *extended = NULL, *map = NULL;

		if (absent[node_id(t, n)])
			continue;
		node_for_each_prop (t, n, p) {
			if (p->name == NAME_interrupts)
				plain = p;
			else if (p->name == NAME_interrupts_extended)
				extended = p;
			else if (p->name == NAME_interrupt_map)
				map = p;
		}
		if (extended) {
			read_extended(&c, extended);
		} else if (plain) {
			if (!parents)
				parents = interrupt_parents(t, a);
			read_interrupts(&c, plain, parents[node_id(t, n)]);
		}
		if (map)
			read_map(&c, n, map);
	}
	return (struct interrupts){ .v = c.v, .n = c.n };
}
