/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Renaming of labels and macros, in all files of the boards that know them. It is made
 * only where every board that has a part in it stays what it is, to the byte.
 */
#include <string.h>

#include "base/io.h"
#include "base/walk.h"
#include "cli/lsp/server.h"
#include "dts/source/layout.h"
#include "lsp/uri.h"

enum {
	BOARDS_MAX = 2000,
	NAME_SIZE_MAX = 128,
	FILES_MAX = 300000,      /* looked at for a macro's name */
	FILE_SIZE_MAX = 4 << 20, /* others hold no sources */
};

struct rename {
	struct server *s;
	struct arena *arena;
	struct name old;
	const char *new;
	struct string_list boards; /* that know the name */
	struct string_list files;  /* of those boards */
	json_t *changes;           /* URI -> edits */
	struct string_list edited; /* the files that have edits, */
	struct document *then;     /* and their texts behind them */
};

static bool
is_identifier(const char *s)
{
	size_t n = 0;

	while (s && sketch_is_word(s[n]))
		n++;
	return n && n < NAME_SIZE_MAX && !s[n] && (*s < '0' || *s > '9');
}

static void
add_once(struct string_list *list, struct arena *a, const char *s)
{
	if (!string_list_has(list, s))
		string_list_add(list, a, arena_strdup(a, s));
}

/* The boards of one file: itself, or what includes it. */
static void
add_boards(struct rename *r, const char *path, struct string_list *boards)
{
	struct string_list including = { 0 };

	if (source_is_whole(path))
		add_once(boards, r->arena, path);
	else
		server_including(r->s, path, r->arena, &including);
	for (size_t i = 0; i < including.n; i++)
		add_once(boards, r->arena, including.v[i]);
}

/* Whether a file has the name, or with @definition defines it; false: it cannot be read. */
static bool
file_has(const struct rename *r, const char *path, const struct name *w, bool definition)
{
	struct arena a = { 0 };
	struct file f;
	bool found = false;
	uint32_t k;

	if (file_open(r->s, path, &a, &f)) {
		for (k = 0; k < f.sketch.n && !found; k++)
			found = name_defines(&f.sketch, k, w)
				|| (!definition && name_uses(&f.sketch, k, w));
		text_free(&f.text);
	}
	arena_free(&a);
	return found;
}

/* The boards that know the name, and the files that they are made of. */
static bool
find_files(struct rename *r, const struct analysis *x)
{
	size_t i, k;

	for (i = 0; i < x->files.n; i++)
		if (file_has(r, x->files.v[i], &r->old, true))
			add_boards(r, x->files.v[i], &r->boards);
	add_once(&r->boards, r->arena, x->board);
	if (r->boards.n > BOARDS_MAX)
		return server_refuse(r->s, r->arena, "more than %d boards know '%s'",
			BOARDS_MAX, r->old.text);
	for (i = 0; i < r->boards.n; i++) {
		struct analysis *board = analysis_new(r->s, r->boards.v[i]);

		for (k = 0; k < board->files.n; k++)
			add_once(&r->files, r->arena, board->files.v[k]);
		analysis_free(board);
	}
	return true;
}

/* A file with its edits made, in the place of the document it is. */
static void
add_edited(struct rename *r, const char *path, const struct text *text)
{
	struct document *d = arena_new(r->arena, struct document);

	d->path = arena_strdup(r->arena, path);
	d->text = *text;
	d->next = r->then;
	r->then = d;
	string_list_add(&r->edited, r->arena, d->path);
}

/* The edits of one file. */
static void
edit_file(struct rename *r, const char *path)
{
	json_t *edits = json_array();
	struct arena a = { 0 };
	struct text text;
	struct file f;
	uint32_t k, end = UINT32_MAX;

	if (!file_open(r->s, path, &a, &f)) {
		arena_free(&a);
		json_decref(edits);
		return;
	}
	text = (struct text){ 0 };
	text_set(&text, f.text.s, f.text.n);
	/* the last one first, so that the offsets of the others stay what they are */
	for (k = f.sketch.n; k--;) {
		const struct sketch_item *x = &f.sketch.v[k];

		if (x->to > end
			|| (!name_defines(&f.sketch, k, &r->old)
				&& !name_uses(&f.sketch, k, &r->old)))
			continue;
		end = x->from;
		json_array_insert_new(edits, 0,
			json_pack("{s:o, s:s}", "range",
				json_of_range(text_range(&f.text, x->from, x->to)),
				"newText", r->new));
		text_replace(&text, x->from, x->to, r->new, strlen(r->new));
	}
	text_free(&f.text);
	arena_free(&a);
	if (json_array_size(edits)) {
		json_object_set(r->changes,
			server_uri(r->s, uri_of_path(path, r->arena), r->arena), edits);
		add_edited(r, path, &text);
	} else {
		text_free(&text);
	}
	json_decref(edits);
}

/* Whether a board's blob is the same with other documents in place of those it has. */
static bool
stays(const struct server *now, const struct server *then, const char *board)
{
	struct analysis *a = analysis_new(now, board), *b = analysis_new(then, board);
	bool same = a->made.ok == b->made.ok
		    && (!a->made.ok
			    || (a->made.blob.n == b->made.blob.n
				    && !memcmp(a->made.blob.data, b->made.blob.data,
					    a->made.blob.n)));

	analysis_free(a);
	analysis_free(b);
	return same;
}

/* Every board that includes an edited file has to stay what it is. */
static bool
check_boards(struct rename *r)
{
	struct server with = *r->s;
	struct string_list boards = r->boards;
	const char *changed = NULL;
	const struct document *d;
	size_t i;

	with.documents = r->then;
	for (i = 0; i < r->edited.n; i++)
		add_boards(r, r->edited.v[i], &boards);
	/* what is open and not edited is as it is, too */
	for (d = r->s->documents; d; d = d->next) {
		struct document *same;

		if (string_list_has(&r->edited, d->path))
			continue;
		same = arena_new(r->arena, struct document);
		*same = *d;
		same->next = with.documents;
		with.documents = same;
	}
	for (i = 0; i < boards.n && !changed; i++)
		if (!stays(r->s, &with, boards.v[i]))
			changed = boards.v[i];
	if (changed)
		server_refuse(r->s, r->arena,
			"'%s' would not be what it is: it knows another '%s', or uses it in a "
			"way that cannot be renamed",
			changed, r->old.text);
	return !changed;
}

static bool
word_is_in(const char *s, size_t n, const char *word)
{
	const char *at = s, *end = s + n;
	size_t k = strlen(word);

	while (at < end && (at = memchr(at, *word, (size_t)(end - at)))) {
		if ((size_t)(end - at) >= k && !memcmp(at, word, k)
			&& (at == s || !sketch_is_word(at[-1]))
			&& (at + k == end || !sketch_is_word(at[k])))
			return true;
		at++;
	}
	return false;
}

/* A macro that drivers use, too, is not the trees' own. */
static bool
check_others(struct rename *r)
{
	const struct layout *l = layout_find(
		r->s->roots.n ? r->s->roots.v[0] : ".", r->arena);
	const char *root = l->repository   ? l->repository
			   : r->s->roots.n ? r->s->roots.v[0]
					   : NULL;
	struct walk_options how = { .names_max = FILES_MAX };
	const struct walk_entry *e;
	struct walk *w;
	bool ok = true;

	if (!root)
		return true;
	w = walk_open(root, &how);
	while (ok && (e = walk_next(w))) {
		struct fault f = FAULT_INIT(r->arena);
		struct bytes b;

		if (e->kind == WALK_FAULT)
			ok = server_refuse(r->s, r->arena, "%s: %s", e->path, e->fault);
		if (e->kind != WALK_FILE || string_list_has(&r->edited, e->path)
			|| (source_is_whole(e->name)
				|| (source_is_part(e->name)
					&& !source_is_header(e->name)))
			|| !io_read(e->path, FILE_SIZE_MAX, &b, &f))
			continue;
		if (word_is_in((const char *)b.data, b.n, r->old.text))
			ok = server_refuse(r->s, r->arena,
				"'%s' uses '%s', too, which is no tree", e->path,
				r->old.text);
		bytes_free(&b);
	}
	walk_close(w);
	return ok;
}

/* Overlays name labels of bases that they do not include. */
static void
tell_overlays(struct rename *r)
{
	struct walk_options how = { .flat = true };
	const char *path = r->edited.v[0], *slash = strrchr(path, '/');
	const struct walk_entry *e;
	struct walk *w;

	if (!r->old.label || !slash)
		return;
	w = walk_open(arena_strndup(r->arena, path, (size_t)(slash - path)), &how);
	while ((e = walk_next(w))) {
		const char *dot = strrchr(e->name, '.');

		if (e->kind != WALK_FILE || !dot || strcmp(dot, ".dtso") != 0
			|| string_list_has(&r->edited, e->path)
			|| !file_has(r, e->path, &r->old, false))
			continue;
		server_warn(r->s,
			arena_printf(r->arena, "%s refers to a '%s', and was not changed",
				e->path, r->old.text));
	}
	walk_close(w);
}

static bool
rename_all(struct rename *r, struct document *d)
{
	const struct analysis *x = server_analysis(r->s, d);
	const struct name new = { r->new, r->old.label };
	size_t i;

	if (!x || !find_files(r, x))
		return false;
	for (i = 0; i < r->files.n; i++)
		if (file_has(r, r->files.v[i], &new, false))
			return server_refuse(r->s, r->arena, "'%s' has a '%s' already",
				r->files.v[i], r->new);
	for (i = 0; i < r->files.n; i++)
		edit_file(r, r->files.v[i]);
	if (!r->edited.n || !check_boards(r) || (!r->old.label && !check_others(r)))
		return false;
	tell_overlays(r);
	return true;
}

json_t *
on_prepare_rename(struct server *s, struct arena *a, const json_t *params)
{
	struct name w = { 0 };
	struct asked q;
	uint32_t from;

	if (!server_asked(s, params, a, &q) || !name_at(&q, &w, a))
		return server_refuse(s, a, "only labels and macros can be renamed");
	from = q.sketch.v[q.item].from;
	if (q.sketch.v[q.item].kind == SKETCH_NODE)
		from++; /* behind the '&' */
	return json_pack("{s:o, s:s}", "range",
		json_of_range(text_range(&q.document->text, from, q.sketch.v[q.item].to)),
		"placeholder", w.text);
}

json_t *
on_rename(struct server *s, struct arena *a, const json_t *params)
{
	struct rename r = { .s = s, .arena = a };
	struct asked q;
	json_t *out = NULL;

	r.new = json_string_value(json_object_get(params, "newName"));
	if (!is_identifier(r.new))
		return server_refuse(
			s, a, "no name of a label or a macro: '%s'", r.new ? r.new : "");
	if (!server_asked(s, params, a, &q) || !name_at(&q, &r.old, a))
		return server_refuse(s, a, "only labels and macros can be renamed");
	r.changes = json_object();
	if (rename_all(&r, q.document))
		out = json_pack("{s:O}", "changes", r.changes);
	json_decref(r.changes);
	for (; r.then; r.then = r.then->next)
		text_free(&r.then->text);
	return out;
}
