/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/fatal.h"
#include "cli/mend/sources.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/run.h"
#include "cli/run/shard.h"
#include "cli/run/sources.h"
#include "report/identity.h"
#include "rules/input.h"

/* Whether inputs that belong to it are left to others. */
static bool
is_part_of_run(const struct run *run)
{
	return run->partial || run->o->shards > 1;
}

/* What is of no use here may be of use elsewhere. */
static void
drop_unused(struct diag_list *diags, size_t from)
{
	size_t i, to = from;

	for (i = from; i < diags->n; i++)
		if (strcmp(diags->v[i]->rule->id, "config/unused-ignore") != 0)
			diags->v[to++] = diags->v[i];
	diags->n = to;
}

static void
report_ignores(struct run *run)
{
	size_t i, from = run->diags.n;

	for (i = 0; i < run->setups.nconfigs; i++) {
		const struct setup_config *c = run->setups.configs[i];

		if (!c->again)
			config_report_ignores(&c->config, c->rules, c->use, &run->diags);
	}
	comments_report(run->work.comments, &run->diags);
	if (is_part_of_run(run))
		drop_unused(&run->diags, from);
}

/* Those that did nothing; what a comment ignores of them goes with the rest. */
static void
report_deletions(struct run *run)
{
	size_t from = run->diags.n;

	deletions_report(run->work.deletions, &run->affected, run->work.reading.sources,
		&run->inputs, &run->diags);
	comments_ignore(run->work.comments, &run->diags, from, &run->ignored);
}

static void
tell_fault(struct run *run, const char *file, const struct fault *f)
{
	if (!f->message)
		return;
	if (run->past) {
		run->unreadable++;
		return;
	}
	count_fault(&run->failed, file, f);
}

static void
binding_fault(void *context, const struct fault *f)
{
	struct run *run = context;

	count_fault(&run->failed, f->place.file, f);
	input_report_binding(&run->diags, f);
}

/* What the command line asks for; a configuration may serve several sets of bindings. */
static void
check_binding_names(struct run *run)
{
	const struct bindings_of_run *b = &run->work.bindings;
	struct fault f = FAULT_INIT(run->arena), wrong = FAULT_INIT(run->arena);
	const struct rule_config *c;
	const struct bindings *set;
	size_t i;

	c = rule_config_make(run->arena, NULL, NULL, &run->o->rules, &f);
	for (i = 0; c && i < b->n; i++)
		for (set = b->v[i]; set; set = bindings_next(set)) {
			if (bindings_check_names(set, c, &f))
				return;
			wrong = f;
			f = FAULT_INIT(run->arena);
		}
	wrong.place.file = run->o->schemas.n ? run->o->schemas.v[0]
					     : "the built-in bindings";
	if (wrong.message)
		binding_fault(run, &wrong);
}

/* Combinations that were not understood are passed over as inputs are. */
static void
add_left_out(struct run *run)
{
	struct work *w = &run->work;
	const struct overlays *o = &run->overlays;
	size_t size = w->nskips * sizeof(*w->skips),
	       more = o->nleft_out * sizeof(*w->skips);

	if (!o->nleft_out)
		return;
	w->skips = arena_grow(run->arena, w->skips, size, size + more);
	memcpy(w->skips + w->nskips, o->left_out, more);
	w->nskips += o->nleft_out;
}

static void
lint_inputs(struct run *run)
{
	struct work *w = &run->work;
	size_t i;

	w->options = run->o;
	w->setups = &run->setups;
	w->inputs = &run->inputs;
	w->affected = &run->affected;
	w->keep_paths = run->keep_paths;
	sources_begin(&w->reading, run->o, run->arena);
	w->reading.past = run->past;
	if (run->past)
		source_set_past(w->reading.sources, run->past);
	if (run->put_sources)
		run->put_sources(run->context, w->reading.sources);
	w->comments = comments_new(config_today(run->arena));
	w->deletions = deletions_new();
	if (run->o->overlays.n || run->o->overlay_sets.n || run->overlays.nrows) {
		w->reading.symbols = true;
		overlays_read(&run->overlays, run->o, &run->inputs, &w->reading);
		w->overlays = &run->overlays;
	}
	for (i = 0; i < run->o->noutputs; i++)
		w->wants_charts |= run->o->outputs[i].reporter->wants_charts;
	work_run(w, &run->diags, &run->ignored);
	add_left_out(run);
	for (i = 0; i < w->n; i++) {
		const struct report_input *in = &w->results[i];

		tell_fault(run, in->unit ? in->unit : in->file, &w->faults[i]);
		tell_fault(run, in->unit ? in->unit : in->file, &w->fix_faults[i]);
		if (w->fixes[i].file)
			w->fixes[run->nfixes++] = w->fixes[i];
	}
	mend_sources(run);
}

/* Inputs that are passed over, though they were named. */
static void
tell_skipped_inputs(const struct run *run)
{
	for (size_t i = 0; i < run->inputs.n; i++) {
		const struct input *in = &run->inputs.v[i];
		struct fault f = FAULT_INIT(run->arena);

		if (in->skip && !in->unasked && !fault_set(&f, "%s", in->skip))
			print_fault(in->path, &f);
	}
}

/* A directory in which every file was passed over has not been looked at. */
static void
tell_skipped_directories(struct run *run)
{
	const struct input_list *list = &run->inputs;
	struct fault f = FAULT_INIT(run->arena);
	size_t i, k, skipped;

	for (i = 0; i < list->ndirectories && !is_part_of_run(run); i++) {
		const struct about about = { list->directories[i], NULL,
			(uint32_t)list->n + 1, (uint32_t)i };

		if (run->work.linted[i] || !(skipped = run->work.passed_over[i]))
			continue;
		f.message = NULL;
		fault_set(&f,
			"nothing in this directory was looked at: %zu file%s skipped, none of "
			"which holds a device tree",
			skipped, skipped == 1 ? " was" : "s were");
		k = work_add(&run->work, run->arena, &about, &f);
		input_report_tree(&run->diags, &about, &f);
		tell_fault(run, run->work.results[k].file, &f);
	}
}

static void
read_baselines(struct run *run)
{
	struct fault f = FAULT_INIT(run->arena);

	if (!run->without_baseline
		&& !baselines_read(&run->baselines, run->o, &run->inputs, run->arena, &f))
		setups_report_unreadable(&run->setups, f.place.file, &f);
}

static void
read_and_lint(struct run *run)
{
	run->inputs.arena = run->arena;
	inputs_expand(&run->inputs, &run->o->operands);
	affected_expand(&run->affected, &run->inputs, run->o);
	shard_take(run->o, &run->inputs);
	overlays_expand(&run->overlays, run->o, &run->inputs);
	run->setups.options = run->o;
	run->setups.arena = run->arena;
	run->setups.diags = &run->diags;
	setups_make(&run->setups, &run->inputs);
	/* an editor asks about one file, again and again */
	if (!run->put_sources) {
		overlays_assign(&run->overlays, &run->setups, &run->inputs);
		setups_make(&run->setups, &run->inputs);
	}
	setups_report_hosts(&run->setups, &run->ignored);
	read_baselines(run);
	run->failed = run->setups.failed;
	/* without what was asked for, every level would be a guess */
	if (run->failed)
		return;
	if (run->select && !run->select(run->context, run)) {
		run->failed++;
		return;
	}
	run->work.bindings = bindings_read(&run->setups, binding_fault, run);
	check_binding_names(run);
	lint_inputs(run);
	run->bindings = bindings_results(
		&run->work.bindings, &run->setups, run->arena, &run->nbindings);
	bindings_tell_broken(&run->work.bindings, run->arena, binding_fault, run);
	tell_skipped_directories(run);
	overlays_report(&run->overlays, &run->setups, &run->diags, &run->ignored);
	tell_skipped_inputs(run);
	report_deletions(run);
	report_ignores(run);
	if (!is_part_of_run(run))
		setups_report_unused(&run->setups);
}

void
run_lint(struct run *run)
{
	run->diags.arena = run->ignored.arena = run->known.arena = run->arena;
	read_and_lint(run);
	diag_sort(&run->diags);
	diag_sort(&run->ignored);
	report_identify(run->diags.v, run->diags.n, run->arena);
	report_identify(run->ignored.v, run->ignored.n, run->arena);
	baselines_apply(&run->baselines, &run->diags, &run->known);
	baselines_note_gone(&run->baselines, run->work.results, run->work.n, &run->setups,
		&run->inputs);
}

struct report
run_report(const struct run *run)
{
	return (struct report){
		.inputs = run->work.results,
		.ninputs = run->work.n,
		.skips = run->work.skips,
		.nskips = run->work.nskips,
		.hosts = run->setups.hosts,
		.nhosts = run->setups.nhosts,
		.bindings = run->bindings,
		.nbindings = run->nbindings,
		.configs = run->setups.config_results,
		.nconfigs = run->setups.nconfig_results,
		.fixes = run->work.fixes,
		.nfixes = run->nfixes,
		.fixing = run->o->fix != FIX_NONE,
		.diags = run->diags.v,
		.ndiags = run->diags.n,
		.ignored = run->ignored.v,
		.nignored = run->ignored.n,
		.known = run->known.v,
		.nknown = run->known.n,
		.baselines = run->baselines.results,
		.nbaselines = run->baselines.n,
		.failed = run->failed,
	};
}

/* The configuration that holds for what a finding is about, or NULL. */
static const struct config *
config_of(const struct run *run, const struct diag *d)
{
	const struct setups *s = &run->setups;
	size_t i, files = 0;

	if (d->input && d->input <= run->inputs.n && s->by_input
		&& s->by_input[d->input - 1])
		return &s->by_input[d->input - 1]->config->config;
	/* about a configuration itself, or a host: the only one there is, or its own */
	for (i = 0; i < s->nconfigs; i++)
		files += !s->configs[i]->again;
	for (i = 0; i < s->nconfigs; i++)
		if (s->configs[i]->ok && s->configs[i]->path
			&& (files == 1 || !strcmp(s->configs[i]->path, d->file)))
			return &s->configs[i]->config;
	return NULL;
}

int
run_exit_status(const struct run *run)
{
	const struct config *c;
	size_t i;

	if (run->failed || run->o->fail_on != FAIL_ON_NOT_GIVEN)
		return reports_exit_status(run->o, &run->diags, run->failed);
	for (i = 0; i < run->diags.n; i++) {
		c = config_of(run, run->diags.v[i]);
		if ((int)run->diags.v[i]->level
			>= (c && c->file && c->fail_on >= 0 ? c->fail_on : FAIL_ON_ERROR))
			return STATUS_FINDINGS;
	}
	return STATUS_CLEAN;
}

void
run_free(struct run *run)
{
	work_free(&run->work);
	overlays_free(&run->overlays);
	sources_end(&run->work.reading);
	comments_free(run->work.comments);
	deletions_free(run->work.deletions);
	bindings_of_run_free(&run->work.bindings);
}
