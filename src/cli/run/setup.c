/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/setup.h"

#include <string.h>
#include <unistd.h>

#include "base/glob.h"
#include "base/vec.h"
#include "base/walk.h"
#include "cli/print.h"
#include "host/reader.h"
#include "rules/input.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void
note_config(struct setups *s, const char *path, const char *fault)
{
	struct report_config result = { path, !fault, fault };

	*vec_more(s->arena, s->config_results, s->nconfig_results) = result;
}

void
setups_report_unreadable(struct setups *s, const char *path, const struct fault *f)
{
	count_fault(&s->failed, path, f);
	input_report_config(s->diags, path, f);
	note_config(s, path, f->message);
}

static bool
read_config(struct setups *s, struct setup_config *c)
{
	struct fault f = FAULT_INIT(s->arena);

	const struct config_how how = setup_config_how(s->options, s->today);

	if (c->path && !config_load(&c->config, c->path, &how, s->arena, &f)) {
		setups_report_unreadable(s, c->path, &f);
		return false;
	}
	if (c->path)
		note_config(s, c->path, NULL);
	c->use = arena_array(s->arena, struct ignore_use, c->config.nignores);
	c->profile = setup_profile(s->options, &c->config, s->arena);
	return true;
}

static struct setup_config *
add_config(struct setups *s, const struct setup_config *from)
{
	struct setup_config *c = arena_new(s->arena, struct setup_config);

	*c = *from;
	c->number = s->nconfigs;
	*vec_more(s->arena, s->configs, s->nconfigs) = c;
	return c;
}

/* The first configuration of that path, read if it was not yet. */
static struct setup_config *
config_of(struct setups *s, const char *path)
{
	const struct setup_config none = { .path = path };
	const char *name = path ? path : "";
	uint32_t number = map_put(&s->by_path, s->arena, hash_long(name, strlen(name)),
		(uint32_t)s->nconfigs);
	struct setup_config *c;

	if (number < s->nconfigs)
		return s->configs[number];
	c = add_config(s, &none);
	c->ok = read_config(s, c);
	return c;
}

/* The rules that it and the command line leave in a project. */
static bool
make_rules(struct setups *s, struct setup_config *c, const struct project *project)
{
	struct fault f = FAULT_INIT(s->arena);

	c->project = project;
	c->rules = rule_config_make(s->arena, &project->rules,
		c->path ? &c->config.rules : NULL, &s->options->rules, &f);
	return c->rules != NULL;
}

/* The one of the same file for inputs of a project, made if it was not yet. */
static struct setup_config *
config_in(struct setups *s, struct setup_config *first, const struct project *project)
{
	const uint64_t key = (uint64_t)first->number << 32 | project->number;
	struct setup_config *c = first;
	uint32_t number;

	number = map_put(&s->by_project, s->arena, key,
		(uint32_t)(first->project ? s->nconfigs : first->number));
	if (number < s->nconfigs && s->configs[number]->project)
		return s->configs[number];
	if (first->project) {
		c = add_config(s, first);
		c->again = true;
		c->setups = NULL;
	}
	c->ok = make_rules(s, c, project);
	return c;
}

static const char *
dir_of(const char *input, struct arena *a)
{
	return strcmp(input, "-") ? config_dir_of(input, a) : ".";
}

struct config_how
setup_config_how(const struct options *o, const char *today)
{
	return (struct config_how){ today, o->config != NULL, &o->allow };
}

const char *
setup_config_path(const struct options *o, const char *input, struct arena *a)
{
	if (o->no_config)
		return NULL;
	return o->config ? o->config : config_find_in(dir_of(input, a), a);
}

struct profile
setup_profile(const struct options *o, const struct config *c, struct arena *a)
{
	return profile_join(&o->profile, &c->profile, a);
}

static struct setup_config *
config_for(struct setups *s, const struct input *in)
{
	const char *dir = dir_of(in->path, s->arena);
	struct fault f = FAULT_INIT(s->arena);
	const struct project *project;
	struct setup_config *c;

	if (!s->last.dir || strcmp(s->last.dir, dir) != 0) {
		s->last.dir = dir;
		s->last.config = config_of(
			s, setup_config_path(s->options, in->path, s->arena));
	}
	c = s->last.config;
	if (!c->ok)
		return c;
	project = project_of(&s->projects, &c->profile,
		rule_strict_of(&c->config.rules, &s->options->rules),
		!in->skip && !s->options->schemas.n && !c->config.schemas.n, in->path,
		&f);
	if (project)
		return config_in(s, c, project);
	setups_report_unreadable(
		s, s->options->profile.named || !c->path ? "--profile" : c->path, &f);
	c->ok = false;
	return c;
}

const char *
setups_as_was(const struct setups *s, const char *path)
{
	return s->as_was ? s->as_was(s->context, path) : path;
}

/* The same of KIND:SOURCE; a host keeps the name that it was given. */
static bool
read_host_as_was(
	struct setups *s, const char *spec, struct host *h, bool *absent, struct fault *f)
{
	const char *colon = strchr(spec, ':'), *path = colon ? colon + 1 : spec;
	const char *was = setups_as_was(s, path);

	if (was == path || !access(spec, F_OK))
		was = setups_as_was(s, path = spec);
	*absent = !was;
	if (!was)
		return false;
	if (was == path)
		return host_read(spec, h, s->arena, f);
	if (path != spec)
		was = arena_printf(s->arena, "%.*s%s", (int)(path - spec), spec, was);
	if (!host_read(was, h, s->arena, f))
		return false;
	h->source = path;
	return true;
}

static void
read_host(struct setups *s, const char *spec, struct report_host *result)
{
	struct host *h = arena_new(s->arena, struct host);
	struct fault f = FAULT_INIT(s->arena);
	const struct options *o = s->options;
	bool absent = false;

	if (spec ? read_host_as_was(s, spec, h, &absent, &f)
		 : host_read_argv(o->host_argv, o->host_argc, h, s->arena, &f)) {
		*result = (struct report_host){
			.source = h->source, .ok = true, .host = h
		};
		return;
	}
	if (!spec)
		spec = "command line";
	*result = (struct report_host){ .source = spec, .fault = f.message };
	if (absent)
		return;
	count_fault(&s->failed, spec, &f);
	input_report_host(s->diags, spec, &f);
}

/* The number of a host, which is read if it was not yet. */
static size_t
host_of(struct setups *s, const char *spec)
{
	struct report_host result;
	size_t i, n = s->nhosts;

	for (i = 0; i < s->nhosts; i++)
		if (same(s->specs[i], spec))
			return i;
	read_host(s, spec, &result);
	*vec_more(s->arena, s->hosts, s->nhosts) = result;
	*vec_more(s->arena, s->specs, n) = spec;
	return i;
}

struct numbers {
	size_t *v;
	size_t n;
};

static void
add_number(struct setups *s, struct numbers *list, size_t number)
{
	size_t i;

	/* one that was not there when everything else was as it is to be read */
	if (!s->hosts[number].ok && !s->hosts[number].fault)
		return;
	for (i = 0; i < list->n; i++)
		if (list->v[i] == number)
			return;
	*vec_more(s->arena, list->v, list->n) = number;
}

static struct numbers
hosts_given(struct setups *s)
{
	const struct options *o = s->options;
	struct numbers list = { 0 };
	size_t i;

	for (i = 0; i < o->hosts.n; i++)
		add_number(s, &list, host_of(s, o->hosts.v[i]));
	if (o->host_argv)
		add_number(s, &list, host_of(s, NULL));
	return list;
}

static struct numbers
hosts_paired(struct setups *s, const struct setup_config *c, const struct input *in)
{
	struct numbers list = { 0 };
	const char *path;
	size_t i, k;

	if (!c->config.npairs)
		return list;
	path = config_path_of(&c->config, in->path, s->arena);
	for (i = 0; i < c->config.npairs; i++) {
		const struct config_pair *p = &c->config.pairs[i];

		if (!config_note_match(s->arena, &p->trees, p->used, path))
			continue;
		for (k = 0; k < p->hosts.n; k++)
			add_number(s, &list, host_of(s, p->hosts.v[k]));
	}
	return list;
}

static bool
has_hosts(const struct setups *s, const struct setup *one, const struct numbers *list)
{
	size_t i;

	if (one->nhosts != list->n)
		return false;
	for (i = 0; i < list->n; i++)
		if (one->hosts[i].source != s->hosts[list->v[i]].source)
			return false;
	return true;
}

static const struct setup *
setup_of(struct setups *s, struct setup_config *c, const struct numbers *list)
{
	struct setup *one;
	struct host *hosts;
	size_t i;

	for (one = c->setups; one; one = one->next)
		if (has_hosts(s, one, list))
			return one;
	one = arena_new(s->arena, struct setup);
	hosts = arena_array(s->arena, struct host, list->n);
	for (i = 0; i < list->n; i++)
		hosts[i] = *s->hosts[list->v[i]].host;
	*one = (struct setup){ c, hosts, list->n, c->setups };
	c->setups = one;
	*vec_more(s->arena, s->v, s->n) = one;
	return one;
}

void
setups_make(struct setups *s, const struct input_list *inputs)
{
	struct numbers given = hosts_given(s), list;
	bool pairs = !s->options->hosts.n && !s->options->host_argv;
	size_t i;

	s->paired = pairs;
	s->projects.arena = s->arena;
	s->today = config_today(s->arena);
	s->by_input = arena_grow(s->arena, s->by_input, s->ninputs * sizeof(*s->by_input),
		inputs->n * sizeof(*s->by_input));
	for (i = s->ninputs; i < inputs->n; i++) {
		struct setup_config *c = config_for(s, &inputs->v[i]);

		if (!c->ok)
			continue;
		list = pairs ? hosts_paired(s, c, &inputs->v[i]) : given;
		/* nothing is linted with a host missing: no setup is needed */
		if (!s->failed)
			s->by_input[i] = setup_of(s, c, &list);
	}
	s->ninputs = inputs->n;
}

static bool
uses(const struct setup *one, const struct host *h)
{
	size_t i;

	for (i = 0; i < one->nhosts; i++)
		if (one->hosts[i].source == h->source)
			return true;
	return false;
}

static void
report_host(struct setups *s, const struct host *h, struct diag_list *ignored)
{
	size_t i, from = s->diags->n;

	for (i = 0; i < s->n && s->diags->n == from; i++) {
		struct setup_config *c = s->v[i]->config;
		struct ignoring g = { .config = &c->config,
			.rules = c->rules,
			.scratch = s->arena,
			.use = c->use };

		if (!uses(s->v[i], h))
			continue;
		input_report_remarks(s->diags, c->rules, h);
		if (s->diags->n == from || !c->config.nignores)
			continue;
		g.path = config_path_of(&c->config, h->source, s->arena);
		config_ignore(&g, s->diags, from, ignored);
		return;
	}
}

void
setups_report_hosts(struct setups *s, struct diag_list *ignored)
{
	size_t i;

	for (i = 0; i < s->nhosts; i++)
		if (s->hosts[i].ok && s->hosts[i].host->nremarks)
			report_host(s, s->hosts[i].host, ignored);
}

/* What is below a configuration's directory is looked through no further than this. */
enum { FILES_MAX = 100000 };

/* Whether any file below the configuration's directory is what a pattern means. */
static bool
matches_a_file(const struct config *c, const char *pattern, struct arena *a)
{
	struct walk_options o = { .names_max = FILES_MAX };
	struct walk *w = walk_open(c->dir, &o);
	const struct walk_entry *e;
	size_t n = strlen(c->dir), seen = 0;
	bool found = false;

	while (!found && (e = walk_next(w))) {
		const char *path = e->path + n;

		path += strspn(path, "/");
		/* what was not looked at may be it */
		found = e->kind == WALK_FAULT || ++seen >= FILES_MAX
			|| (e->kind != WALK_END && e->depth
				&& glob_match_path(a, pattern, path));
	}
	walk_close(w);
	return found;
}

/* Patterns of one key, of which those that are used were met. */
struct patterns {
	enum input_ignore rule;
	const char *what;
	const struct string_list *list;
	const struct place *places;
	const bool *used;
};

static void
report_unused(struct setups *s, const struct setup_config *c, const struct patterns *p)
{
	struct arena a = { 0 };
	size_t i;

	for (i = 0; i < p->list->n; i++) {
		if (!p->used[i] && !matches_a_file(&c->config, p->list->v[i], &a))
			input_report_ignore(s->diags, c->rules, p->rule, c->config.file,
				p->places[i].line, p->places[i].column,
				"the %s pattern '%s' matches no file", p->what,
				p->list->v[i]);
		arena_reset(&a);
	}
	arena_free(&a);
}

void
setups_report_unused(struct setups *s)
{
	size_t i, k;

	for (i = 0; i < s->nconfigs; i++) {
		const struct setup_config *c = s->configs[i];

		if (!c->ok || c->again)
			continue;
		for (k = 0; s->paired && k < c->config.npairs; k++) {
			const struct config_pair *p = &c->config.pairs[k];

			report_unused(s, c,
				&(struct patterns){ INPUT_UNUSED_PAIR, "pair's",
					&p->trees, p->places, p->used });
		}
		for (k = 0; k < c->config.noverlays; k++) {
			const struct config_overlays *o = &c->config.overlays[k];

			report_unused(s, c,
				&(struct patterns){ INPUT_UNUSED_OVERLAYS, "bases'",
					&o->bases, o->places, o->used });
		}
	}
}
