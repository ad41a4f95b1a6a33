/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "rules/machine/machine.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_psci(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	if (!p)
		return false;
	prop_for_each_string(p, s) if (!strncmp(s, "arm,psci", 8)) return true;
	return false;
}

static void
compare(struct lint *l, const struct rule *r, const struct node *n, const struct host *h,
	const struct guest_fact *fact)
{
	const struct prop *p = node_prop(l->tree, n, NAME_method);
	const char *method = p ? prop_next_string(p, NULL) : NULL;
	struct diag *d;

	if (!method || !strcmp(method, fact->word)
		|| (strcmp(method, "hvc") && strcmp(method, "smc")))
		return;
	d = lint_report(l, r, LEVEL_ERROR, n, p, "method is '%s', expected '%s'%s",
		method, fact->word,
		strcmp(fact->word, "none") ? ", which the host's firmware is called by"
					   : ": the host has no PSCI");
	diag_why(l, d,
		"the instruction is undefined or goes elsewhere: Linux hangs or stops at its "
		"first call, before it has a console");
	diag_help(l, d, "let the method be '%s'", fact->word);
	machine_pair(l, d, h, fact);
}

static void
check_conduit(struct lint *l, const struct rule *r)
{
	const struct addresses *a = lint_addresses(l);
	const struct guest_fact *fact;
	const struct host *h;

	if (l->tree->overlay)
		return;
	machine_for_each(l, h, GUEST_PSCI, fact) tree_for_each_node (l->tree,
		n) if (n->depth <= 2 && is_psci(l->tree, n) && !node_is_absent(a, n))
		compare(l, r, n, h, fact);
}

#define TREE(method) \
	SAMPLE_ROOT \
	"\tpsci {\n" \
	"\t\tcompatible = \"arm,psci-1.0\", \"arm,psci-0.2\";\n" \
	"\t\tmethod = \"" method "\";\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "machine/psci-conduit-differs",
	.level = LEVEL_ERROR,
	.summary =
		"the tree calls PSCI by another instruction than the host's firmware takes",
	.why = "A hypervisor is called by hvc, firmware at EL3 by smc. QEMU's virt takes hvc, "
	       "and smc with virtualization=on, where hvc is the guest's own. It leaves the "
	       "psci node of -dtb as it is.",
	.fix = "Let the method be the host's.",
	.refs = "Linux Documentation/devicetree/bindings/arm/psci.yaml\n"
		"QEMU hw/arm/virt.c, machvirt_init(); hw/arm/boot.c, fdt_add_psci_node()",
	.bad = { TREE("hvc"), "guest:\n  psci: smc\n" },
	.good = { TREE("smc"), "guest:\n  psci: smc\n" },
	.check_tree = check_conduit,
} };

const struct rule_set rules_machine_psci = { rules, 1 };
