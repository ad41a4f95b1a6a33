/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* What Linux refuses beside a kind of region: its rmem_*_setup() give -EINVAL. */
static const struct conflict {
	const char *compatible;
	const char *needs; /* it conflicts where the node has this; NULL: in any case */
	const char *property;
} conflicts[] = {
	{ "restricted-dma-pool", NULL, "no-map" },
	{ "restricted-dma-pool", NULL, "reusable" },
	{ "restricted-dma-pool", NULL, "linux,cma-default" },
	{ "restricted-dma-pool", NULL, "linux,dma-default" },
	{ "shared-dma-pool", "reusable", "no-map" },
	{ "shared-dma-pool", "no-map", "linux,cma-default" },
};

static const struct prop *
prop_named(const struct tree *t, const struct node *n, const char *name)
{
	atom_t atom = intern_find(t->names, name, strlen(name));

	return atom == ATOM_NONE ? NULL : node_prop(t, n, atom);
}

static bool
is_region(const struct lint *l, const struct node *n)
{
	const struct node *parent = node_parent(l->tree, n);

	return !l->tree->overlay && parent && parent->depth == 1
	       && parent->name == NAME_reserved_memory;
}

static void
check_flags(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	const struct prop *found;
	struct diag *d;
	size_t i;

	if (!is_region(l, n) || node_is_absent(lint_addresses(l), n))
		return;
	for (i = 0; i < sizeof(conflicts) / sizeof(*conflicts); i++) {
		const struct conflict *c = &conflicts[i];

		if (!prop_has_string(p, c->compatible)
			|| !(found = prop_named(t, n, c->property))
			|| (c->needs && !prop_named(t, n, c->needs)))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, found,
			"a %s has %s%s%s, which Linux refuses", c->compatible,
			c->property, c->needs ? " beside " : "",
			c->needs ? c->needs : "");
		diag_why(l, d,
			"the pool is not set up, and the devices that need it fail");
		diag_help(l, d, "remove %s", c->property);
	}
}

static void
check_size(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct prop *reg = node_prop(l->tree, n, NAME_reg);

	if (!reg || !is_region(l, n))
		return;
	diag_help(l,
		lint_report(l, r, LEVEL_NOTE, n, p,
			"the region has both reg and size: size is ignored"),
		"remove size, or reg where any address will do");
}

#define TREE(more) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\treserved-memory {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <1>;\n" \
	"\t\tranges;\n" \
	"\n" \
	"\t\tpool@5c000000 {\n" \
	"\t\t\tcompatible = \"restricted-dma-pool\";\n" \
	"\t\t\treg = <0x5c000000 0x4000000>;\n" more "\t\t};\n" \
	"\t};\n" \
	"};\n"

#define SPEC "Devicetree Specification v0.4, 3.5 /reserved-memory node\n"

static const struct rule rules[] = {
	{
		.id = "mem/pool-flags",
		.level = LEVEL_WARNING,
		.summary =
			"a pool for DMA in reserved memory has a property that it cannot have",
		.why = "A restricted-dma-pool is bounced through by the CPU, so that it must be "
		       "mapped and cannot be lent out; a shared-dma-pool is either reusable or "
		       "no-map. Linux refuses what contradicts that, and the devices that name the "
		       "pool have none.",
		.fix = "Remove the property that does not fit.",
		.refs = SPEC "Linux kernel/dma/swiotlb.c, rmem_swiotlb_setup()\n"
			     "Linux kernel/dma/contiguous.c, rmem_cma_setup()",
		.bad = { TREE("\t\t\tno-map;\n"), NULL },
		.good = { TREE(""), NULL },
		.check_prop = check_flags,
		.prop = NAME_compatible,
	},
	{
		.id = "mem/region-size",
		.level = LEVEL_NOTE,
		.summary = "a region of reserved memory has both reg and size",
		.why = "size, alignment and alloc-ranges are for a region whose address is chosen at "
		       "boot. Where there is a reg, it holds and they are ignored.",
		.fix = "Remove size, or reg where any address will do.",
		.refs = SPEC
		"Linux drivers/of/of_reserved_mem.c, fdt_scan_reserved_mem()",
		.bad = { TREE("\t\t\tsize = <0x4000000>;\n"), NULL },
		.good = { TREE(""), NULL },
		.check_prop = check_size,
		.prop = NAME_size,
	},
};

const struct rule_set rules_mem_pool = { rules, 2 };
