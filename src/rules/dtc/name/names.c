/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"
#include "rules/dtc/name/chars.h"

static const char *
quote_char(struct lint *l, char c)
{
	unsigned char byte = (unsigned char)c;

	if (byte > ' ' && byte < 0x7f)
		return arena_printf(l->scratch, "'%c'", c);
	return arena_printf(l->scratch, "the byte 0x%02x", byte);
}

static void
check_node_chars(struct lint *l, const struct rule *r, const struct node *n)
{
	const char *name = node_name(l->tree, n);
	size_t good = chars_span(name, CHARS_NODE);

	lint_report(l, r, r->level, n, NULL,
		"the node's name has %s in it, expected letters, digits and ',._+-@' alone",
		quote_char(l, name[good]));
}

static void
check_node_format(struct lint *l, const struct rule *r, const struct node *n)
{
	lint_report(l, r, r->level, n, NULL,
		"the unit address '%s' has an '@' in it, expected one '@' in a name, between "
		"the two parts",
		dtc_unit(l->tree, n));
}

static void
check_not_empty(struct lint *l, const struct rule *r, const struct node *n)
{
	if (n->parent != NODE_NONE)
		lint_report(l, r, r->level, n, NULL,
			"the node's name '%s' has nothing before the unit address",
			node_name(l->tree, n));
}

static bool
has_bad_char(const char *name)
{
	return name[chars_span(name, CHARS_PROPERTY)] != '\0';
}

static void
check_property_chars(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *name = prop_name(l->tree, p);

	lint_report(l, r, r->level, n, p,
		"the property's name has %s in it, expected letters, digits and ',._+*#?-' "
		"alone",
		quote_char(l, name[chars_span(name, CHARS_PROPERTY)]));
}

static bool
has_bad_node_char(const char *name)
{
	return name[chars_span(name, CHARS_NODE)] != '\0';
}

static bool
has_two_ats(const char *name)
{
	const char *at = strchr(name, '@');

	return at && strchr(at + 1, '@');
}

static bool
begins_with_at(const char *name)
{
	return !*name || *name == '@';
}

static const struct rule rules[] = {
	{
		.id = "dtc/node_name_chars",
		.level = LEVEL_ERROR,
		.summary = "a node name with a character that names must not have",
		.why = "Paths are taken apart at characters that names cannot hold: such a "
		       "node may not be found, or a wrong one.",
		.fix = "Rename the node; letters, digits and ',._+-' are allowed, and one "
		       "'@' before the unit address.",
		.refs = DTC_SPEC("2.2.1 node names") DTC_CHECK(node_name_chars),
		.bad = DTC_ROOT("\tno*de { };\n"),
		.good = DTC_ROOT("\tno-de { };\n"),
		.check_node = check_node_chars,
		.match_node = has_bad_node_char,
	},
	{
		.id = "dtc/node_name_format",
		.level = LEVEL_ERROR,
		.summary = "a node name with more than one '@'",
		.why = "The '@' parts the name from the unit address; with two, readers "
		       "disagree about where.",
		.fix = "Rename the node: name@unit-address.",
		.refs = DTC_SPEC("2.2.1 node names") DTC_CHECK(node_name_format),
		.bad = DTC_ROOT("\tnode@1@2 { };\n"),
		.good = DTC_ROOT("\tnode@1,2 { };\n"),
		.check_node = check_node_format,
		.match_node = has_two_ats,
		DTC_NEEDS("dtc/node_name_chars"),
	},
	{
		.id = "dtc/node_name_not_empty",
		.level = LEVEL_ERROR,
		.summary = "a node whose name is a unit address alone",
		.why = "A node is found by what stands before the '@', which also says what "
		       "kind of device it is.",
		.fix = "Give the node a name that says what it is: serial@1000.",
		.refs = DTC_SPEC("2.2.1 node names") DTC_CHECK(node_name_not_empty),
		.bad = DTC_ROOT("\t@1 { };\n"),
		.good = DTC_ROOT("\tnode@1 { };\n"),
		.check_node = check_not_empty,
		.match_node = begins_with_at,
		DTC_NEEDS("dtc/node_name_chars"),
	},
	{
		.id = "dtc/property_name_chars",
		.level = LEVEL_ERROR,
		.summary = "a property name with a character that names must not have",
		.why = "No binding can name such a property, and tools that read source "
		       "cannot write it.",
		.fix = "Rename the property; letters, digits and ',._+*#?-' are allowed.",
		.refs = DTC_SPEC("2.2.4.1 property names") DTC_CHECK(property_name_chars),
		.bad = DTC_ROOT("\tvalue@1 = <1>;\n"),
		.good = DTC_ROOT("\tvalue-1 = <1>;\n"),
		.check_prop = check_property_chars,
		.match_prop = has_bad_char,
	},
};

const struct rule_set rules_dtc_names = { rules, sizeof(rules) / sizeof(*rules) };
