/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Edits as a unified diff: POSIX.1-2017, diff, "Diff -u or -U Output Format". */
#include <string.h>

#include "fix/edits.h"

enum { CONTEXT = 3 };

struct patching {
	const struct file_edits *e;
	const char *text;
	size_t n;
	struct buf *out;
	size_t line; /* from 1, of `at`, where a line begins */
	size_t at;
	int64_t shift; /* of lines that are new over those that are gone */
};

/* Behind the newline of the line that @at is in. */
static size_t
line_end(const char *s, size_t n, size_t at)
{
	const char *end = at < n ? memchr(s + at, '\n', n - at) : NULL;

	return end ? (size_t)(end - s) + 1 : n;
}

static size_t
line_begin(const char *s, size_t at)
{
	while (at && s[at - 1] != '\n')
		at--;
	return at;
}

static size_t
count_lines(const char *s, size_t n)
{
	size_t lines = 0, at;

	for (at = 0; at < n; at = line_end(s, n, at))
		lines++;
	return lines;
}

static void
put_lines(struct buf *out, char mark, const char *s, size_t n)
{
	size_t at, end;

	for (at = 0; at < n; at = end) {
		end = line_end(s, n, at);
		buf_putc(out, mark);
		buf_add(out, s + at, end - at);
		if (s[end - 1] != '\n')
			buf_puts(out, "\n\\ No newline at end of file\n");
	}
}

/* Up to CONTEXT lines before @at, but none before @least. */
static size_t
context_before(const struct patching *p, size_t at, size_t least)
{
	for (int i = 0; i < CONTEXT && at > least; i++)
		at = line_begin(p->text, at - 1);
	return at;
}

static size_t
context_behind(const struct patching *p, size_t at, int lines)
{
	while (lines-- && at < p->n)
		at = line_end(p->text, p->n, at);
	return at;
}

/* Lines that are one run of changes: the edits from @first to before @end. */
struct run {
	size_t from; /* of the old text, whole lines */
	size_t to;
	struct buf text; /* that is there then */
};

/* Leaves out the lines that both begin with, and those that both end with. */
static void
trim(const struct patching *p, struct run *r, size_t *skip)
{
	const char *old = p->text;
	size_t n, m;

	for (*skip = 0;;) {
		n = line_end(old, r->to, r->from) - r->from;
		m = line_end(r->text.s, r->text.n, *skip) - *skip;
		if (!n || n != m || memcmp(old + r->from, r->text.s + *skip, n) != 0)
			break;
		r->from += n;
		*skip += n;
	}
	while (r->to > r->from && r->text.n > *skip) {
		n = r->to - line_begin(old, r->to - 1);
		m = line_begin(r->text.s, r->text.n - 1);
		m = r->text.n - (m < *skip ? *skip : m);
		if (n != m || memcmp(old + r->to - n, r->text.s + r->text.n - m, n) != 0)
			break;
		r->to -= n;
		r->text.n -= m;
	}
}

/* The edits from @i on that share lines; the first that does not. */
static size_t
take_run(const struct patching *p, size_t i, struct run *r)
{
	struct file_edits part = { .v = p->e->v + i };
	const struct place *at = &p->e->v[i]->place;
	size_t end;

	r->from = line_begin(p->text, (size_t)at->offset);
	do {
		at = &p->e->v[i++]->place;
		part.n++;
		end = (size_t)(at->offset + at->length);
		r->to = line_end(p->text, p->n,
			at->length && end > r->from && p->text[end - 1] == '\n' ? end - 1
										: end);
	} while (i < p->e->n && (size_t)p->e->v[i]->place.offset < r->to);
	for (size_t k = 0, from = r->from; k <= part.n; k++) {
		end = k < part.n ? (size_t)part.v[k]->place.offset : r->to;
		buf_add(&r->text, p->text + from, end - from);
		if (k == part.n)
			break;
		buf_puts(&r->text, part.v[k]->text);
		from = end + (size_t)part.v[k]->place.length;
	}
	return i;
}

/* Changes near enough to share their context, from edit @i on. */
static size_t
put_hunk(struct patching *p, size_t i)
{
	struct buf body = { 0 };
	size_t begin = SIZE_MAX, at = 0, next = i, gone = 0, come = 0, skip;

	while (next < p->e->n) {
		struct run r = { 0 };
		size_t after = take_run(p, next, &r);
		const char *come_text;

		trim(p, &r, &skip);
		come_text = r.text.n > skip ? r.text.s + skip : "";
		if (begin == SIZE_MAX) {
			begin = at = context_before(p, r.from, p->at);
		} else if (context_behind(p, at, 2 * CONTEXT) < r.from) {
			buf_free(&r.text);
			break;
		}
		put_lines(&body, ' ', p->text + at, r.from - at);
		put_lines(&body, '-', p->text + r.from, r.to - r.from);
		put_lines(&body, '+', come_text, r.text.n - skip);
		gone += count_lines(p->text + r.from, r.to - r.from);
		come += count_lines(come_text, r.text.n - skip);
		at = r.to;
		next = after;
		buf_free(&r.text);
	}
	skip = context_behind(p, at, CONTEXT);
	put_lines(&body, ' ', p->text + at, skip - at);
	p->line += count_lines(p->text + p->at, begin - p->at);
	at = count_lines(p->text + begin, skip - begin);
	buf_printf(p->out, "@@ -%zu,%zu +%lld,%zu @@\n", p->line, at,
		(long long)p->line + (long long)p->shift, at - gone + come);
	buf_add(p->out, body.s, body.n);
	buf_free(&body);
	p->shift += (int64_t)come - (int64_t)gone;
	p->line += at;
	p->at = skip;
	return next;
}

/* As git quotes what would not stand in a line by itself. */
static void
put_name(struct buf *out, const char *prefix, const char *name)
{
	bool quoted = false;
	const char *s;

	for (s = name; *s; s++)
		quoted = quoted || (unsigned char)*s < ' ' || *s == 127 || *s == '"'
			 || *s == '\\';
	if (!quoted) {
		/* a tab ends a name that has blanks */
		buf_printf(out, "%s%s%s\n", prefix, name, strchr(name, ' ') ? "\t" : "");
		return;
	}
	buf_printf(out, "\"%s", prefix);
	for (s = name; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_printf(out, "\\%c", *s);
		else if (*s >= '\a' && *s <= '\r')
			buf_printf(out, "\\%c", "abtnvfr"[*s - '\a']);
		else if ((unsigned char)*s < ' ' || *s == 127)
			buf_printf(out, "\\%03o", (unsigned int)*s);
		else
			buf_putc(out, *s);
	}
	buf_printf(out, "\"%s\n", strchr(name, ' ') ? "\t" : "");
}

void
edits_patch(const struct file_edits *e, const char *name, const char *text, size_t n,
	struct buf *out)
{
	struct patching p = { .e = e, .text = text, .n = n, .out = out, .line = 1 };
	size_t i;

	buf_puts(out, "--- ");
	put_name(out, "a/", name);
	buf_puts(out, "+++ ");
	put_name(out, "b/", name);
	for (i = 0; i < e->n;)
		i = put_hunk(&p, i);
}
