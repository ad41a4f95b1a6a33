/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes as the kernel shows them (proc(5), /proc/PID/cmdline). */
#ifndef DTLINT_HOST_PROC_PROC_H
#define DTLINT_HOST_PROC_PROC_H

#include "host/reader.h"

enum { PROC_WORDS_MAX = 65536 };

/*
 * The words of a command line that NUL bytes end; the last may lack its own, and there is
 * one NUL behind the text. Those past the limit are left out.
 */
const char **proc_words(const struct bytes *text, size_t *count, struct arena *a);

#endif
