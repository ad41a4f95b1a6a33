/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compares two trees by what they mean: nodes by their paths, phandles by the nodes that
 * they mean, so that it makes no difference which numbers these have, or in which order
 * nodes and properties stand.
 */
#ifndef DTLINT_COMPARE_TREE_H
#define DTLINT_COMPARE_TREE_H

#include "rules/ref/references.h"

struct tree_pair {
	/* set by the caller */
	struct lint *sides[2]; /* the old one first; their trees share an interner */
	/*
	 * Whether bindings say that a property, of the old tree, holds numbers, and no
	 * phandles; NULL: there are none.
	 */
	bool (*is_number)(void *context, const struct prop *p);
	/*
	 * The references of a side's property, which its name does not tell of; theirs are
	 * of no kind. NULL: none.
	 */
	const struct reference *(*references)(
		void *context, size_t side, const struct prop *p, size_t *n);
	void *context;

	/* filled by tree_pair_match() */
	uint32_t
		*match[2]; /* by node: that of the same path in the other; or NODE_NONE */
};

/* Finds nodes of the same path, in @a. In time that grows as the trees do. */
void tree_pair_match(struct tree_pair *p, struct arena *a);

/*
 * Whether two properties of the same name, of nodes that match, say the same. Where
 * nothing is known of a property, a cell that was the phandle of a node and now is that of
 * the same node says the same.
 */
bool tree_pair_same(struct tree_pair *p, const struct prop *old, const struct prop *now);

/* True for a property that only numbers its node: phandle, linux,phandle. */
bool prop_is_phandle(const struct prop *p);

#endif
