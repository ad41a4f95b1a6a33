/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/trust.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void
trust_add(struct source_trust *t, const char *dir)
{
	char *real = realpath(*dir ? dir : ".", NULL);

	if (real && !trust_holds(t, real))
		string_list_add(&t->roots, t->arena, arena_strdup(t->arena, real));
	free(real);
}

/* The nearest folder from a real one upward that holds `.git`, or NULL. */
static char *
repository(struct arena *a, const char *real)
{
	char *dir = arena_strdup(a, real), *slash;

	for (;;) {
		if (!access(arena_printf(a, "%s/.git", dir), F_OK))
			return *dir ? dir : NULL;
		slash = strrchr(dir, '/');
		if (!slash)
			return NULL;
		*slash = 0;
	}
}

void
trust_add_source(struct source_trust *t, const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *dir =
		slash ? arena_strndup(t->arena, path, (size_t)(slash - path) + 1) : ".";
	char *real = realpath(dir, NULL), *root;

	trust_add(t, dir);
	if (real && (root = repository(t->arena, real)))
		trust_add(t, root);
	free(real);
	trust_add(t, ".");
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
