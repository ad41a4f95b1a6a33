/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decoded nodes and properties are known again by, in this tree and in others. */
#include <string.h>

#include "schema/decode.h"

static uint64_t
mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

static uint64_t
mix_bytes(uint64_t h, const void *data, size_t n)
{
	const uint8_t *p = data;
	uint64_t w;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&w, p, 8);
		h = mix(h, w);
	}
	for (w = 0; n; n--)
		w = w << 8 | *p++;
	return mix(h, w);
}

/* In a digest in the place of what it does not tell: no cell is as wide. */
#define ANY_CELL (1ull << 40)

static void
mix_number(struct digest *g, const struct value *v)
{
	g->exact = mix(g->exact, v->u);
	g->loose = mix(g->loose, v->loose ? ANY_CELL : v->u);
}

/* Of loose cells, whether they are: a bit each. */
static void
mix_cells(struct digest *g, const struct value *v)
{
	uint64_t bits = 0;
	struct value room;
	const struct value *cell;
	uint32_t i;

	g->exact = mix_bytes(g->exact, v->bytes, (size_t)v->n * (v->bits / 8u));
	if (v->loose)
		g->loose = mix(g->loose, ANY_CELL);
	else
		g->loose = mix_bytes(g->loose, v->bytes, (size_t)v->n * (v->bits / 8u));
	for (i = 0; v->loose && i < v->n; i++) {
		cell = value_item(v, i, &room);
		bits = bits << 2 | (cell->loose ? 2u : cell->u & 1);
		if (i % 32 == 31 || i + 1 == v->n)
			g->loose = mix(g->loose, bits);
	}
}

static void
mix_both(struct digest *g, uint64_t x)
{
	g->loose = mix(g->loose, x);
	g->exact = mix(g->exact, x);
}

/* A property's value is a list of lists at most. */
static void
mix_value(struct digest *g, const struct value *v, bool is_item)
{
	uint32_t i;

	mix_both(g, (uint64_t)v->kind << 56 | (uint64_t)v->bits << 48
			    | (uint64_t)v->is_signed << 47 | v->n);
	switch (v->kind) {
	case V_INT:
	case V_NEGINT: mix_number(g, v); break;
	case V_CELLS: mix_cells(g, v); break;
	case V_BYTES:
	case V_STRING: mix_both(g, mix_bytes(0, v->bytes, v->n)); break;
	case V_ARRAY:
		for (i = 0; i < v->n && !is_item; i++)
			mix_value(g, &v->items[i], true);
		break;
	default: break;
	}
}

/* Phandles stand in properties that hold nothing else. */
static bool
has_phandles(const struct value *v)
{
	if (v->kind == V_ARRAY && v->n)
		v = &v->items[0];
	return v->loose & LOOSE_PHANDLE;
}

static void
add_member(struct digest *node, struct decoder *d, const struct member *m)
{
	struct digest *g;

	mix_both(node, m->key);
	if (m->value.kind == V_OBJECT) {
		g = &d->node_digests[m->value.line];
	} else {
		g = &d->prop_digests[m->extra];
		mix_value(g, &m->value, false);
	}
	node->exact = mix(node->exact, g->exact);
	node->loose = mix(node->loose,
		m->value.kind == V_OBJECT || has_phandles(&m->value) ? g->loose
								     : g->exact);
}

/* Children stand behind their parents, so that from the end on all are known. */
void
decode_digests(struct decoder *d)
{
	const struct value *object;
	uint32_t i, k;

	d->node_digests = arena_array(&d->arena, struct digest, d->tree->nnodes);
	d->prop_digests = arena_array(&d->arena, struct digest, d->tree->nprops);
	for (i = d->tree->nnodes; i--;) {
		object = d->objects[i];
		for (k = 0; object && k < object->n; k++)
			add_member(&d->node_digests[i], d, &object->members[k]);
	}
}
