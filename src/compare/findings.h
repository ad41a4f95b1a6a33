/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings of two runs held against each other: which are new, which are as they were, and
 * which are there no more. Of a tree that cannot be read now, none is fixed.
 *
 * A finding is the same where its tree and its fingerprint are (docs/identity.md). Trees go
 * by their names below the folders that the two runs were of. Where none has the same name
 * in both, one file is held against the only other, and many by their names below the
 * folder that they have in common.
 *
 * A node with another number in its name is the same node, too, where the old one is there
 * no more and the new one was not: led-0 that has become led-1. That is known of trees
 * alone, not of reports.
 */
#ifndef DTLINT_COMPARE_FINDINGS_H
#define DTLINT_COMPARE_FINDINGS_H

#include "report/report.h"

/* What a run was of, and what it found. */
struct compare_side {
	const char *name; /* what people call it */
	const char *root; /* the folder that its trees' names begin with, or NULL */
	const struct report_input *inputs;
	size_t ninputs;
	struct diag_list *diags; /* sorted, with fingerprints */
};

/*
 * Sets the states of all findings. Those of @now that are unchanged go from its list to the
 * end of @known, which is sorted again; @out gets the fixed ones. Faults stay, and are
 * never compared. Takes time and memory as the findings are many. In @a.
 */
void compare_findings(const struct compare_side *old, const struct compare_side *now,
	struct diag_list *known, struct report_comparison *out, struct arena *a);

#endif
