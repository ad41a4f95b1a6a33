/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "base/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/identity.h"
#include "base/vec.h"

struct item {
	const char *name;
	enum walk_kind kind;
	bool link;
	int error;             /* of WALK_FAULT */
	const struct stat *st; /* where it was asked for */
};

/* A directory that is being walked. */
struct level {
	struct arena arena;
	struct item *items;
	size_t n;
	size_t at;
	size_t path_len; /* of the directory's own path */
};

struct walk {
	struct walk_options o;
	const char *root; /* NULL once it was entered */
	struct arena arena;
	struct identity_set seen;
	struct level *levels;
	unsigned int depth; /* levels in use */
	unsigned int depth_cap;
	size_t names;
	bool ended;
	struct buf path;
	char fault[128];
	struct walk_entry entry;
};

struct walk *
walk_open(const char *path, const struct walk_options *o)
{
	struct walk *w = calloc(1, sizeof(*w));
	size_t n = strlen(path);

	if (!w)
		fatal("out of memory: a directory");
	w->o = *o;
	if (!w->o.depth_max)
		w->o.depth_max = WALK_DEPTH_MAX;
	while (n > 1 && path[n - 1] == '/')
		n--;
	w->root = arena_strndup(&w->arena, path, n);
	return w;
}

void
walk_close(struct walk *w)
{
	unsigned int i;

	for (i = 0; i < w->depth_cap; i++)
		arena_free(&w->levels[i].arena);
	free(w->levels);
	buf_free(&w->path);
	arena_free(&w->arena);
	free(w);
}

static enum walk_kind
kind_of(mode_t mode)
{
	return S_ISDIR(mode) ? WALK_DIRECTORY : S_ISREG(mode) ? WALK_FILE : WALK_SPECIAL;
}

static void
cut_path(struct walk *w, size_t n)
{
	w->path.n = n;
	w->path.s[n] = '\0';
}

static const struct walk_entry *
give(struct walk *w, enum walk_kind kind, const char *name)
{
	w->entry.kind = kind;
	w->entry.path = w->path.s;
	w->entry.name = name;
	w->entry.fault = kind == WALK_FAULT ? w->fault : NULL;
	return &w->entry;
}

static const struct walk_entry *
give_error(struct walk *w, int error, const char *name)
{
	snprintf(w->fault, sizeof(w->fault), "cannot be read: %s", strerror(error));
	return give(w, WALK_FAULT, name);
}

/* What an item is, as far as its entry does not say so. */
static void
look_at(const struct walk *w, int fd, struct level *l, struct item *item)
{
	bool wanted = !w->o.wanted || w->o.wanted(item->name);
	struct stat *st = arena_new(&l->arena, struct stat);

	if (!fstatat(fd, item->name, st, 0)) {
		item->kind = kind_of(st->st_mode);
		item->st = st;
	} else if (item->link
		   && (errno == ENOENT || errno == ELOOP || errno == ENOTDIR)) {
		item->kind = WALK_DANGLING;
	} else {
		/* of what nobody asked for it does not matter */
		item->kind = wanted || !item->link ? WALK_FAULT : WALK_DANGLING;
		item->error = errno;
	}
}

/* Whether an entry can be left alone without a look at it. */
static bool
is_passed_over(const struct walk *w, const char *name, unsigned char type)
{
	if (name[0] == '.' && (!w->o.hidden || !name[1] || (name[1] == '.' && !name[2])))
		return true;
	if (!w->o.wanted || w->o.wanted(name))
		return false;
	return type != DT_DIR && type != DT_UNKNOWN && (type != DT_LNK || !w->o.follow);
}

static unsigned char
type_of(int fd, const struct dirent *e, int *error)
{
	struct stat st;

	*error = 0;
	if (e->d_type != DT_UNKNOWN)
		return e->d_type;
	if (!fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW))
		return IFTODT(st.st_mode);
	*error = errno;
	return DT_UNKNOWN;
}

static void
add_item(struct walk *w, int fd, struct level *l, const struct dirent *e, size_t *cap)
{
	struct item item = { .name = e->d_name };
	unsigned char type;

	if (is_passed_over(w, e->d_name, e->d_type))
		return;
	type = type_of(fd, e, &item.error);
	if (is_passed_over(w, e->d_name, type))
		return;
	item.name = arena_strdup(&l->arena, e->d_name);
	item.link = type == DT_LNK;
	item.kind = item.error ? WALK_FAULT : kind_of(DTTOIF(type));
	if (!item.error && (item.link || (w->o.stat && type != DT_DIR)))
		look_at(w, fd, l, &item);
	if (item.kind != WALK_DIRECTORY && w->o.wanted && !w->o.wanted(item.name)
		&& item.kind != WALK_FAULT)
		return;
	vec_room(&l->arena, l->items, l->n, *cap);
	l->items[l->n++] = item;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct item *)a)->name, ((const struct item *)b)->name);
}

static int
by_kind_and_name(const void *a, const void *b)
{
	bool x = ((const struct item *)a)->kind == WALK_DIRECTORY;
	bool y = ((const struct item *)b)->kind == WALK_DIRECTORY;

	return x != y ? x - y : by_name(a, b);
}

/* Fills the level; an errno value where that cannot be done, or not wholly. */
static int
list(struct walk *w, struct level *l, DIR *d)
{
	struct dirent *e;
	size_t cap = 0;

	l->items = NULL;
	l->n = l->at = 0;
	for (;;) {
		errno = 0;
		e = readdir(d);
		if (!e)
			break;
		if (w->o.names_max && w->names++ >= w->o.names_max)
			return EOVERFLOW;
		add_item(w, dirfd(d), l, e, &cap);
	}
	if (errno)
		return errno;
	if (l->n)
		qsort(l->items, l->n, sizeof(*l->items),
			w->o.files_first ? by_kind_and_name : by_name);
	return 0;
}

static struct level *
next_level(struct walk *w)
{
	unsigned int cap = w->depth_cap ? w->depth_cap * 2 : 8;

	if (w->depth == w->depth_cap) {
		w->levels = realloc(w->levels, cap * sizeof(*w->levels));
		if (!w->levels)
			fatal("out of memory: directories %u deep", cap);
		memset(w->levels + w->depth_cap, 0,
			(cap - w->depth_cap) * sizeof(*w->levels));
		w->depth_cap = cap;
	}
	return &w->levels[w->depth];
}

/* Takes the descriptor. 0: entered; -1: it was so before; else an errno value. */
static int
enter_open(struct walk *w, int fd)
{
	struct level *l = next_level(w);
	struct stat st;
	DIR *d = NULL;
	int error;

	if (fstat(fd, &st) || !(d = fdopendir(fd))) {
		error = errno;
		close(fd);
		return error;
	}
	if (w->o.follow && !identity_add(&w->seen, &w->arena, identity_of(&st)))
		error = -1;
	else
		error = list(w, l, d);
	closedir(d);
	if (error) {
		arena_reset(&l->arena);
		return error;
	}
	l->path_len = w->path.n;
	w->depth++;
	return 0;
}

/* The directory that the path leads to; NULL: it was entered before. */
static const struct walk_entry *
enter(struct walk *w, const char *name, bool link)
{
	int fd, error;

	if (w->depth > w->o.depth_max) {
		snprintf(w->fault, sizeof(w->fault),
			"cannot be read: directories nested more than %u deep",
			w->o.depth_max);
		return give(w, WALK_FAULT, name);
	}
	fd = open(
		w->path.s, O_RDONLY | O_DIRECTORY | O_CLOEXEC | (link ? 0 : O_NOFOLLOW));
	if (fd < 0)
		return give_error(w, errno, name);
	error = enter_open(w, fd);
	if (error < 0)
		return NULL;
	if (error == EOVERFLOW && w->o.names_max && w->names > w->o.names_max) {
		w->ended = true;
		snprintf(w->fault, sizeof(w->fault),
			"cannot be read: more than %zu files and directories below what was named",
			w->o.names_max);
		return give(w, WALK_FAULT, name);
	}
	if (error)
		return give_error(w, error, name);
	w->entry.entered = true;
	return give(w, WALK_DIRECTORY, name);
}

static const char *
name_in(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash && slash[1] ? slash + 1 : path;
}

static const struct walk_entry *
leave(struct walk *w)
{
	struct level *l = &w->levels[--w->depth];

	w->entry = (struct walk_entry){ .depth = w->depth, .entered = true };
	cut_path(w, l->path_len);
	arena_reset(&l->arena);
	return give(w, WALK_END, name_in(w->path.s));
}

/* The item as an entry; NULL where it is a directory that was entered before. */
static const struct walk_entry *
give_item(struct walk *w, struct level *l, const struct item *item)
{
	cut_path(w, l->path_len);
	if (w->path.s[w->path.n - 1] != '/')
		buf_putc(&w->path, '/');
	buf_puts(&w->path, item->name);
	w->entry = (struct walk_entry){ .depth = w->depth, .link = item->link };
	if (item->st)
		w->entry.st = *item->st;
	if (item->link && w->o.fence && !fence_allows(w->o.fence, w->path.s)) {
		snprintf(w->fault, sizeof(w->fault),
			"is a link to what lies outside the repository (--allow DIR)");
		return give(w, WALK_FAULT, item->name);
	}
	if (item->kind == WALK_FAULT)
		return give_error(w, item->error, item->name);
	if (item->kind != WALK_DIRECTORY || w->o.flat || (item->link && !w->o.follow))
		return give(w, item->kind, item->name);
	return enter(w, item->name, item->link);
}

const struct walk_entry *
walk_next(struct walk *w)
{
	const struct walk_entry *e;
	struct level *l;

	if (w->root) {
		buf_puts(&w->path, w->root);
		w->entry = (struct walk_entry){ 0 };
		e = enter(w, w->root, true);
		w->root = NULL;
		return e;
	}
	while (w->depth && !w->ended) {
		l = &w->levels[w->depth - 1];
		if (l->at == l->n)
			return leave(w);
		e = give_item(w, l, &l->items[l->at++]);
		if (e)
			return e;
	}
	return NULL;
}

bool
walk_wants_yaml(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && !strcmp(name + n - 5, ".yaml");
}
