/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tokens of device tree source, cut as dtc 1.8.1 cuts them: the longest match wins, and
 * what a word is depends on what stands before it.
 */
#ifndef DTLINT_DTS_PARSE_LEX_H
#define DTLINT_DTS_PARSE_LEX_H

#include <stdbool.h>
#include <stdint.h>

#include "dts/source/text.h"

enum dts_token_kind {
	/* below 256: a byte that stands for itself */
	TOKEN_END = 256,
	TOKEN_NAME,      /* of a node or a property */
	TOKEN_LABEL,     /* `name:` */
	TOKEN_LABEL_REF, /* `&name` */
	TOKEN_PATH_REF,  /* `&{/path}` */
	TOKEN_LITERAL,
	TOKEN_WORD, /* where a value is expected: one that should have been a macro */
	TOKEN_CHAR,
	TOKEN_BYTE,
	TOKEN_STRING,
	TOKEN_V1,
	TOKEN_PLUGIN,
	TOKEN_MEMRESERVE,
	TOKEN_BITS,
	TOKEN_DELETE_PROPERTY,
	TOKEN_DELETE_NODE,
	TOKEN_OMIT_IF_NO_REF,
	TOKEN_INCBIN,
	TOKEN_SHIFT_LEFT,
	TOKEN_SHIFT_RIGHT,
	TOKEN_LE,
	TOKEN_GE,
	TOKEN_EQ,
	TOKEN_NE,
	TOKEN_AND,
	TOKEN_OR,
};

/* What the next word can be. */
enum dts_lex_state { LEX_START, LEX_VALUE, LEX_NAME, LEX_BYTES };

struct dts_token {
	uint32_t kind;
	uint32_t begin; /* into the text */
	uint32_t end;
	uint32_t name; /* where a name, label or reference itself begins */
	uint32_t name_end;
	uint32_t segment; /* which inclusion it stands in */
	uint64_t value;   /* of a literal, a character, a byte */
};

enum { LEX_INCLUDES_MAX = 199 }; /* files in files, as dtc's 200 with the first */

struct dts_lexer {
	struct dts_text *text;
	uint32_t at; /* of the next token */
	uint32_t end;
	uint32_t segment;
	uint32_t segments; /* how many there were */
	enum dts_lex_state state;
	bool quiet; /* says nothing of what is wrong */
	uint32_t depth;
	struct lex_resume {
		uint32_t at, end, segment;
	} includes[LEX_INCLUDES_MAX];
};

void dts_lex_init(struct dts_lexer *lx, struct dts_text *text, uint32_t begin,
	uint32_t end, enum dts_lex_state state);

/* Cuts the next token; behind the last one TOKEN_END, as often as it is asked for. */
void dts_lex(struct dts_lexer *lx, struct dts_token *t);

/* Goes back to what was just cut, to cut it anew in another state. */
bool dts_lex_again(
	struct dts_lexer *lx, const struct dts_token *t, enum dts_lex_state state);

/*
 * The byte that an escape stands for; @s[*i] is what stands behind the backslash, and
 * *i goes behind the escape. False where `\x` has no digits.
 */
bool dts_escape(const char *s, uint32_t *i, uint8_t *byte);

/* Whether the byte can stand in the name of a node or a property. */
bool dts_is_name_char(unsigned char c);

#endif
