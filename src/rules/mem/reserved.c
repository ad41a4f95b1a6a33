/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static const struct node *
owner(const struct lint *l, const struct span *s)
{
	return &l->tree->nodes[s->owner];
}

static struct diag *
report(struct lint *l, const struct rule *r, const struct span *region, const char *what,
	const char *other)
{
	const struct node *n = owner(l, region);

	return lint_report(l, r, r->level, n, node_prop(l->tree, n, NAME_reg),
		"reserved memory %s %s %s", lint_range(l, region), what, other);
}

static void
check_overlap(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct span_overlap *o;
	size_t i, n;

	if (l->tree->overlay)
		return;
	o = span_overlaps(&m->regions, l->scratch, &n);
	for (i = 0; i < n; i++) {
		struct diag *d = report(l, r, o[i].b, "overlaps",
			arena_printf(l->scratch, "'%s', %s",
				lint_path(l, owner(l, o[i].a)), lint_range(l, o[i].a)));

		diag_why(l, d,
			"each region is given away as if nobody else had it, and one that is no-map "
			"is refused where it is reserved already; Linux says 'OVERLAP DETECTED!'");
		diag_help(l, d,
			"correct the address or the size of one of them, or delete the one that the "
			"other replaces");
	}
}

/* How a region lies to memory. */
enum lies { INSIDE, ACROSS, OUTSIDE };

static enum lies
place_of(const struct memory *m, const struct span *region)
{
	if (span_covers(&m->ram, region))
		return INSIDE;
	return span_touches(&m->ram, region) ? ACROSS : OUTSIDE;
}

static const char *
nearest_text(struct lint *l, const struct memory *m, const struct span *region)
{
	const struct span *s = span_touches(&m->ram, region);

	if (!s)
		s = region->first < m->ram.v->first ? m->ram.v : &m->ram.v[m->ram.n - 1];
	return arena_printf(l->scratch, "the memory, %s%s", lint_range(l, s),
		m->ram.n > 1 ? " and more" : "");
}

static bool
is_reusable(struct lint *l, const struct span *region)
{
	return node_has(l->tree, owner(l, region), NAME_reusable);
}

static void
check_across(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	size_t i;

	if (l->tree->overlay || !m->ram.n)
		return;
	for (i = 0; i < m->regions.n; i++) {
		const struct span *s = &m->regions.v[i];

		if (place_of(m, s) != ACROSS)
			continue;
		diag_help(l, report(l, r, s, "is only in part in", nearest_text(l, m, s)),
			"correct the address or the size of the region, or the memory's");
	}
}

static void
outside(struct lint *l, const struct rule *r, bool reusable)
{
	const struct memory *m = lint_memory(l);
	size_t i;

	if (l->tree->overlay || !m->ram.n)
		return;
	for (i = 0; i < m->regions.n; i++) {
		const struct span *s = &m->regions.v[i];

		if (place_of(m, s) != OUTSIDE || is_reusable(l, s) != reusable)
			continue;
		diag_help(l, report(l, r, s, "is outside", nearest_text(l, m, s)),
			reusable ? "give it an address in memory, or remove reusable"
				 : "give it an address in memory, or remove it");
	}
}

static void
check_reusable_outside(struct lint *l, const struct rule *r)
{
	outside(l, r, true);
}

static void
check_outside(struct lint *l, const struct rule *r)
{
	outside(l, r, false);
}

/* Devices that live in memory. */
enum kind { UNKNOWN, OTHER, FRAMEBUFFER, FIRMWARE_SHARED };

static enum kind
kind_of(const struct tree *t, const struct node *n)
{
	if (node_is_compatible(t, n, "simple-framebuffer"))
		return FRAMEBUFFER;
	return node_is_compatible(t, n, "mmio-sram")
			       || node_is_compatible(t, n, "arm,scmi-shmem")
		       ? FIRMWARE_SHARED
		       : OTHER;
}

/* What is known of nodes: by number what they are, and which regions they refer to. */
struct known {
	unsigned char *kinds;
	struct map regions; /* (node, phandle); 0 for the phandle: the node was read */
};

static struct known *
known(struct lint *l, const struct rule *r)
{
	struct known *k = lint_slot(l, r, sizeof(*k));

	if (!k->kinds)
		k->kinds = arena_array(l->scratch, unsigned char, l->tree->nnodes);
	return k;
}

static enum kind
known_kind(struct lint *l, const struct rule *r, const struct node *n)
{
	unsigned char *kind = &known(l, r)->kinds[node_id(l->tree, n)];

	if (*kind == UNKNOWN)
		*kind = (unsigned char)kind_of(l->tree, n);
	return *kind;
}

/* A device in part in what is reserved: for framebuffers also one that is larger. */
static bool
crosses(struct lint *l, const struct rule *r, const struct span *registers,
	const struct span *reserved)
{
	if (registers->first >= reserved->first && registers->last <= reserved->last)
		return false;
	if (registers->first > reserved->first || registers->last < reserved->last)
		return true;
	return known_kind(l, r, owner(l, registers)) == FRAMEBUFFER;
}

static void
check_registers(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct span_list *registers;
	size_t i;

	if (l->tree->overlay || !m->regions.n)
		return;
	registers = lint_registers(l);
	for (i = 0; i < registers->n; i++) {
		const struct span *s = &registers->v[i];
		const struct span *in = span_touches(&m->reserved, s);
		const struct node *n = owner(l, s);
		struct diag *d;

		if (!in || !crosses(l, r, s, in))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, node_prop(l->tree, n, NAME_reg),
			"%s is only in part in the reserved memory %s", lint_range(l, s),
			lint_range(l, in));
		diag_why(l, d,
			"Linux gives the part that is not reserved to others where it is memory");
		diag_help(l, d, "correct the device's reg, or what is reserved for it");
	}
}

/* The region that all of @s lies in; where regions overlap, it may be missed. */
static const struct span *
region_of(const struct memory *m, const struct span *s)
{
	const struct span *region = span_before(&m->regions, s->first);

	return region && region->last >= s->last ? region : NULL;
}

static bool
refers_to(struct lint *l, const struct rule *r, const struct node *n, uint32_t phandle)
{
	const struct prop *p = node_prop(l->tree, n, NAME_memory_region);
	uint64_t node = (uint64_t)node_id(l->tree, n) << 32;
	struct map *regions = &known(l, r)->regions;
	uint32_t i;

	if (!p || !phandle)
		return false;
	if (map_get(regions, node) == MAP_ABSENT) {
		map_put(regions, l->scratch, node, 0);
		for (i = 0; i < prop_ncells(p); i++)
			map_put(regions, l->scratch, node | prop_cell(p, i), 0);
	}
	return map_get(regions, node | phandle) != MAP_ABSENT;
}

/* True where the device refers to the region, or is of a kind that lives in one. */
static bool
is_users(struct lint *l, const struct rule *r, const struct node *n,
	const struct node *region)
{
	return refers_to(l, r, n, region->phandle) || known_kind(l, r, n) != OTHER
	       || known_kind(l, r, node_parent(l->tree, n)) != OTHER;
}

static void
check_inside(struct lint *l, const struct rule *r)
{
	const struct memory *m = lint_memory(l);
	const struct span_list *registers;
	size_t i;

	if (l->tree->overlay || !m->regions.n)
		return;
	registers = lint_registers(l);
	for (i = 0; i < registers->n; i++) {
		const struct span *s = &registers->v[i], *region = region_of(m, s);
		const struct node *n = owner(l, s);

		if (!region || is_users(l, r, n, owner(l, region)))
			continue;
		diag_help(l,
			lint_report(l, r, LEVEL_WARNING, n,
				node_prop(l->tree, n, NAME_reg),
				"%s is inside the reserved memory %s of '%s'",
				lint_range(l, s), lint_range(l, region),
				lint_path(l, owner(l, region))),
			"correct the address of one of them; a device that uses the region "
			"names it in memory-region");
	}
}

#define TREE(regions) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tmemory@40000000 {\n" \
	"\t\tdevice_type = \"memory\";\n" \
	"\t\treg = <0x40000000 0x40000000>;\n" \
	"\t};\n" \
	"\n" \
	"\treserved-memory {\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <1>;\n" \
	"\t\tranges;\n" \
	"\n" regions

#define REGION(unit, size, more) \
	"\t\tregion@" unit " {\n" \
	"\t\t\treg = <0x" unit " " size ">;\n" more "\t\t};\n"

#define NO_MAP "\t\t\tno-map;\n"
#define POOL "\t\t\tcompatible = \"shared-dma-pool\";\n\t\t\treusable;\n"
#define END "\t};\n};\n"

#define FRAMEBUFFER(size) \
	"\t};\n" \
	"\n" \
	"\tframebuffer@50000000 {\n" \
	"\t\tcompatible = \"simple-framebuffer\";\n" \
	"\t\treg = <0x50000000 " size ">;\n" \
	"\t};\n" \
	"};\n"

#define DEVICE \
	"\n" \
	"\tmailbox@50000000 {\n" \
	"\t\tcompatible = \"arm,mhuv2-tx\", \"arm,primecell\";\n" \
	"\t\treg = <0x50000000 0x1000>;\n" \
	"\t};\n" \
	"};\n"

#define BINDING "Linux Documentation/devicetree/bindings/reserved-memory\n"
#define SPEC "Devicetree Specification v0.4, 3.5 /reserved-memory node\n"

static const struct rule rules[] = {
	{
		.id = "mem/reserved-memory-overlap",
		.level = LEVEL_WARNING,
		.summary = "two regions of reserved memory overlap",
		.why = "Each region is given away as if nobody else had it. Linux complains at "
		       "every boot, and refuses one that is no-map where it is reserved already, "
		       "so that its user finds it in use.",
		.fix = "Correct the address or the size of one of them, or delete the one that "
		       "the other replaces (/delete-node/ in the board's source).",
		.refs = SPEC
		"Linux drivers/of/of_reserved_mem.c, __rmem_check_for_overlap()",
		.bad = { TREE(REGION("50000000", "0x100000", NO_MAP)
					 REGION("50080000", "0x100000", NO_MAP)) END,
			NULL },
		.good = { TREE(REGION("50000000", "0x80000", NO_MAP)
					  REGION("50080000", "0x100000", NO_MAP)) END,
			NULL },
		.check_tree = check_overlap,
	},
	{
		.id = "mem/reserved-memory-partly-outside",
		.level = LEVEL_WARNING,
		.summary = "a region of reserved memory runs over the end of memory",
		.why = "Whoever uses the region finds no memory in a part of it: its size, its "
		       "address or the memory's is wrong. Passed over where no memory node has a "
		       "size, for a boot program then fills it in.",
		.fix = "Correct the address or the size of the region, or the memory's.",
		.refs = SPEC "Devicetree Specification v0.4, 3.4 /memory node",
		.bad = { TREE(REGION("7ff00000", "0x200000", NO_MAP)) END, NULL },
		.good = { TREE(REGION("7fe00000", "0x200000", NO_MAP)) END, NULL },
		.check_tree = check_across,
	},
	{
		.id = "mem/reusable-memory-outside",
		.level = LEVEL_WARNING,
		.summary = "a region of reserved memory is reusable and outside memory",
		.why = "A reusable region is memory that Linux uses until its owner wants it "
		       "(CMA). Where there is no memory it has nothing to hand out, and the "
		       "devices that refer to it fail. Passed over where no memory node has a "
		       "size, for a boot program then fills it in.",
		.fix = "Give the region an address in memory, or remove reusable.",
		.refs = SPEC BINDING "Linux kernel/dma/contiguous.c, rmem_cma_setup()",
		.bad = { TREE(REGION("90000000", "0x1000000", POOL)) END, NULL },
		.good = { TREE(REGION("50000000", "0x1000000", POOL)) END, NULL },
		.check_tree = check_reusable_outside,
	},
	{
		.id = "mem/reserved-memory-outside",
		.level = LEVEL_NOTE,
		.summary = "a region of reserved memory is outside memory",
		.why = "There may be nothing to reserve: the address is wrong, or the memory that it "
		       "is in is not described. A note, for sound trees describe video or "
		       "coprocessor RAM that way, and memory that the firmware keeps to itself. "
		       "Regions that are reusable are another rule's "
		       "(mem/reusable-memory-outside).",
		.fix = "Give the region an address in memory, or remove it.",
		.refs = SPEC BINDING
		"Linux drivers/of/of_reserved_mem.c, early_init_dt_reserve_memory()",
		.bad = { TREE(REGION("90000000", "0x1000000", NO_MAP)) END, NULL },
		.good = { TREE(REGION("50000000", "0x1000000", NO_MAP)) END, NULL },
		.check_tree = check_outside,
	},
	{
		.id = "mem/reg-partly-reserved",
		.level = LEVEL_WARNING,
		.summary = "a device's reg is only in part in reserved memory",
		.why = "What a device or the firmware has in memory must be reserved as a whole. "
		       "Linux gives the rest to others, and both write to it: a framebuffer that is "
		       "larger than what is reserved for it shows this as noise on the screen.",
		.fix = "Correct the device's reg, or what is reserved for it.",
		.refs = SPEC "Linux Documentation/devicetree/bindings/display/"
			     "simple-framebuffer.yaml",
		.bad = { TREE(REGION("50000000", "0x400000", NO_MAP))
				 FRAMEBUFFER("0x800000"),
			NULL },
		.good = { TREE(REGION("50000000", "0x800000", NO_MAP))
				  FRAMEBUFFER("0x800000"),
			NULL },
		.check_tree = check_registers,
	},
	{
		.id = "mem/reg-in-reserved-memory",
		.level = LEVEL_WARNING,
		.summary =
			"a device's reg is inside a region of reserved memory that is not its",
		.why = "A region of reserved memory is some device's or the firmware's alone. "
		       "Registers at the same address belong to another device, so that one of the "
		       "two addresses is wrong. Framebuffers, memory that is shared with the "
		       "firmware (mmio-sram, arm,scmi-shmem), and devices that name the region in "
		       "memory-region are passed over.",
		.fix = "Correct the address of one of them, or name the region in the device's "
		       "memory-region.",
		.refs = SPEC BINDING,
		.bad = { TREE(REGION("50000000", "0x400000", NO_MAP)) "\t};\n" DEVICE,
			NULL },
		.good = { TREE(REGION("50010000", "0x400000", NO_MAP)) "\t};\n" DEVICE,
			NULL },
		.check_tree = check_inside,
	},
};

const struct rule_set rules_mem_reserved = { rules, 6 };
