/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Verdicts, and the schemas within a schema that hold for the same value. Nothing is
 * said of why: most values are valid, and explain.c goes over the others again.
 */
#include "schema/run/eval.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

eval_fn *const eval_ops[OPS_COUNT] = {
#define OP(id, keyword, operand, applies, sees) [OP_##id] = eval_op_##id,
#include "schema/program/ops.def"
#undef OP
};

enum { SEEN_WORDS = 4 };

/* Bits of a value's members or items, on the stack where they are few. */
struct seen {
	uint64_t few[SEEN_WORDS];
	uint64_t *bits;
	uint32_t n;
};

static void
seen_start(struct seen *s, const struct value *v)
{
	bool has_parts = v->kind == V_OBJECT || value_is_array(v);

	s->n = has_parts ? (v->n + 63) / 64 : 0;
	if (s->n <= SEEN_WORDS) {
		s->bits = s->few;
		memset(s->few, 0, s->n * sizeof(*s->few));
	} else if (!(s->bits = calloc(s->n, sizeof(*s->bits)))) {
		fatal("out of memory: %u properties", v->n);
	}
}

static void
seen_end(struct seen *s, uint64_t *into)
{
	uint32_t i;

	for (i = 0; into && i < s->n; i++)
		into[i] |= s->bits[i];
	if (s->bits != s->few)
		free(s->bits);
}

/*
 * Instructions come in the order of ops.def: where there are `patternProperties` or
 * `additionalProperties` these are met first, and `properties` is done with them.
 */
static bool
run(uint32_t code, struct call *c)
{
	const uint32_t *w = c->m->p->words + code, *end = w + 1 + (w[0] & 0xffff) * 2;
	bool ok, planned = false;

	for (w++; w < end; w += 2) {
		c->aux = w[0] >> 8;
		c->arg = w[1];
		switch (w[0] & 0xff) {
		case OP_ADDITIONAL_PROPERTIES:
		case OP_PATTERN_PROPERTIES:
			ok = planned || eval_members(c, code);
			planned = true;
			break;
		case OP_PROPERTIES: ok = planned || eval_op_PROPERTIES(c); break;
		default: ok = eval_ops[w[0] & 0xff](c); break;
		}
		if (!ok)
			return false;
	}
	return true;
}

bool
eval_schema(struct machine *m, uint32_t code, const struct value *v, uint64_t *seen)
{
	const uint32_t *w = m->p->words + code;
	struct call c = { .m = m, .v = v, .seen = seen };
	struct seen own;
	bool ok;

	if (code == CODE_FALSE)
		return false;
	m->steps += 1 + (w[0] & 0xffff);
	if (m->depth >= EVAL_DEPTH_MAX || m->steps > EVAL_STEPS_MAX) {
		m->exhausted = true;
		return true;
	}
	m->depth++;
	if (w[0] & CODE_ASKS) {
		seen_start(&own, v);
		c.seen = own.bits;
		ok = run(code, &c);
		seen_end(&own, ok ? seen : NULL);
	} else {
		ok = run(code, &c);
	}
	m->depth--;
	return ok;
}

/* The schemas below this one are too few for a verdict to be worth keeping. */
static bool
is_small(const uint32_t *w)
{
	return (w[0] & 0xffff) < 2 && (w[1] & 0xff) != OP_REF;
}

/* What a verdict on a member is kept by. */
struct verdict_key {
	uint64_t shape;
	uint64_t exact;
	uint32_t blind; /* of enum varying: what the former does not tell */
	uint32_t steps; /* both as they were before the verdict */
	uint32_t depends;
};

static bool
can_cache(const struct machine *m, const struct member *member)
{
	return m->verdicts
	       && (member->value.kind == V_OBJECT || member->extra != MEMBER_NODE);
}

static bool
is_cached(struct machine *m, uint64_t key)
{
	const struct verdict *cached = &m->verdicts[key & (VERDICTS - 1)];

	if (cached->key != key)
		return false;
	m->steps += cached->steps;
	m->depends |= cached->depends;
	return true;
}

/* True where it is known that the member is valid under @what; else it is to be found. */
static bool
is_cached_valid(struct machine *m, uint64_t what, const struct member *member,
	struct verdict_key *k)
{
	const struct value *v = &member->value;
	bool is_node = v->kind == V_OBJECT;
	const struct value_digest *g = is_node ? &m->nodes[v->line]
					       : &m->props[member->extra];

	k->shape = hash_mix(g->shape ^ what);
	k->exact = hash_mix(g->exact ^ what);
	k->blind = is_node ? VARYING_PHANDLE : VARYING_CELL;
	if (is_cached(m, k->shape) || (g->exact != g->shape && is_cached(m, k->exact)))
		return true;
	k->steps = m->steps;
	k->depends = m->depends;
	m->depends = 0;
	return false;
}

static bool
cache_verdict(struct machine *m, const struct verdict_key *k, bool ok)
{
	uint64_t key = m->depends & k->blind ? k->exact : k->shape;

	if (ok && !m->exhausted)
		m->verdicts[key & (VERDICTS - 1)] = (struct verdict){ key,
			m->steps - k->steps, m->depends };
	m->depends |= k->depends;
	return ok;
}

bool
eval_member(struct machine *m, uint32_t code, const struct member *member)
{
	struct verdict_key k;

	if (code <= CODE_FALSE)
		return code == CODE_TRUE;
	if (is_small(m->p->words + code) || !can_cache(m, member))
		return eval_schema(m, code, &member->value, NULL);
	return is_cached_valid(m, (uint64_t)code << 16, member, &k)
	       || cache_verdict(m, &k, eval_schema(m, code, &member->value, NULL));
}

static void
start(struct machine *m)
{
	m->depth = 0;
	m->steps = 0;
	m->exhausted = false;
	m->scopes.n = 0;
	regexes_start(m->regexes);
}

bool
machine_valid(struct machine *m, uint32_t code, const struct value *v)
{
	start(m);
	return eval(m, code, v, NULL);
}

/* A schema that may fail without the whole failing: its marks count if it holds. */
static bool
eval_branch(const struct call *c, uint32_t code)
{
	struct seen own;
	bool ok;

	if (!c->seen || !(c->m->p->words[code] & CODE_SEES))
		return eval(c->m, code, c->v, NULL);
	seen_start(&own, c->v);
	ok = eval(c->m, code, c->v, own.bits);
	seen_end(&own, ok ? c->seen : NULL);
	return ok;
}

static bool
eval_slot(const struct call *c, uint32_t number)
{
	const struct program_slot *slot = &c->m->p->slots[number];
	bool ok;

	if (c->m->met)
		c->m->met[number] = true;
	if (!c->m->p->header->recursive)
		return eval(c->m, slot->code, c->v, c->seen);
	words_push(&c->m->scopes, slot->resource);
	ok = eval(c->m, slot->code, c->v, c->seen);
	c->m->scopes.n--;
	return ok;
}

bool
eval_op_REF(const struct call *c)
{
	return eval_slot(c, c->arg);
}

uint32_t
eval_recursive_target(const struct machine *m, uint32_t slot)
{
	const struct program_slot *slots = m->p->slots;
	uint32_t i;

	if (!slots[slot].anchored)
		return slot;
	for (i = m->scopes.n; i-- && slots[m->scopes.v[i]].anchored;)
		slot = m->scopes.v[i];
	return slot;
}

bool
eval_op_RECURSIVE_REF(const struct call *c)
{
	return eval_slot(c, eval_recursive_target(c->m, c->arg));
}

bool
eval_op_ALL_OF(const struct call *c)
{
	const uint32_t *list = call_block(c);
	uint32_t i;

	for (i = 1; i <= list[0]; i++)
		if (!eval(c->m, list[i], c->v, c->seen))
			return false;
	return true;
}

bool
eval_op_ANY_OF(const struct call *c)
{
	const uint32_t *list = call_block(c);
	bool any = false;
	uint32_t i;

	for (i = 1; i <= list[0] && (c->seen || !any); i++)
		any |= eval_branch(c, list[i]);
	return any;
}

bool
eval_op_ONE_OF(const struct call *c)
{
	const uint32_t *list = call_block(c);
	uint32_t i, n = 0;

	for (i = 1; i <= list[0] && n < 2; i++)
		n += eval_branch(c, list[i]);
	return n == 1;
}

bool
eval_op_NOT(const struct call *c)
{
	return !eval(c->m, c->arg, c->v, NULL);
}

bool
eval_op_IF(const struct call *c)
{
	const uint32_t *w = call_block(c);
	uint32_t code = w[eval_branch(c, w[0]) ? 1 : 2];

	return code == CODE_NONE || eval(c->m, code, c->v, c->seen);
}
