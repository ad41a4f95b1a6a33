/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Groups of findings that say the same but for one word, for reports of many trees: 60
 * properties that no binding describes are one thing to be told.
 */
#ifndef DTLINT_REPORT_FOLD_CLUSTER_H
#define DTLINT_REPORT_FOLD_CLUSTER_H

#include "report/fold/group.h"

/* From so many trees on a report is in the order of its rules, and short. */
enum { MANY_TREES = 8 };

/* A group, and in what its message differs from those of the others. */
struct cluster_member {
	const struct group *group;
	const char *word; /* what its message quotes, quotes and all, where @n is not 1 */
	size_t length;    /* of it, in bytes */
};

struct cluster {
	const struct cluster_member *v; /* that of the most trees first */
	size_t n;                       /* 1 or more */
	size_t ntrees;                  /* that have any of those behind the first */
	bool one_node; /* all are of the node of the first, in its tree */
};

struct clusters {
	struct cluster *v; /* in the order of their first groups */
	size_t n;
};

/* True where the report is of so many trees that it is to be short: not with --verbose. */
bool cluster_is_wanted(const struct report *r);

/*
 * Puts groups together whose messages differ in one quotation (report/fold/alike.h), or not at
 * all: of one rule and level, about nodes, and with neither a host nor a command, for these
 * are of one group alone. Where it is not wanted each group is by itself. In
 * @r->scratch.
 */
struct clusters cluster_groups(const struct report *r, const struct groups *groups);

#endif
