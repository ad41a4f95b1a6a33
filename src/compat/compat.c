/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/compat.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
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

/* This program's path, links followed; where /proc is not mounted, by how it was called. */
static const char *
own_path(struct arena *a)
{
	const char *called = (const char *)getauxval(AT_EXECFN), *path;
	char exe[LINK_SIZE], *real;
	ssize_t n = readlink("/proc/self/exe", exe, sizeof(exe) - 1);

	if (n > 0)
		return arena_strndup(a, exe, (size_t)n);
	real = called ? realpath(called, NULL) : NULL;
	path = real ? arena_strdup(a, real) : NULL;
	free(real);
	return path;
}

const char *
compat_dir(struct arena *a)
{
	static const char *const places[] = { "compat", DTLINT_COMPAT_DIR };
	const char *exe = own_path(a), *slash = exe ? strrchr(exe, '/') : NULL, *dir;
	size_t i;

	if (!slash)
		return NULL;
	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		dir = arena_printf(a, "%.*s/%s", (int)(slash - exe), exe, places[i]);
		if (!access(arena_printf(a, "%s/dt-validate", dir), X_OK))
			return format_absolute_path(a, dir);
	}
	return NULL;
}
