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

/*
 * Optimal string alignment, of letters that are alike, a column of its table a step: Hyyrö,
 * "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", 2003.
 * More than @most where the distance is. Both words have letters, and not over 64.
 */
static unsigned int
distance(const char *a, size_t n, const char *b, size_t m, unsigned int most)
{
	uint64_t places[256]; /* in @a of the letters that are in either, a bit each */
	uint64_t more = ~0ull, less = 0, same = 0, before = 0, here, up, down, last;
	unsigned int d;
	size_t i;

	while (n && m && fold(*a) == fold(*b))
		a++, b++, n--, m--;
	while (n && m && fold(a[n - 1]) == fold(b[m - 1]))
		n--, m--;
	if (!n || !m)
		return (unsigned int)(n + m);
	for (i = 0; i < m; i++)
		places[fold(b[i])] = 0;
	for (i = 0; i < n; i++)
		places[fold(a[i])] = 0;
	for (i = 0; i < n; i++)
		places[fold(a[i])] |= 1ull << i;
	last = 1ull << (n - 1);
	d = (unsigned int)n;
	for (i = 0; i < m; i++) {
		here = places[fold(b[i])];
		same = (((here & more) + more) ^ more) | here | less
		       | ((~same & here) << 1 & before); /* two letters swapped */
		up = less | ~(same | more);
		down = same & more;
		d += (up & last) != 0;
		d -= (down & last) != 0;
		/* each letter that is left takes one away, at the most */
		if (d > most + (m - 1 - i))
			return d;
		up = up << 1 | 1;
		more = down << 1 | ~(same | up);
		less = up & same;
		before = here;
	}
	return d;
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
