/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

/* The children's names in order; @n is set to their number. */
static uint32_t *
child_names(struct lint *l, const struct node *parent, uint32_t *n)
{
	const struct tree *t = l->tree;
	uint32_t count = 0, *names;

	node_for_each_child (t, parent, child)
		count++;
	names = arena_array(l->scratch, uint32_t, count);
	*n = 0;
	node_for_each_child (t, parent, child)
		names[(*n)++] = child->name;
	return names;
}

static void
check_node_names(struct lint *l, const struct rule *r, const struct node *parent)
{
	const struct tree *t = l->tree;
	uint32_t n, i = 0, k, pairs, *names, *prev;
	struct diag *d;

	if (parent->first_child == NODE_NONE
		|| tree_node(t, parent->first_child)->next_sibling == NODE_NONE)
		return;
	names = child_names(l, parent, &n);
	prev = dtc_repeats(l, names, n);
	if (!prev)
		return;
	node_for_each_child (t, parent, child) {
		pairs = 0;
		for (k = prev[i]; k != UINT32_MAX && pairs < DTC_PAIRS_MAX; k = prev[k]) {
			d = lint_report(l, r, r->level, child, NULL,
				"subnode %u of %s has the name '%s' that subnode %u has "
				"already",
				i + 1, dtc_path(l, parent), node_name(t, child), k + 1);
			diag_help(l, d,
				"join the two, or give each a unit address of its own");
			pairs++;
		}
		i++;
	}
}

static void
check_property_names(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct tree *t = l->tree;
	const struct prop *props = t->props + n->first_prop;
	uint32_t small[32], *names = small, *prev, i, k, pairs;

	if (n->nprops > 32)
		names = arena_array(l->scratch, uint32_t, n->nprops);
	for (i = 0; i < n->nprops; i++)
		names[i] = props[i].name;
	prev = dtc_repeats(l, names, n->nprops);
	for (i = 0; prev && i < n->nprops; i++) {
		pairs = 0;
		for (k = prev[i]; k != UINT32_MAX && pairs < DTC_PAIRS_MAX; k = prev[k]) {
			lint_report(l, r, r->level, n, &props[i],
				"property %u has the name '%s' that property %u has "
				"already: readers take the first",
				i + 1, prop_name(t, &props[i]), k + 1);
			pairs++;
		}
	}
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
