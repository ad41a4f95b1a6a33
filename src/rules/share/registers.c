/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Devices in whose registers nothing else can be. */
static const char *const whole[] = { "cfi-flash", "jedec-flash", "pci-host-ecam-generic",
	"pci-host-cam-generic", "virtio,mmio", "arm,pl011", "arm,pl031", "arm,pl061",
	"arm,gic-v3", "arm,gic-400", "ns16550a", "ns16550", "snps,dw-apb-uart",
	"tcg,tpm-tis-mmio", "google,goldfish-rtc", "qemu,fw-cfg-mmio" };

static bool
is_whole(const struct tree *t, const struct node *n)
{
	size_t i;

	for (i = 0; i < sizeof(whole) / sizeof(*whole); i++)
		if (node_is_compatible(t, n, whole[i]))
			return true;
	return false;
}

static const char *
first_compatible(const struct tree *t, const struct node *n)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	return p ? prop_next_string(p, NULL) : NULL;
}

/* Nodes whose registers others are meant to share. */
static bool
is_for_others(const struct tree *t, const struct node *n)
{
	return !first_compatible(t, n) || n->first_child != NODE_NONE
	       || node_has(t, n, NAME_ranges) || node_is_compatible(t, n, "syscon")
	       || node_is_compatible(t, n, "simple-mfd");
}

static bool
are_nested(const struct tree *t, uint32_t a, uint32_t b)
{
	return (a <= b && b < t->nodes[a].end) || (b <= a && a < t->nodes[b].end);
}

/* Named as parts of one device: "usb" and "usb-phy"; or what writes to a device it needs. */
static bool
are_parts(const struct tree *t, const struct node *a, const struct node *b)
{
	const char *x = intern_str(t->names, a->base_name);
	const char *y = intern_str(t->names, b->base_name);
	size_t n = strlen(x) < strlen(y) ? strlen(x) : strlen(y);

	return !strncmp(x, y, n) || !strcmp(x, "poweroff") || !strcmp(y, "poweroff");
}

static bool
is_same(const struct span_overlap *o)
{
	return o->a->first == o->b->first && o->a->last == o->b->last;
}

/*
 * One is the other's, or both have the same: of unlike devices that is a slip, of like
 * ones and of what is made to be shared it is on purpose.
 */
static bool
are_at_odds(const struct tree *t, const struct span_overlap *o)
{
	const struct node *a = &t->nodes[o->a->owner], *b = &t->nodes[o->b->owner];
	const char *of_a = first_compatible(t, a), *of_b = first_compatible(t, b);

	if (o->crossing || a == b || are_nested(t, o->a->owner, o->b->owner) || !of_a
		|| !of_b || !strcmp(of_a, of_b))
		return false;
	if (is_whole(t, a))
		return true;
	return is_same(o) && !o->a->entry && !o->b->entry && a->parent == b->parent
	       && !is_for_others(t, a) && !is_for_others(t, b) && !are_parts(t, a, b);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct tree *t = l->tree;
	const struct span_overlap *o;
	struct diag *d;
	size_t i, n;

	if (t->overlay)
		return;
	o = span_overlaps(lint_registers(l), l->scratch, &n);
	for (i = 0; i < n && !lint_is_done(l, r); i++) {
		const struct node *a = &t->nodes[o[i].a->owner];
		const struct node *b = &t->nodes[o[i].b->owner];

		if (!are_at_odds(t, &o[i]))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, b, node_prop(t, b, NAME_reg),
			"the registers %s are %s those of '%s', %s",
			lint_range(l, o[i].b), is_same(&o[i]) ? "the same as" : "within",
			lint_path(l, a), lint_range(l, o[i].a));
		diag_also(l, d, a, node_prop(t, a, NAME_reg), "the other device");
		diag_why(l, d,
			"Linux gives a range to the driver that asks first; the other one fails "
			"with EBUSY");
		diag_help(l, d,
			"correct the address of one; or describe what is shared once, as a syscon "
			"or with children");
	}
}

#define TREE(unit, size) \
	SAMPLE_ROOT_1_1 \
	"\n" \
	"\tflash@0 {\n" \
	"\t\tcompatible = \"cfi-flash\";\n" \
	"\t\treg = <0x0 0x4000000>;\n" \
	"\t};\n" \
	"\n" \
	"\tserial@" unit " {\n" \
	"\t\tcompatible = \"ns16550a\";\n" \
	"\t\treg = <0x" unit " 0x100>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/registers",
	.level = LEVEL_WARNING,
	.summary =
		"two unlike devices have the same registers, or one has those of the other",
	.why = "Two devices cannot answer at one address, so that one of the two is wrong, or is "
	       "the other by an old name. Passed over are devices of one kind, buses, syscons and "
	       "nodes with children, whose registers are shared on purpose. Ranges that overlap "
	       "in part are told by mem/reg-overlap; mem/reg-shared tells all that are shared.",
	.fix = "Correct the address of one, or describe what is shared once.",
	.refs = "Devicetree Specification v0.4, 2.3.6 reg\n"
		"Linux lib/devres.c, devm_ioremap_resource()",
	.bad = { TREE("3000000", "0x100"), NULL },
	.good = { TREE("4000000", "0x100"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_share_registers = { rules, 1 };
