/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Changes of a tree as edits of its source: the fewest bytes, in the source's own
 * indentation, and none in a macro, in a file outside the repository, or where the
 * source would come to mean something else.
 */
#define _GNU_SOURCE /* memmem */
#include <stdlib.h>
#include <string.h>

#include "base/fence.h"
#include "dts/origin.h"
#include "dts/source/index.h"
#include "dts/statement.h"

enum {
	DEFINITIONS_MAX = 100, /* of what is edited in all its places */
	SEARCHES_MAX = 200,    /* of one tree, through all its values */
};

struct editing {
	struct dts_origins *o;
	const struct dts_compilation *c;
	struct arena *arena;
	struct origin_edits *out;
};

/* A stretch of a file. */
struct spot {
	const struct source_file *file;
	uint32_t at;
	uint32_t end;
};

__attribute__((format(printf, 2, 3))) static bool
tell(struct editing *e, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	e->out->told = arena_vprintf(e->arena, fmt, ap);
	va_end(ap);
	return false;
}

/* Of "edit", the length of a folder, the folder and a file: is that in its repository? */
static const void *
is_in_repository(const char *key, struct arena *a)
{
	static const bool yes = true, no = false;
	struct fence fence = { .arena = a };
	char *dir;
	size_t n = strtoul(key + strlen("edit "), &dir, 10);

	fence_add_repository(&fence, arena_strndup(a, ++dir, n));
	return fence_allows(&fence, dir + n) ? &yes : &no;
}

static bool
may_edit(struct editing *e, const struct source_file *file)
{
	const char *path = e->c->path, *slash = strrchr(path, '/');
	int n = slash ? (int)(slash - path) + 1 : 0;
	const char *key = arena_printf(
		e->arena, "edit %d %.*s%s", n, n, path, file->path);
	const bool *in = source_set_memo(e->c->text.search->set, key, is_in_repository);

	if (file->path[0] == '<')
		return tell(e, "it comes of the command line");
	return *in || tell(e, "it stands in '%s', outside the repository", file->shown);
}

/* The stretch of a file that a piece of the text is; false, told, where it is none. */
static bool
find(struct editing *e, struct live_place at, struct spot *out)
{
	const char *macro;

	if (at.begin == LIVE_NOWHERE)
		return tell(e, "it was made, not written");
	out->file = dts_text_verbatim(&e->c->text, at.begin, at.end, &out->at, &macro);
	if (!out->file)
		return macro ? tell(e, "it comes of macro '%s'", macro)
			     : tell(e, "it does not stand in one piece");
	out->end = out->at + (at.end - at.begin);
	return may_edit(e, out->file);
}

/* The column of a byte in its line, in bytes, from 1 on. */
static uint32_t
byte_column(const struct source_file *file, uint32_t offset)
{
	uint32_t begin = offset < file->n ? offset : file->n, at = begin;

	while (begin && file->text[begin - 1] != '\n')
		begin--;
	return at - begin + 1;
}

static void
add(struct editing *e, const struct source_file *file, uint32_t at, uint32_t end,
	const char *text)
{
	struct origin_edits *out = e->out;
	size_t size = out->n * sizeof(*out->v), i;
	struct text_edit edit = { source_place(file, at, end), text,
		byte_column(file, at), byte_column(file, end) };

	out->v = arena_grow(e->arena, out->v, size, size + sizeof(*out->v));
	/* of one file they are in order */
	for (i = out->n++; i && out->v[i - 1].place.file == edit.place.file
			   && out->v[i - 1].place.offset > edit.place.offset;
		i--)
		out->v[i] = out->v[i - 1];
	out->v[i] = edit;
}

static const char *
name_of(const struct editing *e, atom_t name)
{
	return live_name(&e->c->tree, name);
}

/*
 * The bytes of a file at which the node's properties are written, but for status, which is
 * the last one where sources are well kept.
 */
static void
find_props(const struct editing *e, const struct live_node *n,
	const struct source_file *file, struct map *out)
{
	const char *macro;
	uint32_t at;

	live_for_each_prop(n, p)
	{
		if (!p->generated && p->place.begin != LIVE_NOWHERE
			&& strcmp(name_of(e, p->name), "status") != 0
			&& dts_text_verbatim(
				   &e->c->text, p->place.begin, p->place.end, &at, &macro)
				   == file)
			map_put(out, e->arena, at, 0);
	}
}

/* Where the rest of the line is blanks and comments that end in it: its end; else @at. */
static uint32_t
behind_comments(const struct source_file *f, uint32_t at)
{
	uint32_t end = statement_line_end(f->text, f->n, at);
	uint32_t next = statement_skip(f->text, end, at);

	if (next < end || !statement_is_closed(f->text, at, end))
		return at;
	return end > at && f->text[end - 1] == '\r' ? end - 1 : end;
}

static const char *
line_feed(const struct source_file *f, uint32_t at)
{
	uint32_t end = statement_line_end(f->text, f->n, at);

	return end > 0 && end < f->n && f->text[end - 1] == '\r' ? "\r\n" : "\n";
}

/* The indentation of what is in the body that opens at the '{' before @at. */
static const char *
inner_indent(const struct editing *e, const struct source_file *f, uint32_t at)
{
	uint32_t next = statement_skip(f->text, f->n, at);

	if (next < f->n && f->text[next] != '}' && f->text[next] != '#'
		&& statement_is_first(f->text, next))
		return statement_indent(f->text, f->n, next, e->arena);
	return arena_printf(e->arena, "%s%s",
		statement_indent(f->text, f->n, at, e->arena),
		statement_step(f->text, f->n, e->arena));
}

/* Behind the '{', which ends at @at. */
static void
add_first(struct editing *e, const struct source_file *f, uint32_t at, const char *text)
{
	uint32_t next = statement_skip(f->text, f->n, at), to;

	if (next < f->n && next < statement_line_end(f->text, f->n, at)) {
		add(e, f, at, at,
			arena_printf(
				e->arena, f->text[at] == '}' ? " %s; " : " %s;", text));
		return;
	}
	to = behind_comments(f, at);
	add(e, f, to, to,
		arena_printf(e->arena, "%s%s%s;", line_feed(f, at),
			inner_indent(e, f, at), text));
}

static void
add_behind(struct editing *e, const struct source_file *f, const struct statement *last,
	const char *text)
{
	uint32_t to = behind_comments(f, last->end);

	if (!statement_is_first(f->text, last->begin)
		|| (to == last->end && to != statement_line_end(f->text, f->n, to)
			&& f->text[to] != '\r'))
		add(e, f, last->end, last->end, arena_printf(e->arena, " %s;", text));
	else
		add(e, f, to, to,
			arena_printf(e->arena, "%s%s%s;", line_feed(f, last->end),
				statement_indent(f->text, f->n, last->begin, e->arena),
				text));
}

static void
find_deletions(struct editing *e)
{
	struct dts_origins *o = e->o;
	const struct live_deletion *d;

	if (o->deletions_known)
		return;
	o->deletions_known = true;
	for (d = o->c->tree.deletions; d; d = d->next) {
		if (d->node_hit)
			map_put(&o->deleted_nodes, o->c->arena, d->node_hit->id, 0);
		if (d->name != ATOM_NONE)
			map_put(&o->deleted_names, o->c->arena, d->name, 0);
	}
}

/* Whether what its first body has was lost since. */
static bool
was_deleted(struct editing *e, const struct live_node *n)
{
	find_deletions(e);
	for (; n; n = n->parent)
		if (map_get(&e->o->deleted_nodes, n->id) != MAP_ABSENT)
			return true;
	return false;
}

/* Whether some /delete-…/ is about what is named so. */
static bool
is_deleted_by_name(struct editing *e, atom_t name)
{
	find_deletions(e);
	return map_get(&e->o->deleted_names, name) != MAP_ABSENT;
}

static bool
add_property(struct editing *e, const struct live_node *n, const char *name)
{
	const struct live_tree *t = &e->c->tree;
	atom_t atom = intern_find(t->names, name, strlen(name));
	struct statement s, last = { 0 };
	struct map props = { 0 };
	struct spot spot;
	uint32_t body, at;

	if (atom != ATOM_NONE && live_prop_any(t, n, atom))
		return tell(e, "'%s' is deleted from the node", name);
	if (was_deleted(e, n))
		return tell(e, "the node is deleted and defined once more");
	if (!find(e, n->place, &spot))
		return false;
	body = statement_skip(spot.file->text, spot.file->n, spot.end);
	if (body == spot.file->n || spot.file->text[body] != '{')
		return tell(e, "the body of the node stands elsewhere");
	at = ++body;
	find_props(e, n, spot.file, &props);
	while (statement_next(spot.file->text, spot.file->n, at, &s)) {
		if (map_get(&props, s.name) != MAP_ABSENT)
			last = s;
		at = s.end;
	}
	if (last.end)
		add_behind(e, spot.file, &last, name);
	else
		add_first(e, spot.file, body, name);
	return true;
}

static bool
remove_one(struct editing *e, struct live_place at)
{
	const struct source_file *f;
	uint32_t begin, end, next;
	struct spot spot;

	if (!find(e, at, &spot))
		return false;
	f = spot.file;
	if (statement_begin(f->text, spot.at) != spot.at)
		return tell(e, "it has a label");
	if (!statement_end(f->text, f->n, spot.end, &end))
		return tell(e, "it does not stand in one piece");
	begin = spot.at;
	for (next = end; next < f->n && strchr(" \t\r", f->text[next]) && f->text[next];)
		next++;
	if (statement_is_first(f->text, begin)
		&& next == statement_line_end(f->text, f->n, end)) {
		begin = statement_line(f->text, begin);
		end = next < f->n ? next + 1 : next;
	} else if (!statement_is_first(f->text, begin)) {
		while (begin && (f->text[begin - 1] == ' ' || f->text[begin - 1] == '\t'))
			begin--;
	} else {
		end = next;
	}
	add(e, f, begin, end, "");
	return true;
}

static bool
rename_one(struct editing *e, struct live_place at, const char *text)
{
	struct spot spot;

	if (!find(e, at, &spot))
		return false;
	add(e, spot.file, spot.at, spot.end, text);
	return true;
}

static size_t
count(const struct live_definition *d)
{
	size_t n = 0;

	for (; d && n <= DEFINITIONS_MAX; d = d->next)
		n++;
	return n;
}

/* Every definition of a property: one that was overridden would hold without the last. */
static bool
each_definition(struct editing *e, const struct live_prop *p, const char *text)
{
	const struct live_definition *d;

	if (p->generated)
		return tell(e, "it was made, not written");
	if (count(p->earlier) > DEFINITIONS_MAX)
		return tell(e, "it is defined in too many places");
	if (!(text ? rename_one(e, p->place, text) : remove_one(e, p->place)))
		return false;
	for (d = p->earlier; d; d = d->next)
		if (!(text ? rename_one(e, d->place, text) : remove_one(e, d->place)))
			return false;
	return true;
}

static bool
rename_property(struct editing *e, const struct live_node *n, const struct live_prop *p,
	const char *name)
{
	const struct live_tree *t = &e->c->tree;
	atom_t atom = intern_find(t->names, name, strlen(name));

	if (atom != ATOM_NONE && live_prop_any(t, n, atom))
		return tell(e, "there is a '%s' already", name);
	if (is_deleted_by_name(e, p->name))
		return tell(e, "some '/delete-property/' names it");
	return each_definition(e, p, name);
}

/* Whether some path in the source, or a value, has the node's name in it. */
static bool
is_named_elsewhere(const struct live_tree *t, const struct live_node *of)
{
	const char *name = live_name(t, of->name);
	size_t n = strlen(name);
	const struct live_mark *m;

	live_for_each(t, node)
	{
		live_for_each_prop(node, p)
		{
			if (!p->generated && !p->has_paths && p->len >= n
				&& memmem(live_value(t, p), p->len, name, n))
				return true;
			for (m = p->marks; m; m = m->next)
				if (strstr(live_name(t, m->ref), name))
					return true;
		}
	}
	return false;
}

static bool
is_text(const struct editing *e, struct live_place at, const char *s)
{
	return at.begin != LIVE_NOWHERE && at.end - at.begin == strlen(s)
	       && !memcmp(e->c->text.s + at.begin, s, strlen(s));
}

static bool
rename_node(struct editing *e, const struct live_node *n, const char *name)
{
	const struct live_tree *t = &e->c->tree;
	const char *old = live_name(t, n->name);
	atom_t atom = intern_find(t->names, name, strlen(name));
	const struct live_definition *d;
	struct spot spot;

	if (!n->parent)
		return tell(e, "it is the root");
	if (atom != ATOM_NONE && live_child_any(t, n->parent, atom))
		return tell(e, "there is a '%s' already", name);
	if (count(n->later) > DEFINITIONS_MAX || e->o->searches++ > SEARCHES_MAX)
		return tell(e, "there are too many such names to look after all");
	if (is_named_elsewhere(t, n) || is_deleted_by_name(e, n->name))
		return tell(e, "the source names the node by its path, too");
	if (!find(e, n->place, &spot))
		return false;
	if (source_is_part(spot.file->path))
		return tell(
			e, "other sources may name the node in '%s'", spot.file->shown);
	if (!is_text(e, n->place, old))
		return tell(e, "it is made of a reference");
	add(e, spot.file, spot.at, spot.end, name);
	for (d = n->later; d; d = d->next) {
		/* what refers to it by a label stays as it is */
		if (e->c->text.s[d->place.begin] == '&'
			&& e->c->text.s[d->place.begin + 1] != '{')
			continue;
		if (!is_text(e, d->place, old))
			return tell(e, "the source names the node by its path, too");
		if (!rename_one(e, d->place, name))
			return false;
	}
	return true;
}

static bool
needs_escapes(const char *s)
{
	for (; *s; s++)
		if (*s < ' ' || *s == '"' || *s == '\\' || *s == 127)
			return true;
	return false;
}

static bool
change_string(struct dts_origins *o, struct editing *e, const struct live_prop *p,
	uint32_t offset, const char *text)
{
	const char *was = (const char *)live_value(&e->c->tree, p) + offset;
	struct spot spot;
	uint32_t i = 0;
	size_t n;

	dts_origins_parts(o, p);
	while (i < o->nparts && o->parts[i].offset != offset)
		i++;
	if (i == o->nparts || p->has_paths || !memchr(was, '\0', p->len - offset)
		|| needs_escapes(text))
		return tell(e, "it does not stand there as a string of its own");
	if (!find(e, o->parts[i].place, &spot))
		return false;
	n = strlen(was);
	if (spot.end - spot.at != n + 2 || spot.file->text[spot.at] != '"'
		|| memcmp(spot.file->text + spot.at + 1, was, n) != 0)
		return tell(e, "it does not stand there as a string of its own");
	add(e, spot.file, spot.at + 1, spot.end - 1, text);
	return true;
}

void
dts_edit(struct dts_origins *o, const struct tree_change *change, struct arena *a,
	struct origin_edits *out)
{
	struct editing e = { .o = o, .c = o->c, .arena = a, .out = out };
	const struct blob *b = &o->c->blob;
	const struct live_node *n;
	const struct live_prop *p = NULL;
	bool ok = false;

	*out = (struct origin_edits){ 0 };
	if (change->node >= b->nnodes
		|| (change->kind != CHANGE_ADD_PROPERTY
			&& change->kind != CHANGE_RENAME_NODE
			&& change->prop >= b->nprops))
		return;
	n = b->nodes[change->node];
	if (change->kind != CHANGE_ADD_PROPERTY && change->kind != CHANGE_RENAME_NODE)
		p = b->props[change->prop];
	switch (change->kind) {
	case CHANGE_ADD_PROPERTY: ok = add_property(&e, n, change->text); break;
	case CHANGE_REMOVE_PROPERTY: ok = each_definition(&e, p, NULL); break;
	case CHANGE_RENAME_PROPERTY: ok = rename_property(&e, n, p, change->text); break;
	case CHANGE_RENAME_NODE: ok = rename_node(&e, n, change->text); break;
	case CHANGE_STRING:
		ok = change->offset < p->len
		     && change_string(o, &e, p, change->offset, change->text);
		break;
	}
	if (!ok)
		out->n = 0;
}
