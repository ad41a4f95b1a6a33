/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/irq/gic.h"

#include <inttypes.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Linux's irq-gic.c and irq-gic-v3.c, and the bindings. */
static const char *const gic_v2[] = {
	"arm,gic-400",
	"arm,arm11mp-gic",
	"arm,arm1176jzf-devchip-gic",
	"arm,cortex-a15-gic",
	"arm,cortex-a5-gic",
	"arm,cortex-a7-gic",
	"arm,cortex-a9-gic",
	"arm,eb11mp-gic",
	"arm,pl390",
	"arm,tc11mp-gic",
	"brcm,brahma-b15-gic",
	"nvidia,tegra210-agic",
	"qcom,msm-8660-qgic",
	"qcom,msm-qgic2",
};

enum { FLAGS_TRIGGER = 0xf, FLAGS_CPUS = 0xff00, TYPES_V2 = 2, TYPES_V3 = 4 };

static const struct {
	const char *name;
	uint32_t last; /* the highest number */
} types[TYPES_V3] = {
	[GIC_SPI] = { "SPI", 987 },
	[GIC_PPI] = { "PPI", 15 },
	[GIC_ESPI] = { "ESPI", 1023 },
	[GIC_EPPI] = { "EPPI", 63 },
};

enum gic
node_gic(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);
	size_t i;

	if (!p)
		return GIC_NONE;
	/* Zephyr's own binding: other cells, and other flags */
	if (prop_has_string(p, "arm,gic"))
		return GIC_NONE;
	prop_for_each_string(p, s)
	{
		if (!strcmp(s, "arm,gic-v3"))
			return GIC_V3;
		for (i = 0; i < sizeof(gic_v2) / sizeof(*gic_v2); i++)
			if (!strcmp(s, gic_v2[i]))
				return GIC_V2;
	}
	return GIC_NONE;
}

/* Zephyr's trees read an interrupt as type, number, flags and priority; 2 is a level. */
enum gic
lint_gic(struct lint *l, uint32_t controller)
{
	unsigned char *version;

	if (!l->gics) {
		l->gics = arena_array(l->scratch, unsigned char, l->tree->nnodes);
		if (lint_is_zephyr(l->tree))
			memset(l->gics, 1 + GIC_NONE, l->tree->nnodes);
	}
	version = &l->gics[controller];
	if (!*version)
		*version =
			(unsigned char)(1
					+ node_gic(l->tree, &l->tree->nodes[controller]));
	return *version - 1;
}

const char *
gic_type_name(enum gic_type type)
{
	return types[type].name;
}

/* One specifier of a GIC, taken apart. */
struct specifier {
	const struct interrupt *irq;
	enum gic version;
	uint32_t type;
	uint32_t number;
	uint32_t flags;
	uint32_t affinity; /* the fourth cell, 0 where there is none */
};

static uint32_t
types_of(const struct specifier *s)
{
	return s->version == GIC_V3 ? TYPES_V3 : TYPES_V2;
}

static bool
is_shared_type(const struct specifier *s)
{
	return s->type == GIC_SPI || s->type == GIC_ESPI;
}

/* "entry 2 of interrupts, <0x0 0x7b 0x8>," */
static const char *
entry_text(struct lint *l, const struct interrupt *irq)
{
	char *cells = arena_strdup(l->scratch, "");
	uint32_t i;

	for (i = 0; i < irq->ncells && i < 8; i++)
		cells = arena_printf(l->scratch, "%s%s0x%" PRIx32, cells, i ? " " : "",
			prop_cell(irq->prop, irq->at + i));
	return arena_printf(l->scratch, "entry %" PRIu32 " of %s, <%s%s>,", irq->entry,
		prop_name(l->tree, irq->prop), cells, i < irq->ncells ? " …" : "");
}

static struct diag *
report_as(struct lint *l, const struct rule *r, enum level level,
	const struct specifier *s, const char *what)
{
	return lint_report(l, r, level, &l->tree->nodes[s->irq->node], s->irq->prop,
		"%s %s", entry_text(l, s->irq), what);
}

static struct diag *
report(struct lint *l, const struct rule *r, const struct specifier *s, const char *what)
{
	return report_as(l, r, r->level, s, what);
}

static const char *
gic_text(struct lint *l, const struct specifier *s)
{
	return arena_printf(l->scratch, "the %s '%s'",
		s->version == GIC_V3 ? "GICv3" : "GIC",
		lint_path(l, &l->tree->nodes[s->irq->controller]));
}

static void
check_type(struct lint *l, const struct rule *r, const struct specifier *s)
{
	if (s->type < types_of(s))
		return;
	diag_help(l,
		report(l, r, s,
			arena_printf(l->scratch,
				"has type %" PRIu32 ", which %s does not have", s->type,
				gic_text(l, s))),
		s->version == GIC_V3
			? "the first cell is 0 (SPI), 1 (PPI), 2 (extended SPI) or 3 (extended "
			  "PPI)"
			: "the first cell is 0 (SPI) or 1 (PPI)");
}

static void
check_number(struct lint *l, const struct rule *r, const struct specifier *s)
{
	struct diag *d;

	if (s->type >= types_of(s) || s->number <= types[s->type].last)
		return;
	d = report(l, r, s,
		arena_printf(l->scratch,
			"has %s %" PRIu32 ", expected 0 to %" PRIu32 " for %s",
			types[s->type].name, s->number, types[s->type].last,
			gic_text(l, s)));
	if (s->type == GIC_PPI && s->number <= types[GIC_SPI].last)
		diag_help(l, d,
			"if it is a shared interrupt, its type is 0 (SPI); numbers count from the "
			"first of their type, not from 0 of the GIC's");
	else
		diag_help(l, d,
			"correct the number: it counts from the first of its type, so that SPI 0 "
			"is the GIC's 32 and PPI 0 its 16");
}

/* What is wrong with the trigger, or NULL. */
static const char *
trigger_fault(struct lint *l, const struct specifier *s)
{
	uint32_t trigger = s->flags & FLAGS_TRIGGER;

	switch (trigger) {
	case 1:
	case 4: return NULL;
	case 2:
	case 8:
		if (!is_shared_type(s))
			return NULL;
		return arena_printf(l->scratch, "is %s, which an %s cannot be",
			trigger == 2 ? "triggered by the falling edge" : "active low",
			types[s->type].name);
	case 0: return "says nothing of how it is triggered";
	default:
		return arena_printf(
			l->scratch, "has more than one trigger (0x%" PRIx32 ")", trigger);
	}
}

static void
check_trigger(struct lint *l, const struct rule *r, const struct specifier *s)
{
	const char *fault = s->type < types_of(s) ? trigger_fault(l, s) : NULL;
	bool none = !(s->flags & FLAGS_TRIGGER);

	if (!fault)
		return;
	diag_help(l, report_as(l, r, none ? LEVEL_WARNING : LEVEL_ERROR, s, fault),
		is_shared_type(s)
			? "the third cell is 1 (rising edge) or 4 (active high)"
			: "the third cell is 1 (rising edge), 2 (falling edge), 4 "
			  "(active high) or 8 (active low)");
}

/* Bits beside the trigger; the mask of CPUs is for PPIs. */
static void
check_flags(struct lint *l, const struct rule *r, const struct specifier *s)
{
	uint32_t known = FLAGS_TRIGGER | (s->type == GIC_PPI ? FLAGS_CPUS : 0);
	uint32_t other = s->flags & ~known;

	if (s->type >= types_of(s) || !other)
		return;
	diag_help(l,
		report(l, r, s,
			arena_printf(l->scratch,
				"has bits 0x%" PRIx32
				" in its flags, which mean nothing for %s %s",
				other,
				s->type == GIC_PPI || s->type == GIC_EPPI ? "a" : "an",
				types[s->type].name)),
		"the third cell is the trigger alone, 1, 2, 4 or 8%s",
		s->version == GIC_V2 ? "; a PPI has a mask of CPUs in bits 8 to 15" : "");
}

static void
check_cpu_mask(struct lint *l, const struct rule *r, const struct specifier *s)
{
	if (s->version != GIC_V3 || s->type != GIC_PPI || !(s->flags & FLAGS_CPUS))
		return;
	diag_help(l,
		report(l, r, s,
			arena_printf(l->scratch,
				"has a mask of CPUs (0x%" PRIx32
				"), which the GICv3 '%s' ignores",
				s->flags & FLAGS_CPUS,
				lint_path(l, &l->tree->nodes[s->irq->controller]))),
		"remove bits 8 to 15; which CPUs a PPI is of is said by ppi-partitions");
}

static void
check_affinity(struct lint *l, const struct rule *r, const struct specifier *s)
{
	const struct tree *t = l->tree;
	const struct node *to = tree_phandle(t, s->affinity), *up;

	if (s->version != GIC_V3 || !s->affinity || s->type >= types_of(s))
		return;
	if (is_shared_type(s)) {
		diag_help(l,
			report(l, r, s,
				arena_printf(l->scratch,
					"has 0x%" PRIx32
					" in its fourth cell, expected 0 for an %s",
					s->affinity, types[s->type].name)),
			"only a PPI has a set of CPUs there");
		return;
	}
	up = to ? node_parent(t, to) : NULL;
	if (up && up->name == NAME_ppi_partitions && up->parent == s->irq->controller)
		return;
	diag_help(l,
		report(l, r, s,
			to ? arena_printf(l->scratch,
				"names '%s' in its fourth cell, which is no set of CPUs",
				lint_path(l, to))
			   : arena_printf(l->scratch,
				   "has 0x%" PRIx32
				   " in its fourth cell, which is no node's phandle",
				   s->affinity)),
		"expected 0, or the phandle of a child of ppi-partitions in '%s'",
		lint_path(l, &t->nodes[s->irq->controller]));
}

typedef void check_fn(struct lint *l, const struct rule *r, const struct specifier *s);

static void
for_each_specifier(struct lint *l, const struct rule *r, check_fn *check)
{
	const struct interrupts *all = lint_interrupts(l);
	struct specifier s = { 0 };
	size_t i;

	for (i = 0; i < all->n; i++) {
		const struct interrupt *irq = &all->v[i];

		s.version = lint_gic(l, irq->controller);
		if (s.version == GIC_NONE || irq->ncells < 3)
			continue;
		s.irq = irq;
		s.type = prop_cell(irq->prop, irq->at);
		s.number = prop_cell(irq->prop, irq->at + 1);
		s.flags = prop_cell(irq->prop, irq->at + 2);
		s.affinity = irq->ncells > 3 ? prop_cell(irq->prop, irq->at + 3) : 0;
		check(l, r, &s);
	}
}

static void
check_all_types(struct lint *l, const struct rule *r)
{
	for_each_specifier(l, r, check_type);
}

static void
check_all_numbers(struct lint *l, const struct rule *r)
{
	for_each_specifier(l, r, check_number);
}

static void
check_all_triggers(struct lint *l, const struct rule *r)
{
	for_each_specifier(l, r, check_trigger);
}

static void
check_all_flags(struct lint *l, const struct rule *r)
{
	for_each_specifier(l, r, check_flags);
}

static void
check_all_cpu_masks(struct lint *l, const struct rule *r)
{
	for_each_specifier(l, r, check_cpu_mask);
}

static void
check_all_affinities(struct lint *l, const struct rule *r)
{
	for_each_specifier(l, r, check_affinity);
}

#define TREE(compatible, cells, interrupts) \
	SAMPLE_ROOT_1_1 \
	"\tinterrupt-parent = <&gic>;\n" \
	"\n" \
	"\tgic: interrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"" compatible "\";\n" \
	"\t\treg = <0x8000000 0x10000>, <0x8010000 0x10000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <" cells ">;\n" \
	"\t};\n" \
	"\n" \
	"\tserial@9000000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x9000000 0x1000>;\n" \
	"\t\tinterrupts = <" interrupts ">;\n" \
	"\t};\n" \
	"};\n"

#define V2(interrupts) \
	{ \
		TREE("arm,cortex-a15-gic", "3", interrupts), NULL \
	}
#define V3(interrupts) \
	{ \
		TREE("arm,gic-v3", "3", interrupts), NULL \
	}

#define BINDINGS \
	"Linux Documentation/devicetree/bindings/interrupt-controller/arm,gic.yaml\n" \
	"Linux Documentation/devicetree/bindings/interrupt-controller/arm,gic-v3.yaml\n"

static const struct rule rules[] = {
	{
		.id = "irq/gic-type",
		.level = LEVEL_ERROR,
		.summary = "an interrupt of a GIC has a type that the GIC does not have",
		.why = "The first cell of a GIC's specifier is the type: 0 for a shared interrupt "
		       "(SPI), 1 for one of each CPU (PPI), and for a GICv3 2 and 3 for the "
		       "extended ranges of both. Linux refuses any other one on a GICv3, and the "
		       "device gets no interrupt; the GICv2's driver takes it for a PPI. Often the "
		       "cells are those of another controller, or the GIC's own number.",
		.fix = "Write the type, the number within the type, and the trigger.",
		.refs = BINDINGS
		"Linux drivers/irqchip/irq-gic-v3.c, gic_irq_domain_translate()",
		.bad = V2("2 1 4"),
		.good = V2("0 1 4"),
		.check_tree = check_all_types,
	},
	{
		.id = "irq/gic-number",
		.level = LEVEL_ERROR,
		.summary =
			"an interrupt of a GIC has a number that its type does not have",
		.why = "SPIs count from 0 to 987, PPIs from 0 to 15, and on a GICv3 extended SPIs "
		       "from 0 to 1023 and extended PPIs from 0 to 63. The driver adds the number "
		       "to the first one of the type, so that one which is too high becomes "
		       "another type's interrupt, or none.",
		.fix = "Correct the type or the number. Numbers count from the first of their type: "
		       "the GIC's interrupt 33 is SPI 1, its 27 is PPI 11.",
		.refs = BINDINGS
		"Linux drivers/irqchip/irq-gic-v3.c, gic_irq_domain_translate()",
		.bad = V3("1 27 4"),
		.good = V3("1 11 4"),
		.check_tree = check_all_numbers,
	},
	{
		.id = "irq/gic-trigger",
		.level = LEVEL_ERROR,
		.varies = true,
		.summary =
			"an interrupt of a GIC has a trigger that its type does not have",
		.why = "A GIC takes SPIs with the rising edge or active high, and cannot be told "
		       "otherwise: Linux refuses the falling edge and active low with EINVAL, and "
		       "the device's driver fails. Where a line is inverted on its way, the tree "
		       "says what the GIC sees. PPIs are passed in all four ways.",
		.levels =
			"error: a trigger that the type does not have, or more than one\n"
			"warning: none at all, of which Linux complains and goes on",
		.fix = "Make the third cell 1 (rising edge) or 4 (active high).",
		.refs = BINDINGS "Linux drivers/irqchip/irq-gic.c, gic_set_type()",
		.bad = V3("0 1 8"),
		.good = V3("0 1 4"),
		.check_tree = check_all_triggers,
	},
	{
		.id = "irq/gic-flags",
		.level = LEVEL_WARNING,
		.summary = "the flags of a GIC's interrupt have bits that mean nothing",
		.why = "The third cell holds the trigger in bits 0 to 3 and, for a PPI, a mask of "
		       "CPUs in bits 8 to 15. Other bits are ignored: what was meant by them does "
		       "not happen.",
		.fix = "Leave only the trigger in the third cell of an SPI.",
		.refs = BINDINGS,
		.bad = V2("0 1 0xf04"),
		.good = V2("1 1 0xf04"),
		.check_tree = check_all_flags,
	},
	{
		.id = "irq/gic-cpu-mask",
		.level = LEVEL_NOTE,
		.state = RULE_OFF,
		.summary = "a PPI of a GICv3 has a mask of CPUs in its flags",
		.why = "The mask is of the GICv2, which has at most eight CPUs. On a GICv3 it means "
		       "nothing. Off by default, for many sound trees have kept it and nothing "
		       "comes of it.",
		.fix = "Remove bits 8 to 15 from the third cell.",
		.refs = BINDINGS,
		.bad = V3("1 13 0xf08"),
		.good = V3("1 13 8"),
		.check_tree = check_all_cpu_masks,
	},
	{
		.id = "irq/gic-affinity",
		.level = LEVEL_WARNING,
		.summary = "the fourth cell of a GICv3's interrupt is not a set of CPUs",
		.why = "Where a GICv3 has four cells an interrupt, the fourth is 0, or for a PPI "
		       "the phandle of the set of CPUs that it is of, a child of the GIC's "
		       "ppi-partitions. Linux finds no interrupt for anything else.",
		.fix = "Make the fourth cell 0, or name a child of ppi-partitions.",
		.refs = "Linux Documentation/devicetree/bindings/interrupt-controller/"
			"arm,gic-v3.yaml",
		.bad = { TREE("arm,gic-v3", "4", "0 1 4 1"), NULL },
		.good = { TREE("arm,gic-v3", "4", "0 1 4 0"), NULL },
		.check_tree = check_all_affinities,
	},
};

const struct rule_set rules_irq_gic = { rules, 6 };
