/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/meta.h"

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/io.h"
#include "schema/compile.h"
#include "schema/keywords.h"
#include "schema/yaml.h"

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
add_file(struct meta *m, const char *path, struct fault *f)
{
	const struct value *id;
	struct value *root;
	struct bytes text;

	f->file = path;
	if (!io_read(path, META_SIZE_MAX, &text, f))
		return false;
	root = yaml_read(&m->builder, text.data, text.n, f);
	bytes_free(&text);
	if (!root)
		return false;
	id = value_get(root, K_ID);
	if (!id || id->kind != V_STRING)
		return fault_set(f, "has no '$id', expected a meta-schema");
	resolver_add(&m->resolver, without_hash(&m->arena, id), root, false);
	f->file = NULL;
	return true;
}

struct meta *
meta_open(const char *directory, struct fault *f)
{
	struct meta *m = calloc(1, sizeof(*m));
	bool ok = true;
	glob_t names;
	size_t i;

	if (!m)
		fatal("out of memory: meta-schemas");
	keywords_init(&m->strings);
	m->builder.arena = &m->arena;
	m->builder.strings = &m->strings;
	resolver_init(&m->resolver, &m->arena, &m->strings);
	m->source.resolver = &m->resolver;
	if (glob(arena_printf(&m->arena, "%s/*.yaml", directory), 0, NULL, &names)) {
		ok = fault_set(f, "%s: holds no meta-schema", directory);
	} else {
		for (i = 0; i < names.gl_pathc && ok; i++)
			ok = add_file(m, arena_strdup(&m->arena, names.gl_pathv[i]), f);
		globfree(&names);
	}
	if (ok)
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
	c->image = schema_compile_one(&m->arena, &m->resolver, i, false, &size, f);
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

static int
compare_places(const void *a, const void *b)
{
	const struct schema_error *x = *(const struct schema_error *const *)a;
	const struct schema_error *y = *(const struct schema_error *const *)b;

	if (x->instance.line != y->instance.line)
		return x->instance.line < y->instance.line ? -1 : 1;
	return (x->instance.column > y->instance.column)
	       - (x->instance.column < y->instance.column);
}

/* In their order, or in that of the lines. */
static const struct schema_error **
sorted(struct meta *m, const struct schema_error *e, bool lines, size_t *n)
{
	const struct schema_error *x, **v;

	for (*n = 0, x = e; x; x = x->next)
		++*n;
	v = arena_array(&m->scratch, const struct schema_error *, *n);
	for (*n = 0, x = e; x; x = x->next)
		v[(*n)++] = x;
	if (lines && *n)
		qsort(v, *n, sizeof(*v), compare_places);
	return v;
}

bool
meta_check(struct meta *m, const struct meta_request *r, struct buf *out, struct fault *f)
{
	const struct value *schema = value_get(r->document->root, K_SCHEMA);
	struct format format = {
		.file = r->file, .note = note_of, .verbose = r->verbose
	};
	const struct schema_error **errors;
	struct compiled *c;
	struct value root;
	struct walk walk;
	size_t i, n;

	arena_reset(&m->scratch);
	if (!schema || schema->kind != V_STRING)
		return fault_set(f, "has no '$schema', expected one of dt-schema's");
	c = compiled_of(m, without_hash(&m->scratch, schema), f);
	if (!c)
		return false;
	walk = (struct walk){ m, c };
	format.context = &walk;
	format.message = (struct message){ c->machine, &m->source, c->id, &m->scratch };
	root = convert(m, c->machine, r->document, r->document->root);
	errors = sorted(m,
		schema_explain(c->machine, &m->scratch, ROOT_NONE,
			c->program.roots[0].body, &root),
		r->lines, &n);
	for (i = 0; i < n; i++) {
		if (r->lines) {
			format.line = errors[i]->instance.line;
			format.column = errors[i]->instance.column;
		}
		format_put(out, &format, errors[i]);
		buf_putc(out, '\n');
	}
	return true;
}
