/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One source compiled: its messages, the checks that were asked for, the files. */
#include <string.h>

#include "base/io.h"
#include "cli/compile_source.h"
#include "cli/print.h"
#include "cli/run/sources.h"
#include "report/excerpt.h"
#include "rules/rule.h"
#include "tree/names.h"

static void
put_line(const struct compile_job *j, struct buf *out, const struct place *p)
{
	const char *line = p->file && p->line ? source_line(
				   j->in.sources, p->file, p->line, j->arena)
					      : NULL;

	if (line)
		excerpt_put(out, line, p, 2);
}

static void
put_message(const struct compile_job *j, struct buf *out, const struct dts_message *m)
{
	const struct dts_note *n;

	diag_put_place(out, j->arena, j->path, &m->place);
	buf_printf(out, ": %s: %s [%s]\n", m->level == DTS_ERROR ? "error" : "warning",
		diag_clean(j->arena, m->text), m->rule);
	put_line(j, out, &m->place);
	for (n = m->notes; n; n = n->next) {
		buf_puts(out, "  ");
		diag_put_place(out, j->arena, j->path, &n->place);
		buf_printf(out, ": %s\n", diag_clean(j->arena, n->text));
	}
	if (m->help)
		buf_printf(out, "  help: %s\n", m->help);
}

static void
put_messages(const struct compile_job *j)
{
	const struct dts_message *m;
	struct buf out = { 0 };

	for (m = j->c.messages.first; m; m = m->next)
		put_message(j, &out, m);
	print_messages(&out);
}

/* A name as make reads it. */
static void
put_escaped(struct buf *out, const char *path)
{
	for (; *path; path++) {
		if (*path == ' ')
			buf_putc(out, '\\');
		buf_putc(out, *path);
	}
}

static bool
write_dependencies(struct compile_job *j)
{
	struct fault f = FAULT_INIT(j->arena);
	struct string_list files = { 0 };
	struct buf out = { 0 };
	bool ok;

	put_escaped(&out, j->output ? j->output : "-");
	buf_putc(&out, ':');
	dts_text_files(&j->c.text, &files, j->arena);
	for (size_t i = 0; i < files.n; i++) {
		buf_putc(&out, ' ');
		put_escaped(&out, files.v[i]);
	}
	buf_putc(&out, '\n');
	ok = io_write(j->o->dependencies, out.s, out.n, &f);
	buf_free(&out);
	if (!ok)
		print_fault(j->o->dependencies, &f);
	return ok;
}

static bool
write_output(struct compile_job *j, const void *data, size_t n)
{
	struct fault f = FAULT_INIT(j->arena);

	if (io_write(j->output, data, n, &f))
		return !j->o->dependencies || write_dependencies(j);
	print_fault(j->output, &f);
	return false;
}

/* What -W and -E say of the checks that decide whether there is a blob. */
static bool
set_levels(const struct compile_job *j, struct live_levels *levels)
{
	struct fault f = FAULT_INIT(j->arena);

	for (size_t i = 0; i < j->o->rules.nflags; i++) {
		const struct rule_flag *flag = &j->o->rules.flags[i];

		live_levels_option(levels, !flag->as_error, flag->as_error, flag->arg);
	}
	if (rule_config_make(j->arena, NULL, NULL, &j->o->rules, &f))
		return true;
	print_fault(NULL, &f);
	return false;
}

static bool
set_options(const struct compile_job *j, struct dts_options *c)
{
	const struct options *o = j->o;

	dts_options_init(c);
	c->preprocess = j->in.preprocess;
	c->symbols = o->symbols;
	c->blob.boot_cpu = (uint32_t)o->boot_cpu;
	c->blob.guess_boot_cpu = o->boot_cpu < 0;
	c->blob.least = o->space;
	c->blob.padding = o->pad;
	c->blob.alignment = o->align;
	return set_levels(j, &c->levels);
}

static bool
read_standard_input(struct compile_job *j)
{
	struct fault f = FAULT_INIT(j->arena);
	struct bytes text;

	if (!io_read("-", SOURCE_SIZE_MAX, &text, &f)) {
		print_fault("standard input", &f);
		return false;
	}
	j->path = j->o->stdin_name ? j->o->stdin_name : j->path;
	source_set_put(j->in.sources, j->path, text.data, text.n);
	bytes_free(&text);
	return true;
}

static bool
preprocess(struct compile_job *j)
{
	struct buf out = { 0 };
	bool ok;

	j->c = (struct dts_compilation){ .messages.arena = j->arena };
	dts_text_init(&j->c.text, &j->search, &j->c.messages);
	ok = pp_run(&j->c.text, j->in.preprocess, j->path);
	put_messages(j);
	if (ok) {
		dts_text_print(&j->c.text, true, &out);
		ok = write_output(j, out.s, out.n);
		buf_free(&out);
	}
	dts_text_free(&j->c.text);
	return ok;
}

static bool
is_lowered(const char *flag)
{
	return !strncmp(flag, "no-", 3) || !strncmp(flag, "no_", 3);
}

static bool
print_findings(const struct compile_job *j, const struct diag_list *list)
{
	struct buf out = { 0 };
	bool ok = true;

	for (size_t i = 0; i < list->n; i++) {
		const struct diag *d = list->v[i];

		ok = ok && d->level != LEVEL_ERROR;
		diag_put_place(&out, j->arena, d->file, &d->place);
		buf_printf(&out, ": %s: %s [%s]\n", level_name(d->level), d->message,
			d->rule->id);
	}
	print_messages(&out);
	return ok;
}

/* The checks that -W and -E ask for and that look at the whole tree. */
static bool
run_checks(struct compile_job *j)
{
	struct rule_request asked = j->o->rules;
	struct fault f = FAULT_INIT(j->arena);
	struct diag_list diags = { .arena = j->arena };
	struct dts_origins origins;
	struct live_levels levels;
	struct tree t;
	struct lint l = { .tree = &t,
		.file = j->path,
		.base = -1,
		.arena = j->arena,
		.scratch = j->arena,
		.diags = &diags };
	bool ok;

	live_levels_init(&levels);
	for (size_t i = 0; i < asked.nflags; i++) {
		const char *name = asked.flags[i].arg;

		if (!is_lowered(name) && !live_levels_option(&levels, true, false, name))
			string_list_add(&asked.select, j->arena, name);
	}
	if (!asked.select.n)
		return true;
	l.config = rule_config_make(j->arena, NULL, NULL, &asked, &f);
	ok = l.config && tree_load(&t, j->names, j->c.blob.data, j->c.blob.n, &f);
	if (ok) {
		dts_origins_init(&origins, &j->c);
		t.origins = &origins.base;
		lint_run(&l);
		ok = print_findings(j, &diags);
		tree_free(&t);
	} else {
		print_fault(j->path, &f);
	}
	return ok;
}

static bool
compile(struct compile_job *j)
{
	struct dts_options options;
	bool ok;

	if (!set_options(j, &options))
		return false;
	ok = dts_compile(&j->c, &j->search, &options, j->path, j->names, j->arena);
	put_messages(j);
	ok = ok && run_checks(j);
	if (ok && j->o->space && (int64_t)j->c.blob.n > j->o->space && !j->o->pad
		&& !j->o->align)
		print_note("%s: the blob has %zu bytes, more than --space", j->path,
			j->c.blob.n);
	ok = ok && write_output(j, j->c.blob.data, j->c.blob.n);
	dts_compilation_free(&j->c);
	return ok;
}

bool
compile_job_run(struct compile_job *j)
{
	struct fault f = FAULT_INIT(j->arena);

	if (!sources_configure(&j->in, j->o, j->path, j->arena, &f)) {
		print_fault(f.place.file, &f);
		return false;
	}
	if (!strcmp(j->path, "-") && !read_standard_input(j))
		return false;
	search_init(&j->search, j->in.sources, j->path, j->in.include_dirs,
		j->in.more_dirs, j->arena);
	return j->o->preprocess_only ? preprocess(j) : compile(j);
}
