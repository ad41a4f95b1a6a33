/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where things are defined and used: labels, macros, files. */
#include <string.h>

#include "base/io.h"
#include "cli/lsp/server.h"
#include "schema/program/program.h"

static bool
is_named(const struct sketch *o, uint32_t i, const char *name)
{
	const struct sketch_item *x = &o->v[i];

	return strlen(name) == x->to - x->from
	       && !memcmp(o->text + x->from, name, x->to - x->from);
}

bool
name_defines(const struct sketch *o, uint32_t i, const struct name *w)
{
	return o->v[i].kind == (w->label ? SKETCH_LABEL : SKETCH_DEFINE)
	       && is_named(o, i, w->text);
}

bool
name_uses(const struct sketch *o, uint32_t i, const struct name *w)
{
	const struct sketch_item *x = &o->v[i];
	/* in what a macro stands for it is not known what a name is, but for its '&' */
	bool refers = x->kind == SKETCH_REFERENCE
		      || (x->kind == SKETCH_MACRO && x->from
			      && o->text[x->from - 1] == '&');

	return (w->label ? refers : x->kind == SKETCH_MACRO) && is_named(o, i, w->text);
}

/* Adds what is wanted in all files of the board. */
static void
collect(struct server *s, struct document *d, const struct name *w, bool definition,
	bool use, struct arena *a, json_t *out)
{
	const struct analysis *x = server_analysis(s, d);
	size_t i, n = x ? x->files.n : 1;
	struct file f;
	uint32_t k;

	for (i = 0; i < n; i++) {
		if (!file_open(s, x ? x->files.v[i] : d->path, a, &f))
			continue;
		for (k = 0; k < f.sketch.n; k++)
			if ((definition && name_defines(&f.sketch, k, w))
				|| (use && name_uses(&f.sketch, k, w)))
				json_array_append_new(out,
					json_of_location(f.path,
						text_range(&f.text, f.sketch.v[k].from,
							f.sketch.v[k].to),
						a));
		text_free(&f.text);
	}
}

bool
name_at(const struct asked *q, struct name *w, struct arena *a)
{
	if (q->item == SKETCH_NONE)
		return false;
	switch (q->sketch.v[q->item].kind) {
	case SKETCH_LABEL:
	case SKETCH_REFERENCE: w->label = true; break;
	case SKETCH_DEFINE:
	case SKETCH_MACRO: w->label = false; break;
	case SKETCH_NODE:
		/* the body of "&label" */
		w->label = true;
		w->text = sketch_name(&q->sketch, q->item, a);
		return *w->text++ == '&';
	case SKETCH_PROPERTY:
	case SKETCH_INCLUDE:
	case SKETCH_STRING: return false;
	}
	w->text = sketch_name(&q->sketch, q->item, a);
	return true;
}

const char *
file_included(
	const struct analysis *x, const struct asked *q, uint32_t item, struct arena *a)
{
	const char *name = sketch_name(&q->sketch, item, a), *path;
	size_t i, n = strlen(name), k;

	for (i = 0; x && i < x->files.n; i++) {
		path = x->files.v[i];
		k = strlen(path);
		if (k > n && path[k - n - 1] == '/' && !strcmp(path + k - n, name))
			return path;
	}
	return NULL;
}

/* The binding of the node that an item is of, at the line that names @prop; or NULL. */
static json_t *
binding_location(struct server *s, const struct asked *q, uint32_t item, const char *prop,
	struct arena *a)
{
	struct analysis *x = server_analysis(s, q->document);
	struct live_node *n = server_node(x, &q->sketch, item, a);
	const struct program *p = server_program(s, q->document->path);
	uint32_t root = p && n ? analysis_root(x, n, p) : ROOT_NONE, at = 0, k;
	struct range r = { { 0, 0 }, { 0, 0 } };
	struct fault fault = FAULT_INIT(a);
	struct bytes b;
	const char *path, *line;
	size_t size = strlen(prop);

	path = root == ROOT_NONE ? NULL : program_string(p, p->roots[root].path);
	if (!path || !io_read(path, SOURCE_SIZE_MAX, &b, &fault))
		return NULL;
	for (line = (const char *)b.data; line; at++) {
		const char *end = (const char *)b.data + b.n;

		for (k = 0; line + k < end && line[k] == ' ';)
			k++;
		if ((size_t)(end - line) > k + size && !memcmp(line + k, prop, size)
			&& line[k + size] == ':') {
			r.start = (struct position){ at, k };
			r.end = (struct position){ at, k + (uint32_t)size };
			break;
		}
		line = memchr(line, '\n', (size_t)(end - line));
		line = line ? line + 1 : NULL;
	}
	bytes_free(&b);
	return json_of_location(path, r, a);
}

/* A property, or a string of `compatible`: where the binding speaks of it. */
static void
define_by_binding(struct server *s, const struct asked *q, struct arena *a, json_t *out)
{
	uint32_t prop = q->sketch.v[q->item].kind == SKETCH_PROPERTY
				? q->item
				: sketch_value_at(&q->sketch, q->offset);
	const char *name;
	json_t *location;

	if (prop == SKETCH_NONE)
		return;
	name = sketch_name(&q->sketch, prop, a);
	if (q->item != prop && strcmp(name, "compatible") != 0)
		return;
	location = binding_location(s, q, q->sketch.v[prop].parent, name, a);
	if (location)
		json_array_append_new(out, location);
}

json_t *
on_definition(struct server *s, struct arena *a, const json_t *params)
{
	json_t *out = json_array();
	struct name w = { 0 };
	struct asked q;
	const char *path;

	if (!server_asked(s, params, a, &q) || q.item == SKETCH_NONE)
		return out;
	if (q.sketch.v[q.item].kind == SKETCH_INCLUDE) {
		path = file_included(server_analysis(s, q.document), &q, q.item, a);
		if (path)
			json_array_append_new(
				out, json_of_location(path,
					     (struct range){ { 0, 0 }, { 0, 0 } }, a));
	} else if (name_at(&q, &w, a)) {
		collect(s, q.document, &w, true, false, a, out);
	} else {
		define_by_binding(s, &q, a, out);
	}
	return out;
}

json_t *
on_references(struct server *s, struct arena *a, const json_t *params)
{
	bool definition = json_is_true(json_object_get(
		json_object_get(params, "context"), "includeDeclaration"));
	json_t *out = json_array();
	struct name w = { 0 };
	struct asked q;

	if (server_asked(s, params, a, &q) && name_at(&q, &w, a))
		collect(s, q.document, &w, definition, true, a, out);
	return out;
}

json_t *
on_highlight(struct server *s, struct arena *a, const json_t *params)
{
	json_t *out = json_array();
	struct name w = { 0 };
	struct asked q;
	uint32_t k;

	if (!server_asked(s, params, a, &q) || !name_at(&q, &w, a))
		return out;
	for (k = 0; k < q.sketch.n; k++)
		if (name_defines(&q.sketch, k, &w) || name_uses(&q.sketch, k, &w))
			json_array_append_new(out,
				json_pack("{s:o}", "range",
					json_of_range(text_range(&q.document->text,
						q.sketch.v[k].from, q.sketch.v[k].to))));
	return out;
}
