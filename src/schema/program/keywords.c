/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program/keywords.h"

#include <string.h>

#include "base/fatal.h"

void
keywords_init(struct intern *in)
{
	static const char *const strings[KEYWORDS_COUNT] = {
#define KEYWORD(id, string) [K_##id] = string,
#include "schema/program/keywords.def"
	};
	uint32_t i;

	for (i = 0; i < KEYWORDS_COUNT; i++)
		if (intern(in, strings[i], strlen(strings[i])) != i)
			fatal("keywords.def: '%s' stands twice", strings[i]);
}

enum keyword_asks
keyword_asks(atom_t keyword)
{
	static const uint8_t asks[KEYWORDS_COUNT] = {
#define ASSERTION(id, string, asks, shape) [K_##id] = ASKS_##asks,
#include "schema/program/keywords.def"
	};

	return keyword < KEYWORDS_COUNT ? (enum keyword_asks)asks[keyword] : ASKS_NOTHING;
}

enum keyword_shape
keyword_shape(atom_t keyword)
{
	static const uint8_t shapes[KEYWORDS_COUNT] = {
#define ASSERTION(id, string, asks, shape) [K_##id] = SHAPE_##shape,
#include "schema/program/keywords.def"
	};

	return keyword < KEYWORDS_COUNT ? (enum keyword_shape)shapes[keyword] : SHAPE_ANY;
}
