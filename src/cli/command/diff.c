/* SPDX-License-Identifier: GPL-2.0-or-later */
/* diff: what two trees, sets of trees or of bindings, or reports have found anew. */
#include <string.h>

#include "base/fatal.h"
#include "base/io.h"
#include "cli/changes/diff_tree.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/run.h"
#include "compare/findings.h"
#include "compare/report_read.h"

/* One of the two. */
struct side {
	struct options o; /* of this side */
	struct run run;
	struct compare_side compared;
	const char *report; /* the file that is one of -f json; or NULL: it is linted */
	struct read_reports read;
	struct diag_list *known;
	size_t failed;
};

struct diff {
	const struct options *o;
	struct arena *arena;
	struct side old, now;
	bool of_bindings; /* both are of the same trees */
};

static const char *
directory_or_null(const char *path)
{
	return io_is_directory(path) ? path : NULL;
}

static void
set_trees(struct diff *d, struct side *s, const char *operand)
{
	s->o = *d->o;
	s->o.operands = (struct string_list){ 0 };
	string_list_add(&s->o.operands, d->arena, operand);
	s->compared.name = operand;
	s->compared.root = directory_or_null(operand);
	if (!s->compared.root && report_is_one(operand))
		s->report = operand;
}

/* "6.12" of 6.12=bindings, else the paths. */
static const char *
name_of_bindings(const struct string_list *paths, struct arena *a)
{
	struct buf out = { 0 };
	const char *name;

	if (!paths->n)
		return "the built-in bindings";
	for (size_t i = 0; i < paths->n; i++) {
		const char *equals = strchr(paths->v[i], '=');
		size_t n = equals ? (size_t)(equals - paths->v[i]) : strlen(paths->v[i]);

		if (i && equals && n <= out.n
			&& !memcmp(out.s + out.n - n, paths->v[i], n))
			continue;
		buf_printf(&out, "%s%.*s", i ? ", " : "", (int)n, paths->v[i]);
	}
	name = arena_strndup(a, out.s, out.n);
	buf_free(&out);
	return name;
}

static void
set_bindings(struct diff *d, struct side *s, const struct string_list *schemas)
{
	s->o = *d->o;
	s->o.schemas = *schemas;
	s->compared.name = name_of_bindings(schemas, d->arena);
}

static bool
set_sides(struct diff *d, struct fault *f)
{
	const struct options *o = d->o;

	if (o->against.n) {
		d->of_bindings = true;
		set_bindings(d, &d->old, &o->schemas);
		set_bindings(d, &d->now, &o->against);
		return true;
	}
	if (o->operands.n != 2)
		return fault_set(f,
			"diff: expected two of what is compared, or --against and trees, "
			"found %zu",
			o->operands.n);
	set_trees(d, &d->old, o->operands.v[0]);
	set_trees(d, &d->now, o->operands.v[1]);
	return true;
}

/* What was new against a run before it was there all the same. */
static void
read_side(struct diff *d, struct side *s)
{
	struct fault f = FAULT_INIT(d->arena);

	s->read.arena = d->arena;
	if (!report_read(&s->read, s->report, &f)) {
		print_fault(s->report, &f);
		s->read.failed++;
	}
	for (size_t i = 0; i < s->read.known.n; i++)
		diag_append(&s->read.diags, s->read.known.v[i]);
	s->read.known.n = 0;
	s->read.compared = false;
	read_reports_done(&s->read);
	s->compared.inputs = s->read.inputs.v;
	s->compared.ninputs = s->read.inputs.n;
	s->compared.diags = &s->read.diags;
	s->known = &s->read.known;
	s->failed = s->read.failed;
}

static void
look_at_side(struct diff *d, struct side *s)
{
	if (s->report) {
		read_side(d, s);
		return;
	}
	s->run = (struct run){ .o = &s->o,
		.arena = d->arena,
		.without_baseline = true,
		.keep_paths = true };
	run_lint(&s->run);
	s->compared.inputs = s->run.work.results;
	s->compared.ninputs = s->run.work.n;
	s->compared.diags = &s->run.diags;
	s->known = &s->run.known;
	s->failed = s->run.failed;
}

/* What could not be looked at on the old side is told with the rest. */
static void
add_faults(struct diff *d)
{
	struct diag_list *old = d->old.compared.diags, *now = d->now.compared.diags;
	uint32_t last = now->n ? now->v[now->n - 1]->input : 0;

	for (size_t i = 0; i < old->n && !d->of_bindings; i++) {
		if (!old->v[i]->fault)
			continue;
		old->v[i]->input += last + 1;
		diag_append(now, old->v[i]);
	}
}

/* A difference of trees is one document, of two. */
static bool
is_pair_of_trees(const struct options *o, struct fault *f)
{
	const char *format = o->outputs[0].reporter->name;

	if (o->operands.n != 2 || o->against.n)
		return fault_set(f, "diff --tree: expected two trees");
	/* the second is what GitHub Actions have by itself */
	if (o->noutputs > (in_github_actions() ? 2 : 1)
		|| (strcmp(format, "text") != 0 && !wants_json(o)))
		return fault_set(f, "diff --tree: --format %s: expected text or json",
			o->noutputs > 1 ? o->outputs[1].reporter->name : format);
	return true;
}

static int
run_diff(const struct options *o, struct arena *a)
{
	struct diff d = { .o = o, .arena = a };
	struct report_comparison comparison;
	struct fault f = FAULT_INIT(a);
	struct report r;
	int status;

	if (o->tree && is_pair_of_trees(o, &f))
		return diff_trees(o, a);
	if (f.message || !set_sides(&d, &f)) {
		print_fault(NULL, &f);
		return STATUS_FAULT;
	}
	look_at_side(&d, &d.old);
	look_at_side(&d, &d.now);
	compare_findings(&d.old.compared, &d.now.compared, d.now.known, &comparison, a);
	add_faults(&d);
	r = d.now.report ? read_reports_done(&d.now.read) : run_report(&d.now.run);
	r.comparison = &comparison;
	r.failed = d.old.failed + d.now.failed;
	d.now.run.failed = r.failed + reports_write(o, &r, a);
	status = d.now.report
			 ? reports_exit_status(o, d.now.compared.diags, d.now.run.failed)
			 : run_exit_status(&d.now.run);
	run_free(&d.old.run);
	run_free(&d.now.run);
	return status;
}

const struct command command_diff = {
	.name = "diff",
	.synopsis = "[OPTION...] OLD NEW\n[OPTION...] --against NEW-BINDINGS INPUT...\n"
		    "[OPTION...] --tree OLD NEW",
	.group = "Only what is new",
	.summary = "say what a change brought: new findings, and fixed ones",
	.about =
		"Lints OLD and NEW, which are two trees, two directories, two files that "
		"hold trees, or reads them where they are reports of -f json, and says which "
		"findings are new, which are fixed, and how many are as they were. Only the "
		"new ones count. With --against, INPUTs are held against the bindings of "
		"--schema, and against those.",
	.expected = "OLD and NEW",
	.least = 1,
	.most = SIZE_MAX,
	.host = HOST_COMMAND_BESIDE,
	.formats = FORMATS_REPORT,
	.run = run_diff,
};
