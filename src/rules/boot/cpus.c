/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/suggest.h"
#include "rules/cpu/cpu.h"
#include "rules/irq/gic.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* arm64, or a virtual machine of 32 bits, which has the same timer and the same firmware. */
static bool
is_like_arm64(const struct lint *l)
{
	return lint_is_arch(l, "arm64")
	       || (lint_is_arch(l, "arm")
		       && node_is_compatible(
			       l->tree, l->tree->nodes, "linux,dummy-virt"));
}

static const char *
first_string(const struct tree *t, const struct node *n, atom_t name)
{
	const struct prop *p = node_prop(t, n, name);

	return p ? prop_next_string(p, NULL) : NULL;
}

/* /cpus of a tree that Linux could be started with, or NULL. */
static const struct node *
cpus_for_linux(const struct lint *l)
{
	return lint_is_zephyr(l->tree) ? NULL : cpus_of(l->tree);
}

static void
check_no_cpu(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l), *first = NULL;
	const struct tree *t = l->tree;
	bool riscv = lint_is_arch(l, "riscv");
	struct diag *d;

	if (!cpus)
		return;
	node_for_each_child (t, cpus, n) {
		if (!cpu_is(t, n))
			continue;
		if (node_status_okay(t, n) && node_status_okay(t, cpus))
			return;
		first = first ? first : n;
	}
	d = lint_report(l, r, riscv ? LEVEL_ERROR : LEVEL_WARNING, cpus, NULL,
		first ? "no CPU is enabled" : "there is no CPU, expected a node cpu@…");
	if (riscv)
		diag_why(l, d, "Linux stops: the CPU that it runs on is not described");
	if (first)
		diag_help(l, d, "enable the CPU that boots, '%s'", lint_path(l, first));
	else
		diag_help(l, d,
			"describe the CPUs: cpu@0 { device_type = \"cpu\"; reg = <0>; };");
}

/* The CPU that boots needs nobody to start it: boot_cpu of the header, else the first. */
static const struct node *
boot_cpu(const struct tree *t, const struct node *cpus)
{
	const struct node *first = NULL;
	uint64_t reg, size;

	node_for_each_child (t, cpus, n) {
		if (!cpu_is_present(t, n))
			continue;
		if (node_reg(t, n, 0, &reg, &size) && reg == t->boot_cpu)
			return n;
		first = first ? first : n;
	}
	return first;
}

/* A machine like QEMU's model of a Versal, where nobody starts the other CPUs. */
static bool
is_without_firmware(struct lint *l)
{
	return lint_is_guest(l) && !psci_of(l->tree)
	       && !node_is_compatible(l->tree, l->tree->nodes, "linux,dummy-virt");
}

/* One that Linux on arm64 does not know, where no binding has said so. */
static void
check_known_method(struct lint *l, const struct rule *r, const struct node *n)
{
	static const char *const methods[] = { "psci", "spin-table" };
	const struct prop *p = node_prop(l->tree, n, NAME_enable_method);
	const char *s = p ? prop_next_string(p, NULL) : NULL;
	struct suggest near = { .word = s };
	struct diag *d;

	if (!s || !strcmp(s, methods[0]) || !strcmp(s, methods[1]))
		return;
	/* a board may be for 32 bits all the same, where there are others */
	suggest_try(&near, methods[0]);
	suggest_try(&near, methods[1]);
	if (!near.best && !lint_is_guest(l))
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"enable-method is '%s', expected \"psci\" or \"spin-table\"%s", s,
		suggest_text(l->scratch, &near));
	diag_help(l, d, "write the method by which firmware or host starts the CPU");
	if (near.best)
		diag_fix_string(l, d, p, s, near.best, true);
}

static void
check_method(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l), *boot, *bad = NULL;
	const struct tree *t = l->tree;
	size_t others = 0, with = 0;
	struct diag *d;

	if (!cpus || !lint_is_arch(l, "arm64") || node_has(t, cpus, NAME_enable_method))
		return;
	boot = boot_cpu(t, cpus);
	node_for_each_child (t, cpus, n) {
		if (cpu_is_present(t, n))
			check_known_method(l, r, n);
		with += node_has(t, n, NAME_enable_method);
		if (n == boot || !cpu_is_present(t, n)
			|| node_has(t, n, NAME_enable_method))
			continue;
		others += bad != NULL;
		bad = bad ? bad : n;
	}
	if (!bad || (!with && is_without_firmware(l)))
		return;
	d = lint_report(l, r, LEVEL_WARNING, bad, NULL,
		"the CPU has no enable-method, expected \"psci\" or \"spin-table\"%s",
		lint_others(l, others, "CPU"));
	diag_why(l, d, "Linux does not know how to start it, and runs without it");
	diag_help(
		l, d, "write enable-method = \"psci\"; where firmware or host has PSCI");
}

/* Linux's psci_of_match[]; arm,psci is version 0.1, whose functions the node numbers. */
static bool
is_known_psci(const struct tree *t, const struct node *n)
{
	return node_is_compatible(t, n, "arm,psci")
	       || node_is_compatible(t, n, "arm,psci-0.2")
	       || node_is_compatible(t, n, "arm,psci-1.0");
}

static const struct node *
user_of_psci(const struct tree *t, const struct node *cpus)
{
	node_for_each_child (t, cpus, n) {
		const char *s = first_string(t, n, NAME_enable_method);

		if (cpu_is_present(t, n) && s && !strcmp(s, "psci"))
			return n;
	}
	return NULL;
}

/* What secure firmware has, it is there for: and PSCI is its own. */
static bool
has_secure_devices(const struct tree *t)
{
	node_for_each_child (t, t->nodes, n)
		if (node_has(t, n, NAME_secure_status))
			return true;
	return false;
}

static void
check_psci(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l), *user, *psci;
	const struct tree *t = l->tree;
	const char *s;

	if (!cpus || !is_like_arm64(l) || !(user = user_of_psci(t, cpus)))
		return;
	psci = psci_of(t);
	if (!psci && has_secure_devices(t))
		return;
	if (!psci) {
		diag_help(l,
			lint_report(l, r, lint_is_guest(l) ? LEVEL_WARNING : LEVEL_NOTE,
				user, node_prop(t, user, NAME_enable_method),
				"enable-method is \"psci\", and there is no PSCI node"),
			"add psci { compatible = \"arm,psci-1.0\", \"arm,psci-0.2\"; method = "
			"…; };, unless firmware does");
		return;
	}
	s = first_string(t, psci, NAME_compatible);
	/* two strings in one pair of quotes are the binding's to report */
	if (is_known_psci(t, psci) || (s && strchr(s, '"')))
		return;
	diag_help(l,
		lint_report(l, r, LEVEL_WARNING, psci,
			node_prop(t, psci, NAME_compatible),
			s ? "compatible '%s' is none of PSCI's that Linux knows"
			  : "the node has no compatible that says its version of PSCI",
			s),
		"write compatible = \"arm,psci-1.0\", \"arm,psci-0.2\"; or \"arm,psci\" for "
		"version 0.1, with the numbers of its functions");
}

static bool
lacks_release_addr(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_cpu_release_addr);
	const char *s = first_string(t, n, NAME_enable_method);

	return cpu_is_present(t, n) && s && !strcmp(s, "spin-table")
	       && (!p || p->len != 8);
}

static void
check_spin_table(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l), *bad = NULL;
	const struct tree *t = l->tree;
	const struct prop *p;
	const char *more;
	size_t others = 0;

	if (!cpus || !lint_is_arch(l, "arm64"))
		return;
	node_for_each_child (t, cpus, n) {
		if (!lacks_release_addr(t, n))
			continue;
		others += bad != NULL;
		bad = bad ? bad : n;
	}
	if (!bad)
		return;
	more = lint_others(l, others, "CPU");
	p = node_prop(t, bad, NAME_cpu_release_addr);
	diag_help(l,
		p ? lint_report(l, r, LEVEL_WARNING, bad, p,
			"cpu-release-addr is %u bytes, expected an address of 8%s",
			p->len, more)
		  : lint_report(l, r, lint_is_guest(l) ? LEVEL_WARNING : LEVEL_NOTE, bad,
			  node_prop(t, bad, NAME_enable_method),
			  "enable-method is \"spin-table\", and there is no "
			  "cpu-release-addr%s",
			  more),
		"write cpu-release-addr = <0x… 0x…>;, two cells, with the address that the CPU "
		"waits at; unless the boot program does");
}

/* A tree with CPUs and their interrupt controller is one to boot from. */
static bool
has_gic(struct lint *l)
{
	uint32_t i;

	for (i = 0; i < l->tree->nnodes; i++)
		if (lint_gic(l, i) != GIC_NONE)
			return true;
	return false;
}

static bool
is_timer(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	return p
	       && (prop_has_string(p, "arm,armv8-timer")
		       || prop_has_string(p, "arm,armv7-timer"));
}

static void
check_timer(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l), *disabled = NULL;
	const struct addresses *a;
	const struct tree *t = l->tree;
	struct diag *d;

	if (!cpus || !is_like_arm64(l) || !cpus_count(t))
		return;
	a = lint_addresses(l);
	tree_for_each_node (t, n) {
		if (!is_timer(t, n))
			continue;
		if (!node_is_absent(a, n))
			return;
		disabled = n;
	}
	if (!has_gic(l))
		return;
	d = disabled ? lint_report(l, r, LEVEL_ERROR, disabled,
		    node_prop(t, disabled, NAME_status),
		    "the architected timer is disabled, and there is no other one")
		     : lint_report(l, r, LEVEL_ERROR, t->nodes, NULL,
			     "there is no node of the architected timer, expected compatible = "
			     "\"arm,armv8-timer\"");
	diag_why(l, d, "Linux finds no clock, and on arm64 panics");
	diag_help(l, d,
		"describe the timer: timer { compatible = \"arm,armv8-timer\"; interrupts = "
		"<…>; };");
}

#define ROOT(body) \
	SAMPLE_ROOT_1_1 \
	"\tcompatible = \"linux,dummy-virt\";\n" \
	"\n" body "};\n"

#define CPUS(first, second) \
	SAMPLE_CPU_0 \
	"\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <0x0>;\n" first "\t\t};\n" \
	"\n" \
	"\t\tcpu@1 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <0x1>;\n" second "\t\t};\n" \
	"\t};\n"

#define METHOD(name) "\t\t\tenable-method = \"" name "\";\n"
#define DISABLED "\t\t\tstatus = \"disabled\";\n"
#define RELEASE "\t\t\tcpu-release-addr = <0x0 0xfff8>;\n"

#define PSCI(version) \
	"\n" \
	"\tpsci {\n" \
	"\t\tcompatible = \"arm,psci-" version "\";\n" \
	"\t\tmethod = \"hvc\";\n" \
	"\t};\n"

#define GIC \
	"\n" \
	"\tgic: interrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"arm,gic-v3\";\n" \
	"\t\treg = <0x8000000 0x10000>, <0x80a0000 0x40000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t};\n"

#define TIMER \
	"\n" \
	"\ttimer {\n" \
	"\t\tcompatible = \"arm,armv8-timer\";\n" \
	"\t\tinterrupt-parent = <&gic>;\n" \
	"\t\tinterrupts = <1 13 4>, <1 14 4>, <1 11 4>, <1 10 4>;\n" \
	"\t};\n"

#define ARM64 "Linux Documentation/devicetree/bindings/arm/cpus.yaml\n"

static const struct rule rules[] = {
	{
		.id = "boot/no-cpu",
		.level = LEVEL_ERROR,
		.varies = true,
		.summary = "/cpus has no CPU that is enabled",
		.why = "Linux looks for the CPU that it runs on, and for others to start. On "
		       "RISC-V it stops where it does not find the former; elsewhere it runs on "
		       "one CPU of which it knows nothing.",
		.levels = "error: on RISC-V\nwarning: elsewhere",
		.fix = "Describe the CPUs, and enable the one that boots.",
		.refs = "Devicetree Specification v0.4, 3.8 /cpus/cpu* node properties\n"
			"Linux arch/riscv/kernel/smpboot.c, of_parse_and_init_cpus()",
		.bad = { "/dts-v1/;\n"
			 "/ {\n"
			 "\tcompatible = \"riscv-virtio\";\n"
			 "\n" CPUS(DISABLED, DISABLED) "};\n",
			NULL },
		.good = { ROOT(CPUS("", DISABLED)), NULL },
		.check_tree = check_no_cpu,
	},
	{
		.id = "boot/enable-method",
		.level = LEVEL_WARNING,
		.summary = "a CPU of arm64 has no enable-method",
		.why = "enable-method says how a CPU is started: by PSCI, or by a spin table. Linux "
		       "leaves a CPU without it alone. The one that boots needs none.",
		.fix = "Write enable-method = \"psci\", or \"spin-table\" with a "
		       "cpu-release-addr.",
		.refs = ARM64
		"Linux arch/arm64/kernel/cpu_ops.c, cpu_read_enable_method()",
		.bad = { ROOT(CPUS(METHOD("psci"), "") PSCI("1.0")), NULL },
		.good = { ROOT(CPUS(METHOD("psci"), METHOD("psci")) PSCI("1.0")), NULL },
		.check_tree = check_method,
	},
	{
		.id = "boot/psci",
		.level = LEVEL_WARNING,
		.varies = true,
		.summary =
			"CPUs are started by PSCI, and no node says how that is called",
		.why = "The node with compatible arm,psci, arm,psci-0.2 or arm,psci-1.0 says whether "
		       "PSCI is called by hvc or smc. Without one Linux cannot start a second CPU, "
		       "nor switch the machine off.",
		.levels =
			"warning: there is a node with another compatible; or none, in a virtual "
			"machine\n"
			"note: there is none, and firmware may add it",
		.fix = "Add the node, or correct its compatible.",
		.refs = "Linux Documentation/devicetree/bindings/arm/psci.yaml\n"
			"Linux drivers/firmware/psci/psci.c, psci_of_match[]",
		.bad = { ROOT(CPUS(METHOD("psci"), METHOD("psci")) PSCI("0.1")), NULL },
		.good = { ROOT(CPUS(METHOD("psci"), METHOD("psci")) PSCI("0.2")), NULL },
		.check_tree = check_psci,
	},
	{
		.id = "boot/cpu-release-addr",
		.level = LEVEL_WARNING,
		.varies = true,
		.summary = "a CPU with a spin table has no cpu-release-addr of 8 bytes",
		.why = "The CPU waits for an address to jump to, at cpu-release-addr. Linux reads "
		       "that as 64 bits, and leaves the CPU alone where it cannot.",
		.levels =
			"warning: it is of another size; or missing, in a virtual machine\n"
			"note: it is missing, and a boot program may add it",
		.fix = "Write cpu-release-addr as two cells.",
		.refs = ARM64 "Linux arch/arm64/kernel/smp_spin_table.c, "
			      "smp_spin_table_cpu_init()",
		.bad = { ROOT(CPUS(METHOD("spin-table") RELEASE, METHOD("spin-table"))),
			NULL },
		.good = { ROOT(CPUS(METHOD("spin-table") RELEASE,
				  METHOD("spin-table") RELEASE)),
			NULL },
		.check_tree = check_spin_table,
	},
	{
		.id = "boot/no-timer",
		.level = LEVEL_ERROR,
		.summary =
			"a tree for arm64, or for a virtual machine of Arm, has no node of the "
			"architected timer",
		.why = "Linux on arm64 keeps time by the architected timer, and panics where it "
		       "finds no node of it that is enabled. Trees without a GIC are passed over: "
		       "they are parts.",
		.fix = "Describe the timer.",
		.refs = "Linux Documentation/devicetree/bindings/timer/arm,arch_timer.yaml\n"
			"Linux arch/arm64/kernel/time.c, time_init()",
		.bad = { ROOT(CPUS(METHOD("psci"), METHOD("psci")) PSCI("1.0") GIC),
			NULL },
		.good = { ROOT(CPUS(METHOD("psci"), METHOD("psci")) PSCI("1.0")
					  GIC TIMER),
			NULL },
		.check_tree = check_timer,
	},
};

const struct rule_set rules_boot_cpus = { rules, sizeof(rules) / sizeof(*rules) };
