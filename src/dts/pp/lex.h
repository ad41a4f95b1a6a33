/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Preprocessing tokens, as gcc reads them in assembler mode, out of text that is clean:
 * without comments, continued lines, or more than one blank in a row (dts/pp/clean.h).
 */
#ifndef DTLINT_DTS_PP_LEX_H
#define DTLINT_DTS_PP_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "dts/pp/names.h"

enum pp_type {
	PP_END,     /* of the text, of a directive's line, or of an argument */
	PP_PADDING, /* stands where the output may need a blank */
	PP_NAME,
	PP_NUMBER,
	PP_STRING,
	PP_CHAR,
	PP_OTHER, /* one character, or a quote that is not closed and all behind it */
	PP_PARAM, /* of a macro, in its body */
	/* punctuators that are one character: the character itself */
	PP_PASTE = 128, /* ## */
	PP_SHIFT_LEFT,
	PP_SHIFT_RIGHT,
	PP_LESS_EQUAL,
	PP_GREATER_EQUAL,
	PP_EQUAL,
	PP_NOT_EQUAL,
	PP_AND_AND,
	PP_OR_OR,
	PP_INCREMENT,
	PP_DECREMENT,
	PP_ARROW,
	PP_ELLIPSIS,
	PP_ASSIGN, /* every operator with a '=' behind it, but for those above */
};

enum pp_flag {
	PP_WHITE = 1,      /* white space before it */
	PP_LINE_START = 2, /* the first of its line */
	PP_PASTE_LEFT = 4, /* ## stands behind it */
	PP_STRINGIFY = 8,  /* of a parameter: # stands before it */
	PP_NO_EXPAND = 16, /* a macro within its own expansion, for ever */
};

struct pp_token {
	uint8_t type; /* enum pp_type, or a character */
	uint8_t flags;
	uint16_t folder; /* not used by the reader */
	uint32_t name;   /* of PP_NAME; of PP_PARAM its number from 0 */
	uint32_t n;
	uint32_t offset; /* where it was written: in the file that is number @file */
	uint32_t file;
	uint32_t use; /* where the macro was used that it is from, in its own file */
	const char *s;
};

/*
 * Reads the token at *@at, which is before @end, and moves *@at behind it. White space is
 * passed over and newlines, too, where @lines says so; else they end the text. Does not
 * set offset, file, use. PP_END: nothing is left; *@at is at the end or at the newline.
 */
struct pp_token pp_lex(
	struct pp_names *names, const char *s, uint32_t *at, uint32_t end, bool lines);

/* The length of the token at @s, without knowing what names mean. */
uint32_t pp_token_length(const char *s, uint32_t n, uint8_t *type);

/* Whether two tokens would be read as something else without a blank between them. */
bool pp_avoid_paste(const struct pp_token *a, const struct pp_token *b);

/* Classes of characters. */
extern const uint8_t pp_class[256];

enum {
	PP_CLASS_NAME = 1,  /* letters and _ */
	PP_CLASS_DIGIT = 2, /* 0 to 9 */
	PP_CLASS_BLANK = 4, /* space, tab, form feed, vertical tab, NUL */
	PP_CLASS_STOP = 8,  /* what the cleaner must look at */
};

#endif
