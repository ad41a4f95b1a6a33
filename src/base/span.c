/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/span.h"

#include "base/search.h"
#include "base/vec.h"

#include <stdlib.h>

bool
span_set(struct span *s, uint64_t first, uint64_t size, uint64_t limit)
{
	if (!size)
		return false;
	s->first = first;
	s->last = size - 1 > limit - first ? limit : first + (size - 1);
	return true;
}

void
span_add(struct span_list *list, struct arena *a, const struct span *s)
{
	*vec_add(a, list) = *s;
}

void
span_add_all(struct span_list *list, struct arena *a, const struct span_list *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		span_add(list, a, &from->v[i]);
}

static int
compare(const void *pa, const void *pb)
{
	const struct span *a = pa, *b = pb;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	if (a->last != b->last)
		return a->last > b->last ? -1 : 1;
	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	return a->entry < b->entry ? -1 : a->entry > b->entry;
}

void
span_sort(struct span_list *list)
{
	size_t i;

	/* in most trees they are in order already */
	for (i = 1; i < list->n; i++)
		if (compare(&list->v[i - 1], &list->v[i]) > 0)
			break;
	if (i < list->n)
		qsort(list->v, list->n, sizeof(*list->v), compare);
}

void
span_merge(struct span_list *list)
{
	struct span *to = list->v;
	size_t i;

	for (i = 1; i < list->n; i++) {
		const struct span *s = &list->v[i];

		if (to->last == UINT64_MAX || s->first <= to->last + 1) {
			if (s->last > to->last)
				to->last = s->last;
		} else {
			*++to = *s;
		}
	}
	if (list->n)
		list->n = (size_t)(to - list->v) + 1;
}

/* The number of spans that begin at or below @number. */
static size_t
begun(const struct span_list *list, uint64_t number)
{
	return search_first(list->n, at, list->v[at].first <= number);
}

const struct span *
span_before(const struct span_list *sorted, uint64_t number)
{
	size_t n = begun(sorted, number);

	return n ? &sorted->v[n - 1] : NULL;
}

const struct span *
span_find(const struct span_list *merged, uint64_t number)
{
	const struct span *s = span_before(merged, number);

	return s && s->last >= number ? s : NULL;
}

bool
span_covers(const struct span_list *merged, const struct span *s)
{
	const struct span *in = span_find(merged, s->first);

	return in && in->last >= s->last;
}

const struct span *
span_touches(const struct span_list *merged, const struct span *s)
{
	const struct span *in = span_find(merged, s->first);
	size_t next;

	if (in)
		return in;
	next = begun(merged, s->first);
	return next < merged->n && merged->v[next].first <= s->last ? &merged->v[next]
								    : NULL;
}

struct span_list
span_subtract(const struct span_list *from, const struct span_list *less, struct arena *a)
{
	struct span_list out = { 0 };
	size_t i, k = 0;

	for (i = 0; i < from->n; i++) {
		struct span rest = from->v[i];
		bool left = true;

		while (k < less->n && less->v[k].last < rest.first)
			k++;
		for (; left && k < less->n && less->v[k].first <= rest.last; k++) {
			struct span before = rest;

			if (less->v[k].first > rest.first) {
				before.last = less->v[k].first - 1;
				span_add(&out, a, &before);
			}
			if (less->v[k].last >= rest.last) {
				left = false;
				break;
			}
			rest.first = less->v[k].last + 1;
		}
		if (left)
			span_add(&out, a, &rest);
	}
	return out;
}

static bool
any_overlap(const struct span_list *sorted)
{
	uint64_t last = 0;
	size_t i;

	for (i = 0; i < sorted->n; i++) {
		if (i && sorted->v[i].first <= last)
			return true;
		last = sorted->v[i].last;
	}
	return false;
}

const struct span_overlap *
span_overlaps(const struct span_list *sorted, struct arena *a, size_t *count)
{
	const struct span **open, *s;
	struct span_overlap *out;
	size_t n = 0, found = 0;

	*count = 0;
	if (!any_overlap(sorted))
		return NULL;
	out = arena_array(a, struct span_overlap, sorted->n);
	/* nested ever deeper: each that is open lies in the one before it */
	open = arena_array(a, const struct span *, sorted->n);
	for (s = sorted->v; s < sorted->v + sorted->n; s++) {
		while (n && open[n - 1]->last < s->first)
			n--;
		if (n) {
			out[found].a = open[n - 1];
			out[found].b = s;
			out[found++].crossing = s->last > open[n - 1]->last;
		}
		while (n && open[n - 1]->last < s->last)
			n--;
		open[n++] = s;
	}
	*count = found;
	return out;
}
