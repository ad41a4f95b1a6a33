/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

static void
check(struct lint *l, const struct rule *r, const struct node *n)
{
	lint_report(
		l, r, r->level, n, NULL, "a node is here, and always_fail was asked for");
}

static const struct rule rules[] = {
	{
		.id = "dtc/always_fail",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary = "every node there is, to try out what becomes of findings",
		.why = "It does not: with -E always_fail a pipeline can be seen to stop.",
		.fix = "Leave the rule off.",
		.refs = DTC_CHECK(always_fail),
		.bad = DTC_ROOT(""),
		.check_node = check,
	},
};

const struct rule_set rules_dtc_always_fail = { rules, sizeof(rules) / sizeof(*rules) };
