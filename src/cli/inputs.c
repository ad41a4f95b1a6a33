/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/inputs.h"

#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/walk.h"
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

static void
add_entry(struct input_list *list, const struct walk_entry *e)
{
	struct input *in;

	switch (e->kind) {
	case WALK_FAULT:
		in = add(list, e->path);
		fault_set(&in->fault, "%s", e->fault);
		break;
	case WALK_SPECIAL:
		/* one that was named is read; one that was met may never end */
		in = add(list, e->path);
		fault_set(&in->fault, "is no regular file");
		break;
	case WALK_FILE:
	case WALK_DANGLING: add(list, e->path); break;
	case WALK_DIRECTORY:
	case WALK_END: break;
	}
}

static void
expand_directory(struct input_list *list, const char *path)
{
	struct walk_options o = { .wanted = is_tree_name, .hidden = true };
	struct walk *w = walk_open(path, &o);
	const struct walk_entry *e;
	size_t before = list->n;

	while ((e = walk_next(w)))
		add_entry(list, e);
	walk_close(w);
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
