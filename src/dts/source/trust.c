/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/trust.h"

#include <stdlib.h>
#include <string.h>

void
trust_add_real(struct source_trust *t, const char *real)
{
	if (!trust_holds(t, real))
		string_list_add(&t->roots, t->arena, real);
}

void
trust_add(struct source_trust *t, const char *dir)
{
	char *real = realpath(*dir ? dir : ".", NULL);

	if (real)
		trust_add_real(t, arena_strdup(t->arena, real));
	free(real);
}

bool
trust_holds(const struct source_trust *t, const char *real)
{
	for (size_t i = 0; i < t->roots.n; i++) {
		size_t n = strlen(t->roots.v[i]);

		/* "/" holds everything */
		if (!strncmp(real, t->roots.v[i], n)
			&& (n == 1 || real[n] == '/' || !real[n]))
			return true;
	}
	return false;
}
