/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/meaning.h"

#include <inttypes.h>
#include <string.h>

#include "base/search.h"
#include "rules/irq/gic.h"
#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* What is said, and of which bytes. */
struct meaning {
	const char *text;
	uint32_t begin;
	uint32_t length;
};

static const char *
size_text(struct arena *a, uint64_t size)
{
	static const char *const units[] = { "bytes", "KiB", "MiB", "GiB", "TiB" };
	size_t i = 0;
	uint64_t n = size;

	while (n && n % 1024 == 0 && i + 1 < sizeof(units) / sizeof(*units)) {
		n /= 1024;
		i++;
	}
	return arena_printf(a, "size 0x%" PRIx64 ": %" PRIu64 " %s", size, n, units[i]);
}

static const char *
address_text(struct lint *l, const struct node *bus, uint64_t address)
{
	struct span s = { .first = address, .last = address }, cpu;

	if (bus->parent == NODE_NONE || !address_to_cpu(lint_addresses(l), bus, &s, &cpu)
		|| cpu.first == address)
		return arena_printf(l->scratch, "address 0x%" PRIx64, address);
	return arena_printf(l->scratch,
		"address 0x%" PRIx64 ", which the CPU sees at 0x%" PRIx64, address,
		cpu.first);
}

/* Which number of which row a cell is part of. */
static bool
find_number(const struct rows *r, uint32_t cell, uint32_t *row, uint32_t *k,
	struct meaning *m)
{
	uint32_t in = cell % r->row, first = 0;

	*row = cell / r->row;
	if (*row >= r->n)
		return false;
	for (*k = 0; *k < 3; first += r->cells[(*k)++])
		if (in < first + r->cells[*k])
			break;
	m->begin = (*row * r->row + first) * 4;
	m->length = *k < 3 ? r->cells[*k] * 4 : 0;
	return *k < 3;
}

static bool
reg_meaning(struct lint *l, const struct node *n, const struct prop *p, uint32_t cell,
	struct meaning *m)
{
	const struct node *bus = node_parent(l->tree, n);
	struct rows r;
	uint32_t row, k;
	uint64_t number;

	if (p->name != NAME_reg || !bus || !node_reg_rows(l->tree, n, &r)
		|| !find_number(&r, cell, &row, &k, m)
		|| !rows_number(&r, row, k, &number))
		return false;
	if (k)
		m->text = size_text(l->scratch, number);
	else if (!r.cells[1])
		m->text = arena_printf(
			l->scratch, "number %" PRIu64 " on its bus", number);
	else
		m->text = address_text(l, bus, number);
	return true;
}

static bool
ranges_meaning(struct lint *l, const struct node *n, const struct prop *p, uint32_t cell,
	struct meaning *m)
{
	struct rows r;
	uint32_t row, k;
	uint64_t number;

	if (p->name != NAME_ranges || !node_ranges_rows(l->tree, n, &r)
		|| !find_number(&r, cell, &row, &k, m)
		|| !rows_number(&r, row, k, &number))
		return false;
	if (k == 2)
		m->text = size_text(l->scratch, number);
	else
		m->text = arena_printf(l->scratch, "address 0x%" PRIx64 " %s", number,
			k ? "of the bus above" : "of this bus");
	return true;
}

static const char *
trigger_text(uint32_t flags)
{
	switch (flags & 0xf) {
	case 1: return ", rising edge";
	case 2: return ", falling edge";
	case 3: return ", both edges";
	case 4: return ", level high";
	case 8: return ", level low";
	default: return "";
	}
}

static const char *
interrupt_text(struct lint *l, const struct interrupt *irq)
{
	static const char *const types[] = { "SPI", "PPI", "ESPI", "EPPI" };
	const struct node *to = &l->tree->nodes[irq->controller];
	const char *path = lint_path(l, to);
	uint32_t type = prop_cell(irq->prop, irq->at), number;

	if (irq->ncells >= 3 && type < 4 && node_gic(l->tree, to) != GIC_NONE) {
		number = prop_cell(irq->prop, irq->at + 1);
		return arena_printf(l->scratch, "interrupt %s %" PRIu32 "%s, of %s",
			types[type], number,
			trigger_text(prop_cell(irq->prop, irq->at + 2)), path);
	}
	if (irq->ncells == 2)
		return arena_printf(l->scratch, "interrupt %" PRIu32 "%s, of %s", type,
			trigger_text(prop_cell(irq->prop, irq->at + 1)), path);
	if (irq->ncells == 1)
		return arena_printf(
			l->scratch, "interrupt %" PRIu32 ", of %s", type, path);
	return arena_printf(l->scratch, "interrupt specifier of %s", path);
}

static bool
interrupt_meaning(struct lint *l, const struct prop *p, uint32_t cell, struct meaning *m)
{
	const struct interrupts *all = lint_interrupts(l);
	size_t i = search_first(all->n, k, all->v[k].prop < p);

	for (; i < all->n && all->v[i].prop == p; i++) {
		const struct interrupt *irq = &all->v[i];

		if (cell < irq->at || cell >= irq->at + irq->ncells)
			continue;
		m->begin = irq->at * 4;
		m->length = irq->ncells * 4;
		m->text = interrupt_text(l, irq);
		return true;
	}
	return false;
}

/* The flags of a GPIO of two cells: include/dt-bindings/gpio/gpio.h of Linux. */
static const char *
gpio_text(struct lint *l, const struct reference *ref, const char *path)
{
	uint32_t flags = prop_cell(ref->prop, ref->at + 2);

	return arena_printf(l->scratch, "line %" PRIu32 " of %s, active %s%s%s",
		prop_cell(ref->prop, ref->at + 1), path, flags & 1 ? "low" : "high",
		flags & 16 ? ", pull-up" : "", flags & 32 ? ", pull-down" : "");
}

static bool
reference_meaning(struct lint *l, const struct prop *p, uint32_t cell, struct meaning *m)
{
	const struct references *all = lint_references(l);
	size_t i = search_first(all->n, k, all->v[k].prop < p);
	const struct reference *ref;
	const char *path;

	for (; i < all->n && all->v[i].prop == p; i++) {
		ref = &all->v[i];
		if (cell < ref->at || cell > ref->at + ref->nargs || ref->to == NODE_NONE)
			continue;
		path = lint_path(l, &l->tree->nodes[ref->to]);
		m->begin = ref->at * 4;
		m->length = 4;
		if (cell == ref->at) {
			m->text = path;
			return true;
		}
		if (ref->nargs == 2 && !strcmp(ref->kind->name, "gpios")) {
			m->begin += 4;
			m->length = 8;
			m->text = gpio_text(l, ref, path);
		} else {
			m->begin = cell * 4;
			m->text = arena_printf(l->scratch,
				"argument %" PRIu32 " of %" PRIu32 " for %s",
				cell - ref->at, ref->nargs, path);
		}
		return true;
	}
	return false;
}

const char *
cell_meaning(struct lint *l, const struct prop *p, uint32_t offset, uint32_t *begin,
	uint32_t *length)
{
	const struct node *n = &l->tree->nodes[p->node];
	struct meaning m = { .text = NULL };
	uint32_t cell = offset / 4;

	if (cell >= prop_ncells(p) || p->len % 4)
		return NULL;
	if (!reg_meaning(l, n, p, cell, &m) && !ranges_meaning(l, n, p, cell, &m)
		&& !interrupt_meaning(l, p, cell, &m)
		&& !reference_meaning(l, p, cell, &m))
		return NULL;
	*begin = m.begin;
	*length = m.length;
	return m.text;
}
