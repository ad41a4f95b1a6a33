/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Trust in folders: below them sources may name files. A source itself is not trusted. */
#ifndef DTLINT_DTS_SOURCE_TRUST_H
#define DTLINT_DTS_SOURCE_TRUST_H

#include <stdbool.h>

#include "base/strings.h"

struct source_trust {
	struct arena *arena;
	struct string_list roots; /* real paths */
};

/* Trusts what is below a folder; one that does not exist adds nothing. */
void trust_add(struct source_trust *t, const char *dir);

/* Trusts what is below a real path; the string is not copied. */
void trust_add_real(struct source_trust *t, const char *real);

/* Tells whether a real path is below a trusted folder. */
bool trust_holds(const struct source_trust *t, const char *real);

#endif
