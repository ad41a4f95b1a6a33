/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/load.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "compat/format.h"

bool
load_is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

bool
load_is_processed(const char *path)
{
	char head[64] = { 0 };
	FILE *in = fopen(path, "re");
	size_t n;

	if (!in)
		return false;
	n = fread(head, 1, sizeof(head) - 1, in);
	fclose(in);
	if (n >= 8 && !memcmp(head, "dtlintS", 8))
		return true;
	return head[strspn(head, " \t\r\n")] == '{';
}

struct string_list
load_paths(const struct string_list *given, const struct core *core, struct arena *a)
{
	struct string_list paths = { 0 };
	int directories;
	size_t i;

	if (core->schemas)
		string_list_add(&paths, a, format_absolute_path(a, core->schemas));
	for (directories = 1; directories >= 0; directories--)
		for (i = given->n; i--;)
			if (load_is_directory(given->v[i]) == directories)
				string_list_add(
					&paths, a, format_absolute_path(a, given->v[i]));
	return paths;
}

void
load_warn_no_core(const char *program)
{
	fprintf(stderr,
		"%s: warning: dt-schema's core schemas are missing: neither "
		"DTLINT_DTSCHEMA names their dtschema directory nor is dt-schema installed "
		"beside a directory in PATH\n",
		program);
}
