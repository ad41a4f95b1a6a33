/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dt-schema's meta-schemas and JSON Schema's, which say what a binding may look like:
 * read, compiled, and held against bindings as they are written.
 */
#ifndef DTLINT_COMPAT_META_META_H
#define DTLINT_COMPAT_META_META_H

#include "compat/document.h"
#include "compat/python/format.h"
#include "schema/binding/core.h"

struct meta;

/*
 * With those of a core, or JSON Schema's alone where it is NULL. NULL with the fault set
 * where one cannot be read.
 */
struct meta *meta_open(const struct core *core, struct fault *f);
void meta_free(struct meta *m);

struct meta_request {
	const char *file; /* as it is shown */
	const struct document *document;
	bool lines; /* the place in the file is shown, too */
	bool verbose;
};

/*
 * Appends what is wrong with a document, a message a line, as dt-doc-validate says it:
 * by dt-schema's meta-schemas, then by JSON Schema's own. False where it could not be
 * held against its `$schema`, with the fault set.
 */

/* What is wrong with a document, for people; strings are good until the next call. */
struct meta_finding {
	uint32_t line; /* of the value, or of the one below which something is missing */
	uint32_t column;
	const char *message; /* one line */
	const char *hint;    /* what the meta-schema has to say of it, or NULL */
	const char *schema;  /* the meta-schema's `$id` without '#', or NULL */
	const char *keyword; /* of it, that does not hold */
};

typedef void meta_found_fn(void *context, const struct meta_finding *finding);

/* Tells each, those of one place and message once. False as meta_check(). */
bool meta_find(struct meta *m, const struct document *d, meta_found_fn *found,
	void *context, struct fault *f);

/*
 * The place of the first thing that JSON Schema's meta-schemas find wrong with a
 * document: the steps that lead there, with ": " between them, in @a. NULL: nothing.
 */
const char *meta_draft_path(struct meta *m, const struct document *d, struct arena *a);

bool meta_check(
	struct meta *m, const struct meta_request *r, struct buf *out, struct fault *f);

#endif
