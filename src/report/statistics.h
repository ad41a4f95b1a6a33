/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts of findings, by rule. */
#ifndef DTLINT_REPORT_STATISTICS_H
#define DTLINT_REPORT_STATISTICS_H

#include "report/report.h"

struct statistic {
	const struct rule *rule;
	size_t findings;    /* each once, however many trees have it */
	size_t occurrences; /* in all trees */
	size_t trees;       /* that have any of them */
	size_t fixable;     /* of the findings: those that tell what mends them */
};

/* Those of the report's findings, the most first; how many, in the scratch arena. */
size_t statistics_count(const struct report *r, struct statistic **out);

/* Writes them as a table for people; nothing without findings. */
void statistics_put(struct buf *out, const struct report *r);

#endif
