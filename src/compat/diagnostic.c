/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/diagnostic.h"

#include <string.h>

#include "diag/diag.h"
#include "report/json_put.h"

static void
push_path(json_t *array, const struct message *m, const struct schema_path *path)
{
	uint32_t i;

	for (i = 0; i < path->n; i++) {
		if (path->v[i].name == STRING_NONE)
			push_integer(array, path->v[i].index);
		else
			push_string(
				array, m->scratch, machine_text(m->m, path->v[i].name));
	}
}

static void
put_paths(json_t *object, const struct message *m, const struct schema_error *e)
{
	json_t *array;

	push_path(put_array(object, "property_path"), m, &e->path);
	array = put_array(object, "schema_path");
	if (m->selected)
		push_string(array, m->scratch, "then");
	push_path(array, m, &e->schema_path);
}

static const char *
text_of(const struct message *m, const struct schema_error *e)
{
	struct buf b = { 0 };
	const char *text;

	message_put(&b, m, e);
	text = arena_strndup(m->scratch, b.s, b.n);
	buf_free(&b);
	return text;
}

static void
put_context(json_t *object, const struct message *m, const struct schema_error *e)
{
	const struct schema_error **context;
	json_t *array = put_array(object, "context"), *one;
	size_t i, n;

	context = message_context(m, e, &n);
	for (i = 0; i < n; i++) {
		one = push_object(array);
		put_text(one, "message", text_of(m, context[i]));
		put_paths(one, m, context[i]);
		put_null(one, "schema");
	}
}

static void
put_compatible(json_t *object, const struct message *m, const struct value *v)
{
	json_t *array;
	uint32_t i;

	if (!v || (v->kind != V_STRING && v->kind != V_ARRAY)) {
		put_null(object, "compatible");
		return;
	}
	if (v->kind == V_STRING) {
		put_string(object, "compatible", m->scratch,
			arena_strndup(m->scratch, v->s, v->n));
		return;
	}
	array = put_array(object, "compatible");
	for (i = 0; i < v->n; i++)
		if (v->items[i].kind == V_STRING)
			push_string(array, m->scratch,
				arena_strndup(m->scratch, v->items[i].s, v->items[i].n));
}

void
diagnostic_put(json_t *array, const struct diagnostic *d, const struct message *m,
	const struct schema_error *e)
{
	bool whole = !strcmp(d->type, "decode");
	json_t *o = push_object(array);

	put_string(o, "type", m->scratch, d->type);
	put_string(o, "level", m->scratch, d->level);
	put_string(o, "file", m->scratch, d->file);
	put_null(o, "line");
	put_null(o, "column");
	if (!whole) {
		put_string(o, "node", m->scratch, d->node);
		put_string(o, "nodename", m->scratch, d->nodename);
	}
	if (e || d->compatible)
		put_compatible(o, m, d->compatible);
	if (e) {
		put_paths(o, m, e);
		put_string(o, "schema", m->scratch, d->schema);
	}
	put_text(o, "message", e ? text_of(m, e) : d->message);
	if (d->formatted)
		put_text(o, "formatted", d->formatted);
	if (e && e->context)
		put_context(o, m, e);
}
