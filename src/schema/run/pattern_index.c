/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/run/pattern_index.h"

/* The character that a name must begin with, or -1. */
static int
first_of(const struct program *p, uint32_t pattern)
{
	const struct program_pattern *x = &p->patterns[pattern];
	const char *literal = program_string(p, x->literal);

	if (!*literal || x->kind == PATTERN_SUFFIX || x->kind == PATTERN_CONTAINS)
		return -1;
	return (unsigned char)*literal;
}

/* Adds a place to the list of one character, or with @first -1 to all of them. */
static void
add_place(uint32_t **lists, const uint32_t *used, uint32_t nused, int first, uint32_t at)
{
	uint32_t i;

	if (first >= 0) {
		lists[first + 1][++lists[first + 1][0]] = at;
		return;
	}
	for (i = 0; i < nused; i++)
		lists[used[i]][++lists[used[i]][0]] = at;
}

struct pattern_index *
pattern_index_new(struct arena *a, const struct program *p, const uint32_t *patterns,
	uint32_t stride, uint32_t n)
{
	struct pattern_index *x = arena_new(a, struct pattern_index);
	uint32_t counts[257] = { 0 }, *lists[257], used[257], nused = 0, i, c;

	for (i = 0; i < n; i++)
		counts[first_of(p, patterns[(size_t)i * stride]) + 1]++;
	/* list 0 is that of the characters that no pattern begins with */
	for (c = 0; c <= 256; c++) {
		lists[c] = lists[0];
		if (!c || counts[c]) {
			lists[c] = arena_array(
				a, uint32_t, 1 + counts[0] + (c ? counts[c] : 0));
			used[nused++] = c;
		}
		if (c)
			x->by_first[c - 1] = lists[c];
	}
	for (i = 0; i < n; i++)
		add_place(
			lists, used, nused, first_of(p, patterns[(size_t)i * stride]), i);
	return x;
}
