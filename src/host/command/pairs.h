/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * KEY=VALUE,… as monitors written in Rust take it: commas in quotes or brackets do not
 * separate; an element without '=' is a key alone.
 */
#ifndef DTLINT_HOST_COMMAND_PAIRS_H
#define DTLINT_HOST_COMMAND_PAIRS_H

#include "host/command/text.h"
#include "host/host.h"

struct pair {
	struct text key;   /* may be unexpanded, and then is any */
	struct text value; /* empty where the key stands alone */
	struct text all;
	bool alone;
};

/* The element from byte *@i on, which is moved behind it; false where there is none. */
bool pairs_next(const struct text *t, size_t *i, struct pair *out);

/* The last one of a key. @hidden: one that is not expanded may be of it, too. */
bool pairs_find(const struct text *t, const char *key, struct pair *out, bool *hidden);

/* on, true; off, false and nothing, in any case; else, and unexpanded, TRI_UNKNOWN. */
enum tri pairs_toggle(const struct text *value);

#endif
