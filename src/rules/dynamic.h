/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Rules that are made at run time, one for each binding, are asked for by name, as in
 * -E schema/serial/pl011, or by a part of their path, as in -W no-schema/display. What
 * is asked of them holds beside the flags of the rule that stands for all of them,
 * schema/violation, and over them.
 */
#ifndef DTLINT_RULES_DYNAMIC_H
#define DTLINT_RULES_DYNAMIC_H

#include "rules/rule.h"

/* True for what can be the name of such a rule, or of many. */
bool rule_is_dynamic(const char *name);

/* Whether a rule's id is @name, or below it; '_' and '-' are alike. */
bool rule_dynamic_matches(const char *id, const char *name);

/* One more that was asked for; the later hold over the earlier. */
void rule_dynamic_add(struct rule_config *c, const char *name, enum rule_asked what);

/* What is asked for of the rule @id, for which @base stands. */
struct rule_flags rule_dynamic_flags(
	const struct rule_config *c, const struct rule *base, const char *id);

/* True where some of them are to be reported, whatever holds for the others. */
bool rule_dynamic_wanted(const struct rule_config *c);

#endif
