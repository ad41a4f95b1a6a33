/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tells whether what inputs are held against, hosts, bindings and overlays, is as it was at
 * another commit.
 */
#ifndef DTLINT_CLI_CHANGES_HELD_H
#define DTLINT_CLI_CHANGES_HELD_H

#include "cli/run/run.h"
#include "git/past.h"

struct held {
	struct arena *arena;
	const struct options *options;
	struct git_past *past;
};

/* Whether a file has changed, or one below the folder. */
bool held_has_changed(const struct held *h, const char *path);

/* Marks the inputs of a run whose hosts or bindings have changed, in its order. */
void held_mark(const struct held *h, const struct run *run, bool *marks);

/*
 * Appends the inputs that git tracks whose configuration has changed, or hosts, bindings or
 * overlays that it or the command line names. A configuration that cannot be read, and has not
 * changed, is passed over. False with the fault set where git does not list them.
 */
bool held_inputs(const struct held *h, struct string_list *paths, struct fault *f);

#endif
