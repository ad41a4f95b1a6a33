/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deletions in sources, over all sources of a run: one in a file that several include may
 * be for any of them. Shared by the threads of the run.
 */
#ifndef DTLINT_CLI_RUN_DELETIONS_H
#define DTLINT_CLI_RUN_DELETIONS_H

#include "cli/run/affected.h"
#include "dts/compile.h"

struct deletions;

struct deletions *deletions_new(void);
void deletions_free(struct deletions *d);

/* Notes what the deletions of a source did, if it compiles; @input is its number. */
void deletions_read(struct deletions *d, const struct dts_compilation *c,
	const struct rule_config *rules, uint32_t input);

/*
 * Reports those that had no effect, as source/delete-without-effect: where all sources
 * that include the file are among @inputs.
 */
void deletions_report(struct deletions *d, const struct affected *w,
	struct source_set *sources, const struct input_list *inputs,
	struct diag_list *diags);

#endif
