/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/bus/bus.h"

/* Flags in an address (dt-bindings/i2c/i2c.h). */
#define I2C_TEN_BIT_ADDRESS (1u << 31)
#define I2C_OWN_SLAVE_ADDRESS (1u << 30)

/* By its name; a controller whose bus is a subnode of its own is none. */
static bool
is_i2c_bus(const struct tree *t, const struct node *n)
{
	if (n->base_name == NAME_i2c_bus || n->base_name == NAME_i2c_arb)
		return true;
	if (n->base_name != NAME_i2c)
		return false;
	node_for_each_child (t, n, child)
		if (child->base_name == NAME_i2c_bus)
			return false;
	return true;
}

/* What is_i2c_bus() needs of the name. */
static bool
may_be_i2c_bus(const char *name)
{
	return !strncmp(name, "i2c", 3);
}

static const struct dtc_bus i2c_bus = { "an I2C bus", is_i2c_bus, 1, 0 };

static void
check_bus(struct lint *l, const struct rule *r, const struct node *n)
{
	if (is_i2c_bus(l->tree, n))
		dtc_check_bus_cells(l, r, n, &i2c_bus, i2c_bus.address_cells);
}

static void
check_address(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, uint32_t reg)
{
	struct diag *d;

	if (reg & I2C_TEN_BIT_ADDRESS) {
		if ((reg & ~I2C_TEN_BIT_ADDRESS) > 0x3ff)
			lint_report(l, r, r->level, n, p,
				"the ten-bit I2C address is 0x%x, expected at most 0x3ff",
				reg & ~I2C_TEN_BIT_ADDRESS);
	} else if (reg > 0x7f) {
		d = lint_report(l, r, r->level, n, p,
			"the I2C address is 0x%x, expected at most 0x7f", reg);
		diag_help(l, d,
			"mend 'reg'; a ten-bit address has I2C_TEN_BIT_ADDRESS (0x80000000) "
			"in it");
	}
}

static void
check_device(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct prop *p = node_prop(l->tree, n, NAME_reg);
	char buf[DTC_HEX];
	uint32_t i;

	if (!p) {
		lint_report(l, r, r->level, n, NULL,
			"a device on an I2C bus has no 'reg', expected its address there");
		return;
	}
	if (p->len < 4)
		return;
	dtc_check_unit(l, r, n, &i2c_bus,
		dtc_hex(buf, prop_cell(p, 0) & ~I2C_OWN_SLAVE_ADDRESS), NULL);
	for (i = 0; i < prop_ncells(p) && !lint_is_done(l, r); i++)
		check_address(l, r, n, p, prop_cell(p, i) & ~I2C_OWN_SLAVE_ADDRESS);
}

static const struct dtc_bus_check devices = { &i2c_bus, check_device };

#define BUS(size_cells, address) \
	DTC_ROOT("\ti2c {\n\t\t#address-cells = <1>;\n" \
		 "\t\t#size-cells = <" size_cells ">;\n\n" \
		 "\t\tsensor@48 {\n\t\t\treg = <" address ">;\n\t\t};\n\t};\n")

static const struct rule rules[] = {
	{
		.id = "dtc/i2c_bus_bridge",
		.level = LEVEL_WARNING,
		.summary = "an I2C bus whose cell counts are not 1 and 0",
		.why = "An I2C device has one address of one cell and no size: with other "
		       "counts its 'reg' is read wrongly.",
		.fix = "Write #address-cells = <1>; #size-cells = <0>; into the bus node.",
		.refs = "dt-schema, i2c/i2c-controller.yaml\n" DTC_CHECK(i2c_bus_bridge),
		.bad = BUS("1", "0x48 1"),
		.good = BUS("0", "0x48"),
		.check_node = check_bus,
		.match_node = may_be_i2c_bus,
		.parents_only = true,
		DTC_NEEDS("dtc/addr_size_cells"),
	},
	{
		.id = "dtc/i2c_bus_reg",
		.level = LEVEL_WARNING,
		.summary =
			"an I2C device without an address, with one out of range, or not "
			"named after it",
		.why = "Linux makes the device from its 'reg', and refuses an address of more "
		       "than 7 bits, or 10 with I2C_TEN_BIT_ADDRESS.",
		.fix = "Write the 7-bit address (not the 8-bit one with the read bit), and "
		       "name the node after it.",
		.refs = "dt-schema, i2c/i2c-controller.yaml\n" DTC_CHECK(i2c_bus_reg),
		.bad = BUS("0", "0x90"),
		.good = BUS("0", "0x48"),
		.check_node = dtc_check_devices,
		.match_node = may_be_i2c_bus,
		.parents_only = true,
		.data = &devices,
		DTC_NEEDS("dtc/reg_format", "dtc/i2c_bus_bridge"),
	},
};

const struct rule_set rules_dtc_i2c = { rules, sizeof(rules) / sizeof(*rules) };
