/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PSCI, which firmware of a 64-bit Arm platform must implement. */

#include "rules/cpu/cpu.h"
#include "rules/ebbr/ebbr.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* /cpus of a platform that the requirement is for, or NULL. */
static const struct node *
cpus_on_arm64(const struct lint *l)
{
	return lint_is_arch(l, "arm64") && cpus_count(l->tree) ? cpus_of(l->tree) : NULL;
}

static void
check_psci(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_on_arm64(l);

	if (cpus && !psci_of(l->tree))
		lint_report(l, r, LEVEL_WARNING, l->tree->nodes, NULL,
			"there is no node of PSCI");
}

static void
check_method(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_on_arm64(l), *first = NULL;
	const struct prop *p = NULL;
	const struct tree *t = l->tree;
	size_t others = 0;

	if (!cpus)
		return;
	node_for_each_child (t, cpus, n) {
		const struct prop *own = node_prop(t, n, NAME_enable_method);

		if (!own || !cpu_is_present(t, n) || prop_has_string(own, "psci"))
			continue;
		others += first != NULL;
		first = first ? first : n;
		p = p ? p : own;
	}
	if (first)
		lint_report(l, r, LEVEL_WARNING, first, p,
			"enable-method is '%s', expected \"psci\"%s",
			prop_next_string(p, NULL) ? prop_next_string(p, NULL) : "",
			lint_others(l, others, "CPU"));
}

static void
check_version(struct lint *l, const struct rule *r)
{
	const struct node *psci = cpus_on_arm64(l) ? psci_of(l->tree) : NULL;
	const struct prop *p = psci ? node_prop(l->tree, psci, NAME_compatible) : NULL;

	if (p && !prop_has_string(p, "arm,psci-1.0"))
		lint_report(l, r, LEVEL_NOTE, psci, p,
			"PSCI is older than version 1.0, which is recommended");
}

/* CPUs of one method, and what stands beside /cpus. */
#define ARM64(method, beside) \
	SAMPLE_ROOT EBBR_ROOT \
		"\tcpus {\n" \
		"\t\t#address-cells = <1>;\n" \
		"\t\t#size-cells = <0>;\n" \
		"\t\tcpu@0 { device_type = \"cpu\"; compatible = \"arm,cortex-a53\"; reg = <0>; " \
		"enable-method = " method "; };\n" \
		"\t};\n" beside "};\n"
#define PSCI(compatible) "\tpsci { compatible = " compatible "; method = \"smc\"; };\n"

static const struct rule rules[] = {
	{
		.id = "ebbr/no-psci",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "the tree of a 64-bit Arm platform has no PSCI",
		.why = "On AArch64 EBBR has firmware implement PSCI, at EL3, or at EL2 where "
		       "there is none; without a node nobody finds it.",
		.fix = "Have firmware add the node, or write it: psci { compatible = "
		       "\"arm,psci-1.0\"; method = \"smc\"; };.",
		.refs = EBBR_STARTUP,
		.bad = { ARM64("\"psci\"", ""), NULL },
		.good = { ARM64("\"psci\"", PSCI("\"arm,psci-1.0\"")), NULL },
		.check_tree = check_psci,
	},
	{
		.id = "ebbr/enable-method",
		.level = LEVEL_WARNING,
		.state = RULE_FAMILY,
		.summary = "a 64-bit Arm CPU is started by another method than PSCI",
		.why = "On AArch64 EBBR has firmware implement PSCI; spin tables, which earlier "
		       "versions allowed beside it, are no longer an alternative.",
		.fix = "Have firmware implement PSCI, and write enable-method = \"psci\".",
		.refs = EBBR_STARTUP "\nEBBR v2.3.0, changes: spin tables for AArch64",
		.bad = { ARM64("\"spin-table\"", ""), NULL },
		.good = { ARM64("\"psci\"", PSCI("\"arm,psci-1.0\"")), NULL },
		.check_tree = check_method,
	},
	{
		.id = "ebbr/psci-version",
		.level = LEVEL_NOTE,
		.state = RULE_FAMILY,
		.summary = "PSCI is of a version before 1.0",
		.why = "EBBR recommends version 1.0 or later, in which the functions are stable "
		       "and can be asked for.",
		.fix = "Update the firmware, and add \"arm,psci-1.0\" where it is of that "
		       "version.",
		.refs = EBBR_STARTUP,
		.bad = { ARM64("\"psci\"", PSCI("\"arm,psci-0.2\"")), NULL },
		.good = { ARM64("\"psci\"", PSCI("\"arm,psci-1.0\", \"arm,psci-0.2\"")),
			NULL },
		.check_tree = check_version,
	},
};

const struct rule_set rules_ebbr_psci = { rules, sizeof(rules) / sizeof(*rules) };
