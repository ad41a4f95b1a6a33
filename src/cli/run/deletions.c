/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/deletions.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/intern.h"
#include "base/io.h"
#include "base/suggest.h"
#include "base/vec.h"
#include "dts/source/map.h"
#include "rules/input.h"

struct deletion {
	struct place place;
	const char *name;
	const char *node; /* path of what it was to be deleted from */
	const char *near; /* "; did you mean …", or "" */
	bool property;
	bool creating;
	bool hit;
	bool part;      /* in a file that sources include */
	uint32_t input; /* the first that has it */
	const struct rule_config *rules;
};

struct deletions {
	struct arena arena;
	pthread_mutex_t lock;
	struct intern keys; /* file and offset */
	struct deletion *v; /* by their atoms */
	uint32_t n;
	uint32_t cap;
	struct intern seen; /* real paths of sources that compile */
};

struct deletions *
deletions_new(void)
{
	struct deletions *d = calloc(1, sizeof(*d));

	if (!d)
		fatal("out of memory: %zu bytes wanted", sizeof(*d));
	pthread_mutex_init(&d->lock, NULL);
	return d;
}

void
deletions_free(struct deletions *d)
{
	if (!d)
		return;
	pthread_mutex_destroy(&d->lock);
	intern_free(&d->keys);
	intern_free(&d->seen);
	arena_free(&d->arena);
	free(d);
}

/* The name that may have been meant. */
static const char *
nearest(const struct live_tree *t, const struct live_deletion *l, struct arena *a)
{
	struct suggest s = { .word = live_name(t, l->name) };

	for (const struct live_node *n = l->node->first_child; n && !l->property;
		n = n->next)
		if (!n->deleted)
			suggest_try(&s, live_name(t, n->name));
	for (const struct live_prop *p = l->node->first_prop; p && l->property;
		p = p->next)
		if (!p->deleted)
			suggest_try(&s, live_name(t, p->name));
	return suggest_text(a, &s);
}

static void
read_one(struct deletions *d, const struct dts_compilation *c,
	const struct live_deletion *l, const struct rule_config *rules, uint32_t input)
{
	struct place place = dts_text_place(&c->text, l->place.begin, l->place.end);
	bool hit = (l->node_hit || l->prop_hit) && !l->creating;
	uint32_t known = d->keys.count;
	struct deletion *one;
	struct arena scratch = { 0 };
	char *key;
	atom_t atom;

	if (l->name == ATOM_NONE || !place.file)
		return;
	key = arena_printf(&scratch, "%s:%lld", place.file, (long long)place.offset);
	atom = intern(&d->keys, key, strlen(key));
	if (atom == known) {
		one = vec_add(&d->arena, d);
		*one = (struct deletion){ .place = place,
			.property = l->property,
			.creating = true,
			.input = input,
			.rules = rules,
			.near = "" };
		one->place.file = arena_strdup(&d->arena, place.file);
		one->name = arena_strdup(&d->arena, live_name(&c->tree, l->name));
		one->part = source_is_part(place.file);
	}
	one = &d->v[atom];
	one->hit = one->hit || hit;
	one->creating = one->creating && l->creating;
	if (!hit && !one->node) {
		one->node = live_path(&c->tree, l->node, &d->arena);
		one->near = nearest(&c->tree, l, &d->arena);
	}
	arena_free(&scratch);
}

void
deletions_read(struct deletions *d, const struct dts_compilation *c,
	const struct rule_config *rules, uint32_t input)
{
	const struct text_map *map = c->text.map;
	char *real;

	if (!c->ok)
		return;
	pthread_mutex_lock(&d->lock);
	/* the first file is the command line */
	for (uint32_t i = 0; i < map->ninstances; i++) {
		if (map->instances[i].parent != MAP_NONE)
			continue;
		real = io_real_path(map->instances[i].file->path);
		if (real)
			intern(&d->seen, real, strlen(real));
		free(real);
	}
	for (const struct live_deletion *l = c->tree.deletions; l; l = l->next)
		read_one(d, c, l, rules, input);
	pthread_mutex_unlock(&d->lock);
}

/* Whether all sources that include the file have been looked at. */
static bool
is_complete(const struct deletions *d, struct source_index *index, const char *path)
{
	struct string_list sources = { 0 };
	char *real = io_real_path(path);
	bool complete = real && source_index_find(index, real, &sources) && sources.n;

	for (size_t i = 0; complete && i < sources.n; i++)
		complete = intern_find(&d->seen, sources.v[i], strlen(sources.v[i]))
			   != ATOM_NONE;
	free(real);
	return complete;
}

static void
report(const struct deletion *one, struct source_set *sources,
	const struct input_list *inputs, struct diag_list *diags)
{
	const struct rule *rule = rule_find("source/delete-without-effect");
	const struct about about = { inputs->v[one->input - 1].path, NULL, one->input,
		0 };
	const char *kind = one->property ? "property" : "node";
	const char *message;
	struct diag *d;

	if (one->creating)
		message = arena_printf(diags->arena,
			"'/delete-%s/ %s' never acts: it stands in the body that creates "
			"the node",
			kind, one->name);
	else
		message = arena_printf(diags->arena,
			"'/delete-%s/ %s' deletes nothing: %s has no such %s%s", kind,
			one->name, one->node, one->property ? "property" : "subnode",
			one->near);
	d = input_report(diags, one->rules, rule, rule->level, &about, message);
	if (!d)
		return;
	d->place = one->place;
	d->place.file = arena_strdup(diags->arena, one->place.file);
	d->excerpt = source_line(sources, one->place.file, one->place.line, diags->arena);
}

void
deletions_report(struct deletions *d, const struct affected *w,
	struct source_set *sources, const struct input_list *inputs,
	struct diag_list *diags)
{
	const struct rule *rule = rule_find("source/delete-without-effect");
	struct fault f = FAULT_INIT(&d->arena);
	struct source_index *index = NULL;
	struct string_list parts = { 0 };

	for (uint32_t i = 0; i < d->n; i++) {
		if (!d->v[i].hit && d->v[i].part && !d->v[i].creating
			&& rule_is_reported(d->v[i].rules, rule))
			string_list_add(&parts, &d->arena, d->v[i].place.file);
	}
	if (parts.n)
		index = affected_index(w, &parts, NULL, &d->arena, &f);
	for (uint32_t i = 0; i < d->n; i++) {
		const struct deletion *one = &d->v[i];
		size_t from = diags->n;

		if (one->hit)
			continue;
		if (one->creating || !one->part
			|| (index && is_complete(d, index, one->place.file)))
			report(one, sources, inputs, diags);
		if (inputs->v[one->input - 1].narrowed)
			affected_filter(w, diags, from);
	}
	source_index_free(index);
}
