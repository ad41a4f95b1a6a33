/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which rules a tree's parts are shown to; between plan.c and run.c. */
#ifndef DTLINT_RULES_PLAN_H
#define DTLINT_RULES_PLAN_H

#include "rules/rule.h"

struct rule_list {
	const struct rule **v;
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

struct rule_plan {
	struct arena *arena;
	uint16_t count;
	struct planned *rules; /* by number */
	struct rule_list tree; /* those that are called, by what for */
	struct rule_list node;
	struct rule_list prop;
	struct rule_list met; /* for rule_plan_judge() */
	/* The part of `prop` that a property's name calls, by atom; grows as names do. */
	const struct intern *names;
	const struct rule_list **by_name; /* NULL: not judged yet */
	uint32_t nnames;
};

/* Makes room for every name that the interner has now. */
void rule_plan_know(struct rule_plan *plan, const struct intern *names);

/* Fills by_name for an atom that is not judged yet. */
const struct rule_list *rule_plan_judge(struct rule_plan *plan, atom_t name);

static inline const struct rule_list *
rule_plan_for(struct rule_plan *plan, atom_t name)
{
	const struct rule_list *list = plan->by_name[name];

	return list ? list : rule_plan_judge(plan, name);
}

#endif
