/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/dtc/ref/phandle_args.h"

static const struct dtc_provider gpio = { NAME_gpio_cells, false };

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

static bool
is_old_gpio(const char *name)
{
	return !strcmp(name, "gpio") || ends_in(name, "-gpio");
}

/* "…,nr-gpios" counts them. */
static bool
is_gpio(const char *name)
{
	return is_old_gpio(name) || !strcmp(name, "gpios")
	       || (ends_in(name, "-gpios") && !ends_in(name, ",nr-gpios"));
}

static void
check_gpios(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	/* a hog's 'gpios' are those of its parent, without a phandle */
	if (!node_has(l->tree, n, NAME_gpio_hog))
		dtc_check_phandle_args(l, r, n, p, &gpio);
}

static void
check_deprecated(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	struct diag *d;

	d = lint_report(l, r, r->level, n, p, "'%s' is deprecated, expected '%ss'",
		prop_name(l->tree, p), prop_name(l->tree, p));
	diag_help(l, d, "rename it '%ss' where the binding has that too",
		prop_name(l->tree, p));
}

#define SAMPLE(property) \
	DTC_ROOT("\tgpio: gpio-controller {\n\t\tgpio-controller;\n" \
		 "\t\t#gpio-cells = <2>;\n\t};\n\n\tconsumer {\n\t\t" property \
		 ";\n\t};\n")

static const struct rule rules[] = {
	{
		.id = "dtc/deprecated_gpio_property",
		.level = LEVEL_WARNING,
		.state = RULE_OFF,
		.summary = "a property 'gpio' or '…-gpio' in place of '…-gpios'",
		.why = "Bindings name GPIOs in the plural, one or many; the singular is "
		       "read for old trees.",
		.fix = "Rename the property.",
		.refs = "Linux, Documentation/devicetree/bindings/gpio/gpio.txt\n" DTC_CHECK(
			deprecated_gpio_property),
		.bad = SAMPLE("reset-gpio = <&gpio 1 0>"),
		.good = SAMPLE("reset-gpios = <&gpio 1 0>"),
		.check_prop = check_deprecated,
		.match_prop = is_old_gpio,
	},
	{
		.id = "dtc/gpios_property",
		.level = LEVEL_WARNING,
		.summary =
			"a property '…-gpios' that does not fit the '#gpio-cells' of what "
			"it refers to",
		.why = "Each entry is a phandle and as many cells as its controller has in "
		       "'#gpio-cells': where they do not fit, this entry and all behind it "
		       "are read wrongly.",
		.fix = "Write whole entries: a phandle, and the cells that the controller's "
		       "binding asks for.",
		.refs = "Linux, Documentation/devicetree/bindings/gpio/gpio.txt\n" DTC_CHECK(
			gpios_property),
		.bad = SAMPLE("reset-gpios = <&gpio 1>"),
		.good = SAMPLE("reset-gpios = <&gpio 1 0>"),
		.check_prop = check_gpios,
		.match_prop = is_gpio,
		DTC_NEEDS("dtc/phandle_references"),
	},
};

const struct rule_set rules_dtc_gpio = { rules, sizeof(rules) / sizeof(*rules) };
