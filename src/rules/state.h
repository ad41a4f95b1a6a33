/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * State that lint_run() keeps of each rule while it is in a tree; between run.c and
 * emit.c.
 */
#ifndef DTLINT_RULES_STATE_H
#define DTLINT_RULES_STATE_H

#include "rules/rule.h"

enum {
	/* What is kept of one rule's findings in one tree; a hostile tree has no end. */
	FINDINGS_MAX = 10000,
	FINDINGS_BYTES_MAX = 4 << 20,
};

struct rule_run {
	bool found;     /* it has something to say of the tree */
	bool done;      /* nothing more that it finds would be kept */
	uint32_t count; /* findings kept, */
	size_t bytes;   /* and about how much text they are */
	void *slot;     /* see lint_slot() */
};

struct lint_state {
	struct rule_run *rules; /* by number */
	bool any_done;
	const struct rule *current; /* the rule that was called last, */
	uint16_t number;            /* and its number */
	uint32_t at; /* the node that rules are called for; NODE_NONE: the tree */
};

static inline uint16_t
lint_state_number(const struct lint_state *state, const struct rule *r)
{
	return state->current == r ? state->number : (uint16_t)rule_number(r);
}

#endif
