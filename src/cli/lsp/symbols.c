/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Symbols of a document and of all that the client works in, links, folds. */
#include <string.h>

#include "base/io.h"
#include "base/walk.h"
#include "cli/lsp/server.h"
#include "schema/program/program.h"

/* SymbolKind of LSP 3.17. */
enum {
	SYMBOL_FILE = 1,
	SYMBOL_PROPERTY = 7,
	SYMBOL_CONSTANT = 14,
	SYMBOL_OBJECT = 19,
	SYMBOL_KEY = 20
};

/* Deeper symbols are listed side by side: clients recurse. */
enum { SYMBOL_DEPTH_MAX = 64 };

/* Bounds of a search through all sources. */
enum { SYMBOLS_MAX = 500, NAMES_MAX = 500000 };

bool
file_open(const struct server *s, const char *path, struct arena *a, struct file *f)
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

		if (item->kind != SKETCH_INCLUDE || !(path = file_included(x, &q, i, a)))
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

struct query {
	struct server *s;
	const char *text;
	struct arena *arena;
	json_t *out;
};

static void
offer_symbol(
	struct query *q, const char *name, int kind, const char *path, struct range r)
{
	if (*name && strstr(name, q->text) && json_array_size(q->out) < SYMBOLS_MAX)
		json_array_append_new(
			q->out, json_pack("{s:s, s:i, s:o}", "name",
					diag_clean(q->arena, name), "kind", kind,
					"location", json_of_location(path, r, q->arena)));
}

static bool
is_source(const char *name)
{
	return source_is_whole(name) || source_is_part(name);
}

static void
search_file(struct query *q, const char *path)
{
	struct arena a = { 0 };
	struct file f;
	uint32_t i;
	int kind;

	if (!file_open(q->s, path, &a, &f))
		return;
	for (i = 0; i < f.sketch.n; i++) {
		const struct sketch_item *x = &f.sketch.v[i];

		kind = x->kind == SKETCH_LABEL ? SYMBOL_KEY
		       : x->kind == SKETCH_NODE || x->kind == SKETCH_DEFINE
			       ? symbol_kind(x->kind)
			       : 0;
		if (kind && f.text.s[x->from] != '&')
			offer_symbol(q, sketch_name(&f.sketch, i, &a), kind, path,
				text_range(&f.text, x->from, x->to));
	}
	text_free(&f.text);
	arena_free(&a);
}

static void
search_folder(struct query *q, const char *path)
{
	struct walk_options how = { .wanted = is_source, .names_max = NAMES_MAX };
	struct walk *w = walk_open(path, &how);
	const struct walk_entry *e;

	while (json_array_size(q->out) < SYMBOLS_MAX && (e = walk_next(w)))
		if (e->kind == WALK_FILE)
			search_file(q, e->path);
	walk_close(w);
}

static void
search_bindings(struct query *q)
{
	const struct program *p = q->s->has_bindings ? q->s->bindings.program : NULL;
	uint32_t i;

	for (i = 0; p && i < p->nroots; i++) {
		const char *path = program_string(p, p->roots[i].path);

		if (*path == '/')
			offer_symbol(q, program_string(p, p->roots[i].id), SYMBOL_FILE,
				path, (struct range){ { 0, 0 }, { 0, 0 } });
	}
}

/* Labels, nodes and macros of all sources of the client's folders, and bindings. */
json_t *
on_workspace_symbol(struct server *s, struct arena *a, const json_t *params)
{
	const char *text = json_string_value(json_object_get(params, "query"));
	struct query q = { s, text ? text : "", a, json_array() };
	const struct document *d;
	size_t i;

	for (d = s->documents; d && !s->roots.n; d = d->next)
		search_file(&q, d->path);
	/* what is asked for without a word is not all there is */
	for (i = 0; i < s->roots.n && *q.text; i++)
		search_folder(&q, s->roots.v[i]);
	if (*q.text)
		search_bindings(&q);
	return q.out;
}
