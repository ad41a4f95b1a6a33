/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

/* "2 (the default)": the count, and that nobody gave it. */
static const char *
count_text(struct lint *l, const struct node *n, atom_t name, uint32_t count)
{
	return arena_printf(l->scratch, "%u%s", count,
		node_has(l->tree, n, name) ? "" : " (the default)");
}

static const char *
address_cells(struct lint *l, const struct node *n)
{
	return count_text(l, n, NAME_address_cells, n->address_cells);
}

static const char *
size_cells(struct lint *l, const struct node *n)
{
	return count_text(l, n, NAME_size_cells, n->size_cells);
}

static void
help_entries(struct lint *l, struct diag *d, const struct prop *p, uint32_t entry)
{
	if (entry && p->len > entry)
		diag_help(l, d,
			"'%s' has %s too many or %s too few: mend it, or the cell counts",
			prop_name(l->tree, p), dtc_count(l, p->len % entry, "byte"),
			dtc_count(l, entry - p->len % entry, "byte"));
	else
		diag_help(l, d, "mend '%s', or the cell counts", prop_name(l->tree, p));
}

/* The cells of the entries that are whole: what is wrong stands behind them. */
static uint32_t
whole_entries(const struct prop *p, uint32_t entry)
{
	return entry ? p->len / entry * (entry / 4) : 0;
}

static void
check_reg(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct node *bus = node_parent(l->tree, n);
	uint32_t entry;
	struct diag *d;

	if (!bus) {
		d = lint_report(l, r, r->level, n, p,
			"the root has 'reg', expected none: there is no bus above it");
		diag_help(l, d, "remove it, or move it to the node it describes");
		return;
	}
	if (!p->len) {
		d = lint_report(l, r, r->level, n, p,
			"'reg' is empty, expected at least one address");
		diag_help(l, d, "remove 'reg' where the node has no address");
	}
	entry = (bus->address_cells + bus->size_cells) * 4u;
	if (dtc_is_counted_by_target(l->tree, bus))
		return;
	if (dtc_is_multiple(p->len, entry))
		return;
	d = dtc_report_cells(l, r, n, p, whole_entries(p, entry), 0,
		"'reg' is %s; with #address-cells %s and #size-cells %s of %s an entry is %u, "
		"expected a multiple of that",
		dtc_count(l, p->len, "byte"), address_cells(l, bus), size_cells(l, bus),
		dtc_path(l, bus), entry);
	help_entries(l, d, p, entry);
}

/* An empty `ranges`: both sides must count alike. */
static void
check_empty(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, const struct node *bus)
{
	const char *name = prop_name(l->tree, p);
	struct diag *d;

	if (bus->address_cells != n->address_cells) {
		d = lint_report(l, r, r->level, n, p,
			"'%s' is empty, which takes addresses over as they are, but "
			"#address-cells is %s here and %s in %s",
			name, address_cells(l, n), address_cells(l, bus),
			dtc_path(l, bus));
		diag_help(l, d, "give both the same count, or write the translation out");
	}
	if (bus->size_cells != n->size_cells) {
		d = lint_report(l, r, r->level, n, p,
			"'%s' is empty, which takes addresses over as they are, but "
			"#size-cells is %s here and %s in %s",
			name, size_cells(l, n), size_cells(l, bus), dtc_path(l, bus));
		diag_help(l, d, "give both the same count, or write the translation out");
	}
}

static void
check_ranges(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct node *bus = node_parent(l->tree, n);
	const char *name = prop_name(l->tree, p);
	uint32_t entry;
	struct diag *d;

	if (!bus) {
		d = lint_report(l, r, r->level, n, p,
			"the root has '%s', expected none: there is no bus above it",
			name);
		diag_help(l, d, "remove it, or move it to the bus it describes");
		return;
	}
	if (dtc_is_counted_by_target(l->tree, bus)
		|| dtc_is_counted_by_target(l->tree, n))
		return;
	if (!p->len) {
		check_empty(l, r, n, p, bus);
		return;
	}
	entry = (n->address_cells + bus->address_cells + n->size_cells) * 4u;
	if (dtc_is_multiple(p->len, entry))
		return;
	d = dtc_report_cells(l, r, n, p, whole_entries(p, entry), 0,
		"'%s' is %s; with #address-cells %s and #size-cells %s here and #address-cells "
		"%s of %s an entry is %u, expected a multiple of that",
		name, dtc_count(l, p->len, "byte"), address_cells(l, n), size_cells(l, n),
		address_cells(l, bus), dtc_path(l, bus), entry);
	help_entries(l, d, p, entry);
}

#define CELLS_1_1 "\t#address-cells = <1>;\n\t#size-cells = <1>;\n\n"
#define BUS_1_1 "\t\t#address-cells = <1>;\n\t\t#size-cells = <1>;\n"

#define RANGES_RULE(name, atom, text, why_, spec) \
	{ \
		.id = "dtc/" #name, .level = LEVEL_WARNING, \
		.summary = "a '" text \
			   "' whose length does not fit the cell counts around it", \
		.why = why_, \
		.fix = "Write whole entries: an address of the node's children, one of its " \
		       "parent's, a size.", \
		.refs = DTC_SPEC(spec) DTC_CHECK(name), \
		.bad = DTC_ROOT(CELLS_1_1 "\tbus@1000 {\n" BUS_1_1 "\t\t" text \
					  " = <0 0x1000>;\n\t};\n"), \
		.good = DTC_ROOT(CELLS_1_1 "\tbus@1000 {\n" BUS_1_1 "\t\t" text \
					   " = <0 0x1000 0x100>;\n\t};\n"), \
		.check_prop = check_ranges, .prop = NAME_##atom, \
		DTC_NEEDS("dtc/addr_size_cells"), \
	}

static const struct rule rules[] = {
	{
		.id = "dtc/addr_size_cells",
		.level = LEVEL_WARNING,
		.summary = "nothing by itself: what checks that count cells depend on",
		.why = "Where an '#address-cells' or '#size-cells' anywhere is not one "
		       "cell, dtc does not look at addresses at all. With -W "
		       "no-addr_size_cells all those checks are off.",
		.fix = "Nothing to mend; see address_cells_is_cell and size_cells_is_cell.",
		.refs = DTC_CHECK(addr_size_cells),
		DTC_NEEDS("dtc/address_cells_is_cell", "dtc/size_cells_is_cell"),
	},
	{
		.id = "dtc/reg_format",
		.level = LEVEL_WARNING,
		.summary = "a 'reg' whose length does not fit the parent's cell counts",
		.why = "Addresses and sizes are cut out of 'reg' by the parent's "
		       "#address-cells and #size-cells: where they do not fit, the device "
		       "gets a wrong address, or none.",
		.fix = "Write whole entries: as many address and size cells as the parent "
		       "says.",
		.refs = DTC_SPEC("2.3.6 reg") DTC_CHECK(reg_format),
		.bad = DTC_ROOT(CELLS_1_1 "\tnode@1000 {\n\t\treg = <0x1000>;\n\t};\n"),
		.good = DTC_ROOT(
			CELLS_1_1 "\tnode@1000 {\n\t\treg = <0x1000 0x100>;\n\t};\n"),
		.check_prop = check_reg,
		.prop = NAME_reg,
		DTC_NEEDS("dtc/addr_size_cells"),
	},
	RANGES_RULE(ranges_format, ranges, "ranges",
		"Every address below the bus is translated by it: where its entries do not "
		"fit, Linux cannot map the devices.",
		"2.3.8 ranges"),
	RANGES_RULE(dma_ranges_format, dma_ranges, "dma-ranges",
		"What devices below the bus can reach by DMA is translated by it: where "
		"its entries do not fit, Linux gets the limits wrong.",
		"2.3.9 dma-ranges"),
};

const struct rule_set rules_dtc_reg = { rules, sizeof(rules) / sizeof(*rules) };
