/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decoded nodes and properties are known again by, in this tree and in others. */
#include <string.h>

#include "schema/decode/decode.h"

static uint64_t
mix(uint64_t h, uint64_t x)
{
	h = (h ^ x) * 0x9e3779b97f4a7c15u;
	return h ^ h >> 29;
}

/* What stands for a loose number by itself: no cell is as wide. */
#define ANY_CELL (1ull << 40)

/* Of enum looseness: a property of loose cells holds nothing else. */
static uint32_t
looseness(const struct value *v)
{
	return v->kind == V_ARRAY && v->n ? v->items[0].loose : v->loose;
}

/* Of each cell whether it is loose, and what the others are. */
static uint64_t
mix_loose(uint64_t h, const struct value *cells)
{
	uint64_t bits = 0;
	uint32_t i, x;

	for (i = 0; i < cells->n; i++) {
		memcpy(&x, cells->bytes + (size_t)i * 4, 4);
		/* 0 and -1 are the same in any byte order */
		bits = bits << 2 | (x + 1 > 1 ? 2u : x & 1);
		if (i % 32 == 31)
			h = mix(h, bits);
	}
	return mix(h, bits);
}

static uint64_t
mix_shape(uint64_t h, const struct value *v)
{
	return mix(h, (uint64_t)v->kind << 56 | (uint64_t)v->bits << 48
			      | (uint64_t)v->is_signed << 47 | v->n);
}

/* A property's value is a list of lists at most. */
static void
digest_prop(struct digest *g, const struct value *v, const struct prop *p)
{
	const struct value *items = v, *end = v + 1;
	uint64_t h = 0;

	if (v->kind == V_ARRAY) {
		h = mix_shape(h, v);
		items = v->items;
		end = items + v->n;
	}
	for (; items < end; items++) {
		h = mix_shape(h, items);
		if (items->kind == V_CELLS && items->loose)
			h = mix_loose(h, items);
	}
	if (v->kind == V_INT && v->loose)
		h = mix(h, ANY_CELL);
	g->exact = mix(hash_more(h, p->data, p->len), p->len);
	g->loose = looseness(v) ? h : g->exact;
}

static void
add_member(struct digest *node, struct decoder *d, const struct member *m)
{
	bool is_node = m->value.kind == V_OBJECT;
	struct digest *g;

	if (is_node) {
		g = &d->node_digests[m->value.line];
	} else {
		g = &d->prop_digests[m->extra];
		digest_prop(g, &m->value, &d->tree->props[m->extra]);
	}
	node->exact = mix(mix(node->exact, m->key), g->exact);
	node->loose = mix(mix(node->loose, m->key),
		is_node || looseness(&m->value) & LOOSE_PHANDLE ? g->loose : g->exact);
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
