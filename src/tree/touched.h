/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Nodes of a merged tree that may be judged otherwise than in its base.
 *
 * What is said of a node may depend on what it sees: itself, the properties of the nodes
 * above it, all that is below it, and whatever the nodes see that it, or one above it,
 * refers to by a phandle. A node is touched where something of that is new or is another
 * than in the base; of all others what was said of them in the base still holds, but for
 * what depends on the tree as a whole. What is above a touched node is touched, too.
 */
#ifndef DTLINT_TREE_TOUCHED_H
#define DTLINT_TREE_TOUCHED_H

#include "tree/tree.h"

/* What a merged tree has of its base; by overlay_merge(). */
struct tree_delta {
	const struct tree *base;
	uint32_t *from; /* by node: its number in the base; NODE_NONE: it is new */
	bool *set;      /* by node: it is new, or has a property that is new or another */
	const bool *touched; /* by node; tree_touch()'s */
	uint32_t *to;        /* by node of the base: its number; likewise */
};

/* Cells of a base that may be phandles, and the nodes that have them, sorted. */
struct tree_refers {
	struct tree_refer {
		uint32_t phandle;
		uint32_t node;
	} * v;
	size_t n;
};

/* Reads every cell but those of properties that never hold phandles. In @a. */
void tree_refers_read(struct tree_refers *r, const struct tree *t, struct arena *a);

/* Finds the nodes of a merged tree that are touched; @r: of its base. In @a. */
void tree_touch(struct tree_delta *d, const struct tree *merged,
	const struct tree_refers *r, struct arena *a);

#endif
