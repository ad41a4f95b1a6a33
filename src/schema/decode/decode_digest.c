/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decoded nodes and properties are known again by, in this tree and in others. */
#include <string.h>

#include "schema/decode/decode.h"

/* What stands for a varying number by itself: no cell is as wide. */
#define ANY_CELL (1ull << 40)

/* Of enum varying: a property of varying cells holds nothing else. */
static uint32_t
varying_of(const struct value *v)
{
	return v->kind == V_ARRAY && v->n ? v->items[0].varying : v->varying;
}

/* Of each cell whether it varies, and what the others are. */
static void
add_varying(struct hash_run *h, const struct value *cells)
{
	uint64_t bits = 0;
	uint32_t i, x;

	for (i = 0; i < cells->n; i++) {
		memcpy(&x, cells->bytes + (size_t)i * 4, 4);
		/* 0 and -1 are the same in any byte order */
		bits = bits << 2 | (x + 1 > 1 ? 2u : x & 1);
		if (i % 32 == 31)
			hash_word(h, bits);
	}
	hash_word(h, bits);
}

static void
add_shape(struct hash_run *h, const struct value *v)
{
	hash_word(h, (uint64_t)v->kind << 56 | (uint64_t)v->bits << 48
			     | (uint64_t)v->is_signed << 47 | v->n);
}

/* A property's value is a list of lists at most. */
static void
digest_prop(struct value_digest *g, const struct value *v, const struct prop *p)
{
	struct hash_run h = hash_begin(&hash_process), exact;
	const struct value *items = v, *end = v + 1;

	if (v->kind == V_ARRAY) {
		add_shape(&h, v);
		items = v->items;
		end = items + v->n;
	}
	for (; items < end; items++) {
		add_shape(&h, items);
		if (items->kind == V_CELLS && items->varying)
			add_varying(&h, items);
	}
	if (v->kind == V_INT && v->varying)
		hash_word(&h, ANY_CELL);
	exact = h;
	hash_word(&exact, p->len);
	hash_data(&exact, p->data, p->len);
	g->exact = hash_end(exact);
	g->shape = varying_of(v) ? hash_end(h) : g->exact;
}

/* The digests of a node under way. */
struct node_run {
	struct hash_run exact, shape;
};

static void
add_member(struct node_run *node, struct decoder *d, const struct member *m)
{
	bool is_node = m->value.kind == V_OBJECT;
	struct value_digest *g;

	if (is_node) {
		g = &d->node_digests[m->value.line];
	} else {
		g = &d->prop_digests[m->extra];
		digest_prop(g, &m->value, &d->tree->props[m->extra]);
	}
	hash_word(&node->exact, m->key);
	hash_word(&node->exact, g->exact);
	hash_word(&node->shape, m->key);
	hash_word(&node->shape,
		is_node || varying_of(&m->value) & VARYING_PHANDLE ? g->shape : g->exact);
}

/* Children stand behind their parents, so that from the end on all are known. */
void
decode_digests(struct decoder *d)
{
	const struct value *object;
	struct node_run run;
	uint32_t i, k;

	d->node_digests = arena_array(&d->arena, struct value_digest, d->tree->nnodes);
	d->prop_digests = arena_room(&d->arena, struct value_digest, d->tree->nprops);
	if (d->delta)
		decode_past_digests(d);
	for (i = d->tree->nnodes; i--;) {
		object = d->objects[i];
		if (!object || decode_is_shared(d, i))
			continue;
		run.exact = run.shape = hash_begin(&hash_process);
		for (k = 0; k < object->n; k++)
			add_member(&run, d, &object->members[k]);
		d->node_digests[i].exact = hash_end(run.exact);
		d->node_digests[i].shape = hash_end(run.shape);
	}
}
