/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/html/layout.h"

#include <stdlib.h>

#include "base/search.h"

enum {
	GAP_FLOOR = 0x10000, /* between registers of neighbours; never folded */
	SCALE_FACTOR =
		24, /* regions on one scale are on average at most that different */
	PIXELS_OF_SMALLEST = 3,
};

/* Addresses between two at which something begins or ends. */
struct interval {
	uint64_t first, last;
	double size;
	bool covered;
	bool joined; /* to the covered one before, over the gap between if there is one */
	uint32_t nlabels; /* that begin in it */
};

/* Where two covered intervals meet, or a gap lies between them. */
struct joint {
	uint32_t left, right; /* the intervals */
	double gap;
	double largest; /* of the three */
};

/* Pieces under way: sets of covered intervals, by their first one. */
struct sets {
	uint32_t *of; /* union-find */
	double *extent;
	uint32_t *members;
};

static int
by_number(const void *va, const void *vb)
{
	uint64_t a = *(const uint64_t *)va, b = *(const uint64_t *)vb;

	return (a > b) - (a < b);
}

static int
by_largest(const void *va, const void *vb)
{
	const struct joint *a = va, *b = vb;

	if (a->largest != b->largest)
		return a->largest < b->largest ? -1 : 1;
	return (a->left > b->left) - (a->left < b->left);
}

/* Where spans begin and those after their ends, sorted, each once; the end of all left out. */
static size_t
boundaries(const struct span_list *sorted, uint64_t *v)
{
	size_t i, n = 0, kept = 0;

	for (i = 0; i < sorted->n; i++) {
		v[n++] = sorted->v[i].first;
		if (sorted->v[i].last != UINT64_MAX)
			v[n++] = sorted->v[i].last + 1;
	}
	qsort(v, n, sizeof(*v), by_number);
	for (i = 0; i < n; i++)
		if (!kept || v[kept - 1] != v[i])
			v[kept++] = v[i];
	return kept;
}

static size_t
intervals_of(const struct span_list *sorted, struct arena *a, struct interval **out)
{
	uint64_t *at = arena_array(a, uint64_t, 2 * sorted->n);
	size_t n = boundaries(sorted, at), k, next = 0, count = 0;
	struct interval *v = arena_array(a, struct interval, n);
	uint64_t covered_to = 0;
	bool any = false;

	for (k = 0; k < n; k++) {
		struct interval *i = &v[count];

		for (; next < sorted->n && sorted->v[next].first <= at[k]; next++) {
			if (!any || sorted->v[next].last > covered_to)
				covered_to = sorted->v[next].last;
			any = true;
		}
		i->first = at[k];
		i->last = k + 1 < n ? at[k + 1] - 1 : UINT64_MAX;
		i->covered = any && covered_to >= at[k];
		/* behind the last end nothing is laid out */
		if (k + 1 == n && !i->covered)
			break;
		i->size = (double)(i->last - i->first) + 1;
		count++;
	}
	*out = v;
	return count;
}

static uint32_t
root_of(struct sets *s, uint32_t i)
{
	while (s->of[i] != i)
		i = s->of[i] = s->of[s->of[i]];
	return i;
}

/*
 * One scale fits both where neither is of another order than the other, and the gap
 * would not take most of the room.
 */
static bool
may_join(const struct sets *s, uint32_t a, uint32_t b, double gap)
{
	double most = s->extent[a] > s->extent[b] ? s->extent[a] : s->extent[b];
	double one = s->extent[a] / s->members[a], other = s->extent[b] / s->members[b];

	if (gap > GAP_FLOOR && gap > most)
		return false;
	return one <= SCALE_FACTOR * other && other <= SCALE_FACTOR * one;
}

static size_t
joints_of(const struct interval *v, size_t n, struct joint *out)
{
	uint32_t last = UINT32_MAX;
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		double largest = v[i].size;

		if (!v[i].covered)
			continue;
		if (last != UINT32_MAX) {
			double gap = i - last > 1 ? v[i - 1].size : 0;

			if (v[last].size > largest)
				largest = v[last].size;
			out[count++] = (struct joint){ last, (uint32_t)i, gap,
				gap > largest ? gap : largest };
		}
		last = (uint32_t)i;
	}
	return count;
}

/* The small first: what has grown together says what is large beside it. */
static void
join(struct interval *v, size_t n, struct arena *a)
{
	struct joint *joints = arena_array(a, struct joint, n);
	struct sets s = { arena_array(a, uint32_t, n), arena_array(a, double, n),
		arena_array(a, uint32_t, n) };
	size_t i, count = joints_of(v, n, joints);

	for (i = 0; i < n; i++) {
		s.of[i] = (uint32_t)i;
		s.extent[i] = v[i].size;
		s.members[i] = 1;
	}
	qsort(joints, count, sizeof(*joints), by_largest);
	for (i = 0; i < count; i++) {
		uint32_t left = root_of(&s, joints[i].left);
		uint32_t right = root_of(&s, joints[i].right);

		if (!may_join(&s, left, right, joints[i].gap))
			continue;
		v[joints[i].right].joined = true;
		s.of[right] = left;
		s.extent[left] += s.extent[right] + joints[i].gap;
		s.members[left] += s.members[right];
	}
}

static void
count_labels(struct interval *v, size_t n, uint64_t address)
{
	size_t i = search_first(n, at, v[at].last < address);

	if (i < n)
		v[i].nlabels++;
}

static double
piece_height(const struct interval *v, size_t from, size_t to)
{
	double size = 0, smallest = v[from].size, height, wanted;
	uint32_t labels = 0;

	for (size_t i = from; i < to; i++) {
		size += v[i].size;
		labels += v[i].nlabels;
		if (v[i].size < smallest)
			smallest = v[i].size;
	}
	height = labels * LAYOUT_LINE;
	/* the smallest to be seen, where that costs no more than as much again */
	wanted = size / smallest * PIXELS_OF_SMALLEST;
	if (wanted > 2 * height)
		wanted = 2 * height;
	if (height < wanted)
		height = wanted;
	return height > LAYOUT_PIECE_MIN ? height : LAYOUT_PIECE_MIN;
}

/* The interval behind the piece that begins with @i. */
static size_t
piece_end(const struct interval *v, size_t n, size_t i)
{
	size_t end = i + 1;

	if (!v[i].covered)
		return end;
	while (end < n
		&& ((v[end].covered && v[end].joined)
			|| (!v[end].covered && end + 1 < n && v[end + 1].joined)))
		end++;
	return end;
}

/* One region alone that is much larger than what adjoins: its size is not to be seen. */
static bool
is_cut(const struct interval *v, size_t n, size_t i, size_t end)
{
	return end == i + 1
	       && ((i && v[i - 1].covered && v[i].size > SCALE_FACTOR * v[i - 1].size)
		       || (end < n && v[end].covered
			       && v[i].size > SCALE_FACTOR * v[end].size));
}

struct layout
layout_of(const struct span_list *sorted, const uint64_t *labels, size_t nlabels,
	struct arena *a)
{
	struct layout l = { 0 };
	struct layout_piece *pieces;
	struct interval *v;
	size_t i, end, n;

	if (!sorted->n)
		return l;
	n = intervals_of(sorted, a, &v);
	join(v, n, a);
	for (i = 0; i < nlabels; i++)
		count_labels(v, n, labels[i]);
	l.v = pieces = arena_array(a, struct layout_piece, n);
	for (i = 0; i < n; i = end) {
		struct layout_piece *p = &pieces[l.n++];

		end = piece_end(v, n, i);
		*p = (struct layout_piece){ .first = v[i].first,
			.last = v[end - 1].last,
			.folded = !v[i].covered || is_cut(v, n, i, end),
			.covered = v[i].covered,
			.y = l.height,
			.height = v[i].covered
					  ? piece_height(v, i, end)
					  : LAYOUT_FOLD + v[i].nlabels * LAYOUT_LINE };
		if (p->folded && p->covered && p->height < LAYOUT_CUT)
			p->height = LAYOUT_CUT;
		/* no scale leads on to the next one */
		if (i && v[i].covered && v[i - 1].covered)
			p->y += LAYOUT_STEP;
		l.height = p->y + p->height;
	}
	return l;
}

double
layout_y(const struct layout *l, uint64_t address, bool end)
{
	size_t i = search_first(l->n, at, l->v[at].last < address);
	const struct layout_piece *p;
	double size;

	if (i == l->n)
		return l->height;
	p = &l->v[i];
	if (address < p->first)
		return p->y;
	size = (double)(p->last - p->first) + 1;
	return p->y + ((double)(address - p->first) + (end ? 1 : 0)) / size * p->height;
}
