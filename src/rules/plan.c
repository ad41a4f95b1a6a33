/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/plan.h"

#include <string.h>

#include "base/hash.h"

/* More than there are sets of rules that a name can call, but for names made to. */
enum { LISTS_MAX = 1024 };

/* By whole id, which is all that prerequisites go by. */
static struct map
index_ids(struct arena *a)
{
	struct map ids = { 0 };
	const struct rule *r;
	uint32_t i;

	for (i = 0; (r = rule_at(i)); i++)
		map_put(&ids, a, hash_bytes(r->id, strlen(r->id)), i);
	return ids;
}

static uint16_t
number_of(const struct map *ids, const char *id)
{
	uint32_t number = map_get(ids, hash_bytes(id, strlen(id)));

	/* two ids with one hash, or an id that is none */
	if (number == MAP_ABSENT || strcmp(rule_at(number)->id, id) != 0)
		return (uint16_t)rule_number(rule_find(id));
	return (uint16_t)number;
}

static void
add_needs(struct rule_plan *plan, const struct map *ids, uint16_t number)
{
	const struct rule *r = rule_at(number);
	struct planned *p = &plan->rules[number];
	const char *const *id;
	uint16_t *needs;

	for (id = r->prerequisites; id && *id; id++)
		p->nneeds++;
	p->needs = needs = arena_array(plan->arena, uint16_t, p->nneeds);
	for (id = r->prerequisites; id && *id; id++)
		*needs++ = number_of(ids, *id);
}

/* Marks a rule as run, and all that it depends on. */
static void
run_rule(const struct rule_plan *plan, bool *run, uint16_t number)
{
	uint16_t i;

	if (run[number])
		return;
	run[number] = true;
	for (i = 0; i < plan->rules[number].nneeds; i++)
		run_rule(plan, run, plan->rules[number].needs[i]);
}

/* The rule's fix as help is written: without a capital and a full stop. */
static const char *
help_of(struct arena *a, const struct rule *r)
{
	size_t n = strlen(r->fix);
	char *help = arena_strndup(a, r->fix, n - (r->fix[n - 1] == '.'));

	if (*help >= 'A' && *help <= 'Z')
		*help += 'a' - 'A';
	return help;
}

static struct rule_list
new_list(struct arena *a, size_t n)
{
	return (struct rule_list){ .v = arena_array(a, struct called, n) };
}

static void
add(struct rule_list *list, const struct rule *r, uint16_t number)
{
	list->v[list->n].rule = r;
	list->v[list->n++].number = number;
}

/* The lists of all rules that are run, and of those that a node of any name calls. */
static void
add_called(struct rule_plan *plan, const bool *run)
{
	const struct rule *r;
	uint16_t i;

	for (i = 0; (r = rule_at(i)); i++) {
		if (!run[i])
			continue;
		if (r->check_tree)
			add(&plan->tree, r, i);
		if (r->check_prop)
			add(&plan->prop, r, i);
		if (!r->check_node)
			continue;
		add(&plan->node, r, i);
		if (r->match_node)
			continue;
		if (!r->parents_only)
			add(&plan->unnamed[false], r, i);
		add(&plan->unnamed[true], r, i);
	}
}

/* A plan that calls no rule. */
static struct rule_plan *
new_plan(struct arena *a)
{
	struct rule_plan *plan = arena_new(a, struct rule_plan);

	plan->arena = a;
	plan->count = (uint16_t)rules_count();
	plan->tree = new_list(a, plan->count);
	plan->node = new_list(a, plan->count);
	plan->prop = new_list(a, plan->count);
	plan->unnamed[false] = new_list(a, plan->count);
	plan->unnamed[true] = new_list(a, plan->count);
	plan->met = new_list(a, plan->count);
	plan->matches = arena_array(a, bool, plan->count);
	plan->lists = arena_array(a, const struct rule_list *, LISTS_MAX);
	return plan;
}

struct rule_plan *
rule_plan_part(struct arena *a, const struct rule_plan *plan, const bool *which)
{
	struct rule_plan *part = new_plan(a);
	bool *run = arena_array(a, bool, plan->count);
	uint16_t i;

	for (i = 0; i < plan->node.n; i++)
		run[plan->node.v[i].number] = which[plan->node.v[i].number];
	for (i = 0; i < plan->prop.n; i++)
		run[plan->prop.v[i].number] = which[plan->prop.v[i].number];
	part->rules = plan->rules;
	add_called(part, run);
	return part;
}

struct rule_plan *
rule_plan_new(struct arena *a, const struct rule_config *c)
{
	struct rule_plan *plan = new_plan(a);
	bool *run = arena_array(a, bool, rules_count());
	const struct map ids = index_ids(a);
	const struct rule *r;
	uint16_t i;

	plan->rules = arena_array(a, struct planned, plan->count);
	for (i = 0; (r = rule_at(i)); i++) {
		plan->rules[i].reported = rule_is_reported(c, r);
		plan->rules[i].error = c->flags[i].error;
		plan->rules[i].ordered = !strncmp(r->id, "dtc/", 4);
		if (plan->rules[i].ordered)
			plan->rules[i].help = help_of(a, r);
		add_needs(plan, &ids, i);
	}
	for (i = 0; i < plan->count; i++)
		if (plan->rules[i].reported)
			run_rule(plan, run, i);
	add_called(plan, run);
	return plan;
}

void
rule_plan_know(struct rule_plan *plan, const struct intern *names)
{
	struct judged *grown;

	if (plan->names != names) {
		plan->names = names;
		plan->nnames = 0;
	}
	if (plan->nnames >= names->count)
		return;
	grown = arena_array(plan->arena, struct judged, names->cap);
	if (plan->nnames)
		memcpy(grown, plan->by_name, plan->nnames * sizeof(*grown));
	plan->by_name = grown;
	plan->nnames = names->cap;
}

/* What was met, as a list that is kept: one for all names that call the same. */
static const struct rule_list *
keep(struct rule_plan *plan)
{
	const struct rule_list *met = &plan->met;
	struct rule_list *list;
	uint32_t i;

	for (i = 0; i < plan->nlists; i++)
		if (plan->lists[i]->n == met->n
			&& !memcmp(plan->lists[i]->v, met->v, met->n * sizeof(*met->v)))
			return plan->lists[i];
	list = arena_new(plan->arena, struct rule_list);
	*list = new_list(plan->arena, met->n);
	for (i = 0; i < met->n; i++)
		add(list, met->v[i].rule, met->v[i].number);
	if (plan->nlists < LISTS_MAX)
		plan->lists[plan->nlists++] = list;
	return list;
}

void
rule_plan_judge_prop(struct rule_plan *plan, atom_t name)
{
	static const struct rule_list none;
	const char *text = intern_str(plan->names, name);
	uint16_t i;

	plan->met.n = 0;
	for (i = 0; i < plan->prop.n; i++) {
		const struct rule *r = plan->prop.v[i].rule;

		if (r->prop ? r->prop == name : r->match_prop(text))
			add(&plan->met, r, plan->prop.v[i].number);
	}
	plan->by_name[name].props = plan->met.n ? keep(plan) : &none;
}

void
rule_plan_judge_node(struct rule_plan *plan, atom_t name)
{
	const char *text = intern_str(plan->names, name);
	bool *matches = plan->matches, any = false;
	uint16_t i;
	int parent;

	for (i = 0; i < plan->node.n; i++) {
		const struct rule *r = plan->node.v[i].rule;

		matches[i] = !r->match_node || r->match_node(text);
		any |= r->match_node && matches[i];
	}
	for (parent = 0; parent < 2; parent++) {
		if (!any) {
			plan->by_name[name].nodes[parent] = &plan->unnamed[parent];
			continue;
		}
		plan->met.n = 0;
		for (i = 0; i < plan->node.n; i++)
			if (matches[i] && (parent || !plan->node.v[i].rule->parents_only))
				add(&plan->met, plan->node.v[i].rule,
					plan->node.v[i].number);
		plan->by_name[name].nodes[parent] = keep(plan);
	}
}
