/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A hart's own interrupts, by the privileged architecture: what a device may be wired to. */
static const struct wiring {
	const char *compatible;
	uint32_t lines[2];
	const char *expected;
} wirings[] = {
	{ "riscv,aclint-mswi", { 3, 3 }, "3, the software interrupt of machine mode" },
	{ "riscv,aclint-sswi", { 1, 1 }, "1, the software interrupt of supervisor mode" },
	{ "riscv,aclint-mtimer", { 7, 7 }, "7, the timer interrupt of machine mode" },
	{ "riscv,clint0", { 3, 7 }, "3 and 7, software and timer of machine mode" },
	{ "sifive,clint0", { 3, 7 }, "3 and 7, software and timer of machine mode" },
	{ "riscv,plic0", { 9, 11 }, "9 or 11, the external interrupts" },
	{ "sifive,plic-1.0.0", { 9, 11 }, "9 or 11, the external interrupts" },
	{ "thead,c900-plic", { 9, 11 }, "9 or 11, the external interrupts" },
	{ "riscv,aplic", { 9, 11 }, "9 or 11, the external interrupts" },
	{ "riscv,imsics", { 9, 11 }, "9 or 11, the external interrupts" },
};

enum { NO_LINE = UINT32_MAX }; /* a context that is left out */

static const struct wiring *
wiring_of(const struct tree *t, const struct node *n)
{
	size_t i;

	for (i = 0; i < sizeof(wirings) / sizeof(*wirings); i++)
		if (node_is_compatible(t, n, wirings[i].compatible))
			return &wirings[i];
	return NULL;
}

static bool
is_miswired(const struct tree *t, const struct wiring *w, const struct interrupt *irq)
{
	uint32_t line = prop_cell(irq->prop, irq->at);

	return node_is_compatible(t, &t->nodes[irq->controller], "riscv,cpu-intc")
	       && line != w->lines[0] && line != w->lines[1] && line != NO_LINE;
}

/* One finding a node: where one entry is wrong, all are. */
static void
check_wiring(struct lint *l, const struct rule *r)
{
	const struct interrupts *all = lint_interrupts(l);
	const struct tree *t = l->tree;
	uint32_t reported = NODE_NONE;
	size_t i;

	for (i = 0; i < all->n; i++) {
		const struct interrupt *irq = &all->v[i];
		const struct node *n = &t->nodes[irq->node];
		const struct wiring *w;
		struct diag *d;

		if (irq->prop->name != NAME_interrupts_extended || irq->node == reported
			|| !(w = wiring_of(t, n)) || !is_miswired(t, w, irq))
			continue;
		reported = irq->node;
		d = lint_report(l, r, LEVEL_WARNING, n, irq->prop,
			"entry %" PRIu32 " of interrupts-extended is interrupt %" PRIu32
			" of a hart, expected %s",
			irq->entry, prop_cell(irq->prop, irq->at), w->expected);
		diag_entry(l, d, irq->prop, irq->at * 4 - 4, 8);
		diag_help(l, d, "correct the numbers behind the phandles");
	}
}

/* How many sources a controller has, or 0. */
static uint32_t
sources_of(const struct tree *t, const struct node *n, const char **property)
{
	const struct prop *p = node_prop(t, n, NAME_riscv_ndev);

	if (!p)
		p = node_prop(t, n, NAME_riscv_num_sources);
	if (!p || p->len != 4)
		return 0;
	*property = prop_name(t, p);
	return prop_cell(p, 0);
}

static void
check_sources(struct lint *l, const struct rule *r)
{
	const struct interrupts *all = lint_interrupts(l);
	const struct tree *t = l->tree;
	size_t i;

	for (i = 0; i < all->n && !lint_is_done(l, r); i++) {
		const struct interrupt *irq = &all->v[i];
		const struct node *controller = &t->nodes[irq->controller];
		const char *property = NULL;
		uint32_t sources = sources_of(t, controller, &property);
		uint32_t number = prop_cell(irq->prop, irq->at);
		struct diag *d;

		if (!property || (number && number <= sources))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, &t->nodes[irq->node], irq->prop,
			"entry %" PRIu32 " of %s is source %" PRIu32
			" of '%s', expected 1 to %" PRIu32 " (%s)",
			irq->entry, prop_name(t, irq->prop), number,
			lint_path(l, controller), sources, property);
		diag_entry(l, d, irq->prop, irq->at * 4, irq->ncells * 4);
		diag_also(l, d, controller, NULL, "it has %" PRIu32 " sources", sources);
		diag_help(l, d, "correct the number, or %s if the controller has more",
			property);
	}
}

#define CPU(rest) \
	SAMPLE_ROOT_1_1 \
	"\n" SAMPLE_CPU_0 "\t\t\tcompatible = \"riscv\";\n" \
	"\t\t\treg = <0>;\n" \
	"\n" \
	"\t\t\tintc: interrupt-controller {\n" \
	"\t\t\t\tcompatible = \"riscv,cpu-intc\";\n" \
	"\t\t\t\tinterrupt-controller;\n" \
	"\t\t\t\t#interrupt-cells = <1>;\n" \
	"\t\t\t};\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" rest "};\n"

#define MSWI(line) \
	CPU("\tmswi@2000000 {\n" \
	    "\t\tcompatible = \"riscv,aclint-mswi\";\n" \
	    "\t\treg = <0x2000000 0x4000>;\n" \
	    "\t\tinterrupts-extended = <&intc " line ">;\n" \
	    "\t};\n")

#define PLIC(source) \
	CPU("\tplic: interrupt-controller@c000000 {\n" \
	    "\t\tcompatible = \"sifive,plic-1.0.0\";\n" \
	    "\t\treg = <0xc000000 0x600000>;\n" \
	    "\t\tinterrupts-extended = <&intc 11 &intc 9>;\n" \
	    "\t\tinterrupt-controller;\n" \
	    "\t\t#interrupt-cells = <1>;\n" \
	    "\t\triscv,ndev = <31>;\n" \
	    "\t};\n" \
	    "\n" \
	    "\tserial@10000000 {\n" \
	    "\t\tcompatible = \"ns16550a\";\n" \
	    "\t\treg = <0x10000000 0x100>;\n" \
	    "\t\tinterrupt-parent = <&plic>;\n" \
	    "\t\tinterrupts = <" source ">;\n" \
	    "\t};\n")

static const struct rule rules[] = {
	{
		.id = "irq/hart-line",
		.level = LEVEL_WARNING,
		.summary =
			"a RISC-V interrupt controller is wired to another interrupt of the "
			"harts than it has",
		.why = "Each kind of interrupt has a number of its own in a hart: 3 and 7 are "
		       "software and timer of machine mode, 9 and 11 are the external ones. A "
		       "controller at another number is never heard: most often those of ACLINT's "
		       "two halves were swapped.",
		.fix = "Correct the numbers in interrupts-extended.",
		.refs = "The RISC-V Instruction Set Manual, Volume II, 3.1.9 mip and mie\n"
			"RISC-V Advanced Core Local Interruptor Specification\n"
			"Linux Documentation/devicetree/bindings/interrupt-controller/"
			"sifive,plic-1.0.0.yaml",
		.bad = { MSWI("7"), NULL },
		.good = { MSWI("3"), NULL },
		.check_tree = check_wiring,
	},
	{
		.id = "irq/source-number",
		.level = LEVEL_WARNING,
		.summary =
			"an interrupt is of a source that its controller does not have",
		.why = "A PLIC has as many sources as riscv,ndev says, an APLIC as "
		       "riscv,num-sources says, and counts them from 1. Linux makes no interrupt of "
		       "a number beyond, and the device's driver fails.",
		.fix = "Correct the number, or that of the controller's sources.",
		.refs = "Linux Documentation/devicetree/bindings/interrupt-controller/"
			"sifive,plic-1.0.0.yaml, riscv,aplic.yaml\n"
			"Linux drivers/irqchip/irq-sifive-plic.c, plic_probe()",
		.bad = { PLIC("32"), NULL },
		.good = { PLIC("31"), NULL },
		.check_tree = check_sources,
	},
};

const struct rule_set rules_irq_riscv = { rules, 2 };
