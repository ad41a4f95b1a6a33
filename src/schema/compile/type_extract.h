/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extracts types from bindings: between types.c and type_doubt.c. */
#ifndef DTLINT_SCHEMA_COMPILE_TYPE_EXTRACT_H
#define DTLINT_SCHEMA_COMPILE_TYPE_EXTRACT_H

#include "schema/compile/types.h"
#include "schema/program/emit.h"

/* One type of a name, as one or more bindings gave it. */
struct entry {
	struct entry *next;
	atom_t type;      /* its name; ATOM_NONE: not told */
	uint32_t binding; /* the last that gave it */
	struct words by;  /* all of them, where doubts are looked for */
	bool is_pattern;
	bool has_dim;
	struct dim dim;
};

/* The types of all names, while bindings are gone through. */
struct extract {
	struct schema_set *s;
	struct arena *a;
	struct map by_name; /* atom -> index */
	struct {
		atom_t name;
		struct entry *first;
	} * names;
	uint32_t count;
	uint32_t cap;
	const struct binding *binding;
	uint32_t number; /* of the binding, from 1 */
	atom_t node;     /* "node": no type of a value */
	unsigned int depth;
	atom_t *type_of_ref; /* by atom of the reference; UNKNOWN: not looked at yet */
	uint32_t nrefs;
	bool doubts; /* who gave a type is to be known */
};

/* From every binding of the set, in @order, or in the set's where it is NULL. */
void extract_types(struct extract *x, const uint32_t *order);

/* The pattern of any node's name. */
atom_t generic_pattern(const struct extract *x);

#endif
