/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/survey.h"
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
		lint_report(l, r, LEVEL_WARNING, aliases, p,
			"alias '%s' is of '%s', which the status of '%s' disables",
			prop_name(l->tree, p), path,
			lint_path(l, node_disabled_by(l->tree, to))),
		"remove the alias, or enable the node");
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *aliases = node_child(l->tree, l->tree->nodes, "aliases", 7);

	if (!aliases || l->tree->overlay)
		return;
	node_for_each_prop (l->tree, aliases, p)
		check_alias(l, r, aliases, p);
}

#define TREE(status) \
	"/dts-v1/;\n" \
	"/ {\n" \
	"\t#address-cells = <1>;\n" \
	"\t#size-cells = <1>;\n" \
	"\n" \
	"\taliases {\n" \
	"\t\tserial0 = \"/serial@9000000\";\n" \
	"\t};\n" \
	"\n" \
	"\tserial@9000000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x9000000 0x1000>;\n" \
	"\t\tstatus = \"" status "\";\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "path/alias-disabled",
	.level = LEVEL_WARNING,
	.state = RULE_OFF,
	.summary = "an alias is of a node that is disabled",
	.why = "The number that the alias stands for is kept for a device that is not there: "
	       "serial0 or mmc0 is missing, and counting begins with another. Off by default, "
	       "for most trees of a family of boards have the aliases of all that the chip "
	       "could have. An alias of a node that is not in the tree is dtc's to report "
	       "(alias_paths).",
	.fix = "Remove the alias, or enable the node.",
	.refs = "Devicetree Specification v0.4, 3.3 /aliases node\n"
		"Linux drivers/of/base.c, of_alias_scan()",
	.bad = { TREE("disabled"), NULL },
	.good = { TREE("okay"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_path_alias = { rules, 1 };
