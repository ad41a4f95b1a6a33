/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Schemas ready to be run, wherever they come from: read and compiled now, or a
 * compiled form from a file, which is copied: what becomes of the file later, it serves.
 */
#ifndef DTLINT_SCHEMA_STORE_STORE_H
#define DTLINT_SCHEMA_STORE_STORE_H

#include "schema/binding/set.h"
#include "schema/program/program.h"

/* Compiled schemas larger than this are a fault. */
#define SCHEMAS_SIZE_MAX ((size_t)1 << 30)

struct schemas {
	struct program program; /* header is NULL: none */
	void *image;
	size_t size;
	bool compiled; /* from a file that was named or the cache */
};

/* What is wrong with a binding; the others serve. Called for each, in their order. */
typedef void schemas_report_fn(void *context, const struct fault *f);

/* What is to be loaded. */
struct schemas_from {
	const char *const *paths; /* the later over the earlier: see schema_set_add() */
	size_t n;
	const struct fence
		*fence;   /* what @paths are read within; NULL: they are trusted */
	const char *core; /* as core_find() takes it; not to be had: a fault */
};

enum schemas_use {
	/* what was compiled before serves where nothing has changed, and is kept */
	SCHEMAS_CACHED = 1 << 0,
	/* the bindings themselves are wanted as well: see schema/binding/source.h */
	SCHEMAS_WITH_SOURCES = 1 << 1,
	/* the core schemas are applied even where no binding refers to them */
	SCHEMAS_WITH_CORE = 1 << 2,
	/* what bindings refer to is looked for nowhere else, and not in the core */
	SCHEMAS_ALONE = 1 << 3,
	/* faults that matter to some nodes only are not told: validator_met() tells */
	SCHEMAS_LENIENT = 1 << 4,
};

/*
 * Loads what the paths name; the core schemas below it where bindings refer to them.
 * @use is a set of enum schemas_use. False where nothing is left to be run. Everything
 * that is wrong is told to @report, again each time, but for what was left out of a
 * compiled form when that was made; its strings are in @a.
 */
bool schemas_load(struct schemas *s, const struct schemas_from *from, unsigned int use,
	struct arena *a, schemas_report_fn *report, void *context);

void schemas_free(struct schemas *s);

/* True where the file begins as a compiled form. */
bool schemas_is_compiled(const char *path);

#endif
