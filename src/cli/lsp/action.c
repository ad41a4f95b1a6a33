/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be done about a diagnostic: the rule's fix, or a comment that ignores it. */
#include <string.h>

#include "cli/lsp/server.h"
#include "doc/json_write.h"

/* The blanks that the line of an offset begins with. */
static const char *
indent_at(const struct text *t, size_t offset, struct arena *a)
{
	size_t from = t->lines[text_position(t, offset).line], to = from;

	while (to < t->n && (t->s[to] == ' ' || t->s[to] == '\t'))
		to++;
	return arena_strndup(a, t->s + from, to - from);
}

static json_t *
edit_of(struct range r, const char *text)
{
	return json_pack("{s:o, s:s}", "range", json_of_range(r), "newText", text);
}

/* Adds what mends a diagnostic to edits by URI; its title, or NULL: nothing does. */
static const char *
add_edits(struct server *s, json_t *changes, const json_t *diagnostic, struct arena *a)
{
	const json_t *fix = json_object_get(json_object_get(diagnostic, "data"), "fix");
	const json_t *edits = json_object_get(fix, "edits"), *e;
	const char *title = json_string_value(json_object_get(fix, "title"));
	size_t i;

	json_array_foreach(edits, i, e)
	{
		const char *uri = json_string_value(json_object_get(e, "uri"));
		const char *text = json_string_value(json_object_get(e, "newText"));
		json_t *range = json_object_get(e, "range"), *list;

		if (!uri || !text || !range)
			continue;
		uri = server_uri(s, uri, a);
		list = json_object_get(changes, uri);
		if (!list) {
			list = json_array();
			json_object_set_new(changes, uri, list);
		}
		json_array_append_new(
			list, json_pack("{s:O, s:s}", "range", range, "newText", text));
	}
	return json_object_size(changes) ? title : NULL;
}

static json_t *
action_of(const char *title, const char *kind, json_t *changes)
{
	return json_pack("{s:s, s:s, s:{s:O}}", "title", title, "kind", kind, "edit",
		"changes", changes);
}

static void
add_fix(json_t *out, struct server *s, json_t *diagnostic, struct arena *a)
{
	const json_t *fix = json_object_get(json_object_get(diagnostic, "data"), "fix");
	json_t *changes = json_object(), *action;
	const char *title = add_edits(s, changes, diagnostic, a);

	if (title) {
		action = action_of(title, "quickfix", changes);
		json_object_set_new(action, "isPreferred",
			json_boolean(json_is_true(json_object_get(fix, "certain"))));
		json_object_set_new(action, "diagnostics", json_pack("[O]", diagnostic));
		json_array_append_new(out, action);
	}
	json_decref(changes);
}

/*
 * One action that mends all of the document's findings of a rule; NULL: of any. What is
 * a guess is left to a person, and so is what two findings would change in one place.
 */
static void
add_fix_all(json_t *out, struct server *s, const struct document *d, const char *rule,
	struct arena *a)
{
	const json_t *list = diagnosed_in(s, d->path, a), *fix;
	json_t *diagnostic, *changes = json_object(), *mended = json_object();
	size_t i;

	json_array_foreach(list, i, diagnostic)
	{
		const char *own = json_string_value(json_object_get(diagnostic, "code"));
		const char *key;

		fix = json_object_get(json_object_get(diagnostic, "data"), "fix");
		if (!json_is_true(json_object_get(fix, "certain"))
			|| (rule && (!own || strcmp(own, rule) != 0)))
			continue;
		key = json_text(json_object_get(fix, "edits"), a);
		if (!json_object_get(mended, key)) {
			json_object_set_new(mended, key, json_true());
			add_edits(s, changes, diagnostic, a);
		}
	}
	if (json_object_size(mended) > (rule ? 1 : 0))
		json_array_append_new(out,
			action_of(
				rule ? arena_printf(a, "Fix all '%s' in this file", rule)
				     : "Fix all that can be fixed in this file",
				rule ? "quickfix" : "source.fixAll", changes));
	json_decref(changes);
	json_decref(mended);
}

static void
add_ignore(json_t *out, const struct document *d, uint32_t offset, json_t *diagnostic,
	struct arena *a)
{
	const char *rule = json_string_value(
		json_object_get(json_object_get(diagnostic, "data"), "rule"));
	size_t line = d->text.lines[text_position(&d->text, offset).line];
	json_t *edit, *changes, *action;

	if (!rule || !strncmp(rule, "source/syntax", 13) || !strncmp(rule, "input/", 6))
		return;
	edit = edit_of(text_range(&d->text, line, line),
		arena_printf(a, "%s/* dtlint: ignore %s -- reason */\n",
			indent_at(&d->text, offset, a), rule));
	changes = json_pack("{s:[o]}", d->uri, edit);
	action = action_of(
		arena_printf(a, "Ignore '%s' here", rule), "quickfix", changes);
	json_object_set_new(action, "diagnostics", json_pack("[O]", diagnostic));
	json_array_append_new(out, action);
	json_decref(changes);
}

/* Whether the client asks for actions of a kind: those that are not listed are not. */
static bool
wants(const json_t *context, const char *kind)
{
	const json_t *only = json_object_get(context, "only"), *k;
	size_t i, n;

	json_array_foreach(only, i, k)
	{
		n = json_string_length(k);
		if (json_is_string(k) && !strncmp(json_string_value(k), kind, n)
			&& (!kind[n] || kind[n] == '.'))
			return true;
	}
	return false;
}

json_t *
on_code_action(struct server *s, struct arena *a, const json_t *params)
{
	const char *rule;
	const struct document *d = server_document(s, params);
	json_t *out = json_array(), *diagnostic;
	struct position p;
	uint32_t offset;
	size_t i;

	if (!d)
		return out;
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
		add_fix(out, s, diagnostic, a);
		rule = json_string_value(json_object_get(diagnostic, "code"));
		if (rule)
			add_fix_all(out, s, d, rule, a);
		add_ignore(out, d, offset, diagnostic, a);
	}
	if (wants(json_object_get(params, "context"), "source.fixAll"))
		add_fix_all(out, s, d, NULL, a);
	return out;
}
