/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A Makefile with composites: each is understood, or it is said why not. */
#include <stdlib.h>
#include <string.h>

#include "dts/source/composite.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct composites all = { 0 };
	struct arena a = { 0 };
	size_t i, k;

	composites_parse(&all, (const char *)data, size, &a);
	for (i = 0; i < all.n; i++) {
		const struct composite *c = &all.v[i];

		must(c->line && strlen(c->name) < size);
		if (c->unclear)
			continue;
		must(c->base && *c->base && c->parts.n);
		for (k = 0; k < c->parts.n; k++)
			must(c->parts.v[k][0] != '/' && !strstr(c->parts.v[k], ".."));
	}
	arena_free(&a);
	return 0;
}
