/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <ctype.h>
#include <strings.h>

#include "rules/cpu/cpu.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static const struct node *
cpus_for_linux(const struct lint *l)
{
	if (!lint_is_arch(l, "riscv") || lint_is_zephyr(l->tree))
		return NULL;
	return cpus_of(l->tree);
}

static void
check_timebase(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l);
	const struct tree *t = l->tree;
	const struct prop *p, *below = NULL;
	struct diag *d;

	if (!cpus || !cpus_count(t))
		return;
	p = node_prop(t, cpus, NAME_timebase_frequency);
	if (p && p->len >= 4 && prop_cell(p, 0))
		return;
	node_for_each_child (t, cpus, n)
		below = below ? below : node_prop(t, n, NAME_timebase_frequency);
	d = p ? lint_report(l, r, LEVEL_ERROR, cpus, p,
		    "timebase-frequency is %s, expected the frequency of the timer in Hz",
		    p->len < 4 ? "no number" : "0")
	      : lint_report(l, r, LEVEL_ERROR, cpus, NULL,
		      "there is no timebase-frequency%s",
		      below ? "; it stands in a CPU, where Linux does not look" : "");
	diag_why(l, d, "Linux panics: RISC-V system with no 'timebase-frequency' in DTS");
	diag_help(l, d, "write timebase-frequency = <…>; in /cpus");
}

/* The letters in the order in which the binding wants them. */
static const char order[] = "imafdqcbkjpvh";

/* What is wrong with the letters behind "rv64", or NULL; @refused where Linux refuses. */
static const char *
letters_fault(struct lint *l, const char *s, bool *refused)
{
	const char *at, *last = NULL;
	size_t i;

	*refused = strncasecmp(s, "ima", 3) != 0;
	if (*refused)
		return tolower((unsigned char)*s) == 'g'
			       ? "begins with 'g', which Linux does not read as 'imafd'"
			       : "does not begin with 'ima' behind the width";
	for (i = 0; isalpha((unsigned char)s[i]); i++) {
		int c = tolower((unsigned char)s[i]);

		if (strchr("zsx", c))
			break;
		at = strchr(order, c);
		if (!at)
			return arena_printf(
				l->scratch, "has '%c', which is no extension", c);
		if (last && at <= last)
			return arena_printf(l->scratch,
				"has '%c' behind '%c', expected the order '%s'", c, *last,
				order);
		last = at;
	}
	return NULL;
}

static void
check_string(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *s = prop_next_string(p, NULL), *fault;
	bool refused = true;
	struct diag *d;

	if (!s)
		return;
	fault = strncasecmp(s, "rv32", 4) != 0 && strncasecmp(s, "rv64", 4) != 0
			? "does not begin with 'rv32' or 'rv64'"
			: letters_fault(l, s + 4, &refused);
	if (!fault)
		return;
	d = lint_report(l, r, refused ? LEVEL_ERROR : LEVEL_WARNING, n, p,
		"riscv,isa '%s' %s", s, fault);
	if (refused)
		diag_why(l, d,
			"Linux passes over the CPU, and stops where it is the only one");
	diag_help(l, d, "write out the extensions, as in 'rv64imafdc'");
}

/* riscv,isa-base and riscv,isa-extensions go before riscv,isa. */
static void
check_list(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *extensions)
{
	static const char *const needed[] = { "i", "m", "a" };
	size_t i;

	for (i = 0; i < sizeof(needed) / sizeof(*needed); i++) {
		if (prop_has_string(extensions, needed[i]))
			continue;
		diag_help(l,
			lint_report(l, r, LEVEL_ERROR, n, extensions,
				"riscv,isa-extensions has no \"%s\", which Linux needs",
				needed[i]),
			"list each extension as a string of its own: \"i\", \"m\", \"a\", …");
		return;
	}
}

static void
check_isa(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_for_linux(l);
	const struct tree *t = l->tree;

	if (!cpus)
		return;
	node_for_each_child (t, cpus, n) {
		const struct prop *isa = node_prop(t, n, NAME_riscv_isa);
		const struct prop *base = node_prop(t, n, NAME_riscv_isa_base);
		const struct prop *list = node_prop(t, n, NAME_riscv_isa_extensions);

		if (!cpu_is(t, n) || !node_status_okay(t, n))
			continue;
		if (base && list)
			check_list(l, r, n, list);
		if (isa)
			check_string(l, r, n, isa);
		else if (!base || !list)
			diag_help(l,
				lint_report(l, r, LEVEL_ERROR, n, NULL,
					"the CPU has neither riscv,isa nor riscv,isa-base and "
					"riscv,isa-extensions"),
				"write riscv,isa = \"rv64imafdc\"; or what the CPU has");
	}
}

#define TREE(cpus, isa) \
	SAMPLE_ROOT \
	"\tcpus {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" cpus "\n" \
	"\t\tcpu@0 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"riscv\";\n" \
	"\t\t\treg = <0x0>;\n" \
	"\t\t\triscv,isa = \"" isa "\";\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

#define TIMEBASE "\t\ttimebase-frequency = <10000000>;\n"

static const struct rule rules[] = {
	{
		.id = "boot/timebase-frequency",
		.level = LEVEL_ERROR,
		.summary = "/cpus of a tree for RISC-V has no timebase-frequency",
		.why = "It is the frequency of the timer by which Linux on RISC-V keeps time. Linux "
		       "reads it from /cpus alone, and panics where it is not there.",
		.fix = "Write timebase-frequency in /cpus, in Hz.",
		.refs = "Devicetree Specification v0.4, 3.7 /cpus node properties\n"
			"Linux arch/riscv/kernel/time.c, time_init()",
		.bad = { TREE("", "rv64imafdc"), NULL },
		.good = { TREE(TIMEBASE, "rv64imafdc"), NULL },
		.check_tree = check_timebase,
	},
	{
		.id = "boot/riscv-isa",
		.level = LEVEL_ERROR,
		.varies = true,
		.summary = "a CPU's riscv,isa is none that Linux takes",
		.why = "Linux wants a CPU that has at least the extensions i, m and a, and reads "
		       "them from riscv,isa, which begins with rv32ima or rv64ima, or from "
		       "riscv,isa-extensions. It passes over a CPU of which that is not said: 'g' "
		       "is not read as what it stands for.",
		.levels =
			"error: Linux refuses the CPU\n"
			"warning: the order, or a letter, is not what the binding wants",
		.fix = "Write out the extensions, in their order.",
		.refs = "Linux Documentation/devicetree/bindings/riscv/extensions.yaml\n"
			"Linux arch/riscv/kernel/cpu.c, riscv_early_of_processor_hartid()",
		.bad = { TREE(TIMEBASE, "rv64gc"), NULL },
		.good = { TREE(TIMEBASE, "rv64imafdc_zicsr"), NULL },
		.check_tree = check_isa,
	},
};

const struct rule_set rules_boot_riscv = { rules, 2 };
