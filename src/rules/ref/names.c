/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/names.h"
#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/value.h"

/* Which property names the entries of which. */
static const struct naming {
	atom_t names;
	atom_t of;
} namings[] = {
	{ NAME_clock_names, NAME_clocks },
	{ NAME_dma_names, NAME_dmas },
	{ NAME_hwlock_names, NAME_hwlocks },
	{ NAME_interconnect_names, NAME_interconnects },
	{ NAME_interrupt_names, NAME_interrupts },
	{ NAME_io_channel_names, NAME_io_channels },
	{ NAME_mbox_names, NAME_mboxes },
	{ NAME_memory_region_names, NAME_memory_region },
	{ NAME_mux_control_names, NAME_mux_controls },
	{ NAME_nvmem_cell_names, NAME_nvmem_cells },
	{ NAME_phy_names, NAME_phys },
	{ NAME_power_domain_names, NAME_power_domains },
	{ NAME_pwm_names, NAME_pwms },
	{ NAME_reg_names, NAME_reg },
	{ NAME_reset_names, NAME_resets },
};

enum { NNAMINGS = sizeof(namings) / sizeof(*namings) };

/* How many entries properties have, by property number + 1; 0: not known. */
static const uint32_t *
count_entries(struct lint *l, const struct rule *r)
{
	uint32_t **counts = lint_slot(l, r, sizeof(*counts));
	const struct tree *t = l->tree;
	const struct ref_props *refs = lint_ref_props(l);
	const struct interrupts *irqs = lint_interrupts(l);
	size_t i;

	if (*counts)
		return *counts;
	*counts = arena_array(l->scratch, uint32_t, t->nprops);
	for (i = 0; i < refs->n; i++)
		if (refs->v[i].fault == REF_READ)
			(*counts)[refs->v[i].prop - t->props] = refs->v[i].entries + 1;
	for (i = 0; i < irqs->n; i++)
		(*counts)[irqs->v[i].prop - t->props] = irqs->v[i].entry + 2;
	return *counts;
}

/* The property that has the entries; of two ways to write it, the one that is there. */
static const struct prop *
named_prop(const struct tree *t, const struct node *n, const struct naming *naming)
{
	const struct prop *p = NULL;

	if (naming->of == NAME_interrupts)
		p = node_prop(t, n, NAME_interrupts_extended);
	return p ? p : node_prop(t, n, naming->of);
}

/* False where it cannot be told. */
static bool
entries_of(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, uint32_t *out)
{
	uint32_t counted = count_entries(l, r)[p - l->tree->props];
	struct rows reg;

	if (p->name == NAME_reg) {
		if (!node_reg_rows(l->tree, n, &reg))
			return false;
		*out = reg.n;
		return true;
	}
	*out = counted - 1;
	/* of interrupts that were not read to their end */
	if (p->name == NAME_interrupts && counted && p->len % (counted - 1))
		return false;
	return counted != 0;
}

static void
report(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *names, const struct prop *of, uint32_t count, uint32_t entries)
{
	const struct tree *t = l->tree;
	const char *what = prop_name(t, of);
	struct diag *d;

	d = lint_report(l, r, r->level, n, names,
		"%s has %u name%s, and %s has %u entr%s", prop_name(t, names), count,
		count == 1 ? "" : "s", what, entries, entries == 1 ? "y" : "ies");
	if (count > entries)
		diag_help(l, d,
			"add the entries to %s, or remove the names that have none",
			what);
	else
		diag_help(l, d,
			"name the other entries too, or remove them: a driver that asks by "
			"name does not find them");
}

static void
check_naming(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *names, const struct naming *naming)
{
	const struct prop *of = named_prop(l->tree, n, naming);
	uint32_t entries, count = 0;

	if (!of || !prop_is_strings(names) || !entries_of(l, r, n, of, &entries))
		return;
	prop_for_each_string(names, s) count++;
	/* a path has two ends; only one where the other is memory ("dma-mem") */
	if (of->name == NAME_interconnects && count * 2 == entries)
		return;
	/* QEMU's SiFive machine names one of two, and the driver asks for none by name */
	if (of->name == NAME_reg
		&& node_is_compatible(l->tree, n, "sifive,fu540-c000-gem"))
		return;
	if (count != entries)
		report(l, r, n, names, of, count, entries);
}

static bool
is_naming(const char *name)
{
	size_t n = strlen(name);

	return n > 6 && !strcmp(name + n - 6, "-names");
}

static void
check_names(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	size_t i;

	if (l->tree->overlay || node_is_absent(lint_addresses(l), n))
		return;
	for (i = 0; i < NNAMINGS; i++)
		if (namings[i].names == p->name)
			check_naming(l, r, n, p, &namings[i]);
}

static void
check_no_pinctrl_names(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct diag *d;

	if (l->tree->overlay || node_has(l->tree, n, NAME_pinctrl_names))
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"the node has pinctrl-0 but no pinctrl-names, expected a name for each state");
	diag_help(l, d, "write pinctrl-names = \"default\";");
}

/* States are pinctrl-0, pinctrl-1, … without a gap. */
static void
check_pinctrl_names(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	uint32_t states = 0, names = 0;

	if (l->tree->overlay || node_is_absent(lint_addresses(l), n)
		|| !prop_is_strings(p))
		return;
	node_for_each_prop (l->tree, n, other) {
		const char *name = prop_name(l->tree, other);

		states += !strncmp(name, "pinctrl-", 8) && name[8] >= '0'
			  && name[8] <= '9';
	}
	prop_for_each_string(p, s) names++;
	if (states != names)
		diag_help(l,
			lint_report(l, r, LEVEL_WARNING, n, p,
				"pinctrl-names has %u name%s, and the node has %u state%s "
				"(pinctrl-0, …)",
				names, names == 1 ? "" : "s", states,
				states == 1 ? "" : "s"),
			"name each state, in their order");
}

#define TREE(names) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tclock: clock {\n" \
	"\t\tcompatible = \"fixed-clock\";\n" \
	"\t\t#clock-cells = <0>;\n" \
	"\t\tclock-frequency = <24000000>;\n" \
	"\t};\n" \
	"\n" \
	"\tserial@1000 {\n" \
	"\t\tcompatible = \"arm,pl011\", \"arm,primecell\";\n" \
	"\t\treg = <0x1000 0x1000>;\n" \
	"\t\tclocks = <&clock>, <&clock>;\n" \
	"\t\t" names ";\n" \
	"\t};\n" \
	"};\n"

#define PINCTRL(names) \
	SAMPLE_ROOT \
	"\tpinctrl {\n" \
	"\t\tuart_pins: uart {\n" \
	"\t\t\tpins = \"gpio0\", \"gpio1\";\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tserial {\n" \
	"\t\tpinctrl-0 = <&uart_pins>;\n" names "\t};\n" \
	"};\n"

#define REFS "Linux Documentation/devicetree/bindings/resource-names.txt\n"
#define PINCTRL_REFS \
	"Linux Documentation/devicetree/bindings/pinctrl/pinctrl-consumer.yaml\n" \
	"Linux drivers/pinctrl/devicetree.c, pinctrl_dt_to_map()"

static const struct rule rules[] = {
	{
		.id = "ref/name-count",
		.level = LEVEL_WARNING,
		.summary =
			"a property '…-names' with more or fewer names than there are entries",
		.why = "A name stands for the entry of the same number. Drivers ask by name: an "
		       "entry without one is not found, a name without an entry fails, and where "
		       "one in the middle was left out all behind it are mixed up.",
		.fix = "Write as many names as there are entries, in the same order.",
		.refs = REFS "Linux drivers/of/base.c, of_property_match_string()",
		.bad = { TREE("clock-names = \"uartclk\""), NULL },
		.good = { TREE("clock-names = \"uartclk\", \"apb_pclk\""), NULL },
		.check_prop = check_names,
		.match_prop = is_naming,
	},
	{
		.id = "ref/no-pinctrl-names",
		.level = LEVEL_WARNING,
		.summary = "pinctrl-0 without pinctrl-names",
		.why = "The pins are set up when a state called \"default\" is found; where the "
		       "states have no names, they are called \"0\", \"1\" and so on, and none "
		       "is ever chosen: the pins stay as they were.",
		.fix = "Write pinctrl-names = \"default\".",
		.refs = PINCTRL_REFS,
		.bad = { PINCTRL(""), NULL },
		.good = { PINCTRL("\t\tpinctrl-names = \"default\";\n"), NULL },
		.check_prop = check_no_pinctrl_names,
		.prop = NAME_pinctrl_0,
	},
	{
		.id = "ref/pinctrl-name-count",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary =
			"a pinctrl-names with more or fewer names than there are states",
		.why = "A name stands for the state of the same number, pinctrl-0 for the first. "
		       "Off by default, for sound trees name states that a board does not have.",
		.fix = "Write as many names as there are states.",
		.refs = PINCTRL_REFS,
		.bad = { PINCTRL("\t\tpinctrl-names = \"default\", \"sleep\";\n"), NULL },
		.good = { PINCTRL("\t\tpinctrl-names = \"default\";\n"), NULL },
		.check_prop = check_pinctrl_names,
		.prop = NAME_pinctrl_names,
	},
};

const struct rule_set rules_ref_names = { rules, 3 };
