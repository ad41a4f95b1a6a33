/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/suggest.h"
#include "base/walk.h"
#include "dts/source/layout.h"

enum { PATH_SIZE = 4096 };

#define TRUST_KEY "-I " /* keys of layouts are folders, which end with a '/' */

static size_t
dir_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) + 1 : 0;
}

static const void *
make_layout(const char *folder, struct arena *a)
{
	return layout_find(folder, a);
}

/* The trust in a folder of -I, which need not be in a tree of sources. */
static const void *
make_trust(const char *key, struct arena *a)
{
	struct fence *t = arena_new(a, struct fence);

	t->arena = a;
	fence_add(t, key + strlen(TRUST_KEY));
	return t;
}

static void
trust_all(struct source_search *s, const struct string_list *roots)
{
	for (size_t i = 0; i < roots->n; i++)
		fence_add_real(&s->trust, roots->v[i]);
}

void
search_init(struct source_search *s, struct source_set *set, const char *source,
	const struct string_list *dirs, const struct string_list *more, struct arena *a)
{
	size_t n = dir_length(source), trusted = dirs ? dirs->n : 0;
	const struct layout *l = source_set_memo(
		set, n ? arena_strndup(a, source, n) : "./", make_layout);
	const struct fence *t;

	*s = (struct source_search){ .set = set, .arena = a, .trust = { .arena = a } };
	for (size_t i = 0; i < trusted; i++)
		string_list_add(&s->dirs, a, dirs->v[i]);
	for (size_t i = 0; more && i < more->n; i++)
		string_list_add(&s->dirs, a, more->v[i]);
	s->layout = l->dirs;
	s->kind = l->kind;
	trust_all(s, &l->trusted);
	for (size_t i = 0; i <= trusted; i++) {
		t = source_set_memo(set,
			arena_printf(a, "%s%s", TRUST_KEY, i ? s->dirs.v[i - 1] : "."),
			make_trust);
		trust_all(s, &t->roots);
	}
	layout_around(l, source, &s->before, &s->after, a);
}

/* The folder with a number; NULL behind the last one. */
static const char *
folder_name(const struct source_search *s, uint32_t number)
{
	if (number < s->dirs.n)
		return s->dirs.v[number];
	number -= (uint32_t)s->dirs.n;
	return number < s->layout.n ? s->layout.v[number] : NULL;
}

static void
join(char path[PATH_SIZE], const char *dir, size_t n, const char *name)
{
	/* "." is where relative names begin anyway: messages need not say so */
	if (n == 1 && *dir == '.')
		n = 0;
	if (n + strlen(name) + 2 > PATH_SIZE)
		n = 0, name = "";
	snprintf(path, PATH_SIZE, "%.*s%s%s", (int)n, dir,
		n && dir[n - 1] != '/' ? "/" : "", name);
}

/* A tour of the places where a name is looked for. */
struct tour {
	const struct source_search *s;
	const char *from;
	const char *name;
	uint32_t next; /* folder; SEARCH_BESIDE: beside @from, first */
	bool absolute;
};

static struct tour
tour_start(const struct source_search *s, const char *from, uint32_t folder,
	const char *name, enum search_how how)
{
	struct tour w = { .s = s, .from = from, .name = name };

	w.absolute = name[0] == '/';
	if (how == SEARCH_QUOTED)
		w.next = SEARCH_BESIDE;
	else if (how == SEARCH_NEXT && folder != SEARCH_BESIDE)
		w.next = folder + 1;
	return w;
}

/* The next path, and the folder that it is of. False: there are no more. */
static bool
tour_next(struct tour *w, char path[PATH_SIZE], uint32_t *folder)
{
	const char *dir = "", *name = w->name;

	*folder = w->next;
	if (!name)
		return false;
	if (w->absolute) {
		w->name = NULL;
		*folder = SEARCH_BESIDE;
		join(path, "", 0, name);
	} else if (w->next == SEARCH_BESIDE) {
		w->next = 0;
		join(path, w->from, dir_length(w->from), name);
	} else {
		dir = folder_name(w->s, w->next++);
		if (dir)
			join(path, dir, strlen(dir), name);
	}
	return dir != NULL;
}

struct search_result
search_find(const struct source_search *s, const char *from, uint32_t folder,
	const char *name, enum search_how how, struct fault *f)
{
	struct tour w = tour_start(s, from, folder, name, how);
	struct search_result result = { .file = NULL };
	char path[PATH_SIZE];

	while (!f->message && !result.file && tour_next(&w, path, &result.folder)) {
		result.file = source_file_open(s->set, &s->trust, path, f);
		/* as cpp does it */
		if (f->message && io_is_directory(path))
			f->message = NULL;
	}
	return result;
}

/* Weighs the names in the folder that a path is in against its last part. */
static void
suggest_in(struct suggest *best, const char *path, struct arena *a)
{
	size_t n = dir_length(path);
	struct walk_options options = { .flat = true, .names_max = 4096 };
	const struct walk_entry *e;
	struct walk *w = walk_open(n ? arena_strndup(a, path, n) : ".", &options);

	while ((e = walk_next(w))) {
		if (e->depth == 1 && e->kind == WALK_FILE)
			suggest_try(best, arena_strdup(a, e->name));
	}
	walk_close(w);
}

const char *
search_tried(const struct source_search *s, const char *from, uint32_t folder,
	const char *name, enum search_how how, struct arena *a)
{
	struct tour w = tour_start(s, from, folder, name, how);
	const char *slash = strrchr(name, '/');
	struct suggest best = { .word = slash ? slash + 1 : name };
	const char *text = NULL;
	char path[PATH_SIZE];
	uint32_t at;

	while (tour_next(&w, path, &at)) {
		/* one folder may be on the list twice, as of -I and of the project */
		if (text && strstr(text, arena_printf(a, "'%s'", path)))
			continue;
		text = text ? arena_printf(a, "%s, '%s'", text, path)
			    : arena_printf(
				    a, "'%s' is not found; tried '%s'", name, path);
		if (search_allows(s, path, a))
			suggest_in(&best, path, a);
	}
	if (!text)
		text = arena_printf(a,
			"'%s' is not found; tried no folder "
			"(-I DIR adds one)",
			name);
	if (!best.best)
		return text;
	return arena_printf(a, "%s; did you mean '%.*s%s'?", text,
		(int)(slash ? slash + 1 - name : 0), name, best.best);
}

bool
search_allows(const struct source_search *s, const char *path, struct arena *a)
{
	size_t n = dir_length(path);
	char *real = io_real_path(n ? arena_strndup(a, path, n) : ".");
	bool ok = real && fence_holds(&s->trust, real);

	free(real);
	return ok;
}
