/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Places of parts of a document in its text, as dtschema/schema.py has them
 * (get_line_col()): a list or a map where it begins, anything else in a map where its
 * key does. The root has no place, nor have its members that are neither.
 */
#ifndef DTLINT_COMPAT_PYTHON_PLACE_H
#define DTLINT_COMPAT_PYTHON_PLACE_H

#include "base/fault.h"
#include "schema/run/explain.h"

struct places;

/* Those of a file; NULL with the fault set where it cannot be read. */
struct places *places_open(const char *path, struct fault *f);
void places_free(struct places *p);

struct place places_find(
	struct places *p, const struct machine *m, const struct schema_path *path);

#endif
