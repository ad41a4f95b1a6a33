/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Progress of long work: one line on standard error, where that is a terminal that
 * somebody looks at, and gone when the work is done.
 */
#ifndef DTLINT_CLI_PROGRESS_H
#define DTLINT_CLI_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
	bool shown;            /* it may be */
	size_t total;          /* of inputs */
	atomic_size_t done;    /* likewise */
	_Atomic uint64_t next; /* ms: not written before that */
	atomic_bool written;   /* there is a line to be taken away */
};

/* Before the work: of several inputs, on a terminal, and not where CI is set. */
void progress_start(struct progress *p, size_t total);

/* One input is done; any thread may say so. */
void progress_step(struct progress *p, const char *file);

/* Takes the line away. */
void progress_end(struct progress *p);

#endif
