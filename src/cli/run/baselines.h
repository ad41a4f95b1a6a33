/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Baselines of a run: the one of --baseline, else that which stands beside the
 * configuration of each input.
 */
#ifndef DTLINT_CLI_RUN_BASELINES_H
#define DTLINT_CLI_RUN_BASELINES_H

#include "cli/run/setup.h"
#include "config/baseline.h"

struct baselines {
	struct baseline **v;
	struct report_baseline *results;
	size_t n;
	struct {
		const char *dir;
		uint32_t number;
	} last; /* directory that was looked at */
	const struct options *options;
	struct arena *arena;
	const char *today;
};

/* Reads those of all inputs. False where one is none: @f names it. */
bool baselines_read(struct baselines *b, const struct options *o,
	const struct input_list *inputs, struct arena *a, struct fault *f);

/* Moves findings that are known from @diags to the end of @known, and notes what was met. */
void baselines_apply(
	struct baselines *b, struct diag_list *diags, struct diag_list *known);

/*
 * Notes in the results which entries no longer occur: of trees that are among the inputs
 * of the report and were read, and of rules that were reported there.
 */
void baselines_note_gone(struct baselines *b, const struct report_input *v, size_t n,
	const struct setups *s, const struct input_list *inputs);

#endif
