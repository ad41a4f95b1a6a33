/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "rules/irq/gic.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* One interrupt line of one controller, and who uses it. */
struct line {
	uint32_t controller;
	uint32_t type; /* of a GIC's; 0 elsewhere */
	uint32_t number;
	uint32_t node;
	const struct prop *prop;
};

static int
compare(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;

	if (a->controller != b->controller)
		return a->controller < b->controller ? -1 : 1;
	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

/*
 * The line of a specifier, where its first cells tell: a GIC's, or where there are at
 * most two the number comes first and, it may be, the trigger behind it. Interrupts of
 * each CPU are no line that two could meet on; in the map of a nexus several may.
 */
static bool
line_of(struct lint *l, const struct rule *r, const struct interrupt *irq,
	struct line *out)
{
	const struct tree *t = l->tree;
	const struct node *controller = &t->nodes[irq->controller];

	if (irq->prop->name == NAME_interrupt_map
		|| !node_has(t, controller, NAME_interrupt_controller))
		return false;
	*out = (struct line){ .controller = irq->controller,
		.number = prop_cell(irq->prop, irq->at),
		.node = irq->node,
		.prop = irq->prop };
	if (irq->ncells <= 2)
		return controller->parent == NODE_NONE
		       || tree_node(t, controller->parent)->base_name != NAME_cpu;
	if (lint_gic(l, r, irq->controller) == GIC_NONE)
		return false;
	out->type = out->number;
	out->number = prop_cell(irq->prop, irq->at + 1);
	return out->type == GIC_SPI || out->type == GIC_ESPI;
}

static bool
is_within(const struct tree *t, uint32_t node, uint32_t other)
{
	return node >= other && node < t->nodes[other].end;
}

static void
report(struct lint *l, const struct rule *r, const struct line *a, const struct line *b)
{
	const struct tree *t = l->tree;
	const char *type = lint_gic(l, r, b->controller) == GIC_NONE ? "interrupt"
			   : b->type == GIC_SPI                      ? "SPI"
								     : "ESPI";

	diag_help(l,
		lint_report(l, r, LEVEL_WARNING, &t->nodes[b->node], b->prop,
			"%s %" PRIu32 " of '%s' is used by '%s' too", type, b->number,
			lint_path(l, &t->nodes[b->controller]),
			lint_path(l, &t->nodes[a->node])),
		"correct the number of one of them, if the line is not wired to both");
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct interrupts *all = lint_interrupts(l);
	struct line *v = arena_array(l->scratch, struct line, all->n);
	size_t i, n = 0, first = 0;

	for (i = 0; i < all->n; i++)
		n += line_of(l, r, &all->v[i], &v[n]);
	qsort(v, n, sizeof(*v), compare);
	for (i = 1; i < n; i++) {
		if (v[i].controller != v[first].controller || v[i].type != v[first].type
			|| v[i].number != v[first].number)
			first = i;
		if (v[i].node != v[i - 1].node && first != i
			&& !is_within(l->tree, v[i].node, v[first].node))
			report(l, r, &v[first], &v[i]);
	}
}

#define TREE(number) \
	"/dts-v1/;\n" \
	"/ {\n" \
	"\t#address-cells = <1>;\n" \
	"\t#size-cells = <1>;\n" \
	"\tinterrupt-parent = <&plic>;\n" \
	"\n" \
	"\tplic: interrupt-controller@c000000 {\n" \
	"\t\tcompatible = \"sifive,plic-1.0.0\";\n" \
	"\t\treg = <0xc000000 0x600000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <1>;\n" \
	"\t};\n" \
	"\n" \
	"\tserial@10000000 {\n" \
	"\t\tcompatible = \"ns16550a\";\n" \
	"\t\treg = <0x10000000 0x100>;\n" \
	"\t\tinterrupts = <10>;\n" \
	"\t};\n" \
	"\n" \
	"\trtc@101000 {\n" \
	"\t\tcompatible = \"google,goldfish-rtc\";\n" \
	"\t\treg = <0x101000 0x1000>;\n" \
	"\t\tinterrupts = <" number ">;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "irq/shared-line",
	.level = LEVEL_WARNING,
	.state = RULE_OFF,
	.summary = "two enabled devices use one line of an interrupt controller",
	.why = "Linux hands a line to a second driver only where both say that they can share "
	       "it; else the second one's request fails with EBUSY. Off by default, for many "
	       "sound trees have lines that are shared in hardware, among blocks of one unit or "
	       "behind an OR gate: the tree cannot tell.",
	.fix = "Correct the number of one of them, if the line is not wired to both.",
	.refs = "Devicetree Specification v0.4, 2.4 Interrupts and Interrupt Mapping\n"
		"Linux kernel/irq/manage.c, __setup_irq()",
	.bad = { TREE("10"), NULL },
	.good = { TREE("11"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_irq_shared = { rules, 1 };
