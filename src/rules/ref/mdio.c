/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_mdio(const struct tree *t, const struct node *n)
{
	const char *name = intern_str(t->names, n->base_name);

	return !strncmp(name, "mdio", 4) && (!name[4] || strchr("-_", name[4]) != NULL);
}

/* A bus with a compatible or a place of its own has a driver of its own. */
static bool
is_bare(const struct tree *t, const struct node *n)
{
	return is_mdio(t, n) && !node_has(t, n, NAME_compatible)
	       && !node_has(t, n, NAME_reg) && node_status_okay(t, n);
}

static void
check_node(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct node *first = NULL;
	const struct tree *t = l->tree;
	struct diag *d;

	if (t->overlay || is_mdio(t, n) || node_is_absent(lint_addresses(l), n)
		|| !node_has(t, n, NAME_compatible))
		return;
	node_for_each_child (t, n, child)
		if (!first && is_mdio(t, child) && node_status_okay(t, child))
			first = child;
	if (!first)
		return;
	node_for_each_child (t, n, child) {
		if (child == first || !is_bare(t, child))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, child, NULL,
			"a second MDIO bus of '%s', which looks at '%s' alone",
			lint_path(l, n), node_name(t, first));
		diag_also(l, d, first, NULL, "the first one");
		diag_help(l, d, "move the PHYs to '%s'", lint_path(l, first));
	}
}

#define TREE(second) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tethernet@1000 {\n" \
	"\t\tcompatible = \"snps,dwmac-4.20a\";\n" \
	"\t\treg = <0x1000 0x1000>;\n" \
	"\n" \
	"\t\tmdio {\n" \
	"\t\t\tcompatible = \"snps,dwmac-mdio\";\n" \
	"\t\t\t#address-cells = <1>;\n" \
	"\t\t\t#size-cells = <0>;\n" \
	"\n" \
	"\t\t\tethernet-phy@0 {\n" \
	"\t\t\t\treg = <0>;\n" \
	"\t\t\t};\n" \
	"\t\t};\n" second "\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "ref/second-mdio",
	.level = LEVEL_WARNING,
	.summary = "an Ethernet controller has a second MDIO bus, at which nobody looks",
	.why = "The controller's driver looks for one node of its MDIO bus. The PHYs of another one "
	       "are not found, and a phy-handle that leads there fails. A board that adds to a bus "
	       "which it includes has to use its name.",
	.fix = "Move the PHYs to the first bus.",
	.refs = "Linux Documentation/devicetree/bindings/net/mdio.yaml\n"
		"Linux drivers/net/mdio/of_mdio.c, of_mdiobus_register()",
	.bad = { TREE("\n\t\tmdio_bus {\n\t\t\t#address-cells = <1>;\n"
		      "\t\t\t#size-cells = <0>;\n\t\t};\n"),
		NULL },
	.good = { TREE(""), NULL },
	.check_node = check_node,
	.parents_only = true,
} };

const struct rule_set rules_ref_mdio = { rules, 1 };
