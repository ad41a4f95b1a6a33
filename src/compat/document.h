/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bindings as they are written, for the programs that look at the text itself. */
#ifndef DTLINT_COMPAT_DOCUMENT_H
#define DTLINT_COMPAT_DOCUMENT_H

#include "doc/builder.h"

enum { DOCUMENT_SIZE_MAX = 64 * 1024 * 1024 };

struct document {
	struct arena arena;
	struct intern strings; /* keywords first */
	struct builder builder;
	struct value *root;
	const struct mark *keys; /* by a member's `extra`: where its key stands */
};

/* False with the fault set, line and column; document_free() in either case. */
bool document_read(struct document *d, const char *path, struct fault *f);
bool document_parse(struct document *d, const void *text, size_t n, struct fault *f);

void document_free(struct document *d);

#endif
