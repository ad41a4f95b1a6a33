/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/value.h"

#include "tree/names.h"

bool
prop_number(const struct prop *p, uint32_t i, uint32_t ncells, uint64_t *out)
{
	uint32_t k, have = prop_ncells(p);
	uint64_t v = 0;

	if (i > have || ncells > have - i)
		return false;
	for (k = 0; k < ncells; k++) {
		if (v >> 32)
			return false;
		v = v << 32 | prop_cell(p, i + k);
	}
	*out = v;
	return true;
}

bool
prop_is_strings(const struct prop *p)
{
	return p->len && p->data[p->len - 1] == '\0';
}

const char *
prop_next_string(const struct prop *p, const char *last)
{
	const char *start = (const char *)p->data, *end = start + p->len;
	const char *s = last ? last + strlen(last) + 1 : start;

	if (s >= end || !memchr(s, '\0', (size_t)(end - s)))
		return NULL;
	return s;
}

bool
prop_has_string(const struct prop *p, const char *want)
{
	if (!p)
		return false;
	prop_for_each_string(p, s) if (!strcmp(s, want)) return true;
	return false;
}

bool
node_is_compatible(const struct tree *t, const struct node *n, const char *s)
{
	return prop_has_string(node_prop(t, n, NAME_compatible), s);
}

bool
node_reg(const struct tree *t, const struct node *n, uint32_t index, uint64_t *address,
	uint64_t *size)
{
	const struct prop *reg = node_prop(t, n, NAME_reg);
	const struct node *bus = node_parent(t, n);
	uint64_t at;
	uint32_t na, ns;

	if (!reg || !bus)
		return false;
	na = bus->address_cells;
	ns = bus->size_cells;
	at = (uint64_t)index * (na + ns);
	if (at > prop_ncells(reg))
		return false;
	return prop_number(reg, (uint32_t)at, na, address)
	       && prop_number(reg, (uint32_t)at + na, ns, size);
}

static bool
rows_of(const struct prop *p, struct rows *r)
{
	if (!p)
		return false;
	r->p = p;
	r->row = r->cells[0] + r->cells[1] + r->cells[2];
	if (!r->row || p->len % (4 * r->row))
		return false;
	r->n = prop_ncells(p) / r->row;
	return true;
}

bool
node_reg_rows(const struct tree *t, const struct node *n, struct rows *out)
{
	const struct node *bus = node_parent(t, n);

	if (!bus)
		return false;
	*out = (struct rows){ .cells = { bus->address_cells, bus->size_cells } };
	return rows_of(node_prop(t, n, NAME_reg), out);
}

bool
node_ranges_rows(const struct tree *t, const struct node *bus, struct rows *out)
{
	const struct node *up = node_parent(t, bus);

	if (!up)
		return false;
	*out = (struct rows){ .cells = { bus->address_cells, up->address_cells,
				      bus->size_cells } };
	return rows_of(node_prop(t, bus, NAME_ranges), out);
}

bool
rows_number(const struct rows *r, uint32_t i, uint32_t k, uint64_t *out)
{
	uint32_t at = i * r->row, before;

	for (before = 0; before < k; before++)
		at += r->cells[before];
	return prop_number(r->p, at, r->cells[k], out);
}

bool
rows_get(const struct rows *r, uint32_t i, uint64_t out[3])
{
	return rows_number(r, i, 0, &out[0]) && rows_number(r, i, 1, &out[1])
	       && rows_number(r, i, 2, &out[2]);
}

bool
node_status_okay(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_status);
	const char *s;

	if (!p)
		return true;
	s = prop_next_string(p, NULL);
	return s && (!strcmp(s, "okay") || !strcmp(s, "ok"));
}

const struct node *
node_disabled_by(const struct tree *t, const struct node *n)
{
	for (; n; n = node_parent(t, n))
		if (!node_status_okay(t, n))
			return n;
	return NULL;
}

/* Through the `ranges` of @bus, from its children's address space to its own. */
static bool
translate_one(const struct tree *t, const struct node *bus, uint64_t *address)
{
	const struct prop *ranges = node_prop(t, bus, NAME_ranges);
	const struct node *up = node_parent(t, bus);
	uint32_t na = bus->address_cells, ns = bus->size_cells, pna, row, i;
	uint64_t child, parent, size;

	if (!ranges || !up)
		return false;
	if (!ranges->len)
		return true;
	pna = up->address_cells;
	row = na + pna + ns;
	for (i = 0; row && i + row <= prop_ncells(ranges); i += row) {
		if (!prop_number(ranges, i, na, &child)
			|| !prop_number(ranges, i + na, pna, &parent)
			|| !prop_number(ranges, i + na + pna, ns, &size))
			continue;
		if (*address >= child && *address - child < size)
			return !__builtin_add_overflow(parent, *address - child, address);
	}
	return false;
}

bool
node_translate(
	const struct tree *t, const struct node *n, uint64_t address, uint64_t *out)
{
	const struct node *bus = node_parent(t, n);

	for (; bus && bus->parent != NODE_NONE; bus = node_parent(t, bus))
		if (!translate_one(t, bus, &address))
			return false;
	*out = address;
	return true;
}
