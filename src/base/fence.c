/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fence.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/io.h"

void
fence_add_real(struct fence *f, const char *real)
{
	if (!fence_holds(f, real))
		string_list_add(&f->roots, f->arena, real);
}

void
fence_add(struct fence *f, const char *dir)
{
	char *real = io_real_path(*dir ? dir : ".");

	if (real)
		fence_add_real(f, arena_strdup(f->arena, real));
	free(real);
}

/* The nearest folder from a real one upward that holds `.git`, or NULL. */
static char *
repository(struct arena *a, const char *real)
{
	char *dir = arena_strdup(a, real), *slash;

	for (;;) {
		if (io_is_there(arena_printf(a, "%s/.git", dir)))
			return *dir ? dir : NULL;
		slash = strrchr(dir, '/');
		if (!slash)
			return NULL;
		*slash = 0;
	}
}

void
fence_add_repository(struct fence *f, const char *dir)
{
	char *real = io_real_path(*dir ? dir : "."), *root;

	if (real && (root = repository(f->arena, real)))
		fence_add(f, root);
	else
		fence_add(f, dir);
	free(real);
}

/* Cuts the last component off; false where there is no more to cut. */
static bool
go_up(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash) {
		if (!strcmp(path, "."))
			return false;
		strcpy(path, ".");
		return true;
	}
	if (slash == path && !slash[1])
		return false;
	slash[slash == path] = '\0';
	return true;
}

bool
fence_allows(const struct fence *f, const char *path)
{
	size_t n = strlen(path);
	char *real, *dir = malloc(n + 2);
	bool allows;

	if (!dir)
		fatal("out of memory: a path of %zu bytes", n);
	memcpy(dir, path, n + 1);
	while (!(real = io_real_path(*dir ? dir : "."))
		&& (errno == ENOENT || errno == ENOTDIR) && go_up(dir))
		;
	allows = real && fence_holds(f, real);
	free(real);
	free(dir);
	return allows;
}

bool
fence_holds(const struct fence *f, const char *real)
{
	for (size_t i = 0; i < f->roots.n; i++) {
		size_t n = strlen(f->roots.v[i]);

		/* "/" holds everything */
		if (!strncmp(real, f->roots.v[i], n)
			&& (n == 1 || real[n] == '/' || !real[n]))
			return true;
	}
	return false;
}
