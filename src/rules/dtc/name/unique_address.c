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

/* A child with a unit address that counts. */
static bool
has_unit(const struct tree *t, const struct node *n, bool enabled_only)
{
	return n->name != n->base_name && *dtc_unit(t, n)
	       && !(enabled_only && is_disabled(t, n));
}

/* Whether two of the children have the same unit address, or may have. */
static bool
may_repeat(const struct tree *t, const struct node *parent, bool enabled_only,
	uint32_t *count)
{
	uint64_t seen = 0;
	bool repeat = false;

	*count = 0;
	node_for_each_child (t, parent, child) {
		const char *unit;

		if (!has_unit(t, child, enabled_only))
			continue;
		unit = dtc_unit(t, child);
		repeat |= !dtc_first_seen(&seen, hash_bytes(unit, strlen(unit)));
		++*count;
	}
	return repeat;
}

static void
report_pair(struct lint *l, const struct rule *r, const struct node *parent,
	const struct node *n, const struct node *other)
{
	const struct tree *t = l->tree;
	struct diag *d;

	d = lint_report(l, r, r->level, n, NULL,
		"the unit address '%s' is also that of '%s', expected one of its own in %s",
		dtc_unit(t, n), node_name(t, other), dtc_path(l, parent));
	if (is_disabled(t, n) || is_disabled(t, other))
		diag_help(l, d,
			"mend the address that is wrong; where they are alternatives, one of "
			"them disabled: -W no-unique_unit_address -W "
			"unique_unit_address_if_enabled");
	else
		diag_help(l, d, "join the two, or mend the address that is wrong");
}

static void
check_common(
	struct lint *l, const struct rule *r, const struct node *n, bool enabled_only)
{
	const struct tree *t = l->tree;
	uint32_t count, i = 0, k, *units, *prev;
	const struct node **nodes;

	if (!node_has(t, n, NAME_address_cells) || !node_has(t, n, NAME_size_cells)
		|| !may_repeat(t, n, enabled_only, &count))
		return;
	nodes = arena_array(l->scratch, const struct node *, count);
	units = arena_array(l->scratch, uint32_t, count);
	node_for_each_child (t, n, child) {
		if (!has_unit(t, child, enabled_only))
			continue;
		nodes[i] = child;
		units[i++] = intern(
			t->names, dtc_unit(t, child), strlen(dtc_unit(t, child)));
	}
	prev = dtc_repeats(l, units, count);
	for (i = 0; prev && i < count; i++)
		for (k = prev[i]; k != UINT32_MAX && !lint_is_done(l, r); k = prev[k])
			report_pair(l, r, n, nodes[k], nodes[i]);
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
		.state = RULE_FAMILY,
		.strict = STRICT_W2,
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
		.parents_only = true,
		DTC_NEEDS("dtc/avoid_default_addr_size"),
	},
	{
		.id = "dtc/unique_unit_address_if_enabled",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.strict = STRICT_W1,
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
		.parents_only = true,
		DTC_NEEDS("dtc/avoid_default_addr_size"),
	},
};

const struct rule_set rules_dtc_unique_address = { rules,
	sizeof(rules) / sizeof(*rules) };
