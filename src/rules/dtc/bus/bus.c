/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/bus/bus.h"

#include "base/suggest.h"

void
dtc_check_devices(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct dtc_bus_check *check = r->data;

	if (!check->bus->is_bus(l->tree, n))
		return;
	node_for_each_child (l->tree, n, child) {
		if (lint_is_done(l, r))
			return;
		check->check_device(l, r, child);
	}
}

void
dtc_check_devices_by_prop(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	if (n->first_child != NODE_NONE && p == node_prop(l->tree, n, p->name))
		dtc_check_devices(l, r, n);
}

static void
check_count(struct lint *l, const struct rule *r, const struct node *n,
	const struct dtc_bus *bus, atom_t name, uint32_t found, uint32_t expected)
{
	const char *what = intern_str(l->tree->names, name);
	const struct prop *p = node_prop(l->tree, n, name);
	struct diag *d;

	if (found == expected)
		return;
	d = lint_report(l, r, r->level, n, p, "%s is %u%s, expected %u on %s", what,
		found, p ? "" : " (the default)", expected, bus->name);
	diag_help(l, d, "write %s = <%u>; and the addresses of the devices to match",
		what, expected);
}

void
dtc_check_bus_cells(struct lint *l, const struct rule *r, const struct node *n,
	const struct dtc_bus *bus, uint32_t address_cells)
{
	check_count(l, r, n, bus, NAME_address_cells, n->address_cells, address_cells);
	check_count(l, r, n, bus, NAME_size_cells, n->size_cells, bus->size_cells);
}

void
dtc_check_unit(struct lint *l, const struct rule *r, const struct node *n,
	const struct dtc_bus *bus, const char *a, const char *b)
{
	const char *unit = dtc_unit(l->tree, n);
	struct diag *d;

	if (!strcmp(unit, a) || (b && !strcmp(unit, b)))
		return;
	d = lint_report(l, r, r->level, n, NULL,
		"the unit address is '%s', but the device's address on %s is '%s'%s%s%s",
		unit, bus->name, a, b ? " or '" : "", b ? b : "", b ? "'" : "");
	diag_help(l, d, "rename it '%s@%s', or mend the address",
		intern_str(l->tree->names, n->base_name), a);
	/* where a digit was lost it may be the address that is wrong */
	diag_fix_unit(l, d, n, a, !b && !suggest_is_letter_lost(unit, a));
}
