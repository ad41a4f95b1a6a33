/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words about an earlier run, for formats that people read. */
#ifndef DTLINT_REPORT_COMPARED_H
#define DTLINT_REPORT_COMPARED_H

#include "report/report.h"

/*
 * Writes what is there no more, a line each, and with report.verbose what is unchanged, too;
 * and trees that only one of the runs had. Nothing where there was no earlier run.
 */
void compared_put(struct buf *out, const struct report *r);

/* True where both runs looked at something, at all of it, and the earlier one found nothing. */
bool compared_is_clean(const struct report *r);

/* "clean on OLD, ", and " on NEW" where there is something new. */
void compared_put_old(struct buf *out, const struct report *r);
void compared_put_new(struct buf *out, const struct report *r);

/* ", 3 fixed, 120 unchanged since OLD" */
void compared_put_counts(struct buf *out, const struct report *r);

#endif
