/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

/* The value, or 0 where it is reported here that there is none. */
static uint32_t
read_phandle(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	uint32_t value;

	if (p->len != 4) {
		dtc_report_cells(l, r, n, p, 0, 0,
			"'%s' is %s, expected one cell: 4 bytes", prop_name(l->tree, p),
			dtc_count(l, p->len, "byte"));
		return 0;
	}
	value = prop_cell(p, 0);
	if (dtc_phandle_is_valid(value))
		return value;
	dtc_report_cells(l, r, n, p, 0, 0,
		"'%s' is 0x%x, expected a number from 0x1 to 0xfffffffe: the others mean "
		"\"no node\"",
		prop_name(l->tree, p), value);
	return 0;
}

static void
check_phandle(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct prop *own = node_prop(l->tree, n, NAME_phandle);
	const struct prop *old = node_prop(l->tree, n, NAME_linux_phandle);
	uint32_t phandle, linux_phandle;
	const struct node *other;
	struct diag *d;

	if (p != (own ? own : old))
		return;
	phandle = own ? read_phandle(l, r, n, own) : 0;
	linux_phandle = old ? read_phandle(l, r, n, old) : 0;
	if (phandle && linux_phandle && phandle != linux_phandle)
		lint_report(l, r, r->level, n, own,
			"'phandle' is 0x%x and 'linux,phandle' is 0x%x, expected the same",
			phandle, linux_phandle);
	if (!phandle)
		phandle = linux_phandle;
	if (phandle == n->phandle && !l->tree->phandles_repeat)
		return;
	other = tree_phandle(l->tree, phandle);
	if (!other || other == n)
		return;
	d = dtc_report_cells(l, r, n, p, 0, 0, "the phandle 0x%x is that of %s already",
		phandle, dtc_path(l, other));
	diag_help(l, d,
		"every reference to 0x%x finds %s: give this node another number, and mend "
		"the references that mean it",
		phandle, dtc_path(l, other));
}

static bool
is_phandle(const char *name)
{
	return !strcmp(name, "phandle") || !strcmp(name, "linux,phandle");
}

static const struct rule rules[] = {
	{
		.id = "dtc/explicit_phandles",
		.level = LEVEL_ERROR,
		.summary = "a phandle that is malformed or another node's",
		.why = "A phandle is how a node is referred to: where two nodes have the "
		       "same, references to the second find the first.",
		.fix = "Leave phandles to dtc (refer to labels), or make them unique.",
		.refs = DTC_SPEC("2.3.3 phandle") DTC_CHECK(explicit_phandles),
		.bad = DTC_ROOT("\tnode-0 {\n\t\tphandle = <1>;\n\t};\n\n"
				"\tnode-1 {\n\t\tphandle = <1>;\n\t};\n"),
		.good = DTC_ROOT("\tnode-0 {\n\t\tphandle = <1>;\n\t};\n\n"
				 "\tnode-1 {\n\t\tphandle = <2>;\n\t};\n"),
		.check_prop = check_phandle,
		.match_prop = is_phandle,
	},
	{
		.id = "dtc/phandle_references",
		.level = LEVEL_ERROR,
		.summary = "a cell that refers to a node that is not there",
		.why = "'&label' within '<' and '>' stands for the phandle of a node. dtc makes "
		       "no blob where there is none, and the exit status is 2. In a compiled "
		       "tree references are numbers, so that there this only passes on whether "
		       "nodes and phandles are unique: where they are not, references are not "
		       "looked at.",
		.fix = "Write the label as it is defined, or include the file that defines it.",
		.refs = DTC_CHECK(phandle_references),
		.bad = DTC_ROOT("\tdevice {\n\t\tclocks = <&clk>;\n\t};\n"),
		.good = DTC_ROOT("\tclk: clock {\n\t};\n\n"
				 "\tdevice {\n\t\tclocks = <&clk>;\n\t};\n"),
		DTC_NEEDS("dtc/duplicate_node_names", "dtc/explicit_phandles"),
	},
};

const struct rule_set rules_dtc_phandles = { rules, sizeof(rules) / sizeof(*rules) };
