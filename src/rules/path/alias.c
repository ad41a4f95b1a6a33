/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static void
check_alias(struct lint *l, const struct rule *r, const struct node *aliases,
	const struct prop *p)
{
	const char *path = prop_next_string(p, NULL);
	const struct node *to = path ? tree_find(l->tree, path) : NULL;

	if (!to || !node_is_absent(lint_addresses(l), to))
		return;
	diag_help(l,
		lint_report(l, r, LEVEL_NOTE, aliases, p,
			"alias '%s' is of '%s', which the status of '%s' disables",
			prop_name(l->tree, p), path,
			lint_path(l, node_disabled_by(l->tree, to))),
		"remove the alias, or enable the node");
}

/*
 * Paths alone: one that is empty takes an alias away. dtc's check says the same, and
 * reports names with '_' or capitals too, of which many sound trees have some.
 */
static void
check_path(struct lint *l, const struct rule *r, const struct node *aliases,
	const struct prop *p)
{
	const char *path = prop_next_string(p, NULL);

	if (!path || *path != '/' || tree_find(l->tree, path)
		|| rule_is_reported(l->config, rule_find("dtc/alias_paths")))
		return;
	diag_help(l,
		lint_report(l, r, LEVEL_WARNING, aliases, p,
			"alias '%s' is '%s', and there is no such node",
			prop_name(l->tree, p), path),
		"write the node's full path, or remove the alias");
}

static void
for_each_alias(struct lint *l, const struct rule *r,
	void (*check)(struct lint *l, const struct rule *r, const struct node *aliases,
		const struct prop *p))
{
	const struct node *aliases = node_child(l->tree, l->tree->nodes, "aliases", 7);

	if (!aliases || l->tree->overlay)
		return;
	node_for_each_prop (l->tree, aliases, p)
		check(l, r, aliases, p);
}

static void
check_disabled(struct lint *l, const struct rule *r)
{
	for_each_alias(l, r, check_alias);
}

static void
check_absent(struct lint *l, const struct rule *r)
{
	for_each_alias(l, r, check_path);
}

#define TREE(path, status) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\taliases {\n" \
	"\t\tserial0 = \"" path "\";\n" \
	"\t};\n" \
	"\n" \
	"\tserial@9000000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x9000000 0x1000>;\n" \
	"\t\tstatus = \"" status "\";\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = {
	{
		.id = "path/alias-absent",
		.level = LEVEL_WARNING,
		.summary = "an alias is of a node that is not there",
		.why = "An alias that leads nowhere is passed over in silence: the number that it "
		       "stands for goes to another device, and a console that is named by it is not "
		       "found. Where dtc/alias_paths is on, it says the same.",
		.fix = "Write the node's full path, with unit addresses, or remove the alias.",
		.refs = "Devicetree Specification v0.4, 3.3 /aliases node\n"
			"Linux drivers/of/base.c, of_alias_scan()",
		.bad = { TREE("/serial@9000", "okay"), NULL },
		.good = { TREE("/serial@9000000", "okay"), NULL },
		.check_tree = check_absent,
	},
	{
		.id = "path/alias-disabled",
		.level = LEVEL_NOTE,
		.state = RULE_OFF,
		.summary = "an alias is of a node that is disabled",
		.why = "The number that the alias stands for is kept for a device that is not there: "
		       "serial0 or mmc0 is missing, and counting begins with another. Off by default, "
		       "for most trees of a family of boards have the aliases of all that the chip "
		       "could have.",
		.fix = "Remove the alias, or enable the node.",
		.refs = "Devicetree Specification v0.4, 3.3 /aliases node\n"
			"Linux drivers/of/base.c, of_alias_scan()",
		.bad = { TREE("/serial@9000000", "disabled"), NULL },
		.good = { TREE("/serial@9000000", "okay"), NULL },
		.check_tree = check_disabled,
	}
};

const struct rule_set rules_path_alias = { rules, 2 };
