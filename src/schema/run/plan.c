/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which schemas a schema holds a member against, by the member's name. */
#include "schema/run/machine.h"

static void
push(struct machine *m, uint32_t code)
{
	if (code != CODE_TRUE)
		words_push(&m->lists, code);
}

static bool
push_named(struct machine *m, const uint32_t *op, uint32_t name)
{
	const uint32_t *block = op ? m->p->words + op[1] : NULL;
	int32_t at = block ? block_find(block, name) : -1;

	if (at >= 0)
		push(m, block[1 + block[0] + (uint32_t)at]);
	return at >= 0;
}

static bool
push_matching(struct machine *m, const uint32_t *op, uint32_t matches)
{
	uint32_t i, n = m->lists.v[matches];

	for (i = 1; i <= n; i++)
		push(m, m->p->words[op[1] + 2 + m->lists.v[matches + i] * 2]);
	return n > 0;
}

/* Several schemas: the list at @from is that of the name from now on. */
static void
keep_list(struct machine *m, struct plan *plan, uint32_t from)
{
	m->lists.v[from] = plan->n;
	plan->what = map_put(&m->manifold, &m->arena, plan->key, from);
	if (plan->what != from)
		m->lists.n = from;
}

static struct plan
make_plan(struct machine *m, uint32_t code, uint32_t name)
{
	struct plan plan = { .key = (uint64_t)code << 32 | name };
	const uint32_t *patterns = program_op(m->p, code, OP_PATTERN_PROPERTIES);
	const uint32_t *others = program_op(m->p, code, OP_ADDITIONAL_PROPERTIES);
	uint32_t from, matches = 0, n;
	bool named, additional;

	/* both may add to the lists */
	if (patterns)
		matches = (uint32_t)(machine_matches(m, patterns[1], name) - m->lists.v);
	additional = others && !machine_names(m, m->p->words + others[1], name);
	from = m->lists.n;
	words_push(&m->lists, 0);
	named = push_named(m, program_op(m->p, code, OP_PROPERTIES), name);
	named |= push_matching(m, patterns, matches);
	if (additional)
		push(m, m->p->words[others[1] + 2]);
	n = m->lists.n - from - 1;
	plan.n = n | (named || additional ? PLAN_NAMED : 0);
	plan.what = m->lists.v[m->lists.n - 1];
	if (n < 2 || m->exhausted)
		m->lists.n = from;
	else
		keep_list(m, &plan, from);
	/* a verdict at a limit is none */
	return m->exhausted ? (struct plan){ 0 } : plan;
}

struct plan
machine_plan(struct machine *m, uint32_t code, uint32_t name)
{
	uint64_t key = (uint64_t)code << 32 | name;
	struct plan *plan = &m->plans[hash_number(key) & (m->nplans - 1)], made;

	if (plan->key == key)
		return *plan;
	made = make_plan(m, code, name);
	if (!m->exhausted)
		*plan = made;
	return made;
}
