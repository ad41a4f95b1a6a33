/* SPDX-License-Identifier: GPL-2.0-or-later */
/* check: every input linted, paired with every host, and every report written. */
#include <stdio.h>
#include <string.h>

#include "base/fatal.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/sources.h"
#include "cli/work.h"
#include "rules/input.h"

/* One run over all inputs. */
struct run {
	const struct options *o;
	struct arena *arena; /* lives to the end of the run */
	struct diag_list diags;
	struct diag_list ignored;
	struct input_list inputs;
	struct setups setups;
	struct work work;
	size_t nfixes; /* at the front of the work's */
	size_t failed;
};

static void
report_ignores(struct run *run)
{
	size_t i;

	for (i = 0; i < run->setups.nconfigs; i++) {
		const struct setup_config *c = run->setups.configs[i];

		config_report_ignores(&c->config, c->rules, c->use, &run->diags);
	}
}

static void
tell_fault(struct run *run, const char *file, const struct fault *f)
{
	if (!f->message)
		return;
	print_fault(file, f);
	run->failed++;
}

static void
binding_fault(void *context, const struct fault *f)
{
	struct run *run = context;

	print_fault(f->place.file, f);
	input_report_binding(&run->diags, f);
	run->failed++;
}

/* What the command line asks for; a configuration may serve several sets of bindings. */
static void
check_binding_names(struct run *run)
{
	const struct bindings_of_run *b = &run->work.bindings;
	struct fault f = FAULT_INIT(run->arena), wrong = FAULT_INIT(run->arena);
	const struct rule_config *c;
	size_t i;

	c = rule_config_make(run->arena, NULL, &run->o->rules, &f);
	for (i = 0; c && i < b->n; i++) {
		if (!b->v[i])
			continue;
		if (bindings_check_names(b->v[i], c, &f))
			return;
		wrong = f;
		f = FAULT_INIT(run->arena);
	}
	wrong.place.file = run->o->schemas.n ? run->o->schemas.v[0]
					     : "the built-in bindings";
	if (wrong.message)
		binding_fault(run, &wrong);
}

static void
lint_inputs(struct run *run)
{
	struct work *w = &run->work;
	size_t i;

	w->options = run->o;
	w->setups = &run->setups;
	w->inputs = &run->inputs;
	sources_begin(&w->reading, run->o, run->arena);
	work_run(w, &run->diags, &run->ignored);
	for (i = 0; i < w->n; i++) {
		const struct report_input *in = &w->results[i];

		tell_fault(run, in->unit ? in->unit : in->file, &w->faults[i]);
		tell_fault(run, in->unit ? in->unit : in->file, &w->fix_faults[i]);
		if (w->fixes[i].file)
			w->fixes[run->nfixes++] = w->fixes[i];
	}
}

/* A directory in which every file was passed over has not been looked at. */
static void
tell_skipped_directories(struct run *run)
{
	const struct input_list *list = &run->inputs;
	struct fault f = FAULT_INIT(run->arena);
	size_t i, k, skipped;

	for (i = 0; i < list->ndirectories; i++) {
		const struct about about = { list->directories[i], NULL,
			(uint32_t)list->n + 1, (uint32_t)i };

		if (run->work.looked[i] || !(skipped = run->work.passed_over[i]))
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
run_all(struct run *run)
{
	run->inputs.arena = run->arena;
	inputs_expand(&run->inputs, &run->o->operands);
	run->setups.options = run->o;
	run->setups.arena = run->arena;
	run->setups.diags = &run->diags;
	setups_make(&run->setups, &run->inputs);
	run->failed = run->setups.failed;
	setups_report_hosts(&run->setups, &run->ignored);
	/* without what was asked for, every level would be a guess */
	if (run->failed)
		return;
	run->work.bindings = bindings_read(&run->setups, binding_fault, run);
	check_binding_names(run);
	lint_inputs(run);
	tell_skipped_directories(run);
	report_ignores(run);
}

static void
write_reports(struct run *run)
{
	const struct options *o = run->o;
	struct report r = {
		.inputs = run->work.results,
		.ninputs = run->work.n,
		.skips = run->work.skips,
		.nskips = run->work.nskips,
		.hosts = run->setups.hosts,
		.nhosts = run->setups.nhosts,
		.configs = run->setups.config_results,
		.nconfigs = run->setups.nconfig_results,
		.fixes = run->work.fixes,
		.nfixes = run->nfixes,
		.diags = run->diags.v,
		.ndiags = run->diags.n,
		.ignored = run->ignored.v,
		.nignored = run->ignored.n,
		.failed = run->failed,
	};

	run->failed += reports_write(o, &r, run->arena);
}

static int
run_check(const struct options *o, struct arena *a)
{
	struct run run = { .o = o, .arena = a, .diags.arena = a, .ignored.arena = a };
	int status;

	run_all(&run);
	diag_sort(&run.diags);
	diag_sort(&run.ignored);
	write_reports(&run);
	status = reports_exit_status(o, &run.diags, run.failed);
	work_free(&run.work);
	sources_end(&run.work.reading);
	bindings_of_run_free(&run.work.bindings);
	return status;
}

const struct command command_check = {
	.name = "check",
	.synopsis = "[OPTION...] INPUT...\n[OPTION...] INPUT... -- HOST-COMMAND...",
	.group = "Lint",
	.summary = "say what is wrong with trees (`check` may be left out)",
	.about =
		"Says what is wrong with device trees: where, why, and what to do. An INPUT is "
		"a DTB or DTBO, a directory (searched for *.dtb and *.dtbo), '-' for "
		"standard input, or @LIST, a file that names inputs. HOST-COMMAND is the "
		"command line that starts the guest; it is read, never run.",
	.expected = "a DTB, a directory, '-' or @LIST",
	.least = 1,
	.most = SIZE_MAX,
	.host = HOST_COMMAND_BESIDE,
	.formats = FORMATS_REPORT,
	.run = run_check,
};
