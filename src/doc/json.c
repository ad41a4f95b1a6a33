/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <jansson.h>
#include <stdint.h>
#include <string.h>

#include "base/fatal.h"
#include "doc/build.h"

/* A place in the text, as it is read byte by byte. */
struct scan {
	struct doc_mark at;
	size_t depth;
	size_t values;
	bool in_string;
	bool escaped;
};

static bool
scan_byte(struct scan *s, char c, struct fault *f)
{
	if (s->in_string) {
		if (!s->escaped && c == '"')
			s->in_string = false;
		s->escaped = !s->escaped && c == '\\';
		return true;
	}
	switch (c) {
	case '"': s->in_string = true; return true;
	case '[':
	case '{':
		if (++s->depth > DOC_DEPTH_MAX)
			return fault_at_line(f, s->at.line, s->at.column,
				"nested deeper than %d levels", DOC_DEPTH_MAX);
		break;
	case ']':
	case '}': s->depth -= s->depth > 0; return true;
	case ',': break;
	default: return true;
	}
	if (++s->values > DOC_VALUES_MAX)
		return fault_at_line(f, s->at.line, s->at.column, "more than %d values",
			DOC_VALUES_MAX);
	return true;
}

/*
 * Looks for what is too deep or too much before jansson spends memory on it. Strings
 * are told apart as jansson does, up to the first fault at which it stops.
 */
static bool
check_size(struct doc_build *b, const char *text, size_t n)
{
	struct scan s = { .at = { 1, 1 } };
	size_t i;

	for (i = 0; i < n; i++) {
		if (!scan_byte(&s, text[i], b->fault))
			return false;
		if (text[i] == '\n')
			s.at = (struct doc_mark){ s.at.line + 1, 1 };
		else
			s.at.column += (text[i] & 0xc0) != 0x80;
	}
	return true;
}

/* The key of jansson's "duplicate object key near '"KEY"'". */
static const char *
repeated_key(const char *text, struct arena *a)
{
	static const char before[] = " near '\"", behind[] = "\"'";
	const char *key = strstr(text, before), *end;

	if (!key)
		return "";
	key += sizeof(before) - 1;
	end = key + strlen(key);
	if (end - key >= 2 && !strcmp(end - 2, behind))
		end -= 2;
	return arena_printf(a, " '%.*s'", (int)(end - key), key);
}

static bool
on_error(struct doc_build *b, const json_error_t *e, size_t n)
{
	uint32_t line = e->line > 0 ? (uint32_t)e->line : 1;
	uint32_t column = e->column > 0 ? (uint32_t)e->column : 1;

	switch (json_error_code(e)) {
	case json_error_out_of_memory:
		fatal("out of memory: a JSON document of %zu bytes", n);
	case json_error_duplicate_key:
		return fault_at_line(b->fault, line, column, "duplicate key%s",
			repeated_key(e->text, b->arena));
	case json_error_null_character:
		return fault_at_line(b->fault, line, column,
			"a string with a NUL character, expected text");
	case json_error_numeric_overflow:
		return fault_at_line(b->fault, line, column,
			"%s; beyond %lld an integer is written as a string \"0x…\"",
			e->text, (long long)INT64_MAX);
	default:
		return fault_at_line(
			b->fault, line, column, "not valid JSON: %s", e->text);
	}
}

static bool add(struct doc_build *b, json_t *j);

static bool
add_children(struct doc_build *b, json_t *j)
{
	const char *key;
	json_t *child;
	size_t i;

	if (json_is_array(j)) {
		json_array_foreach(j, i, child) if (!add(b, child)) return false;
		return true;
	}
	json_object_foreach(j, key, child)
	{
		doc_build_level(b)->key = arena_strdup(b->arena, key);
		if (!add(b, child))
			return false;
	}
	return true;
}

/* With a point or an exponent, so that it does not read as an integer. */
static const char *
real_text(double value, struct arena *a)
{
	const char *text = arena_printf(a, "%.17g", value);

	return strpbrk(text, ".e") ? text : arena_printf(a, "%s.0", text);
}

static bool
add_scalar(struct doc_build *b, json_t *j, enum doc_type type)
{
	struct doc *d = doc_build_value(b, type, (struct doc_mark){ 0, 0 });
	json_int_t value;

	if (!d)
		return false;
	switch (type) {
	case DOC_BOOL:
		d->boolean = json_is_true(j);
		d->text = d->boolean ? "true" : "false";
		break;
	case DOC_INT:
		value = json_integer_value(j);
		d->negative = value < 0;
		d->integer = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
		d->text = arena_printf(b->arena, "%" JSON_INTEGER_FORMAT, value);
		break;
	case DOC_REAL: d->text = real_text(json_real_value(j), b->arena); break;
	case DOC_STRING:
		d->text = arena_strndup(
			b->arena, json_string_value(j), json_string_length(j));
		break;
	default: d->text = "null"; break;
	}
	return true;
}

/* No deeper than check_size() lets pass. */
static bool
add(struct doc_build *b, json_t *j)
{
	static const enum doc_type types[] = {
		[JSON_OBJECT] = DOC_MAP,
		[JSON_ARRAY] = DOC_LIST,
		[JSON_STRING] = DOC_STRING,
		[JSON_INTEGER] = DOC_INT,
		[JSON_REAL] = DOC_REAL,
		[JSON_TRUE] = DOC_BOOL,
		[JSON_FALSE] = DOC_BOOL,
		[JSON_NULL] = DOC_NULL,
	};
	enum doc_type type = types[json_typeof(j)];

	if (type != DOC_MAP && type != DOC_LIST)
		return add_scalar(b, j, type);
	return doc_build_open(b, type, (struct doc_mark){ 0, 0 }) && add_children(b, j)
	       && doc_build_close(b);
}

bool
doc_read_json(struct doc_build *b, const char *text, size_t n)
{
	json_error_t e;
	json_t *j;
	bool ok;

	if (!check_size(b, text, n))
		return false;
	j = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &e);
	if (!j)
		return on_error(b, &e, n);
	ok = add(b, j);
	json_decref(j);
	return ok;
}
