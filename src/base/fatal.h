/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ends the process: for what no caller could mend. */
#ifndef DTLINT_BASE_FATAL_H
#define DTLINT_BASE_FATAL_H

/* Exit statuses, as documented in dtlint(1). */
enum {
	STATUS_CLEAN = 0,    /* nothing at or above --fail-on */
	STATUS_FINDINGS = 1, /* findings at or above --fail-on */
	STATUS_FAULT = 2,    /* the work, or a part of it, could not be done */
};

/* Prints "dtlint: MESSAGE" on standard error and exits with STATUS_FAULT. */
_Noreturn void fatal(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
