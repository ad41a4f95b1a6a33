/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A partition of a chip that has no node for its table, as trees had it before. */
static bool
is_bare(const struct tree *t, const struct node *n)
{
	return !strncmp(node_name(t, n), "partition@", 10)
	       && !node_has(t, n, NAME_compatible);
}

static bool
is_table(const struct tree *t, const struct node *n)
{
	bool bare = false;

	if (node_is_compatible(t, n, "fixed-partitions"))
		return true;
	/* of other partitions a "partitions" node has its own way to tell where they are */
	if (!node_has(t, n, NAME_compatible) || !strcmp(node_name(t, n), "partitions"))
		return false;
	node_for_each_child (t, n, child) {
		if (!strcmp(node_name(t, child), "partitions"))
			return false;
		bare |= is_bare(t, child);
	}
	return bare;
}

/* Whether a child of a table is one of its partitions. */
static bool
is_partition(const struct tree *t, const struct node *table, const struct node *n)
{
	return node_is_compatible(t, table, "fixed-partitions") || is_bare(t, n);
}

static void
read_table(struct lint *l, const struct node *table, struct span_list *out)
{
	const struct tree *t = l->tree;
	uint64_t address, size;

	node_for_each_child (t, table, n) {
		struct span s = { .owner = node_id(t, n) };

		if (is_partition(t, table, n) && node_status_okay(t, n)
			&& node_reg(t, n, 0, &address, &size)
			&& span_set(&s, address, size, UINT64_MAX))
			span_add(out, l->scratch, &s);
	}
	span_sort(out);
}

/* One within the other, and not the same: a partition for the whole, or a file system's. */
static bool
is_nested(const struct span_overlap *o)
{
	return (o->a->first <= o->b->first && o->b->last <= o->a->last)
	       && (o->a->first != o->b->first || o->a->last != o->b->last);
}

/* All pairs are one finding: they come of one way of counting. */
static void
check_overlap(struct lint *l, const struct rule *r, const struct node *table)
{
	const struct tree *t = l->tree;
	const struct span_overlap *o;
	struct span_list list = { 0 };
	struct diag *d;
	size_t n, i, first;

	if (t->overlay || !is_table(t, table))
		return;
	read_table(l, table, &list);
	o = span_overlaps(&list, l->scratch, &n);
	if (!n)
		return;
	for (first = 0; first < n && is_nested(o + first); first++)
		;
	d = lint_report(l, r, first < n ? LEVEL_WARNING : LEVEL_NOTE, table, NULL,
		"partitions overlap: '%s', %s, and '%s', %s%s",
		node_name(t, &t->nodes[o[first % n].a->owner]),
		lint_range(l, o[first % n].a),
		node_name(t, &t->nodes[o[first % n].b->owner]),
		lint_range(l, o[first % n].b),
		n > 1 ? arena_printf(l->scratch, ", and %zu more", n - 1) : "");
	for (i = 0; d && i < n && i < 8; i++) {
		const struct node *b = &t->nodes[o[i].b->owner];

		diag_also(l, d, b, node_prop(t, b, NAME_reg), "overlaps '%s'",
			node_name(t, &t->nodes[o[i].a->owner]));
	}
	diag_why(l, d, "writing the one destroys the other");
	diag_help(l, d, "the second number of reg is a size, not the partition's end");
}

/* What the table divides has a size where it is a partition, or is mapped. */
static bool
room_of(const struct tree *t, const struct node *table, const struct node **of,
	uint64_t *room)
{
	const struct node *n, *up;
	uint64_t address;
	struct rows reg;

	n = node_is_compatible(t, table, "fixed-partitions") ? node_parent(t, table)
							     : table;
	up = n ? node_parent(t, n) : NULL;
	*of = n;
	return n && up && up->size_cells && !node_is_compatible(t, n, "fixed-partitions")
	       && node_reg_rows(t, n, &reg) && reg.n == 1
	       && (is_table(t, up) || node_is_compatible(t, n, "cfi-flash"))
	       && node_reg(t, n, 0, &address, room) && *room;
}

static void
check_end(struct lint *l, const struct rule *r, const struct node *table)
{
	const struct tree *t = l->tree;
	const struct node *of;
	uint64_t room, address, size;
	struct diag *d;

	if (t->overlay || !is_table(t, table) || !room_of(t, table, &of, &room))
		return;
	node_for_each_child (t, table, n) {
		if (!is_partition(t, table, n) || !node_reg(t, n, 0, &address, &size)
			|| (address <= room && size <= room - address))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, node_prop(t, n, NAME_reg),
			"the partition is 0x%" PRIx64 " bytes from 0x%" PRIx64
			", and '%s' has 0x%" PRIx64,
			size, address, lint_path(l, of), room);
		diag_also(l, d, of, node_prop(t, of, NAME_reg), "what is divided");
		diag_help(l, d,
			"the second number of reg is a size, not the partition's end");
	}
}

#define TREE(size) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tflash@0 {\n" \
	"\t\tcompatible = \"cfi-flash\";\n" \
	"\t\treg = <0x0 0x100000>;\n" \
	"\n" \
	"\t\tpartitions {\n" \
	"\t\t\tcompatible = \"fixed-partitions\";\n" \
	"\t\t\t#address-cells = <1>;\n" \
	"\t\t\t#size-cells = <1>;\n" \
	"\n" \
	"\t\t\tpartition@0 {\n" \
	"\t\t\t\treg = <0x0 0x20000>;\n" \
	"\t\t\t};\n" \
	"\n" \
	"\t\t\tpartition@20000 {\n" \
	"\t\t\t\treg = <0x20000 " size ">;\n" \
	"\t\t\t};\n" \
	"\n" \
	"\t\t\tpartition@80000 {\n" \
	"\t\t\t\treg = <0x80000 0x80000>;\n" \
	"\t\t\t};\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

#define REFS \
	"Linux Documentation/devicetree/bindings/mtd/partitions/fixed-partitions.yaml"

static const struct rule rules[] = {
	{
		.id = "share/partition-overlap",
		.level = LEVEL_WARNING,
		.summary = "partitions of one table overlap",
		.why = "What two partitions share is written by both. Most often the end was written "
		       "for the size. A chip's children named partition@… are a table, too.",
		.levels =
			"note: each lies within another one, as where one is for the whole chip, or "
			"for a file system within an image; warning otherwise",
		.fix = "Correct the addresses and sizes.",
		.refs = REFS,
		.bad = { TREE("0x80000"), NULL },
		.good = { TREE("0x60000"), NULL },
		.check_node = check_overlap,
		.parents_only = true,
	},
	{
		.id = "share/partition-end",
		.level = LEVEL_WARNING,
		.summary = "a partition passes the end of what it divides",
		.why = "Linux cuts such a partition down, or refuses it; most often the end was "
		       "written for the size.",
		.fix = "Correct the size.",
		.refs = REFS "\nLinux drivers/mtd/mtdpart.c, allocate_partition()",
		.bad = { TREE("0x100000"), NULL },
		.good = { TREE("0x60000"), NULL },
		.check_node = check_end,
		.parents_only = true,
	},
};

const struct rule_set rules_share_partitions = { rules, 2 };
