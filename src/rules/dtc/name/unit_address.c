/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/bus/bus.h"

static bool
has_overlay_child(const struct tree *t, const struct node *n)
{
	node_for_each_child (t, n, child)
		if (child->name == NAME_overlay)
			return true;
	return false;
}

/* `reg`, or else `ranges` with something in it. */
static const struct prop *
address_prop(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_reg);

	if (p)
		return p;
	p = node_prop(t, n, NAME_ranges);
	return p && p->len ? p : NULL;
}

/* The address the node's name should have, in @buf; NULL: unknown. */
static const char *
first_address(
	struct lint *l, const struct node *n, const struct prop *p, char buf[DTC_HEX])
{
	const struct node *bus = node_parent(l->tree, n);
	uint32_t at = p->name == NAME_reg ? 0 : n->address_cells;
	uint64_t address;

	if (!bus || !prop_number(p, at, bus->address_cells, &address))
		return NULL;
	return dtc_hex(buf, address);
}

static void
report_no_unit(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *name = prop_name(l->tree, p), *address;
	char buf[DTC_HEX];
	struct diag *d;

	address = first_address(l, n, p, buf);
	d = lint_report(l, r, r->level, n, NULL,
		"the node has '%s' = %s but no unit address in its name", name,
		dtc_cells(l, p));
	if (!address || n->parent == NODE_NONE)
		diag_help(l, d, "remove '%s', or mend it", name);
	else if (p->name == NAME_ranges)
		diag_help(l, d,
			"rename it '%s@%s'; or write 'ranges;' where addresses are the same "
			"on both sides",
			intern_str(l->tree->names, n->base_name), address);
	else
		diag_help(l, d, "rename it '%s@%s', or remove 'reg'",
			intern_str(l->tree->names, n->base_name), address);
	if (address && n->parent != NODE_NONE)
		diag_fix_unit(l, d, n, address, p->name != NAME_ranges);
}

static void
check_vs_reg(struct lint *l, const struct rule *r, const struct node *n)
{
	const char *unit = dtc_unit(l->tree, n);
	const struct prop *p = address_prop(l->tree, n);
	struct diag *d;

	if (!p == !*unit || has_overlay_child(l->tree, n))
		return;
	if (p) {
		report_no_unit(l, r, n, p);
		return;
	}
	d = lint_report(l, r, r->level, n, NULL,
		"the node has the unit address '%s' in its name, but neither 'reg' nor a "
		"'ranges' with an address",
		unit);
	diag_help(l, d, "give it a 'reg', or rename it '%s-%s'",
		intern_str(l->tree->names, n->base_name), unit);
}

static bool
is_hex_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
has_prefix_or_zeros(const char *name)
{
	const char *at = strchr(name, '@');

	return at && at[1] == '0' && (at[2] == 'x' || is_hex_digit(at[2]));
}

/* Whether the names on a bus are held against `reg`, which says it better. */
static bool
is_checked_bus(struct lint *l, const struct rule *r, const struct node *bus)
{
	enum { UNKNOWN, NO, YES };
	unsigned char **known = lint_slot(l, r, sizeof(*known)), *kind;

	if (!*known)
		*known = arena_array(l->scratch, unsigned char, l->tree->nnodes);
	kind = &(*known)[node_id(l->tree, bus)];
	if (*kind == UNKNOWN)
		*kind = dtc_is_pci(l->tree, bus) || dtc_is_simple_bus(l->tree, bus) ? YES
										    : NO;
	return *kind == YES;
}

static void
check_format(struct lint *l, const struct rule *r, const struct node *n)
{
	const char *unit = dtc_unit(l->tree, n), *rest = unit;
	const struct node *parent = node_parent(l->tree, n);
	struct diag *d;
	bool prefix = unit[0] == '0' && unit[1] == 'x', zeros;

	if (parent && is_checked_bus(l, r, parent))
		return;
	rest += prefix ? 2 : 0;
	zeros = rest[0] == '0' && is_hex_digit(rest[1]);
	rest += zeros ? strspn(rest, "0") : 0;
	if (zeros && !is_hex_digit(*rest))
		rest--;
	if (prefix) {
		d = lint_report(l, r, r->level, n, NULL,
			"the unit address '%s' begins with \"0x\", expected plain hex",
			unit);
		diag_help(l, d, "rename it '%s@%s'",
			intern_str(l->tree->names, n->base_name), rest);
		diag_fix_unit(l, d, n, rest, true);
	}
	if (zeros) {
		d = lint_report(l, r, r->level, n, NULL,
			"the unit address '%s' has leading zeros, expected none", unit);
		diag_help(l, d, "rename it '%s@%s'",
			intern_str(l->tree->names, n->base_name), rest);
		diag_fix_unit(l, d, n, rest, true);
	}
}

#define CELLS_1_0 "\t#address-cells = <1>;\n\t#size-cells = <0>;\n\n"

static const struct rule rules[] = {
	{
		.id = "dtc/unit_address_vs_reg",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.strict = STRICT_W1,
		.summary = "a unit address without a 'reg', or a 'reg' without a unit "
			   "address",
		.why = "The unit address is the first address of 'reg' (or of a bus's "
		       "'ranges'): one without the other says that something was "
		       "forgotten, and bindings that match the name may not apply.",
		.fix = "Rename the node name@address, or name; or mend its 'reg'.",
		.refs = DTC_SPEC("2.2.1.1 node name requirements")
			DTC_CHECK(unit_address_vs_reg),
		.bad = DTC_ROOT(CELLS_1_0 "\tnode {\n\t\treg = <0x10>;\n\t};\n"),
		.good = DTC_ROOT(CELLS_1_0 "\tnode@10 {\n\t\treg = <0x10>;\n\t};\n"),
		.check_node = check_vs_reg,
	},
	{
		.id = "dtc/unit_address_format",
		.level = LEVEL_WARNING,
		.summary = "a unit address with a leading \"0x\" or leading zeros",
		.why = "A unit address is plain lower-case hex, so that one address is "
		       "written in one way: paths in aliases and boot arguments are "
		       "compared as text.",
		.fix = "Rename the node without them.",
		.refs = DTC_SPEC("2.2.1.1 node name requirements")
			DTC_CHECK(unit_address_format),
		.bad = DTC_ROOT(CELLS_1_0 "\tnode@0x10 {\n\t\treg = <0x10>;\n\t};\n"),
		.good = DTC_ROOT(CELLS_1_0 "\tnode@10 {\n\t\treg = <0x10>;\n\t};\n"),
		.check_node = check_format,
		.match_node = has_prefix_or_zeros,
		DTC_NEEDS("dtc/node_name_format", "dtc/pci_bridge",
			"dtc/simple_bus_bridge"),
	},
};

const struct rule_set rules_dtc_unit_address = { rules, sizeof(rules) / sizeof(*rules) };
