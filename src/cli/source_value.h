/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of a tree's properties as a person would have written them in source. */
#ifndef DTLINT_CLI_SOURCE_VALUE_H
#define DTLINT_CLI_SOURCE_VALUE_H

#include "base/buf.h"
#include "rules/ref/references.h"

struct source_value {
	const struct tree *tree;
	struct lint *lint;   /* of the tree, for its references */
	const char **labels; /* by node; NULL: references are paths */
	unsigned int size; /* bytes of its integers, where that is known; 0: it is not */
	const struct reference *references; /* of the property; NULL: the lint's */
	size_t nreferences;
	struct arena *arena; /* for paths */
};

/*
 * Strings in quotes, cells in rows with phandles as references, bytes; of a property that
 * has a value.
 */
void source_value_put(struct source_value *s, const struct node *n, const struct prop *p,
	struct buf *out);

#endif
