/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of a property's type alone, for rules all over the family. */
#ifndef DTLINT_RULES_DTC_VALUE_TYPES_H
#define DTLINT_RULES_DTC_VALUE_TYPES_H

#include "rules/dtc/dtc.h"

void dtc_check_is_string(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p);
void dtc_check_is_cell(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p);

/* A rule of one property that must be one cell. */
#define DTC_CELL_RULE(name, atom, text, why_) \
	{ \
		.id = "dtc/" #name, .level = LEVEL_WARNING, \
		.summary = "a '" text "' that is not one cell", .why = why_, \
		.fix = "Write one 32-bit number: " text " = <1>;", \
		.refs = DTC_SPEC("2.2.4.2 property values") DTC_CHECK(name), \
		.bad = DTC_ROOT("\tnode {\n\t\t" text " = <1 2>;\n\t};\n"), \
		.good = DTC_ROOT("\tnode {\n\t\t" text " = <1>;\n\t};\n"), \
		.check_prop = dtc_check_is_cell, .prop = NAME_##atom, \
	}

#endif
