/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes and properties that firmware's tree must have. */

#include "rules/cpu/cpu.h"
#include "rules/ebbr/ebbr.h"
#include "tree/names.h"
#include "tree/value.h"

static const struct node *
chosen_of(const struct tree *t)
{
	return node_child(t, t->nodes, "chosen", 6);
}

static void
check_chosen(struct lint *l, const struct rule *r)
{
	if (!l->tree->overlay && !chosen_of(l->tree))
		lint_report(l, r, LEVEL_WARNING, l->tree->nodes, NULL,
			"there is no node /chosen");
}

static void
check_console(struct lint *l, const struct rule *r)
{
	const struct node *chosen = l->tree->overlay ? NULL : chosen_of(l->tree);

	if (chosen && !node_has(l->tree, chosen, NAME_stdout_path))
		lint_report(l, r, LEVEL_WARNING, chosen, NULL,
			"there is no stdout-path, which the console's output goes by%s",
			node_has(l->tree, chosen, NAME_linux_stdout_path)
				? "; linux,stdout-path is its old name"
				: "");
}

static void
check_root(struct lint *l, const struct rule *r)
{
	static const char *const names[] = { "#address-cells", "#size-cells", "model",
		"compatible" };
	static const atom_t atoms[] = { NAME_address_cells, NAME_size_cells, NAME_model,
		NAME_compatible };
	const struct tree *t = l->tree;

	for (size_t i = 0; !t->overlay && i < sizeof(atoms) / sizeof(*atoms); i++)
		if (!node_has(t, t->nodes, atoms[i]))
			lint_report(l, r, LEVEL_WARNING, t->nodes, NULL,
				"the root has no %s", names[i]);
}

static void
check_cpus(struct lint *l, const struct rule *r)
{
	if (!l->tree->overlay && !cpus_of(l->tree))
		lint_report(l, r, LEVEL_WARNING, l->tree->nodes, NULL,
			"there is no node /cpus");
}

static bool
is_memory(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_device_type);

	return n->base_name == NAME_memory || (p && prop_has_string(p, "memory"));
}

/* Every entry of it is of size 0: a place for firmware to write in. */
static bool
is_empty(const struct tree *t, const struct node *n)
{
	uint64_t address, size;
	uint32_t i;

	for (i = 0; node_reg(t, n, i, &address, &size); i++)
		if (size)
			return false;
	return i > 0;
}

static void
check_memory(struct lint *l, const struct rule *r)
{
	const struct tree *t = l->tree;
	size_t n = 0;

	if (t->overlay)
		return;
	node_for_each_child (t, t->nodes, m) {
		const struct prop *reg = node_prop(t, m, NAME_reg);

		if (!is_memory(t, m))
			continue;
		n++;
		if (!node_has(t, m, NAME_device_type) || !reg)
			lint_report(l, r, LEVEL_WARNING, m, NULL,
				"the memory node has no %s", reg ? "device_type" : "reg");
		else if (is_empty(t, m))
			lint_report(l, r, LEVEL_WARNING, m, reg,
				"the memory is 0 bytes large, expected what there is");
	}
	if (!n)
		lint_report(
			l, r, LEVEL_WARNING, t->nodes, NULL, "there is no memory node");
}

#define CHOSEN "\tchosen { stdout-path = \"/serial@1000\"; };\n"

static const struct rule rules[] = {
	{
		.id = "ebbr/no-chosen",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "there is no /chosen",
		.why = "EBBR requires the node: it is where firmware says what it chose.",
		.fix = "Have firmware add the node, or write it: chosen { };.",
		.refs = EBBR_DEVICETREE
		"\nDevicetree Specification v0.4, 3.6 /chosen Node",
		.bad = { SAMPLE_ROOT EBBR_ROOT "};\n", NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT CHOSEN "};\n", NULL },
		.check_tree = check_chosen,
	},
	{
		.id = "ebbr/no-stdout-path",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "/chosen has no stdout-path",
		.why = "EBBR requires the property, for the output of the console.",
		.fix = "Say which device is the console: stdout-path = \"serial0:115200n8\";.",
		.refs = EBBR_DEVICETREE
		"\nDevicetree Specification v0.4, 3.6 /chosen Node",
		.bad = { SAMPLE_ROOT EBBR_ROOT "\tchosen { };\n};\n", NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT CHOSEN "};\n", NULL },
		.check_tree = check_console,
	},
	{
		.id = "ebbr/root",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "the root lacks a property that it must have",
		.why = "EBBR has the tree meet the Devicetree Specification's requirements for "
		       "nodes; of the root it requires #address-cells, #size-cells, model and "
		       "compatible.",
		.fix = "Add the property.",
		.refs = EBBR_DEVICETREE "\n" DTSPEC
					"\nDevicetree Specification v0.4, 3.2 Root node",
		.bad = { "/dts-v1/;\n/ {\n\tmodel = \"Acme Board\";\n};\n", NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT "};\n", NULL },
		.check_tree = check_root,
	},
	{
		.id = "ebbr/no-cpus",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "there is no /cpus",
		.why = "EBBR has the tree meet the Devicetree Specification's requirements for "
		       "nodes; it requires one /cpus.",
		.fix = "Describe the CPUs.",
		.refs = EBBR_DEVICETREE
		"\n" DTSPEC "\nDevicetree Specification v0.4, 3.1 Base Device Node Types",
		.bad = { SAMPLE_ROOT EBBR_ROOT "};\n", NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT EBBR_CPUS "};\n", NULL },
		.check_tree = check_cpus,
	},
	{
		.id = "ebbr/memory",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "there is no memory, or it is not described",
		.why = "EBBR has the tree meet the Devicetree Specification's requirements for "
		       "nodes; it requires a memory node, with device_type, and with reg that "
		       "says where memory is and how much. A size of 0 is for firmware to fill "
		       "in, before it hands the tree on.",
		.fix = "Have firmware write what memory there is, or describe it: "
		       "memory@80000000 { device_type = \"memory\"; reg = <…>; };.",
		.refs = EBBR_DEVICETREE
		"\n" DTSPEC "\nDevicetree Specification v0.4, 3.1 Base Device Node Types"
		"\nDevicetree Specification v0.4, 3.4 /memory node",
		.bad = { SAMPLE_ROOT EBBR_ROOT
			"\tmemory@0 { device_type = \"memory\"; reg = <0 0>; };\n};\n",
			NULL },
		.good = { SAMPLE_ROOT EBBR_ROOT EBBR_MEMORY "};\n", NULL },
		.check_tree = check_memory,
	},
};

const struct rule_set rules_ebbr_nodes = { rules, sizeof(rules) / sizeof(*rules) };
