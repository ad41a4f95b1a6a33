/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The value of a shell variable, as far as it is beyond doubt.
 *
 * It is a chain of pieces: of an array its words, of a string what was appended to it.
 * Appending shares what was there before, so that it costs what is appended; and where
 * two branches of a script end, what they have in common is found by the pieces that
 * they share.
 */
#ifndef DTLINT_HOST_COMMAND_SHELL_VALUE_H
#define DTLINT_HOST_COMMAND_SHELL_VALUE_H

#include "host/command/text.h"

/* An assignment as it is written. */
struct shell_span {
	const char *s;
	size_t n;
	uint32_t offset; /* in the source */
};

struct shell_piece {
	const struct shell_piece *before; /* NULL: the first one */
	size_t depth;                     /* pieces up to and with this one */
	struct word word;
	struct shell_span span; /* of the assignment that added it */
	/*
	 * It may be there or not, once or many times: an opaque text that stands for it.
	 */
	bool maybe;
};

struct shell_value {
	const struct shell_piece *last; /* NULL: empty */
	const char *const
		*either; /* where not known: one of these, NULL behind the last */
	size_t set_at;   /* where in the text; what is trusted depends on it */
	bool known;
	bool array;
};

enum { SHELL_EITHER_MAX = 8, SHELL_SHOWN_MAX = 60 };

/* Adds a word or a part of a string at the end. */
void shell_value_add(
	struct shell_value *v, struct arena *a, struct word word, struct shell_span span);

/* Adds what stands for "@span may have added @word, or not". */
void shell_value_add_maybe(struct shell_value *v, struct arena *a,
	const struct word *word, struct shell_span span);

/* The pieces, the first one first, in @a; @n of them. */
const struct shell_piece **shell_value_pieces(
	const struct shell_value *v, struct arena *a, size_t *n);

/*
 * What is beyond doubt where a value is either of two. Costs what the two do not share.
 */
struct shell_value shell_value_join(
	const struct shell_value *x, const struct shell_value *y, struct arena *a);

#endif
