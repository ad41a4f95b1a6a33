/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Atoms of the strings in keywords.def, as constants: in every interner, and in every
 * program, of the schema engine they come first. */
#ifndef DTLINT_SCHEMA_VALUE_KEYWORDS_H
#define DTLINT_SCHEMA_VALUE_KEYWORDS_H

#include "base/intern.h"

enum {
#define KEYWORD(id, string) K_##id,
#include "schema/value/keywords.def"
#undef KEYWORD
	KEYWORDS_COUNT
};

/* Puts the keywords into an empty interner. */
void keywords_init(struct intern *in);

#endif
