/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "base/suggest.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A unit address that is hexadecimal digits and nothing else. */
static const char *
unit_digits(const struct tree *t, const struct node *n)
{
	const char *s = node_unit_address(t, n);
	size_t digits = s ? strspn(s, "0123456789abcdefABCDEF") : 0;

	return digits && !s[digits] && digits <= 16 ? s : NULL;
}

static bool
has_name(const struct tree *t, const struct node *n, const char *name)
{
	return !strcmp(intern_str(t->names, n->base_name), name);
}

/* What the node's address stands for, where it is held against reg; else NULL. */
static const char *
kind_of(const struct tree *t, const struct node *n)
{
	const struct node *parent = node_parent(t, n);

	if (!parent)
		return NULL;
	if (n->depth == 1 && n->base_name == NAME_memory)
		return "memory";
	if (parent->depth == 1 && parent->name == NAME_reserved_memory)
		return "region";
	if (node_is_compatible(t, parent, "fixed-partitions")
		|| has_name(t, n, "partition"))
		return "partition";
	if (has_name(t, n, "ethernet-phy"))
		return "PHY";
	return node_has(t, n, NAME_interrupt_controller)
			       && !node_has(t, n, NAME_gpio_controller)
		       ? "interrupt controller"
		       : NULL;
}

/* One of a kind in each place: they are named by one way of counting. */
static bool
is_reported(struct lint *l, const struct rule *r, const struct node *n, const char *kind)
{
	struct map *reported = lint_slot(l, r, sizeof(*reported));
	uint64_t key = (uint64_t)n->parent << 32 | (unsigned char)*kind;

	if (map_get(reported, key) != MAP_ABSENT)
		return true;
	map_put(reported, l->scratch, key, 0);
	return false;
}

static void
check_unit(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	const char *unit = unit_digits(t, n), *kind, *hex;
	uint64_t first;
	struct rows reg;
	struct diag *d;

	/* some are counted */
	if (unit && strlen(unit) < 2 && has_name(t, n, "partition") && n->depth
		&& !node_is_compatible(t, node_parent(t, n), "fixed-partitions"))
		return;
	if (t->overlay || !unit || node_is_absent(lint_addresses(l), n)
		|| !(kind = kind_of(t, n)) || !node_reg_rows(t, n, &reg) || reg.p != p
		|| !reg.n || !rows_number(&reg, 0, 0, &first)
		|| first == strtoull(unit, NULL, 16))
		return;
	if (is_reported(l, r, n, kind))
		return;
	hex = arena_printf(l->scratch, "%" PRIx64, first);
	d = lint_report(l, r,
		suggest_is_letter_lost(unit, hex) ? LEVEL_WARNING : LEVEL_NOTE, n, p,
		"the %s is named '%s', and reg says 0x%s", kind, node_name(t, n), hex);
	diag_entry(l, d, p, 0, 4 * reg.cells[0]);
	diag_help(l, d, "name the node '%s@%s', or correct reg",
		intern_str(t->names, n->base_name), hex);
	/* of a slip reg may be the one that is wrong */
	diag_fix_unit(l, d, n, hex, false);
}

/* Where entries of size 0 mean something: memory that a boot program fills in. */
static bool
may_be_empty(const struct tree *t, const struct node *n)
{
	const struct prop *type = node_prop(t, n, NAME_device_type);

	const struct node *parent = node_parent(t, n);

	return lint_is_memory(t, n) || prop_has_string(type, "memory")
	       || (parent && node_is_compatible(t, parent, "mmio-sram"))
	       || prop_has_string(type, "pci");
}

static void
check_sizes(struct lint *l, const struct rule *r, const struct node *n,
	const struct rows *rows, uint32_t k, const char *kind)
{
	uint64_t size, address;
	struct diag *d;
	uint32_t i;

	if (!rows->cells[k])
		return;
	for (i = 0; i < rows->n; i++) {
		if (!rows_number(rows, i, k, &size) || size)
			continue;
		if (!rows_number(rows, i, 0, &address))
			address = 0;
		d = lint_report(l, r, LEVEL_WARNING, n, rows->p,
			"%s %" PRIu32 " of %s has size 0, expected some (the address is "
			"0x%" PRIx64 ")",
			kind, i, prop_name(l->tree, rows->p), address);
		diag_entry(l, d, rows->p, i * rows->row * 4, rows->row * 4);
		diag_help(l, d,
			"addresses here have %u cell%s and sizes %u: write as many",
			rows->cells[0], rows->cells[0] == 1 ? "" : "s", rows->cells[k]);
		return;
	}
}

static void
check_empty(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct node *bus = node_parent(l->tree, n);
	struct rows rows;

	if (l->tree->overlay || !bus || node_is_absent(lint_addresses(l), n)
		|| may_be_empty(l->tree, n))
		return;
	if (p->name == NAME_ranges) {
		if (n->address_cells <= 2 && node_ranges_rows(l->tree, n, &rows))
			check_sizes(l, r, n, &rows, 2, "row");
	} else if (bus->address_cells <= 2 && bus_is_mapped(lint_addresses(l), bus)
		   && node_reg_rows(l->tree, n, &rows)) {
		check_sizes(l, r, n, &rows, 1, "entry");
	}
}

/* True where every other cell is 0 and the second one is the unit address. */
static bool
is_double(const struct prop *p, uint64_t unit)
{
	uint32_t i, n = prop_ncells(p);

	if (!n || n % 4 || !unit || prop_cell(p, 1) != unit)
		return false;
	for (i = 0; i < n; i += 2)
		if (prop_cell(p, i))
			return false;
	return true;
}

/* Cells for addresses of 64 bits, on a bus whose addresses have 32. */
static void
check_cells(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	const struct node *bus = node_parent(t, n);
	const char *unit = unit_digits(t, n);
	struct diag *d;

	if (t->overlay || !unit || !bus || bus->address_cells != 1 || bus->size_cells != 1
		|| node_is_absent(lint_addresses(l), n)
		|| !is_double(p, strtoull(unit, NULL, 16)))
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"reg has %u cells, read as %u entries of 1 and 1; by the name it is %u of 2 and "
		"2",
		prop_ncells(p), prop_ncells(p) / 2, prop_ncells(p) / 4);
	diag_also(l, d, bus, NULL, "#address-cells is 1, and #size-cells is 1");
	diag_help(l, d, "leave out every other cell, or mend the cells of '%s'",
		lint_path(l, bus));
}

static bool
is_reg_or_ranges(const char *name)
{
	return !strcmp(name, "reg") || !strcmp(name, "ranges");
}

#define ROOT(body) \
	SAMPLE_ROOT_1_1 \
	"\n" body "};\n"

#define MEMORY(unit) \
	ROOT("\tmemory@" unit " {\n" \
	     "\t\tdevice_type = \"memory\";\n" \
	     "\t\treg = <0x80000000 0x10000000>;\n" \
	     "\t};\n")

#define SERIAL(reg) \
	ROOT("\tserial@1000 {\n" \
	     "\t\tcompatible = \"ns16550a\";\n" \
	     "\t\treg = <" reg ">;\n" \
	     "\t};\n")

static const struct rule rules[] = {
	{
		.id = "value/unit-address",
		.level = LEVEL_WARNING,
		.varies = true,
		.summary =
			"a node of memory, a partition, a PHY or an interrupt controller is "
			"named after another address than its reg has",
		.why = "The unit address of a node is the first address of its reg. Where they "
		       "differ one of the two is wrong, and whoever looks for it finds the other. "
		       "Of CPUs cpu/unit-address tells the same.",
		.levels = "warning: one has a digit more than the other, as of a slip\n"
			  "note: they differ otherwise, as of a name that was kept",
		.fix = "Name the node after its reg, or correct the reg.",
		.refs = "Devicetree Specification v0.4, 2.2.1.1 Node Name Requirements",
		.bad = { MEMORY("8000000"), NULL },
		.good = { MEMORY("80000000"), NULL },
		.check_prop = check_unit,
		.prop = NAME_reg,
	},
	{
		.id = "value/size-zero",
		.level = LEVEL_WARNING,
		.summary = "an entry of reg, or a row of ranges, has size 0",
		.why = "There is nothing at such an entry: a driver cannot map it, and a bus passes "
		       "nothing on. Most often there are more cells to an address than the parent's "
		       "#address-cells says, so that one entry was read as two.",
		.fix = "Write address and size with as many cells as the parent says.",
		.refs = "Devicetree Specification v0.4, 2.3.6 reg, 2.3.8 ranges",
		.bad = { SERIAL("0x0 0x0 0x0 0x100"), NULL },
		.good = { SERIAL("0x1000 0x100"), NULL },
		.check_prop = check_empty,
		.match_prop = is_reg_or_ranges,
	},
	{
		.id = "value/reg-cells",
		.level = LEVEL_WARNING,
		.summary = "a reg is written with more cells than its bus has",
		.why = "Address and size have as many cells as the parent's #address-cells and "
		       "#size-cells say. A reg for 64 bits on a bus of 32 is read as twice as many "
		       "entries, which all begin at 0.",
		.fix = "Write address and size with as many cells as the parent says.",
		.refs = "Devicetree Specification v0.4, 2.3.6 reg",
		.bad = { SERIAL("0x0 0x1000 0x0 0x100"), NULL },
		.good = { SERIAL("0x1000 0x100"), NULL },
		.check_prop = check_cells,
		.prop = NAME_reg,
	},
};

const struct rule_set rules_value_address = { rules, 3 };
