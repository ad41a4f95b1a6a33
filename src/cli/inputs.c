/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/inputs.h"

#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fatal.h"
#include "base/io.h"
#include "tree/directory.h"

static struct input *
add(struct input_list *list, const char *path)
{
	size_t cap = list->cap ? list->cap * 2 : 64;

	if (list->n == list->cap) {
		list->v = arena_grow(list->arena, list->v, list->cap * sizeof(*list->v),
			cap * sizeof(*list->v));
		list->cap = cap;
	}
	list->v[list->n] = (struct input){ .path = arena_strdup(list->arena, path),
		.fault = FAULT_INIT(list->arena) };
	return &list->v[list->n++];
}

static bool
is_tree_name(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && (!strcmp(dot, ".dtb") || !strcmp(dot, ".dtbo"));
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void
add_entry(struct input_list *list, const FTSENT *e)
{
	struct stat st;

	switch (e->fts_info) {
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
		fault_set(&add(list, e->fts_path)->fault, "cannot be read: %s",
			strerror(e->fts_errno));
		break;
	case FTS_F:
		if (is_tree_name(e->fts_name))
			add(list, e->fts_path);
		break;
	case FTS_SL:
	case FTS_SLNONE:
		/* a link that names a tree is one, unless it leads to a directory */
		if (is_tree_name(e->fts_name)
			&& (stat(e->fts_accpath, &st) || !S_ISDIR(st.st_mode)))
			add(list, e->fts_path);
		break;
	default: break;
	}
}

static void
expand_directory(struct input_list *list, const char *path)
{
	char *dir = arena_strdup(list->arena, path), *roots[] = { dir, NULL };
	size_t before = list->n, len = strlen(dir);
	FTSENT *e;
	FTS *fts;

	while (len > 1 && dir[len - 1] == '/')
		dir[--len] = '\0';
	fts = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_name);
	if (!fts) {
		fault_set(&add(list, path)->fault, "cannot be read: %s", strerror(errno));
		return;
	}
	while ((e = fts_read(fts)))
		add_entry(list, e);
	fts_close(fts);
	if (list->n == before)
		fault_set(&add(list, path)->fault,
			"no device tree in this directory, expected *.dtb or *.dtbo files");
}

static void
expand_path(struct input_list *list, const char *path)
{
	struct stat st;

	if (strcmp(path, "-") != 0 && !stat(path, &st) && S_ISDIR(st.st_mode)
		&& !tree_is_directory(path))
		expand_directory(list, path);
	else
		add(list, path);
}

static void
expand_list(struct input_list *list, const char *operand)
{
	struct fault fault = FAULT_INIT(list->arena);
	size_t before = list->n;
	struct bytes text;
	char *line, *end;

	if (!io_read(operand + 1, IO_INPUT_MAX, &text, &fault)) {
		add(list, operand + 1)->fault = fault;
		return;
	}
	for (line = (char *)text.data; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		if (*line && *line != '#')
			expand_path(list, line);
	}
	if ((size_t)(line - (char *)text.data) < text.n)
		fault_set(&add(list, operand + 1)->fault,
			"a NUL byte in the list, expected one path a line");
	else if (list->n == before)
		fault_set(&add(list, operand + 1)->fault,
			"the list names no input, expected one path a line");
	bytes_free(&text);
}

void
inputs_expand(struct input_list *list, const struct string_list *operands)
{
	size_t i;

	for (i = 0; i < operands->n; i++) {
		if (operands->v[i][0] == '@' && operands->v[i][1])
			expand_list(list, operands->v[i]);
		else
			expand_path(list, operands->v[i]);
	}
}
