/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reports that a command ends with: every one that was asked for, and the exit status.
 */
#ifndef DTLINT_CLI_REPORTS_H
#define DTLINT_CLI_REPORTS_H

#include "cli/options/options.h"
#include "report/report.h"

/*
 * Counts the findings, and writes the report in each format; how many could not be
 * written, each told on standard error.
 */
size_t reports_write(const struct options *o, struct report *r, struct arena *a);

/* Whether the one document of a command is to be JSON. */
bool wants_json(const struct options *o);

/* Writes that document where --format says, and frees it; the exit status. */
int write_document(const struct options *o, struct buf *text, struct arena *a);

int reports_exit_status(
	const struct options *o, const struct diag_list *diags, size_t failed);

#endif
