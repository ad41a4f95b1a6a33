/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Semantic tokens: what each name of a document is, macros told from other words. */
#include "cli/lsp/server.h"

/* The token's type, as the server's capabilities list them; -1: none. */
static int
token_type(enum sketch_kind k)
{
	switch (k) {
	case SKETCH_NODE: return 0;
	case SKETCH_PROPERTY: return 1;
	case SKETCH_LABEL:
	case SKETCH_REFERENCE: return 2;
	case SKETCH_DEFINE:
	case SKETCH_MACRO: return 3;
	case SKETCH_INCLUDE:
	case SKETCH_STRING: return 4;
	}
	return -1;
}

/* The names of the board's macros, as keys. */
struct macros {
	struct arena *arena;
	json_t *defined;
};

static bool
remember_define(void *context, const struct source_file *file,
	const struct sketch *sketch, uint32_t item)
{
	struct macros *m = context;

	(void)file;
	json_object_set_new(m->defined, sketch_name(sketch, item, m->arena), json_true());
	return true;
}

json_t *
on_semantic_tokens(struct server *s, struct arena *a, const json_t *params)
{
	struct document *d = server_document(s, params);
	struct analysis *x = d ? server_sound_analysis(s, d) : NULL;
	struct macros m = { a, json_object() };
	json_t *data = json_array();
	struct position last = { 0, 0 };
	uint32_t i, end = 0;
	struct sketch o;
	struct range r;

	if (x)
		analysis_defines(x, a, remember_define, &m);
	if (d)
		sketch_read(&o, d->text.s, d->text.n, a);
	for (i = 0; d && i < o.n; i++) {
		const struct sketch_item *t = &o.v[i];

		if (t->from < end || t->from == t->to
			|| (t->kind == SKETCH_MACRO
				&& !json_object_get(m.defined, sketch_name(&o, i, a))))
			continue;
		r = text_range(&d->text, t->from, t->to);
		if (r.start.line != r.end.line)
			continue;
		json_array_append_new(data, json_integer(r.start.line - last.line));
		json_array_append_new(
			data, json_integer(r.start.line == last.line
						   ? r.start.character - last.character
						   : r.start.character));
		json_array_append_new(
			data, json_integer(r.end.character - r.start.character));
		json_array_append_new(data, json_integer(token_type(t->kind)));
		json_array_append_new(data, json_integer(t->kind == SKETCH_LABEL
							 || t->kind == SKETCH_DEFINE));
		last = r.start;
		end = t->to;
	}
	json_decref(m.defined);
	return json_pack("{s:o}", "data", data);
}
