/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "input/expand.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/vec.h"
#include "base/walk.h"
#include "input/reader.h"
#include "tree/directory.h"

/* Where the file is, whatever it is called: links in its own name are kept. */
static const char *
whereabouts(struct input_list *list, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0;

	if (!strcmp(path, "-") || (slash && !slash[1]))
		return path;
	/* neighbours come in a row */
	if (!list->dir || strlen(list->dir) != n || strncmp(list->dir, path, n)) {
		char *real;

		list->dir = arena_strndup(list->arena, path, n);
		real = io_real_path(n ? list->dir : ".");
		list->real = arena_strdup(list->arena, real ? real : list->dir);
		free(real);
	}
	return arena_printf(list->arena, "%s/%s", list->real, slash ? slash + 1 : path);
}

static struct input *
add(struct input_list *list, const char *path)
{
	struct input *in = vec_add(list->arena, list);

	*in = (struct input){ .path = arena_strdup(list->arena, path),
		.fault = FAULT_INIT(list->arena) };
	return in;
}

/* The same for what was not added under any name yet; NULL where it was. */
static struct input *
add_once(struct input_list *list, const char *path, const char *only)
{
	const char *at = whereabouts(list, path);
	struct input *in;
	uint32_t i;

	if (only)
		at = arena_printf(list->arena, "%s%s", at, only + strlen(path));
	i = map_put(
		&list->known, list->arena, hash_bytes(at, strlen(at)), (uint32_t)list->n);
	if (i != list->n && list->v[i].at && !strcmp(list->v[i].at, at))
		return NULL;
	in = add(list, path);
	in->at = at;
	in->only = only ? arena_strdup(list->arena, only) : NULL;
	return in;
}

struct input *
inputs_add(struct input_list *list, const char *path)
{
	return add_once(list, path, NULL);
}

size_t
inputs_find(const struct input_list *list, const struct input *in)
{
	uint32_t i;

	if (!in->at)
		return SIZE_MAX;
	i = map_get(&list->known, hash_bytes(in->at, strlen(in->at)));
	return i != MAP_ABSENT && list->v[i].at && !strcmp(list->v[i].at, in->at)
		       ? i
		       : SIZE_MAX;
}

void
inputs_drop(struct input_list *list, const bool *drop, size_t n)
{
	size_t to = 0;

	list->known = (struct map){ 0 };
	for (size_t i = 0; i < list->n; i++) {
		const char *at = list->v[i].at;

		if (i < n && drop[i])
			continue;
		list->v[to] = list->v[i];
		if (at)
			map_put(&list->known, list->arena, hash_bytes(at, strlen(at)),
				(uint32_t)to);
		to++;
	}
	list->n = to;
}

static bool
is_wanted(const char *name)
{
	bool guessed;

	return input_is_named(name, &guessed);
}

static void
add_entry(struct input_list *list, const struct walk_entry *e)
{
	struct input *in;

	if (e->kind == WALK_DIRECTORY || e->kind == WALK_END)
		return;
	in = add_once(list, e->path, NULL);
	if (!in)
		return;
	in->directory = list->ndirectories;
	input_is_named(e->name, &in->guessed);
	switch (e->kind) {
	case WALK_FAULT: fault_set(&in->fault, "%s", e->fault); break;
	case WALK_SPECIAL:
		/* one that was named is read; one that was met may never end */
		fault_set(&in->fault, "is no regular file");
		break;
	default: break;
	}
}

/* "*.dtb, *.dtbo or *.itb" */
static const char *
suffixes(struct arena *a)
{
	const struct input_reader *reader;
	const char *text = NULL, *last = NULL, *const * s;
	size_t i;

	for (i = 0; (reader = input_reader_at(i)); i++)
		for (s = reader->suffixes; s && *s; s++) {
			if (last)
				text = text ? arena_printf(a, "%s, *%s", text, last)
					    : arena_printf(a, "*%s", last);
			last = *s;
		}
	return text ? arena_printf(a, "%s or *%s", text, last)
		    : arena_printf(a, "*%s", last);
}

/* The length of a path without the suffix, or 0 where it has another one. */
static size_t
stem(const char *path, const char *suffix)
{
	size_t n = strlen(path), k = strlen(suffix);

	return n > k && !strcmp(path + n - k, suffix) ? n - k : 0;
}

/* Tells the blobs of a directory, from the @from-th input on, the sources beside them. */
static void
pair_with_sources(struct input_list *list, size_t from)
{
	static const char *const suffixes_of[][2] = { { ".dtb", ".dts" },
		{ ".dtbo", ".dtso" }, { ".dtbo", ".dts" } };
	struct map sources = { 0 };
	uint32_t found;
	const char *path;
	size_t i, k, n;

	for (i = from; i < list->n; i++)
		if (stem(list->v[i].path, ".dts") || stem(list->v[i].path, ".dtso"))
			map_put(&sources, list->arena,
				hash_long(list->v[i].path, strlen(list->v[i].path)),
				(uint32_t)i);
	for (i = from; sources.count && i < list->n; i++) {
		for (k = 0; k < sizeof(suffixes_of) / sizeof(*suffixes_of); k++) {
			n = stem(list->v[i].path, suffixes_of[k][0]);
			if (!n || list->v[i].source)
				continue;
			path = arena_printf(list->arena, "%.*s%s", (int)n,
				list->v[i].path, suffixes_of[k][1]);
			found = map_get(&sources, hash_long(path, strlen(path)));
			if (found != MAP_ABSENT && !strcmp(list->v[found].path, path))
				list->v[i].source = path;
		}
	}
}

static void
expand_directory(struct input_list *list, const char *path)
{
	struct walk_options o = { .wanted = is_wanted, .hidden = true };
	struct walk *w = walk_open(path, &o);
	const struct walk_entry *e;
	size_t from = list->n;
	bool met = false;

	*vec_more(list->arena, list->directories, list->ndirectories) = arena_strdup(
		list->arena, path);
	for (; (e = walk_next(w)); add_entry(list, e))
		met = met || (e->kind != WALK_DIRECTORY && e->kind != WALK_END);
	walk_close(w);
	pair_with_sources(list, from);
	if (!met)
		fault_set(&add(list, path)->fault,
			"no device tree in this directory, expected %s files",
			suffixes(list->arena));
}

/* FILE#PART of a file that exists; NULL: it is no such name. */
static const char *
file_of_part(struct arena *a, const char *path)
{
	const char *hash = path;
	struct stat st;

	if (!lstat(path, &st))
		return NULL;
	while ((hash = strchr(hash + 1, '#'))) {
		const char *file = arena_strndup(a, path, (size_t)(hash - path));

		if (!stat(file, &st) && !S_ISDIR(st.st_mode))
			return file;
	}
	return NULL;
}

static void
expand_path(struct input_list *list, const char *path)
{
	const char *file;

	if (*path && (file = file_of_part(list->arena, path)))
		add_once(list, file, path);
	else if (strcmp(path, "-") != 0 && io_is_directory(path)
		 && !tree_is_directory(path))
		expand_directory(list, path);
	else
		add_once(list, path, NULL);
}

static void
expand_list(struct input_list *list, const char *operand)
{
	struct fault fault = FAULT_INIT(list->arena);
	struct bytes text;
	bool named = false;
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
		if (!*line || *line == '#')
			continue;
		expand_path(list, line);
		named = true;
	}
	if ((size_t)(line - (char *)text.data) < text.n)
		fault_set(&add(list, operand + 1)->fault,
			"a NUL byte in the list, expected one path a line");
	else if (!named)
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
