/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/cpu/cpu.h"

#include "tree/names.h"
#include "tree/value.h"

bool
cpu_is(const struct tree *t, const struct node *n)
{
	return prop_has_string(node_prop(t, n, NAME_device_type), "cpu")
	       || n->base_name == NAME_cpu;
}

bool
cpu_is_present(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_status);
	const char *s = p ? prop_next_string(p, NULL) : NULL;

	return cpu_is(t, n) && !(s && !strncmp(s, "fail", 4));
}

const struct node *
cpus_of(const struct tree *t)
{
	return t->overlay ? NULL : node_child(t, t->nodes, "cpus", 4);
}

const struct node *
psci_of(const struct tree *t)
{
	const struct node *n = node_child(t, t->nodes, "psci", 4);
	const struct prop *p;
	const char *s;

	if (n)
		return n;
	tree_for_each_node (t, any) {
		p = any->depth <= 2 ? node_prop(t, any, NAME_compatible) : NULL;
		s = p ? prop_next_string(p, NULL) : NULL;
		if (s && !strncmp(s, "arm,psci", 8))
			return any;
	}
	return NULL;
}

uint32_t
cpus_count(const struct tree *t)
{
	const struct node *cpus = cpus_of(t);
	uint32_t n = 0;

	if (cpus)
		node_for_each_child (t, cpus, cpu)
			n += cpu_is_present(t, cpu);
	return n;
}
