/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Overlays that are said to be for a base: by configurations, and by Makefiles. */
#include <string.h>

#include "base/io.h"
#include "base/vec.h"
#include "cli/run/overlays.h"
#include "dts/source/composite.h"

/* The composites of the folder at hand. */
struct folder {
	const char *dir; /* "" or with a '/' at its end */
	struct composites all;
	struct map by_base; /* hash of a base -> the first composite that has it */
	size_t *next;       /* the next that has the same */
};

struct assigning {
	struct overlays *o;
	struct setups *setups;
	struct input_list *inputs;
	struct {
		struct met_overlays {
			const struct config_overlays *of;
			size_t first, n; /* rows that came of it */
		} * v;
		size_t n, cap;
	} met;
	struct folder folder;
};

static void
add_input(struct arena *a, struct overlay_row *row, size_t input)
{
	struct numbers_of_inputs *list = &row->inputs;

	*vec_add(a, list) = input;
}

static struct overlay_row *
add_row(struct overlays *o)
{
	struct overlay_row *row;

	vec_room(&o->arena, o->rows, o->nrows, o->rows_cap);
	row = &o->rows[o->nrows++];
	*row = (struct overlay_row){ 0 };
	return row;
}

/*
 * Makes what a path stands for inputs, and adds them to the row; with @each every one but
 * the first is a row of its own.
 */
static void
add_path(struct assigning *as, struct overlay_row **row, const char *path, bool each)
{
	struct overlays *o = as->o;
	struct input_list found = { .arena = &o->arena };
	/* a list is the command line's to name */
	const char *name = *path == '@' ? arena_printf(&o->arena, "./%s", path) : path;
	const struct string_list one = { &name, 1, 1 };
	size_t i, k;

	inputs_expand(as->inputs, &one);
	inputs_expand(&found, &one);
	for (i = 0; i < found.n; i++) {
		k = inputs_find(as->inputs, &found.v[i]);
		if (each && i)
			*row = add_row(o);
		if (k == SIZE_MAX || as->inputs->v[k].fault.message)
			(*row)->failed = true;
		else
			add_input(&o->arena, *row, k);
	}
}

/* The rows of a part of a configuration; made when it is first met. */
static const struct met_overlays *
rows_of(struct assigning *as, const struct config_overlays *of)
{
	struct overlays *o = as->o;
	struct met_overlays *met;
	struct overlay_row *row;
	size_t i, k;

	for (i = 0; i < as->met.n; i++)
		if (as->met.v[i].of == of)
			return &as->met.v[i];
	met = vec_add(&o->arena, &as->met);
	*met = (struct met_overlays){ .of = of, .first = o->nrows };
	for (i = 0; i < of->nrows; i++) {
		row = add_row(o);
		for (k = 0; k < of->rows[i].n; k++)
			add_path(as, &row, of->rows[i].v[k], of->rows[i].n == 1);
	}
	met->n = o->nrows - met->first;
	return met;
}

static void
assign(struct overlays *o, size_t input, size_t row)
{
	struct numbers_of_inputs *list = &o->of_input[input];

	*vec_add(&o->arena, list) = row;
}

static void
assign_configured(struct assigning *as, size_t input)
{
	const struct setup *setup = as->setups->by_input[input];
	const struct config *c = setup ? &setup->config->config : NULL;
	const struct met_overlays *met;
	struct arena *a = &as->o->arena;
	const char *path;
	size_t i, k;

	if (!c || !c->noverlays)
		return;
	path = config_path_of(c, as->inputs->v[input].path, a);
	for (i = 0; i < c->noverlays; i++) {
		const struct config_overlays *of = &c->overlays[i];

		if (!config_note_match(a, &of->bases, of->used, path))
			continue;
		met = rows_of(as, of);
		for (k = 0; k < met->n; k++)
			assign(as->o, input, met->first + k);
	}
}

static void
leave_out(struct assigning *as, const struct composite *c, const char *why)
{
	struct overlays *o = as->o;

	vec_room(&o->arena, o->left_out, o->nleft_out, o->left_out_cap);
	o->left_out[o->nleft_out++] = (struct report_skip){ as->folder.all.path,
		arena_printf(&o->arena, "%s-dtbs", c->name), why };
}

/* Whether makefiles of the tree that an input stands in put composites together. */
static bool
has_composites(const struct assigning *as, size_t input)
{
	const struct setup *setup = as->setups->by_input[input];
	const struct project *p = setup ? setup->config->project : NULL;

	return p && p->root && p->name
	       && (!strcmp(p->name, "Linux") || !strcmp(p->name, "U-Boot"));
}

/* The composites of an input's folder. */
static void
enter_folder(struct assigning *as, const char *path)
{
	struct folder *f = &as->folder;
	struct arena *a = &as->o->arena;
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) + 1 : 0, i, first, *last;
	struct fault fault = FAULT_INIT(a);

	if (f->dir && strlen(f->dir) == n && !strncmp(f->dir, path, n))
		return;
	*f = (struct folder){ .dir = arena_strndup(a, path, n) };
	if (!composites_read(&f->all, f->dir, a, &fault)) {
		f->all.path = fault.place.file;
		leave_out(as, &(struct composite){ .name = "NAME" }, fault.message);
	}
	f->next = arena_array(a, size_t, f->all.n);
	last = arena_array(a, size_t, f->all.n);
	for (i = 0; i < f->all.n; i++) {
		const struct composite *c = &f->all.v[i];

		if (c->unclear) {
			leave_out(as, c,
				arena_printf(a, "not understood at line %u: %s", c->line,
					c->unclear));
			continue;
		}
		f->next[i] = MAP_ABSENT;
		first = map_put(
			&f->by_base, a, hash_long(c->base, strlen(c->base)), (uint32_t)i);
		if (first != i)
			f->next[last[first]] = i;
		last[first] = i;
	}
}

/* The overlay of that name: of the kind that its base is, if there is one. */
static const char *
find_part(struct assigning *as, const char *name, bool source)
{
	static const char *const suffixes[] = { ".dtso", ".dts", ".dtbo", ".dtso" };
	const char *path;
	size_t i;

	for (i = 0; i < 3; i++) {
		path = arena_printf(&as->o->arena, "%s%s%s", as->folder.dir, name,
			suffixes[source ? i : 2 + i % 2]);
		if (io_is_there(path))
			return path;
	}
	return NULL;
}

static void
assign_composite(
	struct assigning *as, size_t input, const struct composite *c, bool source)
{
	struct overlays *o = as->o;
	const char **paths = arena_array(&o->arena, const char *, c->parts.n);
	struct overlay_row *row;
	size_t i;

	for (i = 0; i < c->parts.n; i++) {
		paths[i] = find_part(as, c->parts.v[i], source);
		if (!paths[i]) {
			leave_out(as, c,
				arena_printf(&o->arena,
					"there is no %s.dtbo, and no source of it",
					c->parts.v[i]));
			return;
		}
	}
	row = add_row(o);
	for (i = 0; i < c->parts.n; i++)
		add_path(as, &row, paths[i], false);
	assign(o, input, (size_t)(row - o->rows));
}

static void
assign_composites(struct assigning *as, size_t input)
{
	const char *path = as->inputs->v[input].path, *name, *dot;
	struct folder *f = &as->folder;
	bool source;
	size_t i;

	dot = strrchr(path, '.');
	source = dot && !strcmp(dot, ".dts");
	if (!source && (!dot || strcmp(dot, ".dtb") != 0))
		return;
	enter_folder(as, path);
	if (!f->all.n)
		return;
	name = arena_strndup(&as->o->arena, path + strlen(f->dir),
		(size_t)(dot - path) - strlen(f->dir));
	i = map_get(&f->by_base, hash_long(name, strlen(name)));
	for (; i != MAP_ABSENT; i = f->next[i])
		if (!strcmp(f->all.v[i].base, name))
			assign_composite(as, input, &f->all.v[i], source);
}

void
overlays_assign(struct overlays *o, struct setups *setups, struct input_list *inputs)
{
	struct assigning as = { .o = o, .setups = setups, .inputs = inputs };
	size_t i;

	o->of_input = arena_array(&o->arena, struct numbers_of_inputs, o->first);
	for (i = 0; i < o->first; i++) {
		if (inputs->v[i].skip || inputs->v[i].fault.message)
			continue;
		assign_configured(&as, i);
		if (strcmp(inputs->v[i].path, "-") != 0 && has_composites(&as, i))
			assign_composites(&as, i);
	}
}
