/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/io.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "cli/work.h"
#include "host/reader.h"
#include "rules/input.h"

/* One run over all inputs. */
struct run {
	const struct options *o;
	struct arena *arena; /* lives to the end of the run */
	struct diag_list diags;
	struct input_list inputs;
	struct work work;
	struct host *hosts; /* those that were read */
	size_t nhosts;
	struct report_host *host_results; /* all */
	size_t nhost_results;
	size_t failed;
};

static void
add_host(struct run *run, const char *spec)
{
	struct report_host *result = &run->host_results[run->nhost_results++];
	struct host *h = &run->hosts[run->nhosts];
	struct fault f = FAULT_INIT(run->arena);
	const struct options *o = run->o;

	if (spec ? host_read(spec, h, run->arena, &f)
		 : host_read_argv(o->host_argv, o->host_argc, h, run->arena, &f)) {
		*result = (struct report_host){
			.source = h->source, .ok = true, .host = h
		};
		run->nhosts++;
		input_report_remarks(&run->diags, o->rules, h);
		return;
	}
	if (!spec)
		spec = "command line";
	*result = (struct report_host){ .source = spec, .fault = f.message };
	print_fault(spec, &f);
	input_report_host(&run->diags, spec, &f);
	run->failed++;
}

static void
read_hosts(struct run *run)
{
	const struct options *o = run->o;
	size_t i, n = o->hosts.n + (o->host_argv != NULL);

	run->hosts = arena_array(run->arena, struct host, n);
	run->host_results = arena_array(run->arena, struct report_host, n);
	for (i = 0; i < o->hosts.n; i++)
		add_host(run, o->hosts.v[i]);
	if (o->host_argv)
		add_host(run, NULL);
}

static void
lint_inputs(struct run *run)
{
	struct work *w = &run->work;
	size_t i;

	run->inputs.arena = run->arena;
	inputs_expand(&run->inputs, &run->o->operands);
	w->options = run->o;
	w->hosts = run->hosts;
	w->nhosts = run->nhosts;
	w->inputs = &run->inputs;
	work_run(w, &run->diags);
	for (i = 0; i < run->inputs.n; i++) {
		if (!w->faults[i].message)
			continue;
		print_fault(run->inputs.v[i].path, &w->faults[i]);
		run->failed++;
	}
}

static bool
wants_color(const struct options *o, const struct output *out)
{
	const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");
	const char *term = getenv("TERM");

	if (o->color != COLOR_AUTO)
		return o->color == COLOR_ALWAYS;
	if (out->path || (no && *no))
		return false;
	if (force && *force && strcmp(force, "0") != 0)
		return true;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

static void
write_reports(struct run *run)
{
	const struct options *o = run->o;
	struct arena scratch = { 0 };
	struct report r = {
		.inputs = run->work.results,
		.ninputs = run->inputs.n,
		.hosts = run->host_results,
		.nhosts = run->nhost_results,
		.diags = run->diags.v,
		.ndiags = run->diags.n,
		.failed = run->failed,
		.verbose = o->verbose,
		.scratch = &scratch,
	};
	char *cwd = getcwd(NULL, 0);
	size_t i;

	r.cwd = cwd;
	r.github = in_github_actions();
	if (r.github)
		r.root = getenv("GITHUB_WORKSPACE");
	for (i = 0; i < r.ndiags; i++)
		r.counts[r.diags[i]->level]++;
	for (i = 0; i < o->noutputs; i++) {
		const struct output *out = &o->outputs[i];
		struct fault f = FAULT_INIT(run->arena);
		struct buf text = { 0 };

		r.color = wants_color(o, out);
		out->reporter->write(&r, &text);
		if (!io_write(out->path, text.s, text.n, &f)) {
			print_fault(out->path, &f);
			run->failed++;
		}
		buf_free(&text);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
	free(cwd);
}

static int
exit_status(const struct run *run)
{
	size_t i;

	if (run->failed)
		return STATUS_FAULT;
	for (i = 0; i < run->diags.n; i++)
		if ((int)run->diags.v[i]->level >= (int)run->o->fail_on)
			return STATUS_FINDINGS;
	return STATUS_CLEAN;
}

int
lint_command(const struct options *o, struct arena *a)
{
	struct run run = { .o = o, .arena = a, .diags = { .arena = a } };
	int status;

	if (!o->operands.n) {
		fputs("dtlint: no input: expected a DTB, a directory, '-' or @LIST\n"
		      "Try 'dtlint --help'.\n",
			stderr);
		return STATUS_FAULT;
	}
	read_hosts(&run);
	/* without the host that was asked for, every level would be a guess */
	if (!run.failed)
		lint_inputs(&run);
	diag_sort(&run.diags);
	write_reports(&run);
	status = exit_status(&run);
	work_free(&run.work);
	return status;
}
