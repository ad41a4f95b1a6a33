/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/bindings.h"

#include <string.h>

#include "base/hash.h"
#include "base/vec.h"
#include "cli/print.h"

static bool
has_string(const struct string_list *list, const char *s)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (!strcmp(list->v[i], s))
			return true;
	return false;
}

/* The layers of a label, those without one among them; a label NULL: the paths as given. */
static struct string_list
layers_of(const struct string_list *paths, const char *label, struct arena *a)
{
	struct string_list layers = { 0 };
	const char *path, *own;
	size_t i;

	for (i = 0; i < paths->n; i++) {
		path = paths->v[i];
		own = config_schema_label(&path, "", a);
		if (!own || (label && !strcmp(own, label)))
			string_list_add(&layers, a, path);
	}
	return layers;
}

static struct bindings *
load_layers(const struct options *o, const struct string_list *paths,
	const struct fence *fence, unsigned int use, struct arena *a,
	schemas_report_fn *report, void *context)
{
	const struct schemas_from from = {
		.paths = paths->v, .n = paths->n, .fence = fence, .core = o->core
	};

	return bindings_load(&from, use, a, report, context);
}

/* A set for each label, in the order that they were first given in. */
static struct bindings *
load(const struct options *o, const struct string_list *paths, const struct fence *fence,
	unsigned int use, struct arena *a, schemas_report_fn *report, void *context)
{
	struct bindings *b, *first = NULL;
	struct string_list labels = { 0 }, layers;
	const char *path, *label;
	size_t i;

	if (!paths->n)
		return bindings_builtin();
	if (!o->no_schema_cache)
		use |= SCHEMAS_CACHED;
	for (i = 0; i < paths->n; i++) {
		path = paths->v[i];
		label = config_schema_label(&path, "", a);
		if (label && !has_string(&labels, label))
			string_list_add(&labels, a, label);
	}
	if (!labels.n)
		return load_layers(o, paths, fence, use, a, report, context);
	for (i = labels.n; i--;) {
		layers = layers_of(paths, labels.v[i], a);
		b = load_layers(o, &layers, fence, use, a, report, context);
		if (!b)
			continue;
		bindings_chain(b, labels.v[i], first);
		first = b;
	}
	return first;
}

/* False where the configuration cannot be read. */
static bool
find_paths(struct bindings_of_input *b, const struct options *o, const char *input,
	struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	const struct config_how how = setup_config_how(o, config_today(a));
	struct projects projects = { .arena = a };
	const struct project *one;
	struct config c = { 0 };
	struct profile profile;
	const char *path;

	b->paths = o->schemas;
	path = o->schemas.n ? NULL : setup_config_path(o, input, a);
	if (path && !config_load(&c, path, &how, a, &f)) {
		count_fault(&b->faults, path, &f);
		return false;
	}
	if (!b->paths.n && c.schemas.n) {
		b->paths = c.schemas;
		b->fence = c.fence;
	}
	profile = setup_profile(o, &c, a);
	one = project_of(&projects, &profile, STRICT_NOT, !b->paths.n, input, &f);
	if (!one) {
		count_fault(&b->faults, "--profile", &f);
		return false;
	}
	if (!b->paths.n)
		b->paths = one->schemas;
	return true;
}

bool
bindings_of(struct bindings_of_input *b, const struct options *o, const char *input,
	unsigned int use, struct arena *a)
{
	*b = (struct bindings_of_input){ 0 };
	if (!find_paths(b, o, input, a))
		return false;
	b->bindings = load(o, &b->paths, b->fence, use, a, count_own_fault, &b->faults);
	b->program = b->bindings ? bindings_program(b->bindings) : NULL;
	return b->bindings;
}

void
bindings_of_input_free(struct bindings_of_input *b)
{
	bindings_free(b->bindings);
}

static const struct string_list *
paths_of(const struct setups *s, size_t config)
{
	if (s->options->schemas.n)
		return &s->options->schemas;
	return s->configs[config]->config.schemas.n
		       ? &s->configs[config]->config.schemas
		       : &s->configs[config]->project->schemas;
}

/* What --schema names, and the bindings of the inputs' tree, are read wherever they are. */
static const struct fence *
fence_of(const struct setups *s, size_t config)
{
	const struct config *c = &s->configs[config]->config;

	return s->options->schemas.n || !c->schemas.n ? NULL : c->fence;
}

/* What tells lists of paths apart. */
static uint64_t
key_of(const struct string_list *paths)
{
	struct hash_run h = hash_begin(&hash_process);
	size_t i;

	for (i = 0; i < paths->n; i++)
		hash_data(&h, paths->v[i], strlen(paths->v[i]));
	return hash_end(h);
}

/* Without --schema nothing is loaded that no rule asks for. */
static bool
is_wanted(const struct setups *s, size_t config)
{
	const struct setup_config *c = s->configs[config];

	return c->ok && (s->options->schemas.n || bindings_wanted(c->rules));
}

/* Of another time they are read wherever they were put: that is dtlint's own doing. */
static struct bindings *
load_as_was(
	const struct setups *s, size_t config, schemas_report_fn *report, void *context)
{
	const struct string_list *paths = paths_of(s, config);
	const struct fence *fence = fence_of(s, config);
	struct string_list was = { 0 };
	const char *path, *label;
	size_t i;

	for (i = 0; i < paths->n; i++) {
		const char *other;

		path = paths->v[i];
		label = config_schema_label(&path, "", s->arena);
		other = setups_as_was(s, path);
		if (!other)
			continue;
		if (other != path)
			fence = NULL;
		string_list_add(&was, s->arena,
			other == path ? paths->v[i]
			: label       ? arena_printf(s->arena, "%s=%s", label, other)
				      : other);
	}
	/* none but what was not there yet: these are no reason for the built-in ones */
	if (paths->n && !was.n)
		return NULL;
	return load(s->options, &was, fence, SCHEMAS_LENIENT, s->arena, report, context);
}

struct bindings_of_run
bindings_read(const struct setups *s, schemas_report_fn *report, void *context)
{
	struct bindings_of_run b = { .n = s->nconfigs };
	struct map known = { 0 }; /* the first configuration with the same bindings */
	size_t i, first;

	b.v = arena_array(s->arena, struct bindings *, b.n);
	for (i = 0; i < b.n; i++) {
		if (!is_wanted(s, i))
			continue;
		first = map_put(&known, s->arena, key_of(paths_of(s, i)), (uint32_t)i);
		if (first == i)
			b.v[first] = load_as_was(s, i, report, context);
		b.v[i] = b.v[first];
	}
	return b;
}

void
bindings_of_run_free(struct bindings_of_run *b)
{
	size_t i, k;

	for (i = 0; i < b->n; i++) {
		for (k = 0; k < i && b->v[k] != b->v[i]; k++)
			;
		if (k == i)
			bindings_free(b->v[i]);
	}
}

struct telling {
	schemas_report_fn *report;
	void *context;
	size_t passed; /* over: no node was held against them */
	const char *first;
};

static void
tell_one(void *context, const struct fault *f, bool met)
{
	struct telling *t = context;

	if (met)
		t->report(t->context, f);
	else if (!t->passed++)
		t->first = f->place.file;
}

void
bindings_tell_broken(const struct bindings_of_run *b, struct arena *a,
	schemas_report_fn *report, void *context)
{
	struct telling t = { .report = report, .context = context };
	struct bindings *set;
	size_t i, k;

	for (i = 0; i < b->n; i++) {
		for (k = 0; k < i && b->v[k] != b->v[i]; k++)
			;
		for (set = k == i ? b->v[i] : NULL; set; set = bindings_next(set))
			bindings_each_fault(set, a, tell_one, &t);
	}
	if (t.passed)
		print_note("%zu fault%s of bindings that no node is held against %s "
			   "passed over, as in %s; `dtlint schema check` tells them",
			t.passed, t.passed == 1 ? "" : "s", t.passed == 1 ? "is" : "are",
			diag_clean(a, t.first));
}

static void
fill_result(struct report_bindings *r, const struct program *p, struct arena *a)
{
	const struct program_core *c = program_section(
		p, struct program_core, SECTION_CORE);

	r->count = p->nroots;
	if (!program_count(p, SECTION_CORE))
		return;
	r->core = diag_clean(a, program_string(p, c->name));
	r->core_version = diag_clean(a, program_string(p, c->version));
	r->core_hash = diag_clean(a, program_string(p, c->hash));
}

struct report_bindings *
bindings_results(const struct bindings_of_run *b, const struct setups *s, struct arena *a,
	size_t *n)
{
	struct report_bindings *v = NULL, *one;
	struct string_list layers;
	struct bindings *set;
	size_t i, k;

	*n = 0;
	for (i = 0; i < b->n; i++) {
		for (k = 0; k < i && b->v[k] != b->v[i]; k++)
			;
		for (set = k < i ? NULL : b->v[i]; set; set = bindings_next(set)) {
			layers = layers_of(paths_of(s, i), bindings_label(set), a);
			one = vec_more(a, v, *n);
			*one = (struct report_bindings){ .paths = layers.v,
				.npaths = layers.n,
				.label = bindings_label(set) };
			fill_result(one, bindings_program(set), a);
		}
	}
	return v;
}
