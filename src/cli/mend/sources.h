/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fixes sources (--fix): of all trees of a run together, as they share files. */
#ifndef DTLINT_CLI_MEND_SOURCES_H
#define DTLINT_CLI_MEND_SOURCES_H

#include "cli/run/run.h"

/*
 * Mends what the run's findings ask for in sources: in the files themselves, in a patch
 * beside each board, or as a patch on standard output, as the options have it. Files are
 * written only if all boards still compile with them. What was done is added to the run's
 * fixes, and findings that are mended leave its list.
 */
void mend_sources(struct run *run);

#endif
