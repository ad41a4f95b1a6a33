/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/compat.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compat/programs.h"
#include "compat/python/format.h"

enum { LINK_SIZE = 4096 };

static const struct {
	const char *name;
	compat_program *run;
} programs[] = {
	{ "dt-validate", dt_validate },
	{ "dt-mk-schema", dt_mk_schema },
	{ "dt-doc-validate", dt_doc_validate },
	{ "dt-extract-example", dt_extract_example },
};

enum { NPROGRAMS = sizeof(programs) / sizeof(*programs) };

static int
program_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	int i;

	for (i = 0; i < NPROGRAMS; i++)
		if (!strcmp(name, programs[i].name))
			return i;
	return -1;
}

bool
compat_is_program(const char *path)
{
	return program_of(path) >= 0;
}

int
compat_main(int argc, char **argv)
{
	struct arena a = { 0 };
	int status = programs[program_of(argv[0])].run(argc, argv, &a);

	arena_free(&a);
	if (fflush(stdout) || ferror(stdout)) {
		fprintf(stderr, "%s: standard output cannot be written: %s\n",
			programs[program_of(argv[0])].name, strerror(errno));
		status = status ? status : COMPAT_EXCEPTION;
	}
	if (ferror(stderr))
		status = status ? status : COMPAT_EXCEPTION;
	return status;
}

const char *
compat_dir(struct arena *a)
{
	static const char *const places[] = { "compat", DTLINT_COMPAT_DIR };
	char exe[LINK_SIZE];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const char *dir, *slash;
	size_t i;

	if (n <= 0)
		return NULL;
	exe[n] = '\0';
	slash = strrchr(exe, '/');
	if (!slash)
		return NULL;
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		dir = arena_printf(a, "%.*s/%s", (int)(slash - exe), exe, places[i]);
		if (!access(arena_printf(a, "%s/dt-validate", dir), X_OK))
			return format_absolute_path(a, dir);
	}
	return NULL;
}
