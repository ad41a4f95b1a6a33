/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Places of a blob that something else built, in the source that it was built from. */
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "input/dts.h"
#include "tree/names.h"
#include "tree/value.h"

enum { DIFFERENCES_SHOWN = 50 };

/* Kept as long as the unit is. */
struct built_from {
	struct origins origins; /* the first member */
	struct compiled_source *source;
	struct tree made; /* of the source */
	struct tree blob; /* the unit */
	struct arena arena;
	uint32_t *node_of; /* of each of the blob's nodes the source's, or NODE_NONE */
	uint32_t *prop_of; /* of each of its properties, or NODE_NONE */
	bool *node_seen;   /* of each of the source's: the blob has it */
	struct reading *r;
	const char *name; /* of the unit, or NULL */
	size_t differences;
};

static const struct built_from *
mine(const struct origins *o)
{
	return (const struct built_from *)(const void *)o;
}

static const struct origins *
source_of(const struct built_from *b)
{
	return &b->source->origins.base;
}

static void
node(const struct origins *o, uint32_t id, struct arena *a, struct origin *out)
{
	const struct built_from *b = mine(o);

	if (id < b->blob.nnodes && b->node_of[id] != NODE_NONE)
		source_of(b)->node(source_of(b), b->node_of[id], a, out);
}

static void
prop(const struct origins *o, uint32_t id, struct arena *a, struct origin *out)
{
	const struct built_from *b = mine(o);

	if (id < b->blob.nprops && b->prop_of[id] != NODE_NONE)
		source_of(b)->prop(source_of(b), b->prop_of[id], a, out);
}

static void
value(const struct origins *o, uint32_t id, uint32_t offset, uint32_t length,
	struct arena *a, struct origin *out)
{
	const struct built_from *b = mine(o);

	if (id < b->blob.nprops && b->prop_of[id] != NODE_NONE)
		source_of(b)->value(source_of(b), b->prop_of[id], offset, length, a, out);
}

static void
put_place(struct diag *d, const struct origin *from, struct arena *a)
{
	size_t i;

	d->place = from->place;
	d->excerpt = from->excerpt;
	for (i = 0; i < from->nnotes; i++) {
		const struct diag_related note = { from->notes[i].place,
			from->notes[i].excerpt, diag_clean(a, from->notes[i].message) };

		diag_relate(a, d, &note);
	}
}

/* @in is the source's node or property that it is about, or stands in. */
static void
report(struct built_from *b, const struct node *blob_node, const char *property,
	const struct node *in, const struct prop *of, const char *message)
{
	struct arena *a = b->r->arena;
	struct origin from = { .place = PLACE_NONE };
	struct diag *d;

	if (!b->r->on_finding || b->differences++ > DIFFERENCES_SHOWN)
		return;
	if (of)
		source_of(b)->prop(
			source_of(b), (uint32_t)(of - b->made.props), a, &from);
	else
		source_of(b)->node(source_of(b), node_id(&b->made, in), a, &from);
	if (b->differences > DIFFERENCES_SHOWN)
		message = arena_printf(a,
			"the blob differs from its source in more than %u places",
			DIFFERENCES_SHOWN);
	d = b->r->on_finding(b->r, rule_find("source/blob-differs"), LEVEL_WARNING,
		b->name, &from.place, message);
	if (!d)
		return;
	put_place(d, &from, a);
	d->node = diag_clean(a, blob_node ? node_path(&b->blob, blob_node, a)
					  : node_path(&b->made, in, a));
	d->property = property ? diag_clean(a, property) : NULL;
}

static bool
is_phandle(const struct tree *t, const struct prop *p)
{
	return p->name == NAME_phandle || !strcmp(prop_name(t, p), "linux,phandle");
}

/* The same but for the numbers of phandles, which are the compiler's to give. */
static bool
is_same_value(const struct built_from *b, const struct prop *x, const struct prop *y)
{
	const struct node *of_x, *of_y;
	uint32_t i;

	if (x->len != y->len)
		return false;
	if (!x->len || !memcmp(x->data, y->data, x->len))
		return true;
	if (x->len % 4)
		return false;
	for (i = 0; i < x->len; i += 4) {
		if (!memcmp(x->data + i, y->data + i, 4))
			continue;
		of_x = tree_phandle(&b->blob, prop_cell(x, i / 4));
		of_y = tree_phandle(&b->made, prop_cell(y, i / 4));
		if (!of_x || !of_y
			|| b->node_of[node_id(&b->blob, of_x)] != node_id(&b->made, of_y))
			return false;
	}
	return true;
}

/* The nodes that both have, by their paths. */
static void
match_nodes(struct built_from *b)
{
	const struct node *in, *same;

	tree_for_each_node (&b->blob, n) {
		uint32_t *of = &b->node_of[node_id(&b->blob, n)];

		*of = NODE_NONE;
		if (n->parent == NODE_NONE) {
			same = b->made.nodes;
		} else {
			in = tree_node(&b->made, b->node_of[n->parent]);
			same = in ? node_child(&b->made, in, node_name(&b->blob, n),
				       strlen(node_name(&b->blob, n)))
				  : NULL;
		}
		if (!same)
			continue;
		*of = node_id(&b->made, same);
		b->node_seen[*of] = true;
	}
}

static void
match_props(struct built_from *b, const struct node *n, const struct node *same)
{
	node_for_each_prop (&b->blob, n, p) {
		const struct prop *q = node_prop(&b->made, same, p->name);
		const char *name = prop_name(&b->blob, p);

		if (q && is_same_value(b, p, q))
			b->prop_of[p - b->blob.props] = (uint32_t)(q - b->made.props);
		else if (!is_phandle(&b->blob, p))
			report(b, n, name, same, q,
				arena_printf(b->r->arena,
					q ? "the blob has another value of '%s' than "
					    "its source"
					  : "the blob has a property '%s' that its "
					    "source does not make",
					name));
	}
	node_for_each_prop (&b->made, same, q)
		if (!is_phandle(&b->made, q) && !node_has(&b->blob, n, q->name))
			report(b, n, prop_name(&b->made, q), same, q,
				arena_printf(b->r->arena,
					"the blob has no property '%s', which its source "
					"makes",
					prop_name(&b->made, q)));
}

/* All that is in one and not in the other, a node with what is in it once. */
static void
match(struct built_from *b)
{
	const struct node *in;
	uint32_t i;

	for (i = 0; i < b->blob.nprops; i++)
		b->prop_of[i] = NODE_NONE;
	match_nodes(b);
	tree_for_each_node (&b->blob, n) {
		i = b->node_of[node_id(&b->blob, n)];
		if (i != NODE_NONE && !(n->depth == 1 && node_is_generated(n)))
			match_props(b, n, &b->made.nodes[i]);
		else if (i == NODE_NONE && !(n->depth == 1 && node_is_generated(n))
			 && (i = b->node_of[n->parent]) != NODE_NONE)
			report(b, n, NULL, &b->made.nodes[i], NULL,
				"the blob has a node that its source does not make");
	}
	tree_for_each_node (&b->made, n) {
		if (b->node_seen[node_id(&b->made, n)] || !(in = node_parent(&b->made, n))
			|| !b->node_seen[n->parent]
			|| (n->depth == 1 && node_is_generated(n)))
			continue;
		report(b, NULL, NULL, n, NULL,
			"the blob has no such node, which its source makes");
	}
}

static void
free_built_from(void *what)
{
	struct built_from *b = what;

	tree_free(&b->made);
	tree_free(&b->blob);
	compiled_source_free(b->source);
	arena_free(&b->arena);
	free(b);
}

static bool
compare(struct built_from *b, const struct unit *u, struct fault *f)
{
	const struct blob *made = &b->source->made.blob;

	if (!b->source->made.ok)
		return source_refuse(&b->source->made, f);
	if (!tree_load(&b->made, b->r->names, made->data, made->n, f))
		return false;
	b->node_of = arena_array(&b->arena, uint32_t, b->blob.nnodes);
	b->prop_of = arena_array(&b->arena, uint32_t, b->blob.nprops + 1);
	b->node_seen = arena_array(&b->arena, bool, b->made.nnodes);
	b->name = u->name;
	match(b);
	return true;
}

bool
input_built_from(struct reading *r, struct unit *u, struct fault *f)
{
	const char *path = r->options->built_from;
	struct fault bad = FAULT_INIT(r->scratch);
	struct built_from *b = calloc(1, sizeof(*b));
	bool ok;

	if (!b)
		fatal("out of memory: a tree and its source");
	b->r = r;
	b->origins = (struct origins){ node, prop, value, NULL };
	/* one that is no tree is told by whoever loads it next */
	if (!tree_load(&b->blob, r->names, u->data, u->n, &bad)) {
		tree_free(&b->blob);
		free(b);
		r->on_unit(r, u);
		return true;
	}
	b->source = source_compile(r, path, tree_find(&b->blob, "/__symbols__") != NULL);
	source_report(r, u->name, &b->source->made);
	ok = compare(b, u, f);
	if (ok) {
		u->origins = &b->origins;
		r->on_unit(r, u);
	}
	if (r->on_keep)
		r->on_keep(r, free_built_from, b);
	else
		free_built_from(b);
	return ok;
}
