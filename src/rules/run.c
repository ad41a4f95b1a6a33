/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/locate.h"
#include "rules/past.h"
#include "rules/plan.h"
#include "rules/state.h"
#include "tree/names.h"

/* What became of a rule, once it is known what the others found. */
enum outcome {
	NOT_RUN, /* nobody asked, or an error came before it */
	SILENT,  /* a prerequisite did not pass */
	PASSED,
	FAILED,
};

struct outcomes {
	const struct rule_plan *plan;
	const struct rule_run *rules;
	unsigned char *v; /* enum outcome, by rule number */
};

/*
 * dtc's run_check(): the outcome of a rule and of what it depends on. Returns whether
 * it counts as an error. Nothing is run behind an error.
 */
static bool
settle(struct outcomes *o, uint16_t number)
{
	const struct planned *p = &o->plan->rules[number];
	bool error = false;
	uint16_t i;

	if (o->v[number] == NOT_RUN) {
		for (i = 0; i < p->nneeds; i++) {
			error = error || settle(o, p->needs[i]);
			if (o->v[p->needs[i]] != PASSED)
				o->v[number] = SILENT;
		}
		if (o->v[number] == NOT_RUN)
			o->v[number] = o->rules[number].found ? FAILED : PASSED;
	}
	return error || (o->v[number] != PASSED && p->error);
}

/* Says of a rule's findings that there may be more of them than were kept. */
static void
report_cut(struct lint *l, uint16_t number, enum level level)
{
	struct diag *d = diag_add(l->diags);

	d->rule = rule_at(number);
	d->level = level;
	d->file = l->file;
	d->input = l->input;
	d->unit = l->unit;
	d->unit_id = l->unit_id;
	d->node_id = UINT32_MAX; /* behind what was found */
	d->message = arena_printf(l->arena,
		"%u findings of this rule are reported, and the rest of the tree was not "
		"searched for more",
		l->state->rules[number].count);
}

/* What became of all rules; false where the base was silent of what is to be heard now. */
static bool
settle_all(struct lint *l, struct outcomes *o)
{
	const struct rule_plan *plan = o->plan;
	bool ended = false;
	uint16_t i;

	for (i = 0; i < plan->count; i++) {
		if (!plan->rules[i].reported || (plan->rules[i].ordered && ended))
			continue;
		if (settle(o, i) && plan->rules[i].ordered)
			ended = true;
	}
	for (i = 0; i < plan->count; i++) {
		if (l->keep)
			l->keep->rules[i].silenced = o->rules[i].found
						     && o->v[i] != FAILED;
		if (l->past && o->v[i] == FAILED && l->past->rules[i].silenced)
			return false;
	}
	return true;
}

/* Drops what the rules reported since @from that is not to be heard. */
static void
silence(struct lint *l, const struct outcomes *o, size_t from)
{
	const struct rule_plan *plan = o->plan;
	struct diag_list *list = l->diags;
	size_t k, to = from;
	uint16_t i;

	for (k = from; k < list->n; k++) {
		struct diag *d = list->v[k];

		i = (uint16_t)rule_number(d->rule);
		if (o->v[i] != FAILED)
			continue;
		if (!d->help && plan->rules[i].help)
			d->help = lint_text(l, plan->rules[i].help);
		list->v[to++] = d;
	}
	list->n = to;
	for (i = 0; i < plan->count; i++)
		if (o->v[i] == FAILED && plan->rules[i].reported
			&& l->state->rules[i].done)
			report_cut(
				l, i, plan->rules[i].error ? LEVEL_ERROR : LEVEL_WARNING);
}

/* Whether to call a rule now: not where nothing that it finds would be kept. */
static inline bool
call(struct lint_state *state, const struct called *c)
{
	state->current = c->rule;
	state->number = c->number;
	return !state->any_done || !state->rules[c->number].done;
}

static void
check_node(struct lint *l, struct rule_plan *plan, const struct node *n)
{
	struct lint_state *state = l->state;
	const struct rule_list *list;
	uint16_t i;

	list = rule_plan_for_node(plan, n->name, n->first_child != NODE_NONE);
	for (i = 0; i < list->n; i++)
		if (call(state, &list->v[i]))
			list->v[i].rule->check_node(l, list->v[i].rule, n);
	node_for_each_prop (l->tree, n, p) {
		list = rule_plan_for_prop(plan, p->name);
		for (i = 0; i < list->n; i++)
			if (call(state, &list->v[i]))
				list->v[i].rule->check_prop(l, list->v[i].rule, n, p);
	}
}

/* Shows each node to its rules; one that is not touched to those alone that ask for all. */
static void
check_nodes(struct lint *l, struct rule_plan *plan)
{
	struct rule_plan *whole = l->past ? l->past->whole : NULL;
	const bool none = whole && !whole->node.n && !whole->prop.n;

	if (whole)
		rule_plan_know(whole, l->tree->names);
	tree_for_each_node (l->tree, n) {
		l->state->at = node_id(l->tree, n);
		if (node_is_generated(n))
			n = l->tree->nodes + n->end - 1;
		else if (!whole || l->delta->touched[l->state->at])
			check_node(l, plan, n);
		else if (!none)
			check_node(l, whole, n);
	}
}

/* False where what was said of the base does not tell what is to be said. */
static bool
run(struct lint *l, struct rule_plan *plan)
{
	struct lint_state state = { .at = NODE_NONE };
	struct outcomes o = { .plan = plan };
	size_t from = l->diags->n;
	uint16_t i;
	bool ok;

	state.rules = arena_array(l->scratch, struct rule_run, plan->count);
	o.rules = state.rules;
	o.v = arena_array(l->scratch, unsigned char, plan->count);
	l->state = &state;
	l->first = from;
	for (i = 0; i < plan->tree.n; i++)
		if (call(&state, &plan->tree.v[i]))
			plan->tree.v[i].rule->check_tree(l, plan->tree.v[i].rule);
	check_nodes(l, plan);
	if (l->keep)
		past_keep(l, plan);
	ok = (!l->past || past_add(l, plan)) && settle_all(l, &o);
	if (ok)
		silence(l, &o, from);
	else
		l->diags->n = from;
	l->state = NULL;
	return ok;
}

void
lint_run(struct lint *l)
{
	struct rule_plan *plan = l->plan;

	if (!plan)
		plan = rule_plan_new(l->scratch, l->config);
	rule_plan_know(plan, l->tree->names);
	if (!past_holds(l))
		l->past = NULL;
	if (run(l, plan))
		return;
	l->past = NULL;
	run(l, plan);
}

void *
lint_slot(struct lint *l, const struct rule *r, size_t size)
{
	void **slot = &l->state->rules[lint_state_number(l->state, r)].slot;

	if (!*slot)
		*slot = arena_alloc(l->scratch, size);
	return *slot;
}
