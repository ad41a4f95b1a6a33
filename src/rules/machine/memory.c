/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/machine/machine.h"
#include "rules/tree_facts.h"
#include "tree/names.h"

#define MIB ((uint64_t)1 << 20)
#define GIB ((uint64_t)1 << 30)

/* Some hosts keep a little of the RAM for themselves: Firecracker has the first 2 MiB. */
#define KEPT_MAX (4 * MIB)

/* Up to here no host puts a hole into the RAM. */
#define CONTIGUOUS_MAX (2 * GIB)

struct comparison {
	struct lint *l;
	const struct rule *r;
	const struct host *h;
	const struct guest_fact *memory;
};

static struct diag *
report(const struct comparison *c, enum level level, const struct span *bank,
	const char *message)
{
	const struct node *n = &c->l->tree->nodes[bank->owner];
	struct diag *d = lint_report(
		c->l, c->r, level, n, node_prop(c->l->tree, n, NAME_reg), "%s", message);

	machine_pair(c->l, d, c->h, c->memory);
	return d;
}

static void
report_more(const struct comparison *c, uint64_t total, const struct memory *m)
{
	struct diag *d = report(c, LEVEL_ERROR, &m->banks.v[0],
		arena_printf(c->l->scratch,
			"the tree has %s of memory, and the host gives the guest %s",
			machine_size(c->l, total),
			machine_size(c->l, c->memory->number)));

	diag_why(c->l, d,
		"Linux takes all of it as RAM, and faults or loses data at its first access "
		"behind the end");
	diag_help(c->l, d,
		"give the guest %s, or end the tree's memory where the host's does",
		machine_size(c->l, total));
}

static void
report_outside(const struct comparison *c, const struct span *bank, uint64_t first)
{
	struct diag *d = report(c, LEVEL_ERROR, bank,
		arena_printf(c->l->scratch,
			"memory %s, and the host's RAM is 0x%" PRIx64 "-0x%" PRIx64,
			lint_range(c->l, bank), first, first + c->memory->number - 1));

	diag_why(c->l, d,
		"Linux takes all of it as RAM, and where there is none it faults");
	diag_help(c->l, d, "correct the address or the size of the memory");
}

static void
compare(const struct comparison *c, const struct memory *m)
{
	const struct guest_fact *base = guest_get(&c->h->guest, GUEST_MEMORY_BASE);
	uint64_t size = c->memory->number, total = 0, last;
	size_t i;

	for (i = 0; i < m->ram.n; i++)
		total += m->ram.v[i].last - m->ram.v[i].first + 1;
	if (!total || !size)
		return;
	if (total > size) {
		report_more(c, total, m);
		return;
	}
	for (i = 0; base && i < m->banks.n; i++) {
		if (__builtin_add_overflow(base->number, size - 1, &last)
			|| size > CONTIGUOUS_MAX)
			last = UINT64_MAX;
		if (m->banks.v[i].first >= base->number && m->banks.v[i].last <= last)
			continue;
		report_outside(c, &m->banks.v[i], base->number);
		return;
	}
	if (size - total > KEPT_MAX)
		diag_help(c->l,
			report(c, LEVEL_NOTE, &m->banks.v[0],
				arena_printf(c->l->scratch,
					"the tree has %s of memory, and the host gives the "
					"guest %s: Linux does not use the rest",
					machine_size(c->l, total),
					machine_size(c->l, size))),
			"let the tree have all of it, unless a part is kept from Linux on "
			"purpose");
}

static void
check_memory(struct lint *l, const struct rule *r)
{
	struct comparison c = { .l = l, .r = r };

	if (l->tree->overlay)
		return;
	machine_for_each(l, c.h, GUEST_MEMORY,
		c.memory) if (guest_is(&c.h->guest, GUEST_MEMORY_REWRITTEN, 0))
		compare(&c, lint_memory(l));
}

#define TREE(size) \
	SAMPLE_ROOT_2_2 \
	"\n" \
	"\tmemory@80000000 {\n" \
	"\t\tdevice_type = \"memory\";\n" \
	"\t\treg = <0x0 0x80000000 0x0 " size ">;\n" \
	"\t};\n" \
	"};\n"

#define HOST \
	"guest:\n" \
	"  memory: 512M\n" \
	"  memory_base: 0x80000000\n"

static const struct rule rules[] = { {
	.id = "machine/memory-differs",
	.level = LEVEL_ERROR,
	.varies = true,
	.summary = "the tree's memory is not the memory that the host gives the guest",
	.why = "Linux takes what memory nodes say for RAM without a test. Memory that is not "
	       "there is found when it is used: the guest dies early, or later and "
	       "elsewhere.",
	.levels =
		"An error where the tree has more memory than the host gives, or has it at "
		"addresses where the host has none; a note where it has less. Hosts that "
		"rewrite the memory nodes of the tree that they are given, as QEMU does on "
		"Arm, are passed over; on RISC-V QEMU leaves those of -dtb alone.",
	.fix = "Let the tree and the host's option (-m, mem_size_mib) say the same.",
	.refs = "Devicetree Specification v0.4, 3.4 /memory node\n"
		"Linux drivers/of/fdt.c, early_init_dt_scan_memory()\n"
		"QEMU hw/arm/boot.c, arm_load_dtb(); hw/riscv/virt.c",
	.bad = { TREE("0x80000000"), HOST },
	.good = { TREE("0x20000000"), HOST },
	.check_tree = check_memory,
} };

const struct rule_set rules_machine_memory = { rules, 1 };
