/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dt-doc-validate: whether bindings are what dt-schema wants bindings to be. */
#include <inttypes.h>
#include <stdio.h>

#include "base/io.h"
#include "base/walk.h"
#include "compat/load.h"
#include "compat/meta/meta.h"
#include "compat/meta/refs.h"
#include "compat/programs.h"
#include "compat/python/args.h"
#include "schema/binding/core.h"

enum option { OPT_VERBOSE, OPT_LINE_NUMBER, OPT_URL_PATH };

static const struct arg_option options[] = {
	[OPT_VERBOSE] = { 'v', "verbose", NULL, "say more of each finding" },
	[OPT_LINE_NUMBER] = { 'n', "line-number", NULL, "show line and column" },
	[OPT_URL_PATH] = { 'u', "url-path", "PATH", "has no effect" },
};

static const struct arg_spec spec = {
	.program = "dt-doc-validate",
	.operand = "yamldt",
	.operand_help = "bindings, or directories of them",
	.from_file = true,
	.options = options,
	.noptions = sizeof(options) / sizeof(*options),
};

struct run {
	struct arena *arena;
	struct args args;
	struct core core;
	struct meta *meta; /* NULL: they cannot be read */
	struct buf out;
	int status;
};

static void
put_fault(struct run *r, const char *path, const struct fault *f)
{
	buf_printf(&r->out, "%s:", f->place.file ? f->place.file : path);
	if (f->place.line)
		buf_printf(&r->out, "%" PRIu32 ":%" PRIu32 ":", f->place.line,
			f->place.column);
	buf_printf(&r->out, " %s\n", f->message);
	r->status = 1;
}

static void
check_document(struct run *r, const char *path, struct document *d)
{
	struct meta_request request = { .document = d };
	struct refs_request refs;
	struct fault f = FAULT_INIT(&d->arena);
	size_t before = r->out.n;

	request.file = format_absolute_path(&d->arena, path);
	request.lines = r->args.values[OPT_LINE_NUMBER] != NULL;
	request.verbose = r->args.values[OPT_VERBOSE] != NULL;
	if (r->meta && !meta_check(r->meta, &request, &r->out, &f))
		put_fault(r, request.file, &f);
	if (r->out.n > before)
		r->status = 1;
	refs = (struct refs_request){
		.file = request.file, .core = &r->core, .ordered = request.lines
	};
	refs_check(d, &refs, &r->out);
}

static void
check_file(void *context, const char *path)
{
	struct run *r = context;
	struct fault f = FAULT_INIT(r->arena);
	struct document d;

	if (!document_read(&d, path, &f))
		put_fault(r, path, &f);
	else if (d.root->kind != V_OBJECT)
		fault_at_line(&f, d.root->line, d.root->column,
			"%s, expected a binding: a map", value_kind_name(d.root));
	else
		check_document(r, path, &d);
	if (d.root && f.message)
		put_fault(r, path, &f);
	document_free(&d);
	if (r->out.n)
		fwrite(r->out.s, 1, r->out.n, stderr);
	r->out.n = 0;
}

static void
put_unread(void *context, const char *path, const char *why)
{
	struct run *r = context;

	fprintf(stderr, "%s: %s\n", path, why);
	r->status = 1;
}

int
dt_doc_validate(int argc, char **argv, struct arena *a)
{
	struct run r = { .arena = a, .args = { .arena = a }, .core = core_find(a, NULL) };
	struct load_files files = { walk_wants_yaml, true, check_file, put_unread, &r };
	struct fault f = FAULT_INIT(a);
	size_t i;
	int status = args_read(&r.args, &spec, &r.core, argc, argv);

	if (status >= 0)
		return status;
	if (!load_core_is_there(spec.program, &r.core))
		return COMPAT_EXCEPTION;
	r.meta = meta_open(&r.core, &f);
	if (!r.meta)
		put_fault(&r, r.core.meta, &f);
	for (i = 0; i < r.args.operands.n; i++) {
		if (io_is_directory(r.args.operands.v[i]))
			load_directory(&files, r.args.operands.v[i], a);
		else
			check_file(&r, r.args.operands.v[i]);
	}
	meta_free(r.meta);
	buf_free(&r.out);
	return r.status;
}
