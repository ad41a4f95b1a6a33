/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/fatal.h"
#include "base/io.h"
#include "rules/input.h"
#include "tree/names.h"

struct worker {
	struct work *work;
	atomic_size_t *next;  /* the first input that no worker has taken */
	struct arena arena;   /* for diagnostics; lives until work_free() */
	struct arena scratch; /* for the tree at hand */
	struct intern names;
	struct diag_list diags;
	struct rule_plan *plan;
	pthread_t thread;
};

static void
lint_tree(struct worker *me, const char *path, size_t i, const struct tree *t)
{
	const struct work *w = me->work;
	struct report_input *result = &w->results[i];
	struct lint l = {
		.tree = t,
		.file = path,
		.input = (uint32_t)i + 1,
		.hosts = w->hosts,
		.nhosts = w->nhosts,
		.arch = w->options->arch ? w->options->arch : arch_of_tree(t),
		.arch_given = w->options->arch != NULL,
		.arena = &me->arena,
		.scratch = &me->scratch,
		.diags = &me->diags,
		.config = w->options->rules,
		.plan = me->plan,
	};

	result->ok = true;
	result->nnodes = t->nnodes;
	result->arch = l.arch ? l.arch->name : NULL;
	lint_run(&l);
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
	if (!f->message && io_read(in->path, IO_INPUT_MAX, &blob, f)
		&& tree_load(&t, &me->names, blob.data, blob.n, f))
		lint_tree(me, in->path, i, &t);
	if (f->message) {
		me->work->results[i].fault = f->message;
		input_report_tree(&me->diags, in->path, (uint32_t)i + 1, f);
	}
	tree_free(&t);
	bytes_free(&blob);
	arena_reset(&me->scratch);
}

static void *
worker_main(void *arg)
{
	struct worker *me = arg;
	size_t i;

	while ((i = atomic_fetch_add(me->next, 1)) < me->work->inputs->n)
		lint_input(me, i);
	return NULL;
}

static void
collect(struct diag_list *all, const struct diag_list *part)
{
	size_t i;

	for (i = 0; i < part->n; i++)
		diag_append(all, part->v[i]);
}

void
work_run(struct work *w, struct diag_list *diags)
{
	size_t i, n = w->inputs->n;
	atomic_size_t next = 0;

	w->results = arena_array(diags->arena, struct report_input, n);
	w->faults = arena_array(diags->arena, struct fault, n);
	w->nworkers = w->options->jobs < n ? w->options->jobs : n;
	w->workers = arena_array(diags->arena, struct worker, w->nworkers);
	for (i = 0; i < w->nworkers; i++) {
		struct worker *me = &w->workers[i];

		me->work = w;
		me->next = &next;
		me->diags.arena = &me->arena;
		names_init(&me->names);
		me->plan = rule_plan_new(&me->arena, w->options->rules);
	}
	/* this thread is the first worker */
	for (i = 1; i < w->nworkers; i++)
		if (pthread_create(
			    &w->workers[i].thread, NULL, worker_main, &w->workers[i]))
			fatal("thread %zu cannot be started; try a smaller --jobs", i);
	if (w->nworkers)
		worker_main(&w->workers[0]);
	for (i = 1; i < w->nworkers; i++)
		pthread_join(w->workers[i].thread, NULL);
	for (i = 0; i < w->nworkers; i++)
		collect(diags, &w->workers[i].diags);
}

void
work_free(struct work *w)
{
	size_t i;

	for (i = 0; i < w->nworkers; i++) {
		arena_free(&w->workers[i].arena);
		arena_free(&w->workers[i].scratch);
		intern_free(&w->workers[i].names);
	}
}
