/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/suggest.h"

#include <stdbool.h>
#include <string.h>

enum { WORD_MAX = 64 };

/* Case, and - for _, make no difference. */
static unsigned char
fold(char c)
{
	return c == '_'               ? '-'
	       : c >= 'A' && c <= 'Z' ? (unsigned char)(c | 0x20)
				      : (unsigned char)c;
}

static uint64_t
letters(const char *s, size_t n)
{
	uint64_t bits = 0;

	while (n--)
		bits |= 1ull << (fold(s[n]) & 63);
	return bits;
}

static unsigned int
min3(unsigned int x, unsigned int y, unsigned int z)
{
	unsigned int m = x < y ? x : y;

	return m < z ? m : z;
}

/* Of what stands before both: two letters, one for the other. */
static bool
is_swapped(const char *a, const char *b)
{
	return a[-1] == b[-2] && a[-2] == b[-1];
}

/*
 * Optimal string alignment, along the diagonal: what is further from it than @most takes
 * more edits. Given up where it is more than @most: what is returned is then more, too.
 */
static unsigned int
distance(const char *a, size_t n, const char *b, size_t m, unsigned int most)
{
	unsigned int rows[3][WORD_MAX + 2];
	unsigned int *before = rows[0], *last = rows[1], *row = rows[2], *t;
	unsigned int least, least_before = 0;
	unsigned char fa[WORD_MAX], fb[WORD_MAX];
	size_t i, j, from, to;

	for (i = 0; i < n; i++)
		fa[i] = fold(a[i]);
	for (j = 0; j < m; j++)
		fb[j] = fold(b[j]);
	for (j = 0; j <= m && j <= most + 1; j++)
		last[j] = (unsigned int)j;
	for (i = 1; i <= n; i++) {
		from = i > most ? i - most : 1;
		to = i + most < m ? i + most : m;
		row[from - 1] = from == 1 ? (unsigned int)i : most + 1;
		least = from == 1 ? (unsigned int)i : most + 1;
		for (j = from; j <= to; j++) {
			row[j] = min3((j < i + most ? last[j] : most) + 1, row[j - 1] + 1,
				last[j - 1] + (fa[i - 1] != fb[j - 1]));
			if (i > 1 && j > 1 && is_swapped(a + i, b + j)
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

struct suggest_word
suggest_word(const char *text)
{
	size_t n = strlen(text);

	if (n > WORD_MAX)
		return (struct suggest_word){ .text = text, .length = WORD_MAX + 1 };
	return (struct suggest_word){ text, letters(text, n), (uint32_t)n };
}

void
suggest_try_word(struct suggest *s, const struct suggest_word *w)
{
	const struct suggest_word *own = &s->own;
	unsigned int d, most;
	uint32_t n, m = w->length;

	if (!own->text)
		s->own = suggest_word(s->word);
	n = own->length;
	if (!n || !m || n > WORD_MAX || m > WORD_MAX)
		return;
	/* every letter is one edit from every other */
	most = s->most ? s->most : n < 2 ? 0 : n < 4 ? 1 : n / 4 + 1;
	if (s->best && !s->distance)
		return;
	if (s->best && s->distance <= most)
		most = s->distance - 1;
	if ((n > m ? n - m : m - n) > most)
		return;
	/* an edit takes one letter away, and brings one, at the most */
	if ((unsigned int)__builtin_popcountll(own->letters & ~w->letters) > most
		|| (unsigned int)__builtin_popcountll(w->letters & ~own->letters) > most)
		return;
	d = distance(s->word, n, w->text, m, most);
	if (d <= most) {
		s->best = w->text;
		s->distance = d;
	}
}

void
suggest_try(struct suggest *s, const char *candidate)
{
	struct suggest_word w = suggest_word(candidate);

	suggest_try_word(s, &w);
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

bool
suggest_is_letter_lost(const char *a, const char *b)
{
	const char *longer = strlen(a) > strlen(b) ? a : b, *other = longer == a ? b : a;
	size_t i = 0;

	if (strlen(longer) != strlen(other) + 1 || strlen(other) < 5)
		return false;
	while (other[i] && other[i] == longer[i])
		i++;
	return !strcmp(other + i, longer + i + 1);
}
