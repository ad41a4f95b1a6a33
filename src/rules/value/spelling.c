/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/suggest.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Properties that any node may have: what others are held to be a slip of. */
static const char *const known[] = {
	"#address-cells",
	"#clock-cells",
	"#gpio-cells",
	"#interrupt-cells",
	"#iommu-cells",
	"#phy-cells",
	"#power-domain-cells",
	"#reset-cells",
	"#size-cells",
	"alloc-ranges",
	"assigned-clock-parents",
	"assigned-clock-rates",
	"assigned-clocks",
	"bootargs",
	"bus-range",
	"cache-level",
	"cache-unified",
	"clock-frequency",
	"clock-names",
	"clock-output-names",
	"clocks",
	"compatible",
	"device_type",
	"dma-coherent",
	"dma-names",
	"dma-noncoherent",
	"dma-ranges",
	"enable-active-high",
	"enable-method",
	"gpio-controller",
	"gpio-line-names",
	"gpio-ranges",
	"interconnect-names",
	"interconnects",
	"interrupt-controller",
	"interrupt-map",
	"interrupt-map-mask",
	"interrupt-names",
	"interrupt-parent",
	"interrupts",
	"interrupts-extended",
	"iommu-map",
	"iommu-map-mask",
	"linux,initrd-end",
	"linux,initrd-start",
	"local-mac-address",
	"mbox-names",
	"memory-region",
	"memory-region-names",
	"msi-controller",
	"msi-parent",
	"next-level-cache",
	"no-map",
	"nvmem-cell-names",
	"nvmem-cells",
	"operating-points-v2",
	"phandle",
	"phy-handle",
	"phy-mode",
	"phy-names",
	"pinctrl-names",
	"power-domain-names",
	"power-domains",
	"ranges",
	"reg-names",
	"regulator-always-on",
	"regulator-boot-on",
	"regulator-max-microvolt",
	"regulator-min-microvolt",
	"regulator-name",
	"remote-endpoint",
	"reset-names",
	"resets",
	"reusable",
	"riscv,isa",
	"spi-max-frequency",
	"status",
	"stdout-path",
	"thermal-sensors",
	"timebase-frequency",
};

enum { NKNOWN = sizeof(known) / sizeof(*known) };

/* Names that bindings have, near to one of those and not meant for it. */
static const char *const others[] = { "#hwlock-cells", "#pse-cells", "#pwm-cells",
	"abs-range", "clock", "clock-lanes", "hwlock-names", "interrupt-mask",
	"mux-controller", "pad-names", "pcs-handle", "pd-handle", "pio-handle",
	"pwm-names", "regulator-names", "reset", "ssi-controller", "states",
	"thermal-sensor" };

enum { SHORT = 9, LEAST = 5 };

/* The property that the name is a slip of, or NULL. */
static const char *
meant_by(const char *name)
{
	size_t n = strlen(name), i;
	struct suggest s = { .word = name, .most = n < SHORT ? 1 : 2 };

	if (n < LEAST || strpbrk(name, "0123456789"))
		return NULL;
	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strcmp(name, others[i]))
			return NULL;
	for (i = 0; i < NKNOWN; i++) {
		if (!strcmp(name, known[i]))
			return NULL;
		/* a slip is rarely of the first letter */
		if (name[*name == '#'] == known[i][*known[i] == '#'])
			suggest_try(&s, known[i]);
	}
	return s.best;
}

static bool
is_slip(const char *name)
{
	return meant_by(name) != NULL;
}

/*
 * Whether a node has what the property would give names for, if it is one that does. Where
 * only the plural is missing, nothing else is meant.
 */
static bool
has_named(const struct lint *l, const struct node *n, const char *name, const char *meant)
{
	/* "mboxes", "pinctrl-0", "interrupts-extended" */
	static const char *const ends[] = { "", "s", "es", "-0", "s-extended" };
	const char *end = strstr(meant, "-names"), *list;
	size_t length = strlen(name), i;
	atom_t atom;

	if (!end || (!strncmp(name, meant, length) && !strcmp(meant + length, "s"))
		|| !strcmp(meant, "gpio-line-names")
		|| !strcmp(meant, "clock-output-names"))
		return true;
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		list = arena_printf(
			l->scratch, "%.*s%s", (int)(end - meant), meant, ends[i]);
		atom = intern_find(l->tree->names, list, strlen(list));
		if (atom != ATOM_NONE && node_has(l->tree, n, atom))
			return true;
	}
	return false;
}

/* Nodes whose properties are not of devices, and may have any name. */
static bool
has_free_names(const struct node *n)
{
	return n->depth == 1 && n->name == NAME_aliases;
}

static void
check_name(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *name = prop_name(l->tree, p), *meant = meant_by(name);
	atom_t atom = intern_find(l->tree->names, meant, strlen(meant));
	struct diag *d;

	/* where the node has that too, this is another property */
	if (has_free_names(n) || (atom != ATOM_NONE && node_has(l->tree, n, atom))
		|| !has_named(l, n, name, meant))
		return;
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"'%s' is no property; did you mean '%s'?", name, meant);
	diag_help(l, d, "rename it '%s'", meant);
	diag_fix_name(l, d, p, meant, true);
}

static bool
is_known_status(const char *s)
{
	return !strcmp(s, "okay") || !strcmp(s, "ok") || !strcmp(s, "disabled")
	       || !strcmp(s, "reserved") || !strcmp(s, "fail") || !strncmp(s, "fail-", 5);
}

static void
check_status(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	static const char *const values[] = { "okay", "disabled", "reserved", "fail" };
	const char *s = prop_next_string(p, NULL);
	struct suggest meant = { .word = s };
	struct diag *d;
	size_t i;

	if (!s || is_known_status(s))
		return;
	for (i = 0; i < sizeof(values) / sizeof(*values); i++)
		suggest_try(&meant, values[i]);
	d = lint_report(l, r, LEVEL_WARNING, n, p,
		"status is '%s', which Linux takes for disabled%s", s,
		suggest_text(l->scratch, &meant));
	diag_help(l, d,
		"write \"okay\" for a device to be used, \"disabled\" for one not to");
	if (meant.best)
		diag_fix_string(l, d, p, s, meant.best, true);
}

/* U-Boot's tags of nodes for its stages, before and since they are dt-schema's. */
static const struct {
	const char *old;
	const char *now;
} tags[] = {
	{ "u-boot,dm-pre-reloc", "bootph-all" },
	{ "u-boot,dm-pre-proper", "bootph-some-ram" },
	{ "u-boot,dm-spl", "bootph-pre-ram" },
	{ "u-boot,dm-tpl", "bootph-pre-sram" },
	{ "u-boot,dm-vpl", "bootph-verify" },
};

static bool
is_tag(const char *name)
{
	return !strncmp(name, "u-boot,dm-", 10);
}

static void
check_tag(
	struct lint *l, const struct rule *r, const struct node *n, const struct prop *p)
{
	const char *name = prop_name(l->tree, p);
	struct diag *d;
	size_t i;

	if (lint_is_guest(l))
		return;
	for (i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
		if (strcmp(name, tags[i].old) != 0)
			continue;
		d = lint_report(l, r, LEVEL_WARNING, n, p,
			"'%s' is not known to U-Boot any more, expected '%s'", name,
			tags[i].now);
		diag_help(l, d, "rename it '%s'", tags[i].now);
		diag_fix_name(l, d, p, tags[i].now, true);
	}
}

#define TREE(body) \
	SAMPLE_ROOT \
	"\tdevice {\n" body "\t};\n" \
	"};\n"

static const struct rule rules[] = {
	{
		.id = "value/misspelt-property",
		.level = LEVEL_WARNING,
		.yields = true,
		.summary = "a property's name is a slip of one that any node may have",
		.why = "Nobody reads a property by a wrong name: a device without compatible has no "
		       "driver, one without status is not disabled. Where a binding knows the node "
		       "and has said so, this rule is silent.",
		.fix = "Correct the name.",
		.refs = "Devicetree Specification v0.4, 2.3 Standard Properties",
		.bad = { TREE("\t\tcompatiable = \"vendor,device\";\n"), NULL },
		.good = { TREE("\t\tcompatible = \"vendor,device\";\n"), NULL },
		.check_prop = check_name,
		.match_prop = is_slip,
	},
	{
		.id = "value/status",
		.level = LEVEL_WARNING,
		.yields = true,
		.summary =
			"a status that Linux takes for disabled without being \"disabled\"",
		.why = "Linux uses a device whose status is \"okay\" or \"ok\", or which has none; "
		       "anything else it takes for disabled.",
		.fix = "Write \"okay\" or \"disabled\".",
		.refs = "Devicetree Specification v0.4, 2.3.4 status\n"
			"Linux drivers/of/base.c, __of_device_is_available()",
		.bad = { TREE("\t\tstatus = \"enabled\";\n"), NULL },
		.good = { TREE("\t\tstatus = \"okay\";\n"), NULL },
		.check_prop = check_status,
		.prop = NAME_status,
	},
	{
		.id = "value/u-boot-tag",
		.level = LEVEL_WARNING,
		.summary =
			"a tag by which U-Boot once knew the nodes for its early stages",
		.why = "The tags u-boot,dm-… have become bootph-…. U-Boot dropped the old names in "
		       "2026.01: a stage that has only them leaves the node out, and is silent where "
		       "that is the console.",
		.fix = "Use the new name.",
		.refs = "dt-schema dtschema/schemas/bootph.yaml",
		.bad = { TREE("\t\tu-boot,dm-pre-reloc;\n"), NULL },
		.good = { TREE("\t\tbootph-all;\n"), NULL },
		.check_prop = check_tag,
		.match_prop = is_tag,
	},
};

const struct rule_set rules_value_spelling = { rules, 3 };
