/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_singular(const char *name)
{
	size_t n = strlen(name);

	return !strcmp(name, "gpio") || (n > 5 && !strcmp(name + n - 5, "-gpio"));
}

static void
check_prop(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	const char *name = prop_name(t, p);
	char *plural = arena_printf(l->scratch, "%ss", name);
	atom_t atom = intern_find(t->names, plural, strlen(plural));
	const struct prop *other = atom == ATOM_NONE ? NULL : node_prop(t, n, atom);
	struct diag *d;

	if (!other)
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"the node has both '%s' and '%s': Linux reads '%s' only", name, plural,
		plural);
	diag_help(l, d, "remove '%s', or correct '%s' if it is the wrong one", name,
		plural);
}

#define TREE(second) \
	SAMPLE_ROOT \
	"\tgpio: gpio-controller {\n" \
	"\t\tgpio-controller;\n" \
	"\t\t#gpio-cells = <2>;\n" \
	"\t};\n" \
	"\n" \
	"\tusb-phy {\n" \
	"\t\tcompatible = \"usb-nop-xceiv\";\n" \
	"\t\treset-gpios = <&gpio 52 1>;\n" second "\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "ref/gpio-and-gpios",
	.level = LEVEL_WARNING,
	.summary = "a property …-gpio beside …-gpios of the same name",
	.why = "Both are names of one thing, the old one and the new one. Linux takes the "
	       "new one and never looks at the other: a line that a board sets by the old name, "
	       "over a new one that it includes, is not the one that is driven.",
	.fix = "Keep …-gpios, with the line that is right.",
	.refs = "Linux Documentation/devicetree/bindings/gpio/gpio.txt\n"
		"Linux drivers/gpio/gpiolib-of.c, of_find_gpio()",
	.bad = { TREE("\t\treset-gpio = <&gpio 9 1>;\n"), NULL },
	.good = { TREE(""), NULL },
	.check_prop = check_prop,
	.match_prop = is_singular,
} };

const struct rule_set rules_ref_gpio = { rules, 1 };
