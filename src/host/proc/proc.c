/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of a running process, read by whoever knows its program. */
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "host/proc/proc.h"

static bool
is_pid(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n && n < 11 && !s[n];
}

static const char *
link_of(const char *path, struct arena *a)
{
	static const char deleted[] = " (deleted)";
	char target[PATH_MAX];
	ssize_t n = readlink(path, target, sizeof(target) - 1);
	size_t end = sizeof(deleted) - 1, len = n > 0 ? (size_t)n : 0;

	if (!len)
		return NULL;
	if (len > end && !memcmp(target + len - end, deleted, end))
		len -= end;
	return arena_strndup(a, target, len);
}

const char **
proc_words(const struct bytes *text, size_t *count, struct arena *a)
{
	const char *begin = (const char *)text->data, *end = begin + text->n, *s;
	const char **words;
	size_t n = 0, i;

	for (s = begin; s < end && n < PROC_WORDS_MAX; s += strlen(s) + 1)
		n++;
	words = arena_array(a, const char *, n);
	for (s = begin, i = 0; i < n; s += strlen(words[i++]) + 1)
		words[i] = arena_strdup(a, s);
	*count = n;
	return words;
}

static bool
read_words(const char *pid, const char **words, size_t n, struct host *h, struct arena *a,
	struct fault *f)
{
	const char *name = arena_printf(a, "proc:%s", pid);
	const char *dir = link_of(arena_printf(a, "/proc/%s/cwd", pid), a);
	const char *exe = link_of(arena_printf(a, "/proc/%s/exe", pid), a);
	struct fault own = FAULT_INIT(a);

	if (host_read_words(words, n, name, dir, h, a, &own))
		return true;
	/* what a process calls itself need not be its program's name */
	if (exe && strcmp(exe, words[0]) != 0) {
		const char *called = words[0];
		struct fault again = FAULT_INIT(a);

		words[0] = exe;
		if (host_read_words(words, n, name, dir, h, a, &again))
			return true;
		words[0] = called;
	}
	own.arena = f->arena;
	*f = own;
	return false;
}

static bool
proc_read(const struct host_source *src, struct host *h, struct arena *a, struct fault *f)
{
	const char *path;
	struct bytes text;
	const char **words;
	size_t n;

	if (src->argv || src->text.data || !is_pid(src->name))
		return fault_set(f, "no process, expected its number, as in proc:4711");
	path = arena_printf(a, "/proc/%s/cmdline", src->name);
	f->place.file = path;
	if (!io_read(path, HOST_SOURCE_MAX, &text, f))
		return false;
	if (!text.n) {
		bytes_free(&text);
		return fault_set(
			f, "empty: a kernel thread, or a process that has ended");
	}
	f->place.file = NULL;
	words = proc_words(&text, &n, a);
	bytes_free(&text);
	return read_words(src->name, words, n, h, a, f);
}

static int
proc_detect(const struct host_source *src)
{
	(void)src;
	return 0;
}

const struct host_reader host_reader_proc = {
	.kind = "proc",
	.summary = "the command line of a running process, by its number",
	.named = true,
	.detect = proc_detect,
	.read = proc_read,
};
