/* SPDX-License-Identifier: GPL-2.0-or-later */
/* schema check: all that is wrong with bindings, whoever says so. */
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "compat/document.h"
#include "compat/meta/meta.h"
#include "compat/meta/refs.h"
#include "report/identity.h"
#include "rules/input.h"
#include "schema/binding/core.h"
#include "schema/binding/files.h"
#include "schema/store/store.h"

struct check {
	const struct options *o;
	struct arena *arena;
	struct diag_list diags;
	struct core core;
	struct meta *meta;
	struct fault *empty; /* paths that nothing could be taken from */
	size_t nempty;
	struct report_input *inputs; /* a binding each */
	size_t ninputs;
	size_t failed;
	const char *file; /* the one at hand */
};

/* What was not read, whenever that was: once. */
static void
add_unread(struct check *c, const struct fault *f)
{
	size_t i;

	for (i = 0; i < c->nempty; i++)
		if (!strcmp(c->empty[i].place.file, f->place.file))
			return;
	*vec_more(c->arena, c->empty, c->nempty) = *f;
}

/* What stands at a line is a finding; the others keep the work from being done. */
static void
on_fault(void *context, const struct fault *f)
{
	struct check *c = context;

	if (!f->place.line) {
		add_unread(c, f);
		return;
	}
	input_report_binding(&c->diags, f);
	c->diags.v[c->diags.n - 1]->fault = false;
}

/* Whether the path is below a directory. */
static bool
is_below(const char *path, const char *directory)
{
	size_t n = strlen(directory);

	return !strncmp(path, directory, n) && n
	       && (directory[n - 1] == '/' || path[n] == '/');
}

/* Of bindings of a directory that are all left out it was told already why. */
static void
tell_empty(struct check *c)
{
	size_t i, k;

	for (i = 0; i < c->nempty; i++) {
		for (k = 0; k < c->ninputs; k++)
			if (is_below(c->inputs[k].file, c->empty[i].place.file))
				break;
		if (k < c->ninputs)
			continue;
		input_report_binding(&c->diags, &c->empty[i]);
		count_fault(&c->failed, NULL, &c->empty[i]);
	}
}

/* What the compiler says of a place says it all. */
static bool
is_reported(const struct check *c, const struct meta_finding *x)
{
	size_t i;

	for (i = 0; i < c->diags.n; i++)
		if (!c->diags.v[i]->keyword && c->diags.v[i]->place.line == x->line
			&& c->diags.v[i]->place.column == x->column
			&& !strcmp(c->diags.v[i]->file, c->file))
			return true;
	return false;
}

static void
on_finding(void *context, const struct meta_finding *x)
{
	struct check *c = context;
	struct arena *a = c->arena;
	struct diag *d;

	if (is_reported(c, x))
		return;
	d = input_report_meta_schema(&c->diags, c->file, x->message);
	d->place.line = x->line;
	d->place.column = x->column;
	if (x->hint)
		d->why = diag_clean(a, arena_strdup(a, x->hint));
	if (x->schema)
		d->schema = diag_clean(a, arena_strdup(a, x->schema));
	d->keyword = x->keyword ? diag_clean(a, arena_strdup(a, x->keyword)) : NULL;
}

static void
tell_at(void *context, const struct value *at, const char *message)
{
	struct meta_finding x = { at->line, at->column, message, NULL, NULL, NULL };

	on_finding(context, &x);
}

static void
check_document(struct check *c, const char *path, struct document *d)
{
	struct refs_request refs = { .core = &c->core, .found = tell_at, .context = c };
	struct fault f = FAULT_INIT(c->arena);

	if (!meta_find(c->meta, d, on_finding, c, &f))
		tell_at(c, d->root, f.message);
	refs.file = format_absolute_path(c->arena, path);
	refs_check(d, &refs, NULL);
}

/* Whether something was said of the file at hand by whoever loaded the bindings. */
static bool
is_any_reported(const struct check *c)
{
	size_t i;

	for (i = 0; i < c->diags.n; i++)
		if (!strcmp(c->diags.v[i]->file, c->file))
			return true;
	return false;
}

static void
check_file(struct check *c, const struct schema_file *file, struct report_input *result)
{
	const char *path = arena_strdup(c->arena, file->path);
	struct fault unread = FAULT_INIT(c->arena);
	struct document d = { 0 };

	*result = (struct report_input){ .file = path, .ok = true };
	c->file = diag_clean(c->arena, path);
	if (file->fault.message)
		fault_set(&unread, "%s", file->fault.message);
	else if (schemas_is_compiled(path))
		fault_set(&unread,
			"is a compiled schema, expected a binding as it is written");
	else if (document_read(&d, path, &unread) && d.root->kind == V_OBJECT)
		check_document(c, path, &d);
	document_free(&d);
	if (!unread.message)
		return;
	*result = (struct report_input){ .file = path, .fault = unread.message };
	unread.place.file = path;
	if (!unread.place.line || !is_any_reported(c))
		add_unread(c, &unread);
}

static void
check_files(struct check *c)
{
	struct arena a = { 0 };
	struct schema_files files = { .arena = &a };
	uint32_t i;
	size_t k;

	for (k = 0; k < c->o->operands.n; k++) {
		struct fault f = FAULT_INIT(c->arena);

		f.place.file = c->o->operands.v[k];
		if (!schema_files_add(&files, f.place.file, (uint32_t)k, &f))
			add_unread(c, &f);
	}
	c->inputs = arena_array(c->arena, struct report_input, files.n);
	for (i = 0; i < files.n; i++)
		check_file(c, &files.v[i], &c->inputs[c->ninputs++]);
	schema_files_free(&files);
	arena_free(&a);
}

static void
open_meta(struct check *c)
{
	struct fault f = FAULT_INIT(c->arena);

	c->core = core_find(c->arena, c->o->core);
	if (c->core.fault) {
		fault_set(&f, "%s", c->core.fault);
		count_fault(&c->failed, NULL, &f);
		return;
	}
	c->meta = meta_open(&c->core, &f);
	if (c->meta)
		return;
	count_fault(&c->failed, c->core.meta, &f);
}

static int
compare_places(const void *a, const void *b)
{
	const struct diag *x = *(const struct diag *const *)a;
	const struct diag *y = *(const struct diag *const *)b;
	int order = strcmp(x->file, y->file);

	if (order)
		return order;
	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	return x->seq < y->seq ? -1 : x->seq > y->seq;
}

static int
run(const struct options *o, struct arena *a)
{
	struct check c = { .o = o, .arena = a, .diags.arena = a };
	struct report r = { .input_noun = "binding" };
	struct schemas_from from = {
		.paths = o->operands.v, .n = o->operands.n, .core = o->core
	};
	struct schemas s;

	open_meta(&c);
	if (schemas_load(&s, &from, 0, a, on_fault, &c))
		schemas_free(&s);
	if (c.meta)
		check_files(&c);
	tell_empty(&c);
	if (c.diags.n)
		qsort(c.diags.v, c.diags.n, sizeof(*c.diags.v), compare_places);
	report_identify(c.diags.v, c.diags.n, a);
	r.inputs = c.inputs;
	r.ninputs = c.ninputs;
	r.diags = c.diags.v;
	r.ndiags = c.diags.n;
	r.failed = c.failed;
	c.failed += reports_write(o, &r, a);
	meta_free(c.meta);
	return reports_exit_status(o, &c.diags, c.failed);
}

const struct command command_schema_check = {
	.name = "schema check",
	.synopsis = "[OPTION...] PATH...",
	.group = "Work on bindings",
	.summary = "say what is wrong with bindings themselves",
	.about =
		"Says all that is wrong with bindings: what keeps them from having their "
		"effect, and what dt-schema's meta-schemas do not allow.",
	.expected = "a PATH: bindings, or a compiled form",
	.least = 1,
	.most = SIZE_MAX,
	.formats = FORMATS_REPORT,
	.run = run,
};
