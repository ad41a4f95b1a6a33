/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The bindings themselves beside their compiled form: some messages show a part of the
 * schema as it is written. They are taken from where the program keeps them, when the
 * first such message is made.
 */
#ifndef DTLINT_COMPAT_SOURCE_H
#define DTLINT_COMPAT_SOURCE_H

#include "schema/binding/resolve.h"
#include "schema/binding/source.h"
#include "schema/run/explain.h"

struct source {
	/* set by the caller: the program that keeps them, or who has them already */
	const struct program *program;
	struct resolver *resolver;

	struct schema_set set; /* where they were taken from the program */
	struct resolver own;
};

/* The schemas by address; their strings are the resolver's. */
struct resolver *source_open(struct source *s);

/*
 * The value of the keyword that does not hold, by its schema path from the binding of an
 * `$id`. A path leaves `$ref` out: where it leads several ways, it is the first of those
 * that end in the error's document. NULL where it leads nowhere.
 */
const struct value *source_find(struct source *s, const struct machine *m, const char *id,
	const struct schema_error *e);

/*
 * The schema that this keyword stands in; a whole binding with its `$filename`, as
 * dt-schema has it, in @a.
 */
const struct value *source_find_around(struct source *s, const struct machine *m,
	const char *id, const struct schema_error *e, struct arena *a);

void source_free(struct source *s);

#endif
