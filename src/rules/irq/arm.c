/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/cpu/cpu.h"
#include "rules/irq/gic.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_timer(const struct tree *t, const struct node *n)
{
	return node_is_compatible(t, n, "arm,armv8-timer")
	       || node_is_compatible(t, n, "arm,armv7-timer");
}

/* One finding a timer. */
static void
check_timer(struct lint *l, const struct rule *r)
{
	const struct interrupts *all = lint_interrupts(l);
	const struct tree *t = l->tree;
	uint32_t reported = NODE_NONE, trigger;
	struct diag *d;
	size_t i;

	for (i = 0; i < all->n; i++) {
		const struct interrupt *irq = &all->v[i];

		if (irq->ncells < 3 || irq->node == reported
			|| !is_timer(t, &t->nodes[irq->node])
			|| lint_gic(l, irq->controller) == GIC_NONE)
			continue;
		trigger = prop_cell(irq->prop, irq->at + 2) & 0xf;
		if (trigger != 1 && trigger != 2)
			continue;
		reported = irq->node;
		d = lint_report(l, r, LEVEL_WARNING, &t->nodes[irq->node], irq->prop,
			"entry %" PRIu32
			" of %s is triggered by the %s edge, expected a level (4, or 8 "
			"where the line is low)",
			irq->entry, prop_name(t, irq->prop),
			trigger == 1 ? "rising" : "falling");
		diag_entry(l, d, irq->prop, irq->at * 4, irq->ncells * 4);
		diag_why(l, d,
			"the timer holds its line while it has expired; Linux says 'Invalid "
			"trigger' and takes a level for it");
		diag_help(l, d, "make the third cell 4 or 8");
	}
}

/* What a GICv3's redistributor takes: two frames of 64 KiB. */
enum { REDISTRIBUTOR = 0x20000 };

static void
check_redistributor(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct tree *t = l->tree;
	uint64_t stride = REDISTRIBUTOR, room = 0, row[3];
	const struct prop *p;
	uint32_t cpus, i, regions = 1;
	struct diag *d;
	struct rows reg;

	p = node_prop(t, n, NAME_redistributor_stride);
	if (p && (!prop_number(p, 0, prop_ncells(p), &stride) || !stride))
		return;
	p = node_prop(t, n, NAME_redistributor_regions);
	if (p && p->len == 4)
		regions = prop_cell(p, 0);
	if (!node_reg_rows(t, n, &reg) || reg.n < 2)
		return;
	for (i = 1; i < reg.n && i - 1 < regions; i++)
		if (rows_get(&reg, i, row))
			room += row[1] / stride;
	cpus = cpus_count(t);
	if (!room || room >= cpus)
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, reg.p,
		"reg has room for %" PRIu64 " redistributor%s of 0x%" PRIx64
		" bytes, and there are %" PRIu32 " CPUs",
		room, room == 1 ? "" : "s", stride, cpus);
	diag_why(l, d,
		"a CPU without a redistributor gets no interrupt and does not start");
	diag_help(l, d, "make the second entry of reg 0x%" PRIx64 " bytes or more",
		cpus * stride);
}

static void
check_redistributors(struct lint *l, const struct rule *r)
{
	const struct addresses *a = lint_addresses(l);
	const struct tree *t = l->tree;

	if (t->overlay)
		return;
	tree_for_each_node (t, n)
		if (node_has(t, n, NAME_interrupt_controller) && !node_is_absent(a, n)
			&& lint_gic(l, node_id(t, n)) == GIC_V3)
			check_redistributor(l, r, n);
}

#define TREE(reg, trigger) \
	SAMPLE_ROOT_1_1 \
	"\tinterrupt-parent = <&gic>;\n" \
	"\n" SAMPLE_CPU_0 "\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <0>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tcpu@1 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <1>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tgic: interrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"arm,gic-v3\";\n" \
	"\t\treg = <0x8000000 0x10000>, <0x80a0000 " reg ">;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t};\n" \
	"\n" \
	"\ttimer {\n" \
	"\t\tcompatible = \"arm,armv8-timer\";\n" \
	"\t\tinterrupts = <1 13 " trigger ">, <1 14 " trigger ">;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = {
	{
		.id = "irq/timer-trigger",
		.level = LEVEL_WARNING,
		.summary =
			"an interrupt of Arm's architected timer is triggered by an edge",
		.why = "The timer's lines stay active for as long as it has expired. Linux warns of "
		       "any trigger but a level and takes an active low level instead, and a GIC "
		       "that is set to an edge may lose what came while it looked away.",
		.fix = "Make the third cell 4 (active high) or 8 (active low).",
		.refs = "Linux Documentation/devicetree/bindings/timer/arm,arch_timer.yaml\n"
			"Linux drivers/clocksource/arm_arch_timer.c, check_ppi_trigger()",
		.bad = { TREE("0x40000", "1"), NULL },
		.good = { TREE("0x40000", "4"), NULL },
		.check_tree = check_timer,
	},
	{
		.id = "irq/redistributors",
		.level = LEVEL_WARNING,
		.summary = "a GICv3 has fewer redistributors than there are CPUs",
		.why = "Each CPU has a redistributor of its own, 0x20000 bytes unless "
		       "redistributor-stride says otherwise. Linux looks for a CPU's in the regions "
		       "that reg lists behind the first; a CPU without one is not started.",
		.fix = "Correct the size of the regions in the controller's reg.",
		.refs = "Linux Documentation/devicetree/bindings/interrupt-controller/"
			"arm,gic-v3.yaml\n"
			"Linux drivers/irqchip/irq-gic-v3.c, gic_populate_rdist()",
		.bad = { TREE("0x20000", "4"), NULL },
		.good = { TREE("0x40000", "4"), NULL },
		.check_tree = check_redistributors,
	},
};

const struct rule_set rules_irq_arm = { rules, 2 };
