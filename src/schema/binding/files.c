/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "schema/binding/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"

enum { DIRECTORY_DEPTH_MAX = 64 };

static bool
is_yaml(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && !strcmp(name + n - 5, ".yaml");
}

/* What is neither a schema nor can be a directory of them. */
static bool
is_passed_over(const struct dirent *e)
{
	return e->d_name[0] == '.' || (e->d_type == DT_REG && !is_yaml(e->d_name));
}

/* A directory, and those it was reached through: a link may lead back to one. */
struct within {
	const struct within *up;
	dev_t dev;
	ino_t ino;
	unsigned int depth;
};

static struct within
enter(const struct within *up, const struct stat *st)
{
	return (struct within){ up, st->st_dev, st->st_ino, up ? up->depth + 1 : 0 };
}

static bool
is_within(const struct within *w, const struct stat *st)
{
	for (; w; w = w->up)
		if (w->dev == st->st_dev && w->ino == st->st_ino)
			return true;
	return false;
}

static struct schema_file *
add_file(struct schema_files *l, const char *path, uint32_t layer)
{
	struct schema_file *file;

	if (l->n == l->cap) {
		uint32_t cap = l->cap ? l->cap * 2 : 64;

		l->v = arena_grow(
			l->arena, l->v, l->cap * sizeof(*l->v), cap * sizeof(*l->v));
		l->cap = cap;
	}
	file = &l->v[l->n++];
	*file = (struct schema_file){ .path = path, .layer = layer };
	file->fault = FAULT_INIT(l->arena);
	file->fault.place.file = path;
	return file;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a directory, sorted; NULL with errno set where it cannot be read. */
static const char **
list_directory(struct arena *a, const char *path, size_t *count)
{
	const char **names = NULL;
	size_t n = 0, cap = 0;
	struct dirent *e;
	DIR *d = opendir(path);

	if (!d)
		return NULL;
	names = arena_array(a, const char *, cap = 16);
	while ((e = readdir(d))) {
		if (is_passed_over(e))
			continue;
		if (n == cap) {
			names = arena_grow(
				a, names, cap * sizeof(*names), cap * 2 * sizeof(*names));
			cap *= 2;
		}
		names[n++] = arena_strdup(a, e->d_name);
	}
	closedir(d);
	qsort(names, n, sizeof(*names), compare_names);
	*count = n;
	return names;
}

static const char *
name_below(struct arena *a, const char *path, const char *name)
{
	size_t n = strlen(path), k = strlen(name), slash = path[n - 1] != '/';
	char *s = arena_alloc(a, n + slash + k + 1);

	memcpy(s, path, n);
	if (slash)
		s[n] = '/';
	memcpy(s + n + slash, name, k);
	return s;
}

static void
add_directory(struct schema_files *l, const char *path, uint32_t layer,
	const struct within *within)
{
	bool deep = within->depth >= DIRECTORY_DEPTH_MAX;
	const char **names, *name;
	struct within below;
	struct stat st;
	size_t i, n;

	names = deep ? NULL : list_directory(l->arena, path, &n);
	if (!names) {
		fault_set(&add_file(l, path, layer)->fault, "cannot be read: %s",
			deep ? "too deep" : strerror(errno));
		return;
	}
	for (i = 0; i < n; i++) {
		name = name_below(l->arena, path, names[i]);
		if (is_yaml(name)) {
			add_file(l, name, layer);
			continue;
		}
		if (stat(name, &st) || !S_ISDIR(st.st_mode) || is_within(within, &st))
			continue;
		below = enter(within, &st);
		add_directory(l, name, layer, &below);
	}
}

bool
schema_files_add(
	struct schema_files *l, const char *path, uint32_t layer, struct fault *f)
{
	struct within within;
	struct stat st;

	if (stat(path, &st))
		return fault_set(f, "cannot be read: %s", strerror(errno));
	path = arena_strdup(l->arena, path);
	within = enter(NULL, &st);
	if (S_ISDIR(st.st_mode))
		add_directory(l, path, layer, &within);
	else
		add_file(l, path, layer);
	return true;
}

bool
schema_file_read(struct schema_file *file)
{
	if (file->fault.message)
		return false;
	if (file->text.data)
		return true;
	return io_read(file->path, SCHEMA_FILE_MAX, &file->text, &file->fault);
}

uint64_t
schema_file_digest(struct schema_file *file)
{
	if (!file->content)
		file->content = hash_wide(file->text.data, file->text.n);
	return file->content;
}

void
schema_files_free(struct schema_files *l)
{
	uint32_t i;

	for (i = 0; i < l->n; i++)
		bytes_free(&l->v[i].text);
}

void
schema_key_add(struct schema_key *k, uint64_t x)
{
	k->v[0] = hash_mix(k->v[0] ^ x);
	k->v[1] = hash_mix(k->v[1] + x) ^ k->v[0];
}

void
schema_key_add_text(struct schema_key *k, const char *s)
{
	schema_key_add(k, hash_wide(s, strlen(s)));
}

static int64_t
nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

struct walk {
	struct schema_key sum; /* of all files, in any order */
	int64_t newest;
};

static void
walk_file(struct walk *w, const struct stat *st, uint64_t name)
{
	struct schema_key k = { { name, ~name } };
	int64_t changed = nanoseconds(&st->st_ctim), written = nanoseconds(&st->st_mtim);

	schema_key_add(&k, st->st_dev);
	schema_key_add(&k, st->st_ino);
	schema_key_add(&k, (uint64_t)st->st_size);
	schema_key_add(&k, (uint64_t)written);
	schema_key_add(&k, (uint64_t)changed);
	w->sum.v[0] += k.v[0];
	w->sum.v[1] += k.v[1];
	if (changed > w->newest)
		w->newest = changed;
	if (written > w->newest)
		w->newest = written;
}

/* Takes the descriptor. */
static void
walk_directory(struct walk *w, int fd, uint64_t prefix, const struct within *up)
{
	struct within within;
	struct dirent *e;
	struct stat st;
	uint64_t name;
	DIR *d = NULL;

	if (fd >= 0 && !fstat(fd, &st) && !is_within(up, &st)) {
		within = enter(up, &st);
		d = within.depth < DIRECTORY_DEPTH_MAX ? fdopendir(fd) : NULL;
	}
	if (!d) {
		/* what cannot be read is a fault, as long as it is so */
		w->sum.v[0] += hash_mix(prefix ^ (fd < 0));
		if (fd >= 0)
			close(fd);
		return;
	}
	while ((e = readdir(d))) {
		if (is_passed_over(e))
			continue;
		name = hash_mix(prefix ^ hash_wide(e->d_name, strlen(e->d_name)));
		if (e->d_type != DT_DIR || is_yaml(e->d_name)) {
			if (fstatat(fd, e->d_name, &st, 0))
				memset(&st, 0, sizeof(st));
			if (is_yaml(e->d_name) || !S_ISDIR(st.st_mode)) {
				if (is_yaml(e->d_name))
					walk_file(w, &st, name);
				continue;
			}
		}
		walk_directory(w,
			openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), name,
			&within);
	}
	closedir(d);
}

bool
schema_files_stat(const char *path, struct schema_key *k, int64_t *newest)
{
	struct walk w = { .newest = *newest };
	struct stat st;

	if (stat(path, &st) || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return false;
	if (S_ISREG(st.st_mode))
		walk_file(&w, &st, 0);
	else
		walk_directory(&w, open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), 1, 0);
	schema_key_add_text(k, path);
	schema_key_add(k, w.sum.v[0]);
	schema_key_add(k, w.sum.v[1]);
	*newest = w.newest;
	return true;
}
