/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
is_zones(const char *name)
{
	return !strcmp(name, "thermal-zones");
}

static void
check_zones(struct lint *l, const struct rule *r, const struct node *zones)
{
	const struct tree *t = l->tree;
	const struct node *trips;

	if (t->overlay || zones->depth != 1)
		return;
	node_for_each_child (t, zones, n) {
		trips = node_child(t, n, "trips", 5);
		if (!node_has(t, n, NAME_thermal_sensors) || !node_status_okay(t, n)
			|| (trips && trips->first_child != NODE_NONE))
			continue;
		diag_help(l,
			lint_report(l, r, LEVEL_NOTE, n, NULL,
				"the thermal zone has no trips"),
			"add trips, the last of them critical; some kernels of 6.1 and 6.6 do "
			"not register the zone without");
	}
}

#define TREE(trips) \
	SAMPLE_ROOT \
	"\tsensor: sensor {\n" \
	"\t\t#thermal-sensor-cells = <0>;\n" \
	"\t};\n" \
	"\n" \
	"\tthermal-zones {\n" \
	"\t\tcpu-thermal {\n" \
	"\t\t\tthermal-sensors = <&sensor>;\n" trips "\t\t};\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "value/no-trips",
	.level = LEVEL_NOTE,
	.summary = "a thermal zone has no trips",
	.why = "Nothing is done however hot it gets, and some kernels (6.1 and 6.6 before a fix) do "
	       "not register the zone at all, so that its sensor cannot be read.",
	.fix = "Add trips, the last of them critical.",
	.refs = "Linux Documentation/devicetree/bindings/thermal/thermal-zones.yaml\n"
		"Linux drivers/thermal/thermal_of.c, thermal_of_trips_init()",
	.bad = { TREE(""), NULL },
	.good = { TREE("\n"
		       "\t\t\ttrips {\n"
		       "\t\t\t\tcritical {\n"
		       "\t\t\t\t\ttemperature = <100000>;\n"
		       "\t\t\t\t\thysteresis = <0>;\n"
		       "\t\t\t\t\ttype = \"critical\";\n"
		       "\t\t\t\t};\n"
		       "\t\t\t};\n"),
		NULL },
	.check_node = check_zones,
	.match_node = is_zones,
} };

const struct rule_set rules_value_thermal = { rules, 1 };
