/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parser of the language: its own state, and what its files share. */
#ifndef DTLINT_DTS_PARSE_PARSER_H
#define DTLINT_DTS_PARSE_PARSER_H

#include "dts/parse/lex.h"
#include "dts/parse/parse.h"

/*
 * dtc's parser keeps what is open on a stack of 10,000 symbols and gives up beyond: a
 * source is refused for the same reason here, wherever nodes, lists or parentheses are
 * nested or lined up that deep.
 */
enum { PARSE_SYMBOLS_MAX = 9997 };

/*
 * Names that were met lately: most are met again and again, and are found here without
 * the interner's hash.
 */
enum { PARSE_NAMES = 512 };

struct parse_name {
	const char *s; /* the interner's; NULL: a free place */
	uint32_t n;
	atom_t atom;
};

/* A body that is open. */
struct parse_frame {
	struct live_node *node;
	uint32_t open;    /* of its '{' */
	uint32_t body;    /* its number, for what is given twice in one */
	uint32_t symbols; /* that it will leave on dtc's stack */
	bool creating;    /* it is the first of its node */
	bool subnodes;    /* one was met: no property may follow */
};

struct parser {
	struct dts_lexer lx;
	struct dts_token tok; /* the next one */
	uint32_t last_end;    /* of the token before */
	uint32_t last_segment;
	uint32_t last_error; /* where the last error was told */
	struct dts_text *text;
	struct live_tree *tree;
	struct parse_name *names; /* PARSE_NAMES of them; NULL: none are kept */
	struct parse_frame *frames;
	uint32_t nframes;
	uint32_t cap_frames;
	uint32_t bodies;
	uint32_t symbols; /* on dtc's stack */
	uint32_t guesses; /* made of what was meant */
	bool overflow;    /* it was told that there are too many */
	struct live_reserve **last_reserve;

	/* of a value */
	struct live_prop *prop;
	struct live_mark **last_mark;
	struct dts_part *parts; /* kept where asked for */
	uint32_t nparts;
	uint32_t cap_parts;
	bool keep_parts;
	struct arena *parts_arena;

	/* of an expression */
	struct expr_value {
		uint64_t v;
	} * values;
	uint32_t nvalues, cap_values;
	uint16_t *operators;
	uint32_t noperators, cap_operators;
};

static inline const char *
parse_text(const struct parser *p, uint32_t at)
{
	return p->text->s + at;
}

static inline struct live_place
parse_place(const struct dts_token *t)
{
	return (struct live_place){ t->name, t->name_end };
}

/* The atom of a name, label or reference. */
atom_t parse_atom(const struct parser *p, const struct dts_token *t);

/* On to the next token. */
void parse_advance(struct parser *p);

/* Takes a token of that kind where it is the next one. */
bool parse_accept(struct parser *p, uint32_t kind);

/* Messages. Of several about one token only the first is told. */
struct dts_message *parse_error(struct parser *p, uint32_t begin, uint32_t end,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* The same of a reference to what is not there. */
struct dts_message *parse_undefined(struct parser *p, uint32_t begin, uint32_t end,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/*
 * What may have been meant in the place of what a message is about; @text lives as long
 * as the tree. Nothing for a message that is NULL, and for what comes of a macro.
 */
void parse_meant(struct parser *p, struct dts_message *m, uint32_t begin, uint32_t end,
	const char *text);

/* "expected WHAT, found '…'", at the next token; returns false. */
bool parse_expected(struct parser *p, const char *what);

/*
 * Takes a ';', which was to be behind WHAT. Where it is missing at the end of a line, it
 * is told and taken for granted; else false, told.
 */
bool parse_semicolon(struct parser *p, const char *what);

/* Passes over everything up to a ';', which is taken, or a '}' or the end, which is not. */
void parse_recover(struct parser *p);

/* Counts @n more symbols; says so, once, where they are too many for dtc. */
bool parse_push(struct parser *p, uint32_t n);

/* Files of the parser, one a function. */
bool parse_value(struct parser *p);             /* value.c: what is behind '=' */
bool parse_prim(struct parser *p, uint64_t *v); /* expr.c: a number or '(…)' */
bool parse_incbin(struct parser *p);
void parse_body(struct parser *p); /* body.c: up to the '}' that closes it all */
void parse_top(struct parser *p);  /* top.c */

/* body.c: opens a body of a node; the '{' is the next token. */
bool parse_open(struct parser *p, struct live_node *node, bool creating);

#endif
