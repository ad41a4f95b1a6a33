/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads the lines of a Makefile of the kernel's build, with nothing run: comments are cut
 * off and lines that go on joined; recipes and what stands between define and endef are
 * passed over. Conditions are the caller's to judge.
 */
#ifndef DTLINT_DTS_SOURCE_MAKEFILE_H
#define DTLINT_DTS_SOURCE_MAKEFILE_H

#include "base/io.h"

enum makefile_kind {
	MAKEFILE_IF, /* ifeq, ifneq, ifdef, ifndef: `text` is the whole line */
	MAKEFILE_ELSE,
	MAKEFILE_ENDIF,
	MAKEFILE_ASSIGNMENT,
};

struct makefile_line {
	enum makefile_kind kind;
	uint32_t number; /* of the first of those that were joined, from 1 */
	char *text;      /* of an assignment: its name, without blanks around it */
	char *value;     /* of an assignment, to the end of the line */
	char how;        /* of an assignment: ':', '+' or '?' before the '='; or '=' */
};

/* Zero-initialised but for the first three. */
struct makefile {
	const char *at, *end; /* the text that is left */
	struct arena *arena;  /* for lines */
	uint32_t line;        /* how many are read */
	bool defining;        /* between define and endef */
};

/*
 * The next line of one of the kinds; what a rule or target says of its own is none. Texts
 * are the caller's to change. False at the end.
 */
bool makefile_next(struct makefile *m, struct makefile_line *out);

/*
 * Reads a file of at most 1 MiB, to be freed. What is no regular file is empty: `data` is
 * NULL. False with the fault set where it cannot be read.
 */
bool makefile_read(const char *path, struct bytes *out, struct fault *f);

#endif
