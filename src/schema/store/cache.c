/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "schema/store/cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/hash.h"

#define SECOND ((int64_t)1000000000)

enum {
	DAY = 24 * 60 * 60,
	SETTLED_SECONDS = 2, /* file systems count time in steps of up to 2 s */
	KEPT_DAYS = 30,
	KEPT_SCHEMAS = 8,
	KEPT_OTHERS = 256,
	KEY_LENGTH = 32,
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
cache_path(const char *dir, const struct schema_key *k, const char *kind, struct arena *a)
{
	return arena_printf(
		a, "%s/%016" PRIx64 "%016" PRIx64 ".%s", dir, k->v[0], k->v[1], kind);
}

/* Two programs of one version may still compile differently while one is developed. */
void
cache_key_start(struct schema_key *k)
{
	struct stat st;

	*k = (struct schema_key){ { PROGRAM_VERSION, program_tables() } };
	if (!stat("/proc/self/exe", &st)) {
		schema_key_add(k, (uint64_t)st.st_size);
		schema_key_add(k, (uint64_t)st.st_mtim.tv_sec);
		schema_key_add(k, (uint64_t)st.st_mtim.tv_nsec);
	}
}

/* "KEY.schemas" and no path. */
static bool
is_entry(const char *name, const char *kind)
{
	return strspn(name, "0123456789abcdef") == KEY_LENGTH && name[KEY_LENGTH] == '.'
	       && !strcmp(name + KEY_LENGTH + 1, kind);
}

const char *
cache_follow(const char *dir, const struct schema_key *k, struct arena *a)
{
	char target[KEY_LENGTH + sizeof(".schemas")];
	ssize_t n = readlink(cache_path(dir, k, "stat", a), target, sizeof(target));

	if (n < 0 || n == sizeof(target))
		return NULL;
	target[n] = '\0';
	return is_entry(target, "schemas") ? arena_printf(a, "%s/%s", dir, target) : NULL;
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
cache_link(const char *dir, const struct schema_key *stat,
	const struct schema_key *content, int64_t newest, struct arena *a)
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
	char name[KEY_LENGTH + sizeof(".schemas")];
	time_t used;
};

static int
compare_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return x->used > y->used ? -1 : x->used < y->used;
}

/* The entries of a kind; those left by a run that was cut short go at once. */
static size_t
list_entries(DIR *d, const char *kind, struct entry *v, size_t max)
{
	time_t hour_ago = time(NULL) - 60 * 60;
	struct dirent *e;
	struct stat st;
	size_t n = 0;

	rewinddir(d);
	while (n < max && (e = readdir(d))) {
		bool left = !strncmp(e->d_name, "new-", 4);

		if ((!left && !is_entry(e->d_name, kind))
			|| fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW))
			continue;
		if (left && st.st_mtime < hour_ago)
			unlinkat(dirfd(d), e->d_name, 0);
		if (left)
			continue;
		memcpy(v[n].name, e->d_name, sizeof(v[n].name) - 1);
		v[n].name[sizeof(v[n].name) - 1] = '\0';
		v[n++].used = st.st_mtime;
	}
	return n;
}

static void
prune_kind(DIR *d, const char *kind, size_t kept)
{
	struct entry v[1024];
	time_t oldest = time(NULL) - (time_t)KEPT_DAYS * DAY;
	size_t n = list_entries(d, kind, v, sizeof(v) / sizeof(*v)), i;

	qsort(v, n, sizeof(*v), compare_entries);
	for (i = 0; i < n; i++)
		if (i >= kept || v[i].used < oldest)
			unlinkat(dirfd(d), v[i].name, 0);
}

/* Gives up what was not used for long, and of what is left the oldest. */
static void
prune(const char *dir)
{
	DIR *d = opendir(dir);

	if (!d)
		return;
	prune_kind(d, "schemas", KEPT_SCHEMAS);
	prune_kind(d, "stat", KEPT_OTHERS);
	prune_kind(d, "sound", KEPT_OTHERS);
	closedir(d);
}

void
cache_put(const char *dir, const struct schema_key *content, const void *image, size_t n,
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
	prune(dir);
}

void
cache_use(int fd, const struct stat *st)
{
	static const struct timespec times[2] = { { 0, UTIME_OMIT }, { 0, UTIME_NOW } };

	if (st->st_mtim.tv_sec < time(NULL) - DAY)
		futimens(fd, times);
}

static const char *
sound_path(const char *dir, const struct stat *st, struct arena *a)
{
	struct schema_key k;

	cache_key_start(&k);
	schema_key_add(&k, st->st_dev);
	schema_key_add(&k, st->st_ino);
	schema_key_add(&k, (uint64_t)st->st_size);
	schema_key_add(&k, (uint64_t)nanoseconds(&st->st_mtim));
	schema_key_add(&k, (uint64_t)nanoseconds(&st->st_ctim));
	return cache_path(dir, &k, "sound", a);
}

bool
cache_is_sound(const char *dir, const struct stat *st, struct arena *a)
{
	return !access(sound_path(dir, st, a), F_OK);
}

void
cache_is_now_sound(const char *dir, const struct stat *st, struct arena *a)
{
	int fd;

	if (!is_settled(nanoseconds(&st->st_ctim)))
		return;
	fd = open(sound_path(dir, st, a), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}
