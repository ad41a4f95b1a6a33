/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs that report what was not there at another commit (--since). */
#ifndef DTLINT_CLI_CHANGES_SINCE_H
#define DTLINT_CLI_CHANGES_SINCE_H

#include "cli/options/options.h"

/*
 * Lints the inputs that have changed since, or that are made of what has, as they are and as
 * they were, and reports what is new. The exit status.
 */
int run_since(const struct options *o, struct arena *a);

#endif
