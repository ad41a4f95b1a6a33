/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of --explain. */
#ifndef DTLINT_CLI_EXPLAIN_H
#define DTLINT_CLI_EXPLAIN_H

#include "base/suggest.h"
#include "cli/options/options.h"

/* A heading, and a text in lines below it; nothing for NULL. */
void explain_section(struct buf *out, const char *title, const char *text);

/*
 * What the binding of that name, schema/ and its path or an `$id`, says: of the bindings
 * of --schema, else of those that the configuration here names, else of the built-in
 * ones. The exit status; where there is none of that name -1, with @near and @hint for
 * what is said then.
 */
int explain_binding(const struct options *o, struct arena *a, struct suggest *near,
	const char **hint);

#endif
