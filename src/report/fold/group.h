/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings that say the same of several nodes of a tree, or of several trees, for formats
 * that people read: said once, with the places listed.
 */
#ifndef DTLINT_REPORT_FOLD_GROUP_H
#define DTLINT_REPORT_FOLD_GROUP_H

#include "report/report.h"

struct group {
	const struct diag **v; /* in the report's order; equal but for their places */
	size_t n;              /* 1 or more */
	size_t nfirst;         /* at the front: those in the tree of the first */
	size_t ntrees;         /* that have any of them */
	size_t number;         /* its place among the groups */
	bool one_host_line;    /* what the host says is the same for all */
};

struct groups {
	struct group *v; /* in the order of their first findings */
	size_t n;
};

/*
 * Groups the report's findings, with or without those that are faults, across all trees.
 */
struct groups group_diags(const struct report *r, bool faults);

/* How many nodes of the first file, behind the first, are to be listed. */
size_t group_shown(const struct report *r, const struct group *g);

/*
 * Writes the command that mends the whole group: the one of its only finding, or a
 * loop over the nodes where the commands differ in nothing else. Lines that would go
 * beyond @width are continued, @indent columns deep; a width of 0 means one line.
 * Where there is no such loop, or it would be longer than anybody wants to read, the
 * first command stands for all, and false is returned.
 */
bool group_command(const struct report *r, const struct group *g, size_t indent,
	size_t width, struct buf *out);

#endif
