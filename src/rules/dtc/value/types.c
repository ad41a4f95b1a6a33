/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/value/types.h"

/* Why the value is not one string, or NULL where it is. */
static const char *
string_fault(struct lint *l, const struct prop *p)
{
	uint32_t i, count = 0;

	if (!p->len)
		return "is empty";
	if (p->data[p->len - 1])
		return arena_printf(l->scratch, "is %s without a NUL at the end",
			dtc_count(l, p->len, "byte"));
	if (memchr(p->data, '\0', p->len) == p->data + p->len - 1)
		return NULL;
	for (i = 0; i < p->len; i++)
		count += !p->data[i];
	return arena_printf(l->scratch, "holds %s", dtc_count(l, count, "string"));
}

void
dtc_check_is_string(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *fault = string_fault(l, p), *name = prop_name(l->tree, p);
	struct diag *d;

	if (!fault)
		return;
	d = lint_report(l, r, r->level, n, p,
		"'%s' %s, expected one string that ends with a NUL", name, fault);
	diag_entry(l, d, p, 0, p->len);
	if (p->len == 4 && p->data[3])
		diag_help(l, d,
			"its 4 bytes look like a number: write %s = \"…\", not <%s>",
			name, arena_printf(l->scratch, "0x%x", prop_cell(p, 0)));
}

static void
dtc_check_is_string_list(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct diag *d;

	if (!p->len || !p->data[p->len - 1])
		return;
	d = lint_report(l, r, r->level, n, p,
		"'%s' is %s without a NUL at the end, expected strings that each end with "
		"one",
		prop_name(l->tree, p), dtc_count(l, p->len, "byte"));
	diag_entry(l, d, p, 0, p->len);
}

void
dtc_check_is_cell(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct diag *d;

	if (p->len == 4)
		return;
	d = lint_report(l, r, r->level, n, p, "'%s' is %s, expected one cell: 4 bytes",
		prop_name(l->tree, p), dtc_count(l, p->len, "byte"));
	diag_entry(l, d, p, 0, p->len);
}

static bool
ends_in_names(const char *name)
{
	size_t n = strlen(name);

	return n >= 6 && !strcmp(name + n - 6, "-names");
}

#define STRING_RULE(name, atom, text, value, why_, spec) \
	{ \
		.id = "dtc/" #name, .level = LEVEL_WARNING, \
		.summary = "a '" text "' that is not one string", .why = why_, \
		.fix = "Write one string: " text " = \"" value "\";", \
		.refs = DTC_SPEC(spec) DTC_CHECK(name), \
		.bad = DTC_ROOT("\tnode {\n\t\t" text " = <1>;\n\t};\n"), \
		.good = DTC_ROOT("\tnode {\n\t\t" text " = \"" value "\";\n\t};\n"), \
		.check_prop = dtc_check_is_string, .prop = NAME_##atom, \
	}

static const struct rule rules[] = {
	DTC_CELL_RULE(address_cells_is_cell, address_cells, "#address-cells",
		"The cells of every address below the node are counted by it: where it is "
		"not a number, no 'reg' or 'ranges' there can be read."),
	DTC_CELL_RULE(size_cells_is_cell, size_cells, "#size-cells",
		"The cells of every size below the node are counted by it: where it is "
		"not a number, no 'reg' or 'ranges' there can be read."),
	STRING_RULE(device_type_is_string, device_type, "device_type", "memory",
		"Linux finds memory, cpus and PCI host bridges by comparing this string.",
		"2.3.13 device_type (deprecated)"),
	STRING_RULE(model_is_string, model, "model", "vendor,board",
		"It is shown, and compared, as a string.", "2.3.2 model"),
	STRING_RULE(status_is_string, status, "status", "okay",
		"A device counts as disabled unless the string is \"okay\" or \"ok\".",
		"2.3.4 status"),
	STRING_RULE(label_is_string, label, "label", "front panel",
		"It is what people are shown as the device's name.", "4.1.2.3 label"),
	{
		.id = "dtc/compatible_is_string_list",
		.level = LEVEL_WARNING,
		.summary = "a 'compatible' that is not a list of strings",
		.why = "Drivers are found by comparing these strings: where the list does "
		       "not end, none may match.",
		.fix = "Write strings: compatible = \"vendor,device\", "
		       "\"vendor,family\";",
		.refs = DTC_SPEC("2.3.1 compatible") DTC_CHECK(compatible_is_string_list),
		.bad = DTC_ROOT("\tnode {\n\t\tcompatible = <1>;\n\t};\n"),
		.good = DTC_ROOT("\tnode {\n\t\tcompatible = \"vendor,device\";\n\t};\n"),
		.check_prop = dtc_check_is_string_list,
		.prop = NAME_compatible,
	},
	{
		.id = "dtc/names_is_string_list",
		.level = LEVEL_WARNING,
		.summary = "a property '…-names' that is not a list of strings",
		.why = "It names the entries of the property it goes with, one string an "
		       "entry; drivers find entries by these strings.",
		.fix = "Write strings: clock-names = \"bus\", \"core\";",
		.refs = DTC_CHECK(names_is_string_list),
		.bad = DTC_ROOT("\tnode {\n\t\tclock-names = <1>;\n\t};\n"),
		.good = DTC_ROOT(
			"\tnode {\n\t\tclock-names = \"bus\", \"core\";\n\t};\n"),
		.check_prop = dtc_check_is_string_list,
		.match_prop = ends_in_names,
	},
};

const struct rule_set rules_dtc_types = { rules, sizeof(rules) / sizeof(*rules) };
