/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/cpu/cpu.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static const struct node *
map_of(const struct tree *t)
{
	const struct node *cpus = cpus_of(t);

	return cpus ? node_child(t, cpus, "cpu-map", 7) : NULL;
}

/* The CPU that a node of the map names, or NULL. */
static const struct node *
named_cpu(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_cpu);

	return p && p->len == 4 ? tree_phandle(t, prop_cell(p, 0)) : NULL;
}

/* By CPU's node number, the first node of the map that names it, or NODE_NONE. */
static uint32_t *
find_users(struct lint *l, const struct rule *r, const struct node *map, bool report)
{
	const struct tree *t = l->tree;
	uint32_t *users = arena_array(l->scratch, uint32_t, t->nnodes);
	const struct node *n, *cpu;
	struct diag *d;

	memset(users, 0xff, t->nnodes * sizeof(*users));
	for (n = map + 1; n < t->nodes + map->end; n++) {
		if (!(cpu = named_cpu(t, n)))
			continue;
		if (users[node_id(t, cpu)] == NODE_NONE) {
			users[node_id(t, cpu)] = node_id(t, n);
			continue;
		}
		if (!report)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, node_prop(t, n, NAME_cpu),
			"'%s' is named here and by '%s'", lint_path(l, cpu),
			lint_path(l, &t->nodes[users[node_id(t, cpu)]]));
		diag_also(l, d, &t->nodes[users[node_id(t, cpu)]], NULL,
			"named here first");
		diag_help(l, d, "name another CPU in one of the two");
	}
	return users;
}

static void
check_twice(struct lint *l, const struct rule *r)
{
	const struct node *map = map_of(l->tree);

	if (map)
		find_users(l, r, map, true);
}

static void
check_missing(struct lint *l, const struct rule *r)
{
	const struct node *map = map_of(l->tree), *first = NULL;
	const struct tree *t = l->tree;
	const uint32_t *users;
	size_t others = 0;
	struct diag *d;

	if (!map)
		return;
	users = find_users(l, r, map, false);
	node_for_each_child (t, cpus_of(t), n) {
		if (!cpu_is_present(t, n) || !node_status_okay(t, n)
			|| users[node_id(t, n)] != NODE_NONE)
			continue;
		others += first != NULL;
		first = first ? first : n;
	}
	if (!first)
		return;
	d = lint_report(l, r, LEVEL_WARNING, map, NULL, "'%s' is in no part of the map%s",
		lint_path(l, first), lint_others(l, others, "CPU"));
	diag_also(l, d, first, NULL, "the CPU");
	diag_help(l, d, "add a core for it, or remove the map");
}

#define TREE(second) \
	SAMPLE_ROOT \
	"\tcpus {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" \
	"\n" \
	"\t\tcpu-map {\n" \
	"\t\t\tcluster0 {\n" \
	"\t\t\t\tcore0 {\n" \
	"\t\t\t\t\tcpu = <&cpu0>;\n" \
	"\t\t\t\t};\n" \
	"\n" second "\t\t\t};\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tcpu0: cpu@0 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\treg = <0>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tcpu1: cpu@1 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\treg = <1>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

#define CORE(name, cpu) \
	"\t\t\t\t" name " {\n" \
	"\t\t\t\t\tcpu = <&" cpu ">;\n" \
	"\t\t\t\t};\n"

#define REFS \
	"Linux Documentation/devicetree/bindings/cpu/cpu-topology.txt\n" \
	"Linux drivers/base/arch_topology.c, parse_dt_topology()"

static const struct rule rules[] = {
	{
		.id = "cpu/map-repeated",
		.level = LEVEL_WARNING,
		.summary = "the map of CPUs names a CPU twice",
		.why = "A CPU is one core, or one thread of one. Where it is named twice another one "
		       "is most often named by nobody; Linux then drops the whole map and schedules "
		       "as if all CPUs were alike.",
		.fix = "Name each CPU once.",
		.refs = REFS,
		.bad = { TREE(CORE("core1", "cpu0")), NULL },
		.good = { TREE(CORE("core1", "cpu1")), NULL },
		.check_tree = check_twice,
	},
	{
		.id = "cpu/map-incomplete",
		.level = LEVEL_WARNING,
		.summary = "the map of CPUs leaves one out",
		.why = "Linux uses the map only where it has every CPU, and else schedules as if all "
		       "were alike.",
		.fix = "Add a core for each CPU, or remove the map.",
		.refs = REFS,
		.bad = { TREE(""), NULL },
		.good = { TREE(CORE("core1", "cpu1")), NULL },
		.check_tree = check_missing,
	},
};

const struct rule_set rules_cpu_map = { rules, 2 };
