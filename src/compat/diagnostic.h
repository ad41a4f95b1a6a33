/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dt-validate's findings as the JSON of its --json-output. */
#ifndef DTLINT_COMPAT_DIAGNOSTIC_H
#define DTLINT_COMPAT_DIAGNOSTIC_H

#include <jansson.h>

#include "compat/python/format.h"

struct diagnostic {
	const char *type; /* validation, unmatched, decode or recursion-error */
	const char *level;
	const char *file;
	const char *node; /* its path; NULL: of the whole file */
	const char *nodename;
	const struct value *compatible; /* a string or a list; NULL: none */
	const char *schema;             /* the `$id`; NULL: none */
	const char *message;
	const char *formatted;
};

/* Adds one to the array; @e, if any, is what was found, in the machine of @m. */
void diagnostic_put(json_t *array, const struct diagnostic *d, const struct message *m,
	const struct schema_error *e);

#endif
