/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "rules/irq/line.h"
#include "rules/tree_facts.h"
#include "tree/names.h"

/* Lines of controllers, and who uses them. */
static int
compare(const void *pa, const void *pb)
{
	const struct interrupt_line *a = pa, *b = pb;
	int order = interrupt_line_compare(a, b);

	if (order)
		return order;
	return a->irq->node < b->irq->node ? -1 : a->irq->node > b->irq->node;
}

static bool
is_within(const struct tree *t, uint32_t node, uint32_t other)
{
	return node >= other && node < t->nodes[other].end;
}

static void
report(struct lint *l, const struct rule *r, const struct interrupt_line *a,
	const struct interrupt_line *b)
{
	const struct tree *t = l->tree;

	diag_help(l,
		lint_report(l, r, LEVEL_WARNING, &t->nodes[b->irq->node], b->irq->prop,
			"%s %" PRIu32 " of '%s' is used by '%s' too",
			b->type ? b->type : "interrupt", b->number,
			lint_path(l, &t->nodes[b->irq->controller]),
			lint_path(l, &t->nodes[a->irq->node])),
		"correct the number of one of them, if the line is not wired to both");
}

/* In the map of a nexus several may meet. */
static bool
can_be_shared(struct lint *l, const struct interrupt *irq, struct interrupt_line *out)
{
	return irq->prop->name != NAME_interrupt_map && interrupt_line_of(l, irq, out)
	       && !out->of_each_cpu;
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct interrupts *all = lint_interrupts(l);
	struct interrupt_line *v = arena_array(l->scratch, struct interrupt_line, all->n);
	size_t i, n = 0, first = 0;

	for (i = 0; i < all->n; i++)
		n += can_be_shared(l, &all->v[i], &v[n]);
	qsort(v, n, sizeof(*v), compare);
	for (i = 1; i < n; i++) {
		if (interrupt_line_compare(&v[i], &v[first]))
			first = i;
		if (v[i].irq->node != v[i - 1].irq->node && first != i
			&& !is_within(l->tree, v[i].irq->node, v[first].irq->node))
			report(l, r, &v[first], &v[i]);
	}
}

#define TREE(number) \
	SAMPLE_ROOT_1_1 \
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
