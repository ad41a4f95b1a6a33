/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compiling one source of the command line. */
#ifndef DTLINT_CLI_COMPILE_SOURCE_H
#define DTLINT_CLI_COMPILE_SOURCE_H

#include "cli/run/sources.h"
#include "dts/origin.h"

/* One source on its way; the caller sets all but what stands at the end. */
struct compile_job {
	const struct options *o;
	struct arena *arena;
	struct intern *names;    /* prepared by names_init() */
	struct input_options in; /* of the run: sources_begin() */
	const char *path;        /* "-": standard input */
	const char *output;      /* NULL: standard output */

	struct source_search search;
	struct dts_compilation c;
};

/*
 * Compiles it, or preprocesses it alone, as the options have it, and writes the files.
 * False where there is none; what is wrong is told on standard error, at once for one
 * source.
 */
bool compile_job_run(struct compile_job *j);

#endif
