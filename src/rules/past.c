/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/past.h"

#include "base/vec.h"
#include "rules/tree_facts.h"

struct lint_past *
past_new(struct arena *a)
{
	struct lint_past *past = arena_new(a, struct lint_past);

	past->arena = a;
	return past;
}

void
past_note(struct lint *l, uint16_t rule)
{
	struct lint_past *past = l->keep;

	vec_room(past->arena, past->v, past->n, past->cap);
	past->v[past->n++] = (struct past_finding){ rule, l->state->at };
}

/* Whether what the rule finds at a node may depend on others than those that it sees. */
static bool
is_whole(const struct rule *r, const struct rule_run *run)
{
	return r->whole || run->done || (run->found && run->slot);
}

void
past_keep(struct lint *l, const struct rule_plan *plan)
{
	struct lint_past *past = l->keep;
	bool *whole = arena_array(past->arena, bool, plan->count);
	uint16_t i;

	past->rules = arena_array(past->arena, struct past_rule, plan->count);
	for (i = 0; i < plan->count; i++) {
		const struct rule_run *run = &l->state->rules[i];

		whole[i] = is_whole(rule_at(i), run);
		past->rules[i] = (struct past_rule){ .found = run->found,
			.whole = whole[i],
			.count = run->count,
			.bytes = run->bytes };
	}
	past->whole = rule_plan_part(past->arena, plan, whole);
	past->arch = l->arch;
	past->guest = lint_is_guest(l);
	past->zephyr = lint_is_zephyr(l->tree);
}

bool
past_holds(struct lint *l)
{
	const struct lint_past *past = l->past;

	return past && l->arch == past->arch && lint_is_guest(l) == past->guest
	       && lint_is_zephyr(l->tree) == past->zephyr
	       && l->tree->phandles_repeat == l->delta->base->phandles_repeat;
}

bool
past_add(struct lint *l, const struct rule_plan *plan)
{
	const struct lint_past *past = l->past;
	const struct tree_delta *d = l->delta;
	struct rule_run *rules = l->state->rules;
	size_t i;

	for (i = 0; i < plan->count; i++)
		if (!past->rules[i].whole
			&& (rules[i].count + past->rules[i].count >= FINDINGS_MAX
				|| rules[i].bytes + past->rules[i].bytes
					   >= FINDINGS_BYTES_MAX))
			return false;
	for (i = 0; i < past->n; i++) {
		const struct past_finding *f = &past->v[i];

		if (f->node != NODE_NONE && !past->rules[f->rule].whole
			&& !d->touched[d->to[f->node]])
			rules[f->rule].found = true;
	}
	return true;
}
