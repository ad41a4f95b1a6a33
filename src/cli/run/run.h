/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of the linter: the operands expanded, everything read, each tree linted. */
#ifndef DTLINT_CLI_RUN_RUN_H
#define DTLINT_CLI_RUN_RUN_H

#include "cli/run/affected.h"
#include "cli/run/baselines.h"
#include "cli/run/work.h"

struct run {
	/* set by the caller */
	const struct options *o;
	struct arena *arena;   /* lives to the end of the run */
	bool without_baseline; /* none is looked for */
	/* Puts texts in the place of what is on disk, before any is read; or NULL. */
	void (*put_sources)(void *context, struct source_set *set);
	/* Marks inputs that are passed over, when it is known what they are read with. */
	bool (*select)(void *context, struct run *run);
	void *context;
	const struct past *past; /* everything is read as it was; NULL: as it is */
	bool keep_paths;         /* of nodes, for comparisons */
	bool partial; /* inputs that belong to it are left to others, or to other runs */

	/* filled by run_lint(), sorted and with their fingerprints */
	struct diag_list diags;
	struct diag_list ignored; /* as a configuration has it */
	struct diag_list known;   /* as a baseline has it */
	size_t failed;            /* files that are not ok; the faults are printed */
	size_t unreadable; /* with past: trees that could not be read then; not told */

	struct input_list inputs;
	struct affected affected;
	struct setups setups;
	struct baselines baselines;
	struct report_bindings *bindings;
	size_t nbindings;
	struct work work;
	struct overlays overlays;
	size_t nfixes; /* at the front of the work's */
};

void run_lint(struct run *run);

/* What the run comes to, for reports_write(); lives as long as the run. */
struct report run_report(const struct run *run);

/* As --fail-on has it, else the configuration that holds for each finding's input. */
int run_exit_status(const struct run *run);

void run_free(struct run *run);

#endif
