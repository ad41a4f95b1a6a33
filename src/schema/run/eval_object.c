/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Verdicts on objects. In a verdict eval_members() stands for the three keywords that
 * choose schemas for members; by itself each is run where it is told which one fails.
 */
#include <string.h>

#include "schema/run/eval.h"

/* The same of one member, by the plan for its name. */
static bool
eval_planned(struct machine *m, const struct plan *plan, const struct member *member)
{
	uint32_t n = plan->n & ~PLAN_NAMED, i;

	if (n == 1)
		return eval_member(m, plan->what, member);
	/* the list may move while what it names is run */
	for (i = 1; i <= n; i++)
		if (!eval_member(m, m->lists.v[plan->what + i], member))
			return false;
	return true;
}

bool
eval_members(const struct call *c, uint32_t code)
{
	const struct value *v = c->v;
	struct plan plan;
	uint32_t i;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		plan = machine_plan(c->m, code, v->members[i].key);
		if (plan.n & PLAN_NAMED)
			mark(c->seen, i);
		if (!eval_planned(c->m, &plan, &v->members[i]))
			return false;
	}
	return true;
}

bool
eval_op_PROPERTIES(const struct call *c)
{
	const uint32_t *block = call_block(c), *codes = block + 1 + block[0];
	const struct value *v = c->v;
	uint32_t i;
	int32_t at;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		at = block_find(block, v->members[i].key);
		if (at < 0)
			continue;
		mark(c->seen, i);
		if (!eval_member(c->m, codes[at], &v->members[i]))
			return false;
	}
	return true;
}

bool
eval_op_PATTERN_PROPERTIES(const struct call *c)
{
	const uint32_t *block = call_block(c), *list;
	const struct value *v = c->v;
	uint32_t i, k, n, offset;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		list = machine_matches(c->m, c->arg, v->members[i].key);
		if (!list[0])
			continue;
		mark(c->seen, i);
		/* the list may move while what it names is run */
		n = list[0];
		offset = (uint32_t)(list - c->m->lists.v);
		for (k = 1; k <= n; k++)
			if (!eval_member(c->m, block[2 + c->m->lists.v[offset + k] * 2],
				    &v->members[i]))
				return false;
	}
	return true;
}

bool
eval_op_ADDITIONAL_PROPERTIES(const struct call *c)
{
	const uint32_t *block = call_block(c);
	const struct value *v = c->v;
	uint32_t i;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		if (machine_names(c->m, block, v->members[i].key))
			continue;
		mark(c->seen, i);
		if (!eval_member(c->m, block[2], &v->members[i]))
			return false;
	}
	return true;
}

bool
eval_op_UNEVALUATED_PROPERTIES(const struct call *c)
{
	const struct value *v = c->v;
	uint32_t i;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		if (is_marked(c->seen, i))
			continue;
		if (!eval_member(c->m, c->arg, &v->members[i]))
			return false;
		mark(c->seen, i);
	}
	return true;
}

bool
eval_op_PROPERTY_NAMES(const struct call *c)
{
	struct value name = { .kind = V_STRING };
	const struct value *v = c->v;
	uint32_t i;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		name.id = v->members[i].key;
		name.s = machine_text(c->m, name.id);
		name.n = (uint32_t)strlen(name.s);
		if (!eval(c->m, c->arg, &name, NULL))
			return false;
	}
	return true;
}

static bool
has_all(const struct value *v, const uint32_t *names)
{
	uint32_t i;

	for (i = 1; i <= names[0]; i++)
		if (!object_get(v, names[i]))
			return false;
	return true;
}

bool
eval_op_REQUIRED(const struct call *c)
{
	return c->v->kind != V_OBJECT || has_all(c->v, call_block(c));
}

bool
eval_op_DEPENDENT_REQUIRED(const struct call *c)
{
	const uint32_t *block = call_block(c);
	uint32_t i;

	for (i = 0; c->v->kind == V_OBJECT && i < block[0]; i++)
		if (object_get(c->v, block[1 + i * 2])
			&& !has_all(c->v, c->m->p->words + block[2 + i * 2]))
			return false;
	return true;
}

bool
eval_op_DEPENDENT_SCHEMAS(const struct call *c)
{
	const uint32_t *block = call_block(c);
	uint32_t i;

	for (i = 0; c->v->kind == V_OBJECT && i < block[0]; i++)
		if (object_get(c->v, block[1 + i * 2])
			&& !eval(c->m, block[2 + i * 2], c->v, c->seen))
			return false;
	return true;
}

bool
eval_op_MAX_PROPERTIES(const struct call *c)
{
	return c->v->kind != V_OBJECT || c->v->n <= c->arg;
}

bool
eval_op_MIN_PROPERTIES(const struct call *c)
{
	return c->v->kind != V_OBJECT || c->v->n >= c->arg;
}
