/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text of a document as an editor has it, and its positions: lines from 0, characters in
 * UTF-16 code units (LSP 3.17, Position).
 */
#ifndef DTLINT_LSP_TEXT_H
#define DTLINT_LSP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	char *s; /* malloc'ed; @n bytes and a NUL */
	size_t n;
	size_t *lines; /* where each begins */
	size_t nlines;
};

struct position {
	uint32_t line;
	uint32_t character;
};

struct range {
	struct position start;
	struct position end;
};

/* Takes a copy of the bytes in place of what was there. */
void text_set(struct text *t, const char *s, size_t n);
void text_free(struct text *t);

/* Replaces what is between two offsets, the first at most the second. */
void text_replace(struct text *t, size_t from, size_t to, const char *s, size_t n);

/* The offset of a position; beyond the end of its line or text it is that end. */
size_t text_offset(const struct text *t, struct position p);

/* The position of an offset, which is at most @n. */
struct position text_position(const struct text *t, size_t offset);

/*
 * The position of a place: a line and a column in characters, both from 1, as
 * base/place.h has them.
 */
struct position text_at(const struct text *t, uint32_t line, uint32_t column);

struct range text_range(const struct text *t, size_t from, size_t to);

#endif
