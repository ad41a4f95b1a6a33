/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/ref/phandle_args.h"

#include "rules/dtc/value/types.h"

/* One entry, as far as it was read. */
struct entry {
	uint32_t number; /* from 0 */
	uint32_t cell;   /* where its phandle stands */
	const struct node *node;
};

/*
 * The cells behind the phandle, in @args. False where there is no telling, which was
 * reported: what comes behind cannot be read.
 */
static bool
read_count(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, const struct entry *e, const struct dtc_provider *provider,
	uint32_t *args)
{
	const struct prop *cells = node_prop(l->tree, e->node, provider->cells);
	const char *name = prop_name(l->tree, p);
	const char *wanted = intern_str(l->tree->names, provider->cells);
	struct diag *d;

	*args = 0;
	if (cells && cells->len == 4) {
		*args = prop_cell(cells, 0);
		return true;
	}
	if (!cells && provider->optional)
		return true;
	if (cells)
		dtc_report_cells(l, r, n, p, e->cell, 1,
			"entry %u of '%s' refers to %s, whose %s is %s, expected one cell",
			e->number, name, dtc_path(l, e->node), wanted,
			dtc_count(l, cells->len, "byte"));
	else {
		d = dtc_report_cells(l, r, n, p, e->cell, 1,
			"entry %u of '%s' (cell %u, 0x%x) refers to %s, which has no %s",
			e->number, name, e->cell, prop_cell(p, e->cell),
			dtc_path(l, e->node), wanted);
		diag_help(l, d,
			"give %s its %s, or mend the reference; if an entry before it has too "
			"many or too few cells, this is no phandle at all",
			dtc_path(l, e->node), wanted);
	}
	return false;
}

static void
report_short(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, const struct entry *e, const struct dtc_provider *provider,
	uint32_t args)
{
	uint32_t left = prop_ncells(p) - e->cell - 1;
	const char *wanted = intern_str(l->tree->names, provider->cells);
	struct diag *d;

	d = dtc_report_cells(l, r, n, p, e->cell, 0,
		"entry %u of '%s' refers to %s, whose %s is %u, expected that many cells "
		"behind the phandle, found %u",
		e->number, prop_name(l->tree, p), dtc_path(l, e->node), wanted, args,
		left);
	diag_help(l, d, "add what is missing, or mend %s in %s", wanted,
		dtc_path(l, e->node));
}

void
dtc_check_phandle_args(struct lint *l, const struct rule *r, const struct node *n,
	const struct prop *p, const struct dtc_provider *provider)
{
	struct entry e = { 0 };
	uint32_t args, ncells = prop_ncells(p), phandle;

	if (p->len % 4) {
		dtc_report_cells(l, r, n, p, 0, 0,
			"'%s' is %s, expected whole cells: a multiple of 4",
			prop_name(l->tree, p), dtc_count(l, p->len, "byte"));
		return;
	}
	for (; e.cell < ncells; e.cell += args + 1, e.number++) {
		phandle = prop_cell(p, e.cell);
		args = 0;
		if (!dtc_phandle_is_valid(phandle)) {
			/* of another tree, which knows how many cells follow */
			if (dtc_is_plugin(l->tree))
				return;
			continue; /* an entry that is left out */
		}
		e.node = tree_phandle(l->tree, phandle);
		if (!e.node) {
			dtc_report_cells(l, r, n, p, e.cell, 1,
				"entry %u of '%s' (cell %u) is 0x%x, which is no node's "
				"phandle",
				e.number, prop_name(l->tree, p), e.cell, phandle);
			return;
		}
		if (!read_count(l, r, n, p, &e, provider, &args))
			return;
		if (args >= ncells - e.cell) {
			report_short(l, r, n, p, &e, provider, args);
			return;
		}
	}
}

static void
check_args(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	dtc_check_phandle_args(l, r, n, p, r->data);
}

#define SAMPLE(text, cells, entry) \
	DTC_ROOT("\tprovider: provider {\n\t\t" cells " = <1>;\n\t};\n\n" \
		 "\tconsumer {\n\t\t" text " = <&provider" entry ">;\n\t};\n")

#define ROW(name, atom, text, cells_atom, cells_text, optional_) \
	{ \
		.id = "dtc/" #name "_property", \
		.level = LEVEL_WARNING, \
		.summary = "a '" text "' that does not fit the '" cells_text \
			   "' of what it " \
			   "refers to", \
		.why = "Each entry is a phandle and as many cells as the node it refers to " \
		       "has in '" cells_text \
		       "': where they do not fit, this entry and all " \
		       "behind it are read wrongly.", \
		.fix = "Write whole entries: a phandle, and the cells that the binding of its " \
		       "node asks for.", \
		.refs = DTC_CHECK(name##_property), \
		.bad = SAMPLE(text, cells_text, ""), \
		.good = SAMPLE(text, cells_text, " 0"), \
		.check_prop = check_args, \
		.prop = NAME_##atom, \
		.data = &(const struct dtc_provider){ NAME_##cells_atom, optional_ }, \
		DTC_NEEDS("dtc/" #name "_is_cell", "dtc/phandle_references"), \
	}, \
		DTC_CELL_RULE(name##_is_cell, cells_atom, cells_text, \
			"It says how many cells follow a phandle of this node: where it is not a " \
			"number, no '" text "' that refers to the node can be read.")

static const struct rule rules[] = {
	/* clang-format off */
	ROW(clocks, clocks, "clocks", clock_cells, "#clock-cells", false),
	ROW(cooling_device, cooling_device, "cooling-device", cooling_cells, "#cooling-cells", false),
	ROW(dmas, dmas, "dmas", dma_cells, "#dma-cells", false),
	ROW(hwlocks, hwlocks, "hwlocks", hwlock_cells, "#hwlock-cells", false),
	ROW(interrupts_extended, interrupts_extended, "interrupts-extended", interrupt_cells, "#interrupt-cells", false),
	ROW(io_channels, io_channels, "io-channels", io_channel_cells, "#io-channel-cells", false),
	ROW(iommus, iommus, "iommus", iommu_cells, "#iommu-cells", false),
	ROW(mboxes, mboxes, "mboxes", mbox_cells, "#mbox-cells", false),
	ROW(msi_parent, msi_parent, "msi-parent", msi_cells, "#msi-cells", true),
	ROW(mux_controls, mux_controls, "mux-controls", mux_control_cells, "#mux-control-cells", false),
	ROW(phys, phys, "phys", phy_cells, "#phy-cells", false),
	ROW(power_domains, power_domains, "power-domains", power_domain_cells, "#power-domain-cells", false),
	ROW(pwms, pwms, "pwms", pwm_cells, "#pwm-cells", false),
	ROW(resets, resets, "resets", reset_cells, "#reset-cells", false),
	ROW(sound_dai, sound_dai, "sound-dai", sound_dai_cells, "#sound-dai-cells", false),
	ROW(thermal_sensors, thermal_sensors, "thermal-sensors", thermal_sensor_cells, "#thermal-sensor-cells", false),
	/* clang-format on */
};

const struct rule_set rules_dtc_phandle_args = { rules, sizeof(rules) / sizeof(*rules) };
