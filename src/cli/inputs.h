/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the operands stand for: files, directories, lists. */
#ifndef DTLINT_CLI_INPUTS_H
#define DTLINT_CLI_INPUTS_H

#include "base/arena.h"
#include "base/fault.h"
#include "cli/options/options.h"

struct input {
	const char *path;   /* "-" for standard input */
	struct fault fault; /* set where it is already known to be unreadable */
};

struct input_list {
	struct arena *arena;
	struct input *v;
	size_t n;
	size_t cap;
};

/*
 * Appends what each operand stands for: a directory's *.dtb and *.dtbo files, sorted,
 * links to directories not followed; a directory that is a tree (tree_is_directory())
 * itself; the lines of @LIST (blank ones and those that
 * begin with '#' are passed over). What cannot be read becomes an input with a fault,
 * and so does a directory without trees.
 */
void inputs_expand(struct input_list *list, const struct string_list *operands);

#endif
