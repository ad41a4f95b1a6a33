/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "rules/cpu/cpu.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A unit address that is hexadecimal digits and nothing else. */
static bool
unit_number(const struct tree *t, const struct node *n, uint64_t *out)
{
	const char *s = node_unit_address(t, n);
	size_t digits = s ? strspn(s, "0123456789abcdefABCDEF") : 0;

	if (!digits || s[digits] || digits > 16)
		return false;
	*out = strtoull(s, NULL, 16);
	return true;
}

/* False where the CPU's unit address is what its reg says, or that cannot be told. */
static bool
unit_differs(const struct tree *t, const struct node *n, uint64_t *unit, uint64_t *first)
{
	struct rows reg;

	return cpu_is(t, n) && node_reg_rows(t, n, &reg) && reg.n
	       && rows_number(&reg, 0, 0, first) && unit_number(t, n, unit)
	       && *unit != *first;
}

/* Where several differ, there is one cause: they are named by another way of counting. */
static void
check_units(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_of(l->tree), *n = NULL;
	uint64_t unit, first;
	size_t others = 0;
	struct diag *d;

	if (!cpus)
		return;
	node_for_each_child (l->tree, cpus, cpu) {
		if (!unit_differs(l->tree, cpu, &unit, &first))
			continue;
		others += n != NULL;
		n = n ? n : cpu;
	}
	if (!n)
		return;
	unit_differs(l->tree, n, &unit, &first);
	d = lint_report(l, r, LEVEL_WARNING, n, node_prop(l->tree, n, NAME_reg),
		"reg is 0x%" PRIx64 ", and the unit address says 0x%" PRIx64 "%s", first,
		unit, lint_others(l, others, "CPU"));
	diag_help(l, d,
		"name the node 'cpu@%" PRIx64
		"' if reg is right: it is what the CPU is started by",
		first);
	diag_fix_unit(l, d, n, arena_printf(l->scratch, "%" PRIx64, first), false);
}

/* One hardware thread's id, and the node that gives it. */
struct id {
	uint64_t id;
	uint32_t node;
};

static int
compare(const void *pa, const void *pb)
{
	const struct id *a = pa, *b = pb;

	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

/* All ids, sorted; a node whose threads share a core has several. */
static struct id *
ids_of(struct lint *l, const struct node *cpus, size_t *count)
{
	struct id *v = NULL;
	struct rows reg;
	size_t n = 0, cap = 0;
	uint32_t i;

	node_for_each_child (l->tree, cpus, cpu) {
		if (!cpu_is_present(l->tree, cpu) || !node_reg_rows(l->tree, cpu, &reg))
			continue;
		if (n + reg.n > cap) {
			v = arena_grow(l->scratch, v, cap * sizeof(*v),
				2 * (n + reg.n) * sizeof(*v));
			cap = 2 * (n + reg.n);
		}
		for (i = 0; i < reg.n; i++) {
			v[n].node = node_id(l->tree, cpu);
			n += rows_number(&reg, i, 0, &v[n].id);
		}
	}
	if (n)
		qsort(v, n, sizeof(*v), compare);
	*count = n;
	return v;
}

static void
check_repeats(struct lint *l, const struct rule *r)
{
	const struct node *cpus = cpus_of(l->tree), *n;
	const struct id *v;
	size_t i, count, first = 0;
	struct diag *d;

	if (!cpus)
		return;
	v = ids_of(l, cpus, &count);
	for (i = 1; i < count; i++) {
		if (v[i].id != v[first].id) {
			first = i;
			continue;
		}
		n = &l->tree->nodes[v[i].node];
		d = v[i].node == v[first].node
			    ? lint_report(l, r, LEVEL_ERROR, n,
				    node_prop(l->tree, n, NAME_reg),
				    "reg has 0x%" PRIx64 " twice", v[i].id)
			    : lint_report(l, r, LEVEL_ERROR, n,
				    node_prop(l->tree, n, NAME_reg),
				    "reg is 0x%" PRIx64 ", and so is that of '%s'",
				    v[i].id,
				    lint_path(l, &l->tree->nodes[v[first].node]));
		diag_why(l, d, "Linux passes over the second CPU of the same id");
		diag_help(l, d,
			"give each CPU its own id: MPIDR on Arm, hart id on RISC-V");
	}
}

#define TREE(second) \
	SAMPLE_ROOT_2_2 \
	"\n" SAMPLE_CPU_0 "\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <0x0>;\n" \
	"\t\t};\n" \
	"\n" second "\t};\n" \
	"};\n"

#define CPU(unit, reg) \
	"\t\tcpu@" unit " {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <" reg ">;\n" \
	"\t\t};\n"

static const struct rule rules[] = {
	{
		.id = "cpu/unit-address",
		.level = LEVEL_WARNING,
		.summary = "a cpu node's reg is not what its unit address says",
		.why = "The unit address of a node is the first address of its reg. Where they "
		       "differ, one of the two is wrong, and whoever reads the tree, or refers to "
		       "the CPU by its path, means another one than the firmware starts.",
		.fix = "Name the node after its reg, or correct the reg.",
		.refs = "Devicetree Specification v0.4, 2.2.1 Node Names, 3.8.1 General Properties "
			"of /cpus/cpu* nodes\n"
			"Linux Documentation/devicetree/bindings/arm/cpus.yaml",
		.bad = { TREE(CPU("1", "0x100")), NULL },
		.good = { TREE(CPU("100", "0x100")), NULL },
		.check_tree = check_units,
	},
	{
		.id = "cpu/repeated-reg",
		.level = LEVEL_ERROR,
		.summary = "two cpu nodes have the same reg",
		.why = "reg is the id that a CPU is started by and that tells it from the others: "
		       "MPIDR on Arm, the hart's id on RISC-V. Linux passes over the second CPU of "
		       "the same id, and runs on fewer than there are.",
		.fix = "Give each CPU its own id.",
		.refs = "Devicetree Specification v0.4, 3.8.1 General Properties of /cpus/cpu* "
			"nodes\n"
			"Linux arch/arm64/kernel/smp.c, of_parse_and_init_cpus()",
		.bad = { TREE(CPU("1", "0x0")), NULL },
		.good = { TREE(CPU("1", "0x1")), NULL },
		.check_tree = check_repeats,
	},
};

const struct rule_set rules_cpu_reg = { rules, 2 };
