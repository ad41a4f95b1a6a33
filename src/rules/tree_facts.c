/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"

#include <inttypes.h>

#include "tree/names.h"
#include "tree/value.h"

struct tree_facts {
	struct addresses addresses;
	struct interrupts interrupts;
	struct memory memory;
	struct span_list registers;
	bool guest;
	bool has_addresses, has_interrupts, has_memory, has_registers, has_guest;
};

static struct tree_facts *
facts_of(struct lint *l)
{
	if (!l->facts)
		l->facts = arena_new(l->scratch, struct tree_facts);
	return l->facts;
}

const struct addresses *
lint_addresses(struct lint *l)
{
	struct tree_facts *s = facts_of(l);

	if (!s->has_addresses)
		s->addresses = addresses_of(l->tree, l->scratch);
	s->has_addresses = true;
	return &s->addresses;
}

const struct interrupts *
lint_interrupts(struct lint *l)
{
	struct tree_facts *s = facts_of(l);

	if (!s->has_interrupts)
		s->interrupts = interrupts_of(
			l->tree, lint_addresses(l)->absent, l->scratch);
	s->has_interrupts = true;
	return &s->interrupts;
}

/* As Linux's early_init_dt_scan_memory() has it. */
static bool
is_memory(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_device_type);
	const char *s = p ? prop_next_string(p, NULL) : NULL;

	return n->depth == 1 && s && !strcmp(s, "memory");
}

static bool
is_reserved_memory(const struct node *n)
{
	return n->depth == 1 && n->name == NAME_reserved_memory;
}

bool
lint_is_memory(const struct tree *t, const struct node *n)
{
	return n->depth == 1
	       && (n->base_name == NAME_memory || is_reserved_memory(n)
		       || is_memory(t, n));
}

/* The entries of `reg` that are not empty, as numbers on the parent's bus. */
static void
add_reg(struct lint *l, const struct node *n, struct span_list *to)
{
	struct span s = { .owner = node_id(l->tree, n) };
	struct rows reg;
	uint64_t row[3];

	if (!node_reg_rows(l->tree, n, &reg))
		return;
	for (s.entry = 0; s.entry < reg.n; s.entry++)
		if (rows_get(&reg, s.entry, row)
			&& span_set(&s, row[0], row[1], address_max(reg.cells[0])))
			span_add(to, l->scratch, &s);
}

static void
merge(struct span_list *list)
{
	span_sort(list);
	span_merge(list);
}

static void
find_memory(struct lint *l, struct memory *m)
{
	const struct addresses *a = lint_addresses(l);
	const struct tree *t = l->tree;
	struct span s = { 0 };
	uint32_t i;

	node_for_each_child (t, t->nodes, n) {
		if (node_is_absent(a, n))
			continue;
		if (is_memory(t, n))
			add_reg(l, n, &m->banks);
		if (!is_reserved_memory(n))
			continue;
		node_for_each_child (t, n, region)
			if (!node_is_absent(a, region))
				add_reg(l, region, &m->regions);
	}
	span_sort(&m->banks);
	span_sort(&m->regions);
	span_add_all(&m->ram, l->scratch, &m->banks);
	merge(&m->ram);
	span_add_all(&m->reserved, l->scratch, &m->regions);
	for (i = 0; i < t->nreserves; i++)
		if (span_set(&s, t->reserves[i].address, t->reserves[i].size, UINT64_MAX))
			span_add(&m->reserved, l->scratch, &s);
	merge(&m->reserved);
}

const struct memory *
lint_memory(struct lint *l)
{
	struct tree_facts *s = facts_of(l);

	if (!s->has_memory)
		find_memory(l, &s->memory);
	s->has_memory = true;
	return &s->memory;
}

/* LoongArch's extended interrupt controller is in the CPU's IOCSR space, not in memory. */
static bool
is_elsewhere(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	if (!p)
		return false;
	prop_for_each_string(p, s) if (strstr(s, "-eiointc")) return true;
	return false;
}

static void
add_registers(struct lint *l, const struct node *n, struct span_list *to)
{
	const struct addresses *a = lint_addresses(l);
	const struct node *bus = node_parent(l->tree, n);
	struct span s = { .owner = node_id(l->tree, n) }, cpu;
	struct rows reg;
	uint64_t row[3];

	if (!bus_is_mapped(a, bus) || is_elsewhere(l->tree, n)
		|| !node_reg_rows(l->tree, n, &reg))
		return;
	for (s.entry = 0; s.entry < reg.n; s.entry++)
		if (rows_get(&reg, s.entry, row)
			&& span_set(&s, row[0], row[1], address_max(reg.cells[0]))
			&& address_to_cpu(a, bus, &s, &cpu))
			span_add(to, l->scratch, &cpu);
}

const struct span_list *
lint_registers(struct lint *l)
{
	const struct addresses *a = lint_addresses(l);
	const struct tree *t = l->tree;
	struct tree_facts *s = facts_of(l);
	uint32_t id;

	if (s->has_registers)
		return &s->registers;
	for (id = 1; id < t->nnodes; id++) {
		const struct node *n = &t->nodes[id];

		if (lint_is_memory(t, n))
			id = n->end - 1;
		else if (!node_is_absent(a, n))
			add_registers(l, n, &s->registers);
	}
	span_sort(&s->registers);
	s->has_registers = true;
	return &s->registers;
}

/* Compatible strings that virtual machines have alone, or their beginnings ('*'). */
static const char *const guests[] = { "linux,dummy-virt", "riscv-virtio*", "xen,xen",
	"linux,microvm", "qemu,*", "virtio,mmio", "linux,hafnium-*" };

static bool
is_of_guest(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);
	size_t i, len;

	if (!p)
		return false;
	prop_for_each_string(p, s) for (i = 0; i < sizeof(guests) / sizeof(*guests); i++)
	{
		len = strcspn(guests[i], "*");
		if (!strncmp(s, guests[i], len) && (guests[i][len] || !s[len]))
			return true;
	}
	return false;
}

static bool
find_guest(const struct lint *l)
{
	if (l->nhosts || is_of_guest(l->tree, l->tree->nodes))
		return true;
	node_for_each_child (l->tree, l->tree->nodes, n)
		if (is_of_guest(l->tree, n))
			return true;
	return false;
}

bool
lint_is_guest(struct lint *l)
{
	struct tree_facts *s = facts_of(l);

	if (!s->has_guest)
		s->guest = find_guest(l);
	s->has_guest = true;
	return s->guest;
}

bool
lint_is_zephyr(const struct tree *t)
{
	const struct node *chosen = node_child(t, t->nodes, "chosen", 6);

	if (!chosen)
		return false;
	node_for_each_prop (t, chosen, p)
		if (!strncmp(prop_name(t, p), "zephyr,", 7))
			return true;
	return false;
}

bool
lint_is_arch(const struct lint *l, const char *name)
{
	return l->arch && !strcmp(l->arch->name, name);
}

const char *
lint_path(struct lint *l, const struct node *n)
{
	return node_path(l->tree, n, l->scratch);
}

const char *
lint_range(struct lint *l, const struct span *s)
{
	return arena_printf(l->scratch, "0x%" PRIx64 "-0x%" PRIx64, s->first, s->last);
}

const char *
lint_others(struct lint *l, size_t n, const char *what)
{
	if (!n)
		return "";
	return arena_printf(l->scratch, "; %zu other %s%s like it", n, what,
		n == 1 ? " is" : "s are");
}
