/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lsp/text.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/search.h"
#include "base/utf8.h"

static void
index_lines(struct text *t)
{
	size_t i, n = 1;

	for (i = 0; i < t->n; i++)
		n += t->s[i] == '\n';
	free(t->lines);
	t->lines = calloc(n, sizeof(*t->lines));
	if (!t->lines)
		fatal("out of memory: %zu lines", n);
	t->nlines = n;
	for (i = 0, n = 1; i < t->n; i++)
		if (t->s[i] == '\n')
			t->lines[n++] = i + 1;
}

static char *
room(size_t n)
{
	char *s = malloc(n + 1);

	if (!s)
		fatal("out of memory: a document of %zu bytes", n);
	s[n] = '\0';
	return s;
}

void
text_set(struct text *t, const char *s, size_t n)
{
	char *copy = room(n);

	if (n)
		memcpy(copy, s, n);
	free(t->s);
	t->s = copy;
	t->n = n;
	index_lines(t);
}

void
text_free(struct text *t)
{
	free(t->s);
	free(t->lines);
	*t = (struct text){ 0 };
}

void
text_replace(struct text *t, size_t from, size_t to, const char *s, size_t n)
{
	size_t whole = t->n - (to - from) + n;
	char *made = room(whole);

	memcpy(made, t->s, from);
	if (n)
		memcpy(made + from, s, n);
	memcpy(made + from + n, t->s + to, t->n - to);
	free(t->s);
	t->s = made;
	t->n = whole;
	index_lines(t);
}

/* One character: its bytes, and the units that it has in UTF-16. */
static size_t
step(const struct text *t, size_t at, uint32_t *units)
{
	uint32_t c = 0;
	size_t n = utf8_decode(t->s + at, t->n - at, &c);

	*units = n && c > 0xffff ? 2 : 1;
	return n ? n : 1;
}

static size_t
line_end(const struct text *t, size_t line)
{
	size_t end = line + 1 < t->nlines ? t->lines[line + 1] - 1 : t->n;

	return end > t->lines[line] && end < t->n && t->s[end - 1] == '\r' ? end - 1
									   : end;
}

size_t
text_offset(const struct text *t, struct position p)
{
	size_t at, end;
	uint32_t units, left = p.character;

	if (p.line >= t->nlines)
		return t->n;
	end = line_end(t, p.line);
	for (at = t->lines[p.line]; at < end && left;) {
		size_t n = step(t, at, &units);

		if (units > left)
			break;
		left -= units;
		at += n;
	}
	return at < end ? at : end;
}

static size_t
line_of(const struct text *t, size_t offset)
{
	return search_first(t->nlines, i, t->lines[i] <= offset) - 1;
}

struct position
text_position(const struct text *t, size_t offset)
{
	size_t line = line_of(t, offset), at = t->lines[line];
	struct position p = { (uint32_t)line, 0 };
	uint32_t units;

	while (at < offset) {
		at += step(t, at, &units);
		p.character += units;
	}
	return p;
}

struct position
text_at(const struct text *t, uint32_t line, uint32_t column)
{
	size_t at, end;
	uint32_t units, i;

	if (!line || line > t->nlines)
		return text_position(t, line ? t->n : 0);
	at = t->lines[line - 1];
	end = line_end(t, line - 1);
	for (i = 1; i < column && at < end; i++)
		at += step(t, at, &units);
	return text_position(t, at < end ? at : end);
}

struct range
text_range(const struct text *t, size_t from, size_t to)
{
	return (struct range){ text_position(t, from), text_position(t, to) };
}
