/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inlay hints: what cells mean, behind them. */
#include <string.h>

#include "cli/lsp/server.h"

enum { HINTS_MAX = 1000 };

/* Those of one property's value that stand in the document, in a range of lines. */
static void
hint_prop(struct server *s, struct analysis *x, uint32_t prop, const struct document *d,
	struct range lines, json_t *out, struct arena *a)
{
	uint32_t from = 0;
	const char *text;
	struct place at;

	while (json_array_size(out) < HINTS_MAX
		&& (text = analysis_meaning(x, prop, &from, &at, a))) {
		struct range r = range_of_place(s, &at, NULL);

		if (!at.file || strcmp(at.file, d->path) != 0
			|| r.end.line < lines.start.line || r.end.line > lines.end.line)
			continue;
		json_array_append_new(
			out, json_pack("{s:{s:i, s:i}, s:s, s:b}", "position", "line",
				     (int)r.end.line, "character", (int)r.end.character,
				     "label", diag_clean(a, arena_strdup(a, text)),
				     "paddingLeft", 1));
	}
}

json_t *
on_inlay_hint(struct server *s, struct arena *a, const json_t *params)
{
	struct document *d = server_document(s, params);
	const json_t *range = json_object_get(params, "range");
	struct analysis *x = d && s->hints ? server_analysis(s, d) : NULL;
	json_t *out = json_array();
	struct range lines;
	struct sketch o;
	uint32_t i;

	if (!x || !position_of_json(json_object_get(range, "start"), &lines.start)
		|| !position_of_json(json_object_get(range, "end"), &lines.end))
		return out;
	sketch_read(&o, d->text.s, d->text.n, a);
	for (i = 0; i < o.n; i++) {
		struct range r;
		uint32_t prop;

		if (o.v[i].kind != SKETCH_PROPERTY)
			continue;
		r = text_range(&d->text, o.v[i].begin, o.v[i].end);
		if (r.end.line < lines.start.line || r.start.line > lines.end.line)
			continue;
		prop = analysis_number(
			x, analysis_prop(x, server_node(x, &o, o.v[i].parent, a),
				   sketch_name(&o, i, a)));
		if (prop != MAP_ABSENT)
			hint_prop(s, x, prop, d, lines, out, a);
	}
	return out;
}
