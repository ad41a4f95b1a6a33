/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "base/search.h"
#include "rules/irq/gic.h"
#include "rules/machine/machine.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* The tree's GICs that are not disabled, one after another; NULL behind the last. */
static const struct node *
next_gic(struct lint *l, const struct node *last, enum gic *version)
{
	const struct addresses *a = lint_addresses(l);
	const struct node *n = last ? last + 1 : l->tree->nodes;

	for (; n < l->tree->nodes + l->tree->nnodes; n++) {
		if (!node_has(l->tree, n, NAME_interrupt_controller)
			|| node_is_absent(a, n))
			continue;
		*version = lint_gic(l, node_id(l->tree, n));
		if (*version != GIC_NONE)
			return n;
	}
	return NULL;
}

static void
check_version(struct lint *l, const struct rule *r)
{
	const struct guest_fact *fact;
	const struct node *n = NULL;
	const struct host *h;
	enum gic version;
	struct diag *d;

	if (l->tree->overlay)
		return;
	machine_for_each(l, h, GUEST_GIC_VERSION, fact) while (
		(n = next_gic(l, n, &version)))
	{
		if ((version == GIC_V2) == (fact->number <= 2))
			continue;
		d = lint_report(l, r, LEVEL_ERROR, n,
			node_prop(l->tree, n, NAME_compatible),
			"a GICv%d, and the host gives the guest a GICv%" PRIu64,
			version == GIC_V2 ? 2 : 3, fact->number);
		diag_why(l, d,
			"the driver finds registers of another layout: Linux starts "
			"without interrupts, and stops");
		diag_help(l, d,
			"start the guest with the GIC of the tree, or describe that of "
			"the host");
		machine_pair(l, d, h, fact);
	}
}

static void
check_maintenance(struct lint *l, const struct rule *r)
{
	const struct guest_fact *fact;
	const struct node *n = NULL;
	const struct host *h;
	enum gic version;
	struct diag *d;

	if (l->tree->overlay)
		return;
	machine_for_each(l, h, GUEST_VIRTUALIZATION, fact) while (
		fact->number && (n = next_gic(l, n, &version)))
	{
		if (version != GIC_V3 || node_has(l->tree, n, NAME_interrupts)
			|| node_has(l->tree, n, NAME_interrupts_extended))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, NULL,
			"no interrupts, expected the maintenance interrupt: the "
			"host gives the guest virtualization");
		diag_why(l, d,
			"without it KVM in the guest has no virtual GICv3, and starts "
			"no guests of its own");
		diag_help(l, d, "add interrupts = <1 9 4>, PPI 9");
		machine_pair(l, d, h, fact);
	}
}

/* The number that the first entry of `interrupts` has, by the controller's cells. */
static bool
first_interrupt(struct lint *l, const struct node *n, const struct interrupt **at,
	uint32_t *number)
{
	const struct interrupts *all = lint_interrupts(l);
	uint32_t id = node_id(l->tree, n);
	size_t low = search_first(all->n, k, all->v[k].node < id);
	const struct interrupt *i;

	if (low == all->n || all->v[low].node != id)
		return false;
	i = *at = &all->v[low];
	if (lint_gic(l, i->controller) != GIC_NONE) {
		*number = i->ncells > 1 ? prop_cell(i->prop, i->at + 1) : 0;
		return i->ncells > 1 && prop_cell(i->prop, i->at) == GIC_SPI;
	}
	*number = prop_cell(i->prop, i->at);
	return i->ncells <= 2;
}

static void
check_slot(struct lint *l, const struct rule *r, const struct host *h,
	const struct span *registers)
{
	const struct guest_slots *s = &h->guest.slots;
	const struct node *n = &l->tree->nodes[registers->owner];
	const struct interrupt *at = NULL;
	uint64_t slot;
	uint32_t number, expected;
	struct diag *d;

	if (registers->first < s->base || (registers->first - s->base) % s->stride)
		return;
	slot = (registers->first - s->base) / s->stride;
	if (slot >= s->n || !node_is_compatible(l->tree, n, "virtio,mmio")
		|| !first_interrupt(l, n, &at, &number))
		return;
	expected = s->interrupt + (uint32_t)slot;
	if (number == expected)
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, at->prop,
		"interrupt %" PRIu32 ", expected %" PRIu32
		": that of the host's virtio-mmio slot %" PRIu64,
		number, expected, slot);
	diag_entry(l, d, at->prop, at->at * 4, at->ncells * 4);
	diag_why(l, d,
		"each slot has an interrupt of its own: the driver waits for one that the "
		"device never raises");
	diag_help(l, d, "correct the number, or the address in reg");
	diag_pair(l, d, h, NULL, NULL);
}

static void
check_slots(struct lint *l, const struct rule *r)
{
	const struct span_list *registers;
	const struct host *h;
	size_t i;

	if (l->tree->overlay)
		return;
	for (h = l->hosts; h < l->hosts + l->nhosts; h++) {
		if (!h->guest.slots.n || !h->guest.slots.stride)
			continue;
		registers = lint_registers(l);
		for (i = 0; i < registers->n; i++)
			check_slot(l, r, h, &registers->v[i]);
	}
}

#define TREE(body) \
	SAMPLE_ROOT_1_1 \
	"\tinterrupt-parent = <&gic>;\n" \
	"\n" body "};\n"

#define GIC(compatible, interrupts) \
	"\tgic: interrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"" compatible "\";\n" \
	"\t\treg = <0x8000000 0x10000>, <0x80a0000 0x20000>;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t\tinterrupt-controller;\n" interrupts "\t};\n"

#define MAINTENANCE "\t\tinterrupts = <1 9 4>;\n"

#define SLOT(number) \
	"\n" \
	"\tvirtio_mmio@a000200 {\n" \
	"\t\tcompatible = \"virtio,mmio\";\n" \
	"\t\treg = <0xa000200 0x200>;\n" \
	"\t\tinterrupts = <0 " number " 1>;\n" \
	"\t\tdma-coherent;\n" \
	"\t};\n"

#define SLOTS \
	"guest:\n" \
	"  slots: {base: 0xa000000, stride: 0x200, count: 32, interrupt: 16}\n"

static const struct rule rules[] = {
	{
		.id = "machine/gic-version-differs",
		.level = LEVEL_ERROR,
		.summary = "the tree's GIC is of another version than the host's",
		.why = "GICv2 and GICv3 have other registers at other addresses, and GICv3 is "
		       "driven by system registers. With the wrong driver no interrupt arrives, "
		       "and Linux stops at start.",
		.fix = "Start the guest with the GIC of the tree (gic-version=), or describe the "
		       "host's.",
		.refs = "Linux Documentation/devicetree/bindings/interrupt-controller/"
			"arm,gic.yaml, arm,gic-v3.yaml",
		.bad = { TREE(GIC("arm,cortex-a15-gic", "")),
			"guest:\n  gic_version: 3\n" },
		.good = { TREE(GIC("arm,gic-v3", "")), "guest:\n  gic_version: 3\n" },
		.check_tree = check_version,
	},
	{
		.id = "machine/no-maintenance-interrupt",
		.level = LEVEL_WARNING,
		.summary = "a GICv3 has no maintenance interrupt, and the guest has "
			   "virtualization",
		.why = "The virtual CPU interface of a GICv3 signals its hypervisor by the "
		       "maintenance interrupt, the only one that the node has. Without it KVM in "
		       "the guest finds no virtual GICv3.",
		.fix = "Add interrupts to the GIC: PPI 9, <1 9 4>.",
		.refs = "Linux Documentation/devicetree/bindings/interrupt-controller/"
			"arm,gic-v3.yaml\n"
			"Linux drivers/irqchip/irq-gic-v3.c, gic_of_setup_kvm_info()",
		.bad = { TREE(GIC("arm,gic-v3", "")),
			"guest:\n  virtualization: true\n" },
		.good = { TREE(GIC("arm,gic-v3", MAINTENANCE)),
			"guest:\n  virtualization: true\n" },
		.check_tree = check_maintenance,
	},
	{
		.id = "machine/slot-interrupt-differs",
		.level = LEVEL_WARNING,
		.summary =
			"a virtio,mmio node does not have the interrupt of the host's slot",
		.why = "The slots of a machine are at fixed addresses and have an interrupt each: "
		       "on QEMU's virt SPI 16 and up on Arm, source 1 and up on RISC-V. A driver "
		       "that waits for another never hears of its device.",
		.fix = "Correct the interrupt, or the address.",
		.refs = "QEMU hw/arm/virt.c, create_virtio_devices(); hw/riscv/virt.c",
		.bad = { TREE(GIC("arm,gic-v3", "") SLOT("16")), SLOTS },
		.good = { TREE(GIC("arm,gic-v3", "") SLOT("17")), SLOTS },
		.check_tree = check_slots,
	},
};

const struct rule_set rules_machine_interrupts = { rules, 3 };
