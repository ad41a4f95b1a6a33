/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Types that a property can have, as bindings name them: `$ref`s to definitions of
 * dt-schema's types.yaml.
 */
#ifndef DTLINT_SCHEMA_PROGRAM_PROP_TYPE_H
#define DTLINT_SCHEMA_PROGRAM_PROP_TYPE_H

#include <stdbool.h>
#include <stdint.h>

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

#endif
