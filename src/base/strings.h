/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A list of strings that grows. */
#ifndef DTLINT_BASE_STRINGS_H
#define DTLINT_BASE_STRINGS_H

#include "base/arena.h"

/* Empty when zero-initialised. */
struct string_list {
	const char **v;
	size_t n;
};

/* The string itself is not copied. */
static inline void
string_list_add(struct string_list *list, struct arena *a, const char *s)
{
	size_t size = list->n * sizeof(*list->v);

	list->v = arena_grow(a, list->v, size, size + sizeof(*list->v));
	list->v[list->n++] = s;
}

#endif
