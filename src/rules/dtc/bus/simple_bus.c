/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/bus/bus.h"

bool
dtc_is_simple_bus(const struct tree *t, const struct node *n)
{
	return node_is_compatible(t, n, "simple-bus");
}

static const struct dtc_bus simple_bus = {
	.name = "this simple-bus",
	.is_bus = dtc_is_simple_bus,
};

/* The parent's address cells of `reg` or, past the child's address, of `ranges`. */
static void
check_device(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct node *bus = node_parent(l->tree, n);
	const struct prop *p = node_prop(l->tree, n, NAME_reg);
	uint32_t at = 0, i;
	uint64_t address = 0;
	char buf[DTC_HEX];
	struct diag *d;

	if (!p) {
		p = node_prop(l->tree, n, NAME_ranges);
		at = n->address_cells;
	}
	if (!p || !p->len) {
		if (bus->parent == NODE_NONE || dtc_is_simple_bus(l->tree, n))
			return;
		d = lint_report(l, r, r->level, n, NULL,
			"the node has no address on its simple-bus %s, expected 'reg' or a "
			"'ranges' with something in it",
			dtc_path(l, bus));
		diag_help(l, d,
			"give it a 'reg', or move it out of the bus: what has no "
			"registers belongs below the root");
		return;
	}
	if (at + bus->address_cells > prop_ncells(p))
		return;
	for (i = 0; i < bus->address_cells; i++)
		address = address << 32 | prop_cell(p, at + i);
	dtc_check_unit(l, r, n, &simple_bus, dtc_hex(buf, address), NULL);
}

static const struct dtc_bus_check devices = { &simple_bus, check_device };

#define BUS(device) \
	DTC_ROOT( \
		"\t#address-cells = <1>;\n\t#size-cells = <1>;\n\n" \
		"\tsoc {\n\t\tcompatible = \"simple-bus\";\n\t\tranges;\n" \
		"\t\t#address-cells = <1>;\n\t\t#size-cells = <1>;\n\n" device "\t};\n")

static const struct rule rules[] = {
	{
		.id = "dtc/simple_bus_bridge",
		.level = LEVEL_WARNING,
		.summary =
			"nothing by itself: what checks of a simple-bus's devices depend "
			"on",
		.why = "Which nodes are a simple-bus is told by 'compatible': where one in "
		       "the tree is no list of strings, dtc looks at none of them. With "
		       "-W no-simple_bus_bridge those checks are off.",
		.fix = "Nothing to mend; see compatible_is_string_list and addr_size_cells.",
		.refs = DTC_CHECK(simple_bus_bridge),
		DTC_NEEDS("dtc/addr_size_cells", "dtc/compatible_is_string_list"),
	},
	{
		.id = "dtc/simple_bus_reg",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.strict = STRICT_W1,
		.summary =
			"a device on a simple-bus without an address, or not named after "
			"it",
		.why = "What is on a simple-bus is reached by memory accesses, so it has an "
		       "address; the node is named after it.",
		.fix = "Name the node after the first address of its 'reg' (or 'ranges'); "
		       "move what has no address out of the bus.",
		.refs = DTC_SPEC("4.5 devices compatible with \"simple-bus\"")
			DTC_CHECK(simple_bus_reg),
		.bad = BUS("\t\tdevice@2000 {\n\t\t\treg = <0x1000 0x100>;\n\t\t};\n"),
		.good = BUS("\t\tdevice@1000 {\n\t\t\treg = <0x1000 0x100>;\n\t\t};\n"),
		.check_prop = dtc_check_devices_by_prop,
		.prop = NAME_compatible,
		.data = &devices,
		DTC_NEEDS("dtc/reg_format", "dtc/simple_bus_bridge"),
	},
};

const struct rule_set rules_dtc_simple_bus = { rules, sizeof(rules) / sizeof(*rules) };
