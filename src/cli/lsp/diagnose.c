/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Diagnostics: what `dtlint` says of each board that is open, with the documents as they
 * are in the editor, told where a person has to change something.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/vec.h"
#include "cli/lsp/server.h"
#include "cli/run/run.h"
#include "doc/json_write.h"
#include "lsp/uri.h"

enum { SEVERITY_ERROR = 1, SEVERITY_WARNING, SEVERITY_INFORMATION, TAG_UNNECESSARY = 1 };

/* How many boards are linted between two looks at what the client says. */
enum { BOARDS_AT_ONCE = 8, BOARDS_MAX = 2000, BOARDS_NAMED = 8 };

/* What is being found, by the file that has to be changed: URI -> array of diagnostics. */
struct found {
	struct server *s;
	struct arena *arena;
	json_t *by_uri;
};

static const char *
absolute(const char *path, struct arena *a)
{
	char here[4096];

	if (*path == '/' || !getcwd(here, sizeof(here)))
		return path;
	return arena_printf(a, "%s/%s", here, path);
}

static json_t *
related(struct found *x, const struct diag *d)
{
	json_t *list = json_array();
	size_t i;

	for (i = 0; i < d->nrelated; i++) {
		const struct diag_related *r = &d->related[i];
		const char *path = absolute(
			r->place.file ? r->place.file : d->file, x->arena);

		json_array_append_new(
			list, json_pack("{s:o, s:s}", "location",
				      json_of_location(path,
					      range_of_place(x->s, &r->place, r->excerpt),
					      x->arena),
				      "message", r->message));
	}
	return list;
}

/* For the action that makes it: its title, and edits with the file of each. */
static json_t *
fix_of(struct found *x, const struct diag_fix *fix)
{
	json_t *edits = json_array();
	size_t i;

	for (i = 0; i < fix->nedits; i++) {
		const struct text_edit *e = &fix->edits[i];

		json_array_append_new(edits,
			json_pack("{s:s, s:o, s:s}", "uri",
				uri_of_path(absolute(e->place.file, x->arena), x->arena),
				"range",
				json_of_range(range_of_place(x->s, &e->place, NULL)),
				"newText", e->text));
	}
	return json_pack("{s:s, s:b, s:o}", "title", fix->title, "certain",
		(int)fix->certain, "edits", edits);
}

static json_t *
diagnostic_of(struct found *x, const struct diag *d, const struct place *p)
{
	static const int severity[] = { [LEVEL_NOTE] = SEVERITY_INFORMATION,
		[LEVEL_WARNING] = SEVERITY_WARNING,
		[LEVEL_ERROR] = SEVERITY_ERROR };
	const char *id = d->schema ? binding_rule_id(x->arena, d->schema) : d->rule->id;
	const char *text = arena_printf(x->arena, "%s%s%s%s%s", d->message,
		d->why ? "\nwhy: " : "", d->why ? d->why : "", d->help ? "\nfix: " : "",
		d->help ? d->help : "");
	json_t *j = json_pack("{s:o, s:i, s:s, s:s, s:s}", "range",
		json_of_range(range_of_place(x->s, p, d->excerpt)), "severity",
		severity[d->level], "source", "dtlint", "code", id, "message", text);
	json_t *data = json_pack("{s:s}", "rule", id);

	if (d->nrelated)
		json_object_set_new(j, "relatedInformation", related(x, d));
	if (!strcmp(id, "source/delete-without-effect")
		|| !strcmp(id, "source/override-without-change"))
		json_object_set_new(j, "tags", json_pack("[i]", TAG_UNNECESSARY));
	if (d->fix.nedits)
		json_object_set_new(data, "fix", fix_of(x, &d->fix));
	json_object_set_new(j, "data", data);
	return j;
}

static void
add(struct found *x, const struct diag *d)
{
	struct place p = d->place;
	const char *uri;
	json_t *list;

	p.file = absolute(p.file ? p.file : d->file, x->arena);
	uri = uri_of_path(p.file, x->arena);
	list = json_object_get(x->by_uri, uri);
	if (!list) {
		list = json_array();
		json_object_set_new(x->by_uri, uri, list);
	}
	json_array_append_new(list, diagnostic_of(x, d, &p));
}

static void
put_sources(void *context, struct source_set *set)
{
	server_put_documents(context, set);
}

/* Lints boards of the list, from @from on, in one run. */
static void
lint(struct server *s, size_t from, size_t to)
{
	struct arena a = { 0 };
	struct options o = *s->options;
	struct run run = {
		.o = &o, .arena = &a, .put_sources = put_sources, .context = s
	};
	struct boards *b = &s->boards;
	size_t i, k;

	o.operands = (struct string_list){ 0 };
	for (k = from; k < to; k++) {
		string_list_add(&o.operands, &a, b->v[k].path);
		b->v[k].found = json_object();
	}
	run_lint(&run);
	for (i = 0; i < run.diags.n; i++) {
		const struct diag *d = run.diags.v[i];
		struct found x = { s, &a, NULL };

		for (k = from; k < to && strcmp(b->v[k].path, d->file) != 0;)
			k++;
		if (d->fault && !d->place.line)
			continue;
		x.by_uri = b->v[k < to ? k : from].found;
		add(&x, d);
	}
	run_free(&run);
	arena_free(&a);
}

static void
list_board(struct boards *b, const char *path)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (!strcmp(b->v[i].path, path))
			return;
	if (b->n == BOARDS_MAX)
		return;
	b->v = realloc(b->v, (b->n + 1) * sizeof(*b->v));
	if (!b->v || !(b->v[b->n].path = strdup(path)))
		fatal("out of memory: the names of boards");
	b->v[b->n++].found = NULL;
}

/* Those that are linted at once: what is open, or includes what is. */
static void
list_at_hand(struct server *s)
{
	struct document *d;
	const char *board;

	for (d = s->documents; d; d = d->next)
		if ((board = server_board(s, d)))
			list_board(&s->boards, board);
}

/* The others that include what is open. */
static void
list_others(struct server *s)
{
	struct arena a = { 0 };
	struct string_list boards = { 0 };
	struct document *d;

	for (d = s->documents; d; d = d->next)
		if (source_is_part(d->path))
			server_including(s, d->path, &a, &boards);
	for (size_t i = 0; i < boards.n; i++)
		list_board(&s->boards, boards.v[i]);
	s->boards.listed = true;
	arena_free(&a);
}

/* @by_key: each finding, {diagnostic, boards}; @told: URI -> the diagnostics of those. */
static void
merge_board(const struct board *b, json_t *by_key, json_t *told)
{
	json_t *list, *d, *known;
	const char *uri, *key, *name = strrchr(b->path, '/');
	struct arena scratch = { 0 };
	size_t i;

	json_object_foreach(b->found, uri, list)
	{
		if (!json_object_get(told, uri))
			json_object_set_new(told, uri, json_array());
		json_array_foreach(list, i, d)
		{
			/* not by its related places: each board includes it elsewhere */
			json_t *both = json_pack("[s, O, O, O]", uri,
				json_object_get(d, "range"), json_object_get(d, "code"),
				json_object_get(d, "message"));

			key = json_text(both, &scratch);
			json_decref(both);
			known = json_object_get(by_key, key);
			if (!known) {
				known = json_pack("{s:o, s:[]}", "diagnostic",
					json_deep_copy(d), "boards");
				json_object_set_new(by_key, key, known);
				json_array_append(json_object_get(told, uri),
					json_object_get(known, "diagnostic"));
			}
			json_array_append_new(json_object_get(known, "boards"),
				json_string(name ? name + 1 : b->path));
		}
	}
	arena_free(&scratch);
}

/* "in 3 of 40 boards: a.dts, b.dts, c.dts", behind the message. */
static void
name_boards(const json_t *known, size_t linted)
{
	json_t *d = json_object_get(known, "diagnostic");
	const json_t *boards = json_object_get(known, "boards"), *name;
	size_t i, n = json_array_size(boards);
	struct buf b = { 0 };

	buf_printf(&b, "%s\nin %zu of %zu boards: ",
		json_string_value(json_object_get(d, "message")), n, linted);
	json_array_foreach(boards, i, name)
	{
		if (i == BOARDS_NAMED) {
			buf_printf(&b, " and %zu more", n - i);
			break;
		}
		buf_printf(&b, "%s%s", i ? ", " : "", json_string_value(name));
	}
	json_object_set_new(d, "message", json_string(b.s));
	buf_free(&b);
}

/* What all boards that are linted come to: one finding of many is one diagnostic. */
static json_t *
merge(const struct boards *b)
{
	json_t *by_key = json_object(), *told = json_object(), *known;
	const char *key;
	size_t i;

	for (i = 0; i < b->next; i++)
		merge_board(&b->v[i], by_key, told);
	json_object_foreach(by_key, key, known)
	{
		if (b->next > 1)
			name_boards(known, b->next);
	}
	json_decref(by_key);
	return told;
}

static void
publish(struct server *s, const char *uri, const json_t *list)
{
	const struct document *d = s->documents;
	json_t *params = json_pack("{s:s, s:o}", "uri", uri, "diagnostics",
		list ? json_deep_copy(list) : json_array());

	while (d && strcmp(d->uri, uri) != 0)
		d = d->next;
	if (d)
		json_object_set_new(params, "version", json_integer(d->version));
	server_notify(s, "textDocument/publishDiagnostics", params);
}

static void
remember(struct server *s, const char *uri)
{
	s->published = realloc(s->published, (s->npublished + 1) * sizeof(char *));
	if (!s->published || !(s->published[s->npublished] = strdup(uri)))
		fatal("out of memory: the names of documents");
	s->npublished++;
}

const char *
server_uri(const struct server *s, const char *uri, struct arena *a)
{
	const char *path = uri_to_path(uri, a);
	const struct document *d = path ? server_open_at(s, path) : NULL;

	return d ? d->uri : uri;
}

/* Tells the client what has changed since it was told last. */
static void
publish_all(struct server *s)
{
	struct arena a = { 0 };
	char **before = s->published;
	size_t nbefore = s->npublished, i;
	json_t *told = s->boards.told, *list;
	const struct document *d;
	const char *uri;

	s->published = NULL;
	s->npublished = 0;
	json_object_foreach(told, uri, list)
	{
		publish(s, server_uri(s, uri, &a), list);
		remember(s, server_uri(s, uri, &a));
	}
	/* what has none any more, and what never had: the client waits for that, too */
	for (i = 0; i < nbefore; i++) {
		if (!json_object_get(told, uri_of_path(uri_to_path(before[i], &a), &a)))
			publish(s, before[i], NULL);
		free(before[i]);
	}
	free(before);
	for (d = s->documents; d; d = d->next)
		if (!json_object_get(told, uri_of_path(d->path, &a)))
			publish(s, d->uri, NULL);
	arena_free(&a);
}

static void
tell(struct server *s)
{
	json_t *before = s->boards.told;
	bool same;

	s->boards.told = merge(&s->boards);
	same = before && json_equal(before, s->boards.told);
	json_decref(before);
	if (same)
		return;
	if (!s->pulls)
		publish_all(s);
	else if (s->refreshes && before)
		server_ask(s, "workspace/diagnostic/refresh", NULL);
}

void
diagnose_at_hand(struct server *s)
{
	size_t i;

	boards_free(&s->boards);
	s->stale = false;
	list_at_hand(s);
	for (i = 0; i < s->boards.n; i++)
		lint(s, i, i + 1);
	s->boards.next = s->boards.n;
	tell(s);
}

bool
diagnose_more(struct server *s)
{
	struct boards *b = &s->boards;
	struct document *d;
	size_t to;

	if (!b->listed) {
		list_others(s);
		/* what is asked next is about the documents as they are */
		for (d = s->documents; d; d = d->next)
			server_analysis(s, d);
		return b->next < b->n;
	}
	if (b->next == b->n)
		return false;
	to = b->next + BOARDS_AT_ONCE < b->n ? b->next + BOARDS_AT_ONCE : b->n;
	lint(s, b->next, to);
	b->next = to;
	if (to < b->n)
		return true;
	tell(s);
	return false;
}

json_t *
diagnosed_in(const struct server *s, const char *path, struct arena *a)
{
	return json_object_get(s->boards.told, uri_of_path(path, a));
}

json_t *
on_diagnostic(struct server *s, struct arena *a, const json_t *params)
{
	const struct document *d = server_document(s, params);
	json_t *list;

	if (s->stale)
		diagnose_at_hand(s);
	list = d ? diagnosed_in(s, d->path, a) : NULL;
	return json_pack("{s:s, s:o}", "kind", "full", "items",
		list ? json_incref(list) : json_array());
}
