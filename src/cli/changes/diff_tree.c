/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes/diff_tree.h"

#include <string.h>

#include "base/fatal.h"
#include "base/hash.h"
#include "base/vec.h"
#include "cli/changes/tree_changes.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/bindings.h"
#include "cli/run/sources.h"
#include "input/reader.h"
#include "report/json_put.h"
#include "tree/names.h"

/* A tree of one of the two, kept until the file's are compared. */
struct kept_tree {
	struct changed_tree as; /* what it is called; */
	const char *part;       /* of the file: "#fdt-1"; "" for the file itself */
	struct tree tree;
};

struct diff_tree {
	const struct options *o;
	struct arena *arena;
	struct intern names;
	struct input_options reading;
	struct input_list inputs[2];
	struct tree_changes changes;
	struct bindings_of_input bindings;
	struct typed_values types;
	json_t *trees; /* of the document, or NULL */
	size_t faults;

	/* the files at hand */
	struct arena kept;
	struct {
		struct kept_tree **v;
		size_t n, cap;
	} of[2];
	size_t side;
};

static void
on_unit(struct reading *r, const struct unit *u)
{
	struct diff_tree *d = r->context;
	struct fault f = FAULT_INIT(d->arena);
	struct kept_tree *k = arena_new(&d->kept, struct kept_tree);
	const char *part = "";
	size_t n = strlen(u->file);
	uint8_t *blob = arena_alloc(&d->kept, u->n);

	if (u->name)
		part = strncmp(u->name, u->file, n) ? u->name : u->name + n;
	memcpy(blob, u->data, u->n);
	*k = (struct kept_tree){ .as = { arena_strdup(&d->kept, unit_name(u)), &k->tree },
		.part = arena_strdup(&d->kept, part) };
	if (!tree_load(&k->tree, &d->names, blob, u->n, &f)) {
		count_fault(&d->faults, k->as.name, &f);
		tree_free(&k->tree);
		return;
	}
	vec_room(d->arena, d->of[d->side].v, d->of[d->side].n, d->of[d->side].cap);
	d->of[d->side].v[d->of[d->side].n++] = k;
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	struct diff_tree *d = r->context;

	count_fault(&d->faults, name ? name : r->path, f);
}

static void
read_file(struct diff_tree *d, size_t side, const struct input *in)
{
	struct input_options options = d->reading;
	struct fault f = in->fault;
	struct reading r = { .options = &options,
		.arena = &d->kept,
		.names = &d->names,
		.scratch = &d->kept,
		.only = in->only,
		.guessed = in->guessed,
		.context = d,
		.on_unit = on_unit,
		.on_fault = on_fault };

	d->side = side;
	if (!f.message && sources_configure(&options, d->o, in->path, &d->kept, &f))
		input_read(&r, in->path);
	if (f.message)
		count_fault(&d->faults, in->path, &f);
}

/* By their names in the file; where each has one, whatever it is called. */
static void
compare_kept(struct diff_tree *d)
{
	bool alone = d->of[0].n == 1 && d->of[1].n == 1;
	bool *met = arena_array(&d->kept, bool, d->of[0].n);
	struct map by_part = { 0 };
	size_t i;

	for (i = 0; i < d->of[0].n; i++)
		map_put(&by_part, &d->kept,
			hash_long(d->of[0].v[i]->part, strlen(d->of[0].v[i]->part)),
			(uint32_t)i);
	for (i = 0; i < d->of[1].n; i++) {
		const struct kept_tree *k = d->of[1].v[i];
		uint32_t old = alone ? 0
				     : map_get(&by_part,
					     hash_long(k->part, strlen(k->part)));

		if (old == MAP_ABSENT || met[old]) {
			tree_changes_alone(&d->changes, 1, &k->as, d->trees);
			continue;
		}
		met[old] = true;
		tree_changes_pair(&d->changes, &d->of[0].v[old]->as, &k->as, d->trees);
	}
	for (i = 0; i < d->of[0].n; i++)
		if (!met[i])
			tree_changes_alone(&d->changes, 0, &d->of[0].v[i]->as, d->trees);
}

/* Compares what is in two files, or, where one is NULL, in none and one. */
static void
compare_files(struct diff_tree *d, const struct input *old, const struct input *now)
{
	if (old)
		read_file(d, 0, old);
	if (now)
		read_file(d, 1, now);
	compare_kept(d);
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < d->of[k].n; i++)
			tree_free(&d->of[k].v[i]->tree);
		d->of[k].n = 0;
	}
	arena_reset(&d->kept);
}

/* The length of a name without the suffix of a source, or of a blob. */
static size_t
stem(const char *name)
{
	static const char *const suffixes[] = { ".dts", ".dtb", ".dtso", ".dtbo" };
	size_t n = strlen(name), k;

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		k = strlen(suffixes[i]);
		if (n > k && !strcmp(name + n - k, suffixes[i]))
			return n - k;
	}
	return n;
}

/* A file's name below the directory; @rough: whether it is a source or a blob. */
static uint64_t
key_of(const struct diff_tree *d, size_t side, const struct input *in, bool rough)
{
	const char *name = in->path + strlen(d->o->operands.v[side]);

	name += strspn(name, "/");
	return hash_long(name, rough ? stem(name) : strlen(name));
}

/* A blob that has its source beside it is that source's. */
static bool
is_counted(const struct input *in)
{
	return !in->source;
}

static struct map
names_of(struct diff_tree *d, bool rough)
{
	const struct input_list *list = &d->inputs[0];
	struct map m = { 0 };

	for (size_t i = 0; i < list->n; i++)
		if (is_counted(&list->v[i]))
			map_put(&m, d->arena, key_of(d, 0, &list->v[i], rough),
				(uint32_t)i);
	return m;
}

/* Files go by their names below the directories; a source may have become a blob. */
static void
compare_directories(struct diff_tree *d)
{
	const struct input_list *old = &d->inputs[0], *now = &d->inputs[1];
	struct map exact = names_of(d, false), rough = names_of(d, true);
	bool *met = arena_array(d->arena, bool, old->n);
	uint32_t *of = arena_array(d->arena, uint32_t, now->n);
	size_t i;

	for (i = 0; i < now->n; i++) {
		of[i] = is_counted(&now->v[i])
				? map_get(&exact, key_of(d, 1, &now->v[i], false))
				: MAP_ABSENT;
		if (of[i] != MAP_ABSENT)
			met[of[i]] = true;
	}
	for (i = 0; i < now->n; i++) {
		if (!is_counted(&now->v[i]))
			continue;
		if (of[i] == MAP_ABSENT) {
			of[i] = map_get(&rough, key_of(d, 1, &now->v[i], true));
			if (of[i] != MAP_ABSENT && met[of[i]])
				of[i] = MAP_ABSENT;
			else if (of[i] != MAP_ABSENT)
				met[of[i]] = true;
		}
		compare_files(d, of[i] == MAP_ABSENT ? NULL : &old->v[of[i]], &now->v[i]);
	}
	for (i = 0; i < old->n; i++)
		if (is_counted(&old->v[i]) && !met[i])
			compare_files(d, &old->v[i], NULL);
}

/* Two directories, or two of what is none. */
static void
compare_all(struct diff_tree *d)
{
	struct fault f = FAULT_INIT(d->arena);
	size_t side;

	for (side = 0; side < 2; side++) {
		struct string_list operand = { 0 };

		d->inputs[side].arena = d->arena;
		string_list_add(&operand, d->arena, d->o->operands.v[side]);
		inputs_expand(&d->inputs[side], &operand);
	}
	if (!d->inputs[0].ndirectories != !d->inputs[1].ndirectories) {
		fault_set(&f, "is a directory, and what it is held against is none");
		count_fault(
			&d->faults, d->o->operands.v[d->inputs[1].ndirectories != 0], &f);
	} else if (d->inputs[0].ndirectories) {
		d->changes.only_changed = true;
		compare_directories(d);
	} else {
		for (side = 0; side < 2; side++)
			for (size_t i = 0; i < d->inputs[side].n; i++)
				read_file(d, side, &d->inputs[side].v[i]);
		compare_files(d, NULL, NULL);
	}
}

static void
put_document(struct diff_tree *d)
{
	json_t *document = json_document(), *o;

	put_integer(document, "version", 1);
	o = put_object(document, "tool");
	put_text(o, "name", "dtlint");
	put_text(o, "version", DTLINT_VERSION);
	d->trees = put_array(document, "trees");
	compare_all(d);
	o = put_object(document, "summary");
	put_integer(put_change_counts(o, "trees", &d->changes.trees), "unchanged",
		(int64_t)d->changes.trees.unchanged);
	put_change_counts(o, "nodes", &d->changes.nodes);
	put_change_counts(o, "properties", &d->changes.props);
	json_finish(document, &d->changes.text);
}

static void
put_text_summary(struct diff_tree *d)
{
	struct tree_changes *c = &d->changes;

	compare_all(d);
	if (c->text.n)
		buf_putc(&c->text, '\n');
	if (c->only_changed)
		buf_printf(&c->text,
			"trees: %zu added, %zu removed, %zu changed, %zu unchanged; ",
			c->trees.added, c->trees.removed, c->trees.changed,
			c->trees.unchanged);
	buf_printf(&c->text,
		"nodes: %zu added, %zu removed; properties: %zu added, %zu removed, %zu "
		"changed\n",
		c->nodes.added, c->nodes.removed, c->props.added, c->props.removed,
		c->props.changed);
}

static bool
read_types(struct diff_tree *d)
{
	if (!d->o->schemas.n)
		return true;
	if (!bindings_of(
		    &d->bindings, d->o, d->o->operands.v[1], SCHEMAS_LENIENT, d->arena))
		return false;
	typed_values_begin(&d->types, d->bindings.program);
	d->changes.types = &d->types;
	return true;
}

static void
free_all(struct diff_tree *d)
{
	if (d->changes.types) {
		typed_values_end(&d->types);
		bindings_of_input_free(&d->bindings);
	}
	tree_changes_free(&d->changes);
	arena_free(&d->kept);
	sources_end(&d->reading);
	intern_free(&d->names);
}

int
diff_trees(const struct options *o, struct arena *a)
{
	struct diff_tree d = {
		.o = o, .arena = a, .changes = { .as_json = wants_json(o) }
	};
	const struct tree_changes *c = &d.changes;
	int status = STATUS_FAULT;
	bool differ;

	names_init(&d.names);
	sources_begin(&d.reading, o, a);
	if (!read_types(&d)) {
		free_all(&d);
		return STATUS_FAULT;
	}
	if (c->as_json)
		put_document(&d);
	else
		put_text_summary(&d);
	status = write_document(o, &d.changes.text, a);
	differ = c->trees.added || c->trees.removed || c->trees.changed;
	free_all(&d);
	if (status || d.faults)
		return STATUS_FAULT;
	return differ && o->exit_code ? STATUS_FINDINGS : STATUS_CLEAN;
}
