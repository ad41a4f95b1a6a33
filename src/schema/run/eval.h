/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Evaluates one instruction; between the files that make verdicts (eval*.c).
 *
 * `seen` has a bit for each member or item of the value: those that were evaluated, in
 * the sense of `unevaluatedProperties` and `unevaluatedItems`. It is NULL where nobody
 * asks, and means nothing where the verdict is false.
 */
#ifndef DTLINT_SCHEMA_RUN_EVAL_H
#define DTLINT_SCHEMA_RUN_EVAL_H

#include "schema/run/machine.h"

struct call {
	struct machine *m;
	const struct value *v;
	uint64_t *seen;
	uint32_t aux;
	uint32_t arg;
};

typedef bool eval_fn(const struct call *c);

/* By instruction. */
extern eval_fn *const eval_ops[OPS_COUNT];

#define OP(id, keyword, operand, applies, sees) eval_fn eval_op_##id;
#include "schema/program/ops.def"
#undef OP

static inline const uint32_t *
call_block(const struct call *c)
{
	return c->m->p->words + c->arg;
}

/* What a schema says of the members of an object, all its keywords that do together. */
bool eval_members(const struct call *c, uint32_t code);

static inline bool
eval(struct machine *m, uint32_t code, const struct value *v, uint64_t *seen)
{
	return code == CODE_TRUE || eval_schema(m, code, v, seen);
}

static inline void
mark(uint64_t *seen, uint32_t i)
{
	if (seen)
		seen[i / 64] |= 1ull << (i % 64);
}

static inline bool
is_marked(const uint64_t *seen, uint32_t i)
{
	return seen[i / 64] >> (i % 64) & 1;
}

#endif
