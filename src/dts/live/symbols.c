/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `__symbols__`: labels by name, for overlays. */
#include <string.h>

#include "dts/live/check.h"
#include "tree/names.h"

/* Labels that a `__symbols__` node of the source itself speaks of. */
static void
labels_of_symbols(struct live_tree *t)
{
	struct live_node *symbols = live_child(t, t->root, NAME_symbols), *n;
	struct live_label *l;

	if (!symbols)
		return;
	live_for_each_prop(symbols, p)
	{
		/* dtc reads up to a NUL, wherever that is; what has none means nothing here */
		if (!memchr(live_value(t, p), 0, p->len))
			continue;
		n = live_find_path(t, t->root, (const char *)live_value(t, p));
		if (!n)
			continue;
		l = arena_new(t->arena, struct live_label);
		l->name = p->name;
		l->place = p->place;
		live_node_label(t, n, l);
	}
}

static bool
has_labels(const struct live_tree *t)
{
	live_for_each(t, n) if (n->labels) return true;
	return false;
}

/* The child of that name, which is made where there is none. */
struct live_node *
live_child_made(struct live_tree *t, struct live_node *parent, atom_t name)
{
	struct live_node *n = live_child(t, parent, name);

	return n ? n : live_node_add(t, parent, name, LIVE_NO_PLACE);
}

static void
add_symbols(struct live_tree *t, struct live_node *symbols, const struct live_node *n)
{
	const struct live_label *l;
	struct live_prop *p;

	for (l = n->labels; l; l = l->next) {
		if (l->deleted || live_prop(t, symbols, l->name))
			continue;
		p = live_prop_add(t, symbols, l->name, l->place);
		p->generated = true;
		live_path_add(t, n, &t->values);
		buf_add(&t->values, "", 1);
		p->len = (uint32_t)t->values.n - p->value;
	}
}

bool
live_symbols(struct live_tree *t, struct dts_text *text, bool generate)
{
	struct live_node *symbols;

	labels_of_symbols(t);
	if (!generate || !has_labels(t))
		return true;
	symbols = live_child_made(t, t->root, NAME_symbols);
	live_for_each(t, n)
	{
		if (!n->labels)
			continue;
		add_symbols(t, symbols, n);
		live_phandle(t, n);
		if (live_too_large(t, text))
			return false;
	}
	return true;
}
