/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Notices that dt-schema prints while it makes a set of bindings
 * (dtschema/validator.py): of those it leaves out, and of properties and compatible
 * strings that bindings do not agree on.
 */
#ifndef DTLINT_COMPAT_WARNING_H
#define DTLINT_COMPAT_WARNING_H

#include "compat/meta/meta.h"
#include "schema/binding/set.h"
#include "schema/program/program.h"

struct set_warnings {
	struct arena *arena;
	struct meta *meta; /* JSON Schema's is enough; NULL: cannot be read */
	/* the file that a binding of this `$id`, without '#', was taken from, or NULL */
	const char *(*file_of)(void *context, const char *id);
	void *context;
};

/* The line for a fault of a set; NULL: none, as the binding serves. */
const char *warning_of_fault(const struct set_warnings *n, const struct fault *f);

/* The same in dtlint's words. */
const char *warning_in_own_words(const struct set_warnings *n, const struct fault *f);

/* The line for a binding that makes way for another. */
const char *warning_of_duplicate(struct arena *a, const char *file, const char *id);

/*
 * Prints those of properties, and of compatible strings. @set is finished; @p is its
 * program, or NULL where it is yet to be compiled.
 */
void warning_put_set(struct schema_set *set, const struct program *p, struct arena *a);

#endif
