/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fatal.h"
#include "base/io.h"
#include "bindings/bindings.h"
#include "cli/mend.h"
#include "rules/input.h"
#include "tree/directory.h"
#include "tree/names.h"

struct worker {
	struct work *work;
	atomic_size_t *next;  /* the first input that no worker has taken */
	struct arena arena;   /* for diagnostics; lives until work_free() */
	struct arena scratch; /* for the tree at hand */
	struct intern names;
	struct diag_list diags;
	struct diag_list ignored;
	struct rule_plan **plans;          /* by configuration; made when needed */
	struct ignore_use **uses;          /* likewise */
	struct bindings_worker **bindings; /* by configuration; made when needed */
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
ignore(struct worker *me, const struct setup_config *c, const struct lint *l, size_t from)
{
	struct ignore_use **use = &me->uses[c->number];
	struct ignoring g = { .config = &c->config,
		.rules = c->rules,
		.tree = l->tree,
		.scratch = &me->scratch };

	if (!c->config.nignores)
		return;
	if (!*use)
		*use = arena_array(&me->arena, struct ignore_use, c->config.nignores);
	g.use = *use;
	g.path = config_path_of(&c->config, l->file, &me->scratch);
	config_ignore(&g, &me->diags, from, &me->ignored);
}

/* Does what --fix asks for, with the diagnostics since @from. */
static void
fix(struct worker *me, size_t i, const struct bytes *blob, size_t from)
{
	struct work *w = me->work;
	struct fault *f = &w->fix_faults[i];
	struct mending m = { .mode = w->options->fix,
		.file = w->inputs->v[i].path,
		.blob = blob,
		.names = &me->names,
		.arena = &me->arena,
		.files = &w->files };

	*f = FAULT_INIT(&me->arena);
	if (m.mode != FIX_NONE && !mend(&m, &me->diags, from, &w->fixes[i], f))
		input_report_fix(&me->diags, m.file, (uint32_t)i + 1, f);
}

static void
hold_against_bindings(struct worker *me, size_t config, struct lint *l)
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
}

static void
lint_tree(struct worker *me, const char *path, size_t i, const struct tree *t,
	const struct bytes *blob)
{
	const struct work *w = me->work;
	const struct setup *setup = w->setups->by_input[i];
	struct report_input *result = &w->results[i];
	size_t from = me->diags.n;
	struct lint l = {
		.tree = t,
		.file = path,
		.input = (uint32_t)i + 1,
		.hosts = setup->hosts,
		.nhosts = setup->nhosts,
		.arch = w->options->arch ? w->options->arch : arch_of_tree(t),
		.arch_given = w->options->arch != NULL,
		.verbose = w->options->verbose,
		.arena = &me->arena,
		.scratch = &me->scratch,
		.diags = &me->diags,
		.config = setup->config->rules,
		.plan = plan_of(me, setup->config),
	};

	result->ok = true;
	result->nnodes = t->nnodes;
	result->arch = l.arch ? l.arch->name : NULL;
	lint_run(&l);
	hold_against_bindings(me, setup->config->number, &l);
	ignore(me, setup->config, &l, from);
	fix(me, i, blob, from);
}

bool
work_read_input(const char *path, struct bytes *blob, struct fault *f)
{
	struct stat st;

	if (strcmp(path, "-") != 0 && !stat(path, &st) && S_ISDIR(st.st_mode))
		return tree_read_directory(path, blob, f);
	return io_read_part(path, IO_INPUT_MAX, tree_extent, blob, f);
}

static void
lint_input(struct worker *me, size_t i)
{
	const struct input *in = &me->work->inputs->v[i];
	struct fault *f = &me->work->faults[i];
	struct bytes blob = { 0 };
	struct tree t = { 0 };

	*f = in->fault;
	f->arena = &me->arena;
	me->work->results[i].file = in->path;
	if (!f->message && work_read_input(in->path, &blob, f)
		&& tree_load(&t, &me->names, blob.data, blob.n, f))
		lint_tree(me, in->path, i, &t, &blob);
	if (f->message) {
		me->work->results[i].fault = f->message;
		input_report_tree(&me->diags, in->path, (uint32_t)i + 1, f);
	}
	tree_free(&t);
	bytes_free(&blob);
	arena_reset(&me->scratch);
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

void
work_run(struct work *w, struct diag_list *diags, struct diag_list *ignored)
{
	size_t i, n = w->inputs->n;
	atomic_size_t next = 0;

	w->results = arena_array(diags->arena, struct report_input, n);
	w->faults = arena_array(diags->arena, struct fault, n);
	w->fixes = arena_array(diags->arena, struct report_fix, n);
	w->fix_faults = arena_array(diags->arena, struct fault, n);
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
		intern_free(&w->workers[i].names);
	}
}
