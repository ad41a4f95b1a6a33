/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sources that are compiled in memory, and blobs beside those that they are made of. */
#ifndef DTLINT_INPUT_DTS_H
#define DTLINT_INPUT_DTS_H

#include "dts/origin.h"
#include "input/reader.h"

/* A compiled source, and the origins of what is in its tree. */
struct compiled_source {
	struct arena arena;
	struct source_search search;
	struct dts_compilation made;
	struct dts_options options;
	struct dts_origins origins; /* where made.ok */
};

/*
 * Compiles the source at a path as the reading has it, with labels in __symbols__ where
 * @symbols. Says nothing. To be given back with compiled_source_free(), a struct
 * compiled_source.
 */
struct compiled_source *source_compile(struct reading *r, const char *path, bool symbols);
void compiled_source_free(void *what);

/*
 * Hands on what the compilation found: to @r->on_finding, of an input's part @name, or
 * NULL.
 */
void source_report(
	struct reading *r, const char *name, const struct dts_compilation *made);

/* The fault of a source that does not compile; returns false. */
bool source_refuse(const struct dts_compilation *c, struct fault *f);

/*
 * Whether the source makes the tree in the blob, with or without its labels; padding and
 * boot CPU do not matter. Says nothing of either.
 */
bool dts_makes_blob(struct reading *r, const char *source, const char *blob);

/*
 * built_from.c: hands a blob on as a unit with the places of the source that the options
 * say it was made of, where both agree, and reports where they do not. False with the
 * fault set where the source does not compile.
 */
bool input_built_from(struct reading *r, struct unit *u, struct fault *f);

#endif
