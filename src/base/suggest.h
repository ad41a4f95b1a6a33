/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean …": the known word that is nearest to a wrong one. */
#ifndef DTLINT_BASE_SUGGEST_H
#define DTLINT_BASE_SUGGEST_H

#include <stddef.h>

#include "base/arena.h"

/* Ready for use when zero-initialised but for the word. */
struct suggest {
	const char *word; /* what was written; longer than 64 bytes: no suggestion */
	const char *best; /* the nearest so far, or NULL */
	unsigned int distance;
	unsigned int most; /* edits in a slip; 0: by the length of the word */
};

/* Weighs one candidate; only those near enough to be a slip are kept. */
void suggest_try(struct suggest *s, const char *candidate);

/* "; did you mean 'X'?", or "" where nothing is near. */
const char *suggest_text(struct arena *a, const struct suggest *s);

/* The same over a table of @n strings; NULL entries are passed over. */
const char *suggest_from(
	struct arena *a, const char *word, const char *const *table, size_t n);

#endif
