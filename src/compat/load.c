/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/load.h"

#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "base/walk.h"
#include "compat/python/format.h"

void
load_directory(const struct load_files *l, const char *path, struct arena *a)
{
	struct walk_options o = { .wanted = l->wanted, .follow = l->follow };
	struct walk *w = walk_open(path, &o);
	const struct walk_entry *e;

	while ((e = walk_next(w))) {
		if (e->kind == WALK_FAULT)
			l->on_unread(l->context, e->path, e->fault);
		else if (e->kind == WALK_SPECIAL)
			l->on_unread(l->context, e->path, "is no regular file");
		else if (e->kind == WALK_FILE || e->kind == WALK_DANGLING)
			l->on_file(l->context, arena_strdup(a, e->path));
	}
	walk_close(w);
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

void
load_add_paths(
	struct string_list *paths, const struct string_list *given, struct arena *a)
{
	int directories;
	size_t i;

	for (directories = 1; directories >= 0; directories--)
		for (i = given->n; i--;)
			if (io_is_directory(given->v[i]) == directories)
				string_list_add(
					paths, a, format_absolute_path(a, given->v[i]));
}

bool
load_core_is_there(const char *program, const struct core *core)
{
	if (core->fault)
		fprintf(stderr, "%s: %s\n", program, core->fault);
	return !core->fault;
}
