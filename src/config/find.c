/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "base/glob.h"
#include "base/io.h"
#include "config/config.h"
#include "host/reader.h"

/* The real path in @a, or NULL. */
static const char *
real(const char *path, struct arena *a)
{
	char *s = io_real_path(path);
	const char *copy = s ? arena_strdup(a, s) : NULL;

	free(s);
	return copy;
}

/* What is left of an absolute path below an absolute directory, or NULL. */
static const char *
below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	if (!strcmp(dir, "/"))
		return path[1] ? path + 1 : NULL;
	return !strncmp(path, dir, n) && path[n] == '/' && path[n + 1] ? path + n + 1
								       : NULL;
}

static bool
exists(const char *dir, const char *name, struct arena *a, const char **path)
{
	*path = arena_printf(a, "%s%s%s", dir, strcmp(dir, "/") ? "/" : "", name);
	return io_is_there(*path);
}

const char *
config_dir_of(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return slash == path ? "/" : arena_strndup(a, path, (size_t)(slash - path));
}

static const char *
users_own(struct arena *a)
{
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME"), *path;

	if (xdg && *xdg == '/')
		return exists(xdg, "dtlint/config.yaml", a, &path) ? path : NULL;
	if (home && *home == '/' && exists(home, ".config/dtlint/config.yaml", a, &path))
		return path;
	return NULL;
}

/* Shorter where the working directory is above. */
static const char *
as_named(const char *path, struct arena *a)
{
	const char *cwd = real(".", a), *rest = cwd ? below(path, cwd) : NULL;

	return rest ? rest : path;
}

const char *
config_find_in(const char *directory, struct arena *a)
{
	const char *dir = real(directory, a), *path, *git;

	while (dir) {
		if (exists(dir, CONFIG_NAME, a, &path))
			return as_named(path, a);
		if (exists(dir, ".git", a, &git) || !strcmp(dir, "/"))
			break;
		dir = config_dir_of(dir, a);
	}
	return users_own(a);
}

const char *
config_find_beside(const char *input, const char *name, struct arena *a)
{
	const char *dir, *path, *other;

	dir = real(strcmp(input, "-") ? config_dir_of(input, a) : ".", a);
	while (dir) {
		if (exists(dir, name, a, &path) || exists(dir, CONFIG_NAME, a, &other))
			return as_named(path, a);
		if (exists(dir, ".git", a, &other) || !strcmp(dir, "/"))
			break;
		dir = config_dir_of(dir, a);
	}
	return NULL;
}

/* The fence of one that was found; NULL: it is trusted. */
static const struct fence *
fence_of(const char *path, const char *dir, const struct config_how *how, struct arena *a)
{
	const char *own = users_own(a);
	struct fence *fence;
	size_t i;

	if (how->trusted || (own && !strcmp(own, path)))
		return NULL;
	fence = arena_new(a, struct fence);
	fence->arena = a;
	fence_add_repository(fence, dir);
	for (i = 0; how->allow && i < how->allow->n; i++)
		fence_add(fence, how->allow->v[i]);
	return fence;
}

static bool
check_within(const struct config *c, const char *what, const char *path, struct fault *f)
{
	return fence_allows(c->fence, path)
	       || fault_set(f,
		       "the %s '%s' lies outside the repository, %s; --allow DIR lets "
		       "configurations name what is below DIR",
		       what, path, c->fence->roots.n ? c->fence->roots.v[0] : "nowhere");
}

/* What a row of overlays names; "image.itb#fdt-1" is a part of a file. */
static bool
check_row(const struct config *c, const struct string_list *row, struct fault *f)
{
	const char *path, *end;

	for (size_t i = 0; i < row->n; i++) {
		path = end = row->v[i];
		if (!check_within(c, "overlay", path, f))
			return false;
		while ((end = strchr(end + 1, '#')))
			if (!check_within(c, "overlay",
				    arena_strndup(f->arena, path, (size_t)(end - path)),
				    f))
				return false;
	}
	return true;
}

static bool
check_fence(const struct config *c, struct fault *f)
{
	size_t i, k;

	for (i = 0; i < c->npairs; i++)
		for (k = 0; k < c->pairs[i].hosts.n; k++)
			if (!check_within(
				    c, "host", host_spec_path(c->pairs[i].hosts.v[k]), f))
				return false;
	for (i = 0; i < c->noverlays; i++)
		for (k = 0; k < c->overlays[i].nrows; k++)
			if (!check_row(c, &c->overlays[i].rows[k], f))
				return false;
	for (i = 0; i < c->schemas.n; i++) {
		const char *path = c->schemas.v[i];

		config_schema_label(&path, "", f->arena);
		if (!check_within(c, "schema", path, f))
			return false;
	}
	return true;
}

const char *
config_schema_label(const char **path, const char *base, struct arena *a)
{
	const char *given = *path, *equals = strchr(given, '=');

	if (!equals || equals == given || memchr(given, '/', (size_t)(equals - given))
		|| io_is_there(arena_printf(a, "%s%s", base, given)))
		return NULL;
	*path = equals + 1;
	return diag_clean(a, arena_strndup(a, given, (size_t)(equals - given)));
}

bool
config_load(struct config *c, const char *path, const struct config_how *how,
	struct arena *a, struct fault *f)
{
	const char *dir = config_dir_of(path, a), *prefix = "";
	struct bytes text;
	bool ok;

	*c = (struct config){ .file = path, .dir = real(dir, a) };
	c->fence = fence_of(path, dir, how, a);
	if (!strcmp(dir, "/"))
		prefix = "/";
	else if (strcmp(dir, "."))
		prefix = arena_printf(a, "%s/", dir);
	f->place.file = path;
	if (c->fence && !fence_allows(c->fence, path))
		return fault_set(f, "is a link to what lies outside the repository");
	if (!io_read(path, CONFIG_SIZE_MAX, &text, f))
		return false;
	ok = config_read(c, text.data, text.n, prefix, how->today, a, f);
	bytes_free(&text);
	ok = ok && (!c->fence || check_fence(c, f));
	if (ok)
		f->place.file = NULL;
	return ok;
}

const char *
config_path_of(const struct config *c, const char *input, struct arena *a)
{
	const char *slash = strrchr(input, '/'), *dir, *path, *rest;

	if (!strcmp(input, "-"))
		return input;
	/* the last name is kept, link or not: it is what the user calls the tree */
	dir = real(config_dir_of(input, a), a);
	if (!dir)
		return input;
	path = arena_printf(
		a, "%s%s%s", dir, strcmp(dir, "/") ? "/" : "", slash ? slash + 1 : input);
	rest = c->dir ? below(path, c->dir) : NULL;
	return rest ? rest : path;
}

bool
config_globs_match(
	struct arena *scratch, const struct string_list *globs, const char *path)
{
	size_t i;

	for (i = 0; i < globs->n; i++)
		if (glob_match_path(scratch, globs->v[i], path))
			return true;
	return !globs->n;
}

bool
config_note_match(struct arena *scratch, const struct string_list *globs, bool *used,
	const char *path)
{
	bool any = false;
	size_t i;

	for (i = 0; i < globs->n; i++) {
		bool matches = glob_match_path(scratch, globs->v[i], path);

		used[i] |= matches;
		any |= matches;
	}
	return any;
}
