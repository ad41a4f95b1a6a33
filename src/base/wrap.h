/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Prose in lines, for people. */
#ifndef DTLINT_BASE_WRAP_H
#define DTLINT_BASE_WRAP_H

#include "base/buf.h"

/*
 * Appends @text to @out in lines of at most @width columns (a longer word keeps its
 * line to itself). The first line begins with @first, the others with as many blanks;
 * each ends with a newline. White space in @text is where lines may break, and a
 * newline is where one must.
 */
void wrap_text(struct buf *out, const char *first, const char *text, size_t width);

#endif
