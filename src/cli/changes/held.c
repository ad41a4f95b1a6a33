/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes/held.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/io.h"
#include "base/vec.h"
#include "input/reader.h"

bool
held_has_changed(const struct held *h, const char *path)
{
	char *real = io_real_path(path);
	const struct git_change *c;
	bool has = false;
	size_t n = 0;

	c = real ? git_past_changes_at(h->past, real, &n) : NULL;
	for (size_t i = 0; !has && i < n; i++)
		has = !c[i].same;
	free(real);
	return has;
}

/* Of KIND:SOURCE and LABEL=PATH: what is behind. */
static const char *
without_prefix(const char *spec, char separator)
{
	const char *at = strchr(spec, separator);

	return at && access(spec, F_OK) ? at + 1 : spec;
}

static bool
any_has_changed(const struct held *h, const struct string_list *paths, char separator)
{
	for (size_t i = 0; i < paths->n; i++)
		if (held_has_changed(h, without_prefix(paths->v[i], separator)))
			return true;
	return false;
}

static const struct string_list *
bindings_of_config(
	const struct held *h, const struct config *c, const struct project *project)
{
	static const struct string_list none;

	if (h->options->schemas.n)
		return &h->options->schemas;
	if (c && c->schemas.n)
		return &c->schemas;
	return project ? &project->schemas : &none;
}

void
held_mark(const struct held *h, const struct run *run, bool *marks)
{
	const struct setups *s = &run->setups;
	bool *hosts = arena_array(h->arena, bool, s->nhosts);
	bool *configs = arena_array(h->arena, bool, s->nconfigs);
	const struct setup *setup;
	size_t i, k, one;

	for (i = 0; i < s->nhosts; i++)
		hosts[i] = s->specs[i]
			   && held_has_changed(h, without_prefix(s->specs[i], ':'));
	for (i = 0; i < s->nconfigs; i++)
		configs[i] = any_has_changed(h,
			bindings_of_config(
				h, &s->configs[i]->config, s->configs[i]->project),
			'=');
	for (i = 0; i < run->inputs.n; i++) {
		setup = s->by_input[i];
		marks[i] = setup && configs[setup->config->number];
		for (k = 0; setup && !marks[i] && k < setup->nhosts; k++)
			for (one = 0; one < s->nhosts; one++)
				marks[i] |= hosts[one]
					    && s->hosts[one].source
						       == setup->hosts[k].source;
	}
}

/* A configuration that was met, or that there is none (path NULL). */
struct met {
	const char *path;
	bool changed; /* or something that it names */
	struct config config;
};

struct looking {
	const struct held *held;
	struct arena *arena;
	struct projects projects;
	struct met **v;
	size_t n, cap;
	struct map by_path;
};

static bool
pairs_have_changed(const struct held *h, const struct config *c)
{
	size_t i, k;

	for (i = 0; !h->options->hosts.n && i < c->npairs; i++)
		if (any_has_changed(h, &c->pairs[i].hosts, ':'))
			return true;
	for (i = 0; i < c->noverlays; i++)
		for (k = 0; k < c->overlays[i].nrows; k++)
			if (any_has_changed(h, &c->overlays[i].rows[k], '\0'))
				return true;
	return false;
}

static bool
given_has_changed(const struct held *h)
{
	const struct options *o = h->options;

	return any_has_changed(h, &o->hosts, ':') || any_has_changed(h, &o->schemas, '=')
	       || any_has_changed(h, &o->overlays, '\0')
	       || any_has_changed(h, &o->overlay_sets, '\0');
}

static const struct met *
look_at_config(struct looking *l, const char *path)
{
	const struct held *h = l->held;
	const struct config_how how = setup_config_how(
		h->options, config_today(l->arena));
	const char *name = path ? path : "";
	uint32_t i = map_put(
		&l->by_path, l->arena, hash_long(name, strlen(name)), (uint32_t)l->n);
	struct fault f = FAULT_INIT(l->arena);
	struct met *m;

	if (i < l->n)
		return l->v[i];
	m = arena_new(l->arena, struct met);
	vec_room(l->arena, l->v, l->n, l->cap);
	l->v[l->n++] = m;
	m->path = path;
	if (path)
		m->changed = held_has_changed(h, path);
	if (!path || m->changed)
		return m;
	if (!config_load(&m->config, path, &how, l->arena, &f))
		m->config = (struct config){ 0 };
	m->changed = pairs_have_changed(h, &m->config)
		     || any_has_changed(h, bindings_of_config(h, &m->config, NULL), '=');
	return m;
}

/* Whether what the inputs of a folder are held against has changed. */
static bool
folder_has_changed(struct looking *l, const char *input)
{
	const struct held *h = l->held;
	const struct met *m = look_at_config(
		l, setup_config_path(h->options, input, l->arena));
	struct fault f = FAULT_INIT(l->arena);
	const struct project *project;
	struct profile profile;

	if (m->changed || bindings_of_config(h, &m->config, NULL)->n)
		return m->changed;
	profile = setup_profile(h->options, &m->config, l->arena);
	project = project_of(&l->projects, &profile, STRICT_NOT, false, input, &f);
	return project && any_has_changed(h, &project->schemas, '=');
}

bool
held_inputs(const struct held *h, struct string_list *paths, struct fault *f)
{
	struct looking l = {
		.held = h, .arena = h->arena, .projects = { .arena = h->arena }
	};
	struct string_list all = { 0 };
	const char *last = NULL, *dir;
	bool given = given_has_changed(h), take = given, guessed;

	if (!git_past_tracked(h->past, &all, f))
		return false;
	for (size_t i = 0; i < all.n; i++) {
		if (!input_is_named(all.v[i], &guessed) || guessed)
			continue;
		dir = config_dir_of(all.v[i], h->arena);
		if (!given && (!last || strcmp(dir, last) != 0))
			take = folder_has_changed(&l, all.v[i]);
		last = dir;
		if (take && !access(all.v[i], F_OK))
			string_list_add(paths, h->arena, all.v[i]);
	}
	return true;
}
