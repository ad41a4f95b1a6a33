/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of a command line whose bytes know where they were written, and which of
 * them stand for something that only a shell at run time could tell.
 */
#ifndef DTLINT_HOST_COMMAND_TEXT_H
#define DTLINT_HOST_COMMAND_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* Or-ed into text.at[]: the byte is part of an expansion that is left as written. */
#define TEXT_OPAQUE ((uint32_t)1 << 31)
/* With it: part of what stands for an assignment that may have run or not. */
#define TEXT_MAYBE ((uint32_t)1 << 30)
#define TEXT_FLAGS (TEXT_OPAQUE | TEXT_MAYBE)

struct text {
	const char *s;      /* not NUL-terminated where it is a part of another */
	const uint32_t *at; /* by byte: its offset in the source; NULL: none is known */
	size_t n;
};

struct word {
	struct text text; /* NUL-terminated */
	uint32_t offset;  /* in the source, of the first byte */
	uint32_t arg;     /* its number on the command line, from 0 */
	bool many;        /* stands for any number of words: an unquoted $VAR, "$@" */
	/* The text is not known, but is one of these, NULL behind the last; or NULL. */
	const char *const *either;
};

struct word_list {
	struct word *v;
	size_t n, cap;
};

void words_add(struct word_list *w, struct arena *a, struct word word);

/* Whether byte @i is there, is @c and was written so. */
bool text_is(const struct text *t, size_t i, char c);
bool text_opaque_at(const struct text *t, size_t i);
/* Whether the byte is of what may have run or not. */
bool text_maybe_at(const struct text *t, size_t i);
/* Whether any byte is opaque. */
bool text_opaque(const struct text *t);
struct text text_part(const struct text *t, size_t from, size_t to);
bool text_equals(const struct text *t, const char *s);
char *text_dup(const struct text *t, struct arena *a);

/* Copies everything that the words refer to. */
struct word_list words_dup(const struct word *v, size_t n, struct arena *a);

/* Where the lines of a source begin. */
struct lines {
	const char *s;
	size_t n;
	uint32_t *starts;
	size_t nstarts;
	uint32_t *characters; /* before each LINES_STEP bytes, for lines that are long */
};

enum { LINES_STEP = 512 };

void lines_index(struct lines *l, const char *s, size_t n, struct arena *a);
/* Line and column of a byte, both from 1; columns count characters of UTF-8. */
void lines_find(const struct lines *l, size_t offset, uint32_t *line, uint32_t *column);

#endif
