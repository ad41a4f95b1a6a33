/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Explains why a value is not valid: one error for each keyword that does not hold, as
 * Python's jsonschema 4.24 and later find them. An error of `anyOf` or `oneOf` has
 * those of its branches as its context.
 */
#ifndef DTLINT_SCHEMA_RUN_EXPLAIN_H
#define DTLINT_SCHEMA_RUN_EXPLAIN_H

#include "schema/run/machine.h"

enum { ERRORS_MAX = 10000 }; /* for one value; the rest is not found */

/* A step on a path: a name, or where it is STRING_NONE an index. */
struct schema_step {
	uint32_t name;
	uint32_t index;
};

struct schema_path {
	const struct schema_step *v;
	uint32_t n;
};

struct schema_error {
	struct schema_error *next;
	struct schema_error *context; /* of branches, in their order */
	struct value instance;        /* what does not hold */
	uint32_t keyword;             /* its number; of a false schema what led there */
	enum schema_op op;            /* OPS_COUNT: a schema that is false */
	uint32_t aux;
	uint32_t arg;
	uint32_t code;           /* the schema the keyword stands in, or CODE_NONE */
	uint32_t root;           /* of the document it stands in, or ROOT_NONE */
	uint32_t condition;      /* the `if` that let it in by its `then`, or CODE_NONE */
	struct schema_path path; /* to the instance, from the value asked about */
	struct schema_path schema_path; /* without `$ref` and `if`, as in jsonschema */
	uint32_t parent_steps; /* of schema_path: those of the error this explains */
	uint32_t branch;       /* in a context: the branch's number */
	/*
	 * Members that are too many, or are missing; of dependentRequired the one that asks
	 * for it stands behind them.
	 */
	const uint32_t *names;
	uint32_t nnames;
	uint32_t count; /* contains: items that it holds for */
	bool several;   /* oneOf: more than one branch holds */
};

/*
 * The errors in @a; NULL where the value is valid. @root is that of the document that
 * @code stands in, or ROOT_NONE. As machine_valid(), @m's `exhausted` says that not all
 * was looked at.
 */
struct schema_error *schema_explain(struct machine *m, struct arena *a, uint32_t root,
	uint32_t code, const struct value *v);

/*
 * Which members or items a schema evaluated, by jsonschema's reading where the schema
 * does not hold (explain_seen.c): all keywords but @but. A bit each in @seen.
 */
void explain_seen(struct machine *m, uint32_t code, const struct value *v, uint32_t but,
	uint64_t *seen);

#endif
