/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/core.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"

/* What the texts and verdicts follow. */
#define VERSION "2026.6"

enum { VERSION_FILE_MAX = 65536, VERSION_MAX = 64 };

static bool
is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Of a line such as: __version__ = version = '2026.6' */
static const char *
read_version(struct arena *a, const char *package)
{
	const char *path = arena_printf(a, "%s/version.py", package), *s, *value;
	struct fault f = FAULT_INIT(a);
	const char *version = VERSION;
	struct bytes text;
	size_t n;

	if (!io_read(path, VERSION_FILE_MAX, &text, &f))
		return version;
	for (s = (const char *)text.data; (s = strstr(s, "__version__"));) {
		s += strlen("__version__");
		value = s + strcspn(s, "'\"\n");
		if (!*value || *value == '\n')
			continue;
		n = strspn(value + 1, "0123456789abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ.+-_!");
		if (!n || n >= VERSION_MAX || value[n + 1] != *value)
			continue;
		version = arena_strndup(a, value + 1, n);
		break;
	}
	bytes_free(&text);
	return version;
}

static bool
take_package(struct core *c, struct arena *a, const char *package)
{
	const char *schemas = arena_printf(a, "%s/schemas", package);
	const char *meta = arena_printf(a, "%s/meta-schemas", package);

	if (!is_directory(schemas))
		return false;
	c->schemas = schemas;
	c->meta = is_directory(meta) ? meta : NULL;
	c->version = read_version(a, package);
	return true;
}

static bool
look_beside(struct core *c, struct arena *a, const char *bin)
{
	static const char *const places[] = { "python3/dist-packages",
		"python3*/site-packages", "python3*/dist-packages" };
	bool found = false;
	glob_t names;
	size_t i, k;

	for (i = 0; i < sizeof(places) / sizeof(*places) && !found; i++) {
		if (glob(arena_printf(a, "%s/../lib/%s/dtschema", bin, places[i]), 0,
			    NULL, &names))
			continue;
		for (k = names.gl_pathc; k-- && !found;)
			found = take_package(c, a, arena_strdup(a, names.gl_pathv[k]));
		globfree(&names);
	}
	return found;
}

/* pipx links the programs of its environments elsewhere. */
static bool
look_behind(struct core *c, struct arena *a, const char *bin)
{
	char *program = realpath(arena_printf(a, "%s/dt-validate", bin), NULL);
	bool found = false;

	if (program) {
		*strrchr(program, '/') = '\0';
		found = strcmp(program, bin) != 0 && look_beside(c, a, program);
	}
	free(program);
	return found;
}

struct core
core_find(struct arena *a)
{
	const char *named = getenv("DTLINT_DTSCHEMA"), *path = getenv("PATH"), *end, *bin;
	struct core c = { .version = VERSION };

	if (named) {
		if (*named && !take_package(&c, a, named) && is_directory(named))
			c.schemas = named;
		return c;
	}
	for (; path && *path; path = *end ? end + 1 : end) {
		end = path + strcspn(path, ":");
		if (*path != '/')
			continue;
		bin = arena_strndup(a, path, (size_t)(end - path));
		if (look_beside(&c, a, bin) || look_behind(&c, a, bin))
			break;
	}
	return c;
}
