/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Diagnostics: what `dtlint` says of each board that is open, with the documents as they
 * are in the editor, told where a person has to change something.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "cli/lsp/server.h"
#include "cli/run.h"
#include "lsp/uri.h"

enum { SEVERITY_ERROR = 1, SEVERITY_WARNING, SEVERITY_INFORMATION, TAG_UNNECESSARY = 1 };

/* What was found, by the file that has to be changed: URI -> array of diagnostics. */
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
	if (d->fix.property)
		json_object_set_new(data, "fix",
			json_pack("{s:s, s:b}", "property", d->fix.property, "remove",
				(int)d->fix.remove));
	json_object_set_new(j, "data", data);
	return j;
}

/* One finding in many boards is one diagnostic. */
static bool
is_reported(const json_t *list, const json_t *d)
{
	const json_t *other;
	size_t i;

	json_array_foreach(list, i, other)
	{
		if (json_equal(other, d))
			return true;
	}
	return false;
}

static void
add(struct found *x, const struct diag *d)
{
	struct place p = d->place;
	const char *uri;
	json_t *list, *j;

	p.file = absolute(p.file ? p.file : d->file, x->arena);
	uri = uri_of_path(p.file, x->arena);
	list = json_object_get(x->by_uri, uri);
	if (!list) {
		list = json_array();
		json_object_set_new(x->by_uri, uri, list);
	}
	j = diagnostic_of(x, d, &p);
	if (is_reported(list, j))
		json_decref(j);
	else
		json_array_append_new(list, j);
}

static void
put_sources(void *context, struct source_set *set)
{
	server_put_documents(context, set);
}

static void
lint(struct found *x, const char *path)
{
	struct arena a = { 0 };
	struct options o = *x->s->options;
	struct run run = {
		.o = &o, .arena = &a, .put_sources = put_sources, .context = x->s
	};
	size_t i;

	o.operands = (struct string_list){ 0 };
	string_list_add(&o.operands, &a, path);
	run_lint(&run);
	for (i = 0; i < run.diags.n; i++)
		if (!run.diags.v[i]->fault || run.diags.v[i]->place.line)
			add(x, run.diags.v[i]);
	run_free(&run);
	arena_free(&a);
}

/* The boards that the open documents are or belong to, each once. */
static void
lint_open(struct found *x)
{
	struct string_list done = { 0 };
	struct document *d;
	size_t i;

	for (d = x->s->documents; d; d = d->next) {
		const char *board = server_board(x->s, d);

		for (i = 0; board && i < done.n && strcmp(done.v[i], board) != 0;)
			i++;
		if (!board || i < done.n)
			continue;
		string_list_add(&done, x->arena, arena_strdup(x->arena, board));
		lint(x, board);
	}
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

/* The client's own spelling of what it has open. */
static const char *
client_uri(const struct server *s, const char *uri, struct arena *a)
{
	const char *path = uri_to_path(uri, a);
	const struct document *d = path ? server_open_at(s, path) : NULL;

	return d ? d->uri : uri;
}

void
diagnose_all(struct server *s)
{
	struct arena a = { 0 };
	struct found x = { s, &a, json_object() };
	char **before = s->published;
	size_t nbefore = s->npublished, i;
	const struct document *d;
	const char *uri;
	json_t *list;

	s->stale = false;
	lint_open(&x);
	s->published = NULL;
	s->npublished = 0;
	json_object_foreach(x.by_uri, uri, list)
	{
		publish(s, client_uri(s, uri, &a), list);
		remember(s, client_uri(s, uri, &a));
	}
	/* what has none any more, and what never had: the client waits for that, too */
	for (i = 0; i < nbefore; i++) {
		if (!json_object_get(
			    x.by_uri, uri_of_path(uri_to_path(before[i], &a), &a)))
			publish(s, before[i], NULL);
		free(before[i]);
	}
	free(before);
	for (d = s->documents; d; d = d->next)
		if (!json_object_get(x.by_uri, uri_of_path(d->path, &a)))
			publish(s, d->uri, NULL);
	json_decref(x.by_uri);
	arena_free(&a);
}

json_t *
diagnose_one(struct server *s, struct arena *a, struct document *d)
{
	struct found x = { s, a, json_object() };
	json_t *list, *report;

	if (d)
		lint_open(&x);
	list = d ? json_object_get(x.by_uri, uri_of_path(d->path, a)) : NULL;
	report = json_pack("{s:s, s:o}", "kind", "full", "items",
		list ? json_incref(list) : json_array());
	json_decref(x.by_uri);
	return report;
}
