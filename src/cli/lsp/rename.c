/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Renaming of labels and macros, in all files of the boards that know them. It is made
 * only where every board that has a part in it stays what it is, to the byte.
 */
#include <stdlib.h>
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
	MESSAGE_WARNING = 2,
};

struct rename {
	struct server *s;
	struct arena *arena;
	struct name old;
	const char *new;
	struct string_list boards; /* that know the name */
	struct string_list files;  /* of those boards */
	json_t *changes;           /* URI -> edits */
};

static bool
is_letter(char c)
{
	return c == '_' || (c >= '0' && c <= '9')
	       || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static bool
is_identifier(const char *s)
{
	size_t n = 0;

	while (s && is_letter(s[n]))
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

/* Whether a file has the name as @is_part has it; false where it cannot be read. */
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

/* The edits of one file, of which the text after them goes into the set of @edited. */
static void
edit_file(struct rename *r, const char *path, struct string_list *edited)
{
	const struct document *d = server_open_at(r->s, path);
	const char *uri = d ? d->uri : uri_of_path(path, r->arena);
	json_t *edits = json_array();
	struct arena a = { 0 };
	struct file f;
	uint32_t k, end = 0;

	if (file_open(r->s, path, &a, &f)) {
		for (k = 0; k < f.sketch.n; k++) {
			const struct sketch_item *x = &f.sketch.v[k];

			if (x->from < end
				|| (!name_defines(&f.sketch, k, &r->old)
					&& !name_uses(&f.sketch, k, &r->old)))
				continue;
			end = x->to;
			json_array_append_new(edits,
				json_pack("{s:o, s:s}", "range",
					json_of_range(
						text_range(&f.text, x->from, x->to)),
					"newText", r->new));
		}
		text_free(&f.text);
	}
	arena_free(&a);
	if (json_array_size(edits)) {
		string_list_add(edited, r->arena, path);
		json_object_set(r->changes, uri, edits);
	}
	json_decref(edits);
}

/* The text of a file with its edits made, from the last one to the first. */
static void
edited_text(struct rename *r, const char *path, struct text *out)
{
	const struct document *d = server_open_at(r->s, path);
	const json_t *edits = json_object_get(
		r->changes, d ? d->uri : uri_of_path(path, r->arena));
	struct arena a = { 0 };
	struct position from, to;
	struct file f;
	size_t i = json_array_size(edits);

	if (!file_open(r->s, path, &a, &f)) {
		arena_free(&a);
		return;
	}
	while (i--) {
		const json_t *range = json_object_get(json_array_get(edits, i), "range");

		position_of_json(json_object_get(range, "start"), &from);
		position_of_json(json_object_get(range, "end"), &to);
		text_replace(&f.text, text_offset(&f.text, from),
			text_offset(&f.text, to), r->new, strlen(r->new));
	}
	*out = f.text;
	arena_free(&a);
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
check_boards(struct rename *r, const struct string_list *edited)
{
	struct document *then = arena_array(r->arena, struct document, edited->n + 1), *d;
	struct server with = *r->s;
	struct string_list boards = r->boards;
	const char *changed = NULL;
	size_t i, n = edited->n;

	with.documents = NULL;
	for (i = 0; i < n; i++) {
		then[i].path = arena_strdup(r->arena, edited->v[i]);
		edited_text(r, edited->v[i], &then[i].text);
		then[i].next = with.documents;
		with.documents = &then[i];
		add_boards(r, edited->v[i], &boards);
	}
	/* what is open and not edited is as it is, too */
	for (d = r->s->documents; d; d = d->next) {
		struct document *same;

		if (string_list_has(edited, d->path))
			continue;
		same = arena_new(r->arena, struct document);
		*same = *d;
		same->next = with.documents;
		with.documents = same;
	}
	for (i = 0; i < boards.n && !changed; i++)
		if (!stays(r->s, &with, boards.v[i]))
			changed = boards.v[i];
	for (i = 0; i < n; i++)
		text_free(&then[i].text);
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
			&& (at == s || !is_letter(at[-1]))
			&& (at + k == end || !is_letter(at[k])))
			return true;
		at++;
	}
	return false;
}

/* A macro that drivers use, too, is not the trees' own. */
static bool
check_others(struct rename *r, const struct string_list *edited)
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
		if (e->kind != WALK_FILE || string_list_has(edited, e->path)
			|| (source_is_whole(e->name)
				|| (source_is_part(e->name) && !strstr(e->name, ".h")))
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
tell_overlays(struct rename *r, const struct string_list *edited)
{
	struct walk_options how = { .flat = true };
	const char *path = edited->v[0], *slash = strrchr(path, '/');
	const struct walk_entry *e;
	struct walk *w;

	if (!r->old.label || !slash)
		return;
	w = walk_open(arena_strndup(r->arena, path, (size_t)(slash - path)), &how);
	while ((e = walk_next(w))) {
		const char *dot = strrchr(e->name, '.');

		if (e->kind != WALK_FILE || !dot || strcmp(dot, ".dtso") != 0
			|| string_list_has(edited, e->path)
			|| !file_has(r, e->path, &r->old, false))
			continue;
		server_tell(r->s, MESSAGE_WARNING,
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
	struct string_list edited = { 0 };
	size_t i;

	if (!x || !find_files(r, x))
		return false;
	for (i = 0; i < r->files.n; i++)
		if (file_has(r, r->files.v[i], &new, false))
			return server_refuse(r->s, r->arena, "'%s' has a '%s' already",
				r->files.v[i], r->new);
	for (i = 0; i < r->files.n; i++)
		edit_file(r, r->files.v[i], &edited);
	if (!edited.n || !check_boards(r, &edited)
		|| (!r->old.label && !check_others(r, &edited)))
		return false;
	tell_overlays(r, &edited);
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
	return out;
}
