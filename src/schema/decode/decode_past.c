/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Shares what was decoded of a base with a tree that is made of it. Nodes that are not
 * touched come as whole subtrees, whose nodes and properties follow each other as they do
 * in the base: only their numbers are others.
 */
#include <string.h>

#include "schema/decode/decode.h"
#include "schema/program/keywords.h"

static uint64_t
phandle_of(const struct value *object)
{
	const struct value *v = object_get(object, K_PHANDLE);

	return v && v->kind == V_INT ? v->u + 1 : 0;
}

void
decode_keep(struct decoder *d)
{
	const struct tree *t = d->tree;
	struct decoded_past *past = &d->past;

	arena_free(&past->arena);
	*past = (struct decoded_past){ .tree = t,
		.arena = d->arena,
		.root = d->root,
		.objects = d->objects,
		.node_digests = d->node_digests,
		.prop_digests = d->prop_digests };
	d->arena = (struct arena){ 0 };
	past->objects[0] = &past->root;
	past->phandles = arena_array(&past->arena, uint64_t, t->nnodes);
	past->shown_nodes = arena_room(&past->arena, uint32_t, t->nnodes);
	past->shown_props = arena_room(&past->arena, uint32_t, t->nnodes);
	for (uint32_t i = 0; i < t->nnodes; i++) {
		if (past->objects[i])
			past->phandles[i] = phandle_of(past->objects[i]);
		past->shown_nodes[i] = i;
		past->shown_props[i] = t->nodes[i].first_prop;
	}
}

uint64_t
decode_phandle(const struct decoder *d, uint32_t node)
{
	return decode_is_shared(d, node) ? d->past.phandles[d->delta->from[node]]
					 : phandle_of(d->objects[node]);
}

struct value
decode_past_value(const struct decoder *d, uint32_t node)
{
	const struct value *object = d->past.objects[d->delta->from[node]];

	/* one of the same name, which is in its place, follows here as well */
	return object ? *object : (struct value){ .kind = V_OBJECT };
}

/* Gives the members of a kept object the numbers that they have in this tree. */
static void
show(struct decoder *d, uint32_t node)
{
	struct decoded_past *past = &d->past;
	uint32_t from = d->delta->from[node];
	uint32_t nodes = node - past->shown_nodes[from];
	uint32_t props = d->tree->nodes[node].first_prop - past->shown_props[from];
	struct value *object = past->objects[from];

	if (!nodes && !props)
		return;
	past->shown_nodes[from] += nodes;
	past->shown_props[from] += props;
	for (struct member *m = object->members; m < object->members + object->n; m++) {
		if (m->value.kind == V_OBJECT)
			m->value.line += nodes;
		else
			m->extra += props;
	}
}

/* Calls for each subtree that is shared, with its first node. */
#define for_each_shared(d, i) \
	for (uint32_t i = 0; i < (d)->tree->nnodes; \
		i = decode_is_shared(d, i) ? (d)->tree->nodes[i].end : i + 1) \
		if (decode_is_shared(d, i))

void
decode_past_objects(struct decoder *d)
{
	for_each_shared(d, top)
	{
		uint32_t end = d->tree->nodes[top].end, from = d->delta->from[top];

		if (!d->objects[top])
			continue;
		memcpy(d->objects + top + 1, d->past.objects + from + 1,
			(end - top - 1) * sizeof(*d->objects));
		for (uint32_t i = top; i < end; i++)
			if (d->objects[i])
				show(d, i);
	}
}

void
decode_past_digests(struct decoder *d)
{
	for_each_shared(d, top)
	{
		const struct node *n = &d->tree->nodes[top];
		const struct node *last = &d->tree->nodes[n->end - 1];
		uint32_t from = d->delta->from[top];
		uint32_t nprops = last->first_prop + last->nprops - n->first_prop;

		memcpy(d->node_digests + top, d->past.node_digests + from,
			(n->end - top) * sizeof(*d->node_digests));
		if (nprops)
			memcpy(d->prop_digests + n->first_prop,
				d->past.prop_digests
					+ d->past.tree->nodes[from].first_prop,
				nprops * sizeof(*d->prop_digests));
	}
}
