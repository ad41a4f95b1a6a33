/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compatible strings that the bindings know, and the binding each leads to. */
#ifndef DTLINT_SCHEMA_COMPILE_COMPATIBLE_H
#define DTLINT_SCHEMA_COMPILE_COMPATIBLE_H

#include "schema/binding/set.h"
#include "schema/program/emit.h"

/*
 * The strings that the `compatible` of a binding without `select` allows lead to it;
 * the last binding wins, and words like `syscon` do not count beside others. Adds
 * (string, root) for one binding. @seen is kept from one to the next.
 */
void compatibles_map(struct emit *e, const struct value *schema, uint32_t root,
	struct words *seen, struct words *out);

/* Those strings, as atoms, each once; @number is another, not 0, for each @schema. */
void compatibles_of(struct intern *strings, const struct value *schema, uint32_t number,
	struct words *seen, struct words *out);

/*
 * A schema of every compatible string that any binding of the set mentions, in the
 * words of dt-schema's `generated-compatibles`.
 */
struct value compatibles_schema(struct schema_set *s, struct arena *a);

#endif
