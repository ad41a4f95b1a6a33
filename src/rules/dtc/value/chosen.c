/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/value/types.h"

/* dtc says it of the root. */
static void
check_interrupt_controller(struct lint *l, const struct rule *r)
{
	const struct node *root = l->tree->nodes;
	const struct node *chosen = node_child(l->tree, root, "chosen", 6);
	struct diag *d;

	if (!chosen || !node_has(l->tree, chosen, NAME_interrupt_controller))
		return;
	d = lint_report(l, r, r->level, root, NULL,
		"/chosen has 'interrupt-controller', a relic of old PowerPC firmware");
	diag_help(l, d, "remove it: the controller is found by 'interrupt-parent'");
}

static bool
is_chosen(const char *name)
{
	return !strcmp(name, "chosen");
}

/* Whether an overlay's node stands for the root of its base. */
static bool
is_in_root_of_base(const struct tree *t, const struct node *n)
{
	if (n->name != NAME_overlay)
		return false;
	node_for_each_prop (t, node_parent(t, n), p)
		if (!strcmp(prop_name(t, p), "target-path"))
			return prop_has_string(p, "/");
	return false;
}

static void
check_is_root(struct lint *l, const struct rule *r, const struct node *n)
{
	struct diag *d;

	if (!n->parent || is_in_root_of_base(l->tree, node_parent(l->tree, n)))
		return;
	d = lint_report(l, r, r->level, n, NULL,
		"a node 'chosen' stands in %s, expected it in the root alone",
		dtc_path(l, node_parent(l->tree, n)));
	diag_help(
		l, d, "move what it says to /chosen, where boot loaders and Linux look");
}

static void
check_bootargs(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	if (n->name == NAME_chosen)
		dtc_check_is_string(l, r, n, p);
}

static void
check_stdout_path(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct diag *d;

	if (n->name != NAME_chosen)
		return;
	if (p->name == NAME_linux_stdout_path) {
		if (node_has(l->tree, n, NAME_stdout_path))
			return;
		d = lint_report(l, r, r->level, n, p,
			"'linux,stdout-path' names the console, expected 'stdout-path'");
		diag_help(l, d, "rename the property 'stdout-path'");
	}
	dtc_check_is_string(l, r, n, p);
}

static bool
is_stdout_path(const char *name)
{
	return !strcmp(name, "stdout-path") || !strcmp(name, "linux,stdout-path");
}

static const struct rule rules[] = {
	{
		.id = "dtc/obsolete_chosen_interrupt_controller",
		.level = LEVEL_WARNING,
		.summary = "an 'interrupt-controller' in /chosen",
		.why = "It is a relic of PowerPC before 2.6.27; nothing reads it.",
		.fix = "Remove the property.",
		.refs = DTC_CHECK(obsolete_chosen_interrupt_controller),
		.bad = DTC_ROOT("\tchosen {\n\t\tinterrupt-controller = <1>;\n\t};\n"),
		.good = DTC_ROOT("\tchosen { };\n"),
		.check_tree = check_interrupt_controller,
	},
	{
		.id = "dtc/chosen_node_is_root",
		.level = LEVEL_WARNING,
		.summary = "a node called 'chosen' that is not /chosen",
		.why = "Boot arguments and the console are read from /chosen alone.",
		.fix = "Move the node to the root, or rename it.",
		.refs = DTC_SPEC("3.6 /chosen node") DTC_CHECK(chosen_node_is_root),
		.bad = DTC_ROOT("\tnode {\n\t\tchosen { };\n\t};\n"),
		.good = DTC_ROOT("\tchosen { };\n"),
		.check_node = check_is_root,
		.match_node = is_chosen,
	},
	{
		.id = "dtc/chosen_node_bootargs",
		.level = LEVEL_WARNING,
		.summary = "a 'bootargs' of /chosen that is not one string",
		.why = "It is the kernel's command line, and ends at the first NUL.",
		.fix = "Write one string: bootargs = \"console=ttyS0 ro\";.",
		.refs = DTC_SPEC("3.6 /chosen node") DTC_CHECK(chosen_node_bootargs),
		.bad = DTC_ROOT("\tchosen {\n\t\tbootargs = \"quiet\", \"ro\";\n\t};\n"),
		.good = DTC_ROOT("\tchosen {\n\t\tbootargs = \"quiet ro\";\n\t};\n"),
		.check_prop = check_bootargs,
		.prop = NAME_bootargs,
	},
	{
		.id = "dtc/chosen_node_stdout_path",
		.level = LEVEL_WARNING,
		.summary =
			"a 'stdout-path' of /chosen that is not one string, or goes by its "
			"old name",
		.why = "It is the path or alias of the console, with options behind a ':'; "
		       "the name 'linux,stdout-path' is deprecated.",
		.fix = "Write one string: stdout-path = \"serial0:115200n8\";.",
		.refs = DTC_SPEC("3.6 /chosen node") DTC_CHECK(chosen_node_stdout_path),
		.bad = DTC_ROOT(
			"\tchosen {\n\t\tlinux,stdout-path = \"serial0\";\n\t};\n"),
		.good = DTC_ROOT("\tchosen {\n\t\tstdout-path = \"serial0\";\n\t};\n"),
		.check_prop = check_stdout_path,
		.match_prop = is_stdout_path,
	},
};

const struct rule_set rules_dtc_chosen = { rules, sizeof(rules) / sizeof(*rules) };
