/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where things are defined and used: labels, macros, files. */
#include <string.h>

#include "base/io.h"
#include "cli/lsp/server.h"

/* SymbolKind of LSP 3.17. */
enum { SYMBOL_PROPERTY = 7, SYMBOL_CONSTANT = 14, SYMBOL_OBJECT = 19 };

/* Deeper symbols are listed side by side: clients recurse. */
enum { SYMBOL_DEPTH_MAX = 64 };

/* A file of a board as it is now, with its sketch; the text is @a's. */
struct file {
	const char *path;
	struct text text;
	struct sketch sketch;
};

static bool
open_file(const struct server *s, const char *path, struct arena *a, struct file *f)
{
	const struct document *d = server_open_at(s, path);
	struct fault fault = FAULT_INIT(a);
	struct bytes b;

	*f = (struct file){ .path = path };
	if (d) {
		text_set(&f->text, d->text.s, d->text.n);
	} else if (io_read(path, SOURCE_SIZE_MAX, &b, &fault)) {
		text_set(&f->text, (const char *)b.data, b.n);
		bytes_free(&b);
	} else {
		return false;
	}
	sketch_read(&f->sketch, f->text.s, f->text.n, a);
	return true;
}

static bool
is_named(const struct sketch *o, uint32_t i, const char *name)
{
	const struct sketch_item *x = &o->v[i];

	return strlen(name) == x->to - x->from
	       && !memcmp(o->text + x->from, name, x->to - x->from);
}

struct wanted {
	const char *name;
	bool label; /* else a macro */
};

static bool
is_wanted(const struct sketch *o, uint32_t i, const struct wanted *w, bool definition,
	bool use)
{
	enum sketch_kind k = o->v[i].kind;
	bool defines = k == (w->label ? SKETCH_LABEL : SKETCH_DEFINE);
	bool uses = k == (w->label ? SKETCH_REFERENCE : SKETCH_MACRO);

	return ((definition && defines) || (use && uses)) && is_named(o, i, w->name);
}

/* Adds what is wanted in all files of the board. */
static void
collect(struct server *s, struct document *d, const struct wanted *w, bool definition,
	bool use, struct arena *a, json_t *out)
{
	const struct analysis *x = server_analysis(s, d);
	size_t i, n = x ? x->files.n : 1;
	struct file f;
	uint32_t k;

	for (i = 0; i < n; i++) {
		if (!open_file(s, x ? x->files.v[i] : d->path, a, &f))
			continue;
		for (k = 0; k < f.sketch.n; k++)
			if (is_wanted(&f.sketch, k, w, definition, use))
				json_array_append_new(out,
					json_of_location(f.path,
						text_range(&f.text, f.sketch.v[k].from,
							f.sketch.v[k].to),
						a));
		text_free(&f.text);
	}
}

static bool
wanted_at(const struct asked *q, struct wanted *w, struct arena *a)
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
		w->name = sketch_name(&q->sketch, q->item, a);
		return *w->name++ == '&';
	case SKETCH_PROPERTY:
	case SKETCH_INCLUDE:
	case SKETCH_STRING: return false;
	}
	w->name = sketch_name(&q->sketch, q->item, a);
	return true;
}

/* The file that an include names, or NULL. */
static const char *
included(const struct analysis *x, const struct asked *q, uint32_t item, struct arena *a)
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

json_t *
on_definition(struct server *s, struct arena *a, const json_t *params)
{
	json_t *out = json_array();
	struct wanted w = { 0 };
	struct asked q;
	const char *path;

	if (!server_asked(s, params, a, &q) || q.item == SKETCH_NONE)
		return out;
	if (q.sketch.v[q.item].kind == SKETCH_INCLUDE) {
		path = included(server_analysis(s, q.document), &q, q.item, a);
		if (path)
			json_array_append_new(
				out, json_of_location(path,
					     (struct range){ { 0, 0 }, { 0, 0 } }, a));
	} else if (wanted_at(&q, &w, a)) {
		collect(s, q.document, &w, true, false, a, out);
	}
	return out;
}

json_t *
on_references(struct server *s, struct arena *a, const json_t *params)
{
	bool definition = json_is_true(json_object_get(
		json_object_get(params, "context"), "includeDeclaration"));
	json_t *out = json_array();
	struct wanted w = { 0 };
	struct asked q;

	if (server_asked(s, params, a, &q) && wanted_at(&q, &w, a))
		collect(s, q.document, &w, definition, true, a, out);
	return out;
}

json_t *
on_highlight(struct server *s, struct arena *a, const json_t *params)
{
	json_t *out = json_array();
	struct wanted w = { 0 };
	struct asked q;
	uint32_t k;

	if (!server_asked(s, params, a, &q) || !wanted_at(&q, &w, a))
		return out;
	for (k = 0; k < q.sketch.n; k++)
		if (is_wanted(&q.sketch, k, &w, true, true))
			json_array_append_new(out,
				json_pack("{s:o}", "range",
					json_of_range(text_range(&q.document->text,
						q.sketch.v[k].from, q.sketch.v[k].to))));
	return out;
}

static int
symbol_kind(enum sketch_kind k)
{
	switch (k) {
	case SKETCH_NODE: return SYMBOL_OBJECT;
	case SKETCH_PROPERTY: return SYMBOL_PROPERTY;
	case SKETCH_DEFINE: return SYMBOL_CONSTANT;
	case SKETCH_LABEL:
	case SKETCH_REFERENCE:
	case SKETCH_INCLUDE:
	case SKETCH_MACRO:
	case SKETCH_STRING: return 0;
	}
	return 0;
}

json_t *
on_document_symbol(struct server *s, struct arena *a, const json_t *params)
{
	const struct document *d = server_document(s, params);
	json_t *out = json_array(), *j, *list, **lists;
	struct sketch o;
	uint32_t i, *depth;

	if (!d)
		return out;
	sketch_read(&o, d->text.s, d->text.n, a);
	lists = arena_array(a, json_t *, o.n + 1);
	depth = arena_array(a, uint32_t, o.n + 1);
	for (i = 0; i < o.n; i++) {
		const struct sketch_item *x = &o.v[i];

		/* an empty name is refused by clients */
		if (!symbol_kind(x->kind) || x->from == x->to)
			continue;
		j = json_pack("{s:s, s:i, s:o, s:o}", "name",
			diag_clean(a, sketch_name(&o, i, a)), "kind",
			symbol_kind(x->kind), "range",
			json_of_range(text_range(
				&d->text, x->begin, x->end > x->to ? x->end : x->to)),
			"selectionRange",
			json_of_range(text_range(&d->text, x->from, x->to)));
		list = x->parent == SKETCH_NONE ? NULL : lists[x->parent];
		depth[i] = x->parent == SKETCH_NONE ? 0 : depth[x->parent] + 1;
		lists[i] = list;
		if (x->kind == SKETCH_NODE && depth[i] < SYMBOL_DEPTH_MAX) {
			lists[i] = json_array();
			json_object_set_new(j, "children", lists[i]);
		}
		json_array_append_new(list ? list : out, j);
	}
	return out;
}

json_t *
on_document_link(struct server *s, struct arena *a, const json_t *params)
{
	struct asked q = { .document = server_document(s, params) };
	const struct analysis *x;
	json_t *out = json_array(), *location;
	const char *path;
	uint32_t i;

	if (!q.document)
		return out;
	sketch_read(&q.sketch, q.document->text.s, q.document->text.n, a);
	x = server_analysis(s, q.document);
	for (i = 0; i < q.sketch.n; i++) {
		const struct sketch_item *item = &q.sketch.v[i];

		if (item->kind != SKETCH_INCLUDE || !(path = included(x, &q, i, a)))
			continue;
		location = json_of_location(
			path, text_range(&q.document->text, item->from, item->to), a);
		json_object_set(location, "target", json_object_get(location, "uri"));
		json_object_del(location, "uri");
		json_array_append_new(out, location);
	}
	return out;
}

json_t *
on_folding_range(struct server *s, struct arena *a, const json_t *params)
{
	const struct document *d = server_document(s, params);
	json_t *out = json_array();
	struct sketch o;
	struct range r;
	uint32_t i;

	if (!d)
		return out;
	sketch_read(&o, d->text.s, d->text.n, a);
	for (i = 0; i < o.n; i++) {
		if (o.v[i].kind != SKETCH_NODE)
			continue;
		r = text_range(&d->text, o.v[i].body, o.v[i].end);
		if (r.end.line > r.start.line + 1)
			json_array_append_new(out,
				json_pack("{s:i, s:i}", "startLine", (int)r.start.line,
					"endLine", (int)r.end.line - 1));
	}
	return out;
}
