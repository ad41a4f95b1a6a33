/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/names.h"

#include <string.h>

#include "base/fatal.h"

void
names_init(struct intern *in)
{
	static const char *const names[NAMES_COUNT] = {
#define NAME(id, string) [NAME_##id] = string,
#include "tree/names.def"
#undef NAME
	};
	uint32_t i;

	for (i = 0; i < NAMES_COUNT; i++)
		if (intern(in, names[i], strlen(names[i])) != i)
			fatal("names.def: '%s' stands twice", names[i]);
}
