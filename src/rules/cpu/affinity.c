/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/cpu/cpu.h"
#include "rules/irq/gic.h"
#include "rules/survey.h"
#include "tree/names.h"
#include "tree/value.h"

enum { AFF0 = 0xff, TARGETS = 16 }; /* a GICv3's list of targets has 16 bits */

static bool
has_gic_v3(struct lint *l, const struct rule *r)
{
	uint32_t i;

	for (i = 0; i < l->tree->nnodes; i++)
		if (lint_gic(l, r, i) == GIC_V3)
			return true;
	return false;
}

/* Where a host says what its CPUs have, machine/cpu-affinity-differs knows better. */
static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_of(l->tree), *first = NULL;
	uint64_t reg, size, found = 0;
	size_t others = 0;
	struct diag *d;

	if (!cpus || l->nhosts || !lint_is_arch(l, "arm64"))
		return;
	node_for_each_child (l->tree, cpus, n) {
		if (!cpu_is_present(l->tree, n) || !node_reg(l->tree, n, 0, &reg, &size)
			|| (reg & AFF0) < TARGETS)
			continue;
		others += first != NULL;
		found = first ? found : reg;
		first = first ? first : n;
	}
	if (!first || !has_gic_v3(l, r))
		return;
	d = lint_report(l, r, LEVEL_WARNING, first, node_prop(l->tree, first, NAME_reg),
		"reg is 0x%" PRIx64 ": its lowest byte, Aff0, is %" PRIu64
		", expected 0 to 15 with a GICv3%s",
		found, found & AFF0, lint_others(l, others, "CPU"));
	diag_why(l, d,
		"a GICv3 sends interrupts between CPUs to Aff0 0 to 15 of a cluster, and KVM "
		"numbers its CPUs so: CPU 16 is 0x100");
	diag_help(l, d, "let reg be what the CPU's MPIDR_EL1 has; of KVM's 16th, 0x100");
}

#define TREE(unit) \
	"/dts-v1/;\n" \
	"/ {\n" \
	"\t#address-cells = <1>;\n" \
	"\t#size-cells = <1>;\n" \
	"\n" \
	"\tcpus {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" \
	"\n" \
	"\t\tcpu@" unit " {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,armv8\";\n" \
	"\t\t\treg = <0x" unit ">;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tinterrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"arm,gic-v3\";\n" \
	"\t\treg = <0x8000000 0x10000>, <0x80a0000 0x200000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "cpu/affinity",
	.level = LEVEL_WARNING,
	.summary = "a CPU's reg has an Aff0 that a GICv3 cannot send interrupts to",
	.why = "reg is the CPU's affinity, as its MPIDR_EL1 has it. A GICv3 reaches 16 CPUs of a "
	       "cluster by their Aff0, and hypervisors number theirs so: one that counts on from 15 "
	       "to 16 means a CPU that does not exist, which is not started.",
	.fix = "Let reg be what the CPU's MPIDR_EL1 has.",
	.refs = "Linux Documentation/devicetree/bindings/arm/cpus.yaml\n"
		"Linux drivers/irqchip/irq-gic-v3.c, gic_cpu_init()\n"
		"Linux arch/arm64/kvm/sys_regs.c, reset_mpidr()",
	.bad = { TREE("10"), NULL },
	.good = { TREE("100"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_cpu_affinity = { rules, 1 };
