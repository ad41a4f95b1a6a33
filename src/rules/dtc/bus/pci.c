/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/bus/bus.h"

bool
dtc_is_pci(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_device_type);

	return p && p->len >= 4 && !memcmp(p->data, "pci", 4);
}

static bool
has_pci_devices(const struct tree *t, const struct node *n)
{
	return dtc_is_pci(t, n) && !dtc_is_simple_bus(t, n);
}

static const struct dtc_bus pci_bus = { "a PCI bus", has_pci_devices, 3, 2 };

static void
check_bus_range(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	uint32_t first, last;

	if (p->len != 8) {
		dtc_report_cells(l, r, n, p, 0, 0,
			"'bus-range' is %s, expected two cells: the first and the last bus",
			dtc_count(l, p->len, "byte"));
		return;
	}
	first = prop_cell(p, 0);
	last = prop_cell(p, 1);
	if (first > last)
		dtc_report_cells(l, r, n, p, 0, 2,
			"'bus-range' begins with bus 0x%x and ends with bus 0x%x, expected "
			"the lower first",
			first, last);
	if (last > 0xff)
		dtc_report_cells(l, r, n, p, 1, 1,
			"'bus-range' ends with bus 0x%x, expected at most 0xff", last);
}

static void
check_bridge(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const struct tree *t = l->tree;
	const struct prop *range = node_prop(t, n, NAME_bus_range);
	struct diag *d;

	if (!dtc_is_pci(t, n))
		return;
	if (n->base_name != NAME_pci && n->base_name != NAME_pcie) {
		d = lint_report(l, r, r->level, n, NULL,
			"a PCI host bridge is called '%s', expected 'pci' or 'pcie'",
			intern_str(t->names, n->base_name));
		diag_help(l, d,
			"rename it 'pcie%s%s', or remove device_type where it is none",
			*dtc_unit(t, n) ? "@" : "", dtc_unit(t, n));
	}
	if (!node_has(t, n, NAME_ranges))
		lint_report(l, r, r->level, n, p,
			"device_type says that this is a PCI bridge, but it has no 'ranges', "
			"expected the windows that it opens");
	dtc_check_bus_cells(l, r, n, &pci_bus, pci_bus.address_cells);
	if (range)
		check_bus_range(l, r, n, range);
}

/* phys.hi of a device's own entry: npt000ss bbbbbbbb dddddfff rrrrrrrr */
static void
check_device_reg(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct prop *p = node_prop(l->tree, n, NAME_reg);
	uint32_t hi, dev, func;
	const char *with_func;

	if (!p || p->len < 12)
		return;
	if (prop_cell(p, 1) || prop_cell(p, 2))
		dtc_report_cells(l, r, n, p, 1, 2,
			"the first entry of 'reg' is <0x%x 0x%x 0x%x …>, expected 0 in cells 2 "
			"and 3: a device's configuration space has no offset",
			prop_cell(p, 0), prop_cell(p, 1), prop_cell(p, 2));
	hi = prop_cell(p, 0);
	dev = hi >> 11 & 0x1f;
	func = hi >> 8 & 0x7;
	if (hi & 0xff000000)
		dtc_report_cells(l, r, n, p, 0, 1,
			"the first entry of 'reg' begins with 0x%x, expected 0x00 in its top "
			"byte: configuration space",
			hi);
	if (hi & 0xff)
		dtc_report_cells(l, r, n, p, 0, 1,
			"the first entry of 'reg' begins with 0x%x, expected 0x00 in its last "
			"byte: register 0",
			hi);
	with_func = arena_printf(l->scratch, "%x,%x", dev, func);
	if (func)
		dtc_check_unit(l, r, n, &pci_bus, with_func, NULL);
	else
		dtc_check_unit(l, r, n, &pci_bus, arena_printf(l->scratch, "%x", dev),
			with_func);
}

static void
check_device_bus(struct lint *l, const struct rule *r, const struct node *n)
{
	const struct node *bus = node_parent(l->tree, n);
	const struct prop *p = node_prop(l->tree, n, NAME_reg);
	const struct prop *range = node_prop(l->tree, bus, NAME_bus_range);
	uint32_t number, first = 0, last = 0;

	if (!p || p->len < 4 || (range && range->len != 8))
		return;
	number = prop_cell(p, 0) >> 16 & 0xff;
	if (range) {
		first = prop_cell(range, 0);
		last = prop_cell(range, 1);
	}
	if (number < first || number > last)
		dtc_report_cells(l, r, n, p, 0, 1,
			"'reg' puts the device on bus 0x%x, expected 0x%x to 0x%x: %s %s",
			number, first, last,
			range ? "'bus-range' of" : "there is no 'bus-range' in",
			dtc_path(l, bus));
}

static const struct dtc_bus_check device_reg = { &pci_bus, check_device_reg };
static const struct dtc_bus_check device_bus = { &pci_bus, check_device_bus };

#define PCI(cells, device) \
	DTC_ROOT("\t#address-cells = <1>;\n\t#size-cells = <1>;\n\n" \
		 "\tpcie@1000 {\n" \
		 "\t\treg = <0x1000 0x100>;\n" \
		 "\t\tdevice_type = \"pci\";\n" \
		 "\t\t#address-cells = <" cells ">;\n" \
		 "\t\t#size-cells = <2>;\n" \
		 "\t\tranges = <0x2000000 0 0 0x10000 0 0x1000>;\n" device "\t};\n")
#define DEVICE(unit, reg) \
	"\n\t\tethernet@" unit " {\n\t\t\treg = <" reg " 0 0 0 0>;\n\t\t};\n"

static const struct rule rules[] = {
	{
		.id = "dtc/pci_bridge",
		.level = LEVEL_WARNING,
		.summary = "a PCI host bridge with a wrong name, cell counts or "
			   "'bus-range', or without 'ranges'",
		.why = "PCI addresses have three cells and sizes two; Linux and firmware read "
		       "the bridge's windows and buses by that.",
		.fix = "Name the node pcie@…, give it #address-cells = <3>, #size-cells = "
		       "<2>, 'ranges', and a 'bus-range' of two cells.",
		.refs = "PCI Bus Binding to IEEE 1275, 2.1\n" DTC_CHECK(pci_bridge),
		.bad = PCI("2", ""),
		.good = PCI("3", ""),
		.check_prop = check_bridge,
		.prop = NAME_device_type,
		DTC_NEEDS("dtc/device_type_is_string", "dtc/addr_size_cells"),
	},
	{
		.id = "dtc/pci_device_reg",
		.level = LEVEL_WARNING,
		.summary = "a PCI device whose 'reg' is no configuration address, or not "
			   "what its name says",
		.why = "Linux finds the node of a PCI device by the device and function "
		       "number in the first cell of 'reg'.",
		.fix = "Write reg = <(bus << 16 | device << 11 | function << 8) 0 0 0 0>; and "
		       "name the node name@device,function in hex.",
		.refs = "PCI Bus Binding to IEEE 1275, 2.2.1\n" DTC_CHECK(pci_device_reg),
		.bad = PCI("3", DEVICE("2", "0x800")),
		.good = PCI("3", DEVICE("1", "0x800")),
		.check_prop = dtc_check_devices_by_prop,
		.prop = NAME_device_type,
		.data = &device_reg,
		DTC_NEEDS("dtc/reg_format", "dtc/pci_bridge"),
	},
	{
		.id = "dtc/pci_device_bus_num",
		.level = LEVEL_WARNING,
		.summary = "a PCI device on a bus that its bridge does not have",
		.why = "The bus number in 'reg' must be one of the bridge's 'bus-range', or 0 "
		       "where there is none.",
		.fix = "Mend the bus number in 'reg' (bits 16 to 23), or the 'bus-range'.",
		.refs = "PCI Bus Binding to IEEE 1275, 2.2.1\n" DTC_CHECK(
			pci_device_bus_num),
		.bad = PCI("3", DEVICE("1", "0x10800")),
		.good = PCI("3", DEVICE("1", "0x800")),
		.check_prop = dtc_check_devices_by_prop,
		.prop = NAME_device_type,
		.data = &device_bus,
		DTC_NEEDS("dtc/reg_format", "dtc/pci_bridge"),
	},
};

const struct rule_set rules_dtc_pci = { rules, sizeof(rules) / sizeof(*rules) };
