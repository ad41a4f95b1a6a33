/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Affected sources: a .dtsi or a header as an input stands for the sources that include
 * it, of which only what it has a part in is reported.
 */
#ifndef DTLINT_CLI_RUN_AFFECTED_H
#define DTLINT_CLI_RUN_AFFECTED_H

#include "cli/options/options.h"
#include "dts/source/index.h"
#include "input/expand.h"

/* The parts of sources that were named. */
struct affected {
	const struct options *options;
	struct string_list files; /* their real paths */
};

/*
 * Replaces inputs that are parts of sources by the sources; where there are none, an
 * input says so, as a fault or, for a header, as one that is passed over. Folders of
 * configurations are those that hold for the parts.
 */
void affected_expand(
	struct affected *w, struct input_list *list, const struct options *o);

/*
 * Takes out of diagnostics from @from on those that have no place in a file that was
 * named. Faults stay.
 */
void affected_filter(const struct affected *w, struct diag_list *diags, size_t from);

/*
 * Indexes the sources that may include some files, by their paths; some of them are @gone (or
 * NULL: none). To be given back with source_index_free() before the options are; NULL with the
 * fault set where that cannot be done.
 */
struct source_index *affected_index(const struct affected *w,
	const struct string_list *paths, const struct string_list *gone, struct arena *a,
	struct fault *f);

/* The same of @sources alone, and what they are made of. */
struct source_index *affected_index_of(const struct affected *w,
	const struct string_list *sources, const struct string_list *gone,
	struct fault *f);

#endif
