/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program/emit.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"
#include "schema/program/keywords.h"
#include "schema/program/regex.h"

void
words_reserve(struct words *w, uint32_t more)
{
	if (w->cap - w->n >= more)
		return;
	if (w->cap > UINT32_MAX / 8 || more > UINT32_MAX / 8)
		fatal("out of memory: %u words of schemas", w->n);
	if (!w->cap)
		w->cap = 1024;
	while (w->cap - w->n < more)
		w->cap *= 2;
	w->v = realloc(w->v, w->cap * sizeof(*w->v));
	if (!w->v)
		fatal("out of memory: %u words of schemas", w->cap);
}

void
words_free(struct words *w)
{
	free(w->v);
	*w = (struct words){ 0 };
}

void
emit_init(struct emit *e, struct arena *a, struct intern *strings)
{
	uint32_t i;

	*e = (struct emit){ .arena = a, .strings = strings };
	for (i = 0; i < KEYWORDS_COUNT; i++)
		emit_string(e, i);
	words_push(&e->code, 0); /* CODE_NONE */
	words_push(&e->code, 0); /* CODE_TRUE: no instructions */
	words_push(&e->code, 0); /* CODE_FALSE */
}

void
emit_free(struct emit *e)
{
	free(e->code.v);
	free(e->blocks.slots);
	free(e->stack.v);
	free(e->string_of.v);
	free(e->atoms.v);
	buf_free(&e->literal);
	buf_free(&e->tail);
}

/* The slot of a block, or a free one. */
static struct block_slot *
block_slot(const struct emit *e, uint32_t hash, const uint32_t *v, uint32_t n)
{
	const struct block_table *t = &e->blocks;
	const struct words *code = &e->code;
	uint32_t i = hash & (t->cap - 1);
	const struct block_slot *b;

	for (; (b = &t->slots[i])->at; i = (i + 1) & (t->cap - 1))
		if (b->hash == hash && code->n - b->at >= n
			&& !memcmp(code->v + b->at, v, n * sizeof(*v)))
			break;
	return &t->slots[i];
}

static void
grow_blocks(struct block_table *t)
{
	uint32_t cap = t->cap ? t->cap * 2 : 1024, i, at;
	struct block_slot *slots = calloc(cap, sizeof(*slots));

	if (!slots)
		fatal("out of memory: %u parts of schemas", t->count);
	for (i = 0; i < t->cap; i++) {
		if (!t->slots[i].at)
			continue;
		at = t->slots[i].hash & (cap - 1);
		while (slots[at].at)
			at = (at + 1) & (cap - 1);
		slots[at] = t->slots[i];
	}
	free(t->slots);
	t->slots = slots;
	t->cap = cap;
}

uint32_t
emit_block(struct emit *e, uint32_t from)
{
	uint32_t n = e->stack.n - from, hash;
	const uint32_t *v = e->stack.v + from;
	struct block_slot *b;

	if (e->blocks.count >= e->blocks.cap / 2)
		grow_blocks(&e->blocks);
	hash = hash_bytes(v, n * sizeof(*v));
	b = block_slot(e, hash, v, n);
	if (!b->at) {
		*b = (struct block_slot){ hash, e->code.n };
		e->blocks.count++;
		words_reserve(&e->code, n);
		memcpy(e->code.v + e->code.n, v, n * sizeof(*v));
		e->code.n += n;
	}
	e->stack.n = from;
	return b->at;
}

uint32_t
emit_string(struct emit *e, atom_t atom)
{
	while (e->string_of.n <= atom)
		words_push(&e->string_of, 0);
	if (!e->string_of.v[atom]) {
		words_push(&e->atoms, atom);
		e->string_of.v[atom] = e->atoms.n;
	}
	return e->string_of.v[atom] - 1;
}

uint32_t
emit_text(struct emit *e, const char *s, size_t n)
{
	return emit_string(e, intern(e->strings, s, n));
}

uint32_t
emit_value_string(struct emit *e, const struct value *v)
{
	return v->id != ATOM_NONE ? emit_string(e, v->id) : emit_text(e, v->s, v->n);
}

uint32_t
emit_pattern(struct emit *e, uint32_t text)
{
	uint32_t at = map_get(&e->pattern_of, text);
	struct program_pattern *p;

	if (at != MAP_ABSENT)
		return at;
	vec_room(e->arena, e->patterns, e->npatterns, e->patterns_cap);
	p = &e->patterns[e->npatterns];
	p->text = text;
	p->kind = regex_lower(emit_str(e, text), &e->literal);
	regex_tail(emit_str(e, text), &e->tail);
	p->literal = emit_text(e, e->literal.s, e->literal.n);
	p->tail = emit_text(e, e->tail.s, e->tail.n);
	return map_put(&e->pattern_of, e->arena, text, e->npatterns++);
}
