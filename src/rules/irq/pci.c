/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/irq/gic.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

enum { PCI_CELLS = 3 }; /* of an address; the pin comes behind */

/* A host bridge whose rows are told apart by address and pin. */
static bool
is_pci(const struct tree *t, const struct node *n)
{
	const struct prop *cells = node_prop(t, n, NAME_interrupt_cells);

	return prop_has_string(node_prop(t, n, NAME_device_type), "pci")
	       && n->address_cells == PCI_CELLS && cells && cells->len == 4
	       && prop_cell(cells, 0) == 1;
}

/* The bits of the pin that count; all where there is no mask. */
static uint32_t
pin_mask(const struct tree *t, const struct node *n)
{
	const struct prop *mask = node_prop(t, n, NAME_interrupt_map_mask);

	return mask && prop_ncells(mask) > PCI_CELLS ? prop_cell(mask, PCI_CELLS)
						     : UINT32_MAX;
}

/* Behind the pin stand the phandle and the address at the parent. */
static uint32_t
pin_of(const struct tree *t, const struct interrupt *irq)
{
	const struct node *parent = &t->nodes[irq->controller];
	uint32_t cells = node_has(t, parent, NAME_address_cells) ? parent->address_cells
								 : 0;

	return prop_cell(irq->prop, irq->at - cells - 2);
}

/* The rows of PCI host bridges, each bridge told of once. */
static void
for_each_row(struct lint *l, const struct rule *r,
	bool (*check)(struct lint *l, const struct rule *r, const struct interrupt *irq))
{
	const struct interrupts *all = lint_interrupts(l);
	const struct tree *t = l->tree;
	uint32_t reported = NODE_NONE;
	size_t i;

	for (i = 0; i < all->n; i++) {
		const struct interrupt *irq = &all->v[i];

		if (irq->prop->name == NAME_interrupt_map && irq->node != reported
			&& is_pci(t, &t->nodes[irq->node]) && check(l, r, irq))
			reported = irq->node;
	}
}

static bool
check_row_pin(struct lint *l, const struct rule *r, const struct interrupt *irq)
{
	const struct tree *t = l->tree;
	const struct node *n = &t->nodes[irq->node];
	uint32_t mask = pin_mask(t, n), pin = pin_of(t, irq);
	struct diag *d;

	if (!(mask & 7) || (pin >= 1 && pin <= 4))
		return false;
	d = lint_report(l, r, LEVEL_WARNING, n, irq->prop,
		"row %" PRIu32 " of interrupt-map is for pin %" PRIu32
		", expected 1 (INTA) to 4 (INTD)",
		irq->entry, pin);
	diag_help(
		l, d, "the cell in front of the phandle is the pin, which counts from 1");
	return true;
}

static void
check_pins(struct lint *l, const struct rule *r)
{
	for_each_row(l, r, check_row_pin);
}

static bool
check_row_edge(struct lint *l, const struct rule *r, const struct interrupt *irq)
{
	const struct tree *t = l->tree;
	uint32_t trigger;
	struct diag *d;

	if (irq->ncells < 3 || lint_gic(l, irq->controller) == GIC_NONE
		|| prop_cell(irq->prop, irq->at) != GIC_SPI)
		return false;
	trigger = prop_cell(irq->prop, irq->at + 2) & 0xf;
	if (trigger != 1)
		return false;
	d = lint_report(l, r, LEVEL_NOTE, &t->nodes[irq->node], irq->prop,
		"row %" PRIu32
		" of interrupt-map is triggered by the rising edge; INTx of PCI is a level",
		irq->entry);
	diag_entry(l, d, irq->prop, irq->at * 4, irq->ncells * 4);
	diag_help(l, d,
		"make the trigger 4, unless the bridge is a virtual one that sends edges");
	return true;
}

static void
check_edges(struct lint *l, const struct rule *r)
{
	for_each_row(l, r, check_row_edge);
}

#define TREE(pin, trigger) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tgic: interrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"arm,gic-v3\";\n" \
	"\t\treg = <0x8000000 0x10000>, <0x80a0000 0x40000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t};\n" \
	"\n" \
	"\tpcie@30000000 {\n" \
	"\t\tcompatible = \"pci-host-ecam-generic\";\n" \
	"\t\tdevice_type = \"pci\";\n" \
	"\t\treg = <0x30000000 0x1000000>;\n" \
	"\t\tbus-range = <0 15>;\n" \
	"\t\t#address-cells = <3>;\n" \
	"\t\t#size-cells = <2>;\n" \
	"\t\t#interrupt-cells = <1>;\n" \
	"\t\tranges = <0x2000000 0 0x20000000 0x20000000 0 0x1000000>;\n" \
	"\t\tinterrupt-map-mask = <0xf800 0 0 7>;\n" \
	"\t\tinterrupt-map = <0x800 0 0 " pin " &gic 0 5 " trigger ">;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = {
	{
		.id = "irq/interrupt-map-pin",
		.level = LEVEL_WARNING,
		.summary =
			"a row of a PCI bridge's interrupt-map is for a pin that there is not",
		.why = "A PCI device says which of its pins it uses by 1 (INTA) to 4 (INTD); 0 "
		       "stands for none. No device ever asks for another number, so that the row "
		       "is never used and the devices that it was meant for get no interrupt.",
		.fix = "Count the pins from 1.",
		.refs = "PCI Local Bus Specification, 6.2.4 Interrupt Pin\n"
			"Open Firmware Recommended Practice: Interrupt Mapping\n"
			"Linux drivers/pci/of.c, of_irq_parse_pci()",
		.bad = { TREE("0", "4"), NULL },
		.good = { TREE("1", "4"), NULL },
		.check_tree = check_pins,
	},
	{
		.id = "irq/intx-edge",
		.level = LEVEL_NOTE,
		.summary = "a PCI bridge's INTx is triggered by an edge",
		.why = "INTx is a level that several devices share: by an edge, an interrupt that "
		       "comes while another one is served is lost. Virtual bridges send edges on "
		       "purpose, so that this is a note.",
		.fix = "Make the trigger 4, unless the bridge is known to send edges.",
		.refs = "PCI Local Bus Specification, 2.2.6 Interrupt Pins",
		.bad = { TREE("1", "1"), NULL },
		.good = { TREE("1", "4"), NULL },
		.check_tree = check_edges,
	},
};

const struct rule_set rules_irq_pci = { rules, 2 };
