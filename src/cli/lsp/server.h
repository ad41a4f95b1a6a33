/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Language server: what its parts share. One process, one client on standard input and
 * output, one message after the other; nothing is kept that the documents do not say.
 */
#ifndef DTLINT_CLI_LSP_SERVER_H
#define DTLINT_CLI_LSP_SERVER_H

#include <jansson.h>

#include "cli/bindings.h"
#include "dts/compile.h"
#include "input/reader.h"
#include "lsp/sketch.h"
#include "lsp/text.h"
#include "lsp/transport.h"

/* A document that the client has open. */
struct document {
	struct document *next;
	char *uri;
	char *path;
	struct text text;
	json_int_t version;
	bool changed;              /* since diagnostics were made of it */
	struct analysis *analysis; /* made when it is asked for; NULL: not yet */
};

/* A board compiled as its documents are now, for what is asked about them. */
struct analysis {
	struct arena arena;
	struct input_options reading;
	struct source_search search;
	struct intern names;
	struct dts_compilation made;
	const char *board;        /* its path */
	struct string_list files; /* that it was made of */
};

struct server {
	const struct options *options;
	struct lsp_transport io;
	struct document *documents;
	char **published; /* URIs that have diagnostics at the client */
	size_t npublished;
	bool initialized;
	bool shut_down;
	bool pulls; /* the client asks for diagnostics itself */
	bool stale; /* some document was changed, opened or closed since they were made */
	struct arena bindings_arena;
	struct bindings_of_input bindings; /* for hover and completion */
	bool has_bindings;
};

/* The document of a request's `textDocument`, or NULL. */
struct document *server_document(const struct server *s, const json_t *params);

/* The document that is open at a path, or NULL. */
struct document *server_open_at(const struct server *s, const char *path);

/* Puts what is open in the place of what is on disk. */
void server_put_documents(const struct server *s, struct source_set *set);

/* A notification to the client; @params is given away. */
void server_notify(struct server *s, const char *method, json_t *params);

/*
 * The board that a document is, or is included by; NULL: it is part of none that is
 * known. Good until a document changes.
 */
struct analysis *server_analysis(struct server *s, struct document *d);
void analysis_free(struct analysis *x);

/* The path of that board, which is not compiled where the document is it; NULL as above. */
const char *server_board(struct server *s, struct document *d);

/*
 * Calls @each for every macro that a file of the board defines, in their order, until it
 * returns false; @item is its place in the sketch of that file.
 */
void analysis_defines(struct analysis *x, struct arena *a,
	bool (*each)(void *context, const struct source_file *file,
		const struct sketch *sketch, uint32_t item),
	void *context);

/* The property of a node of the board, or NULL; and the bytes of its value. */
const struct live_prop *analysis_prop(
	struct analysis *x, const struct live_node *n, const char *name);
const char *analysis_value(const struct analysis *x, const struct live_prop *p);

/* The binding that the node's compatible leads to, or ROOT_NONE. */
uint32_t analysis_root(
	struct analysis *x, const struct live_node *n, const struct program *p);

/* The bindings that the documents are held against, or NULL. */
const struct program *server_program(struct server *s, const char *path);

/* Lints all boards that are open and tells the client what was found where. */
void diagnose_all(struct server *s);

/* The same of one document, as an answer: LSP's DocumentDiagnosticReport. */
json_t *diagnose_one(struct server *s, struct arena *a, struct document *d);

/* JSON of positions and back. */
json_t *json_of_range(struct range r);
bool position_of_json(const json_t *j, struct position *out);
json_t *json_of_location(const char *path, struct range r, struct arena *a);

/* The range of a place in a file, as an editor has it; @excerpt is its line, or NULL. */
struct range range_of_place(
	const struct server *s, const struct place *p, const char *excerpt);

/*
 * What a request asks: the document, the sketch of its text, the item at its position;
 * false where there is none.
 */
struct asked {
	struct document *document;
	struct sketch sketch;
	uint32_t offset;
	uint32_t item; /* SKETCH_NONE: nothing is there */
};

bool server_asked(
	struct server *s, const json_t *params, struct arena *a, struct asked *out);

/* The node of the board that an sketch's node is, or NULL. */
struct live_node *server_node(
	struct analysis *x, const struct sketch *o, uint32_t item, struct arena *a);

/* Requests; each returns its result, NULL for null. */
json_t *on_definition(struct server *s, struct arena *a, const json_t *params);
json_t *on_references(struct server *s, struct arena *a, const json_t *params);
json_t *on_highlight(struct server *s, struct arena *a, const json_t *params);
json_t *on_document_symbol(struct server *s, struct arena *a, const json_t *params);
json_t *on_document_link(struct server *s, struct arena *a, const json_t *params);
json_t *on_folding_range(struct server *s, struct arena *a, const json_t *params);
json_t *on_hover(struct server *s, struct arena *a, const json_t *params);
json_t *on_completion(struct server *s, struct arena *a, const json_t *params);
json_t *on_code_action(struct server *s, struct arena *a, const json_t *params);
json_t *on_diagnostic(struct server *s, struct arena *a, const json_t *params);

/* Serves the client until it leaves; the exit status. */
int server_run(const struct options *o);

#endif
