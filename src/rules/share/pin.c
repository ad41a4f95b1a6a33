/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "base/vec.h"
#include "rules/ref/references.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

/* Properties of a group that say which pins it is of: names, or rows of cells. */
static const struct listing {
	const char *name;
	uint32_t row;   /* cells of a row; 0: strings */
	uint32_t key;   /* how many of them tell the pin, from the first on */
	uint32_t shift; /* low bits that do not */
} listings[] = {
	{ "pins", 0, 0, 0 },
	{ "groups", 0, 0, 0 },
	{ "nvidia,pins", 0, 0, 0 },
	{ "marvell,pins", 0, 0, 0 },
	{ "rockchip,pins", 4, 2, 0 },
	{ "fsl,pins", 6, 1, 0 },
};

enum { NLISTINGS = sizeof(listings) / sizeof(*listings) };

/* The first who has a pin. */
struct user {
	uint32_t device;
	uint32_t group;
};

struct walk {
	struct lint *l;
	const struct rule *r;
	atom_t names[NLISTINGS];
	struct map pins; /* hash of controller and pin -> index into users */
	struct user *users;
	uint32_t nusers, cap;
	struct map reported; /* (device, other device) */
};

/* The pin controller that a group is of: the nearest node above with a compatible. */
static uint32_t
controller_of(const struct tree *t, const struct node *group)
{
	const struct node *up = node_parent(t, group);

	while (up && !node_has(t, up, NAME_compatible))
		up = node_parent(t, up);
	return up ? node_id(t, up) : 0;
}

static bool
are_nested(const struct tree *t, uint32_t a, uint32_t b)
{
	return (a <= b && b < t->nodes[a].end) || (b <= a && a < t->nodes[b].end);
}

static void
report(struct walk *w, const struct reference *ref, const struct user *first,
	const char *pin)
{
	const struct tree *t = w->l->tree;
	const struct node *other = &t->nodes[first->device];
	uint64_t pair = (uint64_t)ref->node << 32 | first->device;
	struct diag *d;

	if (map_get(&w->reported, pair) != MAP_ABSENT)
		return;
	map_put(&w->reported, w->l->scratch, pair, 0);
	d = lint_report(w->l, w->r, LEVEL_NOTE, &t->nodes[ref->node], ref->prop,
		"%s of '%s' is in '%s', and '%s' has it by '%s'", pin,
		lint_path(w->l, &t->nodes[controller_of(t, &t->nodes[ref->to])]),
		node_name(t, &t->nodes[ref->to]), lint_path(w->l, other),
		node_name(t, &t->nodes[first->group]));
	diag_entry(w->l, d, ref->prop, ref->at * 4, 4);
	diag_also(
		w->l, d, other, node_prop(t, other, NAME_pinctrl_0), "the other device");
	diag_help(w->l, d,
		"where both are used at a time, correct the pins of one, or disable one");
}

/* What a pin controller sets up by itself others may have by and by. */
static bool
is_hog(const struct walk *w, uint32_t device, const struct reference *ref)
{
	const struct tree *t = w->l->tree;

	return device == controller_of(t, &t->nodes[ref->to]);
}

/* Gives a pin to the device that refers to the group, or tells who has it. */
static void
take(struct walk *w, const struct reference *ref, uint64_t key, const char *pin)
{
	const struct user *first;
	uint32_t i = map_put(&w->pins, w->l->scratch, key, w->nusers);

	if (i == w->nusers) {
		vec_room(w->l->scratch, w->users, w->nusers, w->cap);
		w->users[w->nusers++] = (struct user){ ref->node, ref->to };
		return;
	}
	first = &w->users[i];
	if (first->device == ref->node || first->group == ref->to
		|| are_nested(w->l->tree, first->device, ref->node)
		|| is_hog(w, ref->node, ref) || is_hog(w, first->device, ref))
		return;
	report(w, ref, first, pin);
}

static void
take_strings(
	struct walk *w, const struct reference *ref, const struct prop *p, uint64_t salt)
{
	prop_for_each_string(p, s)
		take(w, ref, hash_number(hash_long(s, strlen(s)) ^ salt),
			arena_printf(w->l->scratch, "'%s'", s));
}

static void
take_cells(struct walk *w, const struct reference *ref, const struct prop *p,
	const struct listing *listing, uint64_t salt)
{
	uint32_t at, k, n = prop_ncells(p);

	if (p->len % (4 * listing->row))
		return;
	for (at = 0; at + listing->row <= n; at += listing->row) {
		uint64_t pin = 0;

		for (k = 0; k < listing->key; k++)
			pin = pin << 16 ^ prop_cell(p, at + k);
		take(w, ref, hash_number(pin ^ salt),
			listing->key == 2
				? arena_printf(w->l->scratch,
					"pin %" PRIu32 " of bank %" PRIu32,
					prop_cell(p, at + 1), prop_cell(p, at))
				: arena_printf(w->l->scratch, "the pin at 0x%" PRIx32,
					prop_cell(p, at)));
	}
}

static void
take_node(struct walk *w, const struct reference *ref, const struct node *n)
{
	const struct tree *t = w->l->tree;
	uint64_t salt = hash_number(controller_of(t, &t->nodes[ref->to]) + 1);
	size_t i;

	node_for_each_prop (t, n, p) {
		for (i = 0; i < NLISTINGS; i++) {
			if (w->names[i] != p->name)
				continue;
			if (listings[i].row)
				take_cells(w, ref, p, &listings[i], salt);
			else
				take_strings(w, ref, p, salt + hash_number(i));
		}
	}
}

static void
check_tree(struct lint *l, const struct rule *r)
{
	const struct references *all = lint_references(l);
	struct walk w = { .l = l, .r = r };
	const struct tree *t = l->tree;
	size_t i;

	if (t->overlay)
		return;
	for (i = 0; i < NLISTINGS; i++)
		w.names[i] = intern_find(
			t->names, listings[i].name, strlen(listings[i].name));
	for (i = 0; i < all->n && !lint_is_done(l, r); i++) {
		const struct reference *ref = &all->v[i];

		if (ref->prop->name != NAME_pinctrl_0 || ref->to == NODE_NONE)
			continue;
		take_node(&w, ref, &t->nodes[ref->to]);
		node_for_each_child (t, &t->nodes[ref->to], child)
			take_node(&w, ref, child);
	}
}

#define TREE(pin) \
	SAMPLE_ROOT \
	"\tpinctrl {\n" \
	"\t\tcompatible = \"vendor,pinctrl\";\n" \
	"\n" \
	"\t\tuart_pins: uart {\n" \
	"\t\t\tpins = \"gpio4\", \"gpio5\";\n" \
	"\t\t\tfunction = \"uart\";\n" \
	"\t\t};\n" \
	"\n" \
	"\t\tspi_pins: spi {\n" \
	"\t\t\tpins = \"" pin "\", \"gpio9\";\n" \
	"\t\t\tfunction = \"spi\";\n" \
	"\t\t};\n" \
	"\t};\n" \
	"\n" \
	"\tserial {\n" \
	"\t\tpinctrl-names = \"default\";\n" \
	"\t\tpinctrl-0 = <&uart_pins>;\n" \
	"\t};\n" \
	"\n" \
	"\tspi {\n" \
	"\t\tpinctrl-names = \"default\";\n" \
	"\t\tpinctrl-0 = <&spi_pins>;\n" \
	"\t};\n" \
	"};\n"

static const struct rule rules[] = { {
	.id = "share/pin",
	.level = LEVEL_NOTE,
	.summary = "two enabled devices have one pin in their default states",
	.why = "A pin has one function at a time. Linux gives it to the first device; the second "
	       "one's driver is refused. Passed over are devices that name the same group of pins. "
	       "A note, for some drivers set up pins that others have on purpose.",
	.fix = "Correct the pins of one, or disable one of the devices.",
	.refs = "Linux Documentation/devicetree/bindings/pinctrl/pinctrl-consumer.yaml\n"
		"Linux drivers/pinctrl/pinmux.c, pin_request()",
	.bad = { TREE("gpio5"), NULL },
	.good = { TREE("gpio8"), NULL },
	.check_tree = check_tree,
} };

const struct rule_set rules_share_pin = { rules, 1 };
