/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was evaluated, in a value that is known not to be valid. The specification says
 * nothing of it; jsonschema lets what a `$ref` or `dependentSchemas` names count, and
 * of the branches of others those that hold.
 */
#include "schema/run/eval.h"
#include "schema/run/explain.h"

static void
seen_valid(struct machine *m, uint32_t code, const struct value *v, uint64_t *seen)
{
	struct value room;
	uint32_t i;

	for (i = 0; i < v->n; i++)
		if (eval(m, code,
			    v->kind == V_OBJECT ? &v->members[i].value
						: value_item(v, i, &room),
			    NULL))
			mark(seen, i);
}

static void
seen_branch(struct machine *m, uint32_t code, const struct value *v, uint64_t *seen)
{
	if (eval(m, code, v, NULL))
		explain_seen(m, code, v, OPS_COUNT, seen);
}

static void
seen_slot(struct machine *m, uint32_t slot, const struct value *v, uint64_t *seen)
{
	words_push(&m->scopes, m->p->slots[slot].resource);
	explain_seen(m, m->p->slots[slot].code, v, OPS_COUNT, seen);
	m->scopes.n--;
}

static void
seen_names(struct machine *m, uint32_t block, bool patterns, const struct value *v,
	uint64_t *seen)
{
	uint32_t i;

	for (i = 0; i < v->n; i++) {
		uint32_t name = v->members[i].key;

		if (patterns ? machine_matches(m, block, name)[0] > 0
			     : block_find(m->p->words + block, name) >= 0)
			mark(seen, i);
	}
}

static void
seen_list(struct machine *m, const uint32_t *list, const struct value *v, uint64_t *seen)
{
	uint32_t i;

	for (i = 1; i <= list[0]; i++)
		seen_branch(m, list[i], v, seen);
}

static void
seen_if(struct machine *m, const uint32_t *w, const struct value *v, uint64_t *seen)
{
	bool holds = eval(m, w[0], v, NULL);
	uint32_t code = w[holds ? 1 : 2];

	if (holds)
		explain_seen(m, w[0], v, OPS_COUNT, seen);
	if (code != CODE_NONE)
		explain_seen(m, code, v, OPS_COUNT, seen);
}

static void
seen_dependent(
	struct machine *m, const uint32_t *block, const struct value *v, uint64_t *seen)
{
	uint32_t i;

	for (i = 0; i < block[0]; i++)
		if (object_get(v, block[1 + i * 2]))
			explain_seen(m, block[2 + i * 2], v, OPS_COUNT, seen);
}

static void
seen_object(struct machine *m, uint32_t op, uint32_t arg, const struct value *v,
	uint64_t *seen)
{
	const uint32_t *w = m->p->words + arg;

	switch (op) {
	case OP_PROPERTIES: seen_names(m, arg, false, v, seen); break;
	case OP_PATTERN_PROPERTIES: seen_names(m, arg, true, v, seen); break;
	case OP_ADDITIONAL_PROPERTIES: seen_valid(m, w[2], v, seen); break;
	case OP_UNEVALUATED_PROPERTIES: seen_valid(m, arg, v, seen); break;
	case OP_DEPENDENT_SCHEMAS: seen_dependent(m, w, v, seen); break;
	default: break;
	}
}

static void
seen_array(struct machine *m, uint32_t op, uint32_t arg, const struct value *v,
	uint64_t *seen)
{
	uint32_t i, n = v->n;

	switch (op) {
	case OP_ITEMS_LIST:
		n = m->p->words[arg] < n ? m->p->words[arg] : n; /* fall through */
	case OP_ITEMS:
	case OP_ADDITIONAL_ITEMS:
		for (i = 0; i < n; i++)
			mark(seen, i);
		break;
	case OP_UNEVALUATED_ITEMS: seen_valid(m, arg, v, seen); break;
	default: break;
	}
}

static void
seen_op(struct machine *m, uint32_t op, uint32_t arg, const struct value *v,
	uint64_t *seen)
{
	const uint32_t *w = m->p->words + arg;

	switch (op) {
	case OP_REF: seen_slot(m, arg, v, seen); break;
	case OP_RECURSIVE_REF:
		seen_slot(m, eval_recursive_target(m, arg), v, seen);
		break;
	case OP_ALL_OF:
	case OP_ANY_OF:
	case OP_ONE_OF: seen_list(m, w, v, seen); break;
	case OP_IF: seen_if(m, w, v, seen); break;
	default:
		if (v->kind == V_OBJECT)
			seen_object(m, op, arg, v, seen);
		else
			seen_array(m, op, arg, v, seen);
		break;
	}
}

void
explain_seen(struct machine *m, uint32_t code, const struct value *v, uint32_t but,
	uint64_t *seen)
{
	const uint32_t *w = m->p->words + code;
	uint32_t i, op;

	if (code <= CODE_FALSE || !(w[0] & CODE_SEES))
		return;
	if (m->depth >= EVAL_DEPTH_MAX || ++m->steps > EVAL_STEPS_MAX) {
		m->exhausted = true;
		return;
	}
	m->depth++;
	for (i = 0; i < (w[0] & 0xffff); i++) {
		op = w[1 + i * 2] & 0xff;
		if (op != but)
			seen_op(m, op, w[2 + i * 2], v, seen);
	}
	m->depth--;
}
