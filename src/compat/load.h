/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loads what the programs of dt-schema are given as schemas. */
#ifndef DTLINT_COMPAT_LOAD_H
#define DTLINT_COMPAT_LOAD_H

#include <stdbool.h>

#include "base/strings.h"
#include "schema/binding/core.h"

bool load_is_directory(const char *path);

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
