/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Triggers: what a node must have for an always-applied binding to find anything, so
 * that the hundreds of them need not be tried on every node: told from its `select`, or
 * from its body where that says nothing of a node without certain properties.
 */
#ifndef DTLINT_SCHEMA_COMPILE_TRIGGER_H
#define DTLINT_SCHEMA_COMPILE_TRIGGER_H

#include "schema/compile/compile.h"

struct triggers {
	struct words exact[3];    /* by enum trigger_space: (string, always) */
	struct words patterns[3]; /* (pattern, always) */
	struct words none;        /* always-applied bindings without a trigger */
};

/* Adds those of the binding that is always-applied number @always. */
void triggers_add(struct triggers *t, struct compiler *c, const struct value *schema,
	uint32_t resource, uint32_t always);

void triggers_free(struct triggers *t);

#endif
