/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The types of properties, as the bindings of a set tell them together.
 *
 * A property of a tree is bytes; which bytes is said by the `$ref` of some binding
 * to types.yaml, by a boolean type, by strings in `items`, or by the unit in its
 * name. As in dt-schema a name has the types of all bindings; rows of a matrix have
 * the dimensions of all.
 */
#ifndef DTLINT_SCHEMA_COMPILE_TYPES_H
#define DTLINT_SCHEMA_COMPILE_TYPES_H

#include "schema/binding/set.h"
#include "schema/program/prop_type.h"

struct type_entry {
	atom_t name; /* of the property, or the pattern */
	bool is_pattern;
	uint32_t types; /* a pattern: of its first entry alone */
	bool has_dim;
	struct dim dim;
};

/* In no order; patterns whose types are empty are left out. */
struct type_table {
	struct type_entry *entries;
	uint32_t count;
};

/* Over all bindings of a finished set, in its order. */
struct type_table types_extract(struct schema_set *s, struct arena *a);

/*
 * A binding that leaves the type of a property open, or gives it one that does not go
 * with those of others: dt-schema warns of them (dtschema/validator.py,
 * check_missing_property_types() and check_duplicate_property_types()).
 */
struct type_doubt {
	atom_t name;
	atom_t type;      /* its name; ATOM_NONE: not told */
	bool missing;     /* nobody tells it, but for what a pattern may tell */
	uint32_t binding; /* its place in the set */
};

/* Those of a finished set, whose bindings are looked at in @order. */
struct type_doubt *types_doubts(
	struct schema_set *s, const uint32_t *order, struct arena *a, uint32_t *n);

#endif
