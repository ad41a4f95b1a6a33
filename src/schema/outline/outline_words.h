/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types and values of a property, in words: parts of outline.c. */
#ifndef DTLINT_SCHEMA_OUTLINE_OUTLINE_WORDS_H
#define DTLINT_SCHEMA_OUTLINE_OUTLINE_WORDS_H

#include "base/strings.h"
#include "schema/decode/decode.h"

/* What is known of the types of properties by their names. */
struct outline_types {
	const struct program *p;
	struct arena *arena;
	struct machine *machine;
	struct decoder decoder;
};

void outline_types_init(
	struct outline_types *t, const struct program *p, struct arena *a);
void outline_types_free(struct outline_types *t);

/* "uint32", "string or flag", "node"; NULL where nothing tells. @schema may be NULL. */
const char *outline_type(struct outline_types *t, const struct value *schema,
	const char *name, bool is_pattern);

/* "1 to 3 items", "'rx', then 'tx'", "0 to 7"; NULL where anything will do. */
const char *outline_values(const struct value *schema, struct arena *a);

/* Of the schema of `compatible` the lists it allows, in words, and every string. */
void outline_compatible(const struct value *schema, struct string_list *alternatives,
	struct string_list *strings, struct arena *a);

#endif
