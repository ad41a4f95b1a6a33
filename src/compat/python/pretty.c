/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/pretty.h"

#include "base/utf8.h"

struct pretty {
	struct repr r;
	struct buf line; /* a value on one line, to see whether it fits */
	unsigned int margin;
	size_t end; /* of what is put out */
};

/*
 * Where a value stands: how far it is indented, and what has to have room behind it on
 * its last line. Negative room is met where names are long.
 */
struct layout {
	long indent;
	long allowance;
	unsigned int level;
};

/* Characters, not bytes; the text is what repr() gives, so that it is well formed. */
static long
columns(const char *s, size_t n)
{
	long count = 0;
	size_t i;

	for (i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/* As seen from a value that many levels down. */
static struct repr
repr_at(const struct pretty *p, unsigned int level)
{
	struct repr r = p->r;

	if (r.ordered)
		r.ordered = r.ordered > level ? r.ordered - level : 1;
	return r;
}

static long
measure(struct pretty *p, const struct value *v, long width, unsigned int level)
{
	struct repr r = repr_at(p, level);

	p->line.n = 0;
	r.out = &p->line;
	/* a character has four bytes at most */
	r.max = width > 0 ? (size_t)width * 4 + 8 : 8;
	repr_value(&r, v);
	return columns(p->line.s, p->line.n);
}

static void
put_line(struct pretty *p)
{
	buf_add(p->r.out, p->line.s, p->line.n);
}

static bool
is_full(const struct pretty *p)
{
	return p->r.out->n > p->end;
}

static void
put_newline(struct pretty *p, long indent)
{
	size_t n = p->margin + (size_t)indent;

	buf_putc(p->r.out, '\n');
	while (n-- && !is_full(p))
		buf_putc(p->r.out, ' ');
}

/* How many bytes at @s are white space, or end a line, as Python has it. */
static size_t
space_at(const char *s, size_t n, bool *breaks)
{
	unsigned char c = (unsigned char)*s;
	uint32_t x = 0;
	size_t len;

	*breaks = (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e);
	if (c < 0x80)
		return *breaks || c == ' ' || c == '\t' || c == 0x1f;
	len = utf8_decode(s, n, &x);
	*breaks = x == 0x85 || x == 0x2028 || x == 0x2029;
	return *breaks || x == 0xa0 || x == 0x1680 || (x >= 0x2000 && x <= 0x200a)
			       || x == 0x202f || x == 0x205f || x == 0x3000
		       ? len
		       : 0;
}

/* The line at @s with what ends it. */
static size_t
line_length(const char *s, size_t n)
{
	bool breaks = false;
	size_t i = 0, k;

	while (i < n && !breaks) {
		k = space_at(s + i, n - i, &breaks);
		if (breaks && s[i] == '\r' && i + 1 < n && s[i + 1] == '\n')
			k = 2;
		i += k ? k : 1;
	}
	return i;
}

/* The word at @s with the white space behind it. */
static size_t
word_length(const char *s, size_t n)
{
	bool breaks;
	size_t i = 0, k;

	while (i < n && !space_at(s + i, n - i, &breaks))
		i++;
	while (i < n && (k = space_at(s + i, n - i, &breaks)))
		i += k;
	return i;
}

/* A string in pieces, each on a line of its own. */
struct pieces {
	struct pretty *p;
	long indent;
	unsigned int level;
	unsigned int n;
	bool counting;
};

static void
put_piece(struct pieces *x, const char *s, size_t n)
{
	if (x->n++ && !x->counting)
		put_newline(x->p, x->indent);
	if (!x->counting && !is_full(x->p))
		repr_string(x->p->r.out, s, n);
}

static bool
string_fits(struct pretty *p, const char *s, size_t n, long width)
{
	struct value v = { .kind = V_STRING, .n = (uint32_t)n, .s = s };

	return measure(p, &v, width, 0) <= width;
}

/* As many words a piece as there is room for; @last_width is that of the last word. */
static void
put_words(struct pieces *x, const char *s, size_t n, long width, long last_width)
{
	size_t from = 0, i, k;

	for (i = 0; i < n; i += k) {
		k = word_length(s + i, n - i);
		if (i + k == n)
			width = last_width;
		if (string_fits(x->p, s + from, i + k - from, width))
			continue;
		if (i > from)
			put_piece(x, s + from, i - from);
		from = i;
	}
	if (from < n)
		put_piece(x, s + from, n - from);
}

static void
put_pieces(struct pieces *x, const struct value *v, long width, long allowance)
{
	size_t i, n;
	long last;

	for (i = 0, x->n = 0; i < v->n && !is_full(x->p); i += n) {
		n = line_length(v->s + i, v->n - i);
		last = i + n == v->n ? width - allowance : width;
		if (string_fits(x->p, v->s + i, n, last))
			put_piece(x, v->s + i, n);
		else
			put_words(x, v->s + i, n, width, last);
	}
}

static void
put_string(struct pretty *p, const struct value *v, struct layout at)
{
	bool top = at.level == 1;
	struct pieces x = { .p = p, .indent = at.indent + top, .level = at.level };
	long width = PRETTY_WIDTH - x.indent;

	x.counting = true;
	put_pieces(&x, v, width, at.allowance + top);
	if (x.n <= 1) {
		repr_value(&p->r, v);
		return;
	}
	x.counting = false;
	if (top)
		buf_putc(p->r.out, '(');
	put_pieces(&x, v, width, at.allowance + top);
	if (top)
		buf_putc(p->r.out, ')');
}

static void
put_byte_piece(struct pretty *p, const struct value *v, uint32_t from, uint32_t to)
{
	struct value piece = {
		.kind = V_BYTES, .n = to - from, .bytes = v->bytes + from
	};

	if (!is_full(p))
		repr_value(&p->r, &piece);
}

/* Four at a time. */
static void
put_bytes(struct pretty *p, const struct value *v, struct layout at)
{
	bool top = at.level == 1;
	long indent = at.indent + top, width = PRETTY_WIDTH - indent;
	uint32_t from = 0, i, to;
	struct value piece = { .kind = V_BYTES };

	if (v->n <= 4) {
		repr_value(&p->r, v);
		return;
	}
	if (top)
		buf_putc(p->r.out, '(');
	for (i = 0; i < v->n && !is_full(p); i = to) {
		to = v->n - i < 4 ? v->n : i + 4;
		if (i == v->n / 4 * 4)
			width -= at.allowance + top;
		piece.bytes = v->bytes + from;
		piece.n = to - from;
		if (measure(p, &piece, width, 0) <= width)
			continue;
		if (i > from) {
			put_byte_piece(p, v, from, i);
			put_newline(p, indent);
		}
		from = i;
	}
	put_byte_piece(p, v, from, v->n);
	if (top)
		buf_putc(p->r.out, ')');
}

static void put_value(struct pretty *p, const struct value *v, struct layout at);

/* The name of a member and what stands behind it; its width. */
static long
put_name(struct pretty *p, uint32_t key)
{
	size_t from = p->r.out->n;

	repr_key(&p->r, key, ": ");
	return columns(p->r.out->s + from, p->r.out->n - from);
}

static void
put_parts(struct pretty *p, const struct value *v, struct layout at)
{
	const char *brackets = v->kind == V_OBJECT ? "{}" : "[]";
	struct layout below = { .level = at.level };
	struct value room;
	uint32_t i;

	buf_putc(p->r.out, brackets[0]);
	for (i = 0; i < v->n; i++) {
		if (is_full(p) || at.level > REPR_DEPTH_MAX) {
			buf_puts(p->r.out, "...");
			break;
		}
		if (i) {
			buf_putc(p->r.out, ',');
			put_newline(p, at.indent + 1);
		}
		below.indent = at.indent + 1;
		below.allowance = i + 1 == v->n ? at.allowance + 1 : 1;
		if (v->kind == V_OBJECT)
			below.indent += put_name(p, v->members[i].key);
		put_value(p,
			v->kind == V_OBJECT ? &v->members[i].value
					    : value_item(v, i, &room),
			below);
	}
	buf_putc(p->r.out, brackets[1]);
}

static void
put_value(struct pretty *p, const struct value *v, struct layout at)
{
	long width = PRETTY_WIDTH - at.indent - at.allowance;
	struct repr r = repr_at(p, at.level);

	if (measure(p, v, width, at.level) <= width) {
		put_line(p);
		return;
	}
	/* ruamel.yaml's maps and lists are none that pprint knows */
	if (r.ordered == 1 && v->kind >= V_ARRAY) {
		repr_value(&r, v);
		return;
	}
	at.level++;
	switch (v->kind) {
	case V_STRING: put_string(p, v, at); break;
	case V_BYTES: put_bytes(p, v, at); break;
	case V_ARRAY:
	case V_CELLS:
	case V_OBJECT: put_parts(p, v, at); break;
	default: repr_value(&p->r, v); break;
	}
}

void
pretty_value(const struct repr *r, const struct value *v, unsigned int margin)
{
	struct pretty p = { .r = *r, .margin = margin, .end = r->out->n + PRETTY_MAX };

	put_value(&p, v, (struct layout){ 0 });
	buf_free(&p.line);
}
