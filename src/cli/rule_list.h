/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules' documentation as JSON, and lists of rules. */
#ifndef DTLINT_CLI_RULE_LIST_H
#define DTLINT_CLI_RULE_LIST_H

#include "cli/options/options.h"

/* Where a plain run does not report it, what does: "off", "strict" or "pedantic"; or "". */
const char *rule_default_text(const struct rule *r);

/* Appends an object with all that is said of the rule. */
void rule_json_write(const struct rule *r, struct buf *out);

/*
 * Appends the rules that one of the selectors names (no selector: all) and none of
 * @ignore does, in the format that the options ask for; each is a list by commas.
 */
void rule_list_write(const struct options *o, const struct string_list *select,
	const struct string_list *ignore, struct buf *out);

#endif
