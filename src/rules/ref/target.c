/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* True where the rule of dtc's about the property is on, and tells its faults. */
static bool
is_reported_by_dtc(struct lint *l, const struct ref_prop *p)
{
	return (p->kind->flags & REF_BY_DTC)
	       && rule_is_reported(l->config, rule_find(arena_printf(l->scratch,
						      "dtc/%s_property", p->kind->name)));
}

static void
check_absent(struct lint *l, const struct rule *r)
{
	const struct ref_props *all = lint_ref_props(l);
	const struct tree *t = l->tree;
	struct diag *d;
	size_t i;

	for (i = 0; i < all->n && !lint_is_done(l, r); i++) {
		const struct ref_prop *p = &all->v[i];

		if (p->fault != REF_NOWHERE || is_reported_by_dtc(l, p))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, &t->nodes[p->node], p->prop,
			"cell %u of '%s' is 0x%x, which is no node's phandle", p->at,
			prop_name(t, p->prop), prop_cell(p->prop, p->at));
		diag_entry(l, d, p->prop, p->at * 4, 4);
		diag_help(l, d,
			"refer to the node by its label; where the node was deleted, remove "
			"the reference too");
	}
}

static void
report_count(struct lint *l, const struct rule *r, const struct ref_prop *p)
{
	const struct tree *t = l->tree;
	const char *name = prop_name(t, p->prop);
	const char *cells = intern_str(t->names, p->kind->cells);
	const struct node *n = &t->nodes[p->node], *to = tree_node(t, p->to);
	uint32_t left = prop_ncells(p->prop) - p->at - 1;

	switch (p->fault) {
	case REF_UNKNOWN:
		diag_help(l,
			lint_report(l, r, LEVEL_WARNING, n, p->prop,
				"entry %u of '%s' (cell %u) refers to '%s', which has no %s",
				p->entries, name, p->at, lint_path(l, to), cells),
			"give '%s' its %s, or mend the reference; if an entry before it has "
			"too many or too few cells, this is no phandle at all",
			lint_path(l, to), cells);
		break;
	case REF_SHORT:
		diag_help(l,
			lint_report(l, r, LEVEL_WARNING, n, p->prop,
				"entry %u of '%s' refers to '%s', whose %s is %u, expected "
				"that many cells behind the phandle, found %u",
				p->entries, name, lint_path(l, to), cells, p->expected,
				left),
			"add what is missing, or mend %s in '%s'", cells,
			lint_path(l, to));
		break;
	case REF_PARTIAL:
		diag_help(l,
			lint_report(l, r, LEVEL_WARNING, n, p->prop,
				"'%s' is %u bytes, expected a multiple of %u", name,
				p->prop->len, p->kind->form == REF_MAP ? 16 : 4),
			p->kind->form == REF_MAP
				? "a row is an ID, a phandle, an ID there and a length"
				: "write whole cells");
		break;
	default: break;
	}
}

static void
check_counts(struct lint *l, const struct rule *r)
{
	const struct ref_props *all = lint_ref_props(l);
	size_t i;

	for (i = 0; i < all->n && !lint_is_done(l, r); i++)
		if (all->v[i].fault && !is_reported_by_dtc(l, &all->v[i]))
			report_count(l, r, &all->v[i]);
}

/* What a property must refer to. */
struct wanted {
	atom_t prop;
	const char *what; /* with its article */
	bool (*is)(const struct tree *t, const struct node *n);
};

static bool
is_msi_controller(const struct tree *t, const struct node *n)
{
	return node_has(t, n, NAME_msi_controller) || node_has(t, n, NAME_msi_cells);
}

static bool
is_iommu(const struct tree *t, const struct node *n)
{
	return node_has(t, n, NAME_iommu_cells);
}

static bool
is_cpu(const struct tree *t, const struct node *n)
{
	return n->base_name == NAME_cpu
	       || prop_has_string(node_prop(t, n, NAME_device_type), "cpu");
}

static bool
is_region(const struct tree *t, const struct node *n)
{
	const struct node *up = node_parent(t, n);

	for (; up && up->depth; up = node_parent(t, up))
		if (up->depth == 1 && up->name == NAME_reserved_memory)
			return true;
	return node_has(t, n, NAME_reg) || node_has(t, n, NAME_size);
}

static bool
begins_compatible(const struct tree *t, const struct node *n, const char *prefix)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	if (!p)
		return false;
	prop_for_each_string(p, s) if (strstr(s, prefix)) return true;
	return false;
}

static bool
is_opp_table(const struct tree *t, const struct node *n)
{
	return begins_compatible(t, n, "operating-points");
}

static bool
is_cache(const struct tree *t, const struct node *n)
{
	/* PowerPC's are known by their name alone */
	return begins_compatible(t, n, "cache") || node_has(t, n, NAME_cache_level)
	       || is_cpu(t, n) || strstr(node_name(t, n), "cache");
}

static bool
is_idle_state(const struct tree *t, const struct node *n)
{
	return begins_compatible(t, n, "idle-state");
}

static bool
is_pwrseq(const struct tree *t, const struct node *n)
{
	return begins_compatible(t, n, "pwrseq");
}

static const struct wanted wanted[] = {
	{ NAME_msi_map, "an MSI controller (msi-controller)", is_msi_controller },
	{ NAME_iommu_map, "an IOMMU (#iommu-cells)", is_iommu },
	{ NAME_cpu, "a CPU", is_cpu },
	{ NAME_memory_region, "a region of memory (reg or size)", is_region },
	{ NAME_operating_points_v2, "a table of operating points", is_opp_table },
	{ NAME_next_level_cache, "a cache", is_cache },
	{ NAME_cpu_idle_states, "an idle state", is_idle_state },
	{ NAME_domain_idle_states, "an idle state", is_idle_state },
	{ NAME_mmc_pwrseq, "a power sequence of an SD card", is_pwrseq },
};

static const struct wanted *
wanted_of(const struct ref_kind *kind)
{
	size_t i;

	for (i = 0; kind->prop && i < sizeof(wanted) / sizeof(*wanted); i++)
		if (wanted[i].prop == kind->prop)
			return &wanted[i];
	return NULL;
}

static void
check_kinds(struct lint *l, const struct rule *r)
{
	const struct references *all = lint_references(l);
	const struct ref_kind *kind = NULL;
	const struct wanted *w = NULL;
	const struct tree *t = l->tree;
	struct diag *d;
	size_t i;

	for (i = 0; i < all->n && !lint_is_done(l, r); i++) {
		const struct reference *ref = &all->v[i];

		if (ref->kind != kind)
			w = wanted_of(kind = ref->kind);
		if (!w || ref->to == NODE_NONE || w->is(t, &t->nodes[ref->to]))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, &t->nodes[ref->node], ref->prop,
			"%s refers to '%s', expected %s", ref_text(l, ref),
			lint_path(l, &t->nodes[ref->to]), w->what);
		diag_entry(l, d, ref->prop, ref->at * 4, 4);
		diag_also(l, d, &t->nodes[ref->to], NULL, "what it refers to");
		diag_help(l, d, "refer to %s", w->what);
	}
}

#define TREE(second) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tcell: calibration {\n" \
	"\t\t#nvmem-cell-cells = <1>;\n" \
	"\t};\n" \
	"\n" \
	"\tits: msi-controller {\n" \
	"\t\tmsi-controller;\n" \
	"\t\t#msi-cells = <1>;\n" \
	"\t};\n" \
	"\n" \
	"\tdevice {\n" \
	"\t\t" second ";\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = {
	{
		.id = "ref/absent-node",
		.level = LEVEL_WARNING,
		.summary = "a reference to a node that is not there",
		.why = "A phandle that no node bears leads nowhere: what was to be found by it is "
		       "not. Looked at are properties that are known to hold phandles, and for "
		       "which dtc has no check that is on and says the same.",
		.fix = "Refer to a node that is there, or remove the reference.",
		.refs = "Devicetree Specification v0.4, 2.3.3 phandle",
		.bad = { TREE("phy-handle = <0x77>"), NULL },
		.good = { TREE("phy-handle = <&cell>"), NULL },
		.check_tree = check_absent,
	},
	{
		.id = "ref/argument-count",
		.level = LEVEL_WARNING,
		.summary = "a reference with more or fewer cells than its node asks for",
		.why = "Each entry is a phandle and as many cells as the node it refers to says: "
		       "where they do not fit, this entry and all behind it are read wrongly. "
		       "Looked at is what dtc has no check for: nvmem-cells, interconnects, "
		       "assigned-clocks, access-controllers, and the rows of msi-map and "
		       "iommu-map.",
		.fix = "Write whole entries: a phandle, and the cells that the binding of its "
		       "node asks for.",
		.refs = "Devicetree Specification v0.4, 2.3.3 phandle\n"
			"Linux drivers/of/base.c, __of_parse_phandle_with_args()",
		.bad = { TREE("nvmem-cells = <&cell>"), NULL },
		.good = { TREE("nvmem-cells = <&cell 0>"), NULL },
		.check_tree = check_counts,
	},
	{
		.id = "ref/wrong-kind",
		.level = LEVEL_WARNING,
		.summary = "a reference to a node that is not what the property asks for",
		.why = "Who follows the reference looks for certain properties, or for a driver, "
		       "at its end, and finds something else: an msi-map that leads to no MSI "
		       "controller gives the devices no interrupt.",
		.fix = "Refer to a node of the kind that the property is for.",
		.refs = "Linux Documentation/devicetree/bindings/pci/pci-msi.txt, pci-iommu.txt\n"
			"Linux drivers/of/base.c, of_map_id()",
		.bad = { TREE("msi-map = <0 &cell 0 0x10000>"), NULL },
		.good = { TREE("msi-map = <0 &its 0 0x10000>"), NULL },
		.check_tree = check_kinds,
	},
};

const struct rule_set rules_ref_target = { rules, 3 };
