/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plans which rules a tree's parts are shown to; between plan.c and run.c. */
#ifndef DTLINT_RULES_PLAN_H
#define DTLINT_RULES_PLAN_H

#include "rules/rule.h"

struct rule_list {
	struct called {
		const struct rule *rule;
		uint16_t number;
	} * v; /* in the order of their numbers */
	uint16_t n;
};

struct planned {
	bool reported;
	bool error; /* what it finds is an error, and ends its family if that is dtc's */
	bool ordered;     /* of dtc's family */
	const char *help; /* that family's, of findings without their own; or NULL */
	uint16_t nneeds;
	const uint16_t *needs; /* numbers of the prerequisites */
};

/* Which rules a name calls; NULL: not judged yet. */
struct judged {
	const struct rule_list *props;    /* for a property of that name */
	const struct rule_list *nodes[2]; /* for a node: [1] where it has subnodes */
};

struct rule_plan {
	struct arena *arena;
	uint16_t count;
	struct planned *rules; /* by number */
	struct rule_list tree; /* those that are called, by what for */
	struct rule_list node;
	struct rule_list prop;
	struct rule_list unnamed[2]; /* the part of `node` that any name calls */
	struct rule_list met;        /* for judging, as is the next */
	bool *matches;
	const struct rule_list **lists; /* what judging came to, each once */
	uint32_t nlists;
	const struct intern *names;
	struct judged *by_name; /* by atom; grows as names do */
	uint32_t nnames;
};

/* Makes room for every name that the interner has now. */
void rule_plan_know(struct rule_plan *plan, const struct intern *names);

/* The same with those rules alone, by number, for nodes and properties. */
struct rule_plan *rule_plan_part(
	struct arena *a, const struct rule_plan *plan, const bool *which);

/* These judge an atom. */
void rule_plan_judge_prop(struct rule_plan *plan, atom_t name);
void rule_plan_judge_node(struct rule_plan *plan, atom_t name);

static inline const struct rule_list *
rule_plan_for_prop(struct rule_plan *plan, atom_t name)
{
	if (!plan->by_name[name].props)
		rule_plan_judge_prop(plan, name);
	return plan->by_name[name].props;
}

static inline const struct rule_list *
rule_plan_for_node(struct rule_plan *plan, atom_t name, bool has_subnodes)
{
	if (!plan->by_name[name].nodes[has_subnodes])
		rule_plan_judge_node(plan, name);
	return plan->by_name[name].nodes[has_subnodes];
}

#endif
