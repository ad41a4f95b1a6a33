/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/*
 * Marvell's memory bus: its addresses begin with a target's number, its ranges are what
 * a board adds, and the driver opens further windows as devices ask for them.
 */
static bool
is_mbus(const struct tree *t, const struct node *bus)
{
	const struct prop *p = node_prop(t, bus, NAME_compatible);
	size_t n;

	if (!p)
		return false;
	prop_for_each_string(p, s)
	{
		n = strlen(s);
		if (!strncmp(s, "marvell,", 8) && n > 5 && !strcmp(s + n - 5, "-mbus"))
			return true;
	}
	return false;
}

/* The addresses that @bus passes on; false where that is not told, or all are. */
static bool
bus_windows(struct lint *l, const struct node *bus, struct span_list *out)
{
	struct span s = { 0 };
	struct rows ranges;
	uint64_t row[3];

	out->n = 0;
	if (bus->address_cells > 2 || is_mbus(l->tree, bus)
		|| !node_ranges_rows(l->tree, bus, &ranges) || !ranges.n)
		return false;
	for (s.entry = 0; s.entry < ranges.n; s.entry++)
		if (rows_get(&ranges, s.entry, row)
			&& span_set(&s, row[0], row[2], address_max(ranges.cells[0])))
			span_add(out, l->scratch, &s);
	span_sort(out);
	span_merge(out);
	return out->n != 0;
}

/* Which windows the bus has there: one that holds a part of @s, or those around it. */
static const char *
windows_text(struct lint *l, const struct span *s, const struct span_list *windows)
{
	const struct span *in = span_touches(windows, s);
	const struct span *before = span_before(windows, s->first), *behind;

	if (in)
		return arena_printf(
			l->scratch, "the window there is %s", lint_range(l, in));
	behind = before ? before + 1 : windows->v;
	if (behind == windows->v + windows->n)
		behind = NULL;
	if (!before || !behind)
		return arena_printf(l->scratch, "the nearest window is %s",
			lint_range(l, before ? before : behind));
	return arena_printf(l->scratch, "the nearest windows are %s and %s",
		lint_range(l, before), lint_range(l, behind));
}

static void
report_window(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, const struct span *s, const struct span_list *windows)
{
	const struct node *bus = node_parent(l->tree, n);
	bool in_part = span_touches(windows, s) != NULL;
	struct diag *d;

	d = lint_report(l, r, LEVEL_WARNING, n, p, "%s %s is %s the ranges of '%s': %s",
		prop_name(l->tree, p), lint_range(l, s),
		in_part ? "only in part in" : "outside", lint_path(l, bus),
		windows_text(l, s, windows));
	if (!in_part)
		diag_why(l, d,
			"the address does not become one of the CPU's, so that a driver cannot map "
			"it");
	diag_help(l, d, "correct the address or the size, or extend the ranges of '%s'",
		lint_path(l, bus));
}

/* The addresses on the parent's bus that the node's reg or ranges are about. */
static void
check_rows(struct lint *l, const struct rule *r, const struct node *n,
	const struct rows *rows, const struct span_list *windows)
{
	bool is_reg = rows->p->name == NAME_reg;
	uint32_t address = is_reg ? 0 : 1, size = is_reg ? 1 : 2;
	struct span s = { .owner = node_id(l->tree, n) };
	uint64_t first, length;

	for (s.entry = 0; s.entry < rows->n; s.entry++)
		if (rows_number(rows, s.entry, address, &first)
			&& rows_number(rows, s.entry, size, &length)
			&& span_set(&s, first, length, address_max(rows->cells[address]))
			&& !span_covers(windows, &s))
			report_window(l, r, n, rows->p, &s, windows);
}

static void
check_windows(struct lint *l, const struct rule *r,
	bool (*get)(const struct tree *t, const struct node *n, struct rows *out))
{
	const struct addresses *a = lint_addresses(l);
	struct span_list windows = { 0 };
	struct rows rows;

	if (l->tree->overlay)
		return;
	tree_for_each_node (l->tree, bus) {
		if (bus->first_child == NODE_NONE || node_is_absent(a, bus)
			|| !bus_windows(l, bus, &windows))
			continue;
		node_for_each_child (l->tree, bus, n)
			if (!node_is_absent(a, n) && get(l->tree, n, &rows))
				check_rows(l, r, n, &rows, &windows);
	}
}

static void
check_reg(struct lint *l, const struct rule *r)
{
	check_windows(l, r, node_reg_rows);
}

static void
check_ranges(struct lint *l, const struct rule *r)
{
	check_windows(l, r, node_ranges_rows);
}

static void
check_end(struct lint *l, const struct rule *r, const struct node *n,
	const struct rows *rows, uint32_t address, uint32_t size)
{
	uint32_t i, cells = rows->cells[address];
	uint64_t first, length;

	if (!cells || cells > 2)
		return;
	for (i = 0; i < rows->n; i++) {
		if (!rows_number(rows, i, address, &first)
			|| !rows_number(rows, i, size, &length) || !length
			|| length - 1 <= address_max(cells) - first)
			continue;
		diag_help(l,
			lint_report(l, r, LEVEL_WARNING, n, rows->p,
				"entry %u of %s is 0x%" PRIx64 " bytes from 0x%" PRIx64
				", expected it to end at 0x%" PRIx64
				", the last address of %u cell%s",
				i, prop_name(l->tree, rows->p), length, first,
				address_max(cells), cells, cells == 1 ? "" : "s"),
			"correct the address or the size, or #address-cells of the bus");
	}
}

static void
check_past_end(struct lint *l, const struct rule *r)
{
	const struct addresses *a = lint_addresses(l);
	struct rows rows;

	if (l->tree->overlay)
		return;
	tree_for_each_node (l->tree, n) {
		if (node_is_absent(a, n))
			continue;
		if (node_reg_rows(l->tree, n, &rows))
			check_end(l, r, n, &rows, 0, 1);
		if (node_ranges_rows(l->tree, n, &rows)) {
			check_end(l, r, n, &rows, 0, 2);
			check_end(l, r, n, &rows, 1, 2);
		}
	}
}

#define TREE(ranges, child) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tsoc@40000000 {\n" \
	"\t\tcompatible = \"simple-bus\";\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <1>;\n" \
	"\t\tranges = <" ranges ">;\n" \
	"\n" child "\t};\n" \
	"};\n"

#define SERIAL(unit, size) \
	"\t\tserial@" unit " {\n" \
	"\t\t\tcompatible = \"ns16550a\";\n" \
	"\t\t\treg = <0x" unit " " size ">;\n" \
	"\t\t};\n"

#define BUS(size) \
	"\t\tbus@10000 {\n" \
	"\t\t\tcompatible = \"simple-bus\";\n" \
	"\t\t\t#address-cells = <1>;\n" \
	"\t\t\t#size-cells = <1>;\n" \
	"\t\t\tranges = <0x0 0x10000 " size ">;\n" \
	"\t\t};\n"

#define SPEC "Devicetree Specification v0.4, 2.3.6 reg, 2.3.8 ranges\n"

static const struct rule rules[] = {
	{
		.id = "mem/reg-outside-window",
		.level = LEVEL_WARNING,
		.summary = "a node's reg is outside the ranges of its parent",
		.why = "A bus passes on the addresses that its ranges list, and no others. Where "
		       "reg begins outside them, it has no address that the CPU could use, and no "
		       "driver can map it; where it ends outside them, a part of it leads nowhere "
		       "or to something else. PCI, and Marvell's mbus whose driver opens windows "
		       "as they are asked for, are passed over.",
		.fix = "Correct the address or the size, or extend the ranges of the parent.",
		.refs = SPEC "Linux drivers/of/address.c, of_translate_one()",
		.bad = { TREE("0x0 0x40000000 0x100000", SERIAL("200000", "0x100")),
			NULL },
		.good = { TREE("0x0 0x40000000 0x100000", SERIAL("80000", "0x100")),
			NULL },
		.check_tree = check_reg,
	},
	{
		.id = "mem/ranges-outside-window",
		.level = LEVEL_WARNING,
		.summary = "a bus's ranges lead outside the ranges of its parent",
		.why = "A bus behind another one reaches what that one passes on, and no more: what "
		       "its ranges list beyond that has no address that the CPU could use.",
		.fix = "Correct the row of ranges, or extend the ranges of the parent.",
		.refs = SPEC "Linux drivers/of/address.c, of_translate_one()",
		.bad = { TREE("0x0 0x40000000 0x100000", BUS("0x100000")), NULL },
		.good = { TREE("0x0 0x40000000 0x100000", BUS("0xf0000")), NULL },
		.check_tree = check_ranges,
	},
	{
		.id = "mem/past-end",
		.level = LEVEL_WARNING,
		.summary =
			"an entry of reg or ranges runs past the last address of its bus",
		.why = "An address has as many bits as #address-cells gives it. What runs past the "
		       "last one begins again at 0, or is cut off: each program has its own way.",
		.fix = "Correct the address or the size, or #address-cells of the bus.",
		.refs = SPEC "Devicetree Specification v0.4, 2.3.5 #address-cells and "
			     "#size-cells",
		.bad = { TREE("0x0 0xc0000000 0x40000000", SERIAL("fffff000", "0x2000")),
			NULL },
		.good = { TREE("0x0 0xc0000000 0x40000000", SERIAL("1000", "0x1000")),
			NULL },
		.check_tree = check_past_end,
	},
};

const struct rule_set rules_mem_window = { rules, 3 };
