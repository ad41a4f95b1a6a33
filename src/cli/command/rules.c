/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rules: a list of them. */
#include <stdio.h>

#include "base/wrap.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/rule_json.h"

enum { WIDTH = 132 };

static void
put_text_list(struct buf *out)
{
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++) {
		char first[80];

		snprintf(first, sizeof(first), "%-42s %-8s %-8s ", r->id,
			rule_level_text(r), rule_default_text(r));
		wrap_text(out, first, r->summary, WIDTH);
	}
}

static void
put_json_list(struct buf *out)
{
	json_t *all = json_array();
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++)
		json_array_append_new(all, rule_json(r));
	rule_json_finish(all, out);
}

static int
run(const struct options *o, struct arena *a)
{
	struct buf out = { 0 };

	if (wants_json(o))
		put_json_list(&out);
	else
		put_text_list(&out);
	return write_document(o, &out, a);
}

const struct command command_rules = {
	.name = "rules",
	.synopsis = "[OPTION...]",
	.group = "Understand",
	.summary = "list the rules",
	.about =
		"Lists the rules with the level of each; `dtlint explain RULE` tells all "
		"about one of them. Bindings, which are rules too, are not listed.",
	.formats = FORMATS_DOCUMENT,
	.run = run,
};
