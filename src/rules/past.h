/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Remembers what the rules said of a base, so that a tree that is made of it by overlays
 * need not be shown to them in full: nodes that are not touched (tree/touched.h) are
 * passed over, and what would be found there is what was found in the base.
 *
 * Rules that look at a tree as a whole are always run, as are those that say so
 * (rule.whole), that have found all they may, or that go by what they found before. Where
 * it cannot be told what a rule would say, the tree is linted in full.
 */
#ifndef DTLINT_RULES_PAST_H
#define DTLINT_RULES_PAST_H

#include "rules/plan.h"
#include "rules/state.h"
#include "tree/touched.h"

struct lint_past {
	struct arena *arena;
	struct past_rule {
		bool found;    /* it had something to say, */
		bool silenced; /* which was not reported */
		bool whole;    /* it is to be shown every node */
		uint32_t count;
		size_t bytes;
	} * rules; /* by number */
	struct past_finding {
		uint16_t rule;
		uint32_t node; /* that the rule was called for; NODE_NONE: for the tree */
	} * v;
	size_t n, cap;
	struct rule_plan *whole; /* of those rules */
	const struct arch *arch; /* what rules of nodes ask of the whole tree */
	bool guest, zephyr;
};

/* For lint.keep; in @a. */
struct lint_past *past_new(struct arena *a);

/* Notes a finding of the rule that is called; between emit.c and run.c. */
void past_note(struct lint *l, uint16_t rule);

/* Keeps what lint_run() has come to in l->keep. */
void past_keep(struct lint *l, const struct rule_plan *plan);

/* Whether what is known of the base holds for l->tree at all. */
bool past_holds(struct lint *l);

/*
 * Adds what the base had at nodes that are not touched to what the rules found. False
 * where more might have been found than is kept of a rule.
 */
bool past_add(struct lint *l, const struct rule_plan *plan);

#endif
