/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Clocks that Linux names after their nodes where clock-output-names does not. */
static const char *const named[] = { "fixed-clock", "fixed-factor-clock",
	"gpio-gate-clock", "gpio-mux-clock" };

static bool
is_named(const struct tree *t, const struct node *n)
{
	size_t i;

	for (i = 0; i < sizeof(named) / sizeof(*named); i++)
		if (node_is_compatible(t, n, named[i]))
			return true;
	return false;
}

/* Without the unit address, as Linux's struct device_node has it. */
static const char *
name_of(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_clock_output_names);
	const char *s = p ? prop_next_string(p, NULL) : NULL;

	return s ? s : intern_str(t->names, n->base_name);
}

static void
check_compatible(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct map *names = lint_slot(l, r, sizeof(*names));
	const struct tree *t = l->tree;
	const char *name;
	const struct node *other;
	struct diag *d;
	uint32_t id;

	(void)p;
	if (t->overlay || !is_named(t, n) || node_is_absent(lint_addresses(l), n))
		return;
	name = name_of(t, n);
	id = map_put(names, l->scratch, hash_long(name, strlen(name)), node_id(t, n));
	other = &t->nodes[id];
	if (other == n)
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, node_prop(t, n, NAME_clock_output_names),
		"the clock is called '%s', as is '%s'", name, lint_path(l, other));
	diag_also(l, d, other, NULL, "the other clock");
	diag_why(l, d,
		"Linux refuses the second clock of a name, and what it feeds waits for ever");
	diag_help(l, d, "rename one of the nodes, or write clock-output-names");
}

#define TREE(second) \
	SAMPLE_ROOT \
	"\tcamera-0 {\n" \
	"\t\tclock {\n" \
	"\t\t\tcompatible = \"fixed-clock\";\n" \
	"\t\t\t#clock-cells = <0>;\n" \
	"\t\t\tclock-frequency = <24000000>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tcamera-1 {\n" \
	"\t\t" second " {\n" \
	"\t\t\tcompatible = \"fixed-clock\";\n" \
	"\t\t\t#clock-cells = <0>;\n" \
	"\t\t\tclock-frequency = <24000000>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/clock-name",
	.level = LEVEL_WARNING,
	.summary = "two clocks get one name",
	.why = "Linux knows clocks by name. A fixed clock is called as clock-output-names says, or "
	       "after its node, without the unit address; the second one of a name is refused with "
	       "EEXIST.",
	.fix = "Rename one of the nodes, or write clock-output-names.",
	.refs = "Linux Documentation/devicetree/bindings/clock/fixed-clock.yaml\n"
		"Linux drivers/clk/clk.c, __clk_core_init()",
	.bad = { TREE("clock"), NULL },
	.good = { TREE("clock-b"), NULL },
	.check_prop = check_compatible,
	.prop = NAME_compatible,
	.whole = true,
} };

const struct rule_set rules_share_clock = { rules, 1 };
