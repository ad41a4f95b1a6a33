/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/compile/compile.h"

#include <string.h>

#include "base/vec.h"
#include "schema/program/keywords.h"

void
compiler_init(struct compiler *c, struct arena *a, struct resolver *r)
{
	unsigned int op;

	*c = (struct compiler){ .resolver = r };
	memset(c->op_of, OPS_COUNT, sizeof(c->op_of));
	for (op = 0; op < OPS_COUNT; op++)
		c->op_of[op_info[op].keyword] = (uint8_t)op;
	c->anything_members[0] = (struct member){ .key = K_ADDITIONAL_PROPERTIES,
		.value = VALUE_BOOL(true) };
	c->anything_members[1] = (struct member){ .key = K_ITEMS,
		.value = VALUE_BOOL(true) };
	c->anything = (struct value){
		.kind = V_OBJECT, .n = 2, .members = c->anything_members
	};
	emit_init(&c->emit, a, r->strings);
}

void
compiler_free(struct compiler *c)
{
	emit_free(&c->emit);
	words_free(&c->lost);
}

uint32_t
compile_slot(struct compiler *c, const struct value *schema, uint32_t resource)
{
	uint64_t key = (uint64_t)(uintptr_t)schema;
	uint32_t at = map_get(&c->slot_of, key);
	const struct value *anchor;
	struct target *t;

	if (at != MAP_ABSENT)
		return at;
	vec_room(c->emit.arena, c->targets, c->ntargets, c->targets_cap);
	at = c->ntargets++;
	map_put(&c->slot_of, c->emit.arena, key, at);
	anchor = value_get(schema, K_RECURSIVE_ANCHOR);
	t = &c->targets[at];
	t->schema = schema;
	t->resource = resource;
	t->slot.anchored = anchor && anchor->kind == V_TRUE;
	if (c->recursive) {
		uint32_t root = compile_slot(
			c, c->resolver->resources[resource].root, resource);

		c->targets[at].slot.resource = root;
	}
	return at;
}

static uint32_t
emit_schema(struct compiler *c, const struct instructions *in)
{
	uint32_t from = c->emit.stack.n, op;
	uint64_t left;

	if (!in->present)
		return CODE_TRUE;
	words_push(
		&c->emit.stack, (uint32_t)__builtin_popcountll(in->present) | in->flags);
	for (left = in->present; left; left &= left - 1) {
		op = (uint32_t)__builtin_ctzll(left);
		words_push(&c->emit.stack, op | in->aux[op] << 8);
		words_push(&c->emit.stack, in->arg[op]);
	}
	return emit_block(&c->emit, from);
}

static uint32_t
compile_object(struct compiler *c, const struct value *schema, uint32_t resource)
{
	struct instructions in = { 0 };
	bool additional = false;
	atom_t key;
	uint32_t i;

	for (i = 0; i < schema->n; i++) {
		key = schema->members[i].key;
		additional |= key == K_ADDITIONAL_PROPERTIES || key == K_ADDITIONAL_ITEMS;
		if (key < KEYWORDS_COUNT)
			compile_keyword(
				c, schema, key, &schema->members[i].value, resource, &in);
	}
	if (additional)
		compile_additional(c, schema, resource, &in);
	return emit_schema(c, &in);
}

static uint32_t
compile_jump(struct compiler *c, const struct value *schema, uint32_t resource)
{
	struct instructions in = { .present = 1ull << OP_REF,
		.flags = CODE_SEES_PROPERTIES | CODE_SEES_ITEMS };

	in.arg[OP_REF] = compile_slot(c, schema, resource);
	return emit_schema(c, &in);
}

uint32_t
compile_schema(struct compiler *c, const struct value *schema, uint32_t resource)
{
	uint32_t own;

	if (schema->kind != V_OBJECT)
		return schema->kind == V_FALSE ? CODE_FALSE : CODE_TRUE;
	own = resolver_enter(c->resolver, schema, resource);
	if (c->recursive && own != resource)
		return compile_jump(c, schema, own);
	return compile_object(c, schema, own);
}

uint32_t
compile_root(struct compiler *c, uint32_t resource)
{
	const struct value *root = c->resolver->resources[resource].root;

	return c->recursive ? compile_jump(c, root, resource)
			    : compile_schema(c, root, resource);
}

void
compile_targets(struct compiler *c)
{
	struct target t;
	uint32_t code;

	for (; c->ncompiled < c->ntargets; c->ncompiled++) {
		t = c->targets[c->ncompiled];
		code = t.schema->kind == V_OBJECT
			       ? compile_object(c, t.schema, t.resource)
			       : compile_schema(c, t.schema, t.resource);
		c->targets[c->ncompiled].slot.code = code;
	}
}
