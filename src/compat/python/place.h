/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Places of parts of a document in its text, as dtschema/schema.py has them
 * (get_line_col()): a list or a map where it begins, anything else in a map where its
 * key does. The root has no place, nor have its members that are neither.
 */
#ifndef DTLINT_COMPAT_PYTHON_PLACE_H
#define DTLINT_COMPAT_PYTHON_PLACE_H

#include "base/place.h"
#include "compat/document.h"
#include "schema/run/explain.h"

struct place place_of_path(const struct document *d, const struct machine *m,
	const struct schema_path *path);

#endif
