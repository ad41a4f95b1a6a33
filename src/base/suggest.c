/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/suggest.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { WORD_MAX = 64 };

/* Case, and - for _, make no difference. */
static unsigned char
fold(char c)
{
	return c == '_' ? '-' : (unsigned char)tolower((unsigned char)c);
}

static unsigned int
cost(char x, char y)
{
	return fold(x) != fold(y);
}

/* A bit for each letter of a word, whatever their order. */
static uint64_t
letters(const char *s, size_t n)
{
	uint64_t bits = 0;

	while (n--)
		bits |= 1ull << (fold(s[n]) & 63);
	return bits;
}

/* An edit takes one letter away, and brings one, at the most. */
static bool
is_far(const char *a, size_t n, const char *b, size_t m, unsigned int most)
{
	uint64_t x = letters(a, n), y = letters(b, m);

	return (unsigned int)__builtin_popcountll(x & ~y) > most
	       || (unsigned int)__builtin_popcountll(y & ~x) > most;
}

static unsigned int
min3(unsigned int x, unsigned int y, unsigned int z)
{
	unsigned int m = x < y ? x : y;

	return m < z ? m : z;
}

/*
 * Optimal string alignment. Given up where it is more than @most: what is returned is
 * then more, too.
 */
static unsigned int
distance(const char *a, size_t n, const char *b, size_t m, unsigned int most)
{
	unsigned int rows[3][WORD_MAX + 1];
	unsigned int *before = rows[0], *last = rows[1], *row = rows[2], *t;
	unsigned int least, least_before = 0;
	size_t i, j;

	for (j = 0; j <= m; j++)
		last[j] = (unsigned int)j;
	for (i = 1; i <= n; i++) {
		row[0] = least = (unsigned int)i;
		for (j = 1; j <= m; j++) {
			row[j] = min3(last[j] + 1, row[j - 1] + 1,
				last[j - 1] + cost(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]
				&& before[j - 2] + 1 < row[j])
				row[j] = before[j - 2] + 1;
			least = row[j] < least ? row[j] : least;
		}
		/* the next row comes from these two */
		if (least > most && least_before > most)
			return least;
		least_before = least;
		t = before;
		before = last;
		last = row;
		row = t;
	}
	return last[m];
}

void
suggest_try(struct suggest *s, const char *candidate)
{
	size_t n = strlen(s->word), m = strlen(candidate);
	unsigned int d, most;

	if (!n || !m || n > WORD_MAX || m > WORD_MAX)
		return;
	most = s->most ? s->most : n < 4 ? 1 : (unsigned int)(n / 4 + 1);
	if ((n > m ? n - m : m - n) > most || (s->best && !s->distance))
		return;
	if (s->best && s->distance <= most)
		most = s->distance - 1;
	if (is_far(s->word, n, candidate, m, most))
		return;
	d = distance(s->word, n, candidate, m, most);
	if (d <= most) {
		s->best = candidate;
		s->distance = d;
	}
}

const char *
suggest_text(struct arena *a, const struct suggest *s)
{
	return s->best ? arena_printf(a, "; did you mean '%s'?", s->best) : "";
}

const char *
suggest_from(struct arena *a, const char *word, const char *const *table, size_t n)
{
	struct suggest s = { .word = word };
	size_t i;

	for (i = 0; i < n; i++)
		if (table[i])
			suggest_try(&s, table[i]);
	return suggest_text(a, &s);
}
