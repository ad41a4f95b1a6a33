/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/path.h"

#include <string.h>

bool
path_is_file(const char *name)
{
	return name && strcmp(name, "-") != 0 && strcmp(name, "command line") != 0;
}

/* Takes "", "." and ".." out of @path, in place. */
static char *
normalize(char *path)
{
	bool absolute = *path == '/';
	char *s = path, *first = path + absolute, *out = first;
	char *floor = first; /* what ".." does not take away */
	size_t n;

	for (; *s; s += n) {
		s += strspn(s, "/");
		n = strcspn(s, "/");
		if (n == 0 || (n == 1 && *s == '.'))
			continue;
		if (n == 2 && s[0] == '.' && s[1] == '.' && (out > floor || absolute)) {
			while (out > floor && *--out != '/')
				;
			continue;
		}
		if (out > first)
			*out++ = '/';
		memmove(out, s, n);
		out += n;
		if (n == 2 && !strncmp(out - 2, "..", 2))
			floor = out;
	}
	*out = '\0';
	return path;
}

const char *
path_from_root(const struct report *r, const char *name)
{
	const char *root = r->root && *r->root == '/' ? r->root : r->cwd;
	char *path;
	size_t n;

	if (!path_is_file(name))
		return name;
	if (*name == '/' || !r->cwd)
		path = normalize(arena_strdup(r->scratch, name));
	else
		path = normalize(arena_printf(r->scratch, "%s/%s", r->cwd, name));
	if (!root || *path != '/')
		return path;
	root = normalize(arena_strdup(r->scratch, root));
	n = strcmp(root, "/") ? strlen(root) : 0;
	return !strncmp(path, root, n) && path[n] == '/' && path[n + 1] ? path + n + 1
									: path;
}

const char *
path_uri(const struct report *r, const char *name)
{
	static const char unreserved[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	const char *path = path_from_root(r, name), *uri;
	struct buf out = { 0 };

	buf_puts(&out, *path == '/' ? "file://" : "");
	for (; *path; path++) {
		if (strchr(unreserved, *path))
			buf_putc(&out, *path);
		else
			buf_printf(&out, "%%%02X", (unsigned char)*path);
	}
	uri = arena_strndup(r->scratch, out.s, out.n);
	buf_free(&out);
	return uri;
}
