/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

enum {
	WINDOW = 1u << 31, /* in a span's entry: a row of a bridge's ranges */
	SPACE_SHIFT = 24,  /* of the first cell: configuration, I/O or memory */
	SPACE_MASK = 3,
};

static bool
is_pci(const struct tree *t, const struct node *n)
{
	return prop_has_string(node_prop(t, n, NAME_device_type), "pci");
}

/* Marvell's memory bus, whose windows the driver opens as they are asked for. */
static bool
is_on_mbus(const struct tree *t, const struct node *n)
{
	const struct prop *p;

	for (; n; n = node_parent(t, n)) {
		p = node_prop(t, n, NAME_compatible);
		if (!p)
			continue;
		prop_for_each_string(p, s)
		{
			if (!strncmp(s, "marvell,", 8) && strstr(s, "-mbus"))
				return true;
		}
	}
	return false;
}

/* A bridge to the CPU's bus, with windows; those behind one have its. */
static bool
is_host_bridge(const struct tree *t, const struct node *n)
{
	const struct node *parent = node_parent(t, n);

	return is_pci(t, n) && parent && !is_pci(t, parent) && n->address_cells == 3
	       && !is_on_mbus(t, parent);
}

/* Some bridges have registers that are a window as well; configuration space is none. */
static bool
is_generic(const struct tree *t, const struct node *n)
{
	return node_is_compatible(t, n, "pci-host-ecam-generic")
	       || node_is_compatible(t, n, "pci-host-cam-generic");
}

/* The windows of a bridge, as the CPU sees them. */
static void
add_windows(struct lint *l, const struct node *n, struct span_list *to)
{
	const struct addresses *a = lint_addresses(l);
	const struct node *bus = node_parent(l->tree, n);
	struct span s = { .owner = node_id(l->tree, n) }, cpu;
	uint64_t address, size;
	struct rows rows;
	uint32_t i;

	if (!bus_is_mapped(a, bus) || !node_ranges_rows(l->tree, n, &rows))
		return;
	for (i = 0; i < rows.n; i++) {
		uint32_t space = prop_cell(rows.p, i * rows.row) >> SPACE_SHIFT
				 & SPACE_MASK;

		s.entry = i | WINDOW;
		if (space && rows_number(&rows, i, 1, &address)
			&& rows_number(&rows, i, 2, &size)
			&& span_set(&s, address, size, address_max(rows.cells[1]))
			&& address_to_cpu(a, bus, &s, &cpu))
			span_add(to, l->scratch, &cpu);
	}
}

static struct diag *
report(struct lint *l, const struct rule *r, const struct span *window, const char *what,
	const struct span *other)
{
	const struct tree *t = l->tree;
	const struct node *n = &t->nodes[window->owner], *of = &t->nodes[other->owner];
	const struct prop *ranges = node_prop(t, n, NAME_ranges);
	struct rows rows;
	struct diag *d;

	d = lint_report(l, r, LEVEL_WARNING, n, ranges,
		"row %u of ranges, %s to the CPU, is over %s '%s', %s",
		window->entry & ~WINDOW, lint_range(l, window), what, lint_path(l, of),
		lint_range(l, other));
	if (node_ranges_rows(t, n, &rows))
		diag_entry(l, d, ranges, (window->entry & ~WINDOW) * rows.row * 4,
			rows.row * 4);
	diag_also(l, d, of, NULL, "what is there");
	diag_help(l, d, "move the window, or end it before");
	return d;
}

static void
check_ram(struct lint *l, const struct rule *r, const struct span_list *windows)
{
	const struct memory *m = lint_memory(l);
	const struct span *bank;
	size_t i;

	for (i = 0; i < windows->n; i++) {
		bank = span_touches(&m->ram, &windows->v[i]);
		if (bank)
			diag_why(l, report(l, r, &windows->v[i], "the memory of", bank),
				"a device of the bus is given addresses at which the CPU "
				"reaches memory");
	}
}

/* True where the two are a window and what is not behind its bridge. */
static bool
is_clash(const struct tree *t, const struct span *window, const struct span *other)
{
	uint32_t owner = window->owner;

	if (!(window->entry & WINDOW))
		return false;
	if (other->entry & WINDOW)
		return other->owner != owner;
	if (other->owner == owner)
		return is_generic(t, &t->nodes[owner]);
	/* a bus above holds the bridge, and a device may be told below it */
	return !(other->owner > owner && other->owner < t->nodes[owner].end)
	       && !(owner > other->owner && owner < t->nodes[other->owner].end);
}

static void
check_devices(struct lint *l, const struct rule *r, const struct span_list *windows)
{
	const struct tree *t = l->tree;
	struct span_list all = { 0 };
	const struct span_overlap *o;
	size_t i, n;

	if (!windows->n)
		return;
	span_add_all(&all, l->scratch, lint_registers(l));
	span_add_all(&all, l->scratch, windows);
	span_sort(&all);
	o = span_overlaps(&all, l->scratch, &n);
	for (i = 0; i < n && !lint_is_done(l, r); i++) {
		const struct span *a = o[i].a, *b = o[i].b;

		if (is_clash(t, a, b))
			report(l, r, a,
				b->entry & WINDOW ? "a window of" : "the registers of",
				b);
		else if (is_clash(t, b, a))
			report(l, r, b, "the registers of", a);
	}
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	struct span_list windows = { 0 };

	if (l->tree->overlay)
		return;
	tree_for_each_node (l->tree, n)
		if (is_host_bridge(l->tree, n) && !node_is_absent(lint_addresses(l), n))
			add_windows(l, n, &windows);
	check_ram(l, r, &windows);
	check_devices(l, r, &windows);
}

#define TREE(address) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tpcie@30000000 {\n" \
	"\t\tcompatible = \"pci-host-ecam-generic\";\n" \
	"\t\tdevice_type = \"pci\";\n" \
	"\t\treg = <0x30000000 0x1000000>;\n" \
	"\t\t#address-cells = <3>;\n" \
	"\t\t#size-cells = <2>;\n" \
	"\t\tranges = <0x2000000 0 0x" address " 0x" address " 0 0x1000000>;\n" \
	"\t};\n" \
	"\n" \
	"\ttpm@20040000 {\n" \
	"\t\tcompatible = \"tcg,tpm-tis-mmio\";\n" \
	"\t\treg = <0x20040000 0x5000>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/pci-window",
	.level = LEVEL_WARNING,
	.summary = "a window of a PCI host bridge is over memory or over another device",
	.why = "Linux hands out the addresses of a bridge's windows to the devices behind it. Where "
	       "there is something else at such an address, both answer, or one of them is never "
	       "reached.",
	.fix = "Move the window, or end it before what is there.",
	.refs = "PCI Bus Binding to IEEE 1275, 2.2.1.1\n"
		"Linux drivers/pci/of.c, devm_of_pci_get_host_bridge_resources()",
	.bad = { TREE("20000000"), NULL },
	.good = { TREE("40000000"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_share_pci = { rules, 1 };
