/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be done about a diagnostic: the rule's fix, or a comment that ignores it. */
#include <string.h>

#include "cli/lsp/server.h"

/* The blanks that the line of an offset begins with. */
static const char *
indent_at(const struct text *t, size_t offset, struct arena *a)
{
	size_t from = t->lines[text_position(t, offset).line], to = from;

	while (to < t->n && (t->s[to] == ' ' || t->s[to] == '\t'))
		to++;
	return arena_strndup(a, t->s + from, to - from);
}

/* The indentation of what is in a node: as its first property's, else a step more. */
static const char *
inner_indent(
	const struct document *d, const struct sketch *o, uint32_t node, struct arena *a)
{
	const struct sketch_item *x = &o->v[node];
	uint32_t i;

	for (i = node + 1; i < o->n && o->v[i].begin < x->end; i++)
		if (o->v[i].kind == SKETCH_PROPERTY && o->v[i].parent == node
			&& text_position(&d->text, o->v[i].begin).line
				   != text_position(&d->text, x->begin).line)
			return indent_at(&d->text, o->v[i].begin, a);
	return arena_printf(a, "%s\t", indent_at(&d->text, x->begin, a));
}

static json_t *
edit_of(struct range r, const char *text)
{
	return json_pack("{s:o, s:s}", "range", json_of_range(r), "newText", text);
}

static json_t *
action_of(const struct document *d, const char *title, json_t *edit, bool preferred,
	json_t *diagnostic)
{
	return json_pack("{s:s, s:s, s:b, s:[O], s:{s:{s:[o]}}}", "title", title, "kind",
		"quickfix", "isPreferred", (int)preferred, "diagnostics", diagnostic,
		"edit", "changes", d->uri, edit);
}

/* The node whose name, or reference, is at an offset. */
static uint32_t
node_named_at(const struct sketch *o, uint32_t offset)
{
	uint32_t i;

	for (i = 0; i < o->n; i++)
		if (o->v[i].kind == SKETCH_NODE && offset >= o->v[i].begin
			&& offset <= o->v[i].to)
			return i;
	return SKETCH_NONE;
}

static json_t *
add_property(const struct document *d, const struct sketch *o, uint32_t offset,
	const char *property, struct arena *a)
{
	uint32_t node = node_named_at(o, offset);
	size_t body;
	bool one_line;

	if (node == SKETCH_NONE)
		return NULL;
	body = o->v[node].body;
	one_line = text_position(&d->text, body).line
		   == text_position(&d->text, o->v[node].end).line;
	return edit_of(text_range(&d->text, body, body),
		one_line ? arena_printf(a, " %s;", property)
			 : arena_printf(
				 a, "\n%s%s;", inner_indent(d, o, node, a), property));
}

static json_t *
remove_property(const struct document *d, const struct sketch *o, uint32_t offset)
{
	const struct sketch_item *x;
	size_t from, to;
	uint32_t i;

	for (i = 0; i < o->n; i++) {
		x = &o->v[i];
		if (x->kind != SKETCH_PROPERTY || offset < x->from || offset > x->to)
			continue;
		from = x->begin;
		to = x->end;
		while (from
			&& (d->text.s[from - 1] == ' ' || d->text.s[from - 1] == '\t'))
			from--;
		if (to < d->text.n && d->text.s[to] == '\n'
			&& (!from || d->text.s[from - 1] == '\n'))
			to++;
		return edit_of(text_range(&d->text, from, to), "");
	}
	return NULL;
}

static void
add_fix(json_t *out, const struct document *d, const struct sketch *o, uint32_t offset,
	json_t *diagnostic, struct arena *a)
{
	const json_t *fix = json_object_get(json_object_get(diagnostic, "data"), "fix");
	const char *property = json_string_value(json_object_get(fix, "property"));
	bool remove = json_is_true(json_object_get(fix, "remove"));
	json_t *edit;

	if (!property)
		return;
	edit = remove ? remove_property(d, o, offset)
		      : add_property(d, o, offset, property, a);
	if (edit)
		json_array_append_new(
			out, action_of(d,
				     arena_printf(a, "%s '%s'", remove ? "Remove" : "Add",
					     property),
				     edit, true, diagnostic));
}

static void
add_ignore(json_t *out, const struct document *d, uint32_t offset, json_t *diagnostic,
	struct arena *a)
{
	const char *rule = json_string_value(
		json_object_get(json_object_get(diagnostic, "data"), "rule"));
	size_t line = d->text.lines[text_position(&d->text, offset).line];

	if (!rule || !strncmp(rule, "source/syntax", 13) || !strncmp(rule, "input/", 6))
		return;
	json_array_append_new(out,
		action_of(d, arena_printf(a, "Ignore '%s' here", rule),
			edit_of(text_range(&d->text, line, line),
				arena_printf(a, "%s/* dtlint: ignore %s -- reason */\n",
					indent_at(&d->text, offset, a), rule)),
			false, diagnostic));
}

json_t *
on_code_action(struct server *s, struct arena *a, const json_t *params)
{
	const struct document *d = server_document(s, params);
	json_t *out = json_array(), *diagnostic;
	struct position p;
	struct sketch o;
	uint32_t offset;
	size_t i;

	if (!d)
		return out;
	sketch_read(&o, d->text.s, d->text.n, a);
	json_array_foreach(
		json_object_get(json_object_get(params, "context"), "diagnostics"), i,
		diagnostic)
	{
		if (!position_of_json(
			    json_object_get(
				    json_object_get(diagnostic, "range"), "start"),
			    &p))
			continue;
		offset = (uint32_t)text_offset(&d->text, p);
		add_fix(out, d, &o, offset, diagnostic, a);
		add_ignore(out, d, offset, diagnostic, a);
	}
	return out;
}
