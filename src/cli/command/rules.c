/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rules: a list of them. */
#include "cli/command.h"
#include "cli/reports.h"
#include "cli/rule_list.h"

static int
run(const struct options *o, struct arena *a)
{
	struct buf out = { 0 };

	rule_list_write(o, &o->rules.select, &o->rules.ignore, &out);
	return write_document(o, &out, a);
}

const struct command command_rules = {
	.name = "rules",
	.synopsis = "[OPTION...]",
	.group = "Understand",
	.summary = "list the rules",
	.about =
		"Lists the rules with the level of each; `dtlint explain RULE` tells all "
		"about one of them. --select and --ignore leave out others. Bindings, which "
		"are rules too, are not listed.",
	.formats = FORMATS_DOCUMENT,
	.run = run,
};
