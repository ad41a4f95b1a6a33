/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A cache of level 2 or more is unified; split ones give the sizes of their halves. */
static void
check_compatible(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct diag *d;

	if (l->tree->overlay || !prop_has_string(p, "cache")
		|| node_has(l->tree, n, NAME_cache_unified)
		|| node_has(l->tree, n, NAME_d_cache_size) || lint_is_guest(l)
		|| node_is_absent(lint_addresses(l), n))
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, NULL,
		"the cache has no cache-unified, expected it of one that holds code and data");
	diag_help(l, d, "write cache-unified;");
}

#define TREE(more) \
	SAMPLE_ROOT \
	"\tcompatible = \"vendor,board\";\n" \
	"\n" \
	"\tl2-cache {\n" \
	"\t\tcompatible = \"cache\";\n" \
	"\t\tcache-level = <2>;\n" more "\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "cpu/cache-unified",
	.level = LEVEL_WARNING,
	.summary = "a cache of a board is not said to be unified",
	.why = "Without cache-unified Linux takes a cache for two, one of code and one of data, and "
	       "shows and uses a wrong hierarchy. Trees of virtual machines are passed over: they "
	       "make up their caches.",
	.fix = "Write cache-unified, or the sizes of both halves.",
	.refs = "Devicetree Specification v0.4, 3.9 Multi-level and Shared Cache Nodes\n"
		"Linux drivers/base/cacheinfo.c, of_count_cache_leaves()",
	.bad = { TREE(""), NULL },
	.good = { TREE("\t\tcache-unified;\n"), NULL },
	.check_prop = check_compatible,
	.prop = NAME_compatible,
} };

const struct rule_set rules_cpu_cache = { rules, 1 };
