/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bindings that the inputs of each configuration are held against: those of --schema,
 * else those of its `schemas`, else the built-in ones. Each list of paths is read once.
 */
#ifndef DTLINT_CLI_RUN_BINDINGS_H
#define DTLINT_CLI_RUN_BINDINGS_H

#include "bindings/bindings.h"
#include "cli/run/setup.h"

/* The bindings of one input, for who looks into them. */
struct bindings_of_input {
	struct bindings *bindings;
	const struct program *program;
	struct string_list paths;  /* none: the built-in ones */
	const struct fence *fence; /* what they are read within, or NULL */
	size_t faults;             /* told on standard error */
};

/*
 * Finds and reads those for @input; @use is a set of enum schemas_use besides
 * SCHEMAS_CACHED, which is as the options have it. False where there are none.
 */
bool bindings_of(struct bindings_of_input *b, const struct options *o, const char *input,
	unsigned int use, struct arena *a);
void bindings_of_input_free(struct bindings_of_input *b);

/* The bindings of a run, by configuration. */
struct bindings_of_run {
	struct bindings **v; /* by configuration; NULL: none */
	size_t n;
};

/* What is wrong with bindings is told to @report. */
struct bindings_of_run bindings_read(
	const struct setups *s, schemas_report_fn *report, void *context);

/*
 * After the trees were linted: what is wrong with bindings that a node of them was held
 * against, or would have been, is told to @report; of the others a line says how much.
 */
void bindings_tell_broken(const struct bindings_of_run *b, struct arena *a,
	schemas_report_fn *report, void *context);

/* What they are, for reports, in @a. */
struct report_bindings *bindings_results(const struct bindings_of_run *b,
	const struct setups *s, struct arena *a, size_t *n);

void bindings_of_run_free(struct bindings_of_run *b);

#endif
