/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prints what the commands themselves say. */
#ifndef DTLINT_CLI_PRINT_H
#define DTLINT_CLI_PRINT_H

#include "base/buf.h"
#include "base/fault.h"

/*
 * "dtlint: FILE:LINE:COLUMN: MESSAGE" or "dtlint: FILE: offset 0x28: MESSAGE" on
 * standard error. @file is for faults that do not name one; NULL: no file.
 */
void print_fault(const char *file, const struct fault *f);

/* The same, and one more of those that make the run end with 2. */
void count_fault(size_t *count, const char *file, const struct fault *f);

/* The same of faults that name their file, as a function for those who tell them. */
void count_own_fault(void *count, const struct fault *f);

/* "dtlint: MESSAGE" on standard error: what is no fault, and what to do about one. */
void print_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Writes @text to standard error and frees it: what a compiler says of a source. */
void print_messages(struct buf *text);

/* Writes @text to standard output and frees it; the exit status. */
int print_text(struct buf *text, struct arena *a);

/* The same, unless there is a fault: then that is printed, and nothing else. */
int print_text_or_fault(struct buf *text, const struct fault *f, struct arena *a);

#endif
