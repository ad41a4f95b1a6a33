/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks that have a meaning for sources only: src/dts/live/check.c makes them while it
 * does what dtc does under their names.
 */
#include "rules/dtc/dtc.h"

static const struct rule rules[] = {
	{
		.id = "dtc/duplicate_label",
		.level = LEVEL_ERROR,
		.summary = "a label that is given to more than one thing",
		.why = "A reference would find one of them, and nobody knows which. dtc makes no "
		       "blob of it, and the exit status is 2.",
		.fix = "Give each a label of its own.",
		.refs = DTC_SPEC("6.2 Labels") DTC_CHECK(duplicate_label),
		.bad = DTC_ROOT("\ta: node-0 {\n\t};\n\n\ta: node-1 {\n\t};\n"),
		.good = DTC_ROOT("\ta: node-0 {\n\t};\n\n\tb: node-1 {\n\t};\n"),
	},
	{
		.id = "dtc/path_references",
		.level = LEVEL_ERROR,
		.summary = "a value that is the path of a node that is not there",
		.why = "'&label' outside of '<' and '>' stands for the path of a node. dtc makes no "
		       "blob where there is none, and the exit status is 2.",
		.fix = "Write the label as it is defined, or include the file that defines it.",
		.refs = DTC_CHECK(path_references),
		.bad = DTC_ROOT("\taliases {\n\t\tserial0 = &uart;\n\t};\n"),
		.good = DTC_ROOT("\taliases {\n\t\tserial0 = &uart;\n\t};\n\n"
				 "\tuart: serial {\n\t};\n"),
		DTC_NEEDS("dtc/duplicate_node_names"),
	},
	{
		.id = "dtc/omit_unused_nodes",
		.level = LEVEL_ERROR,
		.summary =
			"nothing by itself: nodes of /omit-if-no-ref/ are left out here",
		.why = "In dtc a step that leaves nodes out is a check that always passes, where "
		       "those it depends on do.",
		.fix = "Nothing to mend; see phandle_references and path_references.",
		.refs = DTC_CHECK(omit_unused_nodes),
		DTC_NEEDS("dtc/phandle_references", "dtc/path_references"),
	},
};

const struct rule_set rules_dtc_source = { rules, sizeof(rules) / sizeof(*rules) };
