/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/doc.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "doc/json_read.h"
#include "doc/yaml_read.h"

static size_t
bom(const char *s, size_t n)
{
	return n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? 3 : 0;
}

enum doc_format
doc_guess_format(const void *text, size_t n)
{
	const char *s = text;
	size_t i = bom(s, n);

	while (i < n && memchr(" \t\r\n", s[i], 4))
		i++;
	return i < n && (s[i] == '{' || s[i] == '[') ? DOC_FORMAT_JSON : DOC_FORMAT_YAML;
}

/* Text that outlives what the document was read with. */
struct view {
	struct arena *arena;
	const struct builder *builder;
	const char **texts; /* by atom */
	bool json;
};

static const char *
text_of(struct view *w, atom_t atom)
{
	if (!w->texts[atom])
		w->texts[atom] = arena_strdup(
			w->arena, intern_str(w->builder->strings, atom));
	return w->texts[atom];
}

static void
view_scalar(struct view *w, const struct value *v, struct doc *d)
{
	d->text = v->id == ATOM_NONE ? arena_strndup(w->arena, v->s, v->n)
				     : text_of(w, v->id);
	d->boolean = v->kind == V_TRUE;
	if (d->type != DOC_INT)
		return;
	d->negative = *d->text == '-';
	d->integer = d->negative ? 0 - v->u : v->u;
}

static struct doc *
view_value(struct view *w, const struct value *v, const struct doc *parent)
{
	static const enum doc_type types[] = {
		[V_NULL] = DOC_NULL,
		[V_FALSE] = DOC_BOOL,
		[V_TRUE] = DOC_BOOL,
		[V_INT] = DOC_INT,
		[V_NEGINT] = DOC_INT,
		[V_REAL] = DOC_REAL,
		[V_STRING] = DOC_STRING,
		[V_ARRAY] = DOC_LIST,
		[V_OBJECT] = DOC_MAP,
	};
	struct doc *d = arena_new(w->arena, struct doc);

	d->type = types[v->kind];
	d->json = w->json;
	d->line = v->line;
	d->column = v->column;
	d->parent = parent;
	if (v->kind != V_ARRAY && v->kind != V_OBJECT)
		view_scalar(w, v, d);
	return d;
}

/* A part of what is open; its own parts come next, where it has any. */
struct open {
	const struct value *v;
	struct doc *d;
	const struct doc **end; /* where the next part goes */
};

static struct doc *
view_part(struct view *w, struct open *o)
{
	const struct value *v = o->v;
	const struct member *m = v->kind == V_OBJECT ? &v->members[o->d->count] : NULL;
	struct doc *d = view_value(w, m ? &m->value : &v->items[o->d->count], o->d);

	d->index = (uint32_t)o->d->count++;
	if (m) {
		d->key = text_of(w, m->key);
		d->key_line = w->builder->marks[m->extra].line;
		d->key_column = w->builder->marks[m->extra].column;
	}
	*o->end = d;
	o->end = &d->next;
	return d;
}

static const struct doc *
view(struct view *w, const struct value *root)
{
	struct doc *top = view_value(w, root, NULL), *d;
	struct open open[DOC_DEPTH_MAX + 1] = { { root, top, &top->first } };
	size_t n = 1;

	while (n) {
		struct open *o = &open[n - 1];
		size_t at = o->d->count;
		const struct value *v = o->v;

		if ((v->kind != V_ARRAY && v->kind != V_OBJECT) || at == v->n) {
			n--;
			continue;
		}
		d = view_part(w, o);
		v = v->kind == V_OBJECT ? &v->members[at].value : &v->items[at];
		open[n++] = (struct open){ v, d, &d->first };
	}
	return top;
}

const struct doc *
doc_read(const void *text, size_t n, enum doc_format format, struct arena *a,
	struct fault *f)
{
	struct arena scratch = { 0 };
	struct intern strings = { 0 };
	struct builder b = { .arena = &scratch,
		.strings = &strings,
		.config = true,
		.most = DOC_VALUES_MAX };
	struct view w = { .arena = a, .builder = &b, .json = format == DOC_FORMAT_JSON };
	const char *s = text ? text : "";
	size_t skip = bom(s, n);
	const struct value *root;
	const struct doc *d = NULL;

	root = format == DOC_FORMAT_JSON ? json_read(&b, s + skip, n - skip, f)
					 : yaml_read(&b, s + skip, n - skip, f);
	if (root) {
		w.texts = arena_array(&scratch, const char *, strings.count);
		d = view(&w, root);
	}
	builder_free(&b);
	intern_free(&strings);
	arena_free(&scratch);
	return d;
}

const struct doc *
doc_get(const struct doc *map, const char *key)
{
	const struct doc *v;

	if (!map || map->type != DOC_MAP)
		return NULL;
	for (v = map->first; v; v = v->next)
		if (!strcmp(v->key, key))
			return v;
	return NULL;
}

static void
add_token(struct buf *b, const char *s)
{
	buf_putc(b, '/');
	for (; *s; s++) {
		if (*s == '~')
			buf_puts(b, "~0");
		else if (*s == '/')
			buf_puts(b, "~1");
		else
			buf_putc(b, *s);
	}
}

const char *
doc_pointer(const struct doc *value, struct arena *a)
{
	const struct doc *way[DOC_DEPTH_MAX + 1];
	struct buf b = { 0 };
	const char *pointer;
	size_t n = 0;

	for (; value->parent; value = value->parent)
		way[n++] = value;
	while (n--) {
		if (way[n]->key)
			add_token(&b, way[n]->key);
		else
			buf_printf(&b, "/%u", way[n]->index);
	}
	pointer = arena_strndup(a, b.s, b.n);
	buf_free(&b);
	return pointer;
}

const char *
doc_type_name(enum doc_type type)
{
	static const char *const names[] = {
		[DOC_NULL] = "nothing",
		[DOC_BOOL] = "true or false",
		[DOC_INT] = "an integer",
		[DOC_REAL] = "a number",
		[DOC_STRING] = "a string",
		[DOC_LIST] = "a list",
		[DOC_MAP] = "a map",
	};

	return names[type];
}

bool
doc_fault(const struct doc *at, struct fault *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_at_line(f, at->line, at->column, "%s", arena_vprintf(f->arena, fmt, ap));
	va_end(ap);
	return false;
}

bool
doc_fault_key(const struct doc *at, struct fault *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_at_line(
		f, at->key_line, at->key_column, "%s", arena_vprintf(f->arena, fmt, ap));
	va_end(ap);
	return false;
}
