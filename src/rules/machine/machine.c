/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/machine/machine.h"

#include <inttypes.h>

#include "tree/names.h"
#include "tree/value.h"

const struct host *
machine_next(
	struct lint *l, size_t *i, enum guest_fact_id id, const struct guest_fact **fact)
{
	while (*i < l->nhosts) {
		const struct host *h = &l->hosts[(*i)++];

		*fact = guest_get(&h->guest, id);
		if (*fact)
			return h;
	}
	return NULL;
}

void
machine_pair(struct lint *l, struct diag *d, const struct host *h,
	const struct guest_fact *fact)
{
	const struct said *said = &fact->said;

	diag_pair(l, d, h, NULL, said->place.line || said->pointer ? said : NULL);
}

static bool
is_cpu(const struct tree *t, const struct node *n)
{
	return (prop_has_string(node_prop(t, n, NAME_device_type), "cpu")
		       || n->base_name == NAME_cpu)
	       && node_status_okay(t, n);
}

const struct node *
machine_cpu(struct lint *l, const struct node *last)
{
	const struct tree *t = l->tree;
	const struct node *cpus, *n;

	if (t->overlay)
		return NULL;
	if (last) {
		n = tree_node(t, last->next_sibling);
	} else {
		cpus = node_child(t, t->nodes, "cpus", 4);
		n = cpus ? tree_node(t, cpus->first_child) : NULL;
	}
	while (n && !is_cpu(t, n))
		n = tree_node(t, n->next_sibling);
	return n;
}

const char *
machine_size(struct lint *l, uint64_t bytes)
{
	static const char *const units[] = { "TiB", "GiB", "MiB", "KiB" };
	unsigned int i, shift = 40;

	for (i = 0; i < 4; i++, shift -= 10)
		if (bytes && !(bytes & (((uint64_t)1 << shift) - 1)))
			return arena_printf(
				l->scratch, "%" PRIu64 " %s", bytes >> shift, units[i]);
	return arena_printf(l->scratch, "0x%" PRIx64 " bytes", bytes);
}
