/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The syntax of xl.cfg (tools/libs/util/libxlu_cfg_l.l, libxlu_cfg_y.y): NAME = VALUE
 * and NAME += VALUE, of strings, numbers and lists of them.
 */
#ifndef DTLINT_HOST_XL_CFG_H
#define DTLINT_HOST_XL_CFG_H

#include "base/arena.h"
#include "base/fault.h"

enum { CFG_DEPTH_MAX = 8, CFG_VALUES_MAX = 1 << 16 };

struct cfg_value {
	const char *text; /* of a string or a number; NULL: a list */
	uint32_t line;
	uint32_t column;
	struct cfg_value *first; /* of a list */
	struct cfg_value *last;
	struct cfg_value *next;
};

struct cfg_setting {
	const char *name;
	struct cfg_value *value;
	bool add; /* += */
	struct cfg_setting *next;
};

/* All settings in their order; false with the fault set at line and column. */
bool cfg_read(const char *s, size_t n, struct cfg_setting **first, struct arena *a,
	struct fault *f);

#endif
