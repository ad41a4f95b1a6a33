/* SPDX-License-Identifier: GPL-2.0-or-later */
/* State that the parts of the shell reader share. */
#ifndef DTLINT_HOST_COMMAND_SHELL_STATE_H
#define DTLINT_HOST_COMMAND_SHELL_STATE_H

#include "base/intern.h"
#include "host/command/shell.h"
#include "host/command/shell_value.h"

/* What an expansion weighs besides its bytes, so that empty ones do not go unseen. */
enum { SHELL_VALUE_COST = 16 };

struct shell_var {
	struct shell_value value;
	size_t last;                /* where the text assigns to it for the last time */
	size_t last_set;            /* likewise, other than by appending */
	struct shell_span appended; /* the last assignment that appends */
	bool in_function;           /* a function assigns to it, and not as its own */
	bool set_in_function;       /* likewise, other than by appending */
	/* while a block is closed: */
	size_t seen;               /* the last block in which it was */
	size_t ends;               /* how many alternatives assign to it */
	struct shell_value joined; /* what they have in common */
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
	size_t undo;         /* entries of the undo log that are older */
	size_t ends;         /* entries of the list of ends that are older */
	size_t alternatives; /* how many have ended */
	bool exhaustive;     /* one of them runs: there is an else, or a pattern `*` */
	bool pattern;        /* case: a pattern comes next, not a command */
	bool ended;          /* case: esac follows ;; */
};

struct shell_undo {
	atom_t var;
	bool local;
	struct shell_value old;
};

/* What an alternative of a block has made of a variable. */
struct shell_end {
	atom_t var;
	struct shell_value before;
	struct shell_value end;
};

struct shell_heredoc {
	const char *delimiter;
	bool tabs;        /* <<-: leading tabs do not count */
	bool quoted;      /* nothing in it is expanded */
	const char *file; /* that it is written to by cat or tee, or NULL */
};

/* The word that is being read. */
struct shell_word {
	char *s;
	uint32_t *at;
	size_t n, cap;
	size_t start;
	bool quoted;               /* a quote makes it a word even if it is empty */
	bool literal;              /* something of it is not left to the shell */
	bool open;                 /* something of it is, and could be many words */
	const char *const *either; /* of the only expansion that is all of it */
};

struct shell {
	const char *s;
	const uint32_t *map; /* where each byte was written; NULL: at its number */
	size_t n, pos;
	enum shell_syntax syntax;
	bool collect; /* the first pass: only which variables are assigned where */
	struct arena scratch;
	struct fault *fault;
	const struct lines *lines;
	const struct shell_visitor *visitor;

	struct shell_word word;
	struct word_list *out;
	bool nosplit;     /* a value: spaces in expansions do not end the word */
	size_t expanded;  /* bytes, in all */
	size_t expansion; /* where the last one began */

	struct intern names;
	struct shell_var *vars; /* by atom */
	size_t nvars;
	struct shell_undo *undo;
	size_t nundo, cap_undo;
	struct shell_end *ends;
	size_t nends, cap_ends;
	size_t serial;                      /* of the block that is being closed */
	const struct shell_span *appending; /* the assignment that is being read */
	size_t skip_at; /* no value is put for the expansion there: it is appended to */
	size_t trust_from; /* values set before this are not known: source, eval */

	struct shell_block blocks[SHELL_NESTING_MAX];
	size_t nblocks;
	struct shell_heredoc *heredocs;
	size_t nheredocs;

	struct word_list command;
	struct shell_undo *prefix; /* what its assignments replaced */
	size_t nprefix;
	bool assigned;      /* the command has an assignment */
	bool declares;      /* export, local, …: its words assign */
	bool local;         /* its assignments are the function's own */
	bool discard;       /* what is read is no command of its own */
	bool conditional;   /* behind &&, || or | */
	bool piped;         /* behind | */
	bool function_next; /* the next group is a function's body */
	unsigned int depth; /* of texts in texts: eval, bash -c */
	size_t outer;       /* in those: where the outermost text is */
	const char *target; /* of the command's output redirection, or NULL */
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
bool shell_read_word(struct shell *sh, struct word_list *out, bool nosplit);

/* A word that is read by other rules: begun, line by line, ended. */
void shell_word_begin(struct shell *sh, struct word_list *out);
/* What stands from sh->pos to @end, as in a here-document. */
bool shell_word_put_line(struct shell *sh, size_t end, bool quoted);
void shell_word_end(struct shell *sh);

/* From behind an opening bracket to behind its @close, through quotes and nesting. */
bool shell_skip(struct shell *sh, size_t opened, char close);
/* From behind "((" to behind "))". */
bool shell_skip_arithmetic(struct shell *sh);

atom_t shell_var(struct shell *sh, const char *name, size_t n);
/* What is beyond doubt of the value here and now. */
struct shell_value shell_get(struct shell *sh, const char *name, size_t n);
/* @how: whether the assignment at @span appends; its value is whole in any case. */
enum shell_how { SHELL_SET, SHELL_APPEND };
void shell_set(struct shell *sh, atom_t var, struct shell_value value, bool local,
	enum shell_how how, struct shell_span span);
/* What stands from @from to sh->pos. */
struct shell_span shell_span_from(const struct shell *sh, size_t from);
/* Where byte @i of the text was written. */
uint32_t shell_source(const struct shell *sh, size_t i);
/* Where the reading is, in the order in which the shell would run it. */
size_t shell_now(const struct shell *sh);
/* Its value is not known from here on. */
void shell_forget(struct shell *sh, const char *name, size_t n);

bool shell_block_open(struct shell *sh, enum shell_block_kind kind, const char *end);
/* Closes the innermost block if @word is what ends it. */
void shell_block_close(struct shell *sh, const char *word);
/*
 * else, elif, ;; - what the block assigned so far does not hold there. @last: the next
 * one runs where none before it did.
 */
void shell_block_alternative(struct shell *sh, bool last);

/* A redirection `<<`; and the command that it belongs to has ended. */
void shell_heredoc_add(
	struct shell *sh, const struct word_list *delimiter, bool tabs, bool quoted);
void shell_heredoc_end_command(struct shell *sh, const char *file);
/* The bodies, from the line at sh->pos on. */
bool shell_heredocs_read(struct shell *sh);
/* A document that stands in `<(cat <<END …)`, whose text is named by all of it. */
bool shell_process_document(struct shell *sh, size_t from, bool *found);

/* Reads the text that a word is (bash -c) or several make (eval), as a script. */
bool shell_eval(struct shell *sh, const struct word *v, size_t n, bool foreign);

bool shell_read_token(struct shell *sh);

/* The commands and words of the grammar, see shell_command.c. */
bool shell_command_word(struct shell *sh);
bool shell_command_end(struct shell *sh);
bool shell_keyword(struct shell *sh, bool *found);

#endif
