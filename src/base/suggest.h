/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the known word that is nearest to a wrong one, for "did you mean …". */
#ifndef DTLINT_BASE_SUGGEST_H
#define DTLINT_BASE_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* A word that may be meant, with what tells quickly that it is far from another. */
struct suggest_word {
	const char *text;
	uint64_t letters; /* a bit for each, whatever their order */
	uint32_t length;
};

/* Ready for use when zero-initialised but for the word. */
struct suggest {
	const char *word; /* as written, and so it stays; over 64 bytes: no suggestion */
	const char *best; /* the nearest so far, or NULL */
	unsigned int distance;
	unsigned int most;       /* edits in a slip; 0: by the length of the word */
	struct suggest_word own; /* of `word`, once it was needed */
};

/* For candidates that are weighed more than once. */
struct suggest_word suggest_word(const char *text);

/* Whether one of two words, of five letters and more, is the other with a letter more. */
bool suggest_is_letter_lost(const char *a, const char *b);

/* Weighs one candidate; only those near enough to be a slip are kept. */
void suggest_try(struct suggest *s, const char *candidate);
void suggest_try_word(struct suggest *s, const struct suggest_word *candidate);

/* "; did you mean 'X'?", or "" where nothing is near. */
const char *suggest_text(struct arena *a, const struct suggest *s);

/* The same over a table of @n strings; NULL entries are passed over. */
const char *suggest_from(
	struct arena *a, const char *word, const char *const *table, size_t n);

#endif
