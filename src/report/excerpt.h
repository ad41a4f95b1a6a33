/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows the line of a text that a finding is about, with what is meant marked below it. */
#ifndef DTLINT_REPORT_EXCERPT_H
#define DTLINT_REPORT_EXCERPT_H

#include "base/buf.h"
#include "base/place.h"

/*
 * Writes @line (as the file has it, of any bytes) behind its number, tabs as blanks, and
 * a second line with '^' below place->column and '~' up to its end; nothing where the
 * column is not known or lies behind the line. Each line begins with @indent blanks. Of a
 * very long line the part around the column is shown.
 */
void excerpt_put(struct buf *out, const char *line, const struct place *place,
	unsigned int indent);

#endif
