/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Comments in sources that ignore findings:
 *
 *	// dtlint: ignore RULE[, RULE] -- reason
 *	// dtlint: ignore RULE -- reason until 2027-01-31
 *
 * One behind something holds for its line, one on a line of its own for the next line
 * that is not comment. Shared by the threads of a run.
 */
#ifndef DTLINT_CONFIG_COMMENTS_H
#define DTLINT_CONFIG_COMMENTS_H

#include "dts/source/text.h"
#include "rules/rule.h"

struct comments;

/* @today is YYYY-MM-DD. */
struct comments *comments_new(const char *today);
void comments_free(struct comments *c);

/*
 * Reads those of all files of a text. @rules is what is reported of it; @linted: the
 * source became a tree that is looked at, so that there was something to ignore.
 */
void comments_read(struct comments *c, const struct dts_text *text,
	const struct rule_config *rules, bool linted);

/* Moves diagnostics from @from on that are ignored to @ignored. Faults stay. */
void comments_ignore(struct comments *c, struct diag_list *diags, size_t from,
	struct diag_list *ignored);

/* Reports those that are malformed, past their day, or had nothing to ignore. */
void comments_report(struct comments *c, struct diag_list *diags);

#endif
