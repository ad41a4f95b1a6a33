/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The work itself: every input read and linted, on as many threads as asked for.
 *
 * What comes out does not depend on the number of threads: each worker keeps its
 * diagnostics to itself, and they are put together in the order of the inputs.
 */
#ifndef DTLINT_CLI_RUN_WORK_H
#define DTLINT_CLI_RUN_WORK_H

#include <pthread.h>

#include "cli/progress.h"
#include "cli/run/affected.h"
#include "cli/run/bindings.h"
#include "cli/run/deletions.h"
#include "cli/run/overlays.h"
#include "config/comments.h"
#include "input/reader.h"
#include "rules/input.h"

struct worker;

struct work {
	/* set by the caller */
	const struct options *options;
	const struct setups *setups;
	struct bindings_of_run bindings;
	const struct input_list *inputs;
	const struct affected *affected;
	bool keep_paths; /* of the trees' nodes, for comparisons */

	struct input_options reading;
	struct comments *comments;   /* that ignore findings in sources */
	struct deletions *deletions; /* of sources, and what they did */
	struct overlays *overlays;   /* NULL: none are applied */
	bool wants_charts;           /* of trees, for a reporter */

	/*
	 * Filled by work_run(), by what was found in the inputs, in their order; a fault
	 * with a message: not linted.
	 */
	size_t n;
	struct report_input *results;
	struct fault *faults;
	struct report_fix *fixes; /* of --fix; the file is NULL where nothing was to do */
	struct fault *fix_faults;
	struct report_skip *skips;
	size_t nskips;
	/* Of each directory that was searched: what was found, and what passed over. */
	size_t *linted;
	size_t *passed_over;

	struct progress progress;
	pthread_mutex_t files; /* held while one is written */
	struct worker *workers;
	size_t nworkers;
};

/*
 * Lints all inputs, appends the diagnostics to @diags in no order, those that are
 * ignored to @ignored, and numbers the inputs from 1 in them. Memory of the diagnostics
 * lives until work_free(). Notes in the setups what their ignores were good for.
 */
void work_run(struct work *w, struct diag_list *diags, struct diag_list *ignored);
void work_free(struct work *w);

/* Adds what is not about one input to the results: its number among them. */
size_t work_add(struct work *w, struct arena *a, const struct about *about,
	const struct fault *f);

#endif
