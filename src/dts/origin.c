/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/origin.h"

#include "base/search.h"
#include "base/vec.h"

enum { DEFINITIONS_SHOWN = 8 }; /* of one thing: a .dtsi may reopen a node at will */

static const char *
excerpt(const struct dts_compilation *c, const struct place *p, struct arena *a)
{
	if (!p->file || !p->line)
		return NULL;
	return source_line(c->text.search->set, p->file, p->line, a);
}

static void
add_note(const struct dts_compilation *c, struct place place, const char *message,
	struct arena *a, struct origin *out)
{
	*vec_more(a, out->notes, out->nnotes) = (struct origin_note){ place,
		excerpt(c, &place, a), message };
}

/* One more note; nothing for what was made and not written. */
static void
dts_origin_note(const struct dts_compilation *c, struct live_place at,
	const char *message, struct arena *a, struct origin *out)
{
	if (at.begin != LIVE_NOWHERE)
		add_note(c, dts_text_place(&c->text, at.begin, at.end), message, a, out);
}

/* A place of the text with its line and what dts_text_notes() says of it, in @a. */
static void
dts_origin_at(const struct dts_compilation *c, struct live_place at, struct arena *a,
	struct origin *out)
{
	const struct dts_note *n;

	if (at.begin == LIVE_NOWHERE)
		return;
	out->place = dts_text_place(&c->text, at.begin, at.end);
	out->excerpt = excerpt(c, &out->place, a);
	for (n = dts_text_notes(&c->text, at.begin, a); n; n = n->next)
		add_note(c, n->place, n->text, a, out);
}

static struct dts_origins *
mine(const struct origins *o)
{
	/* whoever asks holds it as const, but it is the compilation's to remember */
	return (struct dts_origins *)(uintptr_t)o;
}

static void
node(const struct origins *base, uint32_t number, struct arena *a, struct origin *out)
{
	const struct dts_compilation *c = mine(base)->c;
	const struct live_definition *d;
	const struct live_node *n;
	unsigned int shown = 0;

	if (number >= c->blob.nnodes)
		return;
	n = c->blob.nodes[number];
	dts_origin_at(c, n->place, a, out);
	for (d = n->later; d && shown < DEFINITIONS_SHOWN; d = d->next, shown++)
		dts_origin_note(c, d->place, "also defined here", a, out);
}

/* What the definition that holds came to override. */
static void
earlier(const struct dts_compilation *c, const struct live_prop *p, struct arena *a,
	struct origin *out)
{
	const struct live_definition *d;
	unsigned int shown = 0;

	for (d = p->earlier; d; d = d->next) {
		if (!d->next)
			dts_origin_note(c, d->place, "first defined here", a, out);
		else if (shown++ < DEFINITIONS_SHOWN)
			dts_origin_note(c, d->place, "overridden here", a, out);
	}
}

static void
prop(const struct origins *base, uint32_t number, struct arena *a, struct origin *out)
{
	const struct dts_compilation *c = mine(base)->c;
	const struct live_prop *p;

	if (number >= c->blob.nprops)
		return;
	p = c->blob.props[number];
	dts_origin_at(c, p->place, a, out);
	earlier(c, p, a, out);
}

/* An offset into a value with its paths as one into what was written. */
static uint32_t
written(const struct live_prop *p, uint32_t offset)
{
	const struct live_mark *m;
	uint32_t before = 0;

	for (m = p->marks; m; m = m->next) {
		if (m->kind != LIVE_MARK_PATH || !m->inserted)
			continue;
		if (offset < m->offset)
			break;
		if (offset < m->offset + m->inserted)
			return m->offset - before;
		before += m->inserted;
	}
	return offset - before;
}

/* The part that byte @offset of the value with its paths is of, or NULL. */
static const struct dts_part *
part_at(const struct dts_origins *o, uint32_t offset)
{
	uint32_t at = written(o->prop, offset);
	const struct dts_part *v = o->parts;
	size_t i;
	const struct live_mark *m;
	bool path = false;

	for (m = o->prop->marks; m && !path; m = m->next)
		path = m->kind == LIVE_MARK_PATH && m->inserted && offset >= m->offset
		       && offset < m->offset + m->inserted;
	i = search_first(o->nparts, k,
		v[k].offset + v[k].len <= at && !(path && v[k].offset >= at));
	return i < o->nparts ? &v[i] : NULL;
}

void
dts_origins_parts(struct dts_origins *o, const struct live_prop *p)
{
	if (o->prop == p)
		return;
	o->prop = p;
	o->parts = NULL;
	o->nparts = 0;
	if (!p->generated)
		o->parts = dts_parse_parts(
			&o->c->text, &o->c->tree, p, o->c->arena, &o->nparts);
}

static void
value(const struct origins *base, uint32_t number, uint32_t offset, uint32_t length,
	struct arena *a, struct origin *out)
{
	struct dts_origins *o = mine(base);
	const struct dts_part *first, *last;
	const struct live_prop *p;

	if (number >= o->c->blob.nprops)
		return;
	p = o->c->blob.props[number];
	dts_origins_parts(o, p);
	if (!length || length > p->len - offset)
		length = p->len - offset;
	first = offset < p->len ? part_at(o, offset) : NULL;
	if (!first) {
		prop(base, number, a, out);
		return;
	}
	last = part_at(o, offset + length - 1);
	dts_origin_at(o->c,
		(struct live_place){ first->place.begin,
			last && last > first ? last->place.end : first->place.end },
		a, out);
	earlier(o->c, p, a, out);
}

static void
change(const struct origins *base, const struct tree_change *what, struct arena *a,
	struct origin_edits *out)
{
	dts_edit(mine(base), what, a, out);
}

void
dts_origins_init(struct dts_origins *o, struct dts_compilation *c)
{
	*o = (struct dts_origins){ .base = { node, prop, value, change }, .c = c };
}
