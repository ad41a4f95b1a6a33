/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/meta/meta.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/io.h"
#include "base/vec.h"
#include "base/walk.h"
#include "compat/meta/draft.h"
#include "compat/meta/wording.h"
#include "compat/python/order.h"
#include "compat/python/place.h"
#include "doc/yaml_read.h"
#include "schema/compile/compile.h"
#include "schema/program/keywords.h"

enum { META_SIZE_MAX = 1024 * 1024, PROGRAMS_MAX = 32 };

/* One that bindings name as their `$schema`, compiled. */
struct compiled {
	const char *id; /* without '#' */
	void *image;
	struct program program;
	struct machine *machine;
};

struct meta {
	struct arena arena;
	struct intern strings;
	struct builder builder;
	struct resolver resolver;
	struct source source;
	struct compiled compiled[PROGRAMS_MAX];
	uint32_t ncompiled;
	struct arena scratch;
	bool bindings; /* dt-schema's are there */
};

static const char *
without_hash(struct arena *a, const struct value *id)
{
	size_t n = id->n;

	while (n && id->s[n - 1] == '#')
		n--;
	return arena_strndup(a, id->s, n);
}

static bool
add_text(struct meta *m, const void *text, size_t n, struct fault *f)
{
	struct value *root = yaml_read(&m->builder, text, n, f);
	const struct value *id;

	if (!root)
		return false;
	id = value_get(root, K_ID);
	if (!id || id->kind != V_STRING)
		return fault_set(f, "has no '$id', expected a meta-schema");
	resolver_add(&m->resolver, without_hash(&m->arena, id), root, false);
	return true;
}

static bool
add_file(struct meta *m, const char *path, struct fault *f)
{
	struct bytes text;
	bool ok;

	f->place.file = path;
	if (!io_read(path, META_SIZE_MAX, &text, f))
		return false;
	ok = add_text(m, text.data, text.n, f);
	bytes_free(&text);
	if (ok)
		f->place.file = NULL;
	return ok;
}

static bool
add_directory(struct meta *m, const char *directory, struct fault *f)
{
	const struct walk_options o = { .wanted = walk_wants_yaml, .flat = true };
	struct walk *w = walk_open(directory, &o);
	const struct walk_entry *e;
	bool ok = true;
	size_t n = 0;

	while (ok && (e = walk_next(w))) {
		if (e->kind == WALK_FAULT) {
			ok = fault_set(f, "%s", e->fault);
		} else if (e->kind == WALK_FILE) {
			ok = add_file(m, arena_strdup(&m->arena, e->path), f);
			n++;
		}
	}
	walk_close(w);
	if (ok && !n)
		ok = fault_set(f, "%s: holds no meta-schema", directory);
	m->bindings = ok;
	return ok;
}

struct adding {
	struct meta *m;
	struct fault *f;
};

static bool
add_own(void *context, const char *text)
{
	struct adding *to = context;

	return add_text(to->m, text, strlen(text), to->f);
}

static bool
add_core(struct meta *m, const struct core *core, struct fault *f)
{
	struct adding to = { m, f };

	if (core->meta)
		return add_directory(m, core->meta, f);
	m->bindings = core_each_meta(add_own, &to);
	return m->bindings;
}

struct meta *
meta_open(const struct core *core, struct fault *f)
{
	struct meta *m = calloc(1, sizeof(*m));
	const char *const *text;
	bool ok = true;

	if (!m)
		fatal("out of memory: meta-schemas");
	keywords_init(&m->strings);
	m->builder.arena = &m->arena;
	m->builder.strings = &m->strings;
	m->builder.prose = K_DESCRIPTION + 1;
	resolver_init(&m->resolver, &m->arena, &m->strings);
	m->source.resolver = &m->resolver;
	for (text = draft_documents; *text && ok; text++)
		ok = add_text(m, *text, strlen(*text), f);
	if (ok && (!core || add_core(m, core, f)))
		return m;
	meta_free(m);
	return NULL;
}

void
meta_free(struct meta *m)
{
	uint32_t i;

	if (!m)
		return;
	for (i = 0; i < m->ncompiled; i++) {
		machine_free(m->compiled[i].machine);
		free(m->compiled[i].image);
	}
	resolver_free(&m->resolver);
	builder_free(&m->builder);
	intern_free(&m->strings);
	arena_free(&m->scratch);
	arena_free(&m->arena);
	free(m);
}

static struct compiled *
compiled_of(struct meta *m, const char *id, struct fault *f)
{
	struct compiled *c;
	atom_t uri;
	uint32_t i;
	size_t size;

	for (i = 0; i < m->ncompiled; i++)
		if (!strcmp(m->compiled[i].id, id))
			return &m->compiled[i];
	uri = intern_find(&m->strings, id, strlen(id));
	i = uri == ATOM_NONE ? MAP_ABSENT : map_get(&m->resolver.by_uri, uri);
	if (i == MAP_ABSENT || m->ncompiled == PROGRAMS_MAX) {
		fault_set(f, "the '$schema' %s is not known, expected one of dt-schema's",
			id);
		return NULL;
	}
	c = &m->compiled[m->ncompiled];
	c->id = arena_strdup(&m->arena, id);
	c->image = schema_compile_one(&m->arena, &m->resolver, i, true, &size, f);
	if (!c->image)
		return NULL;
	program_view(&c->program, c->image);
	c->machine = machine_new(&c->program);
	m->ncompiled++;
	return c;
}

/* The document's value with the machine's names; as deep as a document may be. */
static struct value
convert(struct meta *m, struct machine *machine, const struct document *d,
	const struct value *v)
{
	struct value out = *v;
	uint32_t i;

	out.bits = 0;
	if (v->kind == V_STRING)
		out.id = program_find(machine->p, v->s, v->n);
	if (v->kind == V_ARRAY) {
		out.items = arena_array(&m->scratch, struct value, v->n);
		for (i = 0; i < v->n; i++)
			out.items[i] = convert(m, machine, d, &v->items[i]);
	} else if (v->kind == V_OBJECT) {
		out.members = arena_array(&m->scratch, struct member, v->n);
		for (i = 0; i < v->n; i++) {
			const char *key = intern_str(&d->strings, v->members[i].key);

			out.members[i].key = machine_name(machine, key, strlen(key));
			out.members[i].value = convert(
				m, machine, d, &v->members[i].value);
		}
	}
	return out;
}

static const char *
description_of(struct meta *m, const struct value *v)
{
	const struct value *text = value_get(v, K_DESCRIPTION);

	return text && text->kind == V_STRING
		       ? arena_strndup(&m->scratch, text->s, text->n)
		       : NULL;
}

struct walk {
	struct meta *m;
	const struct compiled *c;
};

static const struct value *
step_into(const struct walk *w, const struct value *v, const struct schema_step *step)
{
	const char *name;

	if (step->name == STRING_NONE)
		return v->kind == V_ARRAY && step->index < v->n ? &v->items[step->index]
								: NULL;
	name = machine_text(w->c->machine, step->name);
	return value_get(v, intern_find(&w->m->strings, name, strlen(name)));
}

/* The description nearest to the keyword, on the way from the meta-schema's root. */
static struct note
note_of(void *context, const struct schema_error *e)
{
	struct walk *w = context;
	struct resolver *r = &w->m->resolver;
	struct note note = { .schema = w->c->id };
	atom_t uri = intern_find(&w->m->strings, w->c->id, strlen(w->c->id));
	uint32_t at = map_get(&r->by_uri, uri), i, refs;
	const struct value *v = r->resources[at].root, *next = NULL, *ref;
	const char *text;

	for (i = 0; i < e->schema_path.n; i++) {
		for (refs = 0; refs < PROGRAMS_MAX; refs++) {
			next = step_into(w, v, &e->schema_path.v[i]);
			ref = next ? NULL : value_get(v, K_REF);
			if (!ref || ref->kind != V_STRING)
				break;
			v = resolver_find(r, at,
				arena_strndup(&w->m->scratch, ref->s, ref->n), &at);
			if (!v)
				return note;
			note.schema = intern_str(&w->m->strings, r->resources[at].uri);
		}
		if (!next)
			return note;
		text = description_of(w->m, i + 1 == e->schema_path.n ? v : next);
		note.text = text ? text : note.text;
		v = next;
	}
	return note;
}

/* An error and where it is shown. */
struct found {
	const struct schema_error *e;
	const struct value *root; /* that it was found in */
	const struct format *format;
	struct place place;
	size_t number;
};

struct findings {
	struct meta *m;
	struct found *v;
	size_t n;
	size_t cap;
	const struct document *places; /* that they are in; NULL: not shown */
};

static int
compare_places(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->place.line != y->place.line)
		return x->place.line < y->place.line ? -1 : 1;
	if (x->place.column != y->place.column)
		return x->place.column < y->place.column ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

static void
add_finding(struct findings *f, const struct schema_error *e, const struct format *format,
	const struct value *root)
{
	struct found *x;

	vec_room(&f->m->scratch, f->v, f->n, f->cap);
	x = &f->v[f->n];
	*x = (struct found){ .e = e, .root = root, .format = format, .number = f->n };
	if (f->places)
		x->place = place_of_path(f->places, format->message.m, &e->path);
	f->n++;
}

/* What a meta-schema finds wrong. */
static void
judge(struct findings *f, const struct compiled *c, const struct document *d,
	struct format *format)
{
	struct meta *m = f->m;
	atom_t uri = intern_find(&m->strings, c->id, strlen(c->id));
	struct order order = { .resolver = &m->resolver,
		.resource = map_get(&m->resolver.by_uri, uri),
		.machine = c->machine,
		.scratch = &m->scratch };
	struct value *root = arena_new(&m->scratch, struct value);
	struct schema_error *e;

	*root = convert(m, c->machine, d, d->root);
	format->is_meta = true;
	format->message = (struct message){ .m = c->machine,
		.source = &m->source,
		.id = c->id,
		.scratch = &m->scratch,
		.ordered = f->places != NULL };
	e = schema_explain(
		c->machine, &m->scratch, ROOT_NONE, c->program.roots[0].body, root);
	for (e = order_errors(&order, e, root); e; e = e->next)
		add_finding(f, e, format, root);
}

static bool
judge_as_binding(struct findings *findings, const struct meta_request *r, struct walk *w,
	struct format *format, struct fault *f)
{
	const struct value *schema = value_get(r->document->root, K_SCHEMA);
	struct meta *m = findings->m;

	if (!schema || schema->kind != V_STRING)
		return fault_set(f, "has no '$schema', expected one of dt-schema's");
	w->c = compiled_of(m, without_hash(&m->scratch, schema), f);
	if (!w->c)
		return false;
	format->note = note_of;
	format->context = w;
	judge(findings, w->c, r->document, format);
	return true;
}

/* Where it stands, or what it stands in: the name of a property has no place. */
static struct place
place_of(const struct value *root, const struct schema_error *e)
{
	const struct value *v = root;
	uint32_t i;

	for (i = 0; v && i < e->path.n; i++)
		v = e->path.v[i].name != STRING_NONE ? object_get(v, e->path.v[i].name)
		    : e->path.v[i].index < v->n      ? &v->items[e->path.v[i].index]
						     : NULL;
	if (v && v->kind == V_OBJECT && e->instance.kind == V_STRING
		&& !e->instance.line) {
		const struct value *member = object_get(v, e->instance.id);

		v = member ? member : v;
	}
	return v ? (struct place){ .line = v->line, .column = v->column, .offset = -1 }
		 : PLACE_NONE;
}

static bool
is_reported(const struct meta_finding *reported, size_t n, const struct meta_finding *x)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (reported[i].line == x->line && reported[i].column == x->column
			&& !strcmp(reported[i].message, x->message))
			return true;
	return false;
}

static struct meta_finding
finding_of(struct meta *m, const struct found *x)
{
	const struct format *format = x->format;
	struct note note = { 0 };
	struct place place = place_of(x->root, x->e);

	if (format->note)
		note = format->note(format->context, x->e);
	return (struct meta_finding){ .line = place.line,
		.column = place.column,
		.message = wording_of(&format->message, x->e, &m->scratch),
		.hint = note.text ? wording_one_line(note.text, &m->scratch) : NULL,
		.schema = note.schema ? note.schema : DRAFT_URI,
		.keyword = message_keyword(&format->message, x->e) };
}

bool
meta_find(struct meta *m, const struct document *d, meta_found_fn *found, void *context,
	struct fault *f)
{
	struct meta_request request = { .document = d };
	struct format binding = { 0 }, draft = { 0 };
	struct findings findings = { .m = m };
	struct fault unread = FAULT_INIT(&m->scratch);
	struct walk walk = { .m = m };
	const struct compiled *c;
	struct meta_finding *reported;
	size_t i, n = 0;
	bool ok;

	arena_reset(&m->scratch);
	ok = !m->bindings || judge_as_binding(&findings, &request, &walk, &binding, f);
	c = compiled_of(m, DRAFT_URI, &unread);
	if (c)
		judge(&findings, c, d, &draft);
	reported = arena_array(&m->scratch, struct meta_finding, findings.n);
	for (i = 0; i < findings.n; i++) {
		reported[n] = finding_of(m, &findings.v[i]);
		if (is_reported(reported, n, &reported[n]))
			continue;
		found(context, &reported[n]);
		n++;
	}
	return ok;
}

const char *
meta_draft_path(struct meta *m, const struct document *d, struct arena *a)
{
	struct fault unread = FAULT_INIT(&m->scratch);
	struct findings findings = { .m = m };
	struct format format = { 0 };
	const struct compiled *c;
	const struct schema_path *path;
	struct buf text = { 0 };
	const char *out;
	uint32_t i;

	arena_reset(&m->scratch);
	c = compiled_of(m, DRAFT_URI, &unread);
	if (c)
		judge(&findings, c, d, &format);
	if (!findings.n)
		return NULL;
	path = &findings.v[0].e->path;
	for (i = 0; i < path->n; i++) {
		buf_puts(&text, i ? ": " : "");
		if (path->v[i].name == STRING_NONE)
			buf_printf(&text, "%" PRIu32, path->v[i].index);
		else
			buf_puts(&text, machine_text(c->machine, path->v[i].name));
	}
	out = arena_strndup(a, text.s ? text.s : "", text.n);
	buf_free(&text);
	return out;
}

bool
meta_check(struct meta *m, const struct meta_request *r, struct buf *out, struct fault *f)
{
	struct format binding = { .file = r->file, .verbose = r->verbose };
	struct format draft = binding, shown;
	struct findings findings = { .m = m };
	struct fault unread = FAULT_INIT(&m->scratch);
	struct walk walk = { .m = m };
	const struct compiled *c;
	bool ok;
	size_t i;

	arena_reset(&m->scratch);
	findings.places = r->lines ? r->document : NULL;
	ok = !m->bindings || judge_as_binding(&findings, r, &walk, &binding, f);
	c = compiled_of(m, DRAFT_URI, &unread);
	if (c)
		judge(&findings, c, r->document, &draft);
	if (findings.places && findings.n)
		qsort(findings.v, findings.n, sizeof(*findings.v), compare_places);
	for (i = 0; i < findings.n; i++) {
		shown = *findings.v[i].format;
		shown.line = findings.v[i].place.line;
		shown.column = findings.v[i].place.column;
		format_put(out, &shown, findings.v[i].e);
		buf_putc(out, '\n');
	}
	return ok;
}
