/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/reports.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/io.h"
#include "cli/print.h"
#include "report/fold/fold.h"

/* Between them lines can be read. */
enum { COLUMNS_MIN = 40, COLUMNS_MAX = 1000 };

static bool
is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value && strcmp(value, "0") != 0;
}

static bool
wants_color(const struct options *o, const struct output *out)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (o->color != COLOR_AUTO)
		return o->color == COLOR_ALWAYS;
	if (out->path || (no && *no))
		return false;
	if (is_set("CLICOLOR_FORCE") || is_set("FORCE_COLOR"))
		return true;
	return isatty(STDOUT_FILENO) && term && strcmp(term, "dumb") != 0;
}

/* The columns to wrap text to: as COLUMNS has it, or the terminal; 0: not at all. */
static size_t
columns(const struct output *out)
{
	const char *given = getenv("COLUMNS");
	unsigned long n = given && !out->path ? strtoul(given, NULL, 10) : 0;
	struct winsize size;

	if (!n && !out->path && isatty(STDOUT_FILENO)
		&& !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		n = size.ws_col;
	return n && n < COLUMNS_MIN ? COLUMNS_MIN : n < COLUMNS_MAX ? n : COLUMNS_MAX;
}

static bool
write_one(const struct output *out, const char *path, const struct report *r,
	struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct buf text = { 0 };
	const char *remark;
	bool ok;

	out->reporter->write(r, &text);
	if (out->reporter->remark && (remark = out->reporter->remark(r))) {
		fault_set(&f, "%s", remark);
		print_fault(path, &f);
		f = (struct fault)FAULT_INIT(a);
	}
	ok = io_write(path, text.s, text.n, &f);
	if (!ok)
		print_fault(path, &f);
	buf_free(&text);
	return ok;
}

static void
count_distinct(struct report *r, struct arena *a)
{
	struct folds f = fold_diags(r->diags, r->ndiags, a);
	size_t i;

	for (i = 0; i < f.n; i++)
		r->distinct[f.v[i].v[0]->level]++;
}

size_t
reports_write(const struct options *o, struct report *r, struct arena *a)
{
	struct arena scratch = { 0 };
	char *cwd = getcwd(NULL, 0);
	size_t i, failed = 0;

	r->verbose = o->verbose;
	r->statistics = o->statistics;
	r->scratch = &scratch;
	r->cwd = cwd;
	r->github = in_github_actions();
	if (r->github)
		r->root = getenv("GITHUB_WORKSPACE");
	else if (is_set("GITLAB_CI"))
		r->root = getenv("CI_PROJECT_DIR");
	for (i = 0; i < r->ninputs; i++)
		r->ntrees += r->inputs[i].ok;
	for (i = 0; i < r->ndiags; i++)
		r->counts[r->diags[i]->level]++;
	count_distinct(r, a);
	for (i = 0; i < o->noutputs; i++) {
		r->color = wants_color(o, &o->outputs[i]);
		r->width = columns(&o->outputs[i]);
		/* standard output is the patch alone */
		failed += !write_one(&o->outputs[i],
			!o->outputs[i].path && o->fix == FIX_DIFF ? IO_STANDARD_ERROR
								  : o->outputs[i].path,
			r, a);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
	free(cwd);
	return failed;
}

bool
wants_json(const struct options *o)
{
	return !strcmp(o->outputs[0].reporter->name, "json");
}

int
write_document(const struct options *o, struct buf *text, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	bool ok = io_write(o->outputs[0].path, text->s, text->n, &f);

	if (!ok)
		print_fault(o->outputs[0].path, &f);
	buf_free(text);
	return ok ? STATUS_CLEAN : STATUS_FAULT;
}

int
reports_exit_status(const struct options *o, const struct diag_list *diags, size_t failed)
{
	enum fail_on from = o->fail_on == FAIL_ON_NOT_GIVEN ? FAIL_ON_ERROR : o->fail_on;
	size_t i;

	if (failed)
		return STATUS_FAULT;
	for (i = 0; i < diags->n; i++)
		if ((int)diags->v[i]->level >= (int)from)
			return STATUS_FINDINGS;
	return STATUS_CLEAN;
}
