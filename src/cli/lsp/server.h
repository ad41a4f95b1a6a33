/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Language server: what its parts share. One process, one client on standard input and
 * output, one message after the other; nothing is kept that the documents do not say.
 */
#ifndef DTLINT_CLI_LSP_SERVER_H
#define DTLINT_CLI_LSP_SERVER_H

#include <jansson.h>

#include "cli/run/bindings.h"
#include "dts/origin.h"
#include "dts/source/index.h"
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
	struct analysis *analysis; /* made when it is asked for; NULL: not yet */
	struct analysis *sound;    /* the last one that compiled, or NULL; may be that */
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
	bool stale;               /* a document has changed since */
	bool loaded;              /* the rest is there: see analysis_lint() */
	struct tree tree;
	struct map numbers; /* in it: of nodes and properties, by their addresses */
	struct dts_origins origins;
	struct lint lint;
};

/* What was found in a board, by the file that has to be changed: URI -> diagnostics. */
struct board {
	char *path;
	json_t *found; /* NULL: not linted yet */
};

/*
 * The boards that the documents are, or are parts of. Those at hand come first: one for
 * each document. The others that include one are linted while the client is silent.
 */
struct boards {
	struct board *v;
	size_t n;
	size_t next;  /* the first that is not linted */
	bool listed;  /* the others are in it */
	json_t *told; /* what all that are linted come to, by URI; NULL: nothing yet */
};

struct server {
	const struct options *options;
	struct lsp_transport io;
	struct document *documents;
	char **published; /* URIs that have diagnostics at the client */
	size_t npublished;
	bool initialized;
	bool shut_down;
	bool pulls;          /* the client asks for diagnostics itself, */
	bool refreshes;      /* and does so again when it is told to */
	bool watches;        /* the client tells of files that change */
	bool hints;          /* inlay hints are wanted */
	const char *refused; /* why the request at hand is; NULL: it is not */
	bool stale; /* some document was changed, opened or closed since they were made */
	struct boards boards;
	struct arena arena;       /* the server's own */
	struct string_list roots; /* the folders that the client works in */
	struct arena index_arena;
	struct source_index *index; /* which boards include what; NULL: not made yet */
	struct arena bindings_arena;
	struct bindings_of_input bindings; /* for hover and completion */
	bool has_bindings;
};

/* The document of a request's `textDocument`, or NULL. */
struct document *server_document(const struct server *s, const json_t *params);

/* The document that is open at a path, or NULL. */
struct document *server_open_at(const struct server *s, const char *path);

/* The client's own spelling of a URI that it has open; @uri itself of others. */
const char *server_uri(const struct server *s, const char *uri, struct arena *a);

/* Puts what is open in the place of what is on disk. */
void server_put_documents(const struct server *s, struct source_set *set);

/* A notification to the client; @params is given away. */
void server_notify(struct server *s, const char *method, json_t *params);

/* A request to it, whose answer is not waited for; @params may be NULL. */
void server_ask(struct server *s, const char *method, json_t *params);

/*
 * The board that a document is, or is included by; NULL: it is part of none that is
 * known. Good until a document changes.
 */
struct analysis *server_analysis(struct server *s, struct document *d);

/*
 * The same as it was when it last compiled, which may be some edits ago: for what is half
 * typed, and for answers that must not wait.
 */
struct analysis *server_sound_analysis(struct server *s, struct document *d);

/* Compiles a board as the documents are now. To be given back with analysis_free(). */
struct analysis *analysis_new(const struct server *s, const char *path);
void analysis_free(struct analysis *x);
void document_forget_analyses(struct document *d);

/*
 * The number that a live_node or live_prop of the board has in that tree, MAP_ABSENT: it
 * is not in it, or there is none.
 */
uint32_t analysis_number(struct analysis *x, const void *live);

/*
 * Appends the boards that include a file, directly or not, as paths: real ones where
 * the working directory has nothing to do with them. False where that is not known.
 */
bool server_including(
	struct server *s, const char *path, struct arena *a, struct string_list *boards);
void server_forget_index(struct server *s);

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

/*
 * What the cell at an offset of a property's value means, as cell_meaning() has it, with
 * the place in the document of what that is about; @from is the first byte to look at, and
 * is moved behind it. NULL: no more of the value means anything that is known.
 */
const char *analysis_meaning(struct analysis *x, uint32_t prop, uint32_t *from,
	struct place *place, struct arena *a);

/* The binding that the node's compatible leads to, or ROOT_NONE. */
uint32_t analysis_root(
	struct analysis *x, const struct live_node *n, const struct program *p);

/* The bindings that the documents are held against, or NULL. */
const struct program *server_program(struct server *s, const char *path);

/* Lints the boards at hand, and tells a client that does not ask what was found where. */
void diagnose_at_hand(struct server *s);

/*
 * Goes on with the other boards: a few of them. False where none is left; the client is
 * told when the last one is linted.
 */
bool diagnose_more(struct server *s);

/* What was found in a file, an array; NULL: nothing. */
json_t *diagnosed_in(const struct server *s, const char *path, struct arena *a);
void boards_free(struct boards *b);

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

/* A line that an editor shows as a warning. */
void server_warn(struct server *s, const char *message);

/* The node of the board that an sketch's node is, or NULL. */
struct live_node *server_node(
	struct analysis *x, const struct sketch *o, uint32_t item, struct arena *a);

/* A file of a board as it is now, with its sketch. */
struct file {
	const char *path;
	struct text text; /* to be given back with text_free() */
	struct sketch sketch;
};

/* What is open, else what is on disk; the sketch is @a's. */
bool file_open(const struct server *s, const char *path, struct arena *a, struct file *f);

/* The file of the board that an include names, or NULL. */
const char *file_included(
	const struct analysis *x, const struct asked *q, uint32_t item, struct arena *a);

/* A label or a macro. */
struct name {
	const char *text;
	bool label;
};

/* The one that is asked about; false: it is something else. */
bool name_at(const struct asked *q, struct name *w, struct arena *a);

/* Whether an item defines it, or makes use of it. */
bool name_defines(const struct sketch *o, uint32_t i, const struct name *w);
bool name_uses(const struct sketch *o, uint32_t i, const struct name *w);

/* The request is answered by an error that says so, whatever is returned: NULL. */
json_t *server_refuse(struct server *s, struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Requests; each returns its result, NULL for null. */
json_t *on_definition(struct server *s, struct arena *a, const json_t *params);
json_t *on_references(struct server *s, struct arena *a, const json_t *params);
json_t *on_highlight(struct server *s, struct arena *a, const json_t *params);
json_t *on_document_symbol(struct server *s, struct arena *a, const json_t *params);
json_t *on_workspace_symbol(struct server *s, struct arena *a, const json_t *params);
json_t *on_semantic_tokens(struct server *s, struct arena *a, const json_t *params);
json_t *on_inlay_hint(struct server *s, struct arena *a, const json_t *params);
json_t *on_prepare_rename(struct server *s, struct arena *a, const json_t *params);
json_t *on_rename(struct server *s, struct arena *a, const json_t *params);
json_t *on_document_link(struct server *s, struct arena *a, const json_t *params);
json_t *on_folding_range(struct server *s, struct arena *a, const json_t *params);
json_t *on_hover(struct server *s, struct arena *a, const json_t *params);
json_t *on_completion(struct server *s, struct arena *a, const json_t *params);
json_t *on_code_action(struct server *s, struct arena *a, const json_t *params);
json_t *on_diagnostic(struct server *s, struct arena *a, const json_t *params);

/* Serves the client until it leaves; the exit status. */
int server_run(const struct options *o);

#endif
