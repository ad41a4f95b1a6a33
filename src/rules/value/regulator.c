/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_fixed(struct lint *l, const struct node *n)
{
	return node_is_compatible(l->tree, n, "regulator-fixed")
	       && !node_is_absent(lint_addresses(l), n);
}

static void
check_voltage(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct prop *max = node_prop(l->tree, n, NAME_regulator_max_microvolt);
	struct diag *d;

	if (!max || max->len != 4 || p->len != 4 || !is_fixed(l, n)
		|| prop_cell(p, 0) == prop_cell(max, 0))
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, max,
		"regulator-max-microvolt is %u, and regulator-min-microvolt is %u: expected "
		"one voltage of a fixed regulator",
		prop_cell(max, 0), prop_cell(p, 0));
	diag_also(l, d, n, p, "the least voltage");
	diag_help(l, d, "write the voltage that it has in both");
}

/* The GPIO that switches it: the flags are the last cell. */
static const struct prop *
switch_of(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_gpio);

	return p ? p : node_prop(t, n, NAME_gpios);
}

static void
check_flags(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct tree *t = l->tree;
	const struct prop *p = switch_of(t, n), *cells;
	bool high = node_has(t, n, NAME_enable_active_high), low;
	const struct node *to;
	struct diag *d;

	if (!p || p->len < 8 || p->len % 4 || !(to = tree_phandle(t, prop_cell(p, 0))))
		return;
	cells = node_prop(t, to, NAME_gpio_cells);
	/* the flags of the only cell there is would be the line's */
	if (!cells || cells->len != 4 || prop_cell(cells, 0) < 2
		|| prop_ncells(p) != 1 + prop_cell(cells, 0))
		return;
	low = prop_cell(p, prop_ncells(p) - 1) & 1;
	if (low != high)
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		high ? "%s is active low, and the node has enable-active-high: Linux takes "
		       "the latter"
		     : "%s is active high, and the node has no enable-active-high: Linux takes "
		       "it for active low",
		prop_name(t, p));
	diag_entry(l, d, p, p->len - 4, 4);
	diag_help(l, d,
		high ? "make the flags 0 (active high), or remove enable-active-high"
		     : "add enable-active-high, or make the flags 1 (active low)");
}

static void
check_polarity(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	(void)p;
	if (!l->tree->overlay && is_fixed(l, n))
		check_flags(l, r, n);
}

#define TREE(max, flags, more) \
	SAMPLE_ROOT \
	"\tgpio: gpio-controller {\n" \
	"\t\tgpio-controller;\n" \
	"\t\t#gpio-cells = <2>;\n" \
	"\t};\n" \
	"\n" \
	"\tregulator {\n" \
	"\t\tcompatible = \"regulator-fixed\";\n" \
	"\t\tregulator-name = \"vcc\";\n" \
	"\t\tregulator-min-microvolt = <3300000>;\n" \
	"\t\tregulator-max-microvolt = <" max ">;\n" \
	"\t\tgpio = <&gpio 5 " flags ">;\n" more "\t};\n" \
	"};\n"
#define HIGH "\t\tenable-active-high;\n"

#define BINDING "Linux Documentation/devicetree/bindings/regulator/fixed-regulator.yaml\n"

static const struct rule rules[] = {
	{
		.id = "value/fixed-voltage",
		.level = LEVEL_WARNING,
		.summary = "a fixed regulator has two voltages",
		.why = "A fixed regulator has one. Linux refuses a node that gives another least "
		       "than greatest voltage, and whatever it supplies waits for ever.",
		.fix = "Write the voltage that it has in both properties.",
		.refs = BINDING
		"Linux drivers/regulator/fixed.c, of_get_fixed_voltage_config()",
		.bad = { TREE("3400000", "0", HIGH), NULL },
		.good = { TREE("3300000", "0", HIGH), NULL },
		.check_prop = check_voltage,
		.prop = NAME_regulator_min_microvolt,
	},
	{
		.id = "value/enable-polarity",
		.level = LEVEL_WARNING,
		.summary = "the flags of a fixed regulator's GPIO say the opposite of "
			   "enable-active-high",
		.why = "Of a fixed regulator Linux takes the polarity from enable-active-high alone, "
		       "and overrides the flags of its GPIO with it. Where the flags are right, the "
		       "regulator is switched off when it is to be on.",
		.fix = "Make the two agree, with what the circuit is.",
		.refs = BINDING "Linux drivers/gpio/gpiolib-of.c, of_gpio_flags_quirks()",
		.bad = { TREE("3300000", "0", ""), NULL },
		.good = { TREE("3300000", "0", HIGH), NULL },
		.check_prop = check_polarity,
		.prop = NAME_compatible,
	},
};

const struct rule_set rules_value_regulator = { rules, 2 };
