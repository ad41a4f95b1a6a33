/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "schema/store/cache.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/walk.h"

#define SECOND ((int64_t)1000000000)

enum {
	DAY = 24 * 60 * 60,
	SETTLED_SECONDS = 2, /* file systems count time in steps of up to 2 s */
	KEPT_DAYS = 30,
	KEPT_SCHEMAS = 8,
	KEPT_OTHERS = 256,
};

static const char *
base_directory(struct arena *a)
{
	const char *own = getenv("DTLINT_SCHEMA_CACHE"), *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (own)
		return *own == '/' ? own : NULL;
	if (xdg && *xdg == '/')
		return arena_printf(a, "%s/dtlint", xdg);
	return home && *home == '/' ? arena_printf(a, "%s/.cache/dtlint", home) : NULL;
}

/*
 * Makes the directory and, where @up, that above it; a home that is not there is none
 * to be made.
 */
static bool
make_directory(const char *path, struct arena *a, unsigned int up)
{
	const char *slash = strrchr(path, '/');

	if (!mkdir(path, 0700) || !access(path, X_OK))
		return true;
	if (!up || slash == path)
		return false;
	return make_directory(arena_strndup(a, path, (size_t)(slash - path)), a, up - 1)
	       && !mkdir(path, 0700);
}

bool
cache_is_own(const struct stat *st)
{
	return st->st_uid == geteuid() && !(st->st_mode & (S_IWGRP | S_IWOTH));
}

const char *
cache_directory(struct arena *a)
{
	const char *dir = base_directory(a);
	struct stat st;

	if (!dir || (stat(dir, &st) && (!make_directory(dir, a, 1) || stat(dir, &st))))
		return NULL;
	return S_ISDIR(st.st_mode) && cache_is_own(&st) ? dir : NULL;
}

const char *
cache_path(const char *dir, const struct digest *k, const char *kind, struct arena *a)
{
	return arena_printf(a, "%s/%s.%s", dir, digest_hex(k, a), kind);
}

/* Two programs of one version may still compile differently while one is developed. */
void
cache_key_start(struct digest_run *k)
{
	struct stat st;

	digest_begin(k);
	digest_number(k, PROGRAM_VERSION);
	digest_number(k, program_tables());
	if (!stat("/proc/self/exe", &st)) {
		digest_number(k, (uint64_t)st.st_size);
		digest_number(k, (uint64_t)st.st_mtim.tv_sec);
		digest_number(k, (uint64_t)st.st_mtim.tv_nsec);
	}
}

/* "KEY.schemas" and no path. */
static bool
is_entry(const char *name, const char *kind)
{
	return strspn(name, "0123456789abcdef") == DIGEST_HEX && name[DIGEST_HEX] == '.'
	       && !strcmp(name + DIGEST_HEX + 1, kind);
}

bool
cache_follow(
	const char *dir, const struct digest *k, struct digest *content, struct arena *a)
{
	char target[DIGEST_HEX + sizeof(".schemas")];
	ssize_t n = readlink(cache_path(dir, k, "stat", a), target, sizeof(target));

	if (n < 0 || n == sizeof(target))
		return false;
	target[n] = '\0';
	return is_entry(target, "schemas") && digest_from_hex(target, content);
}

static int64_t
nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * SECOND + t->tv_nsec;
}

/* Whether stat() would tell a change from now on. */
static bool
is_settled(int64_t changed)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return changed <= nanoseconds(&now) - SETTLED_SECONDS * SECOND;
}

static char *
temporary(const char *dir, struct arena *a)
{
	return arena_printf(a, "%s/new-XXXXXX", dir);
}

void
cache_link(const char *dir, const struct digest *stat, const struct digest *content,
	int64_t newest, struct arena *a)
{
	const char *target = cache_path("", content, "schemas", a) + 1;
	char *tmp = temporary(dir, a);
	int fd;

	if (!is_settled(newest) || (fd = mkstemp(tmp)) < 0)
		return;
	close(fd);
	/* a name of our own to make the link beside */
	if (unlink(tmp) || symlink(target, tmp))
		return;
	if (rename(tmp, cache_path(dir, stat, "stat", a)))
		unlink(tmp);
}

struct entry {
	char name[DIGEST_HEX + sizeof(".schemas")];
	time_t used;
};

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->used > y->used ? -1 : x->used < y->used;
}

/* The entries of a kind. */
static size_t
list_entries(const char *dir, const char *kind, struct entry *v, size_t max)
{
	struct walk_options o = { .flat = true, .stat = true };
	struct walk *w = walk_open(dir, &o);
	const struct walk_entry *e;
	size_t n = 0;

	while (n < max && (e = walk_next(w))) {
		if (e->kind == WALK_DIRECTORY || !e->depth || !is_entry(e->name, kind))
			continue;
		snprintf(v[n].name, sizeof(v[n].name), "%s", e->name);
		v[n++].used = e->st.st_mtime;
	}
	walk_close(w);
	return n;
}

static void
prune_kind(const char *dir, const char *kind, size_t max, struct arena *a)
{
	struct entry v[1024];
	time_t oldest = time(NULL) - (time_t)KEPT_DAYS * DAY;
	size_t n = list_entries(dir, kind, v, sizeof(v) / sizeof(*v)), i;

	if (n)
		qsort(v, n, sizeof(*v), compare_entries);
	for (i = 0; i < n; i++)
		if (i >= max || v[i].used < oldest)
			unlink(arena_printf(a, "%s/%s", dir, v[i].name));
}

static bool
is_left(const char *name)
{
	return !strncmp(name, "new-", 4);
}

/* What a run that was cut short left behind. */
static void
prune_left(const char *dir)
{
	struct walk_options o = { .wanted = is_left, .flat = true, .stat = true };
	time_t hour_ago = time(NULL) - 60 * 60;
	struct walk *w = walk_open(dir, &o);
	const struct walk_entry *e;

	while ((e = walk_next(w)))
		if (e->kind != WALK_DIRECTORY && e->depth && e->st.st_mtime < hour_ago)
			unlink(e->path);
	walk_close(w);
}

/* Gives up what was not used for long, and of what is left the oldest. */
static void
prune(const char *dir, struct arena *a)
{
	prune_left(dir);
	prune_kind(dir, "schemas", KEPT_SCHEMAS, a);
	prune_kind(dir, "stat", KEPT_OTHERS, a);
}

void
cache_put(const char *dir, const struct digest *content, const void *image, size_t n,
	struct arena *a)
{
	char *tmp = temporary(dir, a);
	const uint8_t *p = image;
	int fd = mkstemp(tmp);
	ssize_t did = 1;

	if (fd < 0)
		return;
	for (; n && did > 0; n -= (size_t)did, p += did)
		did = write(fd, p, n);
	if (close(fd) || n || rename(tmp, cache_path(dir, content, "schemas", a)))
		unlink(tmp);
	prune(dir, a);
}

void
cache_use(int fd, const struct stat *st)
{
	static const struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_NOW } };

	if (st->st_mtim.tv_sec < time(NULL) - DAY)
		futimens(fd, times);
}
