/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "compat/processed.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/compile/compatible.h"
#include "schema/compile/types.h"
#include "schema/program/keywords.h"

struct writer {
	struct buf *out;
	struct schema_set *s;
	struct arena scratch;
};

static void
put_string(struct buf *out, const char *s, size_t n)
{
	size_t i, from = 0;

	buf_putc(out, '"');
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		/* two bytes stand for U+0000: see doc/json_read.h */
		bool nul = c == 0xc0 && i + 1 < n && (unsigned char)s[i + 1] == 0x80;

		if (c >= ' ' && c != '"' && c != '\\' && c != 0x7f && !nul)
			continue;
		buf_add(out, s + from, i - from);
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", c);
		else
			buf_printf(out, "\\u%04x", nul ? 0 : c);
		i += nul;
		from = i + 1;
	}
	buf_add(out, s + from, n - from);
	buf_putc(out, '"');
}

static void
put_text(struct buf *out, const char *s)
{
	put_string(out, s, strlen(s));
}

static void
put_real(struct buf *out, double x)
{
	char s[40];

	if (!isfinite(x)) {
		buf_puts(out, "null");
		return;
	}
	snprintf(s, sizeof(s), "%.17g", x);
	buf_puts(out, s);
	if (!strpbrk(s, ".e"))
		buf_puts(out, ".0");
}

static int
compare_members(const void *a, const void *b, void *strings)
{
	const struct member *x = *(const struct member *const *)a;
	const struct member *y = *(const struct member *const *)b;

	return strcmp(intern_str(strings, x->key), intern_str(strings, y->key));
}

/* The members by name. */
static const struct member **
sorted(struct writer *w, const struct value *object)
{
	const struct member **v = arena_array(
		&w->scratch, const struct member *, object->n);
	uint32_t i;

	for (i = 0; i < object->n; i++)
		v[i] = &object->members[i];
	qsort_r(v, object->n, sizeof(*v), compare_members, &w->s->strings);
	return v;
}

/* Recurses as deep as a document nests: DOCUMENT_DEPTH_MAX. */
static void
put_value(struct writer *w, const struct value *v)
{
	const struct member **members;
	struct buf *out = w->out;
	uint32_t i;

	switch (v->kind) {
	case V_NULL: buf_puts(out, "null"); break;
	case V_FALSE: buf_puts(out, "false"); break;
	case V_TRUE: buf_puts(out, "true"); break;
	case V_INT: buf_printf(out, "%" PRIu64, v->u); break;
	case V_NEGINT: buf_printf(out, "%" PRId64, v->i); break;
	case V_REAL: put_real(out, v->real); break;
	case V_STRING: put_string(out, v->s, v->n); break;
	case V_ARRAY:
		buf_putc(out, '[');
		for (i = 0; i < v->n; i++) {
			buf_puts(out, i ? "," : "");
			put_value(w, &v->items[i]);
		}
		buf_putc(out, ']');
		break;
	default:
		members = sorted(w, v);
		buf_putc(out, '{');
		for (i = 0; i < v->n; i++) {
			buf_puts(out, i ? "," : "");
			put_text(out, intern_str(&w->s->strings, members[i]->key));
			buf_putc(out, ':');
			put_value(w, &members[i]->value);
		}
		buf_putc(out, '}');
		break;
	}
}

static int
compare_strings(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return strcmp(x->s, y->s);
}

static void
put_compatibles(struct writer *w)
{
	struct value known = compatibles_schema(w->s, &w->scratch);
	struct value *any = value_get(&known, K_ANY_OF);
	struct value *list = value_get(&any->items[0], K_ENUM);

	if (list->n)
		qsort(list->items, list->n, sizeof(*list->items), compare_strings);
	buf_puts(w->out, "\"generated-compatibles\":{\"$filename\":\"Generated schema of "
			 "documented compatible strings\",\"$id\":\"generated-compatibles"
			 "\",\"properties\":{\"compatible\":{\"items\":");
	put_value(w, &known);
	buf_puts(w->out, "}},\"select\":true},\n");
}

/* The types whose values have dimensions. */
static bool
has_rows(uint32_t type)
{
	uint32_t i;

	for (i = 0; i < 8; i++)
		if (type == type_int(i % 2, i / 2, INT_MATRIX))
			return true;
	return type == TYPE_PHANDLE_ARRAY;
}

/* A list of the types of one name; the dimensions stand with the first that has any. */
static void
put_types(struct writer *w, const struct type_entry *e)
{
	const struct dim *d = &e->dim;
	uint32_t bits, type;
	bool dim = e->has_dim;

	buf_putc(w->out, '[');
	for (bits = e->types; bits; bits &= bits - 1) {
		type = bits & (0u - bits);
		buf_puts(w->out, bits == e->types ? "{" : ",{");
		if (dim && has_rows(type)) {
			dim = false;
			buf_printf(w->out,
				"\"dim\":[[%" PRIu32 ",%" PRIu32 "],[%" PRIu32 ",%" PRIu32
				"]],",
				d->rows[0], d->rows[1], d->columns[0], d->columns[1]);
		}
		buf_printf(w->out, "\"type\":\"%s\"}", type_name(type));
	}
	buf_putc(w->out, ']');
}

static int
compare_entries(const void *a, const void *b, void *strings)
{
	const struct type_entry *x = a, *y = b;

	return strcmp(intern_str(strings, x->name), intern_str(strings, y->name));
}

static void
put_type_table(struct writer *w, const struct type_table *t, bool patterns)
{
	const char *id = patterns ? "generated-pattern-types" : "generated-types";
	const char *before = "";
	uint32_t i;

	buf_printf(w->out,
		"\"%s\":{\"$filename\":\"Generated %sproperty types\",\"$id\":\"%s\","
		"\"properties\":{",
		id, patterns ? "pattern " : "", id);
	for (i = 0; i < t->count; i++) {
		if (t->entries[i].is_pattern != patterns)
			continue;
		buf_puts(w->out, before);
		put_text(w->out, intern_str(&w->s->strings, t->entries[i].name));
		buf_putc(w->out, ':');
		put_types(w, &t->entries[i]);
		before = ",";
	}
	buf_puts(w->out, "},\"select\":false},\n");
}

static void
put_binding(struct writer *w, const struct binding *b)
{
	const char *id = intern_str(&w->s->strings, b->id);
	struct value root = value_copy(b->root, &w->scratch), path;

	path = value_atom(
		&w->s->strings, intern(&w->s->strings, b->path, strlen(b->path)));
	value_set(&root, &w->scratch, K_FILENAME, path);
	put_text(w->out, id);
	buf_putc(w->out, ':');
	put_value(w, &root);
	buf_puts(w->out, ",\n");
}

void
processed_put(struct buf *out, struct schema_set *s, const char *version)
{
	struct writer w = { .out = out, .s = s };
	struct type_table types = types_extract(s, &w.scratch);
	uint32_t i;

	if (types.count)
		qsort_r(types.entries, types.count, sizeof(*types.entries),
			compare_entries, &s->strings);
	buf_puts(out, "{\n");
	put_compatibles(&w);
	put_type_table(&w, &types, true);
	put_type_table(&w, &types, false);
	for (i = 0; i < s->count; i++)
		put_binding(&w, &s->bindings[i]);
	buf_puts(out, "\"version\":");
	put_text(out, version);
	buf_puts(out, "\n}\n");
	arena_free(&w.scratch);
}
