/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Strings as numbers: equal strings get equal atoms, so that names are compared
 * and looked up as integers.
 */
#ifndef DTLINT_BASE_INTERN_H
#define DTLINT_BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Atoms count from 0 in the order of their first appearance. */
typedef uint32_t atom_t;

#define ATOM_NONE UINT32_MAX

/* Ready for use when zero-initialised. */
struct intern {
	struct arena arena;
	const char **strings; /* by atom */
	uint32_t count;
	uint32_t cap;
	struct intern_slot {
		uint32_t hash;
		atom_t atom; /* ATOM_NONE: free */
	} * slots;           /* open addressing */
	uint32_t nslots;
};

/* The atom of the @n bytes at @s, which must not hold a NUL; made if new. */
atom_t intern(struct intern *in, const char *s, size_t n);

/* The same, but ATOM_NONE where the string was never seen. */
atom_t intern_find(const struct intern *in, const char *s, size_t n);

/* The NUL-terminated string of an atom; lives as long as the table. */
static inline const char *
intern_str(const struct intern *in, atom_t atom)
{
	return in->strings[atom];
}

void intern_free(struct intern *in);

#endif
