/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values over several lines as Python's pprint.pformat(width=72, sort_dicts=False) lays
 * them out: on one line where they fit, else an element or a member a line.
 */
#ifndef DTLINT_COMPAT_PYTHON_PRETTY_H
#define DTLINT_COMPAT_PYTHON_PRETTY_H

#include "compat/python/repr.h"

enum {
	PRETTY_WIDTH = 72,
	PRETTY_MAX = 4 << 20, /* bytes of one value, after which the rest is cut off */
};

/* All lines but the first begin with @margin blanks, which do not count as width. */
void pretty_value(const struct repr *r, const struct value *v, unsigned int margin);

#endif
