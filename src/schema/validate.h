/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trees held against a program: which bindings are applied to each node, and what they
 * find. The choice, and what a disabled node is forgiven, are those of dt-validate at
 * dt-schema 01b5073.
 */
#ifndef DTLINT_SCHEMA_VALIDATE_H
#define DTLINT_SCHEMA_VALIDATE_H

#include "schema/decode.h"
#include "schema/explain.h"

enum schema_finding_kind {
	FINDING_VIOLATION,    /* `error` of `root` */
	FINDING_UNDOCUMENTED, /* a string of `compatible` that no binding knows */
	FINDING_LIMIT,        /* a limit was met: the binding's verdict is not known */
};

struct schema_finding {
	enum schema_finding_kind kind;
	uint32_t node;                    /* of the tree */
	uint32_t root;                    /* of the program; ROOT_NONE: undocumented */
	const struct schema_error *error; /* NULL for a limit */
	const struct value *object;       /* the node as decoded, with its `$nodename` */
};

/* Findings come node by node; what they point to is good within the call. */
typedef void schema_finding_fn(void *context, const struct schema_finding *finding);

/* One worker; the program is shared. */
struct validator;

struct validator *validator_new(const struct program *p);
void validator_free(struct validator *v);

void validate_tree(
	struct validator *v, const struct tree *t, schema_finding_fn *fn, void *context);

/* For the texts of what is found. */
struct machine *validator_machine(struct validator *v);

#endif
