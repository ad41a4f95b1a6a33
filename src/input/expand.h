/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expands operands to inputs: files, directories, lists, parts of files. */
#ifndef DTLINT_INPUT_EXPAND_H
#define DTLINT_INPUT_EXPAND_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/strings.h"

struct input {
	const char *path; /* "-" for standard input */
	const char *only; /* the unit that was named, "image.itb#fdt-1"; NULL: all */
	bool guessed;     /* found in a directory, by a name that may mean other things */
	size_t directory; /* which of the list's it was found in, from 1; 0: in none */
	bool narrowed; /* stands for a part of a source: only what is in it is reported */
	const char *skip;   /* why it is passed over, or NULL */
	bool unasked;       /* passed over without that being told each time */
	const char *source; /* of a blob, in the same directory, by its name; or NULL */
	struct fault fault; /* set where it is already known to be unreadable */
	const char *at;     /* absolute: what tells it from others */
};

struct input_list {
	struct arena *arena;
	struct input *v;
	size_t n;
	size_t cap;
	const char **directories; /* that were searched, as they were named */
	size_t ndirectories;
	struct map known; /* hash of `at` -> index */
	const char *dir;  /* the last one that was asked for, and its real path */
	const char *real;
};

/*
 * Appends what each operand stands for: a directory's files of the names that readers
 * look for (input/reader.h), sorted, links to directories not followed; a directory that
 * is a tree (tree_is_directory()) itself; the lines of @LIST (blank ones and those that
 * begin with '#' are passed over); FILE#PART where no file has that name but FILE is one.
 * What is named twice, by whatever name, is one input.
 * What cannot be read becomes an input with a fault, and so does a directory without
 * trees.
 */
void inputs_expand(struct input_list *list, const struct string_list *operands);

/* Appends a file that was not yet there by any name; NULL where it was. */
struct input *inputs_add(struct input_list *list, const char *path);

/* The index of what another list has as that input, or SIZE_MAX. */
size_t inputs_find(const struct input_list *list, const struct input *in);

/* Takes out those of the first @n that are marked. */
void inputs_drop(struct input_list *list, const bool *drop, size_t n);

#endif
