/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

/* Whether two children have the same name, or may have. */
static bool
may_repeat_children(const struct tree *t, const struct node *parent, uint32_t *count)
{
	uint64_t seen = 0;
	bool repeat = false;

	*count = 0;
	node_for_each_child (t, parent, child) {
		repeat |= !dtc_first_seen(&seen, child->name);
		++*count;
	}
	return repeat;
}

static void
report_node(struct lint *l, const struct rule *r, const struct node *child, uint32_t i,
	const uint32_t *prev)
{
	const struct node *parent = node_parent(l->tree, child);
	uint32_t k;
	struct diag *d;

	for (k = prev[i]; k != UINT32_MAX && !lint_is_done(l, r); k = prev[k]) {
		d = lint_report(l, r, r->level, child, NULL,
			"subnode %u of %s has the name '%s' that subnode %u has already",
			i + 1, dtc_path(l, parent), node_name(l->tree, child), k + 1);
		diag_help(l, d, "join the two, or give each a unit address of its own");
	}
}

static void
check_node_names(struct lint *l, const struct rule *r, const struct node *parent)
{
	const struct tree *t = l->tree;
	uint32_t n, i = 0, *names, *prev;

	if (!may_repeat_children(t, parent, &n))
		return;
	names = arena_array(l->scratch, uint32_t, n);
	node_for_each_child (t, parent, child)
		names[i++] = child->name;
	prev = dtc_repeats(l, names, n);
	if (!prev)
		return;
	i = 0;
	node_for_each_child (t, parent, child)
		report_node(l, r, child, i++, prev);
}

static void
report_property(struct lint *l, const struct rule *r, const struct node *n, uint32_t i,
	const uint32_t *prev)
{
	const struct prop *p = l->tree->props + n->first_prop + i;
	uint32_t k;

	for (k = prev[i]; k != UINT32_MAX && !lint_is_done(l, r); k = prev[k]) {
		lint_report(l, r, r->level, n, p,
			"property %u has the name '%s' that property %u has already: readers "
			"take the first",
			i + 1, prop_name(l->tree, p), k + 1);
	}
}

static void
check_property_names(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct prop *props = l->tree->props + n->first_prop;
	uint32_t *names, *prev, i;
	uint64_t seen = 0;
	bool repeat = false;

	for (i = 0; i < n->nprops; i++)
		repeat |= !dtc_first_seen(&seen, props[i].name);
	if (!repeat)
		return;
	names = arena_array(l->scratch, uint32_t, n->nprops);
	for (i = 0; i < n->nprops; i++)
		names[i] = props[i].name;
	prev = dtc_repeats(l, names, n->nprops);
	for (i = 0; prev && i < n->nprops; i++)
		report_property(l, r, n, i, prev);
}

static const struct rule rules[] = {
	{
		.id = "dtc/duplicate_node_names",
		.level = LEVEL_ERROR,
		.summary = "two subnodes of one node with the same name",
		.why = "A path names the first of them; the other cannot be found by path, "
		       "and Linux renames it (\"node#1\").",
		.fix = "Join the nodes, or give each a unit address of its own.",
		.refs = DTC_SPEC("2.2.1 node names") DTC_CHECK(duplicate_node_names),
		.bad = DTC_ROOT("\tnode { };\n\tnode { };\n"),
		.good = DTC_ROOT("\tnode-0 { };\n\tnode-1 { };\n"),
		.check_node = check_node_names,
		.parents_only = true,
	},
	{
		.id = "dtc/duplicate_property_names",
		.level = LEVEL_ERROR,
		.summary = "two properties of one node with the same name",
		.why = "Readers take the first and never see the other; which of the two "
		       "was meant the tree does not say.",
		.fix = "Keep the one that is right.",
		.refs = DTC_SPEC("2.2.4.1 property names")
			DTC_CHECK(duplicate_property_names),
		.bad = DTC_ROOT("\tvalue = <1>;\n\tvalue = <2>;\n"),
		.good = DTC_ROOT("\tvalue = <1>;\n"),
		.check_node = check_property_names,
	},
};

const struct rule_set rules_dtc_duplicates = { rules, sizeof(rules) / sizeof(*rules) };
