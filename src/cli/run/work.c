/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/run/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/io.h"
#include "base/vec.h"
#include "bindings/bindings.h"
#include "bindings/coverage.h"
#include "cli/mend/tree.h"
#include "cli/run/sources.h"
#include "compare/paths.h"
#include "input/dts.h"
#include "input/reader.h"
#include "rules/input.h"
#include "rules/past.h"
#include "tree/names.h"

/* What came of one unit, or of what should have been one. */
struct outcome {
	size_t input;
	struct report_input result;
	struct fault fault;
	struct report_fix fix;
	struct fault fix_fault;
};

struct worker {
	struct work *work;
	atomic_size_t *next;  /* the first input that no worker has taken */
	struct arena arena;   /* for diagnostics; lives until work_free() */
	struct arena scratch; /* for the tree at hand */
	struct arena parts;   /* for the input at hand */
	struct intern names;
	struct intern texts; /* of the diagnostics */
	struct diag_list diags;
	struct diag_list ignored;
	struct rule_plan **plans;          /* by configuration; made when needed */
	struct ignore_use **uses;          /* likewise */
	struct bindings_worker **bindings; /* by configuration; made when needed */
	struct outcome *outcomes;          /* in the order of what the worker took */
	size_t noutcomes, outcomes_cap;
	struct skipped {
		size_t input;
		size_t seq;
		struct report_skip what;
	} * skips;
	size_t nskips, skips_cap;
	size_t input;     /* at hand */
	bool failed;      /* something of it could not be read */
	uint32_t unit_id; /* of the next unit in it */
	size_t from; /* the first diagnostic that no unit's ignores were asked about */
	struct map
		*known; /* findings of the base that overlays are applied to, or NULL */
	struct lint_past *past; /* what else was said of it; NULL: it is no base */
	struct map in_parts;    /* findings of the input's parts */
	pthread_t thread;
};

static struct rule_plan *
plan_of(struct worker *me, const struct setup_config *c)
{
	struct rule_plan **plan = &me->plans[c->number];

	if (!*plan)
		*plan = rule_plan_new(&me->arena, c->rules);
	return *plan;
}

/* Leaves out what the configuration ignores of the diagnostics since @from. */
static void
ignore(struct worker *me, const struct setup_config *c, const struct tree *t, size_t from)
{
	struct ignore_use **use = &me->uses[c->number];
	struct ignoring g = { .config = &c->config,
		.rules = c->rules,
		.tree = t,
		.scratch = &me->scratch };

	if (from < me->diags.n)
		comments_ignore(me->work->comments, &me->diags, from, &me->ignored);
	if (!c->config.nignores || (!t && from == me->diags.n))
		return;
	if (!*use)
		*use = arena_array(&me->arena, struct ignore_use, c->config.nignores);
	g.use = *use;
	g.path = config_path_of(
		&c->config, me->work->inputs->v[me->input].path, &me->scratch);
	config_ignore(&g, &me->diags, from, &me->ignored);
}

static struct about
about(const struct worker *me, const char *unit)
{
	const struct input *in = &me->work->inputs->v[me->input];

	return (struct about){ in->path, unit, (uint32_t)me->input + 1, me->unit_id };
}

/* A place for what comes of the next unit; good until the next one. */
static struct outcome *
new_outcome(struct worker *me, const char *unit)
{
	struct outcome *o;

	vec_room(&me->arena, me->outcomes, me->noutcomes, me->outcomes_cap);
	o = &me->outcomes[me->noutcomes++];
	*o = (struct outcome){ .input = me->input,
		.fault = FAULT_INIT(&me->arena),
		.fix_fault = FAULT_INIT(&me->arena) };
	o->result.file = me->work->inputs->v[me->input].path;
	o->result.unit = unit;
	return o;
}

/* Does what --fix asks for, with the diagnostics since @from. */
static void
fix(struct worker *me, struct outcome *o, const struct unit *u, size_t from)
{
	const struct about a = about(me, u->name);
	struct mending m = { .mode = me->work->options->fix,
		.unit = u,
		.names = &me->names,
		.arena = &me->arena,
		.files = &me->work->files };

	if (m.mode != FIX_NONE && !mend(&m, &me->diags, from, &o->fix, &o->fix_fault))
		input_report_fix(&me->diags, &a, &o->fix_fault);
}

static void
hold_against_bindings(
	struct worker *me, size_t config, struct lint *l, struct report_input *result)
{
	struct bindings *const *all = me->work->bindings.v;
	size_t first;

	if (!all[config])
		return;
	for (first = 0; all[first] != all[config];)
		first++;
	if (!me->bindings[first])
		me->bindings[first] = bindings_worker_new(all[first]);
	bindings_lint(me->bindings[first], l);
	if (me->work->options->coverage)
		result->coverage = coverage_of(
			all[first], me->bindings[first], l->tree, &me->arena);
}

/*
 * @last: the tree is a base with overlays, of which this is the last one; or NULL. @delta:
 * what is other than in the base, or NULL.
 */
static void
lint_tree(struct worker *me, struct outcome *o, const struct unit *u,
	const struct tree *t, const struct tree_delta *delta,
	const struct loaded_overlay *last)
{
	const struct work *w = me->work;
	const struct setup *setup = w->setups->by_input[me->input];
	size_t from = me->diags.n;
	struct lint l = {
		.tree = t,
		.file = u->file,
		.input = (uint32_t)me->input + 1,
		.unit = u->name,
		.unit_id = me->unit_id,
		.base = u->base,
		.sealed = u->sealed != NULL,
		.hosts = setup->hosts,
		.nhosts = setup->nhosts,
		.arch = w->options->arch ? w->options->arch : arch_of_tree(t),
		.verbose = w->options->verbose,
		.arena = &me->arena,
		.scratch = &me->scratch,
		.texts = &me->texts,
		.diags = &me->diags,
		.config = setup->config->rules,
		.plan = plan_of(me, setup->config),
		.keep = last ? NULL : me->past,
		.past = delta ? me->past : NULL,
		.delta = delta,
	};

	o->result.ok = true;
	o->result.nnodes = t->nnodes;
	o->result.arch = l.arch ? l.arch->name : NULL;
	if (w->keep_paths)
		o->result.paths = node_paths_of(t, &me->arena);
	lint_run(&l);
	if (w->wants_charts)
		o->result.chart = chart_of(&l);
	hold_against_bindings(me, setup->config->number, &l, &o->result);
	if (last)
		overlays_drop_known(me->known, &me->diags, from, last, u->file);
	else if (me->known)
		overlays_remember(me->known, &me->parts, &me->diags, from);
	if (u->merged)
		overlays_drop_known(&me->in_parts, &me->diags, from, NULL, u->file);
	else if (u->name)
		overlays_remember(&me->in_parts, &me->parts, &me->diags, from);
	ignore(me, setup->config, t, from);
	if (!last)
		fix(me, o, u, from);
}

/* Of what was found since the last unit, which is about no tree. */
static void
ignore_others(struct worker *me)
{
	const struct setup *setup = me->work->setups->by_input[me->input];

	ignore(me, setup->config, NULL, me->from);
	me->from = me->diags.n;
}

static void
on_merged(const struct base_tree *b, const struct tree *t, const struct tree_delta *delta,
	const char *name, const struct loaded_overlay *last)
{
	struct worker *me = b->context;
	const struct unit u = { .file = b->unit->file,
		.name = name,
		.data = t->blob,
		.n = t->blob_size,
		.base = -1,
		.sealed = "is a base with overlays, to be mended in these" };

	ignore_others(me);
	lint_tree(me, new_outcome(me, name), &u, t, delta, last);
	me->unit_id++;
	me->from = me->diags.n;
}

/* Whether the overlays of the run are applied to a tree: not to one that is one itself. */
static bool
is_base(const struct worker *me, const struct unit *u, const struct tree *t)
{
	return me->known && !t->overlay && !u->merged
	       && me->input < me->work->overlays->first;
}

/* Applies the overlays of the run to a tree that was linted, if it is a base. */
static void
apply_overlays(struct worker *me, const struct unit *u, const struct tree *t)
{
	const struct setup *setup = me->work->setups->by_input[me->input];
	const struct base_tree b = { .unit = u,
		.tree = t,
		.names = &me->names,
		.arena = &me->arena,
		.scratch = &me->scratch,
		.diags = &me->diags,
		.config = setup->config->rules,
		.about = about(me, u->name),
		.context = me,
		.merged = on_merged };

	if (me->past)
		overlays_apply(me->work->overlays, &b);
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	struct worker *me = r->context;
	struct outcome *o = new_outcome(me, name);
	const struct about a = about(me, name);

	o->fault = *f;
	me->failed = true;
	o->result.fault = f->message;
	if (!r->reported)
		input_report_tree(&me->diags, &a, f);
	me->unit_id++;
}

static void
on_unit(struct reading *r, const struct unit *u)
{
	struct worker *me = r->context;
	struct fault f = FAULT_INIT(&me->arena);
	struct tree t = { 0 };
	size_t from = me->from;

	ignore_others(me);
	if (tree_load(&t, &me->names, u->data, u->n, &f)) {
		t.origins = u->origins;
		if (me->work->overlays)
			me->known = arena_new(&me->parts, struct map);
		me->past = is_base(me, u, &t) ? past_new(&me->parts) : NULL;
		lint_tree(me, new_outcome(me, u->name), u, &t, NULL, NULL);
		me->unit_id++;
		apply_overlays(me, u, &t);
	} else {
		if (f.place.offset >= 0)
			f.place.offset = u->base < 0 ? -1 : f.place.offset + u->base;
		on_fault(r, u->name, &f);
	}
	if (me->work->inputs->v[me->input].narrowed)
		affected_filter(me->work->affected, &me->diags, from);
	tree_free(&t);
	arena_reset(&me->scratch);
	me->from = me->diags.n;
}

static void
on_skip(struct reading *r, const char *name, const char *why)
{
	struct worker *me = r->context;

	vec_room(&me->arena, me->skips, me->nskips, me->skips_cap);
	me->skips[me->nskips] = (struct skipped){ me->input, me->nskips,
		{ me->work->inputs->v[me->input].path, name, why } };
	me->nskips++;
}

static struct diag *
on_finding(struct reading *r, const struct rule *rule, enum level level, const char *name,
	const struct place *at, const char *message)
{
	struct worker *me = r->context;
	const struct about a = about(me, name);
	const struct setup *setup = me->work->setups->by_input[me->input];
	struct diag *d = input_report(
		&me->diags, setup->config->rules, rule, level, &a, message);

	if (d)
		d->place = *at;
	return d;
}

static void
on_compiled(struct reading *r, const struct dts_compilation *c)
{
	const struct worker *me = r->context;

	const struct rule_config *rules =
		me->work->setups->by_input[me->input]->config->rules;

	comments_read(me->work->comments, &c->text, rules, c->ok);
	deletions_read(me->work->deletions, c, rules, (uint32_t)me->input + 1);
}

static void
lint_input(struct worker *me, size_t i)
{
	const struct input *in = &me->work->inputs->v[i];
	const struct setup_config *config = me->work->setups->by_input[i]->config;
	const struct input_options options = sources_of(
		&me->work->reading, &config->config, in->path, &me->parts);
	struct reading r = { .options = &options,
		.config = config->rules,
		.arena = &me->arena,
		.names = &me->names,
		.scratch = &me->parts,
		.only = in->only,
		.guessed = in->guessed,
		.context = me,
		.on_unit = on_unit,
		.on_fault = on_fault,
		.on_skip = on_skip,
		.on_compiled = on_compiled,
		.on_finding = on_finding };
	struct fault f = in->fault;
	const struct unread_overlay *unread = overlays_unread(me->work->overlays, i);

	me->input = i;
	me->failed = false;
	me->unit_id = 0;
	me->from = me->diags.n;
	me->in_parts = (struct map){ 0 };
	if (f.message)
		on_fault(&r, NULL, &f);
	else if (in->skip)
		on_skip(&r, NULL, in->skip);
	else if (in->source && dts_makes_blob(&r, in->source, in->path))
		on_skip(&r, NULL,
			arena_printf(&me->arena, "is what %s makes", in->source));
	else
		input_read(&r, in->path);
	/* an overlay that can be read now, and could not when it was to be applied */
	if (unread && !me->failed)
		on_fault(&r, unread->name, &unread->fault);
	ignore_others(me);
	arena_reset(&me->scratch);
	arena_reset(&me->parts);
}

/*
 * The inputs up to @end that nobody has taken. Neighbours are often alike, boards of one
 * chip, and what one worker found out it need not find out again: it takes many in a
 * row at first, and fewer the fewer are left.
 */
static bool
take(struct worker *me, size_t *from, size_t *end)
{
	size_t n = me->work->inputs->n, share;

	*from = atomic_load(me->next);
	do {
		if (*from >= n)
			return false;
		share = (n - *from) / (2 * me->work->nworkers);
		*end = *from + (share ? share : 1);
	} while (!atomic_compare_exchange_weak(me->next, from, *end));
	return true;
}

static void *
worker_main(void *arg)
{
	struct worker *me = arg;
	size_t i, end;

	while (take(me, &i, &end)) {
		for (; i < end; i++) {
			lint_input(me, i);
			progress_step(&me->work->progress, me->work->inputs->v[i].path);
		}
	}
	return NULL;
}

static void
collect(struct diag_list *all, const struct diag_list *part)
{
	size_t i;

	for (i = 0; i < part->n; i++)
		diag_append(all, part->v[i]);
}

static void
collect_uses(const struct setups *s, const struct worker *me)
{
	size_t i, k;

	for (i = 0; i < s->nconfigs; i++) {
		struct setup_config *c = s->configs[i];

		if (!me->uses[i])
			continue;
		for (k = 0; k < c->config.nignores; k++) {
			c->use[k].met |= me->uses[i][k].met;
			c->use[k].used |= me->uses[i][k].used;
		}
	}
}

static void
prepare(struct worker *me, struct work *w, atomic_size_t *next)
{
	me->work = w;
	me->next = next;
	me->diags.arena = &me->arena;
	me->ignored.arena = &me->arena;
	me->plans = arena_array(&me->arena, struct rule_plan *, w->setups->nconfigs);
	me->uses = arena_array(&me->arena, struct ignore_use *, w->setups->nconfigs);
	names_init(&me->names);
	me->bindings = arena_array(
		&me->arena, struct bindings_worker *, w->setups->nconfigs);
}

static int
by_input(const void *va, const void *vb)
{
	const struct outcome *a = *(const struct outcome *const *)va;
	const struct outcome *b = *(const struct outcome *const *)vb;

	if (a->input != b->input)
		return a->input < b->input ? -1 : 1;
	/* one worker had all of an input, and has it in order */
	return (a > b) - (a < b);
}

/* Which of the directories an input was found in; the number of them for none. */
static size_t
directory_of(const struct work *w, size_t input)
{
	size_t directory = w->inputs->v[input].directory;

	return directory ? directory - 1 : w->inputs->ndirectories;
}

/* What all workers found out, by input. */
static void
collect_outcomes(struct work *w, struct arena *a)
{
	const struct outcome **all;
	size_t i, k, n = 0;

	for (i = 0; i < w->nworkers; i++)
		n += w->workers[i].noutcomes;
	all = arena_array(a, const struct outcome *, n);
	w->results = arena_array(a, struct report_input, n);
	w->faults = arena_array(a, struct fault, n);
	w->fixes = arena_array(a, struct report_fix, n);
	w->fix_faults = arena_array(a, struct fault, n);
	for (i = 0; i < w->nworkers; i++)
		for (k = 0; k < w->workers[i].noutcomes; k++)
			all[w->n++] = &w->workers[i].outcomes[k];
	if (n)
		qsort(all, n, sizeof(*all), by_input);
	w->linted = arena_array(a, size_t, w->inputs->ndirectories + 1);
	for (i = 0; i < n; i++) {
		/* those that are in none count for no directory */
		w->linted[directory_of(w, all[i]->input)]++;
		w->results[i] = all[i]->result;
		w->faults[i] = all[i]->fault;
		w->fixes[i] = all[i]->fix;
		w->fix_faults[i] = all[i]->fix_fault;
	}
}

static int
by_skipped_input(const void *va, const void *vb)
{
	const struct skipped *a = va, *b = vb;

	if (a->input != b->input)
		return a->input < b->input ? -1 : 1;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

static void
collect_skips(struct work *w, struct arena *a)
{
	struct skipped *all;
	size_t i, n = 0;

	for (i = 0; i < w->nworkers; i++)
		n += w->workers[i].nskips;
	all = arena_array(a, struct skipped, n);
	for (i = 0, n = 0; i < w->nworkers; n += w->workers[i++].nskips)
		if (w->workers[i].nskips)
			memcpy(all + n, w->workers[i].skips,
				w->workers[i].nskips * sizeof(*all));
	if (n)
		qsort(all, n, sizeof(*all), by_skipped_input);
	w->nskips = n;
	w->skips = arena_array(a, struct report_skip, n);
	w->passed_over = arena_array(a, size_t, w->inputs->ndirectories + 1);
	for (i = 0; i < n; i++) {
		w->passed_over[directory_of(w, all[i].input)]++;
		w->skips[i] = all[i].what;
	}
}

void
work_run(struct work *w, struct diag_list *diags, struct diag_list *ignored)
{
	size_t i, n = w->inputs->n;
	atomic_size_t next = 0;

	pthread_mutex_init(&w->files, NULL);
	w->nworkers = w->options->jobs < n ? w->options->jobs : n;
	w->workers = arena_array(diags->arena, struct worker, w->nworkers);
	for (i = 0; i < w->nworkers; i++)
		prepare(&w->workers[i], w, &next);
	progress_start(&w->progress, n);
	/* this thread is the first worker */
	for (i = 1; i < w->nworkers; i++)
		if (pthread_create(
			    &w->workers[i].thread, NULL, worker_main, &w->workers[i]))
			fatal("thread %zu cannot be started; try a smaller --jobs", i);
	if (w->nworkers)
		worker_main(&w->workers[0]);
	for (i = 1; i < w->nworkers; i++)
		pthread_join(w->workers[i].thread, NULL);
	progress_end(&w->progress);
	for (i = 0; i < w->nworkers; i++) {
		collect(diags, &w->workers[i].diags);
		collect(ignored, &w->workers[i].ignored);
		collect_uses(w->setups, &w->workers[i]);
	}
	collect_outcomes(w, diags->arena);
	collect_skips(w, diags->arena);
}

void
work_free(struct work *w)
{
	size_t i, k;

	for (i = 0; i < w->nworkers; i++) {
		for (k = 0; k < w->bindings.n; k++)
			bindings_worker_free(w->workers[i].bindings[k]);
		arena_free(&w->workers[i].arena);
		arena_free(&w->workers[i].scratch);
		arena_free(&w->workers[i].parts);
		intern_free(&w->workers[i].names);
		intern_free(&w->workers[i].texts);
	}
}
