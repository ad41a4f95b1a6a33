/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/build.h"

#include <stdlib.h>
#include <string.h>

enum { PAIRWISE_MAX = 8 };

struct doc *
doc_build_value(struct doc_build *b, enum doc_type type, struct doc_mark mark)
{
	struct doc_level *l = doc_build_level(b);
	struct doc *d;

	if (b->count == DOC_VALUES_MAX) {
		fault_at_line(b->fault, mark.line, mark.column, "more than %d values",
			DOC_VALUES_MAX);
		return NULL;
	}
	b->count++;
	d = arena_new(b->arena, struct doc);
	d->type = type;
	d->line = mark.line;
	d->column = mark.column;
	if (!l) {
		b->root = d;
		return d;
	}
	d->parent = l->value;
	d->index = (uint32_t)l->value->count++;
	d->key = l->key;
	d->key_line = l->key_mark.line;
	d->key_column = l->key_mark.column;
	l->key = NULL;
	if (l->last)
		l->last->next = d;
	else
		l->value->first = d;
	l->last = d;
	return d;
}

bool
doc_build_open(struct doc_build *b, enum doc_type type, struct doc_mark mark)
{
	struct doc *d;

	if (b->depth == DOC_DEPTH_MAX)
		return fault_at_line(b->fault, mark.line, mark.column,
			"nested deeper than %d levels", DOC_DEPTH_MAX);
	d = doc_build_value(b, type, mark);
	if (!d)
		return false;
	b->levels[b->depth++] = (struct doc_level){ .value = d };
	return true;
}

static bool
duplicate(struct doc_build *b, const struct doc *first, const struct doc *again)
{
	return fault_at_line(b->fault, again->key_line, again->key_column,
		"duplicate key '%.64s', first at line %u", again->key, first->key_line);
}

static int
by_key(const void *x, const void *y)
{
	const struct doc *p = *(const struct doc *const *)x;
	const struct doc *q = *(const struct doc *const *)y;
	int d = strcmp(p->key, q->key);

	return d ? d : (p->index > q->index) - (p->index < q->index);
}

/* Sorted, not hashed: keys chosen to collide would cost the square of their number. */
static bool
check_sorted(struct doc_build *b, const struct doc *map)
{
	const struct doc **v = arena_array(b->arena, const struct doc *, map->count), *d;
	const struct doc *again = NULL, *first = NULL;
	size_t i = 0;

	for (d = map->first; d; d = d->next)
		v[i++] = d;
	qsort(v, map->count, sizeof(*v), by_key);
	for (i = 1; i < map->count; i++) {
		if (strcmp(v[i - 1]->key, v[i]->key)
			|| (again && again->index < v[i]->index))
			continue;
		first = v[i - 1];
		again = v[i];
	}
	return !again || duplicate(b, first, again);
}

static bool
check_pairs(struct doc_build *b, const struct doc *map)
{
	const struct doc *again, *first;

	for (again = map->first; again; again = again->next)
		for (first = map->first; first != again; first = first->next)
			if (!strcmp(first->key, again->key))
				return duplicate(b, first, again);
	return true;
}

bool
doc_build_close(struct doc_build *b)
{
	const struct doc *d = b->levels[--b->depth].value;

	if (d->type != DOC_MAP || d->count < 2)
		return true;
	return d->count <= PAIRWISE_MAX ? check_pairs(b, d) : check_sorted(b, d);
}
