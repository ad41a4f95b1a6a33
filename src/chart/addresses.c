/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>

#include "base/vec.h"
#include "chart/gather.h"
#include "rules/tree_facts.h"
#include "tree/value.h"

struct regions {
	struct region *v;
	size_t n, cap;
};

struct losses {
	struct lost_region *v;
	size_t n, cap;
};

static struct region *
add(struct gather *g, struct regions *to, enum region_kind kind, const struct span *s)
{
	struct region *r = vec_add(g->l->arena, to);

	*r = (struct region){ .kind = kind, .first = s->first, .last = s->last };
	return r;
}

/* Entries of reg: their node, and the address as its bus has it. */
static void
add_entries(struct gather *g, struct regions *to, enum region_kind kind,
	const struct span_list *list)
{
	const struct node *last = NULL;
	const char *path = NULL, *bus = NULL, *compatible = NULL;
	struct rows reg = { 0 };
	size_t i;

	for (i = 0; i < list->n; i++) {
		const struct node *n = &g->l->tree->nodes[list->v[i].owner];
		struct region *r = add(g, to, kind, &list->v[i]);

		if (n != last) {
			path = gather_path(g, n);
			bus = gather_path(g, node_parent(g->l->tree, n));
			compatible = gather_compatible(g, n);
			if (!node_reg_rows(g->l->tree, n, &reg))
				reg.n = 0;
			last = n;
		}
		r->node = path;
		r->bus = bus;
		r->compatible = compatible;
		r->entry = list->v[i].entry;
		r->nentries = reg.n;
		r->has_on_bus = r->entry < reg.n
				&& rows_number(&reg, r->entry, 0, &r->on_bus);
	}
}

static void
add_reservations(struct gather *g, struct regions *to)
{
	struct span s = { 0 };

	for (uint32_t i = 0; i < g->l->tree->nreserves; i++)
		if (span_set(&s, g->l->tree->reserves[i].address,
			    g->l->tree->reserves[i].size, UINT64_MAX))
			add(g, to, REGION_RESERVATION, &s);
}

/* By the first cell of an address on PCI (IEEE 1275's binding, 2.2.1.1). */
static const char *
pci_space(uint32_t high)
{
	static const char *const names[] = { "configuration", "I/O", "32-bit memory",
		"64-bit memory" };

	if (high & 0x40000000)
		return "prefetchable memory";
	return names[high >> 24 & 3];
}

static void
add_windows(struct gather *g, struct regions *to, const struct node *bus)
{
	const struct addresses *a = lint_addresses(g->l);
	const struct node *up = node_parent(g->l->tree, bus);
	struct span s = { .owner = node_id(g->l->tree, bus) }, cpu;
	const char *path = NULL;
	struct region *r;
	uint64_t parent, size;
	struct rows ranges;

	if (!up || !node_ranges_rows(g->l->tree, bus, &ranges))
		return;
	for (s.entry = 0; s.entry < ranges.n; s.entry++) {
		if (!rows_number(&ranges, s.entry, 1, &parent)
			|| !rows_number(&ranges, s.entry, 2, &size)
			|| !span_set(&s, parent, size, address_max(ranges.cells[1]))
			|| !address_to_cpu(a, up, &s, &cpu))
			continue;
		if (!path)
			path = gather_path(g, bus);
		r = add(g, to, REGION_WINDOW, &cpu);
		r->node = r->bus = path;
		r->compatible = gather_compatible(g, bus);
		r->entry = s.entry;
		r->nentries = ranges.n;
		r->has_on_bus = rows_number(&ranges, s.entry, 0, &r->on_bus);
		if (ranges.cells[0] == 3)
			r->space = pci_space(prop_cell(ranges.p, s.entry * ranges.row));
	}
}

/* Addresses on a bus that leads to the CPU, outside of its windows. */
static void
add_lost(struct gather *g, struct losses *to, const struct node *n)
{
	const struct addresses *a = lint_addresses(g->l);
	const struct node *bus = node_parent(g->l->tree, n);
	struct span s = { .owner = node_id(g->l->tree, n) }, cpu;
	struct lost_region *r;
	struct rows reg;
	uint64_t row[3];

	if (!bus || !bus_is_mapped(a, bus) || !node_reg_rows(g->l->tree, n, &reg))
		return;
	for (s.entry = 0; s.entry < reg.n; s.entry++) {
		if (!rows_get(&reg, s.entry, row)
			|| !span_set(&s, row[0], row[1], address_max(reg.cells[0]))
			|| address_to_cpu(a, bus, &s, &cpu))
			continue;
		r = vec_add(g->l->arena, to);
		*r = (struct lost_region){ gather_path(g, n), gather_path(g, bus),
			s.first, s.last };
	}
}

static int
by_address(const void *va, const void *vb)
{
	const struct region *a = va, *b = vb;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->last != b->last)
		return a->last > b->last ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->node && b->node && strcmp(a->node, b->node) != 0)
		return strcmp(a->node, b->node);
	return (a->entry > b->entry) - (a->entry < b->entry);
}

void
gather_addresses(struct gather *g)
{
	const struct addresses *a = lint_addresses(g->l);
	const struct memory *m = lint_memory(g->l);
	const struct tree *t = g->l->tree;
	struct regions regions = { 0 };
	struct losses lost = { 0 };

	add_entries(g, &regions, REGION_MEMORY, &m->banks);
	add_entries(g, &regions, REGION_RESERVED, &m->regions);
	add_reservations(g, &regions);
	add_entries(g, &regions, REGION_DEVICE, lint_registers(g->l));
	for (uint32_t id = 1; id < t->nnodes; id++) {
		const struct node *n = &t->nodes[id];

		if (lint_is_memory(t, n)) {
			id = n->end - 1;
		} else if (!node_is_absent(a, n)) {
			add_lost(g, &lost, n);
			if (n->first_child != NODE_NONE)
				add_windows(g, &regions, n);
		}
	}
	if (regions.n)
		qsort(regions.v, regions.n, sizeof(*regions.v), by_address);
	g->chart->regions = regions.v;
	g->chart->nregions = regions.n;
	g->chart->lost = lost.v;
	g->chart->nlost = lost.n;
}
