/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ranges of numbers, and which of them overlap. */
#ifndef DTLINT_BASE_SPAN_H
#define DTLINT_BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* From first to last, both within, so that a range can reach the end of all numbers. */
struct span {
	uint64_t first;
	uint64_t last;
	uint32_t owner; /* the caller's own */
	uint32_t entry; /* likewise */
};

/* Ready for use when zero-initialised. */
struct span_list {
	struct span *v;
	size_t n;
	size_t cap;
};

/*
 * The range of @size numbers from @first. False where it is empty; where it would reach
 * past @limit it is cut off there. @first must not be above @limit.
 */
bool span_set(struct span *s, uint64_t first, uint64_t size, uint64_t limit);

void span_add(struct span_list *list, struct arena *a, const struct span *s);
void span_add_all(struct span_list *list, struct arena *a, const struct span_list *from);

/*
 * By their first number; of those that begin together the longer one first; then by
 * owner and entry. The functions below want this order.
 */
void span_sort(struct span_list *list);

/* Joins what overlaps or adjoins; of the owners the first one's stays. */
void span_merge(struct span_list *list);

/* In a sorted list: the last span that begins at or below the number, or NULL. */
const struct span *span_before(const struct span_list *sorted, uint64_t number);

/* In a merged list: the span that holds the number, or NULL. */
const struct span *span_find(const struct span_list *merged, uint64_t number);

/* In a merged list: whether one of its spans holds all of @s; the first that holds some. */
bool span_covers(const struct span_list *merged, const struct span *s);
const struct span *span_touches(const struct span_list *merged, const struct span *s);

/* What of the merged list @from is not in the merged list @less. */
struct span_list span_subtract(
	const struct span_list *from, const struct span_list *less, struct arena *a);

/* Two of a sorted list; @b is the later one. */
struct span_overlap {
	const struct span *a;
	const struct span *b;
	bool crossing; /* neither holds all of the other */
};

/*
 * The overlaps of a sorted list, for each of its spans at most one with an earlier one,
 * so that there are never more than spans: with the innermost of those that it crosses
 * or lies in. Any cluster of spans that overlap gives at least one, and a crossing one
 * where any two in it cross. Costs one pass; the result is in @a.
 */
const struct span_overlap *span_overlaps(
	const struct span_list *sorted, struct arena *a, size_t *count);

#endif
