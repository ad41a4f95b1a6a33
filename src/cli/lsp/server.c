/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/lsp/server.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "cli/print.h"
#include "cli/sources.h"
#include "lsp/uri.h"

/* Errors of JSON-RPC and of LSP (3.17, ErrorCodes). */
enum {
	PARSE_ERROR = -32700,
	INVALID_REQUEST = -32600,
	METHOD_NOT_FOUND = -32601,
	NOT_INITIALIZED = -32002,
	REQUEST_CANCELLED = -32800,
};

enum { QUEUE_MAX = 4096 };

struct queue {
	json_t *v[QUEUE_MAX];
	size_t n;
};

static char *
copy(const char *s)
{
	char *made = strdup(s);

	if (!made)
		fatal("out of memory: the name of a document");
	return made;
}

static json_t *
pack(json_t *j)
{
	if (!j)
		fatal("out of memory: a message");
	return j;
}

void
server_notify(struct server *s, const char *method, json_t *params)
{
	lsp_write(&s->io, json_pack("{s:s, s:s, s:o}", "jsonrpc", "2.0", "method", method,
				  "params", pack(params)));
}

static void
answer(struct server *s, const json_t *id, json_t *result)
{
	json_t *m = pack(json_object());

	json_object_set_new(m, "jsonrpc", json_string("2.0"));
	json_object_set_new(m, "id", id ? json_deep_copy(id) : json_null());
	json_object_set_new(m, "result", result ? result : json_null());
	lsp_write(&s->io, m);
}

static void
refuse(struct server *s, const json_t *id, int code, const char *message)
{
	json_t *m = pack(json_pack("{s:s, s:{s:i, s:s}}", "jsonrpc", "2.0", "error",
		"code", code, "message", message));

	json_object_set_new(m, "id", id ? json_deep_copy(id) : json_null());
	lsp_write(&s->io, m);
}

static const char *
uri_of(const json_t *params)
{
	return json_string_value(
		json_object_get(json_object_get(params, "textDocument"), "uri"));
}

struct document *
server_document(const struct server *s, const json_t *params)
{
	const char *uri = uri_of(params);
	struct document *d = s->documents;

	while (d && (!uri || strcmp(d->uri, uri) != 0))
		d = d->next;
	return d;
}

struct document *
server_open_at(const struct server *s, const char *path)
{
	struct document *d = s->documents;

	while (d && strcmp(d->path, path) != 0)
		d = d->next;
	return d;
}

void
server_put_documents(const struct server *s, struct source_set *set)
{
	const struct document *d;

	for (d = s->documents; d; d = d->next)
		source_set_put(set, d->path, d->text.s, d->text.n);
}

/* A change in one may be one in what includes it. */
static void
forget_analyses(struct server *s)
{
	struct document *d;

	for (d = s->documents; d; d = d->next) {
		analysis_free(d->analysis);
		d->analysis = NULL;
	}
	s->stale = true;
}

static void
did_open(struct server *s, struct arena *a, const json_t *params)
{
	const json_t *doc = json_object_get(params, "textDocument");
	const json_t *text = json_object_get(doc, "text");
	const char *uri = uri_of(params), *path = uri ? uri_to_path(uri, a) : NULL;
	struct document *d = server_document(s, params);

	if (!path || !json_is_string(text))
		return;
	if (!d) {
		d = calloc(1, sizeof(*d));
		if (!d)
			fatal("out of memory: a document");
		d->uri = copy(uri);
		d->path = copy(path);
		d->next = s->documents;
		s->documents = d;
	}
	d->version = json_integer_value(json_object_get(doc, "version"));
	text_set(&d->text, json_string_value(text), json_string_length(text));
	forget_analyses(s);
}

static void
change(struct document *d, const json_t *event)
{
	const json_t *range = json_object_get(event, "range");
	const json_t *text = json_object_get(event, "text");
	struct position from, to;
	size_t a, b;

	if (!json_is_string(text))
		return;
	if (!json_is_object(range)) {
		text_set(&d->text, json_string_value(text), json_string_length(text));
		return;
	}
	if (!position_of_json(json_object_get(range, "start"), &from)
		|| !position_of_json(json_object_get(range, "end"), &to))
		return;
	a = text_offset(&d->text, from);
	b = text_offset(&d->text, to);
	text_replace(&d->text, a < b ? a : b, a < b ? b : a, json_string_value(text),
		json_string_length(text));
}

static void
did_change(struct server *s, struct arena *a, const json_t *params)
{
	struct document *d = server_document(s, params);
	const json_t *event;
	size_t i;

	(void)a;
	if (!d)
		return;
	d->version = json_integer_value(
		json_object_get(json_object_get(params, "textDocument"), "version"));
	json_array_foreach(json_object_get(params, "contentChanges"), i, event)
		change(d, event);
	forget_analyses(s);
}

static void
free_document(struct document *d)
{
	analysis_free(d->analysis);
	text_free(&d->text);
	free(d->uri);
	free(d->path);
	free(d);
}

static void
did_close(struct server *s, struct arena *a, const json_t *params)
{
	struct document *d = server_document(s, params), **at = &s->documents;

	(void)a;
	if (!d)
		return;
	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	free_document(d);
	forget_analyses(s);
}

/* What is on disk has changed, or the configuration has. */
static void
did_touch(struct server *s, struct arena *a, const json_t *params)
{
	(void)a;
	(void)params;
	if (s->has_bindings)
		bindings_of_input_free(&s->bindings);
	s->has_bindings = false;
	arena_reset(&s->bindings_arena);
	forget_analyses(s);
}

static json_t *
on_initialize(struct server *s, struct arena *a, const json_t *params)
{
	const json_t *client = json_object_get(params, "capabilities");

	(void)a;
	s->initialized = true;
	s->pulls = json_is_object(
		json_object_get(json_object_get(client, "textDocument"), "diagnostic"));
	return json_pack("{s:{s:s, s:{s:b, s:i, s:{s:b}}, s:b, s:b, s:b, s:b, s:b, s:b,"
			 " s:{s:b}, s:{s:[s, s, s, s]}, s:{s:[s]}, s:{s:b, s:b}},"
			 " s:{s:s, s:s}}",
		"capabilities", "positionEncoding", "utf-16", "textDocumentSync",
		"openClose", 1, "change", 2, "save", "includeText", 0, "hoverProvider", 1,
		"definitionProvider", 1, "referencesProvider", 1,
		"documentHighlightProvider", 1, "documentSymbolProvider", 1,
		"foldingRangeProvider", 1, "documentLinkProvider", "resolveProvider", 0,
		"completionProvider", "triggerCharacters", "&", "\"", "#", "<",
		"codeActionProvider", "codeActionKinds", "quickfix", "diagnosticProvider",
		"interFileDependencies", 1, "workspaceDiagnostics", 0, "serverInfo",
		"name", "dtlint", "version", DTLINT_VERSION);
}

static json_t *
on_shutdown(struct server *s, struct arena *a, const json_t *params)
{
	(void)a;
	(void)params;
	s->shut_down = true;
	return NULL;
}

json_t *
on_diagnostic(struct server *s, struct arena *a, const json_t *params)
{
	return diagnose_one(s, a, server_document(s, params));
}

static const struct {
	const char *method;
	json_t *(*fn)(struct server *s, struct arena *a, const json_t *params);
} requests[] = {
	{ "initialize", on_initialize },
	{ "shutdown", on_shutdown },
	{ "textDocument/definition", on_definition },
	{ "textDocument/references", on_references },
	{ "textDocument/documentHighlight", on_highlight },
	{ "textDocument/documentSymbol", on_document_symbol },
	{ "textDocument/documentLink", on_document_link },
	{ "textDocument/foldingRange", on_folding_range },
	{ "textDocument/hover", on_hover },
	{ "textDocument/completion", on_completion },
	{ "textDocument/codeAction", on_code_action },
	{ "textDocument/diagnostic", on_diagnostic },
};

static const struct {
	const char *method;
	void (*fn)(struct server *s, struct arena *a, const json_t *params);
} notifications[] = {
	{ "textDocument/didOpen", did_open },
	{ "textDocument/didChange", did_change },
	{ "textDocument/didClose", did_close },
	{ "textDocument/didSave", did_touch },
	{ "workspace/didChangeWatchedFiles", did_touch },
	{ "workspace/didChangeConfiguration", did_touch },
};

static void
notified(struct server *s, struct arena *a, const char *method, const json_t *params)
{
	size_t i;

	for (i = 0; i < sizeof(notifications) / sizeof(*notifications); i++)
		if (!strcmp(notifications[i].method, method))
			notifications[i].fn(s, a, params);
}

static void
requested(struct server *s, struct arena *a, const json_t *id, const char *method,
	const json_t *params)
{
	size_t i;

	if (s->shut_down) {
		refuse(s, id, INVALID_REQUEST, "the server is shut down");
		return;
	}
	for (i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		if (strcmp(requests[i].method, method) != 0)
			continue;
		if (!s->initialized && requests[i].fn != on_initialize)
			refuse(s, id, NOT_INITIALIZED, "initialize comes first");
		else
			answer(s, id, requests[i].fn(s, a, params));
		return;
	}
	refuse(s, id, METHOD_NOT_FOUND, "no such request is answered");
}

/* False where the message ends the work. */
static bool
handle(struct server *s, const json_t *message)
{
	const json_t *id = json_object_get(message, "id");
	const char *method = json_string_value(json_object_get(message, "method"));
	const json_t *params = json_object_get(message, "params");
	struct arena a = { 0 };
	bool go_on = true;

	if (!method) {
		/* an answer to what the server never asked, or no message at all */
		if (!json_is_object(message) || !json_object_get(message, "result"))
			refuse(s, NULL, INVALID_REQUEST, "a message without a method");
	} else if (id) {
		requested(s, &a, id, method, params);
	} else if (!strcmp(method, "exit")) {
		go_on = false;
	} else if (s->initialized) {
		notified(s, &a, method, params);
	}
	arena_free(&a);
	return go_on;
}

/* Takes a request back that has not been looked at yet. */
static void
cancel(struct server *s, struct queue *q, const json_t *id)
{
	size_t i;

	for (i = 0; id && i < q->n; i++) {
		const json_t *own = q->v[i] ? json_object_get(q->v[i], "id") : NULL;

		if (!own || !json_equal(own, id))
			continue;
		refuse(s, own, REQUEST_CANCELLED, "cancelled");
		json_decref(q->v[i]);
		q->v[i] = NULL;
	}
}

/* Reads all that is there, and at least one message; false at the end. */
static bool
fill(struct server *s, struct queue *q)
{
	json_t *message = NULL;

	while (q->n < QUEUE_MAX) {
		const char *method;

		switch (lsp_read(&s->io, !q->n, &message)) {
		case LSP_END: return q->n > 0;
		case LSP_NOTHING: return true;
		case LSP_RUBBISH:
			refuse(s, NULL, PARSE_ERROR, "no message that can be read");
			if (s->io.broken)
				return false;
			continue;
		case LSP_MESSAGE: break;
		}
		method = json_string_value(json_object_get(message, "method"));
		if (method && !strcmp(method, "$/cancelRequest")) {
			cancel(s, q,
				json_object_get(
					json_object_get(message, "params"), "id"));
			json_decref(message);
			continue;
		}
		q->v[q->n++] = message;
	}
	return true;
}

/* Messages in their order; diagnostics when none is left, of what is there then. */
static void
serve(struct server *s)
{
	struct queue q = { .n = 0 };
	bool go_on = true;
	size_t i;

	while (go_on && !s->io.broken && fill(s, &q)) {
		for (i = 0; i < q.n; i++) {
			if (q.v[i] && go_on)
				go_on = handle(s, q.v[i]);
			json_decref(q.v[i]);
		}
		q.n = 0;
		if (go_on && s->initialized && !s->shut_down && s->stale && !s->pulls)
			diagnose_all(s);
	}
	for (i = 0; i < q.n; i++)
		json_decref(q.v[i]);
}

int
server_run(const struct options *o)
{
	struct server s = { .options = o };
	size_t i;

	/* references count from any thread; ours is the only one that has them */
	json_object_seed(0);
	lsp_transport_init(&s.io, STDIN_FILENO, STDOUT_FILENO);
	serve(&s);
	while (s.documents) {
		struct document *d = s.documents;

		s.documents = d->next;
		free_document(d);
	}
	for (i = 0; i < s.npublished; i++)
		free(s.published[i]);
	free(s.published);
	if (s.has_bindings)
		bindings_of_input_free(&s.bindings);
	arena_free(&s.bindings_arena);
	lsp_transport_free(&s.io);
	if (s.io.error) {
		struct arena a = { 0 };
		struct fault f = FAULT_INIT(&a);

		fault_set(&f, "the editor cannot be heard or answered any more: %s",
			strerror(s.io.error));
		print_fault(NULL, &f);
		arena_free(&a);
		return STATUS_FAULT;
	}
	return s.shut_down ? 0 : 1;
}
