/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Errors in the order that Python's jsonschema finds them in: that of the keywords, as
 * the schema is written, and of the parts of the value.
 */
#ifndef DTLINT_COMPAT_PYTHON_ORDER_H
#define DTLINT_COMPAT_PYTHON_ORDER_H

#include "schema/binding/resolve.h"
#include "schema/run/explain.h"

struct order {
	struct resolver *resolver; /* has the schemas as they are written */
	uint32_t resource;         /* the one that the errors are of */
	const struct machine *machine;
	struct arena *scratch;
};

/* The list, and those that explain each, put in order; @v is the value. */
struct schema_error *order_errors(
	const struct order *o, struct schema_error *list, const struct value *v);

#endif
