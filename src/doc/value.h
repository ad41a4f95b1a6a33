/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON values: what schemas are written in, and what they are held against.
 *
 * One form serves bindings read from YAML, JSON documents and the decoded properties
 * of a tree. A value is 24 bytes and owns nothing: strings, elements and members live
 * in an arena, an interner or the tree's blob, which must outlive it.
 *
 * Numbers are what JSON Schema takes them for: 1.0 is the integer 1. Two kinds are
 * wider than JSON: integers reach from -2^63 to 2^64 - 1 and know the width of the
 * cell they were read from, and V_BYTES is a property whose type nothing tells.
 */
#ifndef DTLINT_DOC_VALUE_H
#define DTLINT_DOC_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/intern.h"

enum value_kind {
	V_NULL,
	V_FALSE,
	V_TRUE,
	V_INT,    /* u, 0 and above */
	V_NEGINT, /* i, below 0 */
	V_REAL,   /* not an integer, or one that 64 bits do not hold */
	V_STRING,
	V_BYTES,
	V_ARRAY,
	V_CELLS, /* an array of integers, big-endian as they stand in a tree */
	V_OBJECT,
};

struct value {
	uint8_t kind;
	uint8_t bits : 7;      /* V_CELLS, integers of a tree: width of a cell; else 0 */
	uint8_t is_signed : 1; /* V_CELLS */
	union {
		uint16_t
			column; /* of a document: from 1; 0: not known, or beyond 65,535 */
		uint16_t varying; /* numbers of a tree: of enum varying */
	};
	uint32_t line; /* from 1; 0: not known */
	uint32_t n;    /* bytes, elements or members */
	atom_t id;     /* V_STRING: its atom; ATOM_NONE where it has none */
	union {
		uint64_t u;
		int64_t i;
		double real;
		const char *s; /* not always terminated */
		const uint8_t *bytes;
		struct value *items;
		struct member *members;
	};
};

/*
 * Of most cells the bindings ask no more than that they are cells. All but 0 and -1 are
 * therefore varying: a verdict that did not look at one holds for others in its place, and
 * is kept by a digest that does not tell them from one another.
 */
enum varying {
	VARYING_CELL = 1,
	VARYING_PHANDLE = 2, /* or an argument of one; it changes from tree to tree */
};

enum { VARYING_MIN = 1 };
#define VARYING_MAX 0xfffffffeu

struct member {
	atom_t key;
	uint32_t extra; /* for whoever made the object */
	struct value value;
};

#define VALUE_BOOL(b) ((struct value){ .kind = (b) ? V_TRUE : V_FALSE })
#define VALUE_INT(x) ((struct value){ .kind = V_INT, .u = (x) })

static inline bool
value_is_object(const struct value *v)
{
	return v->kind == V_OBJECT;
}

/* Both kinds of arrays. */
static inline bool
value_is_array(const struct value *v)
{
	return v->kind == V_ARRAY || v->kind == V_CELLS;
}

/* Element @i of either kind of array; a cell is put in @room. */
const struct value *value_item(const struct value *array, uint32_t i, struct value *room);

/* An interned string. */
struct value value_atom(const struct intern *in, atom_t atom);

/* The member's value, or NULL; NULL also where @object is NULL or no object. */
struct value *value_get(const struct value *object, atom_t key);

static inline bool
value_has(const struct value *object, atom_t key)
{
	return value_get(object, key) != NULL;
}

/* True where both are strings of the same bytes. */
bool value_same_string(const struct value *a, const struct value *b);

/*
 * Equal as JSON Schema has it (core, 4.2.2): by value, objects whatever their order.
 * Objects are compared by the atoms of their keys. False where they nest deeper than
 * VALUE_DEPTH_MAX.
 */
bool value_equal(const struct value *a, const struct value *b);

enum { VALUE_DEPTH_MAX = 128 };

/* -1, 0 or 1 as numbers; both must be of a number's kind. */
int value_compare(const struct value *a, const struct value *b);

static inline bool
value_is_number(const struct value *v)
{
	return v->kind == V_INT || v->kind == V_NEGINT || v->kind == V_REAL;
}

/* A finite number without a fraction; from 2^53 on there is no other. */
static inline bool
value_is_whole(double x)
{
	if (x < 0x1p53 && x > -0x1p53)
		return (double)(int64_t)x == x;
	return x - x == 0;
}

/*
 * Changes to a document. A new member or element goes to the end; pointers to the
 * others are void afterwards.
 */
struct value *value_set(
	struct value *object, struct arena *a, atom_t key, struct value v);
struct value *value_append(struct value *array, struct arena *a, struct value v);
bool value_remove(struct value *object, atom_t key);
void value_remove_at(struct value *array, uint32_t index);

/* A copy that shares strings but neither members nor elements. */
struct value value_copy(const struct value *v, struct arena *a);

/*
 * A copy that shares nothing but strings that are interned: the memory that @v was read
 * into may be used for the next document.
 */
struct value value_dup(const struct value *v, struct arena *a);

/* An array of one element. */
struct value value_list_of(struct arena *a, struct value only);

/* "an object", "a string" …, for messages. */
const char *value_kind_name(const struct value *v);

#endif
