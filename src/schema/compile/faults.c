/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/compile/faults.h"

#include <stdlib.h>
#include <string.h>

#include "schema/compile/compatible.h"
#include "schema/program/keywords.h"

static const uint32_t whens[] = {
	[FAULT_ALWAYS] = PROGRAM_ALWAYS,
	[FAULT_APPLIED] = PROGRAM_APPLIED,
	[FAULT_REACHED] = PROGRAM_REACHED,
	[FAULT_LEFT_OUT] = PROGRAM_LEFT_OUT,
};

static uint32_t
text(struct compiler *c, const char *s)
{
	return emit_text(&c->emit, s, strlen(s));
}

static uint32_t
root_of(const struct schema_set *s, const struct fault_use *use)
{
	const struct binding *b = NULL;

	if (use->when == FAULT_APPLIED || use->when == FAULT_REACHED)
		b = schema_set_find(s, intern_str(&s->strings, use->id));
	return b ? (uint32_t)(b - s->bindings) : ROOT_NONE;
}

void
faults_link(struct compiler *c, const struct schema_set *s, struct words *out)
{
	uint32_t when, root;
	size_t i;

	for (i = 0; i < s->nfaults; i++) {
		when = whens[s->uses[i].when];
		root = root_of(s, &s->uses[i]);
		if (root == ROOT_NONE && when != PROGRAM_LEFT_OUT)
			when = PROGRAM_ALWAYS;
		words_push(out, text(c, s->faults[i].place.file));
		words_push(out, text(c, s->faults[i].message));
		words_push(out, s->faults[i].place.line);
		words_push(out, s->faults[i].place.column);
		words_push(out, when);
		words_push(out, root);
	}
}

static int
compare_pairs(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	if (x[0] != y[0])
		return x[0] < y[0] ? -1 : 1;
	return x[1] < y[1] ? -1 : x[1] > y[1];
}

void
faults_link_left_out(struct compiler *c, struct schema_set *s, struct words *compatibles,
	struct words *selects)
{
	struct words seen = { 0 };
	const struct value *select;
	uint32_t i, resource;

	for (i = 0; i < s->nfaults; i++) {
		if (s->uses[i].when != FAULT_LEFT_OUT)
			continue;
		select = value_get(s->uses[i].stub, K_SELECT);
		if (!select) {
			compatibles_map(&c->emit, s->uses[i].stub, i, &seen, compatibles);
		} else if (select->kind != V_FALSE) {
			resource = resolver_add(c->resolver,
				arena_printf(c->emit.arena, "urn:left-out:%u", i),
				s->uses[i].stub, false);
			words_push(selects, compile_schema(c, select, resource));
			words_push(selects, i);
		}
	}
	if (compatibles->n)
		qsort(compatibles->v, compatibles->n / 2, 2 * sizeof(uint32_t),
			compare_pairs);
	words_free(&seen);
}

void
faults_mark_slots(struct compiler *c, const struct lost_ref *lost, uint32_t n)
{
	const uint32_t *slot;
	uint32_t i, k;

	for (i = 0; i < n; i++)
		for (k = 0; k < c->lost.n; k += 4) {
			slot = c->lost.v + k;
			if (slot[1] == lost[i].resource && slot[2] == lost[i].line
				&& slot[3] == lost[i].column)
				c->targets[slot[0]].slot.lost = lost[i].fault + 1;
		}
}
