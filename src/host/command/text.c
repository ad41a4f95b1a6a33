/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/text.h"

#include "base/vec.h"

#include <string.h>

void
words_add(struct word_list *w, struct arena *a, struct word word)
{
	*vec_add(a, w) = word;
}

bool
text_opaque_at(const struct text *t, size_t i)
{
	return t->at && i < t->n && (t->at[i] & TEXT_OPAQUE);
}

bool
text_maybe_at(const struct text *t, size_t i)
{
	return t->at && i < t->n && (t->at[i] & TEXT_MAYBE);
}

bool
text_is(const struct text *t, size_t i, char c)
{
	return i < t->n && t->s[i] == c && !text_opaque_at(t, i);
}

bool
text_opaque(const struct text *t)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (text_opaque_at(t, i))
			return true;
	return false;
}

struct text
text_part(const struct text *t, size_t from, size_t to)
{
	return (struct text){ t->s + from, t->at ? t->at + from : NULL, to - from };
}

bool
text_equals(const struct text *t, const char *s)
{
	return t->n == strlen(s) && (!t->n || !memcmp(t->s, s, t->n)) && !text_opaque(t);
}

char *
text_dup(const struct text *t, struct arena *a)
{
	return arena_strndup(a, t->s, t->n);
}

static const char *const *
dup_either(const char *const *either, struct arena *a)
{
	const char **all;
	size_t i, n = 0;

	while (either[n])
		n++;
	all = arena_array(a, const char *, n + 1);
	for (i = 0; i < n; i++)
		all[i] = arena_strdup(a, either[i]);
	return all;
}

struct word_list
words_dup(const struct word *v, size_t n, struct arena *a)
{
	struct word_list w = { arena_array(a, struct word, n), n, n };
	uint32_t *at;
	size_t i;

	for (i = 0; i < n; i++) {
		w.v[i] = v[i];
		w.v[i].text.s = text_dup(&v[i].text, a);
		if (v[i].either)
			w.v[i].either = dup_either(v[i].either, a);
		if (!v[i].text.at)
			continue;
		at = arena_array(a, uint32_t, v[i].text.n);
		memcpy(at, v[i].text.at, v[i].text.n * sizeof(*at));
		w.v[i].text.at = at;
	}
	return w;
}

void
lines_index(struct lines *l, const char *s, size_t n, struct arena *a)
{
	uint32_t characters = 0;
	size_t i, lines = 1;

	for (i = 0; i < n; i++)
		lines += s[i] == '\n';
	*l = (struct lines){ s, n, arena_array(a, uint32_t, lines), 1,
		arena_array(a, uint32_t, n / LINES_STEP + 1) };
	for (i = 0; i < n; i++) {
		if (s[i] == '\n')
			l->starts[l->nstarts++] = (uint32_t)(i + 1);
		if (i % LINES_STEP == 0)
			l->characters[i / LINES_STEP] = characters;
		characters += ((unsigned char)s[i] & 0xc0) != 0x80;
	}
	if (n % LINES_STEP == 0)
		l->characters[n / LINES_STEP] = characters;
}

/* How many characters begin before a byte. */
static uint32_t
characters_before(const struct lines *l, size_t offset)
{
	size_t i = offset / LINES_STEP * LINES_STEP;
	uint32_t n = l->characters[offset / LINES_STEP];

	for (; i < offset; i++)
		n += ((unsigned char)l->s[i] & 0xc0) != 0x80;
	return n;
}

void
lines_find(const struct lines *l, size_t offset, uint32_t *line, uint32_t *column)
{
	size_t low = 0, high = l->nstarts, mid;

	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (l->starts[mid] <= offset)
			low = mid;
		else
			high = mid;
	}
	*line = (uint32_t)(low + 1);
	if (offset > l->n)
		offset = l->n;
	*column = 1;
	if (offset > l->starts[low])
		*column += characters_before(l, offset)
			   - characters_before(l, l->starts[low]);
}
