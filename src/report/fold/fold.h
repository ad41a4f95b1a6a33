/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings folded across trees: one that many trees have is one finding.
 *
 * In trees without lines the fingerprint decides what is the same. Findings with a place in
 * a source are the same where the place, the rule and what is wrong are, whatever the node
 * is called in each tree.
 */
#ifndef DTLINT_REPORT_FOLD_FOLD_H
#define DTLINT_REPORT_FOLD_FOLD_H

#include "report/report.h"

struct fold {
	const struct diag **v; /* in the report's order, of different trees */
	size_t n;              /* 1 or more */
};

struct folds {
	struct fold *v; /* in the order of their first findings */
	size_t n;
};

/* Folds @n findings, with their fingerprints; a fault is never folded. In @a. */
struct folds fold_diags(struct diag *const *diags, size_t n, struct arena *a);

/* True for a finding about a tree that has lines. */
bool fold_is_by_place(const struct diag *d);

#endif
