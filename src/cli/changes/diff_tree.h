/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Differences of trees themselves (diff --tree). */
#ifndef DTLINT_CLI_CHANGES_DIFF_TREE_H
#define DTLINT_CLI_CHANGES_DIFF_TREE_H

#include "cli/options/options.h"

/* Compares the two operands and writes what changed; the exit status. */
int diff_trees(const struct options *o, struct arena *a);

#endif
