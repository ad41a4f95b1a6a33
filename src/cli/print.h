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

/* The same, for those who tell faults to a function: @count is a size_t, one more. */
void print_fault_counted(void *count, const struct fault *f);

/* Writes @text to standard output and frees it; the exit status. */
int print_text(struct buf *text, struct arena *a);

#endif
