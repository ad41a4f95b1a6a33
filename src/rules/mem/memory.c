/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static void
check_overlap(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct span_overlap *o;
	size_t i, n;

	if (l->tree->overlay)
		return;
	o = span_overlaps(&m->banks, l->scratch, &n);
	for (i = 0; i < n; i++) {
		const struct node *node = &l->tree->nodes[o[i].b->owner];
		const struct node *other = &l->tree->nodes[o[i].a->owner];
		struct diag *d;

		d = lint_report(l, r, LEVEL_WARNING, node,
			node_prop(l->tree, node, NAME_reg),
			"memory bank %s overlaps %s '%s', %s", lint_range(l, o[i].b),
			node == other ? "another bank of" : "that of",
			lint_path(l, other), lint_range(l, o[i].a));
		diag_help(l, d,
			"correct the address or the size of one of them, or merge them");
	}
}

/* Registers in one bank, and how many other nodes have some there too: one cause. */
struct inside {
	const struct span *registers;
	size_t others;
};

static void
report_inside(struct lint *l, const struct rule *r, const struct inside *in,
	const struct span *bank)
{
	const struct node *n = &l->tree->nodes[in->registers->owner];
	const struct node *memory = &l->tree->nodes[bank->owner];
	struct diag *d;

	/* no word of the device itself: so that devices in one bank are told as one */
	d = lint_report(l, r, LEVEL_WARNING, n, node_prop(l->tree, n, NAME_reg),
		"registers inside the memory %s of '%s'%s", lint_range(l, bank),
		lint_path(l, memory),
		in->others
			? arena_printf(l->scratch, ", as are those of %zu other node%s",
				in->others, in->others == 1 ? "" : "s")
			: "");
	diag_why(l, d,
		"Linux takes this range as RAM: it writes other data there, and refuses to map "
		"it for a driver");
	diag_help(
		l, d, "end the memory before the registers, or correct the device's reg");
}

/* Blocks of registers have few entries in reg. */
enum { ENTRIES_MAX = 16 };

/*
 * Old trees write the registers of a part of a block as offsets into the block's, though
 * the block's `ranges` says that they are addresses.
 */
static bool
is_offset(const struct lint *l, const struct span *registers)
{
	const struct node *n = &l->tree->nodes[registers->owner];
	uint64_t part[3], block[3];
	struct rows reg, outer;
	uint32_t i;

	if (!node_reg_rows(l->tree, node_parent(l->tree, n), &outer)
		|| !node_reg_rows(l->tree, n, &reg)
		|| !rows_get(&reg, registers->entry, part))
		return false;
	for (i = 0; i < outer.n && i < ENTRIES_MAX; i++)
		if (rows_get(&outer, i, block) && part[0] < block[1]
			&& part[1] <= block[1] - part[0])
			return true;
	return false;
}

/* The memory that registers are in; NULL where it is the registers that hold memory. */
static const struct span *
memory_around(const struct memory *m, const struct span *registers)
{
	const struct span *bank = span_touches(&m->ram, registers);

	return registers->first <= bank->first && registers->last >= bank->last ? NULL
										: bank;
}

static void
check_registers(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct span_list *registers;
	struct span_list plain;
	struct inside *in;
	bool *reported;
	size_t i;

	if (l->tree->overlay || !m->ram.n)
		return;
	plain = span_subtract(&m->ram, &m->reserved, l->scratch);
	registers = lint_registers(l);
	reported = arena_array(l->scratch, bool, l->tree->nnodes);
	in = arena_array(l->scratch, struct inside, m->ram.n);
	for (i = 0; i < registers->n; i++) {
		const struct span *s = &registers->v[i], *bank;

		if (reported[s->owner] || !span_touches(&plain, s))
			continue;
		bank = memory_around(m, s);
		if (!bank || is_offset(l, s))
			continue;
		reported[s->owner] = true;
		if (in[bank - m->ram.v].registers)
			in[bank - m->ram.v].others++;
		else
			in[bank - m->ram.v].registers = s;
	}
	for (i = 0; i < m->ram.n; i++)
		if (in[i].registers)
			report_inside(l, r, &in[i], &m->ram.v[i]);
}

#define ROOT(body) \
	SAMPLE_ROOT_1_1 \
	"\n" body "};\n"

#define MEMORY(unit, reg) \
	"\tmemory@" unit " {\n" \
	"\t\tdevice_type = \"memory\";\n" \
	"\t\treg = <" reg ">;\n" \
	"\t};\n"

#define SERIAL(unit) \
	"\n" \
	"\tserial@" unit " {\n" \
	"\t\tcompatible = \"ns16550a\";\n" \
	"\t\treg = <0x" unit " 0x100>;\n" \
	"\t};\n"

static const struct rule rules[] = {
	{
		.id = "mem/memory-overlap",
		.level = LEVEL_WARNING,
		.summary = "two banks of memory overlap",
		.why = "Memory that is described twice is there once: at least one bank's address "
		       "or size is wrong. Linux merges them, so that it sees less memory than the "
		       "banks add up to; with NUMA the part in both has two homes.",
		.fix = "Correct the address or the size of one of them, or merge them.",
		.refs = "Devicetree Specification v0.4, 3.4 /memory node\n"
			"Linux drivers/of/fdt.c, early_init_dt_scan_memory()",
		.bad = { ROOT(MEMORY("40000000", "0x40000000 0x20000000>, "
						 "<0x50000000 0x20000000")),
			NULL },
		.good = { ROOT(MEMORY("40000000", "0x40000000 0x20000000>, "
						  "<0x60000000 0x20000000")),
			NULL },
		.check_tree = check_overlap,
	},
	{
		.id = "mem/reg-in-memory",
		.level = LEVEL_WARNING,
		.summary = "a device's registers are inside memory that is not reserved",
		.why = "Linux takes the whole range of a memory node as RAM, but for what "
		       "/reserved-memory or the reservation block keeps out of it. It writes other "
		       "data to the device's registers, and ioremap() refuses the address to the "
		       "driver. Passed over are memory nodes of size 0, for a boot program to fill "
		       "in; registers that hold all of a memory, which are the window of a bus; and "
		       "what can be an offset into the registers of the parent. Where a boot "
		       "program corrects the memory, ignore the rule for the tree.",
		.fix = "End the memory before the registers, or correct the device's reg.",
		.refs = "Devicetree Specification v0.4, 3.4 /memory node, 3.5 /reserved-memory "
			"node\n"
			"Linux arch/arm64/mm/ioremap.c",
		.bad = { ROOT(MEMORY("40000000", "0x40000000 0x40000000")
					 SERIAL("50000000")),
			NULL },
		.good = { ROOT(MEMORY("40000000", "0x40000000 0x40000000")
					  SERIAL("10000000")),
			NULL },
		.check_tree = check_registers,
	},
};

const struct rule_set rules_mem_memory = { rules, 2 };
