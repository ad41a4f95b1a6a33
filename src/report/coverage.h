/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Coverage by bindings of all trees of a report, from that of each. */
#ifndef DTLINT_REPORT_COVERAGE_H
#define DTLINT_REPORT_COVERAGE_H

#include "report/report.h"

/*
 * Adds up the coverage of the inputs that have one: by label, in the order in which labels
 * come up, each `unknown` once, in the scratch arena. NULL where none has. @trees: how many
 * have one, or NULL.
 */
const struct coverage *report_coverage(const struct report *r, size_t *trees);

#endif
