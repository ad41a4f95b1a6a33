/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State that the parts of the shell reader share. */
#ifndef DTLINT_HOST_COMMAND_SHELL_STATE_H
#define DTLINT_HOST_COMMAND_SHELL_STATE_H

#include "base/intern.h"
#include "host/command/shell.h"

/* What an expansion weighs besides its bytes, so that empty ones do not go unseen. */
enum { SHELL_VALUE_COST = 16 };

struct shell_value {
	struct word *v; /* a scalar has one word, an array any number */
	size_t n;
	size_t set_at; /* where in the text; what is trusted depends on it */
	bool known;
	bool array;
};

struct shell_var {
	struct shell_value value;
	size_t last;      /* where the text assigns to it for the last time */
	bool in_function; /* a function assigns to it, and not as its own */
};

enum shell_block_kind {
	BLOCK_BRANCH, /* may not run: what it assigns is not known behind it */
	BLOCK_CASE,
	BLOCK_LOOP,
	BLOCK_FUNCTION,
	BLOCK_GROUP,
	BLOCK_SUBSHELL, /* what it assigns is gone behind it */
};

struct shell_block {
	enum shell_block_kind kind;
	const char *end; /* the word that closes it */
	size_t start;
	size_t undo;        /* entries of the undo log that are older */
	size_t alternative; /* those older than its last else or ;; */
	bool pattern;       /* case: a pattern comes next, not a command */
};

struct shell_undo {
	atom_t var;
	bool local;
	struct shell_value old;
};

struct shell_heredoc {
	const char *delimiter;
	bool tabs; /* <<-: leading tabs do not count */
};

/* The word that is being read. */
struct shell_word {
	char *s;
	uint32_t *at;
	size_t n, cap;
	size_t start;
	bool quoted;  /* a quote makes it a word even if it is empty */
	bool literal; /* something of it is not left to the shell */
	bool open;    /* something of it is, and could be many words */
};

struct shell {
	const char *s;
	size_t n, pos;
	enum shell_syntax syntax;
	bool collect; /* the first pass: only which variables are assigned where */
	struct arena scratch;
	struct fault *fault;
	const struct lines *lines;
	const struct shell_visitor *visitor;

	struct shell_word word;
	struct words *out;
	bool nosplit;     /* a value: spaces in expansions do not end the word */
	size_t expanded;  /* bytes, in all */
	size_t expansion; /* where the last one began */

	struct intern names;
	struct shell_var *vars; /* by atom */
	size_t nvars;
	struct shell_undo *undo;
	size_t nundo, cap_undo;
	size_t trust_from; /* values set before this are not known: source, eval */

	struct shell_block blocks[SHELL_NESTING_MAX];
	size_t nblocks;
	struct shell_heredoc *heredocs;
	size_t nheredocs;

	struct words command;
	struct shell_undo *prefix; /* what its assignments replaced */
	size_t nprefix;
	bool assigned;      /* the command has an assignment */
	bool declares;      /* export, local, …: its words assign */
	bool local;         /* its assignments are the function's own */
	bool discard;       /* what is read is no command of its own */
	bool conditional;   /* behind &&, || or | */
	bool function_next; /* the next group is a function's body */
	bool after_newline;
};

bool shell_fault(struct shell *sh, size_t offset, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

bool shell_is_blank(char c);
bool shell_is_name(char c);
/* Whether an unquoted byte ends a word. */
bool shell_ends_word(const struct shell *sh, char c);

/*
 * Reads the word at sh->pos and appends what it expands to (no word, one, or many)
 * to @out. With @nosplit it is a value and gives at most one.
 */
bool shell_read_word(struct shell *sh, struct words *out, bool nosplit);

/* From behind an opening bracket to behind its @close, through quotes and nesting. */
bool shell_skip(struct shell *sh, size_t opened, char close);
/* From behind "((" to behind "))". */
bool shell_skip_arithmetic(struct shell *sh);

atom_t shell_var(struct shell *sh, const char *name, size_t n);
/* The value, or NULL where it is not beyond doubt. */
const struct shell_value *shell_get(struct shell *sh, const char *name, size_t n);
void shell_set(struct shell *sh, atom_t var, struct shell_value value, bool local);
/* Its value is not known from here on. */
void shell_forget(struct shell *sh, const char *name, size_t n);

bool shell_block_open(struct shell *sh, enum shell_block_kind kind, const char *end);
/* Closes the innermost block if @word is what ends it. */
void shell_block_close(struct shell *sh, const char *word);
/* else, elif, ;; - what the block assigned so far does not hold there. */
void shell_block_alternative(struct shell *sh);
const struct shell_block *shell_block(const struct shell *sh);

/* The commands and words of the grammar, see shell_command.c. */
bool shell_command_word(struct shell *sh);
bool shell_command_end(struct shell *sh);
bool shell_keyword(struct shell *sh, bool *found);

#endif
