/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phandles: those that the source gives, those that references ask for; and paths. */
#include <string.h>

#include "base/suggest.h"
#include "dts/live/check.h"
#include "tree/names.h"

static bool
is_valid(uint32_t phandle)
{
	return phandle && phandle != UINT32_MAX;
}

static uint32_t
cell(const uint8_t *v)
{
	return (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8 | v[3];
}

static void
put_cell(uint8_t *to, uint32_t v)
{
	to[0] = (uint8_t)(v >> 24);
	to[1] = (uint8_t)(v >> 16);
	to[2] = (uint8_t)(v >> 8);
	to[3] = (uint8_t)v;
}

struct live_node *
live_find_phandle(const struct live_tree *t, uint32_t phandle)
{
	uint32_t id = map_get(&t->phandles, phandle);
	struct live_node *n = t->last_given;

	if (id != MAP_ABSENT && !t->nodes[id]->deleted)
		return t->nodes[id];
	/* what was given twice, as its first bearer is gone */
	return n && n->phandle == phandle && !n->deleted ? n : NULL;
}

uint32_t
live_phandle(struct live_tree *t, struct live_node *n)
{
	struct live_prop *p;
	uint8_t v[4];

	if (is_valid(n->phandle))
		return n->phandle;
	if (!t->next_phandle)
		t->next_phandle = 1;
	while (live_find_phandle(t, t->next_phandle))
		t->next_phandle++;
	n->phandle = t->next_phandle;
	map_put(&t->phandles, t->arena, n->phandle, n->id);
	t->last_given = n;
	if (!live_prop(t, n, NAME_phandle)) {
		p = live_prop_add(t, n, NAME_phandle, n->place);
		p->generated = true;
		put_cell(v, n->phandle);
		live_value_append(t, p, v, sizeof(v));
	}
	return n->phandle;
}

/* The phandle that a property of the node gives it, or 0. */
static uint32_t
given(const struct live_report *r, struct live_node *n, atom_t name)
{
	struct live_tree *t = r->tree;
	const struct live_prop *p = live_prop(t, n, name);
	const struct live_mark *m;
	uint32_t phandle;

	if (!p)
		return 0;
	if (p->len != 4) {
		live_fail(r, p->place, "%s: '%s' has %u bytes, expected 4",
			live_report_path(r, n), live_name(t, name), p->len);
		return 0;
	}
	for (m = p->marks; m && m->kind != LIVE_MARK_PHANDLE; m = m->next)
		;
	if (m) {
		/* its own phandle means: any that is free */
		if (live_find(t, m->ref) != n)
			live_fail(r, m->place, "%s: '%s' is a reference to another node",
				live_report_path(r, n), live_name(t, name));
		return 0;
	}
	phandle = cell(live_value(t, p));
	if (is_valid(phandle))
		return phandle;
	live_fail(r, p->place, "%s: '%s' is 0x%x, which is no phandle",
		live_report_path(r, n), live_name(t, name), phandle);
	return 0;
}

void
live_explicit_phandles(struct live_tree *t, const struct live_report *r)
{
	live_for_each(t, n)
	{
		uint32_t phandle = given(r, n, NAME_phandle);
		uint32_t old = given(r, n, NAME_linux_phandle), id;

		if (!phandle && !old)
			continue;
		if (phandle && old && phandle != old)
			live_fail(r, n->place,
				"%s: 'phandle' is 0x%x and 'linux,phandle' 0x%x, expected the same",
				live_report_path(r, n), phandle, old);
		phandle = phandle ? phandle : old;
		id = map_put(&t->phandles, t->arena, phandle, n->id);
		if (id != n->id)
			live_fail(r, n->place, "%s: phandle 0x%x is that of %s, too",
				live_report_path(r, n), phandle,
				live_report_path(r, t->nodes[id]));
		else
			n->phandle = phandle;
	}
}

/* A reference that means nothing, with the label that may have been meant. */
static void
dangling(const struct live_report *r, const struct live_mark *m)
{
	const struct live_tree *t = r->tree;
	const char *ref = live_name(t, m->ref);
	struct suggest s = { .word = ref };
	uint32_t i;

	if (r->text->messages->count >= DTS_MESSAGES_MAX) {
		*r->failed = true;
		return;
	}
	if (strchr(ref, '/')) {
		live_fail(r, m->place, "there is no node '%s' to refer to", ref);
		return;
	}
	for (i = 0; i < t->nby_label; i++)
		if (live_find(t, t->by_label[i]->label->name))
			suggest_try(&s, live_name(t, t->by_label[i]->label->name));
	live_fail(r, m->place, "label '%s' is not defined%s", ref,
		suggest_text(t->arena, &s));
}

void
live_resolve_phandles(struct live_tree *t, const struct live_report *r)
{
	live_for_each(t, n)
	{
		live_for_each_prop(n, p)
		{
			const struct live_mark *m;
			struct live_node *to;
			uint32_t phandle;

			for (m = p->marks; m; m = m->next) {
				if (m->kind != LIVE_MARK_PHANDLE)
					continue;
				to = live_find(t, m->ref);
				if (!to && !t->plugin)
					dangling(r, m);
				if (!to)
					continue; /* all its bits are set already */
				phandle = live_phandle(t, to);
				put_cell(live_value(t, p) + m->offset, phandle);
				to->referenced = true;
			}
		}
	}
}

/* Puts the paths in that a value refers to, where they are known. */
static void
put_paths(struct live_tree *t, struct live_prop *p)
{
	uint32_t done = 0, len = p->len, inserted = 0, at, before;
	uint8_t *old = arena_take(t->arena, len);
	struct live_mark *m;

	memcpy(old, live_value(t, p), len);
	p->value = (uint32_t)t->values.n;
	for (m = p->marks; m; m = m->next) {
		at = m->offset;
		m->offset += inserted;
		if (m->kind != LIVE_MARK_PATH || !m->target)
			continue;
		buf_add(&t->values, old + done, at - done);
		done = at;
		before = (uint32_t)t->values.n;
		live_path_add(t, m->target, &t->values);
		buf_add(&t->values, "", 1);
		m->inserted = (uint32_t)t->values.n - before;
		inserted += m->inserted;
		if (t->values.n > LIVE_VALUES_MAX)
			break;
	}
	buf_add(&t->values, old + done, len - done);
	p->len = len + inserted;
}

void
live_resolve_paths(struct live_tree *t, const struct live_report *r)
{
	live_for_each(t, n)
	{
		live_for_each_prop(n, p)
		{
			struct live_mark *m;
			struct live_node *to;

			for (m = p->has_paths ? p->marks : NULL; m; m = m->next) {
				if (m->kind != LIVE_MARK_PATH)
					continue;
				to = live_find(t, m->ref);
				m->target = to;
				if (to)
					to->referenced = true;
				else
					dangling(r, m);
			}
			if (!p->has_paths)
				continue;
			put_paths(t, p);
			if (live_too_large(t, r->text)) {
				*r->failed = true;
				return;
			}
		}
	}
}
