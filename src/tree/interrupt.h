/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interrupt specifiers and the controllers they are for, as Linux's drivers/of/irq.c
 * finds them (Devicetree Specification 2.4).
 */
#ifndef DTLINT_TREE_INTERRUPT_H
#define DTLINT_TREE_INTERRUPT_H

#include "tree/tree.h"

/*
 * For every node the one that its `interrupts` go to: of_irq_find_parent(), the next
 * with #interrupt-cells along `interrupt-parent` or, where there is none, the parent.
 * NODE_NONE where there is no such node or the links run in a circle. By node number,
 * in @a; costs one pass.
 */
uint32_t *interrupt_parents(const struct tree *t, struct arena *a);

/* One specifier, where it stands and whom it is for. */
struct interrupt {
	const struct prop *prop; /* interrupts, interrupts-extended or interrupt-map */
	uint32_t node;           /* that bears the property */
	uint32_t controller;     /* or nexus; has #interrupt-cells */
	uint32_t entry;          /* of the property, from 0 */
	uint32_t at;             /* its first cell in the value */
	uint32_t ncells;         /* whole and at least 1 */
};

struct interrupts {
	const struct interrupt *v; /* in the order of nodes and cells */
	size_t n;
};

/*
 * Of every node that @absent (by node number) does not rule out: `interrupts-extended`,
 * or where it is not there `interrupts`; and the parents' side of `interrupt-map`, but
 * for nodes that are interrupt controllers themselves, where Linux reads the property in
 * other ways. Reading of a property ends at a provider that is not there and at a last
 * entry that is not whole. All memory is @a's.
 */
struct interrupts interrupts_of(
	const struct tree *t, const bool *absent, struct arena *a);

#endif
