/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_table(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	if (!p)
		return false;
	prop_for_each_string(p, s)
	{
		if (!strncmp(s, "operating-points", 16))
			return true;
	}
	return false;
}

/* The rate of the point, where it has one alone. */
static bool
rate_of(const struct tree *t, const struct node *n, const struct prop **p, uint64_t *hz)
{
	*p = node_prop(t, n, NAME_opp_hz);
	return *p && (*p)->len == 8 && prop_number(*p, 0, 2, hz) && *hz;
}

/* The rate that the name says, opp-1094400000; small numbers count something else. */
static bool
named_rate(const struct tree *t, const struct node *n, uint64_t *hz)
{
	const char *s = node_name(t, n), *dash = strchr(s, '-');
	size_t digits = dash ? strspn(dash + 1, "0123456789") : 0;

	if (strncmp(s, "opp-", 4) != 0 || digits < 7 || digits > 18
		|| (dash[1 + digits] && dash[1 + digits] != '-'))
		return false;
	*hz = strtoull(dash + 1, NULL, 10);
	return true;
}

static void
check_name(struct lint *l, const struct rule *r, const struct node *table)
{
	const struct tree *t = l->tree;
	const struct prop *p;
	uint64_t hz, named;
	struct diag *d;

	node_for_each_child (t, table, n) {
		if (!rate_of(t, n, &p, &hz) || !named_rate(t, n, &named)
			|| (hz / 2 < named && named / 2 < hz) || hz / 1000 == named)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, p,
			"opp-hz is %" PRIu64 ", and the name says %" PRIu64, hz, named);
		diag_entry(l, d, p, 0, 8);
		diag_help(l, d, "correct the one that is wrong; count the zeros");
	}
}

struct rate {
	uint64_t hz;
	uint32_t node;
};

static int
compare(const void *pa, const void *pb)
{
	const struct rate *a = pa, *b = pb;

	if (a->hz != b->hz)
		return a->hz < b->hz ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static void
check_repeats(struct lint *l, const struct rule *r, const struct node *table)
{
	const struct tree *t = l->tree;
	const struct prop *p;
	struct rate *v;
	struct diag *d;
	size_t n = 0, i;
	uint64_t hz;

	node_for_each_child (t, table, point)
		n += rate_of(t, point, &p, &hz);
	v = arena_array(l->scratch, struct rate, n);
	n = 0;
	node_for_each_child (t, table, point) {
		/* points of different versions, or of wider links, may share a rate */
		if (!rate_of(t, point, &p, &hz)
			|| node_has(t, point, NAME_opp_supported_hw)
			|| node_has(t, point, NAME_opp_level)
			|| node_has(t, point, NAME_opp_peak_kbps)
			|| !node_status_okay(t, point))
			continue;
		v[n].hz = hz;
		v[n++].node = node_id(t, point);
	}
	if (n)
		qsort(v, n, sizeof(*v), compare);
	for (i = 1; i < n; i++) {
		const struct node *a = &t->nodes[v[i - 1].node],
				  *b = &t->nodes[v[i].node];

		if (v[i].hz != v[i - 1].hz)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, b, node_prop(t, b, NAME_opp_hz),
			"opp-hz is %" PRIu64 ", as is that of '%s'", v[i].hz,
			lint_path(l, a));
		diag_also(l, d, a, node_prop(t, a, NAME_opp_hz), "the same rate");
		diag_help(l, d, "correct one of the rates, or remove the point");
	}
}

static void
check_table(struct lint *l, const struct rule *r, const struct node *n)
{
	void (*const *check)(
		struct lint *, const struct rule *, const struct node *) = r->data;

	if (is_table(l->tree, n))
		(*check)(l, r, n);
}

static void (*const name_check)(
	struct lint *, const struct rule *, const struct node *) = check_name;
static void (*const repeat_check)(
	struct lint *, const struct rule *, const struct node *) = check_repeats;

#define TREE(second) \
	SAMPLE_ROOT \
	"\topp-table {\n" \
	"\t\tcompatible = \"operating-points-v2\";\n" \
	"\n" \
	"\t\topp-600000000 {\n" \
	"\t\t\topp-hz = /bits/ 64 <600000000>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\topp-1200000000 {\n" \
	"\t\t\topp-hz = /bits/ 64 <" second ">;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

#define REFS \
	"Linux Documentation/devicetree/bindings/opp/opp-v2-base.yaml\n" \
	"Linux drivers/opp/core.c, _opp_add()"

static const struct rule rules[] = {
	{
		.id = "value/opp-name",
		.level = LEVEL_WARNING,
		.summary = "an operating point is named after a rate that is not its own",
		.why = "The name has the rate in Hz. Where opp-hz is twice as much or half of it, or "
		       "more, a digit was lost or brought: the clock does not run at that rate, and "
		       "the CPU or the device not at that speed.",
		.fix = "Correct opp-hz, or the name.",
		.refs = REFS,
		.bad = { TREE("120000000"), NULL },
		.good = { TREE("1200000000"), NULL },
		.check_node = check_table,
		.parents_only = true,
		.data = &name_check,
	},
	{
		.id = "value/opp-repeated",
		.level = LEVEL_WARNING,
		.summary = "a table of operating points has a rate twice",
		.why = "Linux keeps the first point of a rate and drops the other one with 'duplicate "
		       "OPPs detected': a rate is missing, or has another's voltage. Points that are "
		       "for different versions of a chip (opp-supported-hw) are passed over.",
		.fix = "Correct one of the rates, or remove a point.",
		.refs = REFS,
		.bad = { TREE("600000000"), NULL },
		.good = { TREE("1200000000"), NULL },
		.check_node = check_table,
		.parents_only = true,
		.data = &repeat_check,
	},
};

const struct rule_set rules_value_opp = { rules, 2 };
