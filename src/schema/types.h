/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The types of properties, as the bindings of a set tell them together.
 *
 * A property of a tree is bytes; which bytes is said by the `$ref` of some binding
 * to types.yaml, by a boolean type, by strings in `items`, or by the unit in its
 * name. As in dt-schema a name has the types of all bindings; rows of a matrix have
 * the dimensions of all.
 */
#ifndef DTLINT_SCHEMA_TYPES_H
#define DTLINT_SCHEMA_TYPES_H

#include "schema/set.h"

/* Bits of a set of types, in the order in which one is picked where several hold. */
enum prop_type {
	TYPE_FLAG = 1u << 0,
	TYPE_STRING = 1u << 1,
	TYPE_STRING_ARRAY = 1u << 2,
	TYPE_PHANDLE = 1u << 3,
	TYPE_PHANDLE_ARRAY = 1u << 4,
	TYPE_ADDRESS = 1u << 5,
	TYPE_INT8 = 1u << 6, /* the first of 24: see type_int() */
	TYPES_END = 1u << 30,
};

enum int_shape { INT_SCALAR, INT_ARRAY, INT_MATRIX };

/* Integers of 8 << @width bits. */
static inline uint32_t
type_int(bool is_unsigned, unsigned int width, enum int_shape shape)
{
	return TYPE_INT8 << ((width * 2 + is_unsigned) * 3 + (unsigned int)shape);
}

/* The bit of a type's name; 0 where it is none. */
uint32_t type_by_name(const char *name);

/* The name of a type, one bit. */
const char *type_name(uint32_t type);

/* Rows and columns, least and most; a most of 0 is no limit. */
struct dim {
	uint32_t rows[2];
	uint32_t columns[2];
};

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
