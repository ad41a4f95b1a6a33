/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The simple commands of a shell script, with nothing run.
 *
 * Quotes, continuations, comments, here-documents and redirections are read as a
 * POSIX shell (and bash) does. A variable is expanded where its value at that place
 * is beyond doubt: written out earlier in the same script, not only in some branch,
 * not changed by a loop, a function or a sourced file. Everything else ($1, $(cmd),
 * `cmd`, ${X:-y}, globs apart) stays as written, marked TEXT_OPAQUE.
 */
#ifndef DTLINT_HOST_COMMAND_SHELL_H
#define DTLINT_HOST_COMMAND_SHELL_H

#include "base/fault.h"
#include "host/command/text.h"

enum shell_syntax {
	SHELL_SCRIPT,
	SHELL_ARGUMENTS, /* words over any number of lines: no commands, no variables */
};

enum {
	SHELL_NESTING_MAX = 64,
	SHELL_EXPANSION_MAX = 4 << 20, /* bytes that variables expand to, in all */
};

/* A text, and where each of its bytes stands in a source that lines are counted in. */
struct shell_source {
	const char *s;
	size_t n;
	const uint32_t *map; /* NULL: it is the source itself */
	const char *original;
	size_t noriginal;
};

struct shell_command {
	struct word_list words;
	bool after_newline; /* the command before it ended with its line */
	uint32_t end;       /* where it ends in the source */
};

struct shell_visitor {
	/* False ends the reading; the words are gone when it returns. */
	bool (*command)(void *ctx, const struct shell_command *c);
	/*
	 * A text that the script writes into the file of that name by a here-document, or
	 * hands on as `<(cat <<END …)`, whose name is all of that. NULL: is not wanted.
	 */
	void (*document)(void *ctx, const char *name, const struct text *text);
	void *ctx;
};

/*
 * Calls the visitor for each command in the order of the text; SHELL_ARGUMENTS gives
 * one. False with the fault set at line and column for what no shell would read (a
 * quote that does not end), and where the limits above are passed; false without a
 * fault where the visitor said so.
 */
bool shell_read(const struct shell_source *source, enum shell_syntax syntax,
	const struct shell_visitor *visitor, struct fault *f);

#endif
