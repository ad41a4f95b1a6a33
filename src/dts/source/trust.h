/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The folders below which sources may name files: a source is not trusted. */
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

/*
 * Trusts what every source may use: the folder of the file, the root of the repository
 * that it is in (the nearest folder upward that holds `.git`), the working directory.
 */
void trust_add_source(struct source_trust *t, const char *path);

/* Whether the real path is below a trusted folder. */
bool trust_holds(const struct source_trust *t, const char *real);

#endif
