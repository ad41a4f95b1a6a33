/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "doc/json_write.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

const struct json_style json_page = { .lines = UINT32_MAX, .indent = 2, .spaced = true };
const struct json_style json_line = { .spaced = true };
const struct json_style json_packed = { .ascii = true };

static void
new_line(struct json_writer *w)
{
	buf_putc(w->out, '\n');
	buf_blanks(w->out, (size_t)w->depth * w->style->indent);
}

/* What stands before a value or a key: nothing behind a key, or at the very beginning. */
static void
begin(struct json_writer *w)
{
	if (w->keyed) {
		w->keyed = false;
		return;
	}
	if (!w->depth)
		return;
	if (w->any)
		buf_putc(w->out, ',');
	if (w->depth <= w->style->lines)
		new_line(w);
	else if (w->any && w->style->spaced)
		buf_putc(w->out, ' ');
	w->any = true;
}

void
json_write_open(struct json_writer *w, char bracket)
{
	begin(w);
	buf_putc(w->out, bracket);
	w->depth++;
	w->any = false;
}

void
json_write_close(struct json_writer *w, char bracket)
{
	w->depth--;
	if (w->any && w->depth < w->style->lines)
		new_line(w);
	buf_putc(w->out, bracket);
	w->any = true;
}

/* The letter that stands for a control character behind a backslash; or 0. */
static char
short_escape(unsigned char c)
{
	switch (c) {
	case '\b': return 'b';
	case '\f': return 'f';
	case '\n': return 'n';
	case '\r': return 'r';
	case '\t': return 't';
	default: return 0;
	}
}

enum { ESCAPE_SIZE = 16 };

static void
escape_control(const struct json_writer *w, unsigned char c, char *out)
{
	char letter = w->style->numeric ? 0 : short_escape(c);

	if (letter)
		snprintf(out, ESCAPE_SIZE, "\\%c", letter);
	else
		snprintf(out, ESCAPE_SIZE, w->style->numeric ? "\\u%04x" : "\\u%04X", c);
}

static void
escape_code_point(uint32_t c, char *out)
{
	if (c >= 0x10000)
		snprintf(out, ESCAPE_SIZE, "\\u%04X\\u%04X",
			0xd800 + ((c - 0x10000) >> 10), 0xdc00 + (c & 0x3ff));
	else
		snprintf(out, ESCAPE_SIZE, "\\u%04X", c);
}

/* What is written for the first of the bytes: how many it stands for; 0: as it is. */
static size_t
escape(const struct json_writer *w, const char *s, size_t n, char *out)
{
	unsigned char c = (unsigned char)s[0];
	uint32_t point;
	size_t length = 0;

	if (c >= ' ' && c < 0x7f && c != '"' && c != '\\')
		return 0;
	if (c == 0xc0 && n > 1 && (unsigned char)s[1] == 0x80) {
		escape_control(w, 0, out);
		return 2;
	}
	if (c >= 0x80) {
		length = w->style->ascii ? utf8_decode(s, n, &point) : 0;
		if (length)
			escape_code_point(point, out);
		return length;
	}
	if (c == 0x7f && !w->style->numeric)
		return 0;
	if (c == '"' || c == '\\')
		snprintf(out, ESCAPE_SIZE, "\\%c", c);
	else
		escape_control(w, c, out);
	return 1;
}

static void
put_quoted(struct json_writer *w, const char *s, size_t n)
{
	size_t i = 0, from = 0, length;
	char text[ESCAPE_SIZE];

	buf_putc(w->out, '"');
	while (i < n) {
		length = escape(w, s + i, n - i, text);
		if (!length) {
			i++;
			continue;
		}
		buf_add(w->out, s + from, i - from);
		buf_puts(w->out, text);
		from = i += length;
	}
	buf_add(w->out, s + from, n - from);
	buf_putc(w->out, '"');
}

void
json_write_key(struct json_writer *w, const char *key)
{
	begin(w);
	put_quoted(w, key, strlen(key));
	buf_puts(w->out, w->style->spaced ? ": " : ":");
	w->keyed = true;
}

void
json_write_string(struct json_writer *w, const char *s, size_t n)
{
	begin(w);
	put_quoted(w, s, n);
}

void
json_write_text(struct json_writer *w, const char *s)
{
	json_write_string(w, s, strlen(s));
}

void
json_write_unsigned(struct json_writer *w, uint64_t x)
{
	begin(w);
	buf_printf(w->out, "%" PRIu64, x);
}

void
json_write_signed(struct json_writer *w, int64_t x)
{
	begin(w);
	buf_number(w->out, x);
}

void
json_write_word(struct json_writer *w, const char *word)
{
	begin(w);
	buf_puts(w->out, word);
}

void
json_write_real(struct json_writer *w, double x)
{
	char s[40];

	snprintf(s, sizeof(s), "%.17g", x);
	json_write_word(w, isfinite(x) ? s : "null");
	/* a number without either would be read as an integer */
	if (isfinite(x) && !strpbrk(s, ".e"))
		buf_puts(w->out, ".0");
}

static void
put_tree_object(struct json_writer *w, const json_t *v)
{
	/* jansson's iterators change nothing, but take what could be changed */
	json_t *object = (json_t *)(uintptr_t)v, *member;
	const char *key;

	json_write_open(w, '{');
	json_object_foreach(object, key, member)
	{
		json_write_key(w, key);
		json_write_tree(w, member);
	}
	json_write_close(w, '}');
}

void
json_write_tree(struct json_writer *w, const json_t *v)
{
	size_t i;

	switch (json_typeof(v)) {
	case JSON_NULL: json_write_word(w, "null"); break;
	case JSON_FALSE: json_write_word(w, "false"); break;
	case JSON_TRUE: json_write_word(w, "true"); break;
	case JSON_INTEGER: json_write_signed(w, json_integer_value(v)); break;
	case JSON_REAL: json_write_real(w, json_real_value(v)); break;
	case JSON_STRING:
		json_write_string(w, json_string_value(v), json_string_length(v));
		break;
	case JSON_OBJECT: put_tree_object(w, v); break;
	case JSON_ARRAY:
		json_write_open(w, '[');
		for (i = 0; i < json_array_size(v); i++)
			json_write_tree(w, json_array_get(v, i));
		json_write_close(w, ']');
		break;
	}
}

const char *
json_text(const json_t *v, struct arena *a)
{
	struct buf out = { 0 };
	struct json_writer w = { .out = &out, .style = &json_packed };
	const char *text;

	json_write_tree(&w, v);
	text = arena_strndup(a, out.s, out.n);
	buf_free(&out);
	return text;
}

static int
compare_members(const void *a, const void *b, void *strings)
{
	const struct member *x = *(const struct member *const *)a;
	const struct member *y = *(const struct member *const *)b;

	return strcmp(intern_str(strings, x->key), intern_str(strings, y->key));
}

static void
put_members(struct json_writer *w, const struct value *v, struct intern *strings,
	struct arena *scratch)
{
	const struct member **members = arena_array(scratch, const struct member *, v->n);
	uint32_t i;

	for (i = 0; i < v->n; i++)
		members[i] = &v->members[i];
	qsort_r(members, v->n, sizeof(*members), compare_members, strings);
	json_write_open(w, '{');
	for (i = 0; i < v->n; i++) {
		json_write_key(w, intern_str(strings, members[i]->key));
		json_write_value(w, &members[i]->value, strings, scratch);
	}
	json_write_close(w, '}');
}

void
json_write_value(struct json_writer *w, const struct value *v, struct intern *strings,
	struct arena *scratch)
{
	uint32_t i;

	switch (v->kind) {
	case V_NULL: json_write_word(w, "null"); break;
	case V_FALSE: json_write_word(w, "false"); break;
	case V_TRUE: json_write_word(w, "true"); break;
	case V_INT: json_write_unsigned(w, v->u); break;
	case V_NEGINT: json_write_signed(w, v->i); break;
	case V_REAL: json_write_real(w, v->real); break;
	case V_STRING: json_write_string(w, v->s, v->n); break;
	case V_ARRAY:
		json_write_open(w, '[');
		for (i = 0; i < v->n; i++)
			json_write_value(w, &v->items[i], strings, scratch);
		json_write_close(w, ']');
		break;
	default: put_members(w, v, strings, scratch); break;
	}
}
