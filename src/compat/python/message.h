/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors in the words of Python's jsonschema 4.26. */
#ifndef DTLINT_COMPAT_PYTHON_MESSAGE_H
#define DTLINT_COMPAT_PYTHON_MESSAGE_H

#include "compat/python/repr.h"
#include "compat/source.h"

struct message {
	struct machine *m;
	struct source *source; /* NULL: parts of schemas are not shown */
	const char *id;        /* the binding's */
	bool selected;         /* by its `select`: it is what follows from that */
	struct arena *scratch;
	bool ordered; /* maps are shown as ruamel.yaml's, but for the root */
};

/* How the error's value is shown. */
struct repr message_repr(
	struct buf *out, const struct message *c, const struct schema_error *e);

void message_put(struct buf *out, const struct message *c, const struct schema_error *e);

/* The keyword that jsonschema names as what does not hold; NULL: none. */
const char *message_keyword(const struct message *c, const struct schema_error *e);

/*
 * jsonschema.exceptions.best_match() of one error: it, or the deepest of the errors
 * that explain it.
 */
const struct schema_error *message_best(
	const struct message *c, const struct schema_error *e);

/* The errors that explain one, by their path. */
const struct schema_error **message_context(
	const struct message *c, const struct schema_error *e, size_t *n);

#endif
