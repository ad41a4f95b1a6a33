/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/cpu/cpu.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_for_linux(const struct tree *t)
{
	return !t->overlay && !lint_is_zephyr(t);
}

/* As Linux's early_init_dt_scan_memory(): available, of that type, with addresses. */
static bool
is_memory(const struct tree *t, const struct node *n)
{
	const struct prop *type = node_prop(t, n, NAME_device_type);
	const char *s = type ? prop_next_string(type, NULL) : NULL;

	return s && !strcmp(s, "memory") && node_status_okay(t, n)
	       && node_has(t, n, NAME_reg);
}

/* Named like memory, without the type; RAM on a chip has a driver and a compatible. */
static bool
is_untyped(const struct tree *t, const struct node *n)
{
	return n->base_name == NAME_memory && node_has(t, n, NAME_reg)
	       && !node_has(t, n, NAME_device_type) && !node_has(t, n, NAME_compatible);
}

static void
report_untyped(struct lint *l, const struct rule *r, const struct node *n)
{
	struct diag *d;

	d = lint_report(l, r, lint_is_guest(l) ? LEVEL_ERROR : LEVEL_WARNING, n, NULL,
		"the node has no device_type, expected \"memory\": there is no other memory");
	diag_why(l, d, "Linux finds memory by device_type alone, and so finds none");
	diag_help(l, d, "write device_type = \"memory\";");
}

/* Behind UEFI Linux takes memory from UEFI's map, and the stub removes the nodes. */
static bool
is_behind_uefi(const struct tree *t)
{
	const struct node *chosen = node_child(t, t->nodes, "chosen", 6);

	if (!chosen)
		return false;
	node_for_each_prop (t, chosen, p)
		if (!strncmp(prop_name(t, p), "linux,uefi-", 11))
			return true;
	return false;
}

/* Elsewhere firmware may say what memory there is. */
static bool
is_taken_from_nodes(const struct lint *l)
{
	return lint_is_arch(l, "arm64") || lint_is_arch(l, "arm")
	       || lint_is_arch(l, "riscv");
}

/* CPUs, and an interrupt controller beside them: no part of a tree. */
static bool
is_whole(const struct tree *t)
{
	const struct node *cpus = cpus_of(t);

	tree_for_each_node (t, n)
		if (node_has(t, n, NAME_interrupt_controller)
			&& (n < cpus || n >= t->nodes + cpus->end))
			return true;
	return false;
}

static void
check_no_memory(struct lint *l, const struct rule *r)
{
	const struct node *untyped = NULL;
	const struct tree *t = l->tree;

	if (!is_for_linux(t) || !cpus_count(t) || is_behind_uefi(t))
		return;
	node_for_each_child (t, t->nodes, n) {
		if (is_memory(t, n))
			return;
		if (!untyped && is_untyped(t, n))
			untyped = n;
	}
	if (untyped)
		report_untyped(l, r, untyped);
	else if (lint_is_guest(l) && is_taken_from_nodes(l) && is_whole(t))
		diag_help(l,
			lint_report(l, r, LEVEL_ERROR, t->nodes, NULL,
				"there is no memory node, expected one that is enabled, with "
				"device_type = \"memory\" and reg"),
			"describe the guest's memory: memory@… { device_type = \"memory\"; "
			"reg = <…>; };");
}

/* What Linux leaves of a bank is whole pages, of 4 KiB at least. */
enum { PAGE = 4096 };

static void
check_page(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct tree *t = l->tree;
	size_t i;

	if (!is_for_linux(t))
		return;
	for (i = 0; i < m->banks.n; i++) {
		const struct span *s = &m->banks.v[i];
		const struct node *n = &t->nodes[s->owner];
		uint64_t size = s->last - s->first + 1;
		struct diag *d;

		if (s->first % PAGE == 0 && size % PAGE == 0)
			continue;
		d = lint_report(l, r, LEVEL_NOTE, n, node_prop(t, n, NAME_reg),
			"memory %s is 0x%" PRIx64 " bytes from 0x%" PRIx64
			", expected multiples of a page (0x1000)",
			lint_range(l, s), size, s->first);
		diag_help(l, d,
			(size + 1) % PAGE == 0
				? "the second number is a size, not the last address: add 1"
				: "correct the address or the size");
	}
}

#define TREE(memory) \
	SAMPLE_ROOT_1_1 \
	"\tcompatible = \"linux,dummy-virt\";\n" \
	"\n" memory SAMPLE_CPU_0 "\t\t\tcompatible = \"arm,cortex-a53\";\n" \
	"\t\t\treg = <0x0>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tinterrupt-controller@8000000 {\n" \
	"\t\tcompatible = \"arm,gic-v3\";\n" \
	"\t\treg = <0x8000000 0x10000>;\n" \
	"\t\tinterrupt-controller;\n" \
	"\t\t#interrupt-cells = <3>;\n" \
	"\t};\n" \
	"};\n"

#define MEMORY(size) \
	"\tmemory@40000000 {\n" \
	"\t\tdevice_type = \"memory\";\n" \
	"\t\treg = <0x40000000 " size ">;\n" \
	"\t};\n" \
	"\n"

#define REFS \
	"Devicetree Specification v0.4, 3.4 /memory node\n" \
	"Linux drivers/of/fdt.c, early_init_dt_scan_memory()"

static const struct rule rules[] = {
	{
		.id = "boot/no-memory",
		.level = LEVEL_ERROR,
		.varies = true,
		.summary = "there is no memory that Linux would find",
		.why = "Linux takes its memory from the nodes below the root whose device_type is "
		       "\"memory\". Without one it has none and stops before it can say so. A "
		       "tree of a board without any is passed over, for its boot program adds the "
		       "node; a virtual machine has nobody to do that. So are parts of trees: "
		       "those without CPUs or an interrupt controller.",
		.levels =
			"error: in a virtual machine\n"
			"warning: on a board, where a node named memory lacks device_type and a "
			"boot program may add it",
		.fix = "Describe the memory, with device_type = \"memory\" and reg.",
		.refs = REFS,
		.bad = { TREE(""), NULL },
		.good = { TREE(MEMORY("0x20000000")), NULL },
		.check_tree = check_no_memory,
	},
	{
		.id = "boot/memory-page",
		.level = LEVEL_NOTE,
		.summary = "a bank of memory does not begin or end at a page",
		.why = "Linux uses whole pages: the rest of the first and of the last one is lost. "
		       "Most often the last address was written for the size.",
		.fix = "Correct the address or the size of the bank.",
		.refs = REFS ", early_init_dt_add_memory_arch()",
		.bad = { TREE(MEMORY("0x1fffffff")), NULL },
		.good = { TREE(MEMORY("0x20000000")), NULL },
		.check_tree = check_page,
	},
};

const struct rule_set rules_boot_memory = { rules, 2 };
