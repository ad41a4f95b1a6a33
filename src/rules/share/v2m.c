/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/irq/gic.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

enum {
	SPI_FIRST = 32, /* the interrupt of the GIC that SPI 0 is */
	FRAMES_MAX = 64,
};

/* The GIC that the frame is of: it stands below it, or names it as its parent. */
static uint32_t
gic_of(struct lint *l, const struct node *frame)
{
	const struct node *up = node_parent(l->tree, frame);

	for (; up; up = node_parent(l->tree, up))
		if (lint_gic(l, node_id(l->tree, up)) != GIC_NONE)
			return node_id(l->tree, up);
	return NODE_NONE;
}

static void
check_frame(struct lint *l, const struct rule *r, const struct node *frame,
	const struct prop *base, const struct prop *count)
{
	const struct interrupts *all = lint_interrupts(l);
	uint32_t first = prop_cell(base, 0), n = prop_cell(count, 0), gic, number;
	const struct tree *t = l->tree;
	struct diag *d;
	size_t i;

	gic = gic_of(l, frame);
	for (i = 0; i < all->n && !lint_is_done(l, r); i++) {
		const struct interrupt *irq = &all->v[i];

		if (irq->controller != gic || irq->ncells < 3
			|| prop_cell(irq->prop, irq->at) != GIC_SPI)
			continue;
		number = prop_cell(irq->prop, irq->at + 1) + SPI_FIRST;
		if (number < first || number - first >= n)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, &t->nodes[irq->node], irq->prop,
			"entry %" PRIu32 " of %s is SPI %" PRIu32
			", which '%s' uses for MSIs (SPI %" PRIu32 " to %" PRIu32 ")",
			irq->entry, prop_name(t, irq->prop), number - SPI_FIRST,
			lint_path(l, frame), first - SPI_FIRST,
			first - SPI_FIRST + n - 1);
		diag_entry(l, d, irq->prop, irq->at * 4, irq->ncells * 4);
		diag_also(
			l, d, frame, base, "the MSIs begin at interrupt %" PRIu32, first);
		diag_help(l, d,
			"wire the device to another SPI, or move the frame's; arm,msi-base-spi "
			"counts from the GIC's first interrupt, so that SPI 0 is 32");
	}
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct tree *t = l->tree;
	uint32_t frames = 0;

	if (t->overlay)
		return;
	tree_for_each_node (t, n) {
		const struct prop *base = node_prop(t, n, NAME_arm_msi_base_spi);
		const struct prop *count = node_prop(t, n, NAME_arm_msi_num_spis);

		if (!base || base->len != 4 || !count || count->len != 4
			|| prop_cell(base, 0) < SPI_FIRST
			|| !node_is_compatible(t, n, "arm,gic-v2m-frame")
			|| node_is_absent(lint_addresses(l), n))
			continue;
		if (++frames > FRAMES_MAX)
			return;
		check_frame(l, r, n, base, count);
	}
}

#define TREE(number) \
	SAMPLE_ROOT_1_1 \
	"\tinterrupt-parent = <&gic>;\n" \
	"\n" \
	"\tgic: interrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"arm,gic-400\";\n" \
	"\t\treg = <0x8000000 0x1000>, <0x8010000 0x2000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <1>;\n" \
	"\t\tranges;\n" \
	"\n" \
	"\t\tv2m@8020000 {\n" \
	"\t\t\tcompatible = \"arm,gic-v2m-frame\";\n" \
	"\t\t\tmsi-controller;\n" \
	"\t\t\treg = <0x8020000 0x1000>;\n" \
	"\t\t\tarm,msi-base-spi = <128>;\n" \
	"\t\t\tarm,msi-num-spis = <64>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tserial@9000000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x9000000 0x1000>;\n" \
	"\t\tinterrupts = <0 " number " 4>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/v2m-spi",
	.level = LEVEL_WARNING,
	.summary = "a device is wired to an SPI that a GICv2m frame uses for MSIs",
	.why = "The frame raises its SPIs for messages of PCI devices. A device that is wired to one "
	       "of them shares it with whoever is given that message, and Linux refuses one of "
	       "the two.",
	.fix = "Wire the device to another SPI, or move the frame's range.",
	.refs = "Linux Documentation/devicetree/bindings/interrupt-controller/arm,gic.yaml\n"
		"Linux drivers/irqchip/irq-gic-v2m.c, gicv2m_init_one()",
	.bad = { TREE("100"), NULL },
	.good = { TREE("1"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_share_v2m = { rules, 1 };
