/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

/* `status` = "disabled" and nothing else, as dtc reads it. */
static bool
is_disabled(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_status);
	const char *s = p ? prop_next_string(p, NULL) : NULL;

	return s && !strcmp(s, "disabled");
}

/* The children of a node that have a unit address. */
struct units {
	const struct node **nodes;
	const char **text;
	uint32_t *keys;
	uint32_t n;
};

static struct units
units_of(struct lint *l, const struct node *parent, bool enabled_only)
{
	const struct tree *t = l->tree;
	struct units u = { 0 };
	uint32_t count = 0;

	node_for_each_child (t, parent, child)
		count += child->name != child->base_name;
	u.nodes = arena_array(l->scratch, const struct node *, count);
	u.text = arena_array(l->scratch, const char *, count);
	u.keys = arena_array(l->scratch, uint32_t, count);
	node_for_each_child (t, parent, child) {
		const char *unit = dtc_unit(t, child);

		if (!*unit || (enabled_only && is_disabled(t, child)))
			continue;
		u.nodes[u.n] = child;
		u.text[u.n] = unit;
		u.keys[u.n++] = hash_bytes(unit, strlen(unit));
	}
	return u;
}

static void
check_common(
	struct lint *l, const struct rule *r, const struct node *n, bool enabled_only)
{
	const struct tree *t = l->tree;
	uint32_t i, k, pairs, *prev;
	struct units u;
	struct diag *d;

	if (n->first_child == NODE_NONE || !node_has(t, n, NAME_address_cells)
		|| !node_has(t, n, NAME_size_cells))
		return;
	u = units_of(l, n, enabled_only);
	/* equal hashes are rare enough to be looked at twice */
	if (!dtc_repeats(l, u.keys, u.n))
		return;
	for (i = 0; i < u.n; i++)
		u.keys[i] = intern(t->names, u.text[i], strlen(u.text[i]));
	prev = dtc_repeats(l, u.keys, u.n);
	for (i = 0; prev && i < u.n; i++) {
		pairs = 0;
		for (k = prev[i]; k != UINT32_MAX && pairs < DTC_PAIRS_MAX; k = prev[k]) {
			d = lint_report(l, r, r->level, u.nodes[k], NULL,
				"the unit address '%s' is also that of '%s', expected one of "
				"its own in %s",
				u.text[k], node_name(t, u.nodes[i]), dtc_path(l, n));
			diag_help(l, d,
				"join the two, or mend the address of the one that is wrong");
			pairs++;
		}
	}
}

static void
check_unique(struct lint *l, const struct rule *r, const struct node *n)
{
	check_common(l, r, n, false);
}

static void
check_unique_if_enabled(struct lint *l, const struct rule *r, const struct node *n)
{
	check_common(l, r, n, true);
}

#define TWO(first, second) \
	DTC_ROOT("\t#address-cells = <1>;\n\t#size-cells = <1>;\n\n" \
		 "\tserial@1000 {\n\t\treg = <0x1000 0x100>;\n" first "\t};\n\n" \
		 "\tspi@" second " {\n\t\treg = <0x" second " 0x100>;\n\t};\n")

static const struct rule rules[] = {
	{
		.id = "dtc/unique_unit_address",
		.level = LEVEL_WARNING,
		.summary = "two subnodes of one node with the same unit address",
		.why = "Two devices cannot answer at one address: one is wrong, or one "
		       "device was described twice. Alternatives of which at most one is "
		       "enabled are better served by unique_unit_address_if_enabled.",
		.fix = "Mend the address that is wrong, or join the nodes.",
		.refs = DTC_SPEC("2.2.1.1 node name requirements")
			DTC_CHECK(unique_unit_address),
		.bad = TWO("", "1000"),
		.good = TWO("", "2000"),
		.check_node = check_unique,
		DTC_NEEDS("dtc/avoid_default_addr_size"),
	},
	{
		.id = "dtc/unique_unit_address_if_enabled",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary = "two enabled subnodes of one node with the same unit address",
		.why = "Two devices in use cannot answer at one address. As "
		       "unique_unit_address, but of nodes whose status is \"disabled\" "
		       "nothing is said.",
		.fix = "Mend the address that is wrong, or disable one of the nodes.",
		.refs = DTC_SPEC("2.2.1.1 node name requirements")
			DTC_CHECK(unique_unit_address_if_enabled),
		.bad = TWO("", "1000"),
		.good = TWO("\t\tstatus = \"disabled\";\n", "1000"),
		.check_node = check_unique_if_enabled,
		DTC_NEEDS("dtc/avoid_default_addr_size"),
	},
};

const struct rule_set rules_dtc_unique_address = { rules,
	sizeof(rules) / sizeof(*rules) };
