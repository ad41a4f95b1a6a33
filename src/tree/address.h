/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses of every bus in those of the root, for a whole tree at once, and which of
 * its nodes are devices that are there.
 *
 * node_translate() (tree/value.h) answers for one address by walking to the root; what
 * is here costs one pass over the tree, and then a binary search an address.
 */
#ifndef DTLINT_TREE_ADDRESS_H
#define DTLINT_TREE_ADDRESS_H

#include "base/span.h"
#include "tree/tree.h"

/* Addresses on a bus, and the CPU's address for the first of them. */
struct window {
	uint64_t first;
	uint64_t last;
	uint64_t cpu;
};

/* Sorted, disjoint; those that adjoin and lead on in line are one. */
struct windows {
	const struct window *v;
	size_t n;
};

struct addresses {
	const struct tree *tree;
	const struct windows *of; /* by node number: of its children's addresses */
	const bool *absent;       /* by node number, see node_is_absent() */
};

/*
 * By the `ranges` of every bus (Devicetree Specification 2.3.8): an empty one passes
 * all addresses on, none means that there is no way. Where rows overlap, the first
 * one holds, as in Linux. Rows with an address of more than 64 bits (PCI, whose first cell
 * is none) are left out. All memory is @a's.
 */
struct addresses addresses_of(const struct tree *t, struct arena *a);

/*
 * True for a node that no device driver would see: disabled by its own status or an
 * ancestor's, or one of those that node_is_generated() tells, or below one.
 */
static inline bool
node_is_absent(const struct addresses *m, const struct node *n)
{
	return m->absent[node_id(m->tree, n)];
}

/* The highest address that @cells cells can hold, up to 64 bits. */
static inline uint64_t
address_max(uint32_t cells)
{
	return cells == 0 ? 0 : cells == 1 ? UINT32_MAX : UINT64_MAX;
}

/* True where addresses of @bus's children are the CPU's, or become such. */
static inline bool
bus_is_mapped(const struct addresses *m, const struct node *bus)
{
	return m->of[node_id(m->tree, bus)].n != 0;
}

/*
 * @s, addresses on @bus, as the CPU sees it; what lies behind the end of the window that
 * its first address is in is cut off. Keeps owner and entry. False where there is no
 * such window.
 */
bool address_to_cpu(const struct addresses *m, const struct node *bus,
	const struct span *s, struct span *out);

#endif
