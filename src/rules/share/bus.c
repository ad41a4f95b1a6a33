/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Buses on which an address is one device's, and what it is called there. */
static const struct kind {
	const char *prefix; /* of the bus's name */
	const char *address;
} kinds[] = {
	{ "spi", "chip select" },
	{ "qspi", "chip select" },
	{ "i2c", "address" },
	{ "i3c", "address" },
	{ "mdio", "address" },
};

static const struct kind *
kind_of(const struct tree *t, const struct node *bus)
{
	const char *name = intern_str(t->names, bus->base_name);
	size_t i;

	if (bus->address_cells != 1 || bus->size_cells)
		return NULL;
	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strncmp(name, kinds[i].prefix, strlen(kinds[i].prefix)))
			return &kinds[i];
	return NULL;
}

struct seat {
	uint32_t address;
	uint32_t node;
};

static int
compare(const void *pa, const void *pb)
{
	const struct seat *a = pa, *b = pb;

	if (a->address != b->address)
		return a->address < b->address ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

static bool
address_of(struct lint *l, const struct node *n, uint32_t *out)
{
	const struct prop *p = node_prop(l->tree, n, NAME_reg);

	if (!p || p->len < 4 || node_is_absent(lint_addresses(l), n))
		return false;
	*out = prop_cell(p, 0);
	return true;
}

static void
check_bus(struct lint *l, const struct rule *r, const struct node *bus)
{
	const struct tree *t = l->tree;
	const struct kind *kind;
	struct seat *v;
	uint32_t address;
	size_t n = 0, i;
	struct diag *d;

	if (t->overlay || !(kind = kind_of(t, bus)))
		return;
	node_for_each_child (t, bus, child)
		n += address_of(l, child, &address);
	v = arena_array(l->scratch, struct seat, n);
	n = 0;
	node_for_each_child (t, bus, child) {
		if (!address_of(l, child, &address))
			continue;
		v[n].address = address;
		v[n++].node = node_id(t, child);
	}
	if (n)
		qsort(v, n, sizeof(*v), compare);
	for (i = 1; i < n; i++) {
		const struct node *a = &t->nodes[v[i - 1].node],
				  *b = &t->nodes[v[i].node];

		if (v[i].address != v[i - 1].address)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, b, node_prop(t, b, NAME_reg),
			"%s 0x%" PRIx32 " is that of '%s', too", kind->address,
			v[i].address, node_name(t, a));
		diag_also(l, d, a, node_prop(t, a, NAME_reg), "the other device");
		diag_help(l, d,
			"correct one of the two, or disable the one that is not fitted");
	}
}

#define TREE(second) \
	SAMPLE_ROOT \
	"\ti2c {\n" \
	"\t\tcompatible = \"i2c-gpio\";\n" \
	"\t\t#address-cells = <1>;\n" \
	"\t\t#size-cells = <0>;\n" \
	"\n" \
	"\t\trtc@68 {\n" \
	"\t\t\tcompatible = \"dallas,ds3231\";\n" \
	"\t\t\treg = <0x68>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\teeprom@" second " {\n" \
	"\t\t\tcompatible = \"atmel,24c02\";\n" \
	"\t\t\treg = <0x" second ">;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/bus-address",
	.level = LEVEL_WARNING,
	.summary = "two enabled devices have one chip select or one address on a bus",
	.why = "On SPI, I2C and MDIO an address is one device's. Linux makes a device of the first "
	       "node, and refuses the second one: that address is in use.",
	.fix = "Correct one of the two, or disable the one that is not fitted.",
	.refs = "Linux drivers/spi/spi.c, spi_dev_check()\n"
		"Linux drivers/i2c/i2c-core-base.c, i2c_check_addr_busy()",
	.bad = { TREE("68"), NULL },
	.good = { TREE("50"), NULL },
	.check_node = check_bus,
	.parents_only = true,
} };

const struct rule_set rules_share_bus = { rules, 1 };
