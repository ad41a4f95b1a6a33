/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files and links below a folder of its own, in memory where there is such a file system,
 * from an input: a list of "PATH\0LENGTH BYTES", LENGTH two bytes, the lower first. A path
 * that ends with '/' is a folder, one with an '@' before it a link to the bytes. Nothing
 * leads out of the folder.
 */
#ifndef DTLINT_TESTS_FUZZ_FILES_H
#define DTLINT_TESTS_FUZZ_FILES_H

#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ENTRIES_MAX = 24 };

static char top[64];

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static int
take_away(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return strcmp(path, top) ? remove(path) : 0;
}

static void
files_clean(void)
{
	nftw(top, take_away, 16, FTW_DEPTH | FTW_PHYS);
}

static void
files_clean_all(void)
{
	files_clean();
	rmdir(top);
}

/* In memory where there is such a file system: files are made by the thousand. */
static void
files_make_top(void)
{
	const char *where = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	if (*top)
		return;
	snprintf(top, sizeof(top), "%s/dtlint-fuzz-XXXXXX", where);
	must(mkdtemp(top) != NULL);
	must(!atexit(files_clean_all));
}

/* Nothing leads out of the folder, whatever the name is. */
static inline bool
is_inside(const char *name)
{
	const char *s;

	if (!*name || *name == '/' || strlen(name) > 200)
		return false;
	for (s = name; (s = strstr(s, "..")); s += 2)
		if ((s == name || s[-1] == '/') && (!s[2] || s[2] == '/'))
			return false;
	return true;
}

static void
make_folders(char *path)
{
	char *slash = path + strlen(top) + 1;

	while ((slash = strchr(slash, '/'))) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash++ = '/';
	}
}

static void
make_entry(const char *name, const uint8_t *bytes, size_t n)
{
	bool link = *name == '@';
	char path[512], target[256];
	int fd;

	if (!is_inside(name + link))
		return;
	snprintf(path, sizeof(path), "%s/%s", top, name + link);
	make_folders(path);
	if (link) {
		snprintf(target, sizeof(target), "%.*s", (int)n, (const char *)bytes);
		/* what is outside is none of the input */
		if (*target != '/' && symlink(target, path))
			return;
		return;
	}
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return;
	must(write(fd, bytes, n) == (ssize_t)n);
	close(fd);
}

static void
files_make(const uint8_t *data, size_t size)
{
	const uint8_t *nul;
	unsigned int i;
	size_t n;

	for (i = 0; i < ENTRIES_MAX && (nul = memchr(data, '\0', size)); i++) {
		const char *name = (const char *)data;

		size -= (size_t)(nul + 1 - data);
		data = nul + 1;
		if (size < 2)
			return;
		n = data[0] | (size_t)data[1] << 8;
		data += 2, size -= 2;
		n = n < size ? n : size;
		make_entry(name, data, n);
		data += n;
		size -= n;
	}
}

#endif
