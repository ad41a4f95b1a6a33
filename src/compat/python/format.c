/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/format.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat/python/pretty.h"
#include "diag/diag.h"

enum {
	FORMAT_MAX = 1 << 18, /* bytes after which no more branches are shown */
	TABS_MAX = 100,       /* choices within choices */
	VERBOSE_MARGIN = 4,
};

static void
put_tabs(struct buf *out, unsigned int n)
{
	while (n--)
		buf_putc(out, '\t');
}

static void
put_place(struct buf *out, const struct format *f, const struct schema_error *e,
	unsigned int tabs)
{
	const struct schema_step *step;
	uint32_t i;

	put_tabs(out, tabs);
	buf_printf(out, "%s:", f->file);
	if (f->line && !tabs)
		buf_printf(out, "%" PRIu32 ":%" PRIu32 ":", f->line, f->column);
	buf_putc(out, ' ');
	if (f->node)
		buf_puts(out, diag_clean(f->message.scratch, f->node));
	if (f->node && f->compatible)
		buf_printf(out, " (%s)", diag_clean(f->message.scratch, f->compatible));
	if (f->node)
		buf_puts(out, ": ");
	for (i = 0; i < e->path.n; i++) {
		step = &e->path.v[i];
		if (step->name == STRING_NONE)
			buf_printf(out, "%" PRIu32 ":", step->index);
		else
			buf_printf(out, "%s:",
				diag_clean(f->message.scratch,
					machine_text(f->message.m, step->name)));
	}
	if (e->path.n)
		buf_putc(out, ' ');
}

static struct note
note_of(const struct format *f, const struct schema_error *e, unsigned int tabs)
{
	if (f->note)
		return f->note(f->context, e);
	return (struct note){ .schema = tabs ? NULL : f->schema };
}

static void put_error(struct buf *out, const struct format *f,
	const struct schema_error *e, unsigned int tabs);

/* The branches of a choice, but for what was said already. */
static void
put_branches(struct buf *out, const struct format *f, const struct schema_error *e,
	unsigned int tabs)
{
	const struct schema_error **context;
	const char *own_note = note_of(f, e, tabs).text, *note;
	struct buf text = { 0 };
	size_t n, i, from = out->n;

	context = message_context(&f->message, e, &n);
	buf_printf(out, "'%s' conditional failed, one must be fixed:",
		machine_text(f->message.m, e->keyword));
	for (i = 0; i < n && out->n - from < FORMAT_MAX && tabs < TABS_MAX; i++) {
		if (context[i]->context) {
			buf_putc(out, '\n');
			put_error(out, f, context[i], tabs + 1);
			continue;
		}
		text.n = 0;
		message_put(&text, &f->message, context[i]);
		if (strstr(out->s + from, text.s))
			continue;
		buf_putc(out, '\n');
		put_tabs(out, tabs + 1);
		buf_puts(out, text.s);
		note = note_of(f, context[i], tabs + 1).text;
		if (!note || (own_note && !strcmp(note, own_note)))
			continue;
		buf_puts(out, "\n\t\t");
		put_tabs(out, tabs);
		buf_printf(out, "hint: %s", note);
	}
	buf_free(&text);
}

static void
put_index(struct buf *out, const char *name)
{
	buf_putc(out, '[');
	repr_text(out, name);
	buf_putc(out, ']');
}

static void
put_indexes(struct buf *out, const struct format *f, const struct schema_path *path,
	uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		if (path->v[i].name == STRING_NONE)
			buf_printf(out, "[%" PRIu32 "]", path->v[i].index);
		else
			put_index(out, machine_text(f->message.m, path->v[i].name));
	}
}

/* The schema that the keyword stands in; false has none. */
static void
put_schema(struct buf *out, const struct format *f, const struct schema_error *e)
{
	static const struct value nothing = { .kind = V_FALSE };
	const struct message *c = &f->message;
	const struct value *schema = NULL;
	struct repr r = { .out = out };

	if (e->op == OPS_COUNT)
		schema = &nothing;
	else if (c->source)
		schema = source_find_around(c->source, c->m, c->id, e, c->scratch);
	if (!schema) {
		buf_puts(out, "...");
		return;
	}
	if (c->source && c->source->resolver)
		r.strings = c->source->resolver->strings;
	pretty_value(&r, schema, VERBOSE_MARGIN);
}

/* str() of an error. */
static void
put_verbose(struct buf *out, const struct format *f, const struct schema_error *e)
{
	const char *keyword = message_keyword(&f->message, e);
	struct repr r = message_repr(out, &f->message, e);

	message_put(out, &f->message, e);
	buf_puts(out, "\n\nFailed validating ");
	if (keyword)
		repr_text(out, keyword);
	else
		buf_puts(out, "None");
	buf_printf(out, " in %s", f->is_meta ? "metaschema" : "schema");
	if (f->message.selected && e->schema_path.n)
		put_index(out, "then");
	put_indexes(out, f, &e->schema_path, e->schema_path.n ? e->schema_path.n - 1 : 0);
	buf_printf(out, ":\n%*s", VERBOSE_MARGIN, "");
	put_schema(out, f, e);
	buf_printf(out, "\n\nOn %s", f->is_meta ? "schema" : "instance");
	put_indexes(out, f, &e->path, e->path.n);
	buf_printf(out, ":\n%*s", VERBOSE_MARGIN, "");
	pretty_value(&r, &e->instance, VERBOSE_MARGIN);
}

static void
put_error(struct buf *out, const struct format *f, const struct schema_error *e,
	unsigned int tabs)
{
	struct note note = note_of(f, e, tabs);

	put_place(out, f, e, tabs);
	if (f->verbose)
		put_verbose(out, f, e);
	else if (e->context && e->context->next)
		put_branches(out, f, e, tabs);
	else
		message_put(out, &f->message,
			e->context ? message_best(&f->message, e->context) : e);
	if (note.text) {
		buf_puts(out, "\n\t");
		put_tabs(out, tabs);
		buf_printf(out, "hint: %s", note.text);
	}
	if (note.schema) {
		buf_puts(out, "\n\t");
		put_tabs(out, tabs);
		buf_printf(out, "from schema $id: %s", note.schema);
	}
}

void
format_put(struct buf *out, const struct format *f, const struct schema_error *e)
{
	put_error(out, f, e, 0);
}

const char *
format_absolute_path(struct arena *a, const char *path)
{
	char *cwd = *path == '/' ? NULL : getcwd(NULL, 0), *out, *end;
	const char *s, *part;
	size_t n;

	s = arena_printf(a, "%s/%s", cwd ? cwd : "", path);
	free(cwd);
	out = end = arena_alloc(a, strlen(s) + 2);
	while (*(part = s += strspn(s, "/"))) {
		n = strcspn(s, "/");
		s += n;
		if (n == 1 && *part == '.')
			continue;
		if (n == 2 && !strncmp(part, "..", 2)) {
			while (end > out && *--end != '/')
				;
			*end = '\0';
			continue;
		}
		*end++ = '/';
		memcpy(end, part, n);
		end += n;
		*end = '\0';
	}
	return end == out ? "/" : out;
}

const char *
format_path(struct arena *a, const char *path)
{
	const char *absolute = format_absolute_path(a, path);
	char *cwd = getcwd(NULL, 0);
	size_t n = cwd ? strlen(cwd) : 0;
	const char *shown = absolute;

	if (n == 1)
		n = 0;
	if (cwd && !strncmp(absolute, cwd, n) && absolute[n] == '/' && absolute[n + 1])
		shown = absolute + n + 1;
	free(cwd);
	return shown;
}
