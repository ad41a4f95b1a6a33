/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words what a meta-schema finds wrong with a binding, as dtlint says it. */
#ifndef DTLINT_COMPAT_META_WORDING_H
#define DTLINT_COMPAT_META_WORDING_H

#include "compat/python/message.h"

/* One line: where in the binding, what was found there and what was expected. */
const char *wording_of(
	const struct message *c, const struct schema_error *e, struct arena *a);

/* A text with every run of blanks and line feeds as one blank. */
const char *wording_one_line(const char *s, struct arena *a);

#endif
