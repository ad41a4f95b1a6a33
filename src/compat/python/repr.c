/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/repr.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Code points that Python's str.isprintable() denies, beyond ASCII: the usual ones. */
static bool
is_printable(uint32_t c)
{
	static const uint32_t not [][2] = { { 0x80, 0xa0 }, { 0xad, 0xad },
		{ 0x600, 0x605 }, { 0x61c, 0x61c }, { 0x1680, 0x1680 },
		{ 0x180e, 0x180e }, { 0x2000, 0x200f }, { 0x2028, 0x202f },
		{ 0x205f, 0x206f }, { 0x3000, 0x3000 }, { 0xd800, 0xf8ff },
		{ 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xfffe, 0xffff },
		{ 0xe0000, 0x10ffff } };
	size_t i;

	for (i = 0; i < sizeof(not ) / sizeof(*not ); i++)
		if (c >= not [i][0] && c <= not [i][1])
			return false;
	return true;
}

static void
put_ascii(struct buf *out, unsigned char c, char quote)
{
	switch (c) {
	case '\n': buf_puts(out, "\\n"); break;
	case '\r': buf_puts(out, "\\r"); break;
	case '\t': buf_puts(out, "\\t"); break;
	case '\\': buf_puts(out, "\\\\"); break;
	default:
		if (c == (unsigned char)quote)
			buf_printf(out, "\\%c", c);
		else if (c < ' ' || c >= 0x7f)
			buf_printf(out, "\\x%02x", c);
		else
			buf_putc(out, (char)c);
	}
}

static size_t
put_wide(struct buf *out, const char *s, size_t n)
{
	uint32_t c = 0;
	size_t len = utf8_decode(s, n, &c);

	if (!len) {
		/* as a byte that is no character is carried through Python */
		buf_printf(out, "\\udc%02x", (unsigned char)*s);
		return 1;
	}
	if (is_printable(c))
		buf_add(out, s, len);
	else if (c < 0x100)
		buf_printf(out, "\\x%02" PRIx32, c);
	else
		buf_printf(out, c < 0x10000 ? "\\u%04" PRIx32 : "\\U%08" PRIx32, c);
	return len;
}

static char
quote_for(const char *s, size_t n)
{
	return memchr(s, '\'', n) && !memchr(s, '"', n) ? '"' : '\'';
}

static void
put_string(struct buf *out, const char *s, size_t n, size_t max)
{
	char quote = quote_for(s, n);
	size_t i = 0;

	max += out->n;

	buf_putc(out, quote);
	while (i < n && out->n < max) {
		if ((unsigned char)s[i] < 0x80)
			put_ascii(out, (unsigned char)s[i++], quote);
		else
			i += put_wide(out, s + i, n - i);
	}
	buf_putc(out, quote);
}

void
repr_string(struct buf *out, const char *s, size_t n)
{
	put_string(out, s, n, REPR_MAX);
}

void
repr_text(struct buf *out, const char *s)
{
	repr_string(out, s, strlen(s));
}

static size_t
max_of(const struct repr *r)
{
	return r->max ? r->max : REPR_MAX;
}

static void
repr_bytes(struct buf *out, const uint8_t *s, size_t n, size_t max)
{
	char quote = quote_for((const char *)s, n);
	size_t i;

	max += out->n;
	buf_printf(out, "b%c", quote);
	for (i = 0; i < n && out->n < max; i++)
		put_ascii(out, s[i], quote);
	buf_putc(out, quote);
}

static void
repr_real(struct buf *out, double x)
{
	char s[40];
	int digits;

	for (digits = 1; digits < 17; digits++) {
		snprintf(s, sizeof(s), "%.*g", digits, x);
		if (strtod(s, NULL) == x)
			break;
	}
	snprintf(s, sizeof(s), "%.*g", digits, x);
	buf_puts(out, s);
	if (!strpbrk(s, ".en"))
		buf_puts(out, ".0");
}

static void
repr_scalar(const struct repr *r, const struct value *v)
{
	switch (v->kind) {
	case V_NULL: buf_puts(r->out, "None"); break;
	case V_FALSE: buf_puts(r->out, "False"); break;
	case V_TRUE: buf_puts(r->out, "True"); break;
	case V_INT: buf_printf(r->out, "%" PRIu64, v->u); break;
	case V_NEGINT: buf_printf(r->out, "%" PRId64, v->i); break;
	case V_REAL: repr_real(r->out, v->real); break;
	case V_STRING: put_string(r->out, v->s, v->n, max_of(r)); break;
	case V_BYTES: repr_bytes(r->out, v->bytes, v->n, max_of(r)); break;
	default: break;
	}
}

void
repr_key(const struct repr *r, uint32_t key, const char *behind)
{
	repr_text(r->out,
		r->machine ? machine_text(r->machine, key) : intern_str(r->strings, key));
	buf_puts(r->out, behind);
}

static const char *const *
brackets_of(const struct value *v, bool ordered)
{
	static const char *const list[] = { "[", "]" }, *const map[] = { "{", "}" };
	static const char *const pairs[] = { "ordereddict([", "])" };
	static const char *const none[] = { "ordereddict(", ")" };

	if (v->kind != V_OBJECT)
		return list;
	if (!ordered)
		return map;
	return v->n ? pairs : none;
}

static void
repr_below(const struct repr *r, const struct value *v, size_t max, unsigned int depth)
{
	bool ordered = v->kind == V_OBJECT && r->ordered && depth + 1 >= r->ordered;
	const char *const *brackets;
	struct value room;
	uint32_t i;

	if (v->kind < V_ARRAY) {
		repr_scalar(r, v);
		return;
	}
	brackets = brackets_of(v, ordered);
	buf_puts(r->out, brackets[0]);
	for (i = 0; i < v->n; i++) {
		buf_puts(r->out, i ? ", " : "");
		if (r->out->n > max || depth > REPR_DEPTH_MAX) {
			buf_puts(r->out, "...");
			break;
		}
		buf_puts(r->out, ordered ? "(" : "");
		if (v->kind == V_OBJECT)
			repr_key(r, v->members[i].key, ordered ? ", " : ": ");
		repr_below(r,
			v->kind == V_OBJECT ? &v->members[i].value
					    : value_item(v, i, &room),
			max, depth + 1);
		buf_puts(r->out, ordered ? ")" : "");
	}
	buf_puts(r->out, brackets[1]);
}

void
repr_value(const struct repr *r, const struct value *v)
{
	repr_below(r, v, r->out->n + max_of(r), 0);
}

static void
repr_literal_below(const struct repr *r, uint32_t literal, unsigned int depth)
{
	const struct program *p = r->machine->p;
	const uint32_t *w = p->words + literal;
	struct value v = { .kind = (uint8_t)w[0] };
	uint32_t i;

	switch (w[0]) {
	case V_INT:
	case V_NEGINT:
	case V_REAL:
		v = literal_number(p, literal);
		repr_scalar(r, &v);
		break;
	case V_STRING: repr_text(r->out, program_string(p, w[1])); break;
	case V_ARRAY:
	case V_OBJECT:
		buf_putc(r->out, w[0] == V_ARRAY ? '[' : '{');
		for (i = 0; i < w[1] && depth < REPR_DEPTH_MAX; i++) {
			buf_puts(r->out, i ? ", " : "");
			if (w[0] == V_OBJECT)
				repr_key(r, w[2 + i * 2], ": ");
			repr_literal_below(
				r, w[0] == V_OBJECT ? w[3 + i * 2] : w[2 + i], depth + 1);
		}
		buf_putc(r->out, w[0] == V_ARRAY ? ']' : '}');
		break;
	default: repr_scalar(r, &v); break;
	}
}

void
repr_literal(const struct repr *r, uint32_t literal)
{
	repr_literal_below(r, literal, 0);
}
