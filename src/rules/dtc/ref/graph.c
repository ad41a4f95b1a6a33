/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/dtc.h"

/* By its name, or because it has a partner. */
static bool
is_endpoint(const struct tree *t, const struct node *n)
{
	return n->base_name == NAME_endpoint || node_has(t, n, NAME_remote_endpoint);
}

/* What has an endpoint is a port; the root never is. */
static bool
is_port(const struct tree *t, const struct node *n)
{
	if (n->parent == NODE_NONE)
		return false;
	node_for_each_child (t, n, child)
		if (is_endpoint(t, child))
			return true;
	return false;
}

static void
check_nodes(struct lint *l, const struct rule *r, const struct node *n)
{
	struct diag *d;

	if (n->parent != NODE_NONE)
		return;
	node_for_each_child (l->tree, n, child) {
		if (!is_endpoint(l->tree, child))
			continue;
		if (lint_is_done(l, r))
			return;
		d = lint_report(l, r, r->level, n, NULL,
			"the root has the graph endpoint '%s', expected endpoints in a port "
			"of a device",
			node_name(l->tree, child));
		diag_help(l, d, "move the node, or remove its 'remote-endpoint'");
	}
}

/* A cell count of the tree that is malformed, kept for each of the two rules. */
struct malformed {
	bool known;
	const struct prop *p; /* or NULL */
};

static const struct prop *
malformed_count(struct lint *l, const struct rule *r)
{
	struct malformed *m = lint_slot(l, r, sizeof(*m));
	const struct prop *p = l->tree->props, *end = p + l->tree->nprops;

	for (; !m->known && p < end && !m->p; p++)
		if ((p->name == NAME_address_cells || p->name == NAME_size_cells)
			&& p->len != 4)
			m->p = p;
	m->known = true;
	return m->p;
}

static void
report_count(struct lint *l, const struct rule *r, const struct node *n, atom_t name,
	const char *found, uint32_t expected)
{
	const struct node *parent = node_parent(l->tree, n);
	const char *what = intern_str(l->tree->names, name);
	struct diag *d;

	d = lint_report(l, r, r->level, n, NULL, "%s of %s %s, expected %u", what,
		dtc_path(l, parent), found, expected);
	diag_help(l, d,
		"write %s = <%u>; into %s: ports and endpoints are numbered, one cell each",
		what, expected, dtc_path(l, parent));
}

/*
 * The parent's counts must be 1 and 0. Where one in the tree is malformed dtc reads
 * none, takes them all as 0, and says so here.
 */
static void
check_counts(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct node *parent = node_parent(l->tree, n);
	const struct prop *malformed = malformed_count(l, r);

	if (malformed) {
		report_count(l, r, n, NAME_address_cells,
			arena_printf(l->scratch,
				"counts as 0, as none is read while %s of %s is malformed",
				prop_name(l->tree, malformed),
				dtc_path(l, &l->tree->nodes[malformed->node])),
			1);
		return;
	}
	if (!node_has(l->tree, parent, NAME_address_cells))
		report_count(l, r, n, NAME_address_cells, "is not there", 1);
	else if (parent->address_cells != 1)
		report_count(l, r, n, NAME_address_cells,
			arena_printf(l->scratch, "is %u", parent->address_cells), 1);
	if (!node_has(l->tree, parent, NAME_size_cells))
		report_count(l, r, n, NAME_size_cells, "is not there", 0);
	else if (parent->size_cells != 0)
		report_count(l, r, n, NAME_size_cells,
			arena_printf(l->scratch, "is %u", parent->size_cells), 0);
}

/* `reg` and the unit address of a port or endpoint that is numbered. */
static void
check_reg(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct prop *reg = node_prop(l->tree, n, NAME_reg);
	const char *number;
	char buf[DTC_HEX];
	struct diag *d;

	if (!reg)
		return;
	if (reg->len != 4) {
		dtc_report_cells(l, r, n, reg, 0, 0,
			"'reg' is %s, expected one cell: the port's or endpoint's number",
			dtc_count(l, reg->len, "byte"));
		return;
	}
	number = dtc_hex(buf, prop_cell(reg, 0));
	if (strcmp(dtc_unit(l->tree, n), number)) {
		d = lint_report(l, r, r->level, n, NULL,
			"the unit address is '%s' and 'reg' is 0x%s, expected the same",
			dtc_unit(l->tree, n), number);
		diag_help(l, d, "rename it '%s@%s', or mend 'reg'",
			intern_str(l->tree->names, n->base_name), number);
	}
	check_counts(l, r, n);
}

static void
check_name(struct lint *l, const struct rule *r, const struct node *n, atom_t expected)
{
	const char *name = intern_str(l->tree->names, expected);
	struct diag *d;

	if (n->base_name == expected)
		return;
	d = lint_report(l, r, r->level, n, NULL,
		"a graph %s is called '%s', expected '%s'", name,
		intern_str(l->tree->names, n->base_name), name);
	diag_help(l, d, "rename it '%s%s%s'", name, *dtc_unit(l->tree, n) ? "@" : "",
		dtc_unit(l->tree, n));
}

static void
check_port(struct lint *l, const struct rule *r, const struct node *n)
{
	if (!is_port(l->tree, n))
		return;
	check_reg(l, r, n);
	if (!dtc_is_plugin(l->tree))
		check_name(l, r, n, NAME_port);
}

/* What the endpoint is connected to, or NULL; a link to no node is reported. */
static const struct node *
remote(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct prop *p = node_prop(l->tree, n, NAME_remote_endpoint);
	const struct node *found;

	if (!p)
		return NULL;
	if (p->len != 4) {
		dtc_report_cells(l, r, n, p, 0, 0,
			"'remote-endpoint' is %s, expected one cell: the phandle of an "
			"endpoint",
			dtc_count(l, p->len, "byte"));
		return NULL;
	}
	if (!dtc_phandle_is_valid(prop_cell(p, 0)))
		return NULL;
	found = tree_phandle(l->tree, prop_cell(p, 0));
	if (!found)
		dtc_report_cells(l, r, n, p, 0, 1,
			"'remote-endpoint' is 0x%x, which is no node's phandle",
			prop_cell(p, 0));
	return found;
}

static void
check_endpoint(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct node *other, *back;
	struct diag *d;

	check_reg(l, r, n);
	if (dtc_is_plugin(l->tree))
		return;
	check_name(l, r, n, NAME_endpoint);
	other = remote(l, r, n);
	if (!other)
		return;
	back = remote(l, r, other);
	if (back == n)
		return;
	d = lint_report(l, r, r->level, n, NULL,
		"the endpoint is connected to %s, which %s%s, expected a connection back",
		dtc_path(l, other), back ? "is connected to " : "is connected to nothing",
		back ? dtc_path(l, back) : "");
	diag_help(l, d, "point the 'remote-endpoint' of the one at the other, both ways");
}

static void
check_endpoints(struct lint *l, const struct rule *r, const struct node *n)
{
	if (!is_port(l->tree, n))
		return;
	node_for_each_child (l->tree, n, child) {
		if (lint_is_done(l, r))
			return;
		check_endpoint(l, r, child);
	}
}

#define LINK(port, back) \
	DTC_ROOT("\tcamera {\n\t\t" port " {\n\t\t\ta: endpoint {\n" \
		 "\t\t\t\tremote-endpoint = <&b>;\n\t\t\t};\n\t\t};\n\t};\n\n" \
		 "\treceiver {\n\t\tport {\n\t\t\tb: endpoint {\n" back \
		 "\t\t\t};\n\t\t};\n\t};\n")
#define BACK "\t\t\t\tremote-endpoint = <&a>;\n"

static const struct rule rules[] = {
	{
		.id = "dtc/graph_nodes",
		.level = LEVEL_WARNING,
		.summary = "a graph endpoint in the root",
		.why = "An endpoint stands in a port, and the port in a device: in the root "
		       "it connects nothing.",
		.fix = "Move the endpoint into a port of its device, or remove a stray "
		       "'remote-endpoint'.",
		.refs = "dt-schema, graph.yaml\n" DTC_CHECK(graph_nodes),
		.bad = DTC_ROOT("\tendpoint { };\n"),
		.good = LINK("port", BACK),
		.check_node = check_nodes,
		.parents_only = true,
	},
	{
		.id = "dtc/graph_port",
		.level = LEVEL_WARNING,
		.summary =
			"a graph port with a wrong name, or a number that does not fit",
		.why = "Drivers find ports by name and number: 'port', or 'port@N' with reg = "
		       "<N>.",
		.fix = "Name the node port or port@N, with one cell in 'reg', and "
		       "#address-cells = <1>; #size-cells = <0>; in its parent.",
		.refs = "dt-schema, graph.yaml\n" DTC_CHECK(graph_port),
		.bad = LINK("output", BACK),
		.good = LINK("port", BACK),
		.check_node = check_port,
		.whole = true,
		.parents_only = true,
		DTC_NEEDS("dtc/graph_nodes"),
	},
	{
		.id = "dtc/graph_endpoint",
		.level = LEVEL_WARNING,
		.summary =
			"a graph endpoint with a wrong name, a number that does not fit, or "
			"a one-way connection",
		.why = "Drivers follow 'remote-endpoint' from either side: where it leads one "
		       "way only, one side does not find the other.",
		.fix = "Name the node endpoint or endpoint@N, and let both sides' "
		       "'remote-endpoint' name each other.",
		.refs = "dt-schema, graph.yaml\n" DTC_CHECK(graph_endpoint),
		.bad = LINK("port", ""),
		.good = LINK("port", BACK),
		.check_node = check_endpoints,
		.whole = true,
		.parents_only = true,
		DTC_NEEDS("dtc/graph_nodes"),
	},
};

const struct rule_set rules_dtc_graph = { rules, sizeof(rules) / sizeof(*rules) };
