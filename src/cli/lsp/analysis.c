/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards as their documents are now, and where things are in them. */
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/utf8.h"
#include "base/walk.h"
#include "cli/lsp/server.h"
#include "cli/run/sources.h"
#include "lsp/uri.h"
#include "rules/meaning.h"
#include "tree/names.h"

enum { BOARDS_TRIED = 8, PATH_NODES_MAX = 256 };

static bool
is_board(const char *path)
{
	const char *dot = strrchr(path, '.');

	return dot && (!strcmp(dot, ".dts") || !strcmp(dot, ".dtso"));
}

struct analysis *
analysis_new(const struct server *s, const char *path)
{
	struct analysis *x = calloc(1, sizeof(*x));
	struct fault f = { 0 };
	struct dts_options options;

	if (!x)
		fatal("out of memory: a board");
	f = FAULT_INIT(&x->arena);
	names_init(&x->names);
	sources_begin(&x->reading, s->options, &x->arena);
	/* a configuration that cannot be read is a finding of the board */
	(void)sources_configure(&x->reading, s->options, path, &x->arena, &f);
	server_put_documents(s, x->reading.sources);
	dts_options_init(&options);
	options.preprocess = x->reading.preprocess;
	x->board = arena_strdup(&x->arena, path);
	search_init(&x->search, x->reading.sources, x->board, x->reading.include_dirs,
		x->reading.more_dirs, &x->arena);
	dts_compile(&x->made, &x->search, &options, x->board, &x->names, &x->arena);
	dts_text_files(&x->made.text, &x->files, &x->arena);
	return x;
}

void
analysis_free(struct analysis *x)
{
	if (!x)
		return;
	if (x->loaded)
		tree_free(&x->tree);
	dts_compilation_free(&x->made);
	sources_end(&x->reading);
	intern_free(&x->names);
	arena_free(&x->arena);
	free(x);
}

/* A board beside the document that includes it, of the first few there are. */
static struct analysis *
find_beside(const struct server *s, const char *path)
{
	struct arena a = { 0 };
	const char *slash = strrchr(path, '/');
	char *folder = arena_strndup(&a, path, slash > path ? (size_t)(slash - path) : 1);
	struct walk_options options = { .flat = true };
	struct walk *w = walk_open(folder, &options);
	const struct walk_entry *e;
	struct analysis *found = NULL;
	unsigned int tried = 0;

	while (!found && tried < BOARDS_TRIED && (e = walk_next(w))) {
		if (e->kind != WALK_FILE || !is_board(e->path))
			continue;
		tried++;
		found = analysis_new(s, e->path);
		if (string_list_has(&found->files, path))
			continue;
		analysis_free(found);
		found = NULL;
	}
	walk_close(w);
	arena_free(&a);
	return found;
}

void
document_forget_analyses(struct document *d)
{
	if (d->sound != d->analysis)
		analysis_free(d->sound);
	analysis_free(d->analysis);
	d->analysis = d->sound = NULL;
}

/* Puts a new analysis in the place of the one there is; one that compiled is kept. */
static struct analysis *
renew(struct document *d, struct analysis *x)
{
	if (d->analysis != d->sound)
		analysis_free(d->analysis);
	if (x && x->made.ok) {
		analysis_free(d->sound);
		d->sound = x;
	}
	return d->analysis = x;
}

struct analysis *
server_analysis(struct server *s, struct document *d)
{
	struct document *board;

	if (d->analysis && !d->analysis->stale)
		return d->analysis;
	if (is_board(d->path))
		return renew(d, analysis_new(s, d->path));
	for (board = s->documents; board; board = board->next)
		if (is_board(board->path)
			&& string_list_has(&server_analysis(s, board)->files, d->path))
			return board->analysis;
	if (d->analysis)
		return renew(d, analysis_new(s, d->analysis->board));
	return renew(d, find_beside(s, d->path));
}

struct analysis *
server_sound_analysis(struct server *s, struct document *d)
{
	struct document *board;

	for (board = s->documents; board && !d->sound; board = board->next)
		if (board->sound && string_list_has(&board->sound->files, d->path))
			return board->sound;
	return d->sound ? d->sound : server_analysis(s, d);
}

static uint64_t
key_of(const void *live)
{
	return hash_number((uintptr_t)live);
}

/* The board as a tree, with its places, for the facts that rules have; NULL: none. */
static struct lint *
analysis_lint(struct analysis *x)
{
	struct fault f = FAULT_INIT(&x->arena);
	uint32_t i;

	if (x->loaded)
		return &x->lint;
	if (!x->made.ok
		|| !tree_load(&x->tree, &x->names, x->made.blob.data, x->made.blob.n, &f))
		return NULL;
	dts_origins_init(&x->origins, &x->made);
	x->tree.origins = &x->origins.base;
	x->lint = (struct lint){ .tree = &x->tree,
		.file = x->board,
		.arena = &x->arena,
		.scratch = &x->arena };
	for (i = 0; i < x->made.blob.nnodes; i++)
		map_put(&x->numbers, &x->arena, key_of(x->made.blob.nodes[i]), i);
	for (i = 0; i < x->made.blob.nprops; i++)
		map_put(&x->numbers, &x->arena, key_of(x->made.blob.props[i]), i);
	x->loaded = true;
	return &x->lint;
}

uint32_t
analysis_number(struct analysis *x, const void *live)
{
	return analysis_lint(x) ? map_get(&x->numbers, key_of(live)) : MAP_ABSENT;
}

const char *
server_board(struct server *s, struct document *d)
{
	const struct analysis *x;

	if (is_board(d->path))
		return d->path;
	x = server_analysis(s, d);
	return x ? x->board : NULL;
}

void
analysis_defines(struct analysis *x, struct arena *a,
	bool (*each)(void *context, const struct source_file *file,
		const struct sketch *sketch, uint32_t item),
	void *context)
{
	const struct source_file *file;
	struct sketch sketch;
	bool go_on = true;
	uint32_t k;
	size_t i;

	for (i = 0; go_on && i < x->files.n; i++) {
		struct fault f = FAULT_INIT(a);

		file = source_file_open(
			x->reading.sources, &x->search.trust, x->files.v[i], &f);
		if (!file)
			continue;
		sketch_read(&sketch, file->text, file->n, a);
		for (k = 0; go_on && k < sketch.n; k++)
			if (sketch.v[k].kind == SKETCH_DEFINE)
				go_on = each(context, file, &sketch, k);
		source_file_close(file);
	}
}

const struct live_prop *
analysis_prop(struct analysis *x, const struct live_node *n, const char *name)
{
	atom_t atom = n ? intern_find(&x->names, name, strlen(name)) : ATOM_NONE;

	return atom == ATOM_NONE ? NULL : live_prop(&x->made.tree, n, atom);
}

const char *
analysis_value(const struct analysis *x, const struct live_prop *p)
{
	return x->made.tree.values.s + p->value;
}

const char *
analysis_meaning(struct analysis *x, uint32_t prop, uint32_t *from, struct place *place,
	struct arena *a)
{
	const struct origins *origins = &x->origins.base;
	const struct prop *p = &x->tree.props[prop];
	uint32_t begin, length;
	const char *text;

	for (; *from < p->len; *from += 4) {
		struct origin at = { .place = PLACE_NONE };

		text = cell_meaning(&x->lint, p, *from, &begin, &length);
		if (!text)
			continue;
		*from = begin + length;
		origins->value(origins, prop, begin, length, a, &at);
		*place = at.place;
		return text;
	}
	return NULL;
}

uint32_t
analysis_root(struct analysis *x, const struct live_node *n, const struct program *p)
{
	const struct live_prop *c = analysis_prop(x, n, "compatible");
	uint32_t i, length, string, root;

	for (i = 0; c && i < c->len; i += length + 1) {
		const char *s = analysis_value(x, c) + i;

		length = (uint32_t)strnlen(s, c->len - i);
		string = program_find(p, s, length);
		root = string == STRING_NONE ? ROOT_NONE
					     : program_compatible_root(p, string);
		if (root != ROOT_NONE)
			return root;
	}
	return ROOT_NONE;
}

const struct program *
server_program(struct server *s, const char *path)
{
	if (!s->has_bindings)
		s->has_bindings = bindings_of(
			&s->bindings, s->options, path, 0, &s->bindings_arena);
	return s->has_bindings ? s->bindings.program : NULL;
}

json_t *
json_of_range(struct range r)
{
	return json_pack("{s:{s:i, s:i}, s:{s:i, s:i}}", "start", "line",
		(int)r.start.line, "character", (int)r.start.character, "end", "line",
		(int)r.end.line, "character", (int)r.end.character);
}

bool
position_of_json(const json_t *j, struct position *out)
{
	json_int_t line = json_integer_value(json_object_get(j, "line"));
	json_int_t character = json_integer_value(json_object_get(j, "character"));

	if (!json_is_object(j) || line < 0 || character < 0)
		return false;
	out->line = line > INT32_MAX ? INT32_MAX : (uint32_t)line;
	out->character = character > INT32_MAX ? INT32_MAX : (uint32_t)character;
	return true;
}

json_t *
json_of_location(const char *path, struct range r, struct arena *a)
{
	return json_pack(
		"{s:s, s:o}", "uri", uri_of_path(path, a), "range", json_of_range(r));
}

/* UTF-16 units of the first @characters of a line. */
static uint32_t
units_of(const char *line, uint32_t characters)
{
	uint32_t units = 0, c;
	size_t n, left = strlen(line);

	for (; characters && left; characters--, line += n, left -= n) {
		c = 0;
		n = utf8_decode(line, left, &c);
		n = n ? n : 1;
		units += c > 0xffff ? 2 : 1;
	}
	return units + characters;
}

struct range
range_of_place(const struct server *s, const struct place *p, const char *excerpt)
{
	const struct document *d = p->file ? server_open_at(s, p->file) : NULL;
	uint32_t end_line = p->end_line ? p->end_line : p->line;
	uint32_t column = p->column ? p->column : 1;
	uint32_t end_column = p->end_column ? p->end_column : column;
	struct range r = { { 0, 0 }, { 0, 0 } };

	if (!p->line)
		return r;
	if (d) {
		r.start = text_at(&d->text, p->line, column);
		r.end = text_at(&d->text, end_line, end_column);
		return r;
	}
	r.start = (struct position){ p->line - 1, column - 1 };
	r.end = (struct position){ end_line - 1, end_column - 1 };
	if (excerpt)
		r.start.character = units_of(excerpt, column - 1);
	if (excerpt && end_line == p->line)
		r.end.character = units_of(excerpt, end_column - 1);
	return r;
}

bool
server_asked(struct server *s, const json_t *params, struct arena *a, struct asked *out)
{
	struct position p;

	out->document = server_document(s, params);
	if (!out->document || !position_of_json(json_object_get(params, "position"), &p))
		return false;
	sketch_read(&out->sketch, out->document->text.s, out->document->text.n, a);
	out->offset = (uint32_t)text_offset(&out->document->text, p);
	out->item = sketch_at(&out->sketch, out->offset);
	return true;
}

/* The node that a body's name means within another; "&label" and "/" wherever it is. */
static struct live_node *
step(struct analysis *x, struct live_node *in, const char *name)
{
	struct live_tree *t = &x->made.tree;
	atom_t atom;

	if (!strcmp(name, "/"))
		return t->root;
	if (*name == '&') {
		atom = intern_find(&x->names, name + 1, strlen(name + 1));
		return atom == ATOM_NONE ? NULL : live_find(t, atom);
	}
	atom = intern_find(&x->names, name, strlen(name));
	return in && atom != ATOM_NONE ? live_child(t, in, atom) : NULL;
}

struct live_node *
server_node(struct analysis *x, const struct sketch *o, uint32_t item, struct arena *a)
{
	uint32_t way[PATH_NODES_MAX], n = 0;
	struct live_node *node = NULL;

	if (!x || !x->made.tree.root)
		return NULL;
	for (; item != SKETCH_NONE && n < PATH_NODES_MAX; item = o->v[item].parent)
		way[n++] = item;
	while (n)
		node = step(x, node, sketch_name(o, way[--n], a));
	return node;
}
