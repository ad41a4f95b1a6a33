/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fixes up a binding as dt-schema does before it uses it.
 *
 * Bindings are written for people: `const: foo` stands for a list of one string,
 * `minItems` alone for a fixed size, `interrupts` also for `interrupts-extended`.
 * These are dt-schema 01b5073's rules (dtschema/fixups.py), in its order, so that the
 * result is the processed schema that dt-mk-schema would write.
 */
#ifndef DTLINT_SCHEMA_BINDING_FIXUP_H
#define DTLINT_SCHEMA_BINDING_FIXUP_H

#include "doc/value.h"

struct fixup {
	struct arena *arena;
	const struct intern *strings;
};

/*
 * The keywords of draft 2019-09 that a schema has, one bit each: most schemas have two
 * or three, and most fix-ups ask for others.
 */
uint64_t schema_keys(const struct value *schema);

#define KEY(id) ((uint64_t)1 << K_##id)

/* Where a sub-schema stands: the keywords and names from the root to it. */
struct fixup_path {
	const struct fixup_path *up; /* NULL: the root */
	atom_t key;
};

/* A whole binding; @schema must be an object. */
void fixup_schema(const struct fixup *f, struct value *schema);

/* The value of a property: an array of what is written (fixup_items.c). */
void fixup_property(
	const struct fixup *f, struct value *schema, const struct fixup_path *path);

/* A node: what its properties imply (fixup_node.c). */
void fixup_node(
	const struct fixup *f, struct value *schema, const struct fixup_path *path);

/* `dependencies`, which draft 2019-09 split in two. */
void fixup_dependencies(const struct fixup *f, struct value *schema);

/* The scalar's type as the fix-ups see it: of the first, where it is a list. */
bool schema_has_int(const struct value *schema);
bool schema_has_string(const struct value *schema);

#endif
