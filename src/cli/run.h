/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs of the linter: the operands expanded, everything read, each tree linted. */
#ifndef DTLINT_CLI_RUN_H
#define DTLINT_CLI_RUN_H

#include "cli/affected.h"
#include "cli/baselines.h"
#include "cli/work.h"

struct run {
	/* set by the caller */
	const struct options *o;
	struct arena *arena;   /* lives to the end of the run */
	bool without_baseline; /* none is looked for */
	/* Puts texts in the place of what is on disk, before any is read; or NULL. */
	void (*put_sources)(void *context, struct source_set *set);
	void *context;

	/* filled by run_lint(), sorted and with their fingerprints */
	struct diag_list diags;
	struct diag_list ignored; /* as a configuration has it */
	struct diag_list known;   /* as a baseline has it */
	size_t failed;            /* files that are not ok; the faults are printed */

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
