/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/excerpt.h"

#include <inttypes.h>
#include <string.h>

#include "base/utf8.h"
#include "diag/diag.h"

enum {
	TAB = 8,
	SHOWN_MAX = 160, /* columns of a line */
	BEFORE = 60,     /* of them before what is marked, in a longer line */
};

/* A line as it is shown, and where in it the marked characters are. */
struct shown {
	struct buf text;
	size_t column; /* columns taken so far */
	size_t from;   /* of the mark; SIZE_MAX: not met */
	size_t to;
	size_t first; /* the first column that is shown */
};

static void
put_char(struct shown *s, const char *c, size_t n, size_t width)
{
	if (s->column >= s->first && s->column + width <= s->first + SHOWN_MAX)
		buf_add(&s->text, c, n);
	s->column += width;
}

/* One character of the line, as many columns as it takes. */
static size_t
put_next(struct shown *s, struct arena *a, const char *line)
{
	static const char blanks[TAB + 1] = "        ";
	const char *raw, *clean;
	uint32_t c;
	size_t n;

	if (*line >= ' ' && *line <= '~') {
		put_char(s, line, 1, 1);
		return 1;
	}
	if (*line == '\t') {
		size_t width = TAB - s->column % TAB;

		put_char(s, blanks, width, width);
		return 1;
	}
	n = utf8_decode(line, strnlen(line, 4), &c);
	n = n ? n : 1;
	raw = arena_strndup(a, line, n);
	clean = diag_clean(a, raw);
	put_char(s, clean, strlen(clean), clean == raw ? 1 : strlen(clean));
	return n;
}

static void
walk(struct shown *s, struct arena *a, const char *line, const struct place *p)
{
	size_t character = 1;
	bool open = p->end_line > p->line;

	s->from = s->to = SIZE_MAX;
	for (;; character++) {
		if (character == p->column)
			s->from = s->column;
		if (!open && p->end_column > p->column && character == p->end_column)
			s->to = s->column;
		if (!*line || (s->from != SIZE_MAX && s->column > s->from + SHOWN_MAX))
			break;
		line += put_next(s, a, line);
	}
	if (s->from != SIZE_MAX && s->to == SIZE_MAX)
		s->to = open ? s->column : s->from + 1;
}

static void
put_mark(struct buf *out, const struct shown *s, unsigned int indent, size_t number)
{
	size_t i, to = s->to < s->first + SHOWN_MAX ? s->to : s->first + SHOWN_MAX;

	buf_printf(out, "%*s%*s | %*s^", (int)indent, "", (int)number, "",
		(int)(s->from - s->first), "");
	for (i = s->from + 1; i < to; i++)
		buf_putc(out, '~');
	buf_putc(out, '\n');
}

void
excerpt_put(
	struct buf *out, const char *line, const struct place *place, unsigned int indent)
{
	struct shown s = { 0 };
	struct arena a = { 0 };
	struct buf number = { 0 };

	walk(&s, &a, line, place);
	if (s.column > SHOWN_MAX && s.from != SIZE_MAX && s.from > BEFORE) {
		s = (struct shown){ .text = s.text, .first = s.from - BEFORE };
		s.text.n = 0;
		walk(&s, &a, line, place);
	}
	buf_printf(&number, "%5" PRIu32, place->line);
	buf_printf(out, "%*s%s | ", (int)indent, "", number.s);
	buf_add(out, s.text.s ? s.text.s : "", s.text.n);
	buf_putc(out, '\n');
	if (s.from != SIZE_MAX && s.from < s.first + SHOWN_MAX)
		put_mark(out, &s, indent, number.n);
	buf_free(&s.text);
	buf_free(&number);
	arena_free(&a);
}
