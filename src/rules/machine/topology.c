/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "rules/machine/machine.h"
#include "tree/names.h"

static bool
begins_with(const struct tree *t, const struct node *n, const char *prefix)
{
	return !strncmp(node_name(t, n), prefix, strlen(prefix));
}

static void
check_sockets(struct lint *l, const struct rule *r)
{
	const struct guest_fact *sockets;
	bool clusters = false, found = false;
	const struct node *map;
	const struct host *h;
	struct diag *d;

	map = l->tree->overlay ? NULL : tree_find(l->tree, "/cpus/cpu-map");
	if (!map)
		return;
	node_for_each_child (l->tree, map, n) {
		found |= begins_with(l->tree, n, "socket");
		clusters |= begins_with(l->tree, n, "cluster");
	}
	machine_for_each(l, h, GUEST_SOCKETS, sockets)
	{
		if (sockets->number < 2 || found || !clusters)
			continue;
		d = lint_report(l, r, LEVEL_NOTE, map, NULL,
			"clusters and no sockets, and the host gives the guest %" PRIu64
			" sockets",
			sockets->number);
		diag_why(l, d,
			"Linux takes all clusters outside of sockets for parts of one "
			"package");
		diag_help(l, d, "put the clusters into socket0, socket1 and so on");
		machine_pair(l, d, h, sockets);
	}
}

#define TREE(map) \
	SAMPLE_ROOT \
	"\tcpus {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" \
	"\n" \
	"\t\tc0: cpu@0 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,cortex-a57\";\n" \
	"\t\t\treg = <0>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tc1: cpu@1 {\n" \
	"\t\t\tdevice_type = \"cpu\";\n" \
	"\t\t\tcompatible = \"arm,cortex-a57\";\n" \
	"\t\t\treg = <1>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tcpu-map {\n" map "\t\t};\n" \
	"\t};\n" \
	"};\n"

#define CLUSTER(name, cpu) name " { core0 { cpu = <&" cpu ">; }; };"

static const struct rule rules[] = { {
	.id = "machine/sockets-differ",
	.level = LEVEL_NOTE,
	.summary = "the host was told to make several sockets, and cpu-map has none",
	.why = "The topology that Linux schedules by is that of cpu-map: clusters that are in "
	       "no socket belong to one package, however many the host was told to make.",
	.fix = "Put the clusters, or the cores, into sockets.",
	.refs = "Linux Documentation/devicetree/bindings/cpu/cpu-topology.txt\n"
		"Linux drivers/base/arch_topology.c, parse_socket()",
	.bad = { TREE("\t\t\t" CLUSTER("cluster0", "c0") "\n\t\t\t" CLUSTER(
			 "cluster1", "c1") "\n"),
		"guest:\n  sockets: 2\n" },
	.good = { TREE("\t\t\tsocket0 { " CLUSTER("cluster0",
			  "c0") " };\n"
				"\t\t\tsocket1 { " CLUSTER("cluster0", "c1") " };\n"),
		"guest:\n  sockets: 2\n" },
	.check_tree = check_sockets,
} };

const struct rule_set rules_machine_topology = { rules, 1 };
