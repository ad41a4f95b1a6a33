/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "rules/machine/machine.h"
#include "tree/names.h"
#include "tree/value.h"

static uint32_t
count(struct lint *l)
{
	const struct node *n = NULL;
	uint32_t found = 0;

	while ((n = machine_cpu(l, n)))
		found++;
	return found;
}

static void
check_count(struct lint *l, const struct rule *r)
{
	const struct guest_fact *cpus, *max;
	uint32_t found = count(l);
	const struct host *h;
	struct diag *d;

	if (!found)
		return;
	machine_for_each(l, h, GUEST_CPUS, cpus)
	{
		max = guest_get(&h->guest, GUEST_CPUS_MAX);
		if (max && found > cpus->number)
			cpus = max;
		if (found == cpus->number || (max == cpus && found < max->number))
			continue;
		d = lint_report(l, r, found > cpus->number ? LEVEL_WARNING : LEVEL_NOTE,
			node_child(l->tree, l->tree->nodes, "cpus", 4), NULL,
			"the tree has %" PRIu32
			" CPU%s, and the host gives the guest %" PRIu64,
			found, found == 1 ? "" : "s", cpus->number);
		diag_why(l, d,
			found > cpus->number
				? "Linux tries to start each CPU of the tree, and waits for "
				  "those that are not there until it gives up"
				: "Linux starts the CPUs of the tree: the others stay idle");
		diag_help(
			l, d, "let the tree have as many CPU nodes as the host has CPUs");
		machine_pair(l, d, h, cpus);
	}
}

/* Affinity fields 0 and 1 of CPU @i; more CPUs than both can tell apart are not looked at. */
static bool
affinity(uint64_t i, uint64_t cluster, uint64_t *out)
{
	*out = i % cluster | (i / cluster) << 8;
	return i / cluster <= 0xff;
}

/* Whether the host has a CPU of that affinity among its first @cpus. */
static bool
is_affinity(uint64_t reg, uint64_t cpus, uint64_t cluster, uint64_t *number)
{
	*number = (reg & 0xff) + (reg >> 8) * cluster;
	return reg >> 16 == 0 && (reg & 0xff) < cluster && *number < cpus;
}

static bool
is_arm(const struct lint *l)
{
	return l->arch && !strncmp(l->arch->name, "arm", 3);
}

static void
report_mpidr(struct lint *l, const struct rule *r, const struct node *n, uint64_t reg,
	uint64_t index, const struct host *h, const struct guest_fact *cluster)
{
	const struct prop *p = node_prop(l->tree, n, NAME_reg);
	uint64_t expected;
	struct diag *d;

	if (!affinity(index, cluster->number, &expected))
		return;
	d = lint_report(l, r, LEVEL_ERROR, n, p,
		"reg is 0x%" PRIx64 ", expected 0x%" PRIx64
		", the MPIDR of the host's CPU %" PRIu64,
		reg, expected, index);
	diag_entry(l, d, p, 0, p->len);
	diag_why(l, d,
		"the host has %" PRIu64
		" CPUs to a value of Aff1: no CPU has this affinity, "
		"and PSCI's CPU_ON refuses it",
		cluster->number);
	diag_help(l, d, "name the node 'cpu@%" PRIx64 "' and let reg be that", expected);
	machine_pair(l, d, h, cluster);
}

/* Whether interrupts between CPUs go by lists of 16: ICC_SGI1R_EL1, without its RSS. */
static bool
has_gicv3(const struct tree *t)
{
	tree_for_each_node (t, n)
		if (node_is_compatible(t, n, "arm,gic-v3"))
			return true;
	return false;
}

/* What no host tells: KVM and most hardware have no CPU whose Aff0 is above 15. */
static void
check_alone(struct lint *l, const struct rule *r)
{
	uint64_t reg, size;
	const struct node *n;
	const struct prop *p;
	struct diag *d;

	if (!has_gicv3(l->tree))
		return;
	for (n = machine_cpu(l, NULL); n; n = machine_cpu(l, n)) {
		if (!node_reg(l->tree, n, 0, &reg, &size) || (reg & 0xff) < 16)
			continue;
		p = node_prop(l->tree, n, NAME_reg);
		d = lint_report(l, r, LEVEL_WARNING, n, p,
			"reg is 0x%" PRIx64 ", whose Aff0 is %" PRIu64
			", expected at most 15 beside a GICv3",
			reg, reg & 0xff);
		diag_entry(l, d, p, 0, p->len);
		diag_why(l, d,
			"KVM gives 16 CPUs to a value of Aff1, so that the 17th CPU is 0x100; "
			"and a GICv3 reaches CPUs above 15 only with range selectors, which "
			"most do not have");
		diag_help(l, d, "let reg be what the CPU's MPIDR_EL1 has");
	}
}

/* The CPU nodes whose reg is no affinity that the host's CPUs have. */
static void
check_mpidr(struct lint *l, const struct rule *r)
{
	const struct guest_fact *cluster, *cpus;
	const struct host *h;
	uint64_t reg, size, index, number, limit;
	const struct node *n;
	bool reported = false;

	if (!is_arm(l))
		return;
	machine_for_each(l, h, GUEST_MPIDR_CLUSTER, cluster)
	{
		if (!cluster->number)
			continue;
		reported = true;
		cpus = guest_get(&h->guest, GUEST_CPUS_MAX);
		if (!cpus)
			cpus = guest_get(&h->guest, GUEST_CPUS);
		limit = cpus ? cpus->number : UINT64_MAX;
		index = 0;
		for (n = machine_cpu(l, NULL); n; n = machine_cpu(l, n), index++)
			/* CPUs that the host does not have are counted by another rule */
			if (node_reg(l->tree, n, 0, &reg, &size) && index < limit
				&& !is_affinity(reg, limit, cluster->number, &number))
				report_mpidr(l, r, n, reg, index, h, cluster);
	}
	if (!reported)
		check_alone(l, r);
}

#define CPU(unit) \
	"\t\tcpu@" unit " {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,cortex-a57\";\n" \
	"\t\t\tenable-method = \"psci\";\n" \
	"\t\t\treg = <0x" unit ">;\n" \
	"\t\t};\n"

#define CPUS(body) \
	SAMPLE_ROOT \
	"\tcpus {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" \
	"\n" body "\t};\n" \
	"};\n"

static const struct rule rules[] = {
	{
		.id = "machine/cpu-count-differs",
		.level = LEVEL_WARNING,
		.varies = true,
		.summary =
			"the tree has more or fewer CPUs than the host gives the guest",
		.why = "Linux starts the CPUs that the tree has. One that is not there costs a "
		       "wait at each start and an error in its log; one that the tree does not "
		       "have is never used.",
		.levels = "A warning where the tree has more, a note where it has fewer.",
		.fix = "Let the tree have a node for each of the host's CPUs.",
		.refs = "Devicetree Specification v0.4, 3.7 /cpus Node Properties",
		.bad = { CPUS(CPU("0") CPU("1") CPU("2")), "guest:\n  cpus: 2\n" },
		.good = { CPUS(CPU("0") CPU("1")), "guest:\n  cpus: 2\n" },
		.check_tree = check_count,
	},
	{
		.id = "machine/cpu-affinity-differs",
		.level = LEVEL_ERROR,
		.varies = true,
		.summary = "a CPU's reg is not the affinity that the host gives its CPUs",
		.why = "On Arm a CPU is started by the affinity fields of its MPIDR_EL1, which is "
		       "what reg has. KVM gives 16 CPUs to a value of Aff1, so that the 17th is "
		       "0x100 and not 0x10. A CPU by another number is not started.",
		.levels =
			"An error where the host's CPUs are known. Without a host a warning, "
			"where a GICv3 is beside a CPU whose Aff0 is above 15.",
		.fix = "Number the CPUs as the host does.",
		.refs = "Linux Documentation/devicetree/bindings/arm/cpus.yaml\n"
			"Linux arch/arm64/kvm/sys_regs.c, reset_mpidr()\n"
			"QEMU hw/arm/virt.c, virt_cpu_mp_affinity()",
		.bad = { CPUS(CPU("0") CPU("10")),
			"guest:\n  cpus: 2\n  mpidr_cluster: 16\n" },
		.good = { CPUS(CPU("0") CPU("1")),
			"guest:\n  cpus: 2\n  mpidr_cluster: 16\n" },
		.check_tree = check_mpidr,
	},
};

const struct rule_set rules_machine_cpus = { rules, 2 };
