/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes/tree_changes.h"

#include <string.h>

#include "cli/source_value.h"
#include "report/json_put.h"
#include "rules/ref/references.h"

/*
 * What is shown of two trees: paths and values of so many bytes for each of theirs. A deep
 * tree has paths that are many times as long as it is.
 */
enum { SHOWN_TIMES = 64, SHOWN_SPARE = 1 << 20 };

/* References that a property's name tells, or bindings. */
static const struct reference *
references_of(struct tree_changes *d, size_t side, const struct prop *p, size_t *n)
{
	const struct reference *ref = lint_references_of(&d->lints[side], p, n);

	return *n || !d->types
		       ? ref
		       : typed_value_references(d->types, side, p, n, &d->scratch);
}

static const struct reference *
typed(void *context, size_t side, const struct prop *p, size_t *n)
{
	struct tree_changes *d = context;

	return typed_value_references(d->types, side, p, n, &d->scratch);
}

static bool
is_number(void *context, const struct prop *p)
{
	struct tree_changes *d = context;

	return typed_value_is_number(d->types, 0, p);
}

/* "= VALUE", or nothing for a property without one. */
static const char *
value_text(struct tree_changes *d, size_t side, const struct prop *p)
{
	const struct tree *t = d->lints[side].tree;
	struct source_value value = {
		.tree = t, .lint = &d->lints[side], .arena = &d->scratch
	};
	struct buf out = { 0 };
	const char *text;

	if (!p->len)
		return NULL;
	if (d->types) {
		value.size = typed_value_size(d->types, side, p);
		value.references = references_of(d, side, p, &value.nreferences);
	}
	source_value_put(&value, &t->nodes[p->node], p, &out);
	text = diag_clean(&d->scratch, arena_strndup(&d->scratch, out.s, out.n));
	buf_free(&out);
	return text;
}

/* About as many bytes as a path takes; no more than @most are counted. */
static size_t
path_size(const struct tree *t, const struct node *n, size_t most)
{
	size_t size = 0;

	for (; n && size < most; n = node_parent(t, n))
		size += strlen(node_name(t, n)) + 1;
	return size;
}

/* The same of a value, in which phandles are paths. */
static size_t
value_size(struct tree_changes *d, size_t side, const struct prop *p)
{
	const struct tree *t = d->lints[side].tree;
	const struct reference *ref;
	size_t size = p ? p->len : 0, n = 0, i;

	ref = p ? references_of(d, side, p, &n) : NULL;
	for (i = 0; i < n && size < d->room; i++)
		size += path_size(t, tree_node(t, ref[i].to), d->room);
	return size;
}

/* Whether there is room for one more difference, at a node of the side. */
static bool
has_room(struct tree_changes *d, size_t side, const struct node *n, size_t more)
{
	size_t need = more + path_size(d->lints[side].tree, n, d->room);

	if (need >= d->room) {
		d->not_shown++;
		return false;
	}
	d->room -= need;
	return true;
}

static const char *
path_of(struct tree_changes *d, size_t side, const struct node *n)
{
	return diag_clean(&d->scratch, node_path(d->lints[side].tree, n, &d->scratch));
}

static void
put_value(json_t *o, const char *key, struct tree_changes *d, size_t side,
	const struct prop *p)
{
	const char *value = p ? value_text(d, side, p) : NULL;

	if (p && !value)
		put_text(o, key, "");
	else
		put_string(o, key, &d->scratch, value);
}

/* The node's line, once, in front of what is said of its properties. */
static void
begin_node(struct tree_changes *d, const char *path)
{
	if (d->node && !strcmp(d->node, path))
		return;
	d->node = path;
	buf_printf(&d->text, "  %s\n", path);
}

static void
put_line(struct tree_changes *d, char sign, size_t side, const struct prop *p)
{
	const char *value = value_text(d, side, p);

	buf_printf(&d->text, "%c\t%s", sign,
		diag_clean(&d->scratch, prop_name(d->lints[side].tree, p)));
	if (value)
		buf_printf(&d->text, " = %s", value);
	buf_puts(&d->text, ";\n");
}

static void
put_prop(struct tree_changes *d, const struct prop *old, const struct prop *now)
{
	const struct prop *p = now ? now : old;
	const char *change = !old ? "added" : now ? "changed" : "removed", *path;
	size_t side = now != NULL;
	const struct node *n = &d->lints[side].tree->nodes[p->node];
	json_t *o;

	if (!has_room(d, side, n, value_size(d, 0, old) + value_size(d, 1, now)))
		return;
	path = path_of(d, side, n);
	if (d->as_json) {
		o = push_object(d->changes);
		put_string(o, "node", &d->scratch, path);
		put_string(o, "property", &d->scratch, prop_name(d->lints[0].tree, p));
		put_text(o, "change", change);
		put_value(o, "old", d, 0, old);
		put_value(o, "new", d, 1, now);
		return;
	}
	begin_node(d, path);
	if (old)
		put_line(d, '-', 0, old);
	if (now)
		put_line(d, '+', 1, now);
}

static void
compare_props(struct tree_changes *d, const struct node *old, const struct node *now)
{
	const struct tree *a = d->lints[0].tree, *b = d->lints[1].tree;
	node_for_each_prop (a, old, p) {
		const struct prop *other = node_prop(b, now, p->name);

		if (prop_is_phandle(p) || (other && tree_pair_same(&d->pair, p, other)))
			continue;
		put_prop(d, p, other);
		d->props.changed += other != NULL;
		d->props.removed += other == NULL;
	}
	node_for_each_prop (b, now, p) {
		if (prop_is_phandle(p) || node_has(a, old, p->name))
			continue;
		put_prop(d, NULL, p);
		d->props.added++;
	}
}

/* A node that one side alone has, and all below it. */
static void
put_subtree(struct tree_changes *d, size_t side, uint32_t top)
{
	const struct tree *t = d->lints[side].tree;
	char sign = side ? '+' : '-';
	json_t *o;

	for (uint32_t i = top; i < t->nodes[top].end; i++) {
		const struct node *n = &t->nodes[i];
		const char *path;

		*(side ? &d->nodes.added : &d->nodes.removed) += 1;
		if (!has_room(d, side, n, 0))
			continue;
		path = path_of(d, side, n);
		if (d->as_json) {
			o = push_object(d->changes);
			put_string(o, "node", &d->scratch, path);
			put_null(o, "property");
			put_text(o, "change", side ? "added" : "removed");
			put_null(o, "old");
			put_null(o, "new");
		} else {
			d->node = path;
			buf_printf(&d->text, "%c %s\n", sign, path);
		}
		node_for_each_prop (t, n, p)
			if (!prop_is_phandle(p))
				put_prop(d, side ? NULL : p, side ? p : NULL);
	}
}

/* In the order of the new tree; what is gone behind what is left of its parent. */
static void
compare_nodes(struct tree_changes *d)
{
	const struct tree *a = d->lints[0].tree, *b = d->lints[1].tree;
	uint32_t i = 0, old;

	while (i < b->nnodes) {
		old = d->pair.match[1][i];
		if (old == NODE_NONE) {
			put_subtree(d, 1, i);
			i = b->nodes[i].end;
			continue;
		}
		compare_props(d, &a->nodes[old], &b->nodes[i]);
		node_for_each_child (a, &a->nodes[old], child) {
			if (d->pair.match[0][node_id(a, child)] == NODE_NONE)
				put_subtree(d, 0, node_id(a, child));
		}
		i++;
	}
}

static void
compare_reserves(struct tree_changes *d)
{
	const struct tree *t[2] = { d->lints[0].tree, d->lints[1].tree };
	bool same = t[0]->nreserves == t[1]->nreserves;
	struct buf lists[2] = { 0 };
	json_t *o;

	for (size_t k = 0; k < 2; k++)
		for (uint32_t i = 0; i < t[k]->nreserves; i++)
			buf_printf(&lists[k], "%s<0x%llx 0x%llx>", i ? ", " : "",
				(unsigned long long)t[k]->reserves[i].address,
				(unsigned long long)t[k]->reserves[i].size);
	same = same
	       && !strcmp(lists[0].s ? lists[0].s : "", lists[1].s ? lists[1].s : "");
	if (!same && d->as_json) {
		o = push_object(d->changes);
		put_text(o, "node", "/memreserve/");
		put_null(o, "property");
		put_text(o, "change", "changed");
		put_text(o, "old", lists[0].s ? lists[0].s : "");
		put_text(o, "new", lists[1].s ? lists[1].s : "");
	} else if (!same) {
		buf_printf(&d->text, "- /memreserve/ %s;\n+ /memreserve/ %s;\n",
			lists[0].s ? lists[0].s : "", lists[1].s ? lists[1].s : "");
	}
	d->props.changed += !same;
	buf_free(&lists[0]);
	buf_free(&lists[1]);
}

static size_t
differences(const struct tree_changes *d)
{
	return d->nodes.added + d->nodes.removed + d->props.added + d->props.removed
	       + d->props.changed;
}

/* What was written of a pair that turned out to be alike. */
static void
take_back(struct tree_changes *d, size_t text, json_t *trees)
{
	d->text.n = text;
	if (d->text.s)
		d->text.s[text] = '\0';
	if (trees)
		json_array_remove(trees, json_array_size(trees) - 1);
}

void
tree_changes_pair(struct tree_changes *d, const struct changed_tree *old,
	const struct changed_tree *now, json_t *trees)
{
	const struct changed_tree *both[2] = { old, now };
	size_t before = differences(d), text = d->text.n;
	json_t *o = NULL;

	for (size_t k = 0; k < 2; k++)
		d->lints[k] = (struct lint){ .tree = both[k]->tree,
			.file = both[k]->name,
			.absent_too = true,
			.arena = &d->scratch,
			.scratch = &d->scratch };
	d->pair = (struct tree_pair){ .sides = { &d->lints[0], &d->lints[1] },
		.is_number = d->types ? is_number : NULL,
		.references = d->types ? typed : NULL,
		.context = d };
	for (size_t k = 0; d->types && k < 2; k++)
		typed_values_of(d->types, k, both[k]->tree);
	d->node = NULL;
	d->room = SHOWN_SPARE
		  + SHOWN_TIMES * (old->tree->blob_size + now->tree->blob_size);
	d->not_shown = 0;
	if (d->as_json) {
		o = push_object(trees);
		put_string(o, "old", &d->scratch, old->name);
		put_string(o, "new", &d->scratch, now->name);
		d->changes = put_array(o, "changes");
	} else {
		if (d->text.n)
			buf_putc(&d->text, '\n');
		buf_printf(&d->text, "--- %s\n", diag_clean(&d->scratch, old->name));
		buf_printf(&d->text, "+++ %s\n", diag_clean(&d->scratch, now->name));
	}
	tree_pair_match(&d->pair, &d->scratch);
	compare_reserves(d);
	compare_nodes(d);
	if (d->as_json)
		put_integer(o, "notShown", (int64_t)d->not_shown);
	else if (d->not_shown)
		buf_printf(&d->text, "… %zu more differences, too long to be shown\n",
			d->not_shown);
	if (differences(d) != before)
		d->trees.changed++;
	else
		d->trees.unchanged++;
	if (differences(d) == before && d->only_changed)
		take_back(d, text, trees);
	arena_reset(&d->scratch);
}

void
tree_changes_alone(
	struct tree_changes *d, size_t side, const struct changed_tree *k, json_t *trees)
{
	json_t *o;

	if (d->as_json) {
		o = push_object(trees);
		put_string(o, "old", &d->scratch, side ? NULL : k->name);
		put_string(o, "new", &d->scratch, side ? k->name : NULL);
		put_array(o, "changes");
		put_integer(o, "notShown", 0);
	} else {
		buf_printf(&d->text, "%s%s %s\n", d->text.n ? "\n" : "",
			side ? "+++ a tree that is new:" : "--- a tree that is gone:",
			diag_clean(&d->scratch, k->name));
	}
	*(side ? &d->nodes.added : &d->nodes.removed) += k->tree->nnodes;
	*(side ? &d->trees.added : &d->trees.removed) += 1;
	arena_reset(&d->scratch);
}

json_t *
put_change_counts(json_t *o, const char *key, const struct change_counts *c)
{
	o = put_object(o, key);
	put_integer(o, "added", (int64_t)c->added);
	put_integer(o, "removed", (int64_t)c->removed);
	put_integer(o, "changed", (int64_t)c->changed);
	return o;
}

void
tree_changes_free(struct tree_changes *d)
{
	buf_free(&d->text);
	arena_free(&d->scratch);
}
