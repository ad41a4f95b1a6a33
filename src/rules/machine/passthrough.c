/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <string.h>

#include "rules/irq/gic.h"
#include "rules/machine/machine.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* A GIC's INTID of SPI 0. */
enum { SPI_BASE = 32 };

#define PAGE_MASK ((uint64_t)4095)

/* What a tree for xl's device_tree= has: libxl copies this node into the guest's tree. */
static const struct node *
passthrough_of(struct lint *l)
{
	return l->tree->overlay ? NULL
				: node_child(l->tree, l->tree->nodes, "passthrough", 11);
}

static bool
is_below(const struct tree *t, const struct node *top, uint32_t id)
{
	return id > node_id(t, top) && id < top->end;
}

/* The addresses that the guest is given, merged. */
static struct span_list
regions_of(struct lint *l, const struct guest_passthrough *p)
{
	struct span_list list = { 0 };
	struct span s = { 0 };
	size_t i;

	for (i = 0; i < p->nregions; i++)
		if (span_set(&s, p->regions[i].guest, p->regions[i].size, UINT64_MAX))
			span_add(&list, l->scratch, &s);
	span_sort(&list);
	span_merge(&list);
	return list;
}

static void
check_registers(struct lint *l, const struct rule *r, const struct host *h,
	const struct node *top)
{
	const struct span_list *registers = lint_registers(l);
	struct span_list given = regions_of(l, &h->guest.passthrough);
	const struct node *n;
	struct span pages;
	struct diag *d;
	size_t i;

	for (i = 0; i < registers->n; i++) {
		pages = registers->v[i];
		if (!is_below(l->tree, top, pages.owner))
			continue;
		pages.first &= ~PAGE_MASK;
		pages.last |= PAGE_MASK;
		if (span_covers(&given, &pages))
			continue;
		n = &l->tree->nodes[pages.owner];
		d = lint_report(l, r, LEVEL_WARNING, n, node_prop(l->tree, n, NAME_reg),
			"registers %s, and the host's iomem does not give them to the guest",
			lint_range(l, &registers->v[i]));
		diag_why(l, d,
			"the guest's first access ends in a data abort, and Linux panics");
		diag_help(l, d, "add the pages to iomem: \"%" PRIx64 ",%" PRIx64 "\"",
			pages.first >> 12, (pages.last - pages.first + 1) >> 12);
		diag_pair(l, d, h, NULL, NULL);
	}
}

static bool
is_given(const struct guest_passthrough *p, uint32_t intid)
{
	size_t i;

	for (i = 0; i < p->ninterrupts; i++)
		if (p->interrupts[i].number == intid)
			return true;
	return false;
}

/*
 * The tree need not have a controller, for libxl's is the one that is meant: entries
 * are of three cells, as a GIC's.
 */
static void
check_interrupts(
	struct lint *l, const struct rule *r, const struct host *h, const struct node *n)
{
	const struct prop *p = node_prop(l->tree, n, NAME_interrupts);
	uint32_t i, intid;
	struct diag *d;

	for (i = 0; p && p->len % 12 == 0 && i + 3 <= prop_ncells(p); i += 3) {
		if (prop_cell(p, i) != GIC_SPI || prop_cell(p, i + 1) > 1019 - SPI_BASE)
			continue;
		intid = SPI_BASE + prop_cell(p, i + 1);
		if (is_given(&h->guest.passthrough, intid))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, p,
			"SPI %" PRIu32 ", and the host's irqs do not have %" PRIu32,
			prop_cell(p, i + 1), intid);
		diag_entry(l, d, p, i * 4, 12);
		diag_why(l, d,
			"the interrupt stays the host's, and the driver waits for it in vain");
		diag_help(l, d, "add %" PRIu32 " to irqs: SPI N is interrupt N + 32",
			intid);
		diag_pair(l, d, h, NULL, NULL);
	}
}

/* A node of the host's whose name no node of the tree has. */
static void
check_node(struct lint *l, const struct rule *r, const struct host *h,
	const struct node *top, const struct guest_node *given)
{
	const char *slash = strrchr(given->path, '/');
	const char *name = slash ? slash + 1 : given->path;
	const struct node *n;
	struct diag *d;

	for (n = top + 1; n < l->tree->nodes + top->end; n++)
		if (!strcmp(node_name(l->tree, n), name))
			return;
	d = lint_report(l, r, LEVEL_NOTE, top, NULL,
		"no node '%s', and the host's dtdev gives the guest '%s'", name,
		given->path);
	diag_why(l, d, "the guest has the device, and does not know of it");
	diag_help(l, d, "add the node, by the name that it has in the host's tree");
	diag_pair(l, d, h, NULL, &given->said);
}

static void
check_host(struct lint *l, const struct rule *r, const struct host *h,
	const struct node *top)
{
	const struct addresses *a = lint_addresses(l);
	const struct guest_passthrough *p = &h->guest.passthrough;
	const struct node *n;
	size_t i;

	check_registers(l, r, h, top);
	for (n = top + 1; n < l->tree->nodes + top->end; n++)
		if (!node_is_absent(a, n))
			check_interrupts(l, r, h, n);
	for (i = 0; i < p->nnodes && !lint_is_done(l, r); i++)
		check_node(l, r, h, top, &p->nodes[i]);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct node *top = passthrough_of(l);
	const struct host *h;

	for (h = l->hosts; top && h < l->hosts + l->nhosts; h++)
		if (h->guest.passthrough.known)
			check_host(l, r, h, top);
}

#define TREE \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tpassthrough {\n" \
	"\t\tcompatible = \"simple-bus\";\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <1>;\n" \
	"\t\tranges;\n" \
	"\n" \
	"\t\tethernet@10000000 {\n" \
	"\t\t\tcompatible = \"calxeda,hb-xgmac\";\n" \
	"\t\t\treg = <0x10000000 0x1000>;\n" \
	"\t\t\tinterrupts = <0 80 4>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

#define HOST(address) \
	"guest:\n" \
	"  passthrough:\n" \
	"    regions: [{host: 0xfff50000, guest: " address ", size: 4K}]\n" \
	"    interrupts: [112]\n" \
	"    nodes: [/soc/ethernet@10000000]\n"

static const struct rule rules[] = { {
	.id = "machine/passthrough-differs",
	.level = LEVEL_WARNING,
	.varies = true,
	.summary = "a device that is passed through needs what the host does not give",
	.why = "xl takes a device for a guest from two sides: the nodes below /passthrough of "
	       "its device_tree, which the guest sees, and iomem, irqs and dtdev, which the "
	       "hypervisor goes by. An address that iomem lacks ends in an abort, an interrupt "
	       "that irqs lacks never comes.",
	.levels =
		"A warning where addresses or interrupts are missing, a note where dtdev has a "
		"device that the tree does not have.",
	.fix = "Give the guest what its nodes name.",
	.refs = "Xen docs/man/xl.cfg.5.pod.in, iomem, irqs, dtdev\n"
		"Xen docs/misc/arm/passthrough.txt",
	.bad = { TREE, HOST("0x20000000") },
	.good = { TREE, HOST("0x10000000") },
	.check_tree = check_tree,
} };

const struct rule_set rules_machine_passthrough = { rules, 1 };
