/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A clock provider hands on what it is given, and a CPU runs without its clock's driver. */
static bool
may_do_without_clock(const struct tree *t, const struct node *n)
{
	return node_has(t, n, NAME_clock_cells) || n->base_name == NAME_cpu;
}

static bool
is_waited_for(const struct tree *t, const struct reference *ref)
{
	if (ref->kind->prop == NAME_power_domains
		&& t->nodes[ref->node].base_name == NAME_cpu)
		return false;
	if (ref->kind->flags & REF_UNLESS_CLOCK)
		return !may_do_without_clock(t, &t->nodes[ref->node]);
	return ref->kind->flags & REF_DEVICE;
}

enum { LOOK_BACK = 64 };

/* A property that refers to one node in several entries, near each other, is told once. */
static bool
is_first(const struct references *all, size_t i)
{
	size_t k;

	for (k = i; k > 0 && i - k < LOOK_BACK && all->v[k - 1].prop == all->v[i].prop;
		k--)
		if (all->v[k - 1].to == all->v[i].to)
			return false;
	return true;
}

static void
report(struct lint *l, const struct rule *r, const struct reference *ref)
{
	const struct node *to = &l->tree->nodes[ref->to];
	const struct node *by = node_disabled_by(l->tree, to);
	struct diag *d;

	d = lint_report(l, r, LEVEL_WARNING, &l->tree->nodes[ref->node], ref->prop,
		"%s refers to '%s', which %s disables", ref_text(l, ref),
		lint_path(l, to),
		by == to ? "its status"
			 : arena_printf(
				 l->scratch, "the status of '%s'", lint_path(l, by)));
	diag_entry(l, d, ref->prop, ref->at * 4, 4 + ref->nargs * 4);
	diag_also(l, d, by, node_prop(l->tree, by, NAME_status), "disabled here");
	diag_help(l, d,
		"enable '%s' (status = \"okay\"), or disable what refers to it, or remove the "
		"reference",
		lint_path(l, by));
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct references *all = lint_references(l);
	const struct addresses *a = lint_addresses(l);
	size_t i;

	if (l->tree->overlay)
		return;
	for (i = 0; i < all->n && !lint_is_done(l, r); i++) {
		const struct reference *ref = &all->v[i];

		if (ref->to != NODE_NONE && a->absent[ref->to]
			&& node_disabled_by(l->tree, &l->tree->nodes[ref->to])
			&& is_waited_for(l->tree, ref) && is_first(all, i))
			report(l, r, ref);
	}
}

#define TREE(status) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tphy: phy@1000 {\n" \
	"\t\treg = <0x1000 0x100>;\n" \
	"\t\t#phy-cells = <0>;\n" status "\t};\n" \
	"\n" \
	"\tusb@2000 {\n" \
	"\t\tcompatible = \"generic-ehci\";\n" \
	"\t\treg = <0x2000 0x100>;\n" \
	"\t\tphys = <&phy>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "ref/disabled-provider",
	.level = LEVEL_WARNING,
	.summary = "an enabled device needs something of a node that is disabled",
	.why = "No driver is bound to a node that its status, or an ancestor's, disables. The "
	       "driver of a device that needs its PHY, regulator, GPIO, reset, power domain or "
	       "the like waits for it for ever, or fails. Looked at are the properties whose "
	       "consumers wait; not dmas, remote-endpoint, cooling-device, pcs-handle and "
	       "sfp, nor clocks of clock providers, nor clocks and power domains of CPUs.",
	.fix = "Enable the provider, or disable the device, or remove the reference.",
	.refs = "Devicetree Specification v0.4, 2.3.4 status\n"
		"Linux drivers/of/base.c, of_device_is_available()\n"
		"Linux drivers/of/property.c, fw_devlink",
	.bad = { TREE("\t\tstatus = \"disabled\";\n"), NULL },
	.good = { TREE(""), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_ref_disabled = { rules, 1 };
