/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Index of patterns by the first character of what they can match: most patterns of
 * bindings begin with a literal.
 */
#ifndef DTLINT_SCHEMA_RUN_PATTERN_INDEX_H
#define DTLINT_SCHEMA_RUN_PATTERN_INDEX_H

#include "schema/program/program.h"

struct pattern_index {
	const uint32_t *by_first[256]; /* [ n ] [ place, ascending ] … */
};

/* Of @n patterns, the numbers of which stand @stride words apart at @patterns; in @a. */
struct pattern_index *pattern_index_new(struct arena *a, const struct program *p,
	const uint32_t *patterns, uint32_t stride, uint32_t n);

/* The places of those that may match. */
static inline const uint32_t *
pattern_index_get(const struct pattern_index *x, const char *name)
{
	return x->by_first[(unsigned char)*name];
}

#endif
