/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"
#include "rules/dtc/name/chars.h"

/* The first character that is allowed but not recommended, or NULL. */
static const char *
odd_char(const char *name)
{
	size_t n = chars_span(name, CHARS_STRICT);

	if (!strcmp(name, "device_type"))
		return NULL;
	/* one '#' may stand at the beginning, or right behind the vendor's prefix */
	if (name[n] == '#' && (n == 0 || name[n - 1] == ',')) {
		name += n + 1;
		n = chars_span(name, CHARS_STRICT);
	}
	return name[n] ? name + n : NULL;
}

static bool
has_odd_char(const char *name)
{
	return odd_char(name) != NULL;
}

static void
check_property(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	lint_report(l, r, r->level, n, p,
		"the property's name has '%c' in it, recommended are letters, digits, ',' "
		"and '-'",
		*odd_char(prop_name(l->tree, p)));
}

static bool
has_odd_char_before_unit(const char *name)
{
	char c = name[chars_span(name, CHARS_STRICT)];

	return c && c != '@';
}

static void
check_node(struct lint *l, const struct rule *r, const struct node *n)
{
	const char *name = node_name(l->tree, n);

	lint_report(l, r, r->level, n, NULL,
		"the node's name has '%c' in it, recommended are letters, digits, ',' and "
		"'-'",
		name[chars_span(name, CHARS_STRICT)]);
}

static const struct rule rules[] = {
	{
		.id = "dtc/property_name_chars_strict",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.strict = STRICT_W2,
		.summary = "a property name with '.', '_', '+', '*', '?', or '#' inside",
		.why = "The convention for new bindings is lower-case words joined by '-'.",
		.fix = "In a new binding, write '-' instead; do not rename what bindings "
		       "have.",
		.refs = DTC_SPEC("2.2.4.1 property names")
			DTC_CHECK(property_name_chars_strict),
		.bad = DTC_ROOT("\tvendor,some_value = <1>;\n"),
		.good = DTC_ROOT("\tvendor,#some-cells = <1>;\n"),
		.check_prop = check_property,
		.match_prop = has_odd_char,
	},
	{
		.id = "dtc/node_name_chars_strict",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.strict = STRICT_W2,
		.summary = "a node name with '.', '_' or '+' before the unit address",
		.why = "The convention for new nodes is lower-case words joined by '-'.",
		.fix = "Write '-' instead.",
		.refs = DTC_SPEC("2.2.1 node names") DTC_CHECK(node_name_chars_strict),
		.bad = DTC_ROOT("\tsome_node { };\n"),
		.good = DTC_ROOT("\tsome-node { };\n"),
		.check_node = check_node,
		.match_node = has_odd_char_before_unit,
	},
};

const struct rule_set rules_dtc_names_strict = { rules, sizeof(rules) / sizeof(*rules) };
