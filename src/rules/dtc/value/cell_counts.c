/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

static bool
has_address(const struct tree *t, const struct node *n)
{
	return node_has(t, n, NAME_reg) || node_has(t, n, NAME_ranges);
}

static void
report_default(struct lint *l, const struct rule *r, const struct node *child,
	const char *name, unsigned int value)
{
	const struct node *bus = node_parent(l->tree, child);
	struct diag *d;

	d = lint_report(l, r, r->level, child, NULL,
		"the node's addresses are read with the default of %u for %s, which %s does "
		"not have",
		value, name, dtc_path(l, bus));
	diag_help(l, d, "write %s = <%u>; into %s", name, value, dtc_path(l, bus));
}

static void
check_default(struct lint *l, const struct rule *r, const struct node *bus)
{
	const struct tree *t = l->tree;
	bool no_address, no_size;

	no_address = !node_has(t, bus, NAME_address_cells);
	no_size = !node_has(t, bus, NAME_size_cells);
	if ((!no_address && !no_size) || dtc_is_counted_by_target(t, bus))
		return;
	node_for_each_child (t, bus, child) {
		if (!has_address(t, child))
			continue;
		if (lint_is_done(l, r))
			return;
		if (no_address)
			report_default(l, r, child, "#address-cells", 2);
		if (no_size)
			report_default(l, r, child, "#size-cells", 1);
	}
}

static void
check_unnecessary(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	struct diag *d;

	if (n->parent == NODE_NONE || n->first_child == NODE_NONE
		|| !node_has(t, n, NAME_size_cells) || node_has(t, n, NAME_ranges)
		|| node_has(t, n, NAME_dma_ranges))
		return;
	node_for_each_child (t, n, child)
		if (has_address(t, child))
			return;
	d = lint_report(l, r, r->level, n, p,
		"the node has #address-cells %u and #size-cells %u, but nothing that they "
		"count: no 'ranges', no 'dma-ranges', no subnode with 'reg' or 'ranges'",
		n->address_cells, n->size_cells);
	diag_help(l, d, "remove both, or give the subnodes the 'reg' that is missing");
}

#define CELLS "\t#address-cells = <1>;\n\t#size-cells = <1>;\n\n"
#define DEVICE "\tdevice@1000 {\n\t\treg = <0x1000 0x100>;\n\t};\n"

static const struct rule rules[] = {
	{
		.id = "dtc/avoid_default_addr_size",
		.level = LEVEL_WARNING,
		.summary = "an address that is read with the default '#address-cells' or "
			   "'#size-cells'",
		.why = "The defaults (2 and 1) are seldom what was meant, and readers differ: "
		       "Linux takes the counts of a node further up.",
		.fix = "Write '#address-cells' and '#size-cells' into the parent.",
		.refs = DTC_SPEC("2.3.5 #address-cells and #size-cells")
			DTC_CHECK(avoid_default_addr_size),
		.bad = DTC_ROOT("\tdevice@1000 {\n\t\treg = <0 0x1000 0x100>;\n\t};\n"),
		.good = DTC_ROOT(CELLS DEVICE),
		.check_node = check_default,
		.parents_only = true,
		DTC_NEEDS("dtc/addr_size_cells"),
	},
	{
		.id = "dtc/avoid_unnecessary_addr_size",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.strict = STRICT_W1,
		.summary =
			"'#address-cells' and '#size-cells' where nothing has an address",
		.why = "They say that the subnodes have addresses: where none has, either the "
		       "counts are left over or a 'reg' is missing.",
		.fix = "Remove both, or add what is missing.",
		.refs = DTC_SPEC("2.3.5 #address-cells and #size-cells")
			DTC_CHECK(avoid_unnecessary_addr_size),
		.bad = DTC_ROOT("\tnode {\n\t\t#address-cells = <1>;\n"
				"\t\t#size-cells = <0>;\n\n\t\tchild { };\n\t};\n"),
		.good = DTC_ROOT("\tnode {\n\t\tchild { };\n\t};\n"),
		.check_prop = check_unnecessary,
		.prop = NAME_address_cells,
		DTC_NEEDS("dtc/avoid_default_addr_size"),
	},
};

const struct rule_set rules_dtc_cell_counts = { rules, sizeof(rules) / sizeof(*rules) };
