/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/affected.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "cli/run/setup.h"
#include "dts/source/index.h"
#include "dts/source/layout.h"
#include "dts/source/message.h"

static bool
is_part(const struct input *in)
{
	struct stat st;

	return !in->fault.message && !in->only && !in->directory
	       && strcmp(in->path, "-") != 0 && source_is_part(in->path)
	       && !stat(in->path, &st) && S_ISREG(st.st_mode);
}

/* The configuration of a file; NULL: there is none, or it is told elsewhere. */
static const struct config *
config_of(const struct options *o, const char *path, struct arena *a)
{
	const char *file = setup_config_path(o, path, a);
	const struct config_how how = setup_config_how(o, config_today(a));
	struct config *c = arena_new(a, struct config);
	struct fault f = FAULT_INIT(a);

	return file && config_load(c, file, &how, a, &f) ? c : NULL;
}

/* Where files of a folder look for includes, whatever else they are named. */
static const struct string_list *
dirs_of(const void *user, const char *folder, struct arena *a)
{
	const struct options *o = user;
	const struct config *c = config_of(o, arena_printf(a, "%s/x.dts", folder), a);
	struct string_list *dirs = arena_new(a, struct string_list);

	for (size_t i = 0; i < o->include_dirs.n; i++)
		string_list_add_once(dirs, a, o->include_dirs.v[i]);
	for (size_t i = 0; c && i < c->nsources; i++)
		for (size_t k = 0; k < c->sources[i].include.n; k++)
			string_list_add_once(dirs, a, c->sources[i].include.v[k]);
	return dirs;
}

/* Whether a path leads out of the working directory. */
static bool
is_elsewhere(const char *path)
{
	return *path == '/' || !strncmp(path, "../", 3);
}

/* Where the sources are that may include a part; true where that is not a whole repository. */
static bool
add_roots(const char *path, const struct options *o, struct arena *a,
	struct string_list *roots)
{
	const struct layout *l = layout_find(config_dir_of(path, a), a);
	const struct config *c = config_of(o, path, a);

	for (size_t i = 0; c && i < c->roots.n; i++)
		string_list_add_once(roots, a, c->roots.v[i]);
	if (!c || !c->roots.n)
		string_list_add_once(roots, a,
			l->repository        ? l->repository
			: l->root            ? l->root
			: is_elsewhere(path) ? config_dir_of(path, a)
					     : ".");
	return (c && c->roots.n) || !l->repository;
}

/* What stands in for a part that nothing includes. */
static void
tell_none(struct input *in, const struct string_list *roots)
{
	const char *more = roots->n > 1 ? " and other folders" : "";

	if (source_is_header(in->path))
		in->skip = "no source includes this header";
	else
		fault_set(&in->fault,
			"no source below '%s'%s includes it, so that nothing of it was "
			"looked at",
			roots->v[0], more);
}

static void
replace(struct input_list *list, struct source_index *index, bool *drop, size_t i,
	const struct string_list *roots, struct affected *w)
{
	char *real = io_real_path(list->v[i].path);
	struct string_list sources = { 0 };

	if (!real)
		return;
	if (!source_index_find(index, real, &sources) || !sources.n) {
		tell_none(&list->v[i], roots);
	} else {
		drop[i] = true;
		string_list_add(&w->files, list->arena, arena_strdup(list->arena, real));
	}
	for (size_t k = 0; k < sources.n; k++) {
		struct input *in = inputs_add(
			list, layout_shown(sources.v[k], list->arena));

		if (in)
			in->narrowed = true;
	}
	free(real);
}

void
affected_expand(struct affected *w, struct input_list *list, const struct options *o)
{
	struct arena *a = list->arena;
	struct string_list roots = { 0 };
	struct fault f = FAULT_INIT(a);
	struct source_index *index = NULL;
	size_t n = list->n, parts = 0;
	bool *drop = arena_array(a, bool, n), narrow = false;

	w->options = o;
	for (size_t i = 0; i < n; i++) {
		if (!is_part(&list->v[i]))
			continue;
		narrow |= add_roots(list->v[i].path, o, a, &roots);
		parts++;
	}
	if (parts)
		index = source_index_new(&roots, NULL, narrow, dirs_of, o, &f);
	for (size_t i = 0; i < n && parts; i++) {
		if (!is_part(&list->v[i]))
			continue;
		if (index)
			replace(list, index, drop, i, &roots, w);
		else
			list->v[i].fault = f;
	}
	if (parts)
		inputs_drop(list, drop, n);
	source_index_free(index);
}

struct source_index *
affected_index(const struct affected *w, const struct string_list *paths,
	const struct string_list *gone, struct arena *a, struct fault *f)
{
	struct string_list roots = { 0 };
	const char *dir, *last = "";
	bool narrow = false;

	for (size_t i = 0; i < paths->n; i++) {
		/* the folder of one that is gone may be gone, too */
		dir = config_dir_of(paths->v[i], a);
		while (!io_is_directory(dir) && dir[1])
			dir = config_dir_of(dir, a);
		if (strcmp(dir, last) != 0)
			narrow |= add_roots(
				arena_printf(a, "%s/x", dir), w->options, a, &roots);
		last = dir;
	}
	return source_index_new(&roots, gone, narrow, dirs_of, w->options, f);
}

struct source_index *
affected_index_of(const struct affected *w, const struct string_list *sources,
	const struct string_list *gone, struct fault *f)
{
	return source_index_new(sources, gone, true, dirs_of, w->options, f);
}

static const char *
name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool
is_named(const struct affected *w, const char *path)
{
	const char *name = path ? name_of(path) : NULL;
	bool named = false;
	char *real;

	for (size_t i = 0; name && !named && i < w->files.n; i++) {
		/* most are told apart without asking the system */
		if (strcmp(name_of(w->files.v[i]), name) != 0)
			continue;
		real = io_real_path(path);
		named = real && !strcmp(w->files.v[i], real);
		free(real);
	}
	return named;
}

static bool
has_part(const struct affected *w, const struct diag *d)
{
	bool has = d->fault || is_named(w, d->place.file);

	/* what only includes the place has no part in it */
	for (size_t i = 0; i < d->nrelated && !has; i++)
		has = strcmp(d->related[i].message, DTS_INCLUDED) != 0
		      && is_named(w, d->related[i].place.file);
	return has;
}

void
affected_filter(const struct affected *w, struct diag_list *diags, size_t from)
{
	size_t to = from;

	if (w->options->all)
		return;
	for (size_t i = from; i < diags->n; i++)
		if (has_part(w, diags->v[i]))
			diags->v[to++] = diags->v[i];
	diags->n = to;
}
