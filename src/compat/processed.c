/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "compat/processed.h"

#include <stdlib.h>
#include <string.h>

#include "doc/json_write.h"
#include "schema/compile/compatible.h"
#include "schema/compile/types.h"
#include "schema/program/keywords.h"

/* A line for each schema. */
static const struct json_style style = { .lines = 1, .numeric = true };

struct writer {
	struct json_writer json;
	struct schema_set *s;
	struct arena scratch;
};

static int
compare_strings(const void *a, const void *b)
{
	const struct value *x = a, *y = b;

	return strcmp(x->s, y->s);
}

/* A schema that no binding says, up to its properties. */
static void
begin_generated(struct writer *w, const char *id, const char *title)
{
	struct json_writer *j = &w->json;

	json_write_key(j, id);
	json_write_open(j, '{');
	json_write_key(j, "$filename");
	json_write_text(j, title);
	json_write_key(j, "$id");
	json_write_text(j, id);
	json_write_key(j, "properties");
	json_write_open(j, '{');
}

static void
end_generated(struct writer *w, const char *select)
{
	struct json_writer *j = &w->json;

	json_write_close(j, '}');
	json_write_key(j, "select");
	json_write_word(j, select);
	json_write_close(j, '}');
}

static void
put_compatibles(struct writer *w)
{
	struct json_writer *j = &w->json;
	struct value known = compatibles_schema(w->s, &w->scratch);
	struct value *any = value_get(&known, K_ANY_OF);
	struct value *list = value_get(&any->items[0], K_ENUM);

	if (list->n)
		qsort(list->items, list->n, sizeof(*list->items), compare_strings);
	begin_generated(w, "generated-compatibles",
		"Generated schema of documented compatible strings");
	json_write_key(j, "compatible");
	json_write_open(j, '{');
	json_write_key(j, "items");
	json_write_value(j, &known, &w->s->strings, &w->scratch);
	json_write_close(j, '}');
	end_generated(w, "true");
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

/* A pair of bounds. */
static void
put_bounds(struct json_writer *j, const uint32_t *bounds)
{
	json_write_open(j, '[');
	json_write_unsigned(j, bounds[0]);
	json_write_unsigned(j, bounds[1]);
	json_write_close(j, ']');
}

/* A list of the types of one name; the dimensions stand with the first that has any. */
static void
put_types(struct json_writer *j, const struct type_entry *e)
{
	uint32_t bits, type;
	bool dim = e->has_dim;

	json_write_open(j, '[');
	for (bits = e->types; bits; bits &= bits - 1) {
		type = bits & (0u - bits);
		json_write_open(j, '{');
		if (dim && has_rows(type)) {
			dim = false;
			json_write_key(j, "dim");
			json_write_open(j, '[');
			put_bounds(j, e->dim.rows);
			put_bounds(j, e->dim.columns);
			json_write_close(j, ']');
		}
		json_write_key(j, "type");
		json_write_text(j, type_name(type));
		json_write_close(j, '}');
	}
	json_write_close(j, ']');
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
	uint32_t i;

	begin_generated(w, id,
		patterns ? "Generated pattern property types"
			 : "Generated property types");
	for (i = 0; i < t->count; i++) {
		if (t->entries[i].is_pattern != patterns)
			continue;
		json_write_key(&w->json, intern_str(&w->s->strings, t->entries[i].name));
		put_types(&w->json, &t->entries[i]);
	}
	end_generated(w, "false");
}

static void
put_binding(struct writer *w, const struct binding *b)
{
	struct value root = value_copy(b->root, &w->scratch), path;

	path = value_atom(
		&w->s->strings, intern(&w->s->strings, b->path, strlen(b->path)));
	value_set(&root, &w->scratch, K_FILENAME, path);
	json_write_key(&w->json, intern_str(&w->s->strings, b->id));
	json_write_value(&w->json, &root, &w->s->strings, &w->scratch);
}

void
processed_put(struct buf *out, struct schema_set *s, const char *version)
{
	struct writer w = { { .out = out, .style = &style }, .s = s };
	struct type_table types = types_extract(s, &w.scratch);
	uint32_t i;

	if (types.count)
		qsort_r(types.entries, types.count, sizeof(*types.entries),
			compare_entries, &s->strings);
	json_write_open(&w.json, '{');
	put_compatibles(&w);
	put_type_table(&w, &types, true);
	put_type_table(&w, &types, false);
	for (i = 0; i < s->count; i++)
		put_binding(&w, &s->bindings[i]);
	json_write_key(&w.json, "version");
	json_write_text(&w.json, version);
	json_write_close(&w.json, '}');
	buf_putc(out, '\n');
	arena_free(&w.scratch);
}
