/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Faults of a binding, and when they matter to whoever holds trees against the others: a
 * binding that is broken, and would have been applied to none of their nodes, does not.
 */
#ifndef DTLINT_SCHEMA_BINDING_BROKEN_H
#define DTLINT_SCHEMA_BINDING_BROKEN_H

#include "schema/binding/check.h"

enum fault_when {
	FAULT_ALWAYS,  /* what could not be read may have been for any node */
	FAULT_APPLIED, /* where the binding `id`, or a part of it, is applied to a node */
	FAULT_REACHED, /* as before, or of a part of it only where it is this `$ref` */
	FAULT_LEFT_OUT, /* where a node is one that `stub` is applied to */
};

struct fault_use {
	enum fault_when when;
	atom_t id;
	/* What tells the nodes of a binding that is left out, its fix-ups done. */
	const struct value *stub;
};

/*
 * Of a binding that is left out, whatever is wrong with it: its `select` or `compatible`,
 * where these are sound; else it is taken to be for all nodes.
 */
struct fault_use broken_use(struct schema_check *c, const struct value *root,
	bool processed, struct arena *document, struct arena *a);

#endif
