/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts of what bindings speak of in a tree: what they could have found at all. */
#ifndef DTLINT_BINDINGS_COVERAGE_H
#define DTLINT_BINDINGS_COVERAGE_H

#include "bindings/bindings.h"

struct coverage {
	const char *label; /* of the set of bindings, or NULL */
	uint32_t nodes;    /* of the tree, but those below /__symbols__ and the like */
	/* that a binding is for, by compatible, select, or that of a node above */
	uint32_t held;
	uint32_t properties; /* of all nodes */
	uint32_t described;  /* those that a binding, the core's too, says something of */
	const char *const *unknown; /* compatible strings of no binding, each once */
	uint32_t nunknown;
	const struct coverage *next; /* of the set after it, see bindings_chain() */
};

/* Of one tree, by @b and the sets behind it, in @a; @w is a worker of @b. */
const struct coverage *coverage_of(const struct bindings *b, struct bindings_worker *w,
	const struct tree *t, struct arena *a);

#endif
