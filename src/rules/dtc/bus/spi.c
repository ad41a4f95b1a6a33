/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/bus/bus.h"

static bool
has_spi_property(const struct tree *t, const struct node *n)
{
	node_for_each_prop (t, n, p)
		if (!strncmp(prop_name(t, p), "spi-", 4))
			return true;
	return false;
}

/* By its name, or else by cell counts that fit and a child that has "spi-…". */
static bool
is_spi_bus(const struct tree *t, const struct node *n)
{
	if (n->base_name == NAME_spi)
		return true;
	if (n->address_cells != 1 || n->size_cells != 0)
		return false;
	node_for_each_child (t, n, child)
		if (has_spi_property(t, child))
			return true;
	return false;
}

static bool
has_spi_devices(const struct tree *t, const struct node *n)
{
	return is_spi_bus(t, n) && !node_has(t, n, NAME_spi_slave);
}

static const struct dtc_bus spi_bus = { "an SPI bus", has_spi_devices, 1, 0 };

static void
check_bus(struct lint *l, const struct rule *r, const struct node *n)
{
	struct diag *d;

	if (!is_spi_bus(l->tree, n))
		return;
	if (n->base_name != NAME_spi && node_has(l->tree, n, NAME_reg)) {
		d = lint_report(l, r, r->level, n, NULL,
			"the node is an SPI bus, by a 'spi-…' property of a child, but is "
			"called '%s', expected 'spi'",
			intern_str(l->tree->names, n->base_name));
		diag_help(l, d, "rename it 'spi%s%s'", *dtc_unit(l->tree, n) ? "@" : "",
			dtc_unit(l->tree, n));
	}
	dtc_check_bus_cells(l, r, n, &spi_bus,
		node_has(l->tree, n, NAME_spi_slave) ? 0 : spi_bus.address_cells);
}

static void
check_device(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct prop *p = node_prop(l->tree, n, NAME_reg);
	char buf[DTC_HEX];

	if (!p)
		lint_report(l, r, r->level, n, NULL,
			"a device on an SPI bus has no 'reg', expected its chip select there");
	else if (p->len >= 4)
		dtc_check_unit(l, r, n, &spi_bus, dtc_hex(buf, prop_cell(p, 0)), NULL);
}

static const struct dtc_bus_check devices = { &spi_bus, check_device };

#define BUS(size_cells, unit) \
	DTC_ROOT("\tspi {\n\t\t#address-cells = <1>;\n" \
		 "\t\t#size-cells = <" size_cells ">;\n\n" \
		 "\t\tflash@" unit " {\n\t\t\treg = <1>;\n\t\t};\n\t};\n")

static const struct rule rules[] = {
	{
		.id = "dtc/spi_bus_bridge",
		.level = LEVEL_WARNING,
		.summary =
			"an SPI bus with a wrong name, or cell counts that are not 1 and 0",
		.why = "An SPI device's address is its chip select, one cell without a size "
		       "(none at all where the bus has 'spi-slave').",
		.fix = "Call the node spi@…, with #address-cells = <1>; #size-cells = <0>;.",
		.refs = "dt-schema, spi/spi-controller.yaml\n" DTC_CHECK(spi_bus_bridge),
		.bad = BUS("1", "1"),
		.good = BUS("0", "1"),
		.check_node = check_bus,
		.parents_only = true,
		DTC_NEEDS("dtc/addr_size_cells"),
	},
	{
		.id = "dtc/spi_bus_reg",
		.level = LEVEL_WARNING,
		.summary = "an SPI device without a chip select, or not named after it",
		.why = "Linux makes the device from its 'reg', the chip select; the node is "
		       "named after it.",
		.fix = "Write reg = <chip select>; and name the node name@chip-select.",
		.refs = "dt-schema, spi/spi-controller.yaml\n" DTC_CHECK(spi_bus_reg),
		.bad = BUS("0", "2"),
		.good = BUS("0", "1"),
		.check_node = dtc_check_devices,
		.parents_only = true,
		.data = &devices,
		DTC_NEEDS("dtc/reg_format", "dtc/spi_bus_bridge"),
	},
};

const struct rule_set rules_dtc_spi = { rules, sizeof(rules) / sizeof(*rules) };
