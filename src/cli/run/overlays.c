/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/overlays.h"

#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"
#include "rules/input.h"
#include "rules/locate.h"
#include "tree/names.h"

void
overlays_expand(
	struct overlays *o, const struct options *options, struct input_list *inputs)
{
	o->first = inputs->n;
	inputs_expand(inputs, &options->overlays);
	inputs_expand(inputs, &options->overlay_sets);
}

static void
on_keep(struct reading *r, void (*free_it)(void *what), void *what)
{
	struct overlays *o = r->context;

	vec_room(&o->arena, o->owned, o->nowned, o->owned_cap);
	o->owned[o->nowned].free = free_it;
	o->owned[o->nowned++].what = what;
}

const struct unread_overlay *
overlays_unread(const struct overlays *o, size_t input)
{
	size_t i;

	for (i = 0; o && i < o->nunread; i++)
		if (o->unread[i].input == input)
			return &o->unread[i];
	return NULL;
}

static void
keep_fault(struct overlays *o, const char *name, const struct fault *f)
{
	o->any_failed |= o->ordered;
	/* inputs come one behind the other */
	if (o->nunread && o->unread[o->nunread - 1].input == o->input)
		return;
	vec_room(&o->arena, o->unread, o->nunread, o->unread_cap);
	o->unread[o->nunread++] = (struct unread_overlay){ o->input, name, *f };
}

static void
on_unit(struct reading *r, const struct unit *u)
{
	struct overlays *o = r->context;
	struct fault f = FAULT_INIT(&o->arena);
	struct loaded_overlay *one = arena_new(&o->arena, struct loaded_overlay);

	one->blob.data = malloc(u->n + 1);
	if (!one->blob.data)
		fatal("out of memory: %zu bytes wanted", u->n);
	memcpy(one->blob.data, u->data, u->n);
	one->blob.n = u->n;
	if (!tree_load(&one->tree, &o->names, one->blob.data, one->blob.n, &f)) {
		tree_free(&one->tree);
		bytes_free(&one->blob);
		keep_fault(o, u->name, &f);
		return;
	}
	one->input = o->input;
	one->file = u->file;
	one->name = unit_name(u);
	one->base = u->base;
	one->tree.origins = u->origins;
	overlay_read(&one->parts, &one->tree, &o->arena);
	tree_share(&one->tree);
	vec_room(&o->arena, o->v, o->n, o->cap);
	o->v[o->n++] = one;
	o->nordered += o->ordered;
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	keep_fault(r->context, name, f);
}

static void
read_one(struct overlays *o, const struct input *in, size_t number,
	const struct input_options *reading)
{
	struct reading r = { .options = reading,
		.arena = &o->arena,
		.names = &o->names,
		.scratch = &o->arena,
		.only = in->only,
		.guessed = in->guessed,
		.context = o,
		.on_unit = on_unit,
		.on_fault = on_fault,
		.on_keep = on_keep };

	o->input = number;
	if (in->fault.message)
		keep_fault(o, NULL, &in->fault);
	else
		input_read(&r, in->path);
}

static void
read_all(struct overlays *o, const struct string_list *operands,
	const struct input_list *inputs, const struct input_options *reading)
{
	struct input_list list = { .arena = &o->arena };
	size_t i, number;

	inputs_expand(&list, operands);
	for (i = 0; i < list.n; i++) {
		number = inputs_find(inputs, &list.v[i]);
		read_one(o, &list.v[i], number == SIZE_MAX ? 0 : number, reading);
	}
}

/* Resolves a row to what came of its inputs; @from: of each, its first overlay, or NULL. */
static void
read_row(struct overlays *o, struct overlay_row *row, const struct input_list *inputs,
	const struct input_options *reading, size_t *from)
{
	size_t i, k, n = 0;

	for (i = 0; i < row->inputs.n; i++) {
		size_t input = row->inputs.v[i];

		if (from[input] == SIZE_MAX) {
			from[input] = o->n;
			read_one(o, &inputs->v[input], input, reading);
		}
		for (k = from[input]; k < o->n && o->v[k]->input == input; k++)
			n++;
		row->failed |= k == from[input];
	}
	row->v = arena_array(&o->arena, struct loaded_overlay *, n);
	for (i = 0; i < row->inputs.n; i++)
		for (k = from[row->inputs.v[i]];
			k < o->n && o->v[k]->input == row->inputs.v[i]; k++) {
			o->v[k]->assigned = true;
			row->v[row->n++] = o->v[k];
		}
}

void
overlays_read(struct overlays *o, const struct options *options,
	const struct input_list *inputs, const struct input_options *reading)
{
	size_t *from = arena_array(&o->arena, size_t, inputs->n), i;

	names_init(&o->names);
	pthread_mutex_init(&o->lock, NULL);
	o->ordered = true;
	read_all(o, &options->overlays, inputs, reading);
	o->ordered = false;
	read_all(o, &options->overlay_sets, inputs, reading);
	o->nnamed = o->n;
	for (i = 0; i < inputs->n; i++)
		from[i] = SIZE_MAX;
	for (i = o->n; i-- > o->nordered;)
		from[o->v[i]->input] = i;
	for (i = 0; i < o->nrows; i++)
		read_row(o, &o->rows[i], inputs, reading, from);
}

void
overlays_free(struct overlays *o)
{
	size_t i;

	for (i = 0; i < o->n; i++) {
		tree_free(&o->v[i]->tree);
		bytes_free(&o->v[i]->blob);
	}
	for (i = o->nowned; i-- > 0;)
		o->owned[i].free(o->owned[i].what);
	intern_free(&o->names);
	arena_free(&o->arena);
}

/* A combination under way: the base with the overlays so far. */
struct combination {
	struct overlays *overlays;
	const struct base_tree *base;
	const char *name;
	struct bytes blob; /* empty while it is the base itself */
	struct tree tree;
	struct tree whole; /* with the last overlay, made from `tree` without a blob */
	struct tree_delta delta;    /* what it has of the base */
	struct tree_refers *refers; /* of the base; read when first needed */
	struct overlay_layer *layers;
	size_t nlayers;
	const struct loaded_overlay *overlay; /* at hand */
};

static struct diag *
report(const struct overlay_pair *pair, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, const char *message)
{
	const struct combination *c = pair->context;
	const struct base_tree *b = c->base;
	const struct loaded_overlay *one = c->overlay;
	struct about about = b->about;
	struct lint l = { .tree = &one->tree,
		.file = one->file,
		.base = one->base,
		.arena = b->arena,
		.scratch = b->scratch };
	struct diag_related applied = { .place = PLACE_NONE,
		.message = "applied to this" };
	struct diag *d;

	about.file = one->file;
	about.unit = one->name == one->file ? NULL : one->name;
	d = input_report(b->diags, b->config, r, level, &about, message);
	if (!d)
		return NULL;
	if (n)
		d->node = diag_clean(b->arena, node_path(&one->tree, n, b->arena));
	if (p)
		d->property = diag_clean(
			b->arena, arena_strdup(b->arena, prop_name(&one->tree, p)));
	pthread_mutex_lock(&c->overlays->lock);
	locate(&l, d, n, p);
	pthread_mutex_unlock(&c->overlays->lock);
	applied.place.file = unit_name(b->unit);
	diag_relate(b->arena, d, &applied);
	return d;
}

/* Remembers where the overlay's fragments go, in the tree that they are applied to. */
static void
add_layer(struct combination *c, const struct loaded_overlay *one,
	const char *const *targets)
{
	struct overlay_layer *l = &c->layers[c->nlayers++];
	size_t i;

	*l = (struct overlay_layer){ .tree = &one->tree,
		.file = one->name,
		.base = one->base,
		.lock = &c->overlays->lock,
		.aims = arena_array(c->base->scratch, struct overlay_aim,
			one->parts.nfragments + 1) };
	for (i = 0; i < one->parts.nfragments; i++) {
		const struct overlay_fragment *f = &one->parts.fragments[i];

		if (f->content && targets[i])
			l->aims[l->naims++] = (struct overlay_aim){ f->content,
				targets[i] };
	}
	c->name = arena_printf(c->base->arena, "%s + %s", c->name, one->name);
}

/* Makes the whole tree without libfdt, which has taken the overlay before. */
static bool
merge_quickly(struct combination *c, const struct loaded_overlay *one)
{
	const struct base_tree *b = c->base;
	const struct tree *base = c->blob.data ? &c->tree : b->tree;

	if (!one->applied)
		return false;
	if (!overlay_merge(&c->whole, &c->delta, b->names, base, &one->parts,
		    one->blob.data, one->blob.n)) {
		tree_free(&c->whole);
		return false;
	}
	if (base == b->tree) {
		if (!c->refers->v)
			tree_refers_read(c->refers, base, b->scratch);
		tree_touch(&c->delta, &c->whole, c->refers, &c->whole.arena);
	}
	return true;
}

/*
 * Applies one more overlay, the last one or not; false where it does not apply, which is
 * reported.
 */
static bool
apply(struct combination *c, struct loaded_overlay *one, bool last)
{
	const struct base_tree *b = c->base;
	const struct tree *base = c->blob.data ? &c->tree : b->tree;
	const uint8_t *data = c->blob.data ? c->blob.data : b->unit->data;
	struct overlay_pair pair = { .overlay = &one->parts,
		.base = base,
		.base_name = c->name,
		.report = report,
		.context = c,
		.scratch = b->scratch };
	struct fault f = FAULT_INIT(b->scratch);
	struct tree made = { 0 };
	struct bytes blob = { 0 };
	int err;

	c->overlay = one;
	overlay_check_base(&pair);
	if (pair.errors)
		return false;
	if (last && merge_quickly(c, one)) {
		add_layer(c, one, pair.targets);
		return true;
	}
	if (overlay_is_too_much(
		    &one->parts, c->blob.data ? c->blob.n : b->unit->n, one->blob.n)) {
		overlay_report_failure(&pair, 0);
		return false;
	}
	err = overlay_apply(data, c->blob.data ? c->blob.n : b->unit->n, one->blob.data,
		one->blob.n, &blob);
	if (err || !tree_load(&made, b->names, blob.data, blob.n, &f)) {
		overlay_report_failure(&pair, err ? err : -FDT_ERR_INTERNAL);
		tree_free(&made);
		bytes_free(&blob);
		return false;
	}
	one->applied = true;
	add_layer(c, one, pair.targets);
	tree_free(&c->tree);
	bytes_free(&c->blob);
	c->tree = made;
	c->blob = blob;
	return true;
}

static void
combine(struct overlays *o, const struct base_tree *b, struct tree_refers *refers,
	struct loaded_overlay **v, size_t n)
{
	struct combination c = {
		.overlays = o, .base = b, .refers = refers, .name = unit_name(b->unit)
	};
	struct overlay_origins origins;
	struct tree *t;
	size_t i;
	bool ok = true;

	c.layers = arena_array(b->scratch, struct overlay_layer, n + 1);
	c.layers[c.nlayers++] = (struct overlay_layer){
		.tree = b->tree, .file = unit_name(b->unit), .base = b->unit->base
	};
	for (i = 0; i < n && ok; i++)
		ok = apply(&c, v[i], i + 1 == n);
	t = c.whole.nnodes ? &c.whole : &c.tree;
	if (ok) {
		overlay_origins_init(&origins, t, c.layers, c.nlayers);
		t->origins = &origins.origins;
		for (i = 0; i < n; i++)
			atomic_fetch_add(&v[i]->merged, 1);
		b->merged(b, t, c.delta.touched ? &c.delta : NULL, c.name, v[n - 1]);
	}
	tree_free(&c.whole);
	tree_free(&c.tree);
	bytes_free(&c.blob);
}

/* What is said to be for the base, whether or not it fits. */
static void
apply_rows(struct overlays *o, const struct base_tree *b, struct tree_refers *refers)
{
	const struct numbers_of_inputs *list = o->of_input
						       ? &o->of_input[b->about.input - 1]
						       : NULL;
	size_t i, k;

	for (i = 0; list && i < list->n; i++) {
		const struct overlay_row *row = &o->rows[list->v[i]];

		for (k = 0; k < row->n; k++)
			atomic_fetch_add(&row->v[k]->fits, 1);
		if (!row->failed && row->n)
			combine(o, b, refers, row->v, row->n);
	}
}

void
overlays_apply(struct overlays *o, const struct base_tree *b)
{
	struct tree_refers refers = { 0 };
	size_t i;

	if (o->nordered && !o->any_failed)
		combine(o, b, &refers, o->v, o->nordered);
	apply_rows(o, b, &refers);
	for (i = o->nordered; i < o->nnamed; i++) {
		if (o->v[i]->assigned || !o->v[i]->tree.overlay
			|| !overlay_fits(&o->v[i]->parts, b->tree))
			continue;
		atomic_fetch_add(&o->v[i]->fits, 1);
		combine(o, b, &refers, o->v + i, 1);
	}
}

static void
report_no_base(const struct loaded_overlay *one, const struct setups *setups,
	struct diag_list *diags, struct diag_list *ignored)
{
	const struct setup_config *c = setups->by_input[one->input]->config;
	const struct about about = { one->file, one->name == one->file ? NULL : one->name,
		(uint32_t)one->input + 1, UINT32_MAX };
	struct ignoring g = { .config = &c->config,
		.rules = c->rules,
		.tree = &one->tree,
		.scratch = diags->arena,
		.use = c->use };
	size_t from = diags->n;

	input_report(diags, c->rules, overlay_rule(OVERLAY_NO_BASE), LEVEL_WARNING,
		&about,
		"fits no base of this run: each lacks a label or path that it needs, or is for "
		"another machine");
	g.path = config_path_of(&c->config, one->file, diags->arena);
	if (c->config.nignores)
		config_ignore(&g, diags, from, ignored);
}

/* Drops what an overlay alone came to. */
static void
drop(const struct loaded_overlay *one, struct diag_list *diags)
{
	size_t i, to = 0;

	for (i = 0; i < diags->n; i++) {
		struct diag *d = diags->v[i];

		if (d->fault || !strncmp(d->rule->id, "overlay/", strlen("overlay/"))
			|| d->input != one->input + 1
			|| strcmp(diag_input(d), one->name) != 0)
			diags->v[to++] = d;
	}
	diags->n = to;
}

void
overlays_report(const struct overlays *o, const struct setups *setups,
	struct diag_list *diags, struct diag_list *ignored)
{
	size_t i;

	for (i = 0; i < o->n; i++) {
		const struct loaded_overlay *one = o->v[i];

		if (one->merged)
			drop(one, diags);
		if (i >= o->nordered && i < o->nnamed && !one->fits && one->tree.overlay)
			report_no_base(one, setups, diags, ignored);
	}
}

/* What tells findings of one tree apart. */
static uint64_t
finding_key(const struct diag *d)
{
	const char *const parts[] = { d->rule->id, d->node, d->property, d->message };
	uint64_t h = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		h = hash_mix(
			h + i + (parts[i] ? hash_wide(parts[i], strlen(parts[i])) : 0));
	return h;
}

void
overlays_remember(
	struct map *known, struct arena *a, const struct diag_list *diags, size_t from)
{
	for (size_t i = from; i < diags->n; i++)
		map_put(known, a, finding_key(diags->v[i]), 0);
}

void
overlays_drop_known(const struct map *known, struct diag_list *diags, size_t from,
	const struct loaded_overlay *last, const char *base)
{
	struct diag_related with = { .place = PLACE_NONE };
	size_t i, to = from;

	if (last) {
		with.place.file = last->name;
		with.message = diag_clean(
			diags->arena, arena_printf(diags->arena,
					      "comes with this overlay on %s", base));
	}
	for (i = from; i < diags->n; i++) {
		struct diag *d = diags->v[i];

		if (map_get(known, finding_key(d)) != MAP_ABSENT)
			continue;
		if (last)
			diag_relate(diags->arena, d, &with);
		diags->v[to++] = d;
	}
	diags->n = to;
}
