/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings, and a list of them that grows. */
#ifndef DTLINT_BASE_STRINGS_H
#define DTLINT_BASE_STRINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"

static inline bool
is_ascii(const void *s, size_t n)
{
	const uint8_t *p = s;

	while (n--)
		if (*p++ >= 0x80)
			return false;
	return true;
}

/* What a hexadecimal digit stands for; 99 for what is none. */
static inline unsigned int
digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? (unsigned int)(c - 'a') + 10 : 99;
}

/* Empty when zero-initialised. */
struct string_list {
	const char **v;
	size_t n;
	size_t cap;
};

/* The string itself is not copied. */
static inline void
string_list_add(struct string_list *list, struct arena *a, const char *s)
{
	if (list->n >= list->cap) {
		list->cap = list->n ? list->n * 2 : 4;
		list->v = arena_grow(a, list->v, list->n * sizeof(*list->v),
			list->cap * sizeof(*list->v));
	}
	list->v[list->n++] = s;
}

static inline bool
string_list_has(const struct string_list *list, const char *s)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], s))
			return true;
	return false;
}

/* Nothing where it is in the list already; the string itself is not copied. */
static inline void
string_list_add_once(struct string_list *list, struct arena *a, const char *s)
{
	if (!string_list_has(list, s))
		string_list_add(list, a, s);
}

#endif
