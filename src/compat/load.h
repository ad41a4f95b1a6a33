/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the programs of dt-schema are given as schemas. */
#ifndef DTLINT_COMPAT_LOAD_H
#define DTLINT_COMPAT_LOAD_H

#include <stdbool.h>

#include "base/strings.h"
#include "schema/binding/core.h"

bool load_is_directory(const char *path);

/* True of a file that dt-mk-schema wrote, or that dtlint compiled: a whole set. */
bool load_is_processed(const char *path);

/*
 * The paths as dtlint layers them: dt-schema keeps the first binding of an `$id`, files
 * before directories, and takes its core schemas last.
 */
struct string_list load_paths(
	const struct string_list *given, const struct core *core, struct arena *a);

/* Says that the core schemas are not there, and where they were looked for. */
void load_warn_no_core(const char *program);

#endif
