/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A source being preprocessed. The output is made in two ways that yield the same: what
 * has no macro in it is copied from the clean text of its file; a use of a macro is taken
 * apart into tokens, expanded, and put together again.
 */
#ifndef DTLINT_DTS_PP_STATE_H
#define DTLINT_DTS_PP_STATE_H

#include "dts/pp/pp.h"
#include "dts/pp/program.h"
#include "dts/source/map.h"

/* What a name stands for now. */
struct pp_bind {
	const struct pp_macro *macro; /* NULL: nothing */
	uint32_t instance;            /* that defined it */
	bool disabled;                /* is being expanded */
};

/* Names with what they stand for: kept for the next source, as clearing costs less. */
struct pp_binds {
	struct dts_macros macros; /* the first member: of the text, until it is freed */
	struct pp_shared *shared;
	struct pp_binds *next; /* of those that nobody uses */
	struct pp_bind *v;     /* by name */
	uint64_t *bound;       /* a bit a name: stands for something */
	uint32_t n;
	uint32_t *touched; /* names to be cleared */
	uint32_t ntouched;
	uint32_t cap_touched;
};

/* What the sources of a run share. */
struct pp_shared {
	struct pp_names *names;
	struct pp_binds *idle;
	void *lock; /* a mutex, of @idle */
};

/* Tokens that are to be read before any others. */
struct pp_context {
	const struct pp_token *v;
	uint32_t i;
	uint32_t n;
	uint32_t macro; /* is enabled again behind them; UINT32_MAX: none */
	bool body;      /* of a macro as it is: @file and @use hold for all of it */
	uint32_t file;
	uint32_t use;
};

/* A file that is being read. */
struct pp_input {
	const struct source_file *file;
	const struct pp_program *program;
	uint32_t instance;
	uint32_t pc;    /* the next item */
	uint32_t at;    /* in the clean text: what is not read yet of the current item */
	uint32_t end;   /* of that text; @at == @end: there is none */
	uint32_t name;  /* the first name that may be at or behind @at */
	uint32_t names; /* behind the last one of the item */
	const char *presumed; /* the name that #line gave; or NULL */
	int64_t shift;        /* that #line added to the numbers of lines */
};

/* A macro that #pragma push_macro keeps. */
struct pp_pushed {
	struct pp_pushed *next;
	uint32_t name;
	struct pp_bind bind;
};

struct pp {
	struct dts_text *t;
	struct pp_names *names;
	struct pp_binds *binds;
	struct arena arena;   /* for the whole run */
	struct arena scratch; /* for one use of a macro, or one directive */
	struct pp_input *inputs;
	uint32_t ninputs;
	struct pp_context *contexts;
	uint32_t ncontexts;
	uint32_t cap_contexts;
	struct pp_pushed *pushed;
	const struct source_file **once; /* files with #pragma once */
	uint32_t nonce;
	uint32_t made;    /* tokens that macros made */
	uint32_t nesting; /* of macros in arguments */
	uint32_t counter; /* __COUNTER__ */
	const char *base; /* the name of the source */
	bool stopped;     /* a bound was met: nothing more is read */
	/* how tokens are read */
	uint8_t arguments; /* 1: is there a parenthesis? 2: between parentheses */
	uint32_t plain;    /* not 0: macros are not expanded */
	uint32_t read_at;  /* where the last token began that was read from a text */
	/* the line of a directive: read in place of the input's text */
	bool directive;
	uint32_t line_at;
	uint32_t line_end;
	/* the use that is being expanded */
	uint32_t use;
	uint32_t use_begin; /* in its file */
	/* the output: what decides on blanks between tokens */
	bool pending;      /* padding was seen behind the last token */
	bool source;       /* that padding's source is known */
	bool source_white; /* and had white space before it */
	uint32_t seam; /* where the text goes on behind tokens, with @last before it */
	struct pp_token last; /* what was written last on this line; PP_END: nothing */
};

/* state.c */
struct pp_bind *pp_bind(struct pp *pp, uint32_t name); /* makes room */
void pp_set(struct pp *pp, uint32_t name, const struct pp_macro *m, uint32_t instance);

static inline bool
pp_is_bound(const struct pp *pp, uint32_t name)
{
	return name < pp->binds->n && pp->binds->bound[name / 64] >> name % 64 & 1;
}

static inline struct pp_input *
pp_input(const struct pp *pp)
{
	return &pp->inputs[pp->ninputs - 1];
}

/* Tells an error about a piece of the file that is being read. */
struct dts_message *pp_error(struct pp *pp, const char *rule, uint32_t begin,
	uint32_t end, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* The same about a token. */
struct dts_message *pp_error_at(struct pp *pp, const char *rule, const struct pp_token *t,
	const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Ends the run: a bound was met. */
void pp_stop(struct pp *pp, uint32_t begin, uint32_t end, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

/* output.c */

/* Copies text of the input up to @end. */
void pp_copy_text(struct pp *pp, uint32_t end);

/* Prepares for tokens behind the text that was copied. */
void pp_begin_tokens(struct pp *pp, const struct pp_token *first);
void pp_put_token(struct pp *pp, const struct pp_token *t);

/* Goes on with text behind tokens. */
void pp_end_tokens(struct pp *pp);

/* Starts with the text of another item. */
void pp_begin_text(struct pp *pp);

/* expand.c */

/* The next token, macros expanded; PP_END at the end of a line, an argument, a file. */
void pp_get(struct pp *pp, struct pp_token *t);

/* The same without padding. */
void pp_get_solid(struct pp *pp, struct pp_token *t);

/* Expands the macro whose name stands at the input's @at. */
void pp_expand_use(struct pp *pp);

/* Has these tokens read next. */
void pp_push(struct pp *pp, const struct pp_token *v, uint32_t n, uint32_t macro);

/* Forgets what is left of tokens to be read: at the end of a directive. */
void pp_drop_contexts(struct pp *pp);

/* arguments.c */

/* An argument of a macro. */
struct pp_argument {
	struct pp_token *v;
	uint32_t n;
	struct pp_token *expanded;
	uint32_t nexpanded;
	bool is_expanded;
	bool absent; /* of a variadic macro: not even an empty one */
};

/*
 * Whether a call follows a macro's name, with its arguments. False: the name stands for
 * itself.
 */
bool pp_collect(struct pp *pp, const struct pp_token *name, const struct pp_macro *m,
	struct pp_argument **args);

/* The body of a macro with its arguments, in pp->scratch. */
struct pp_token *pp_substitute(struct pp *pp, const struct pp_macro *m,
	const struct pp_token *name, struct pp_argument *args, uint32_t *n);

/* builtin.c: what a macro that gcc computes stands for. False: for itself. */
bool pp_builtin(struct pp *pp, const struct pp_macro *m, const struct pp_token *name,
	struct pp_token *out);
void pp_bind_builtins(struct pp *pp);

/* expression.c: the value of #if; false where it is none, which is told. */
bool pp_condition(struct pp *pp);

/* directive.c: does one item that is not text. */
void pp_directive(struct pp *pp, const struct pp_item *item);

/* The name of a header from the tokens that come next. False: told unless @quiet. */
bool pp_header(struct pp *pp, const char **name, enum search_how *how, bool quiet);

/* input.c */

/*
 * Goes on to the next text, doing what directives say; that of a file that they include
 * is next, too. False: the end of the input that is the current one then.
 */
bool pp_next_text(struct pp *pp);

/* Reads a file next; takes over its hold. @begin and @end: of the #include. */
void pp_enter(struct pp *pp, const struct source_file *file, uint32_t folder,
	uint32_t parent, uint32_t begin, uint32_t end);

/* Where a byte of the input's clean text stands in its file. */
uint32_t pp_at(const struct pp *pp, uint32_t at);

#endif
