/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The block of strings: each name once, and none that is the end of an earlier one. */
#include <stdlib.h>
#include <string.h>

#include "dts/blob/blob.h"

enum { FEW = 4096, BUCKETS = 512, TAIL = 4 };

static bool
is_end_of(const struct blob_string *s, const struct blob_string *of)
{
	return s->len <= of->len && !memcmp(of->s + of->len - s->len, s->s, s->len);
}

static uint32_t
bucket_of(const struct blob_string *s)
{
	uint32_t tail;

	memcpy(&tail, s->s + s->len - TAIL, TAIL);
	return tail * 0x9e3779b1u >> 23;
}

static void
put(struct blob_string *s, const struct blob_string *host, uint64_t *size)
{
	if (host) {
		s->shared = true;
		s->offset = host->offset + host->len - s->len;
	} else {
		s->offset = (uint32_t)*size;
		*size += s->len + 1;
	}
}

/* Names that end alike are in one list, in their order. */
static void
place_few(struct blob_string *v, uint32_t n, uint64_t *size, struct arena *a)
{
	uint32_t *next = arena_array(a, uint32_t, n + 1), first[BUCKETS] = { 0 },
		 last[BUCKETS] = { 0 }, i, k, b;
	const struct blob_string *host;

	for (i = 0; i < n; i++) {
		host = NULL;
		if (v[i].len < TAIL) {
			for (k = 0; k < i && !host; k++)
				if (!v[k].shared && is_end_of(&v[i], &v[k]))
					host = &v[k];
			put(&v[i], host, size);
			continue;
		}
		b = bucket_of(&v[i]);
		for (k = first[b]; k && !host; k = next[k])
			if (is_end_of(&v[i], &v[k - 1]))
				host = &v[k - 1];
		put(&v[i], host, size);
		if (host)
			continue;
		if (last[b])
			next[last[b]] = i + 1;
		else
			first[b] = i + 1;
		last[b] = i + 1;
	}
}

/* By their last bytes: behind a name stand those that end with it. */
static int
by_end(const void *a, const void *b)
{
	const struct blob_string *s = *(struct blob_string *const *)a,
				 *t = *(struct blob_string *const *)b;
	uint32_t i, n = s->len < t->len ? s->len : t->len;

	for (i = 1; i <= n; i++)
		if (s->s[s->len - i] != t->s[t->len - i])
			return (uint8_t)s->s[s->len - i] < (uint8_t)t->s[t->len - i] ? -1
										     : 1;
	return (s->len > t->len) - (s->len < t->len);
}

/*
 * The first of all names that end with a given one is not shared itself, as what it
 * would be the end of ends with that name, too, and is earlier.
 */
static void
place_many(struct blob_string *v, uint32_t n, uint64_t *size, struct arena *a)
{
	struct blob_string **sorted = arena_array(a, struct blob_string *, n), **first;
	uint32_t *open = arena_array(a, uint32_t, n), nopen = 0, i;

	/* first[]: by the name's own index, the first that ends with it */
	first = arena_array(a, struct blob_string *, n);
	for (i = 0; i < n; i++) {
		sorted[i] = &v[i];
		first[i] = &v[i];
	}
	qsort(sorted, n, sizeof(*sorted), by_end);
	for (i = 0; i <= n; i++) {
		while (nopen && (i == n || !is_end_of(&v[open[nopen - 1]], sorted[i]))) {
			uint32_t done = open[--nopen];

			if (nopen && first[done] < first[open[nopen - 1]])
				first[open[nopen - 1]] = first[done];
		}
		if (i < n)
			open[nopen++] = (uint32_t)(sorted[i] - v);
	}
	for (i = 0; i < n; i++)
		put(&v[i], first[i] == &v[i] ? NULL : first[i], size);
}

void
blob_place_strings(struct blob_string *v, uint32_t n, uint64_t *size, struct arena *a)
{
	*size = 0;
	if (n <= FEW)
		place_few(v, n, size, a);
	else
		place_many(v, n, size, a);
}
