/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any files and links below a folder: as a tree that a running Linux shows, and as the
 * sysfs of a guest, which is what --live reads. The input is a list of "PATH\0LENGTH
 * BYTES", LENGTH one byte; a path that ends with '/' is a folder, one with an '@' before it
 * a link to the bytes.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "host/reader.h"
#include "tree/directory.h"
#include "tree/names.h"
#include "tree/tree.h"

enum { ENTRIES_MAX = 24 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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
clean(void)
{
	nftw(top, take_away, 16, FTW_DEPTH | FTW_PHYS);
}

static void
clean_all(void)
{
	clean();
	rmdir(top);
}

/* In memory where there is such a file system: files are made by the thousand. */
static void
make_top(void)
{
	const char *where = access("/dev/shm", W_OK) ? "/tmp" : "/dev/shm";

	if (*top)
		return;
	snprintf(top, sizeof(top), "%s/dtlint-fuzz-XXXXXX", where);
	must(mkdtemp(top) != NULL);
	must(!atexit(clean_all));
}

/* Nothing leads out of the folder, whatever the name is. */
static bool
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
make_files(const uint8_t *data, size_t size)
{
	const uint8_t *nul;
	unsigned int i;
	size_t n;

	for (i = 0; i < ENTRIES_MAX && (nul = memchr(data, '\0', size)); i++) {
		const char *name = (const char *)data;

		size -= (size_t)(nul + 1 - data);
		data = nul + 1;
		n = size ? *data : 0;
		if (!size)
			return;
		data++, size--;
		n = n < size ? n : size;
		make_entry(name, data, n);
		data += n;
		size -= n;
	}
}

static void
read_tree(void)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct intern names = { 0 };
	struct tree t = { 0 };
	struct bytes blob;

	tree_is_directory(top);
	if (tree_read_directory(top, &blob, &f)) {
		names_init(&names);
		must(tree_load(&t, &names, blob.data, blob.n, &f) || f.message);
		tree_free(&t);
		intern_free(&names);
		bytes_free(&blob);
	} else {
		must(f.message != NULL);
	}
	arena_free(&a);
}

static void
read_guest(void)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct host h;
	char spec[80];

	snprintf(spec, sizeof(spec), "sysfs:%s", top);
	must(host_read(spec, &h, &a, &f) || f.message);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	make_top();
	make_files(data, size);
	read_tree();
	read_guest();
	clean();
	return 0;
}
