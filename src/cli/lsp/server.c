/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/lsp/server.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fatal.h"
#include "cli/print.h"
#include "lsp/uri.h"

/* Errors of JSON-RPC and of LSP (3.17, ErrorCodes). */
enum {
	PARSE_ERROR = -32700,
	INVALID_REQUEST = -32600,
	METHOD_NOT_FOUND = -32601,
	NOT_INITIALIZED = -32002,
	REQUEST_CANCELLED = -32800,
	REQUEST_FAILED = -32803,
};

/* MessageType of LSP 3.17. */
enum { MESSAGE_WARNING = 2 };

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

void
server_ask(struct server *s, const char *method, json_t *params)
{
	json_t *m = pack(json_pack(
		"{s:s, s:s, s:s}", "jsonrpc", "2.0", "id", method, "method", method));

	if (params)
		json_object_set_new(m, "params", params);
	lsp_write(&s->io, m);
}

void
server_warn(struct server *s, const char *message)
{
	server_notify(s, "window/showMessage",
		json_pack("{s:i, s:s}", "type", MESSAGE_WARNING, "message", message));
}

json_t *
server_refuse(struct server *s, struct arena *a, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	s->refused = diag_clean(a, arena_vprintf(a, fmt, ap));
	va_end(ap);
	return NULL;
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
outdate(struct server *s)
{
	struct document *d;

	for (d = s->documents; d; d = d->next)
		if (d->analysis)
			d->analysis->stale = true;
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
	outdate(s);
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
	outdate(s);
}

static void
free_document(struct document *d)
{
	document_forget_analyses(d);
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
	outdate(s);
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
	server_forget_index(s);
	outdate(s);
}

/* What was saved is what was judged; what includes what may be another matter now. */
static void
did_save(struct server *s, struct arena *a, const json_t *params)
{
	const struct document *d = server_document(s, params);

	if (d && (source_is_whole(d->path) || source_is_part(d->path)))
		server_forget_index(s);
	else
		did_touch(s, a, params);
}

/* LSP 3.17, ServerCapabilities; the tokens' types are those of tokens.c. */
static const char capabilities[] =
	"{\"positionEncoding\": \"utf-16\","
	" \"textDocumentSync\": {\"openClose\": true, \"change\": 2,"
	"   \"save\": {\"includeText\": false}},"
	" \"hoverProvider\": true, \"definitionProvider\": true,"
	" \"referencesProvider\": true, \"documentHighlightProvider\": true,"
	" \"documentSymbolProvider\": true, \"workspaceSymbolProvider\": true,"
	" \"foldingRangeProvider\": true, \"inlayHintProvider\": true,"
	" \"renameProvider\": {\"prepareProvider\": true},"
	" \"documentLinkProvider\": {\"resolveProvider\": false},"
	" \"completionProvider\": {\"triggerCharacters\": [\"&\", \"\\\"\", \"#\", \"<\", \"/\"]},"
	" \"codeActionProvider\": {\"codeActionKinds\": [\"quickfix\", \"source.fixAll\"]},"
	" \"semanticTokensProvider\": {\"full\": true, \"legend\": {"
	"   \"tokenTypes\": [\"class\", \"property\", \"variable\", \"macro\", \"string\"],"
	"   \"tokenModifiers\": [\"declaration\"]}},"
	" \"diagnosticProvider\": {\"interFileDependencies\": true,"
	"   \"workspaceDiagnostics\": false}}";

static bool
client_can(const json_t *params, const char *group, const char *what, const char *how)
{
	const json_t *j = json_object_get(params, "capabilities");

	j = json_object_get(json_object_get(j, group), what);
	return how ? json_is_true(json_object_get(j, how)) : json_is_object(j);
}

static void
add_root(struct server *s, const json_t *uri)
{
	const char *path = json_is_string(uri)
				   ? uri_to_path(json_string_value(uri), &s->arena)
				   : NULL;

	if (path)
		string_list_add(&s->roots, &s->arena, path);
}

static json_t *
on_initialize(struct server *s, struct arena *a, const json_t *params)
{
	const json_t *folder;
	json_t *able = pack(json_loads(capabilities, 0, NULL));
	size_t i;

	(void)a;
	s->initialized = true;
	s->pulls = client_can(params, "textDocument", "diagnostic", NULL);
	s->refreshes = client_can(params, "workspace", "diagnostics", "refreshSupport");
	s->watches = client_can(
		params, "workspace", "didChangeWatchedFiles", "dynamicRegistration");
	s->hints = json_is_true(json_object_get(
		json_object_get(params, "initializationOptions"), "inlayHints"));
	json_array_foreach(json_object_get(params, "workspaceFolders"), i, folder)
		add_root(s, json_object_get(folder, "uri"));
	if (!s->roots.n)
		add_root(s, json_object_get(params, "rootUri"));
	return json_pack("{s:o, s:{s:s, s:s}}", "capabilities", able, "serverInfo",
		"name", "dtlint", "version", DTLINT_VERSION);
}

/* Configurations, hosts, bindings and sources may all change what is found. */
static void
did_initialize(struct server *s, struct arena *a, const json_t *params)
{
	(void)a;
	(void)params;
	if (s->watches)
		server_ask(s, "client/registerCapability",
			json_pack("{s:[{s:s, s:s, s:{s:[{s:s}, {s:s}]}}]}",
				"registrations", "id", "watch", "method",
				"workspace/didChangeWatchedFiles", "registerOptions",
				"watchers", "globPattern",
				"**/*.{dts,dtsi,dtso,h,yaml,json,xml,sh}", "globPattern",
				"**/.dtlint.yaml"));
}

static json_t *
on_shutdown(struct server *s, struct arena *a, const json_t *params)
{
	(void)a;
	(void)params;
	s->shut_down = true;
	return NULL;
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
	{ "workspace/symbol", on_workspace_symbol },
	{ "textDocument/semanticTokens/full", on_semantic_tokens },
	{ "textDocument/inlayHint", on_inlay_hint },
	{ "textDocument/prepareRename", on_prepare_rename },
	{ "textDocument/rename", on_rename },
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
	{ "textDocument/didSave", did_save },
	{ "initialized", did_initialize },
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
	json_t *result;
	size_t i;

	if (s->shut_down) {
		refuse(s, id, INVALID_REQUEST, "the server is shut down");
		return;
	}
	for (i = 0; i < sizeof(requests) / sizeof(*requests); i++) {
		if (strcmp(requests[i].method, method) != 0)
			continue;
		if (!s->initialized && requests[i].fn != on_initialize) {
			refuse(s, id, NOT_INITIALIZED, "initialize comes first");
			return;
		}
		s->refused = NULL;
		result = requests[i].fn(s, a, params);
		if (s->refused)
			refuse(s, id, REQUEST_FAILED, s->refused);
		else
			answer(s, id, result);
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
		/* an answer to what the server asked, or no message at all */
		if (!json_object_get(message, "result")
			&& !(id && json_object_get(message, "error")))
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

/* Reads all that is there, and with @wait at least one message; false at the end. */
static bool
fill(struct server *s, struct queue *q, bool wait)
{
	json_t *message = NULL;

	while (q->n < QUEUE_MAX) {
		const char *method;

		switch (lsp_read(&s->io, wait && !q->n, &message)) {
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

static bool
diagnose_and_go_on(struct server *s)
{
	diagnose_at_hand(s);
	return true;
}

/* Messages in their order; diagnostics when none is left, of what is there then. */
static void
serve(struct server *s)
{
	struct queue q = { .n = 0 };
	bool go_on = true, more = false;
	size_t i;

	while (go_on && !s->io.broken && fill(s, &q, !more)) {
		for (i = 0; i < q.n; i++) {
			if (q.v[i] && go_on)
				go_on = handle(s, q.v[i]);
			json_decref(q.v[i]);
		}
		q.n = 0;
		if (!go_on || !s->initialized || s->shut_down)
			more = false;
		else if (s->stale && !s->pulls)
			more = diagnose_and_go_on(s);
		else if (!s->stale)
			more = diagnose_more(s);
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
	boards_free(&s.boards);
	server_forget_index(&s);
	arena_free(&s.index_arena);
	arena_free(&s.arena);
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
