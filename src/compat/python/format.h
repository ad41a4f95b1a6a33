/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors as dt-schema prints them (dtschema/lib.py, format_error()). */
#ifndef DTLINT_COMPAT_PYTHON_FORMAT_H
#define DTLINT_COMPAT_PYTHON_FORMAT_H

#include "compat/python/message.h"

/* What the schema has to say of an error, and its `$id`; either may be NULL. */
struct note {
	const char *text;
	const char *schema;
};

struct format {
	struct message message;
	const char *file;       /* as it is shown */
	const char *node;       /* its name; NULL: none is shown */
	const char *compatible; /* the node's first; NULL: none */
	uint32_t line;          /* of a schema's text, from 1; 0: not shown */
	uint32_t column;
	const char *schema; /* the `$id` shown last; NULL: none */
	/* of each error, in place of `schema`; NULL: none */
	struct note (*note)(void *context, const struct schema_error *e);
	void *context;
	bool verbose;
	bool is_meta; /* a schema is held against a meta-schema */
};

/* No line feed at the end. */
void format_put(struct buf *out, const struct format *f, const struct schema_error *e);

/*
 * As dt-validate shows the name of a file: from the working directory where the file is
 * below it, else from the root.
 */
const char *format_path(struct arena *a, const char *path);

/* The same from the root, without `.` and `..`; links are not followed. */
const char *format_absolute_path(struct arena *a, const char *path);

#endif
