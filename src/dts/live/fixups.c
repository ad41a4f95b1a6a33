/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `__fixups__` and `__local_fixups__`: where an overlay has phandles of the tree that it
 * is applied to, and where its own.
 */
#include <stdlib.h>
#include <string.h>

#include "dts/live/check.h"
#include "tree/names.h"

/* Puts a reference in at its offset, if none is there. */
static void
put_mark(struct live_tree *t, struct live_prop *p, uint32_t offset, atom_t ref)
{
	struct live_mark **at = &p->marks, *m;

	while (*at && (*at)->offset < offset)
		at = &(*at)->next;
	if (*at && (*at)->offset == offset && (*at)->kind == LIVE_MARK_PHANDLE)
		return;
	m = arena_new(t->arena, struct live_mark);
	m->kind = LIVE_MARK_PHANDLE;
	m->offset = offset;
	m->ref = ref;
	m->place = p->place;
	m->next = *at;
	*at = m;
}

/* One entry of a `__fixups__` that the source has itself: "path:property:offset". */
static void
read_fixup(struct live_tree *t, atom_t label, const char *entry)
{
	const char *prop = strchr(entry, ':'),
		   *number = prop ? strchr(prop + 1, ':') : NULL;
	struct live_node *n;
	struct live_prop *p;
	atom_t name;
	long offset;

	if (!number)
		return;
	n = live_find_path(
		t, t->root, arena_strndup(t->arena, entry, (size_t)(prop - entry)));
	name = intern_find(t->names, prop + 1, (size_t)(number - prop - 1));
	if (!n || name == ATOM_NONE || !(p = live_prop(t, n, name)))
		return;
	offset = strtol(number + 1, NULL, 0);
	if (offset >= 0 && offset <= (long)p->len - 4)
		put_mark(t, p, (uint32_t)offset, label);
}

static void
read_fixups(struct live_tree *t)
{
	struct live_node *fixups = live_child(t, t->root, NAME_fixups);
	const char *s, *end, *nul;

	if (!fixups)
		return;
	live_for_each_prop(fixups, p)
	{
		s = (const char *)live_value(t, p);
		for (end = s + p->len; s < end; s = nul + 1) {
			nul = memchr(s, 0, (size_t)(end - s));
			if (!nul)
				break;
			read_fixup(t, p->name, s);
		}
	}
}

static uint32_t
cell_at(const struct live_tree *t, const struct live_prop *p, uint32_t offset)
{
	const uint8_t *v = live_value(t, p) + offset;

	return (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8 | v[3];
}

static void
read_local_prop(struct live_tree *t, const struct live_prop *offsets, struct live_prop *p)
{
	struct live_node *to;
	uint32_t i, offset;
	atom_t ref;

	if (offsets->len % 4)
		return;
	for (i = 0; i < offsets->len; i += 4) {
		offset = cell_at(t, offsets, i);
		if (p->len < 4 || offset > p->len - 4)
			continue;
		to = live_find_phandle(t, cell_at(t, p, offset));
		if (!to)
			continue;
		if (to->labels) {
			ref = to->labels->name;
		} else {
			const char *path = live_path(t, to, t->arena);

			ref = intern(t->names, path, strlen(path));
		}
		put_mark(t, p, offset, ref);
	}
}

/* The node that a node below `__local_fixups__` stands for, or NULL. */
static struct live_node *
counterpart(struct live_tree *t, const struct live_node *top, const struct live_node *n,
	struct live_node **by_id)
{
	struct live_node *parent;

	if (n == top)
		return t->root;
	parent = by_id[n->parent->id];
	return parent ? live_child(t, parent, n->name) : NULL;
}

static void
read_local_fixups(struct live_tree *t)
{
	struct live_node *top = live_child(t, t->root, NAME_local_fixups), *n, **by_id;
	struct live_prop *p;

	if (!top)
		return;
	by_id = arena_array(t->arena, struct live_node *, t->nnodes);
	for (n = top; n; n = live_next(n, top)) {
		by_id[n->id] = counterpart(t, top, n, by_id);
		if (!by_id[n->id])
			continue;
		live_for_each_prop(
			n, offsets) if ((p = live_prop(t, by_id[n->id], offsets->name)))
			read_local_prop(t, offsets, p);
	}
}

/* Entries that are there already: dtc adds none a second time. */
struct entries {
	struct map seen;
};

static bool
is_new(struct live_tree *t, struct entries *e, const struct live_prop *p,
	const void *entry, size_t n)
{
	struct hash_run h = hash_begin(&hash_process);
	uint32_t count = e->seen.count;

	hash_word(&h, (uintptr_t)p);
	hash_data(&h, entry, n);
	map_put(&e->seen, t->arena, hash_end(h), 0);
	return e->seen.count != count;
}

static void
know_entries(struct live_tree *t, struct entries *e, const struct live_prop *p)
{
	const char *s = (const char *)live_value(t, p), *end = s + p->len, *nul;

	for (; s < end; s = nul + 1) {
		nul = memchr(s, 0, (size_t)(end - s));
		if (!nul)
			return;
		is_new(t, e, p, s, (size_t)(nul - s));
	}
}

static bool
add_fixup(struct live_tree *t, struct dts_text *text, struct entries *e,
	struct live_node *fixups, const struct live_node *n, const struct live_prop *p,
	const struct live_mark *m, struct buf *entry)
{
	struct live_prop *to = live_prop(t, fixups, m->ref);

	if (strchr(live_name(t, m->ref), '/')) {
		dts_text_message(text, DTS_ERROR, "source/overlay-path", m->place.begin,
			m->place.end,
			"an overlay cannot refer to the path '%s' of another tree in a cell, "
			"expected a label",
			live_name(t, m->ref));
		return false;
	}
	entry->n = 0;
	live_path_add(t, n, entry);
	buf_printf(entry, ":%s:%u", live_name(t, p->name), m->offset);
	if (!to) {
		to = live_prop_add(t, fixups, m->ref, m->place);
		to->generated = true;
	}
	if (to->len && live_value(t, to)[to->len - 1])
		return true; /* dtc leaves what is no list of strings as it is */
	if (is_new(t, e, to, entry->s, entry->n))
		live_value_append(t, to, entry->s, (uint32_t)entry->n + 1);
	return !live_too_large(t, text);
}

static bool
has_marks(const struct live_tree *t, bool resolved)
{
	live_for_each(t, n) live_for_each_prop(
		n, p) for (const struct live_mark *m = p->marks; m;
			   m = m->next) if (m->kind == LIVE_MARK_PHANDLE
					    && !live_find(t, m->ref)
						       == !resolved) return true;
	return false;
}

static bool
add_fixups(struct live_tree *t, struct dts_text *text)
{
	struct entries e = { 0 };
	struct live_node *fixups;
	struct buf entry = { 0 };
	bool ok = true;

	if (!has_marks(t, false))
		return true;
	fixups = live_child_made(t, t->root, NAME_fixups);
	live_for_each_prop(fixups, p) know_entries(t, &e, p);
	live_for_each(t, n) live_for_each_prop(
		n, p) for (const struct live_mark *m = p->marks; ok && m;
			   m = m->next) if (m->kind == LIVE_MARK_PHANDLE
					    && !live_find(t, m->ref))
		ok = add_fixup(t, text, &e, fixups, n, p, m, &entry);
	buf_free(&entry);
	return ok;
}

static bool
is_top(const struct live_node *n)
{
	return !n->parent || n->detached;
}

/* The node below `__local_fixups__` that stands for another one. */
static struct live_node *
local_node(struct live_tree *t, struct live_node *top, const struct live_node *n,
	struct live_node **by_id)
{
	const struct live_node *up = n, *down;
	struct live_node *at;

	/* as far up as none is known; then down again */
	while (!is_top(up) && !by_id[up->id])
		up = up->parent;
	at = is_top(up) ? top : by_id[up->id];
	while (up != n) {
		for (down = n; down->parent != up; down = down->parent)
			;
		at = live_child_made(t, at, down->name);
		by_id[down->id] = at;
		up = down;
	}
	return at;
}

static void
know_offsets(struct live_tree *t, struct entries *e, struct live_node *top)
{
	uint32_t i;

	for (struct live_node *n = top; n; n = live_next(n, top))
		live_for_each_prop(n, p) for (i = 0; i + 4 <= p->len; i += 4)
			is_new(t, e, p, live_value(t, p) + i, 4);
}

static void
add_local(struct live_tree *t, struct entries *e, struct live_node *to,
	const struct live_prop *of, const struct live_mark *m)
{
	struct live_prop *p = live_prop(t, to, of->name);
	uint8_t v[4] = { (uint8_t)(m->offset >> 24), (uint8_t)(m->offset >> 16),
		(uint8_t)(m->offset >> 8), (uint8_t)m->offset };

	if (!p) {
		p = live_prop_add(t, to, of->name, m->place);
		p->generated = true;
	}
	if (p->len % 4 == 0 && is_new(t, e, p, v, sizeof(v)))
		live_value_append(t, p, v, sizeof(v));
}

static void
add_local_fixups(struct live_tree *t)
{
	struct live_node *top, **by_id;
	struct entries e = { 0 };
	uint32_t n_before;

	if (!has_marks(t, true))
		return;
	top = live_child_made(t, t->root, NAME_local_fixups);
	n_before = t->nnodes;
	by_id = arena_array(t->arena, struct live_node *, n_before);
	know_offsets(t, &e, top);
	live_for_each(t, n)
	{
		if (n->id >= n_before)
			continue;
		live_for_each_prop(
			n, p) for (const struct live_mark *m = p->marks; m;
				   m = m->next) if (m->kind == LIVE_MARK_PHANDLE
						    && live_find(t, m->ref))
			add_local(t, &e, local_node(t, top, n, by_id), p, m);
	}
}

bool
live_fixups(struct live_tree *t, struct dts_text *text)
{
	read_fixups(t);
	read_local_fixups(t);
	if (!t->plugin)
		return true;
	if (!add_fixups(t, text))
		return false;
	add_local_fixups(t);
	return true;
}
