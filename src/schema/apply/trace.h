/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Traces which bindings speak of one node, what led to them, and which of its
 * properties they describe. A node is described by the bindings applied to it, and by
 * those of the nodes above it that have a schema for their children.
 */
#ifndef DTLINT_SCHEMA_APPLY_TRACE_H
#define DTLINT_SCHEMA_APPLY_TRACE_H

#include "schema/apply/validate.h"

/* An `if` on the way; without a branch for its outcome it says nothing. */
struct trace_condition {
	uint32_t root; /* of the document it stands in, or ROOT_NONE */
	uint32_t code; /* its schema */
	bool holds;
};

struct trace_binding {
	uint32_t root;
	uint32_t node;        /* that it is applied to */
	uint32_t compatible;  /* the string that led to it; STRING_NONE: its `select` */
	const uint32_t *refs; /* roots that it refers to for the node */
	uint32_t nrefs;
	const struct trace_condition *conditions;
	uint32_t nconditions;
	const uint32_t *names; /* of the node's properties that it describes */
	uint32_t nnames;
};

struct trace {
	const struct value *object; /* the node as decoded */
	struct trace_binding *bindings;
	uint32_t n;
};

/*
 * In @a, but for the object, which is good until the validator's next tree. False where
 * the node is none for bindings: its name begins with "__", or it is below such a node.
 */
bool trace_node(struct validator *v, const struct tree *t, uint32_t node, struct arena *a,
	struct trace *out);

/* The same of every node that is one for bindings; what is told is good within the call. */
void trace_tree(struct validator *v, const struct tree *t,
	void (*tell)(void *context, const struct trace *trace), void *context);

/*
 * The strings of `compatible` one of which a condition needs, where that is what it
 * asks for; else NULL. @room is for a single one.
 */
const uint32_t *condition_strings(
	const struct program *p, uint32_t code, uint32_t *n, uint32_t room[1]);

#endif
