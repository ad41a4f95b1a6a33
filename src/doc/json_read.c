/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/json_read.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/strings.h"
#include "base/utf8.h"

struct json {
	struct builder *b;
	const char *p;
	const char *end;
	struct mark at;      /* of `counted` */
	const char *counted; /* no further than p */
	struct buf text_buf; /* a string with escapes, as it is put together */
	struct fault *fault;
};

/* Where p stands: lines and characters are counted once. */
static struct mark
mark(struct json *j)
{
	for (; j->counted < j->p; j->counted++) {
		if (*j->counted == '\n')
			j->at = (struct mark){ j->at.line + 1, 1 };
		else
			j->at.column += (*j->counted & 0xc0) != 0x80;
	}
	return j->at;
}

static bool
refuse(struct json *j, const char *message)
{
	struct mark at = mark(j);

	return fault_at_line(j->fault, at.line, at.column, "%s", message);
}

static bool
expected(struct json *j, const char *what)
{
	struct mark at = mark(j);

	if (j->p == j->end)
		return fault_at_line(j->fault, at.line, at.column,
			"not valid JSON: ends where %s was expected", what);
	return fault_at_line(
		j->fault, at.line, at.column, "not valid JSON: expected %s", what);
}

static void
skip_space(struct json *j)
{
	while (j->p < j->end
		&& (*j->p == ' ' || *j->p == '\n' || *j->p == '\t' || *j->p == '\r'))
		j->p++;
}

static bool
hex4(struct json *j, unsigned int *out)
{
	unsigned int i, x = 0;

	for (i = 0; i < 4; i++, j->p++) {
		if (j->p == j->end || digit_value(*j->p) > 15)
			return expected(j, "four hexadecimal digits");
		x = x << 4 | digit_value(*j->p);
	}
	*out = x;
	return true;
}

static void
put_utf8(struct buf *b, unsigned int c)
{
	if (c && c < 0x80) {
		buf_putc(b, (char)c);
		return;
	}
	if (c < 0x800) {
		buf_putc(b, (char)(0xc0 | c >> 6));
	} else if (c < 0x10000) {
		buf_putc(b, (char)(0xe0 | c >> 12));
		buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	} else {
		buf_putc(b, (char)(0xf0 | c >> 18));
		buf_putc(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_putc(b, (char)(0x80 | (c >> 6 & 0x3f)));
	}
	buf_putc(b, (char)(0x80 | (c & 0x3f)));
}

static bool
unicode_escape(struct json *j)
{
	unsigned int c = 0, low = 0;

	if (!hex4(j, &c))
		return false;
	if (c >= 0xd800 && c < 0xdc00 && j->end - j->p >= 6 && j->p[0] == '\\'
		&& j->p[1] == 'u') {
		j->p += 2;
		if (!hex4(j, &low))
			return false;
		if (low < 0xdc00 || low > 0xdfff)
			return expected(j, "the second half of a surrogate pair");
		c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
	}
	if (c >= 0xd800 && c < 0xe000)
		return expected(j, "a whole surrogate pair");
	if (!c && j->b->config)
		return refuse(j, "a string with a NUL character, expected text");
	put_utf8(&j->text_buf, c);
	return true;
}

static bool
escape(struct json *j)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at;

	if (j->p == j->end)
		return expected(j, "an escape");
	if (*j->p == 'u') {
		j->p++;
		return unicode_escape(j);
	}
	at = strchr(from, *j->p);
	if (!*j->p || !at)
		return expected(
			j, "one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
	buf_putc(&j->text_buf, to[at - from]);
	j->p++;
	return true;
}

/* The text behind the opening quote, up to and with the closing one. */
static bool
read_string(struct json *j, const char **s, size_t *n)
{
	const char *start = j->p;

	while (j->p < j->end && *j->p != '"' && *j->p != '\\'
		&& (unsigned char)*j->p >= ' ')
		j->p++;
	*s = start;
	*n = (size_t)(j->p - start);
	if (j->p < j->end && *j->p == '"') {
		j->p++;
		return true;
	}
	j->text_buf.n = 0;
	buf_add(&j->text_buf, *s, *n);
	while (j->p < j->end && *j->p != '"') {
		if ((unsigned char)*j->p < ' ')
			return expected(j, "no control character in a string");
		if (*j->p != '\\') {
			buf_putc(&j->text_buf, *j->p++);
			continue;
		}
		j->p++;
		if (!escape(j))
			return false;
	}
	if (j->p == j->end)
		return expected(j, "the end of a string");
	j->p++;
	*s = j->text_buf.s;
	*n = j->text_buf.n;
	return true;
}

static size_t
span_digits(const struct json *j, const char *p)
{
	const char *start = p;

	while (p < j->end && *p >= '0' && *p <= '9')
		p++;
	return (size_t)(p - start);
}

static struct value
real_value(struct json *j, const char *start)
{
	struct value v = { .kind = V_REAL };
	double x;

	j->text_buf.n = 0;
	buf_add(&j->text_buf, start, (size_t)(j->p - start));
	x = v.real = strtod(j->text_buf.s, NULL);
	/* in a configuration what was written tells them apart */
	if (j->b->config || !value_is_whole(x))
		return v;
	if (x >= 0 && x < 0x1p64) {
		v.kind = V_INT;
		v.u = (uint64_t)x;
	} else if (x < 0 && x >= -0x1p63) {
		v.kind = V_NEGINT;
		v.i = (int64_t)x;
	}
	return v;
}

static bool
read_number(struct json *j, struct value *out)
{
	const char *start = j->p, *p;
	bool negative = *j->p == '-', big = false;
	uint64_t x = 0;
	size_t n;

	j->p += negative;
	n = span_digits(j, j->p);
	if (!n || (n > 1 && *j->p == '0'))
		return expected(j, "a value");
	for (p = j->p, j->p += n; p < j->p; p++) {
		big |= __builtin_mul_overflow(x, 10, &x);
		big |= __builtin_add_overflow(x, (uint64_t)(*p - '0'), &x);
	}
	if (j->p < j->end && *j->p == '.') {
		j->p++;
		if (!(n = span_digits(j, j->p)))
			return expected(j, "a digit");
		j->p += n;
		big = true;
	}
	if (j->p < j->end && (*j->p | 0x20) == 'e') {
		j->p++;
		j->p += j->p < j->end && (*j->p == '-' || *j->p == '+');
		if (!(n = span_digits(j, j->p)))
			return expected(j, "a digit");
		j->p += n;
		big = true;
	}
	if (big || (negative && x > (uint64_t)1 << 63)) {
		*out = real_value(j, start);
		return !j->b->config || __builtin_isfinite(out->real)
		       || refuse(j, "a number too large: overflow");
	}
	out->kind = negative && x ? V_NEGINT : V_INT;
	out->u = negative ? 0 - x : x;
	return true;
}

static bool
read_word(struct json *j, const char *word, enum value_kind kind, struct value *out)
{
	size_t n = strlen(word);

	if ((size_t)(j->end - j->p) < n || memcmp(j->p, word, n))
		return expected(j, "a value");
	j->p += n;
	out->kind = (uint8_t)kind;
	return true;
}

static bool
read_scalar(struct json *j)
{
	const char *s, *start = j->p;
	struct mark at = mark(j);
	struct value v = { 0 };
	size_t n;
	bool ok;

	switch (*j->p) {
	case '"':
		j->p++;
		ok = read_string(j, &s, &n);
		if (ok)
			v = value_atom(j->b->strings, intern(j->b->strings, s, n));
		break;
	case 't': ok = read_word(j, "true", V_TRUE, &v); break;
	case 'f': ok = read_word(j, "false", V_FALSE, &v); break;
	case 'n': ok = read_word(j, "null", V_NULL, &v); break;
	default: ok = read_number(j, &v); break;
	}
	if (!ok)
		return false;
	if (j->b->config && v.kind != V_STRING)
		v.id = intern(j->b->strings, start, (size_t)(j->p - start));
	return builder_scalar(j->b, v, at, j->fault);
}

static bool
read_key(struct json *j)
{
	struct mark at = mark(j);
	const char *s;
	size_t n;

	if (j->p == j->end || *j->p != '"')
		return expected(j, "a key in double quotes");
	j->p++;
	if (!read_string(j, &s, &n))
		return false;
	builder_key(j->b, intern(j->b->strings, s, n), at);
	skip_space(j);
	if (j->p == j->end || *j->p != ':')
		return expected(j, "':'");
	j->p++;
	skip_space(j);
	return true;
}

/* One value's beginning: a scalar whole, or the opening of a container. */
static bool
read_value(struct json *j, bool *opened)
{
	struct mark at;

	*opened = false;
	if (j->p == j->end)
		return expected(j, "a value");
	if (*j->p != '{' && *j->p != '[')
		return read_scalar(j);
	*opened = true;
	at = mark(j);
	return builder_open(j->b, *j->p++ == '{' ? V_OBJECT : V_ARRAY, at, j->fault);
}

/* What stands behind a value: closings, then a comma or the end. */
static bool
read_after(struct json *j)
{
	char close;

	for (; j->b->nopen; j->p++) {
		skip_space(j);
		close = j->b->open[j->b->nopen - 1].container.kind == V_OBJECT ? '}'
									       : ']';
		if (j->p < j->end && *j->p == ',') {
			j->p++;
			skip_space(j);
			return true;
		}
		if (j->p == j->end || *j->p != close)
			return expected(j, close == '}' ? "',' or '}'" : "',' or ']'");
		if (!builder_close(j->b, j->fault))
			return false;
	}
	return true;
}

static bool
read_document(struct json *j)
{
	bool opened;

	do {
		if (builder_wants_key(j->b) && !read_key(j))
			return false;
		if (!read_value(j, &opened))
			return false;
		skip_space(j);
		if (opened && j->p < j->end && *j->p != '}' && *j->p != ']')
			continue;
		if (!read_after(j))
			return false;
	} while (j->b->nopen);
	skip_space(j);
	return j->p == j->end || expected(j, "the end of the file");
}

/* At the first byte that is none. */
static bool
check_utf8(struct json *j)
{
	const char *p = j->p;
	uint32_t c;
	size_t n;

	for (; p < j->end; p += n) {
		n = (unsigned char)*p < 0x80 ? 1
					     : utf8_decode(p, (size_t)(j->end - p), &c);
		if (n)
			continue;
		j->p = p;
		return refuse(j, "not valid JSON: no UTF-8");
	}
	return true;
}

struct value *
json_read(struct builder *b, const void *text, size_t n, struct fault *f)
{
	struct json j = { .b = b,
		.p = text,
		.end = (const char *)text + n,
		.at = { 1, 1 },
		.counted = text,
		.fault = f };
	bool ok;

	builder_start(b);
	if (b->config && !check_utf8(&j))
		return NULL;
	skip_space(&j);
	ok = read_document(&j);
	buf_free(&j.text_buf);
	return ok ? builder_result(b) : NULL;
}
