/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Host bridges whose reg is configuration space, and what a bus takes of it. */
static const struct {
	const char *compatible;
	uint64_t bus;
} bridges[] = {
	{ "pci-host-ecam-generic", 1 << 20 },
	{ "pci-host-cam-generic", 1 << 16 },
};

static uint64_t
bus_size(const struct tree *t, const struct node *n)
{
	size_t i;

	for (i = 0; i < sizeof(bridges) / sizeof(*bridges); i++)
		if (node_is_compatible(t, n, bridges[i].compatible))
			return bridges[i].bus;
	return 0;
}

static void
check_range(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	uint64_t address, size, needed, bus = bus_size(t, n);
	uint32_t first, last;
	struct diag *d;

	if (!bus || p->len != 8 || node_is_absent(lint_addresses(l), n)
		|| !node_reg(t, n, 0, &address, &size))
		return;
	first = prop_cell(p, 0);
	last = prop_cell(p, 1);
	if (last < first || last > 255)
		return;
	needed = (last - first + 1) * bus;
	if (size >= needed)
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"bus-range is %u to %u, which takes 0x%" PRIx64
		" bytes of configuration space, and reg has 0x%" PRIx64,
		first, last, needed, size);
	diag_also(l, d, n, node_prop(t, n, NAME_reg), "room for %" PRIu64 " buses",
		size / bus);
	diag_help(l, d, "make reg 0x%" PRIx64 " bytes, or end bus-range at %" PRIu64,
		needed, size >= bus ? first + size / bus - 1 : first);
}

#define TREE(size) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tpcie@30000000 {\n" \
	"\t\tcompatible = \"pci-host-ecam-generic\";\n" \
	"\t\tdevice_type = \"pci\";\n" \
	"\t\treg = <0x30000000 " size ">;\n" \
	"\t\tbus-range = <0 15>;\n" \
	"\t\t#address-cells = <3>;\n" \
	"\t\t#size-cells = <2>;\n" \
	"\t\tranges = <0x2000000 0 0x20000000 0x20000000 0 0x1000000>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "value/ecam-size",
	.level = LEVEL_WARNING,
	.summary = "a PCI host bridge has less configuration space than its buses take",
	.why = "A bus takes 1 MiB of ECAM (64 KiB of CAM). Linux cuts the buses down to what reg "
	       "has room for: devices on the others are not found, and what lies behind reg may "
	       "be something else.",
	.fix = "Correct the size in reg, or the last bus of bus-range.",
	.refs = "PCI Express Base Specification, 7.2.2 Enhanced Configuration Access Mechanism\n"
		"Linux drivers/pci/ecam.c, pci_ecam_create()",
	.bad = { TREE("0x100000"), NULL },
	.good = { TREE("0x1000000"), NULL },
	.check_prop = check_range,
	.prop = NAME_bus_range,
} };

const struct rule_set rules_value_ecam = { rules, 1 };
