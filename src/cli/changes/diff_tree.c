/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes/diff_tree.h"

#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/bindings.h"
#include "cli/run/sources.h"
#include "cli/source_value.h"
#include "compare/tree.h"
#include "input/reader.h"
#include "report/json_put.h"
#include "rules/ref/references.h"
#include "schema/decode/decode.h"
#include "schema/program/prop_type.h"
#include "tree/names.h"

/* A tree of one of the two, kept until all are compared. */
struct kept_tree {
	const char *name; /* as people call it */
	const char *part; /* of the operand: "#fdt-1"; "" for the operand itself */
	uint8_t *blob;
	struct tree tree;
};

/*
 * What is shown of two trees: paths and values of so many bytes for each of theirs. A deep
 * tree has paths that are many times as long as it is.
 */
enum { SHOWN_TIMES = 64, SHOWN_SPARE = 1 << 20 };

struct counts {
	size_t added, removed, changed;
};

struct diff_tree {
	const struct options *o;
	struct arena *arena;
	struct intern names;
	struct input_options reading;
	struct {
		struct kept_tree *v;
		size_t n, cap;
	} trees[2];
	size_t reading_side;
	size_t faults;

	/* types of properties, by bindings that were named */
	struct bindings_of_input bindings;
	struct machine *machine;
	struct decoder decoder;

	/* the pair at hand */
	struct arena scratch;
	struct lint lints[2];
	struct tree_pair pair;
	const char *node; /* that the last line was about, or NULL */
	struct counts nodes, props;
	size_t room;      /* bytes that may still be shown of the pair */
	size_t not_shown; /* differences that there was no room for */

	bool as_json;
	struct buf text;
	json_t *changes; /* of the pair at hand */
};

static uint32_t
types_of(struct diff_tree *d, const char *name)
{
	return d->machine ? decoder_types(
		       &d->decoder, machine_name(d->machine, name, strlen(name)))
			  : 0;
}

static bool
is_number(void *context, const char *name)
{
	uint32_t types = types_of(context, name);

	return types && !(types & (TYPE_PHANDLE | TYPE_PHANDLE_ARRAY));
}

/* Bytes of a property's integers, where bindings have one size for it. */
static unsigned int
size_of(struct diff_tree *d, const char *name)
{
	uint32_t types = types_of(d, name);
	unsigned int size = 0;

	for (unsigned int width = 0; width < 4; width++)
		for (int sign = 0; sign < 2; sign++)
			for (int shape = INT_SCALAR; shape <= INT_MATRIX; shape++) {
				uint32_t type = type_int(
					sign, width, (enum int_shape)shape);

				if (types & type)
					size = !size || size == 1u << width ? 1u << width
									    : 99;
				types &= ~type;
			}
	return types || size == 99 ? 0 : size;
}

/* "= VALUE", or nothing for a property without one. */
static const char *
value_text(struct diff_tree *d, size_t side, const struct prop *p)
{
	const struct tree *t = d->lints[side].tree;
	struct source_value value = { .tree = t,
		.lint = &d->lints[side],
		.size = size_of(d, prop_name(t, p)),
		.arena = &d->scratch };
	struct buf out = { 0 };
	const char *text;

	if (!p->len)
		return NULL;
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
value_size(struct diff_tree *d, size_t side, const struct prop *p)
{
	const struct tree *t = d->lints[side].tree;
	const struct reference *ref;
	size_t size = p ? p->len : 0, n = 0, i;

	ref = p ? lint_references_of(&d->lints[side], p, &n) : NULL;
	for (i = 0; i < n && size < d->room; i++)
		size += path_size(t, tree_node(t, ref[i].to), d->room);
	return size;
}

/* Whether there is room for one more difference, at a node of the side. */
static bool
has_room(struct diff_tree *d, size_t side, const struct node *n, size_t more)
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
path_of(struct diff_tree *d, size_t side, const struct node *n)
{
	return diag_clean(&d->scratch, node_path(d->lints[side].tree, n, &d->scratch));
}

static void
put_value(json_t *o, const char *key, struct diff_tree *d, size_t side,
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
begin_node(struct diff_tree *d, const char *path)
{
	if (d->node && !strcmp(d->node, path))
		return;
	d->node = path;
	buf_printf(&d->text, "  %s\n", path);
}

static void
put_line(struct diff_tree *d, char sign, size_t side, const struct prop *p)
{
	const char *value = value_text(d, side, p);

	buf_printf(&d->text, "%c\t%s", sign,
		diag_clean(&d->scratch, prop_name(d->lints[side].tree, p)));
	if (value)
		buf_printf(&d->text, " = %s", value);
	buf_puts(&d->text, ";\n");
}

static void
put_prop(struct diff_tree *d, const struct prop *old, const struct prop *now)
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
compare_props(struct diff_tree *d, const struct node *old, const struct node *now)
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
put_subtree(struct diff_tree *d, size_t side, uint32_t top)
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
compare_nodes(struct diff_tree *d)
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
compare_reserves(struct diff_tree *d)
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

static void
compare_pair(
	struct diff_tree *d, struct kept_tree *old, struct kept_tree *now, json_t *trees)
{
	struct kept_tree *both[2] = { old, now };
	json_t *o = NULL;

	for (size_t k = 0; k < 2; k++)
		d->lints[k] = (struct lint){ .tree = &both[k]->tree,
			.file = both[k]->name,
			.absent_too = true,
			.arena = &d->scratch,
			.scratch = &d->scratch };
	d->pair = (struct tree_pair){ .sides = { &d->lints[0], &d->lints[1] },
		.is_number = is_number,
		.context = d };
	d->node = NULL;
	d->room = SHOWN_SPARE + SHOWN_TIMES * (old->tree.blob_size + now->tree.blob_size);
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
	arena_reset(&d->scratch);
}

static void
on_unit(struct reading *r, const struct unit *u)
{
	struct diff_tree *d = r->context;
	struct fault f = FAULT_INIT(d->arena);
	struct kept_tree *k = vec_add(d->arena, &d->trees[d->reading_side]);
	size_t n = strlen(u->file);

	/* strings in it must not move: the tree points into the copy */
	*k = (struct kept_tree){ .name = unit_name(u), .part = "" };
	if (u->name)
		k->part = strncmp(u->name, u->file, n) ? u->name : u->name + n;
	k->part = arena_strdup(d->arena, k->part);
	k->name = arena_strdup(d->arena, k->name);
	k->blob = arena_alloc(d->arena, u->n);
	memcpy(k->blob, u->data, u->n);
	if (!tree_load(&k->tree, &d->names, k->blob, u->n, &f)) {
		count_fault(&d->faults, k->name, &f);
		tree_free(&k->tree);
		d->trees[d->reading_side].n--;
	}
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	struct diff_tree *d = r->context;

	count_fault(&d->faults, name ? name : r->path, f);
}

static void
read_side(struct diff_tree *d, size_t side)
{
	struct string_list operands = { 0 };
	struct input_list list = { .arena = d->arena };
	size_t i;

	d->reading_side = side;
	string_list_add(&operands, d->arena, d->o->operands.v[side]);
	inputs_expand(&list, &operands);
	if (list.ndirectories) {
		struct fault f = FAULT_INIT(d->arena);

		fault_set(
			&f, "is a directory, expected a tree or a file that holds some");
		count_fault(&d->faults, d->o->operands.v[side], &f);
		return;
	}
	for (i = 0; i < list.n; i++) {
		struct reading r = { .options = &d->reading,
			.arena = d->arena,
			.names = &d->names,
			.scratch = d->arena,
			.only = list.v[i].only,
			.context = d,
			.on_unit = on_unit,
			.on_fault = on_fault };

		if (list.v[i].fault.message)
			count_fault(&d->faults, list.v[i].path, &list.v[i].fault);
		else
			input_read(&r, list.v[i].path);
	}
}

static void
put_alone(struct diff_tree *d, size_t side, const struct kept_tree *k, json_t *trees)
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
	*(side ? &d->nodes.added : &d->nodes.removed) += k->tree.nnodes;
}

/* By their names in the file; where each has one, whatever it is called. */
static void
compare_all(struct diff_tree *d, json_t *trees)
{
	bool alone = d->trees[0].n == 1 && d->trees[1].n == 1;
	struct map by_part = { 0 };
	bool *met = arena_array(d->arena, bool, d->trees[0].n);
	size_t i;

	for (i = 0; i < d->trees[0].n; i++)
		map_put(&by_part, d->arena,
			hash_long(d->trees[0].v[i].part, strlen(d->trees[0].v[i].part)),
			(uint32_t)i);
	for (i = 0; i < d->trees[1].n; i++) {
		struct kept_tree *k = &d->trees[1].v[i];
		uint32_t old = alone ? 0
				     : map_get(&by_part,
					     hash_long(k->part, strlen(k->part)));

		if (old == MAP_ABSENT || met[old]) {
			put_alone(d, 1, k, trees);
			continue;
		}
		met[old] = true;
		compare_pair(d, &d->trees[0].v[old], k, trees);
	}
	for (i = 0; i < d->trees[0].n; i++)
		if (!met[i])
			put_alone(d, 0, &d->trees[0].v[i], trees);
}

static void
put_counts(json_t *o, const char *key, const struct counts *c)
{
	o = put_object(o, key);
	put_integer(o, "added", (int64_t)c->added);
	put_integer(o, "removed", (int64_t)c->removed);
	put_integer(o, "changed", (int64_t)c->changed);
}

static void
put_document(struct diff_tree *d)
{
	json_t *document = json_document(), *o, *trees;

	put_integer(document, "version", 1);
	o = put_object(document, "tool");
	put_text(o, "name", "dtlint");
	put_text(o, "version", DTLINT_VERSION);
	trees = put_array(document, "trees");
	compare_all(d, trees);
	o = put_object(document, "summary");
	put_counts(o, "nodes", &d->nodes);
	put_counts(o, "properties", &d->props);
	json_finish(document, &d->text);
}

static void
put_text_summary(struct diff_tree *d)
{
	compare_all(d, NULL);
	buf_printf(&d->text,
		"%snodes: %zu added, %zu removed; properties: %zu added, %zu removed, %zu "
		"changed\n",
		d->text.n ? "\n" : "", d->nodes.added, d->nodes.removed, d->props.added,
		d->props.removed, d->props.changed);
}

static bool
read_types(struct diff_tree *d)
{
	if (!d->o->schemas.n)
		return true;
	if (!bindings_of(
		    &d->bindings, d->o, d->o->operands.v[1], SCHEMAS_LENIENT, d->arena))
		return false;
	d->machine = machine_new(d->bindings.program);
	decoder_init(&d->decoder, d->machine);
	return true;
}

static void
free_all(struct diff_tree *d)
{
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < d->trees[k].n; i++)
			tree_free(&d->trees[k].v[i].tree);
	if (d->machine) {
		decoder_free(&d->decoder);
		machine_free(d->machine);
		bindings_of_input_free(&d->bindings);
	}
	arena_free(&d->scratch);
	sources_end(&d->reading);
	intern_free(&d->names);
}

int
diff_trees(const struct options *o, struct arena *a)
{
	struct diff_tree d = { .o = o, .arena = a, .as_json = wants_json(o) };
	int status = STATUS_FAULT;
	bool differ;

	names_init(&d.names);
	sources_begin(&d.reading, o, a);
	if (!read_types(&d)) {
		free_all(&d);
		return STATUS_FAULT;
	}
	for (size_t side = 0; side < 2; side++)
		read_side(&d, side);
	if (d.as_json)
		put_document(&d);
	else
		put_text_summary(&d);
	status = write_document(o, &d.text, a);
	differ = d.nodes.added || d.nodes.removed || d.props.added || d.props.removed
		 || d.props.changed;
	free_all(&d);
	if (status || d.faults)
		return STATUS_FAULT;
	return differ && o->exit_code ? STATUS_FINDINGS : STATUS_CLEAN;
}
