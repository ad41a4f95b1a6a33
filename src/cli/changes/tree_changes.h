/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes what changed between trees, as text or JSON (schemas/tree-diff.schema.json), with
 * values as source has them.
 */
#ifndef DTLINT_CLI_CHANGES_TREE_CHANGES_H
#define DTLINT_CLI_CHANGES_TREE_CHANGES_H

#include <jansson.h>

#include "base/buf.h"
#include "cli/changes/typed_values.h"
#include "compare/tree.h"

/* One of two trees. */
struct changed_tree {
	const char *name; /* as people call it */
	const struct tree *tree;
};

struct change_counts {
	size_t added, removed, changed;
	size_t unchanged; /* of trees alone */
};

struct tree_changes {
	/* set by the caller */
	struct typed_values *types; /* what bindings know of values; NULL: nothing */
	bool as_json;
	bool only_changed; /* pairs of trees that are alike are counted, and not written */

	/* what there was so far; trees and nodes are not counted twice */
	struct change_counts trees, nodes, props;
	struct buf text;

	/* of the pair at hand */
	struct arena scratch;
	struct lint lints[2];
	struct tree_pair pair;
	const char *node; /* that the last line was about, or NULL */
	size_t room;      /* bytes that may still be shown of it */
	size_t not_shown; /* differences that there was no room for */
	json_t *changes;
};

/* Both trees have their names from one interner. @trees: where objects go, with as_json. */
void tree_changes_pair(struct tree_changes *d, const struct changed_tree *old,
	const struct changed_tree *now, json_t *trees);

/* A tree that is gone (@side 0), or new (1). */
void tree_changes_alone(
	struct tree_changes *d, size_t side, const struct changed_tree *t, json_t *trees);

/* Without those that are unchanged; the object. */
json_t *put_change_counts(json_t *o, const char *key, const struct change_counts *c);

void tree_changes_free(struct tree_changes *d);

#endif
