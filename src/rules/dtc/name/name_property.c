/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/name/name_property.h"

#include "rules/dtc/value/types.h"

bool
dtc_is_redundant_name(const struct tree *t, const struct node *n, const struct prop *p)
{
	const char *base = intern_str(t->names, n->base_name);
	size_t len = strlen(base);

	return p->name == NAME_name && p->len == len + 1 && !memcmp(p->data, base, len);
}

static void
check_name_property(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *base = intern_str(l->tree->names, n->base_name);

	if (!dtc_is_redundant_name(l->tree, n, p))
		lint_report(l, r, r->level, n, p,
			"'name' is '%.*s', expected the node's own name without the unit "
			"address: '%s'",
			(int)strnlen((const char *)p->data, p->len < 64 ? p->len : 64),
			(const char *)p->data, base);
}

/* The property that has the child's name, or NULL; dtc removes a sound `name` first. */
static void
check_child(struct lint *l, const struct rule *r, const struct node *parent,
	const struct node *child, const struct prop *p)
{
	struct diag *d;

	if (!p || dtc_is_redundant_name(l->tree, parent, p) || lint_is_done(l, r))
		return;
	d = lint_report(l, r, r->level, child, NULL,
		"%s has both a subnode and a property '%s'", dtc_path(l, parent),
		node_name(l->tree, child));
	diag_help(l, d, "rename one of the two");
}

enum { FEW = 512 };

static void
check_conflicts(struct lint *l, const struct rule *r, const struct node *parent)
{
	const struct tree *t = l->tree;
	struct map props = { 0 };
	uint32_t nchildren = 0, i;

	if (!parent->nprops)
		return;
	node_for_each_child (t, parent, child)
		nchildren++;
	if ((uint64_t)nchildren * parent->nprops <= FEW) {
		node_for_each_child (t, parent, child)
			check_child(
				l, r, parent, child, node_prop(t, parent, child->name));
		return;
	}
	node_for_each_prop (t, parent, p)
		map_put(&props, l->scratch, p->name, (uint32_t)(p - t->props));
	node_for_each_child (t, parent, child) {
		i = map_get(&props, child->name);
		check_child(l, r, parent, child, i == MAP_ABSENT ? NULL : &t->props[i]);
	}
}

static const struct rule rules[] = {
	{
		.id = "dtc/name_is_string",
		.level = LEVEL_ERROR,
		.summary = "a 'name' that is not one string",
		.why = "'name' repeats the node's name for old readers, as a string.",
		.fix = "Remove the property: the name is in the node.",
		.refs = DTC_SPEC("2.3.12 name (deprecated)") DTC_CHECK(name_is_string),
		.bad = DTC_ROOT("\tnode {\n\t\tname = <1>;\n\t};\n"),
		.good = DTC_ROOT("\tnode {\n\t\tname = \"node\";\n\t};\n"),
		.check_prop = dtc_check_is_string,
		.prop = NAME_name,
	},
	{
		.id = "dtc/name_properties",
		.level = LEVEL_ERROR,
		.summary = "a 'name' that is not the node's own",
		.why = "Old readers go by the property, others by the node: they see two "
		       "different trees.",
		.fix = "Remove the property: the name is in the node.",
		.refs = DTC_SPEC("2.3.12 name (deprecated)") DTC_CHECK(name_properties),
		.bad = DTC_ROOT("\tnode {\n\t\tname = \"other\";\n\t};\n"),
		.good = DTC_ROOT("\tnode {\n\t\tname = \"node\";\n\t};\n"),
		.check_prop = check_name_property,
		.prop = NAME_name,
		DTC_NEEDS("dtc/name_is_string"),
	},
	{
		.id = "dtc/node_name_vs_property_name",
		.level = LEVEL_WARNING,
		.summary = "a node with a subnode and a property of the same name",
		.why = "Where both are files of one directory, as in /proc/device-tree and "
		       "`dtc -I fs`, one hides the other.",
		.fix = "Rename one of the two.",
		.refs = DTC_CHECK(node_name_vs_property_name),
		.bad = DTC_ROOT("\tvalue = <1>;\n\n\tvalue { };\n"),
		.good = DTC_ROOT("\tvalue = <1>;\n\n\tvalues { };\n"),
		.check_node = check_conflicts,
		.parents_only = true,
		DTC_NEEDS("dtc/node_name_chars"),
	},
};

const struct rule_set rules_dtc_name_property = { rules, sizeof(rules) / sizeof(*rules) };
