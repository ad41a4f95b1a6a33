/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/locate.h"

/* A place in the tree: of a node, a property, or (@length not 0) a part of its value. */
struct spot {
	const struct node *node;
	const struct prop *prop;
	uint32_t offset;
	uint32_t length;
};

static uint32_t
prop_id(const struct lint *l, const struct prop *p)
{
	return (uint32_t)(p - l->tree->props);
}

static void
ask(struct lint *l, const struct spot *s, struct origin *out)
{
	const struct origins *o = l->tree->origins;

	*out = (struct origin){ .place = PLACE_NONE };
	if (!o || !(s->node || s->prop))
		return;
	if (!s->prop)
		o->node(o, node_id(l->tree, s->node), l->scratch, out);
	else if (s->length)
		o->value(o, prop_id(l, s->prop), s->offset, s->length, l->scratch, out);
	else
		o->prop(o, prop_id(l, s->prop), l->scratch, out);
}

/* The bytes of the file, for a tree that was made from no text. */
static struct place
bytes_of(const struct lint *l, const struct spot *s)
{
	struct place p = PLACE_NONE;

	/* what was unpacked or compiled has no bytes in the file */
	if (l->base < 0)
		return p;
	if (s->prop) {
		p.offset = l->base + s->prop->offset + s->offset;
		p.length = s->length ? s->length : s->prop->len;
	} else if (s->node) {
		p.offset = l->base + s->node->offset;
	}
	return p;
}

static struct diag_related
place_of(struct lint *l, const struct spot *s, struct origin *from)
{
	struct diag_related at = { 0 };

	ask(l, s, from);
	at.place = from->place.line || from->place.file ? from->place : bytes_of(l, s);
	at.excerpt = lint_line(l, from->excerpt);
	return at;
}

static void
put(struct lint *l, struct diag *d, const struct spot *s)
{
	struct origin from;
	struct diag_related at = place_of(l, s, &from), note;
	size_t i;

	d->place = at.place;
	d->excerpt = at.excerpt;
	d->related = NULL;
	d->nrelated = 0;
	for (i = 0; i < from.nnotes; i++) {
		note = (struct diag_related){ from.notes[i].place,
			lint_line(l, from.notes[i].excerpt),
			lint_text(l, from.notes[i].message) };
		diag_relate(l->arena, d, &note);
	}
}

void
locate(struct lint *l, struct diag *d, const struct node *n, const struct prop *p)
{
	put(l, d, &(struct spot){ .node = n, .prop = p });
}

void
diag_entry(struct lint *l, struct diag *d, const struct prop *p, uint32_t offset,
	uint32_t length)
{
	if (!d || offset >= p->len)
		return;
	if (length > p->len - offset)
		length = p->len - offset;
	put(l, d, &(struct spot){ .prop = p, .offset = offset, .length = length });
}

void
diag_also(struct lint *l, struct diag *d, const struct node *n, const struct prop *p,
	const char *fmt, ...)
{
	struct origin from;
	struct diag_related at;
	va_list ap;

	if (!d)
		return;
	at = place_of(l, &(struct spot){ .node = n, .prop = p }, &from);
	va_start(ap, fmt);
	at.message = lint_text(l, arena_vprintf(l->scratch, fmt, ap));
	va_end(ap);
	diag_relate(l->arena, d, &at);
}
