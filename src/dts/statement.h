/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Statements of a node's body as they stand in a file, between comments and directives of
 * the preprocessor. Offsets are bytes of a text of @n bytes; none of the functions reads
 * beyond it.
 */
#ifndef DTLINT_DTS_STATEMENT_H
#define DTLINT_DTS_STATEMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Behind blanks, ends of lines and comments; @n where one of these does not end. */
uint32_t statement_skip(const char *s, uint32_t n, uint32_t at);

/* Whether no comment that begins between the two goes on behind @end. */
bool statement_is_closed(const char *s, uint32_t at, uint32_t end);

/* What ends with a ';' in a body: properties, and what looks like one. */
struct statement {
	uint32_t begin; /* of its labels, if any */
	uint32_t name;
	uint32_t end; /* behind the ';' */
};

/*
 * The next one from @at on; false where a subnode, the end of the body or a directive
 * stands there, or it does not end.
 */
bool statement_next(const char *s, uint32_t n, uint32_t at, struct statement *out);

/* Behind the ';' of the statement that @at is in; false where a brace or the end is first. */
bool statement_end(const char *s, uint32_t n, uint32_t at, uint32_t *end);

/* Where the labels begin that stand before a name. */
uint32_t statement_begin(const char *s, uint32_t at);

/* Where the line of @at begins, and where it ends, which is at its newline or at @n. */
uint32_t statement_line(const char *s, uint32_t at);
uint32_t statement_line_end(const char *s, uint32_t n, uint32_t at);

/* Whether nothing but blanks stands before @at in its line. */
bool statement_is_first(const char *s, uint32_t at);

/* The blanks that the line of @at begins with. */
const char *statement_indent(const char *s, uint32_t n, uint32_t at, struct arena *a);

/* What the file puts in front of a line for one level more: tabs or blanks. */
const char *statement_step(const char *s, uint32_t n, struct arena *a);

#endif
