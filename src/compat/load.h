/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads what the programs of dt-schema are given as schemas. */
#ifndef DTLINT_COMPAT_LOAD_H
#define DTLINT_COMPAT_LOAD_H

#include <stdbool.h>

#include "base/strings.h"
#include "schema/binding/core.h"

/* What becomes of the files of a directory, and of what cannot be read there. */
struct load_files {
	bool (*wanted)(const char *name);
	bool follow; /* links to directories are entered */
	void (*on_file)(void *context, const char *path);
	void (*on_unread)(void *context, const char *path, const char *why);
	void *context;
};

/* Every file that is wanted, below too, sorted; hidden ones are passed over. */
void load_directory(const struct load_files *l, const char *path, struct arena *a);

/* True of a file that dt-mk-schema wrote, or that dtlint compiled: a whole set. */
bool load_is_processed(const char *path);

/*
 * Adds the paths as dtlint layers them over the core schemas: dt-schema keeps the first
 * binding of an `$id`, files before directories.
 */
void load_add_paths(
	struct string_list *paths, const struct string_list *given, struct arena *a);

/* False where the core schemas cannot be had: then it was said why, and what to do. */
bool load_core_is_there(const char *program, const struct core *core);

#endif
