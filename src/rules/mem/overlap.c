/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* What a rule makes of one overlap on a bus. */
typedef void report_fn(
	struct lint *l, const struct rule *r, const struct span_overlap *o);

/* The entries of `reg` on one bus, of nodes that are there. */
static void
bus_registers(struct lint *l, const struct node *bus, struct span_list *to)
{
	const struct addresses *a = lint_addresses(l);
	struct rows reg;
	uint64_t row[3];

	to->n = 0;
	node_for_each_child (l->tree, bus, n) {
		struct span s = { .owner = node_id(l->tree, n) };

		if (node_is_absent(a, n) || lint_is_memory(l->tree, n)
			|| !node_reg_rows(l->tree, n, &reg))
			continue;
		for (s.entry = 0; s.entry < reg.n; s.entry++)
			if (rows_get(&reg, s.entry, row)
				&& span_set(
					&s, row[0], row[1], address_max(reg.cells[0])))
				span_add(to, l->scratch, &s);
	}
	span_sort(to);
}

static void
for_each_overlap(struct lint *l, const struct rule *r, report_fn *report)
{
	struct span_list spans = { 0 };
	size_t i, n;

	/* what an overlay's addresses are of is known where it is applied */
	if (l->tree->overlay)
		return;
	tree_for_each_node (l->tree, bus) {
		const struct span_overlap *o;

		if (bus->first_child == NODE_NONE || lint_is_memory(l->tree, bus)
			|| !bus_is_mapped(lint_addresses(l), bus))
			continue;
		bus_registers(l, bus, &spans);
		o = span_overlaps(&spans, l->scratch, &n);
		for (i = 0; i < n; i++)
			report(l, r, &o[i]);
	}
}

/* "reg 0x1000-0x1fff", or with the entry's number where there are more. */
static const char *
entry_text(struct lint *l, const struct span *s)
{
	struct rows reg;

	if (node_reg_rows(l->tree, &l->tree->nodes[s->owner], &reg) && reg.n < 2)
		return arena_printf(l->scratch, "reg %s", lint_range(l, s));
	return arena_printf(
		l->scratch, "entry %u of reg, %s,", s->entry, lint_range(l, s));
}

static const char *
other_text(struct lint *l, const struct span_overlap *o)
{
	if (o->a->owner == o->b->owner)
		return arena_printf(l->scratch, "entry %u of it, %s", o->a->entry,
			lint_range(l, o->a));
	return arena_printf(l->scratch, "'%s', %s",
		lint_path(l, &l->tree->nodes[o->a->owner]), lint_range(l, o->a));
}

static struct diag *
report_at(struct lint *l, const struct rule *r, const struct span_overlap *o,
	const char *verb)
{
	const struct node *n = &l->tree->nodes[o->b->owner];

	return lint_report(l, r, LEVEL_WARNING, n, node_prop(l->tree, n, NAME_reg),
		"%s %s %s", entry_text(l, o->b), verb, other_text(l, o));
}

static void
report_crossing(struct lint *l, const struct rule *r, const struct span_overlap *o)
{
	struct diag *d;

	if (!o->crossing)
		return;
	d = report_at(l, r, o, "overlaps");
	diag_why(l, d,
		"two devices cannot answer at one address; Linux gives the range to the driver "
		"that asks first, and the other one fails with EBUSY");
	diag_help(l, d,
		"correct the address or the size of one of them: 0x%" PRIx64 "-0x%" PRIx64
		" is in both",
		o->b->first, o->a->last);
}

static void
report_shared(struct lint *l, const struct rule *r, const struct span_overlap *o)
{
	bool same = o->a->first == o->b->first && o->a->last == o->b->last;

	if (o->crossing)
		return;
	diag_help(l, report_at(l, r, o, same ? "is the same as" : "lies within"),
		"where two drivers share a block of registers, describe it once, as a syscon "
		"or as a node with children; else correct the address or the size");
}

static void
check_crossing(struct lint *l, const struct rule *r)
{
	for_each_overlap(l, r, report_crossing);
}

static void
check_shared(struct lint *l, const struct rule *r)
{
	for_each_overlap(l, r, report_shared);
}

/* Whether both are on one bus, or one is on the other's. */
static bool
are_related(const struct lint *l, const struct span_overlap *o)
{
	uint32_t a = o->a->owner, b = o->b->owner;
	const struct node *of_a = &l->tree->nodes[a], *of_b = &l->tree->nodes[b];

	return of_a->parent == of_b->parent || (a <= b && b < of_a->end)
	       || (b <= a && a < of_b->end);
}

static void
check_across_buses(struct lint *l, const struct rule *r)
{
	const struct span_overlap *o;
	size_t i, n;

	if (l->tree->overlay)
		return;
	o = span_overlaps(lint_registers(l), l->scratch, &n);
	for (i = 0; i < n; i++) {
		const struct node *node = &l->tree->nodes[o[i].b->owner];
		struct diag *d;

		if (!o[i].crossing || are_related(l, &o[i]))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, node,
			node_prop(l->tree, node, NAME_reg),
			"entry %u of reg, %s to the CPU, overlaps %s of '%s', on another bus",
			o[i].b->entry, lint_range(l, o[i].b), lint_range(l, o[i].a),
			lint_path(l, &l->tree->nodes[o[i].a->owner]));
		diag_help(l, d,
			"correct the address or the size of one of them, or the ranges of a bus "
			"above it");
	}
}

#define TREE(second) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tserial@9000000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x9000000 0x1000>;\n" \
	"\t};\n" \
	"\n" second "};\n"

#define RTC(unit, reg) \
	"\trtc@" unit " {\n" \
	"\t\tcompatible = \"arm,pl031\", \"arm,primecell\";\n" \
	"\t\treg = <" reg ">;\n" \
	"\t};\n"

#define BUS(address) \
	"\tsoc {\n" \
	"\t\tcompatible = \"simple-bus\";\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <1>;\n" \
	"\t\tranges = <0x0 0x" address " 0x10000>;\n" \
	"\n" \
	"\t\trtc@800 {\n" \
	"\t\t\tcompatible = \"arm,pl031\", \"arm,primecell\";\n" \
	"\t\t\treg = <0x800 0x1000>;\n" \
	"\t\t};\n" \
	"\t};\n"

static const struct rule rules[] = {
	{
		.id = "mem/reg-overlap",
		.level = LEVEL_WARNING,
		.summary = "the registers of two nodes on one bus overlap in part",
		.why = "Two devices cannot answer at one address, so one of the two ranges is "
		       "wrong. Linux gives a range to the driver that asks first; the other "
		       "driver's request fails with EBUSY and its device stays without one. "
		       "Ranges that are equal, or lie one within the other, are another rule's "
		       "(mem/reg-shared): sound trees have those on purpose.",
		.fix = "Correct the address or the size of one of the two.",
		.refs = "Devicetree Specification v0.4, 2.3.6 reg\n"
			"Linux lib/devres.c, devm_ioremap_resource()",
		.bad = { TREE(RTC("9000800", "0x9000800 0x1000")), NULL },
		.good = { TREE(RTC("9001000", "0x9001000 0x1000")), NULL },
		.check_tree = check_crossing,
	},
	{
		.id = "mem/reg-shared",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary =
			"the registers of two nodes on one bus are the same, or lie one "
			"within the other",
		.why = "Two drivers that ask for the same registers get in each other's way. Off by "
		       "default, for many sound trees do so on purpose: a pin controller beside "
		       "the syscon that is a part of it, a bus that has registers, devices that "
		       "share one clock gate.",
		.fix = "Where the registers are shared, describe them once, as a syscon or as a "
		       "node with children; else correct the address or the size.",
		.refs = "Devicetree Specification v0.4, 2.3.6 reg\n"
			"Linux Documentation/devicetree/bindings/mfd/syscon.yaml",
		.bad = { TREE(RTC("9000800", "0x9000800 0x800")), NULL },
		.good = { TREE(RTC("9001000", "0x9001000 0x800")), NULL },
		.check_tree = check_shared,
	},
	{
		.id = "mem/reg-overlap-across-buses",
		.level = LEVEL_WARNING,
		.summary =
			"the registers of two nodes on different buses overlap in part",
		.why = "Buses lead to one space of addresses, the CPU's, by their ranges. Where "
		       "two devices get the same addresses in it, in part, one range is wrong: "
		       "of the two, or in the ranges of a bus above them. Registers of a bus and of "
		       "what is on it are passed over, as are ranges that are equal or lie one "
		       "within the other.",
		.fix = "Correct the address or the size of one of the two, or the ranges of a "
		       "bus above it.",
		.refs = "Devicetree Specification v0.4, 2.3.6 reg, 2.3.8 ranges\n"
			"Linux lib/devres.c, devm_ioremap_resource()",
		.bad = { TREE(BUS("9000000")), NULL },
		.good = { TREE(BUS("9001000")), NULL },
		.check_tree = check_across_buses,
	},
};

const struct rule_set rules_mem_overlap = { rules, 3 };
