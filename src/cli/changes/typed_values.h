/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of values by bindings, for two trees at a time. */
#ifndef DTLINT_CLI_CHANGES_TYPED_VALUES_H
#define DTLINT_CLI_CHANGES_TYPED_VALUES_H

#include "rules/ref/references.h"
#include "schema/decode/decode.h"

struct typed_values {
	struct machine *machines[2];
	struct decoder decoders[2];
};

/* To be given back with typed_values_end(), before the program is. */
void typed_values_begin(struct typed_values *v, const struct program *program);
void typed_values_end(struct typed_values *v);

/* Decodes the tree of a side, 0 or 1, which the others below are about then. */
void typed_values_of(struct typed_values *v, size_t side, const struct tree *t);

/* Bytes of a property's integers, where bindings have one size for it; else 0. */
unsigned int typed_value_size(struct typed_values *v, size_t side, const struct prop *p);

/* Whether bindings say that a property holds numbers, and no phandles. */
bool typed_value_is_number(struct typed_values *v, size_t side, const struct prop *p);

/*
 * The references of a property that bindings say holds phandles, in @a: the first cell of each
 * row that they cut it into. NULL, and @n 0, where they say nothing, or something else, too.
 */
const struct reference *typed_value_references(struct typed_values *v, size_t side,
	const struct prop *p, size_t *n, struct arena *a);

#endif
