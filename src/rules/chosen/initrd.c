/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Where the tree says that the initial RAM disk is. */
struct initrd {
	const struct node *chosen;
	const struct prop *start; /* or NULL */
	const struct prop *end;   /* or NULL */
	struct span span;         /* only where find_initrd() gives true */
};

/* Linux's early_init_dt_check_for_initrd(): as many cells as there are. */
static bool
read_number(const struct prop *p, uint64_t *out)
{
	return p && p->len && p->len % 4 == 0 && prop_number(p, 0, p->len / 4, out);
}

/* False where there is none, or what is said of it makes no sense. */
static bool
find_initrd(struct lint *l, struct initrd *out)
{
	uint64_t start, end;

	*out = (struct initrd){ 0 };
	out->chosen = node_child(l->tree, l->tree->nodes, "chosen", 6);
	if (!out->chosen || l->tree->overlay)
		return false;
	out->start = node_prop(l->tree, out->chosen, NAME_linux_initrd_start);
	out->end = node_prop(l->tree, out->chosen, NAME_linux_initrd_end);
	if (!read_number(out->start, &start) || !read_number(out->end, &end)
		|| end <= start)
		return false;
	out->span = (struct span){ .first = start, .last = end - 1 };
	return true;
}

/* True where the value is a number; else says what it is. */
static bool
check_number(struct lint *l, const struct rule *r, const struct node *chosen,
	const struct prop *p, uint64_t *out)
{
	if (read_number(p, out))
		return true;
	diag_help(l,
		lint_report(l, r, LEVEL_ERROR, chosen, p, "%s is of %" PRIu32 " bytes%s",
			prop_name(l->tree, p), p->len,
			p->len && p->len % 4 == 0
				? ", and its value does not fit in 64 bits"
				: ", expected an address of one or two cells"),
		"write the address as <0x…> or, above 4 GiB, as two cells");
	return false;
}

static void
check_range(struct lint *l, const struct rule *r)
{
	struct initrd rd;
	uint64_t start, end;

	if (find_initrd(l, &rd) || (!rd.start && !rd.end))
		return;
	if (!rd.start || !rd.end) {
		diag_help(l,
			lint_report(l, r, LEVEL_ERROR, rd.chosen,
				rd.start ? rd.start : rd.end,
				"linux,initrd-%s without linux,initrd-%s",
				rd.start ? "start" : "end", rd.start ? "end" : "start"),
			"give both, or neither");
		return;
	}
	if (!check_number(l, r, rd.chosen, rd.start, &start)
		|| !check_number(l, r, rd.chosen, rd.end, &end) || start == end)
		return;
	diag_help(l,
		lint_report(l, r, LEVEL_ERROR, rd.chosen, rd.end,
			"linux,initrd-end is 0x%" PRIx64
			", below linux,initrd-start, 0x%" PRIx64,
			end, start),
		"linux,initrd-end is the address of the first byte behind the initrd, not its "
		"size");
}

static void
check_memory(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	struct initrd rd;
	struct diag *d;

	if (!find_initrd(l, &rd) || !m->ram.n || span_covers(&m->ram, &rd.span))
		return;
	d = lint_report(l, r, LEVEL_ERROR, rd.chosen, rd.start,
		"the initrd, %s, is %s the memory, %s%s", lint_range(l, &rd.span),
		span_touches(&m->ram, &rd.span) ? "only in part in" : "outside",
		lint_range(l, m->ram.v), m->ram.n > 1 ? " and more" : "");
	diag_why(l, d,
		"Linux reads the initrd from memory, and drops one that is not in it: the boot "
		"ends without a root file system");
	diag_help(l, d,
		"load the initrd into memory and say where, or correct the memory node");
}

/* Whole or in part; a reservation of the initrd's own stands in the block, not here. */
static void
check_reserved(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct tree *t = l->tree;
	struct initrd rd;
	struct diag *d;
	size_t i;

	if (!find_initrd(l, &rd))
		return;
	for (i = 0; i < m->regions.n; i++) {
		const struct span *s = &m->regions.v[i];
		const struct node *n = &t->nodes[s->owner];

		if (s->last < rd.span.first || s->first > rd.span.last)
			continue;
		d = lint_report(l, r, LEVEL_ERROR, rd.chosen, rd.start,
			"the initrd, %s, is in the reserved memory '%s', %s",
			lint_range(l, &rd.span), lint_path(l, n), lint_range(l, s));
		diag_also(l, d, n, node_prop(t, n, NAME_reg), "the region");
		diag_why(l, d,
			"Linux finds the initrd in use and drops it: the boot ends without a root "
			"file system");
		diag_help(l, d, "load the initrd elsewhere in memory");
		return;
	}
}

#define TREE_WITH(start, end, more) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tchosen {\n" \
	"\t\tlinux,initrd-start = <" start ">;\n" \
	"\t\tlinux,initrd-end = <" end ">;\n" \
	"\t};\n" \
	"\n" \
	"\tmemory@40000000 {\n" \
	"\t\tdevice_type = \"memory\";\n" \
	"\t\treg = <0x40000000 0x20000000>;\n" \
	"\t};\n" more "};\n"

#define TREE(start, end) TREE_WITH(start, end, "")

#define RESERVED(start, end) \
	TREE_WITH(start, end, \
		"\n" \
		"\treserved-memory {\n" \
		"\t\t#address-cells = <1>;\n" \
		"\t\t#size-cells = <1>;\n" \
		"\t\tranges;\n" \
		"\n" \
		"\t\tfirmware@48000000 {\n" \
		"\t\t\treg = <0x48000000 0x1000000>;\n" \
		"\t\t\tno-map;\n" \
		"\t\t};\n" \
		"\t};\n")

#define REFS \
	"Linux Documentation/arch/arm64/booting.rst\n" \
	"dt-schema dtschema/schemas/chosen.yaml, linux,initrd-start\n" \
	"Linux drivers/of/fdt.c, early_init_dt_check_for_initrd()"

static const struct rule rules[] = {
	{
		.id = "chosen/initrd-range",
		.level = LEVEL_ERROR,
		.summary = "linux,initrd-start and linux,initrd-end are no range",
		.why = "Linux takes the initrd from the bytes between the two addresses. Where one "
		       "is missing, or the end is below the start, it goes on as if there were "
		       "none, and the boot ends without a root file system.",
		.fix = "Give both; linux,initrd-end is the first address behind the initrd.",
		.refs = REFS,
		.bad = { TREE("0x48000000", "0x800000"), NULL },
		.good = { TREE("0x48000000", "0x48800000"), NULL },
		.check_tree = check_range,
	},
	{
		.id = "chosen/initrd-outside-memory",
		.level = LEVEL_ERROR,
		.summary = "the initrd is not, or not as a whole, in memory",
		.why = "Linux reads the initrd from memory, and drops one that is not all in what "
		       "the memory nodes describe: the boot ends without a root file system. "
		       "Passed over where no memory node has a size, for a boot program then fills "
		       "it in.",
		.fix = "Load the initrd into memory and say where, or correct the memory node.",
		.refs = REFS "\nLinux arch/arm64/mm/init.c, arm64_memblock_init()",
		.bad = { TREE("0x68000000", "0x68800000"), NULL },
		.good = { TREE("0x48000000", "0x48800000"), NULL },
		.check_tree = check_memory,
	},
	{
		.id = "chosen/initrd-reserved",
		.level = LEVEL_ERROR,
		.summary = "the initrd is in a region of reserved memory",
		.why = "What is reserved belongs to the firmware or to a device. Linux drops an initrd "
		       "that overlaps it, and where it does not, somebody else writes to it.",
		.fix = "Load the initrd elsewhere, and say where.",
		.refs = REFS "\nLinux init/initramfs.c, reserve_initrd_mem()",
		.bad = { RESERVED("0x48000000", "0x48800000"), NULL },
		.good = { RESERVED("0x4a000000", "0x4a800000"), NULL },
		.check_tree = check_reserved,
	},
};

const struct rule_set rules_chosen_initrd = { rules, 3 };
