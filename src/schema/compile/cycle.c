/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * References that lead back to where they stand without a step into the value: no
 * verdict would come of them. Slots are the only way by which code refers to code that
 * is behind it, so that circles are looked for among them.
 */

#include "schema/compile/compile.h"

enum { NEW, OPEN, DONE };

struct cycles {
	struct compiler *c;
	struct arena *arena;
	uint32_t *first; /* by slot: its edges in `edges`, and one more */
	struct words edges;
	struct map seen; /* (slot, code) */
	struct words todo;
};

static void
add_code(struct cycles *y, uint32_t slot, uint32_t code)
{
	uint64_t key = (uint64_t)slot << 32 | code;

	if (code <= CODE_FALSE || map_get(&y->seen, key) != MAP_ABSENT)
		return;
	map_put(&y->seen, y->arena, key, 1);
	words_push(&y->todo, code);
}

/* The schemas that an instruction applies to the value itself. */
static void
add_instruction(struct cycles *y, uint32_t slot, uint32_t op, uint32_t arg)
{
	uint32_t i, code;

	if (op_info[op].applies != APPLIES_SELF)
		return;
	if (op_info[op].operand == OPERAND_SLOT)
		words_push(&y->edges, arg);
	for (i = 0; op_schema(y->c->emit.code.v, op_info[op].operand, arg, i, &code); i++)
		add_code(y, slot, code);
}

static void
find_edges(struct cycles *y)
{
	uint32_t i, k, code, n = y->c->ntargets;
	const uint32_t *w;

	y->first = arena_array(y->arena, uint32_t, n + 1);
	for (i = 0; i < n; i++) {
		y->first[i] = y->edges.n;
		add_code(y, i, y->c->targets[i].slot.code);
		while (y->todo.n) {
			code = y->todo.v[--y->todo.n];
			w = y->c->emit.code.v + code;
			for (k = 0; k < (w[0] & 0xffff); k++)
				add_instruction(y, i, w[1 + k * 2] & 0xff, w[2 + k * 2]);
		}
	}
	y->first[n] = y->edges.n;
}

/* Depth first from a slot; tells each edge that closes a circle. */
static void
search(struct cycles *y, uint32_t from, uint8_t *state, uint32_t *next,
	void (*tell)(void *context, uint32_t from, uint32_t to), void *context)
{
	struct words *path = &y->todo;
	uint32_t slot, to;

	words_push(path, from);
	state[from] = OPEN;
	while (path->n) {
		slot = path->v[path->n - 1];
		if (next[slot] == y->first[slot + 1]) {
			state[slot] = DONE;
			path->n--;
			continue;
		}
		to = y->edges.v[next[slot]++];
		if (state[to] == OPEN) {
			tell(context, slot, to);
		} else if (state[to] == NEW) {
			state[to] = OPEN;
			words_push(path, to);
		}
	}
}

void
compile_cycles(struct compiler *c,
	void (*tell)(void *context, uint32_t from, uint32_t to), void *context)
{
	struct cycles y = { .c = c, .arena = c->emit.arena };
	uint32_t i, n = c->ntargets, *next;
	uint8_t *state = arena_array(y.arena, uint8_t, n);

	find_edges(&y);
	next = arena_array(y.arena, uint32_t, n);
	for (i = 0; i < n; i++)
		next[i] = y.first[i];
	for (i = 0; i < n; i++)
		if (state[i] == NEW)
			search(&y, i, state, next, tell, context);
	words_free(&y.edges);
	words_free(&y.todo);
}
