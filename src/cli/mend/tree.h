/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --fix: from one tree's findings to a file that mends them. */
#ifndef DTLINT_CLI_MEND_TREE_H
#define DTLINT_CLI_MEND_TREE_H

#include <pthread.h>

#include "cli/options/options.h"
#include "input/unit.h"

/* One tree that was linted. */
struct mending {
	enum fix_mode mode;
	const struct unit *unit;
	struct intern *names;   /* as for tree_load() */
	struct arena *arena;    /* for what is reported */
	pthread_mutex_t *files; /* held while one is written */
};

/*
 * Mends what the diagnostics since @from ask for, says so in @out, and takes those that
 * are mended out of the list. @out->file stays NULL where nothing is asked for; where it
 * cannot be done @out->fault says why, the fault is set, and the list is as it was.
 */
bool mend(const struct mending *m, struct diag_list *diags, size_t from,
	struct report_fix *out, struct fault *f);

/*
 * Writes a file anew. A link stays one, and what it names is replaced, as long as that is
 * in the link's repository: a checkout must not have other files of the user's changed.
 */
bool mend_in_place(
	const char *path, const void *data, size_t n, struct arena *a, struct fault *f);

#endif
