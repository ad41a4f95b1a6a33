/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* One line of one controller, and who asks for it. */
struct line {
	uint64_t key; /* of the cells that number it: all but the flags */
	uint32_t controller;
	uint32_t index; /* of the reference */
};

static int
compare(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;

	if (a->controller != b->controller)
		return a->controller < b->controller ? -1 : 1;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool
begins_any(const struct tree *t, const struct node *n, const char *prefix)
{
	const struct prop *p = node_prop(t, n, NAME_compatible);

	if (!p)
		return false;
	prop_for_each_string(p, s)
	{
		if (!strncmp(s, prefix, strlen(prefix)))
			return true;
	}
	return false;
}

/* What shares a line with others of its kind, on purpose and by Linux's leave. */
enum sharing { SHARES_NOT, REGULATOR, HUB_HALF, RESET, ENABLE };

static enum sharing
sharing_of(const struct tree *t, const struct reference *ref)
{
	const struct node *n = &t->nodes[ref->node];
	const char *name = prop_name(t, ref->prop);

	if (node_has(t, n, NAME_regulator_name) || begins_any(t, n, "regulator-"))
		return REGULATOR;
	if (begins_any(t, n, "usb"))
		return HUB_HALF;
	if (strstr(name, "reset") || strstr(name, "powerdown")
		|| strstr(name, "shutdown"))
		return RESET;
	return strstr(name, "enable") ? ENABLE : SHARES_NOT;
}

static size_t
collect(struct lint *l, struct line *v)
{
	const struct references *all = lint_references(l);
	uint32_t k;
	size_t i, n = 0;

	for (i = 0; i < all->n; i++) {
		const struct reference *ref = &all->v[i];

		if (ref->kind->cells != NAME_gpio_cells || ref->to == NODE_NONE
			|| !ref->nargs || ref->nargs > 3)
			continue;
		v[n].key = 0;
		for (k = 1; k < ref->nargs || k == 1; k++)
			v[n].key = v[n].key << 32 | prop_cell(ref->prop, ref->at + k);
		v[n].controller = ref->to;
		v[n++].index = (uint32_t)i;
	}
	return n;
}

static bool
are_nested(const struct tree *t, uint32_t a, uint32_t b)
{
	return (a <= b && b < t->nodes[a].end) || (b <= a && a < t->nodes[b].end);
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct references *all = lint_references(l);
	const struct tree *t = l->tree;
	struct line *v;
	struct diag *d;
	size_t i, n;

	if (t->overlay || !all->n)
		return;
	v = arena_array(l->scratch, struct line, all->n);
	n = collect(l, v);
	if (n)
		qsort(v, n, sizeof(*v), compare);
	for (i = 1; i < n && !lint_is_done(l, r); i++) {
		const struct reference *a = &all->v[v[i - 1].index];
		const struct reference *b = &all->v[v[i].index];

		if (v[i].controller != v[i - 1].controller || v[i].key != v[i - 1].key
			|| a->node == b->node || are_nested(t, a->node, b->node)
			|| (sharing_of(t, a) && sharing_of(t, a) == sharing_of(t, b)))
			continue;
		d = lint_report(l, r, LEVEL_WARNING, &t->nodes[b->node], b->prop,
			"%s is line %" PRIu32 " of '%s', as is %s of '%s'",
			ref_text(l, b), (uint32_t)v[i].key,
			lint_path(l, &t->nodes[b->to]), ref_text(l, a),
			lint_path(l, &t->nodes[a->node]));
		diag_entry(l, d, b->prop, b->at * 4, 4 + b->nargs * 4);
		diag_also(l, d, &t->nodes[a->node], a->prop, "the other one");
		diag_why(l, d,
			"Linux gives a line to whoever asks first: the other is refused "
			"with EBUSY");
		diag_help(l, d, "correct the number of one of them, or remove one");
	}
}

#define TREE(line) \
	SAMPLE_ROOT \
	"\tgpio: gpio-controller {\n" \
	"\t\tgpio-controller;\n" \
	"\t\t#gpio-cells = <2>;\n" \
	"\t};\n" \
	"\n" \
	"\tleds {\n" \
	"\t\tcompatible = \"gpio-leds\";\n" \
	"\n" \
	"\t\tled-0 {\n" \
	"\t\t\tgpios = <&gpio 10 0>;\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tled-1 {\n" \
	"\t\t\tgpios = <&gpio " line " 0>;\n" \
	"\t\t};\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/gpio-line",
	.level = LEVEL_WARNING,
	.summary = "two enabled nodes use one line of a GPIO controller",
	.why = "Linux gives a line to one user; the second one is refused with EBUSY, and with it "
	       "all LEDs or keys of its device. Passed over is what shares a line with its like "
	       "on purpose: regulators, halves of USB hubs, and lines that reset or enable.",
	.fix = "Correct the number of one of them, or remove one.",
	.refs = "Linux Documentation/devicetree/bindings/gpio/gpio.txt\n"
		"Linux drivers/gpio/gpiolib.c, gpiod_request_commit()",
	.bad = { TREE("10"), NULL },
	.good = { TREE("11"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_share_gpio = { rules, 1 };
