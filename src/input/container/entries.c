/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "base/vec.h"
#include "input/container/container.h"
#include "rules/container.h"

void
entries_add(struct entries *list, struct arena *a, const struct entry *e)
{
	*vec_add(a, list) = *e;
}

/*
 * Whether it lies inside the content. Where not, it is reported, and where it is a tree
 * it is a fault, too.
 */
static bool
entry_is_inside(struct reading *r, const struct content *c, const struct entry *e)
{
	struct fault f = FAULT_INIT(r->arena);

	if (e->offset <= c->n && e->size <= c->n - e->offset)
		return true;
	input_finding(r, c, e->part, container_rule(CONTAINER_ENTRY_OUTSIDE), LEVEL_ERROR,
		0, 0,
		"its %" PRIu64 " bytes at offset 0x%" PRIx64
		" lie outside the %zu bytes of the image",
		e->size, e->offset, c->n);
	if (e->tree) {
		fault_set(&f, "not looked at: it lies outside the image");
		input_part_fault(r, c, e->part, &f);
	}
	return false;
}

static int
by_offset(const void *va, const void *vb)
{
	const struct entry *a = *(const struct entry *const *)va;
	const struct entry *b = *(const struct entry *const *)vb;

	if (a->offset != b->offset)
		return a->offset < b->offset ? -1 : 1;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return (a > b) - (a < b);
}

static bool
is_same(const struct entry *a, const struct entry *b)
{
	return a->offset == b->offset && a->size == b->size;
}

static void
report_overlap(struct reading *r, const struct content *c, const struct entry *a,
	const struct entry *b)
{
	input_finding(r, c, b->part, container_rule(CONTAINER_ENTRIES_OVERLAP),
		LEVEL_WARNING, (size_t)b->offset, (size_t)b->size,
		"its bytes 0x%" PRIx64 "-0x%" PRIx64 " overlap those of '%s', 0x%" PRIx64
		"-0x%" PRIx64,
		b->offset, b->offset + b->size - 1, a->part, a->offset,
		a->offset + a->size - 1);
}

/* Reports what overlaps, and marks entries whose bytes an earlier one has. */
static void
compare(struct reading *r, const struct content *c, const struct entry **v, size_t n,
	bool *again, const struct entry *base)
{
	const struct entry *widest = NULL;
	size_t i;

	qsort(v, n, sizeof(*v), by_offset);
	for (i = 0; i < n; i++) {
		if (i && is_same(v[i - 1], v[i])) {
			again[v[i] - base] = true;
			continue;
		}
		if (widest && v[i]->size && v[i]->offset < widest->offset + widest->size)
			report_overlap(r, c, widest, v[i]);
		if (!widest || v[i]->offset + v[i]->size > widest->offset + widest->size)
			widest = v[i];
	}
}

static void
look(struct reading *r, const struct content *c, const struct entry *e)
{
	size_t offset = (size_t)e->offset, n = (size_t)e->size, used;
	struct bytes made;

	if (!e->codec) {
		input_part(r, c, e->part, offset, n);
	} else if (input_unpack(r, c, e->part, e->codec, offset, n, &made, &used)) {
		input_made(r, c, e->part, made.data, made.n);
		bytes_free(&made);
	}
}

void
entries_look(struct reading *r, const struct content *c, const struct entries *list)
{
	const struct entry **v = arena_array(r->scratch, const struct entry *, list->n);
	bool *inside = arena_array(r->scratch, bool, list->n);
	bool *again = arena_array(r->scratch, bool, list->n);
	size_t i, n = 0;

	for (i = 0; i < list->n; i++) {
		inside[i] = entry_is_inside(r, c, &list->v[i]);
		if (inside[i])
			v[n++] = &list->v[i];
	}
	if (n)
		compare(r, c, v, n, again, list->v);
	for (i = 0; i < list->n; i++)
		if (inside[i] && !again[i] && list->v[i].tree)
			look(r, c, &list->v[i]);
}
