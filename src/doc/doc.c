/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/doc.h"

#include <stdarg.h>
#include <string.h>

#include "base/buf.h"
#include "doc/build.h"

static size_t
bom(const char *s, size_t n)
{
	return n >= 3 && !memcmp(s, "\xef\xbb\xbf", 3) ? 3 : 0;
}

enum doc_format
doc_guess_format(const void *text, size_t n)
{
	const char *s = text;
	size_t i = bom(s, n);

	while (i < n && memchr(" \t\r\n", s[i], 4))
		i++;
	return i < n && (s[i] == '{' || s[i] == '[') ? DOC_FORMAT_JSON : DOC_FORMAT_YAML;
}

const struct doc *
doc_read(const void *text, size_t n, enum doc_format format, struct arena *a,
	struct fault *f)
{
	struct doc_build b = { .arena = a, .fault = f };
	const char *s = text ? text : "";
	size_t skip = bom(s, n);
	bool ok;

	if (format == DOC_FORMAT_JSON)
		ok = doc_read_json(&b, s + skip, n - skip);
	else
		ok = doc_read_yaml(&b, s + skip, n - skip);
	return ok ? b.root : NULL;
}

const struct doc *
doc_get(const struct doc *map, const char *key)
{
	const struct doc *v;

	if (!map || map->type != DOC_MAP)
		return NULL;
	for (v = map->first; v; v = v->next)
		if (!strcmp(v->key, key))
			return v;
	return NULL;
}

static void
add_token(struct buf *b, const char *s)
{
	buf_putc(b, '/');
	for (; *s; s++) {
		if (*s == '~')
			buf_puts(b, "~0");
		else if (*s == '/')
			buf_puts(b, "~1");
		else
			buf_putc(b, *s);
	}
}

const char *
doc_pointer(const struct doc *value, struct arena *a)
{
	const struct doc *way[DOC_DEPTH_MAX + 1];
	struct buf b = { 0 };
	const char *pointer;
	size_t n = 0;

	for (; value->parent; value = value->parent)
		way[n++] = value;
	while (n--) {
		if (way[n]->key)
			add_token(&b, way[n]->key);
		else
			buf_printf(&b, "/%u", way[n]->index);
	}
	pointer = arena_strndup(a, b.s, b.n);
	buf_free(&b);
	return pointer;
}

const char *
doc_type_name(enum doc_type type)
{
	static const char *const names[] = {
		[DOC_NULL] = "nothing",
		[DOC_BOOL] = "true or false",
		[DOC_INT] = "an integer",
		[DOC_REAL] = "a number",
		[DOC_STRING] = "a string",
		[DOC_LIST] = "a list",
		[DOC_MAP] = "a map",
	};

	return names[type];
}

__attribute__((format(printf, 5, 0))) static bool
vfault(const struct doc *at, uint32_t line, uint32_t column, struct fault *f,
	const char *fmt, va_list ap)
{
	const char *message = arena_vprintf(f->arena, fmt, ap), *pointer;

	if (line)
		return fault_at_line(f, line, column, "%s", message);
	pointer = doc_pointer(at, f->arena);
	return fault_set(f, "%s%s%s", pointer, *pointer ? ": " : "", message);
}

bool
doc_fault(const struct doc *at, struct fault *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfault(at, at->line, at->column, f, fmt, ap);
	va_end(ap);
	return false;
}

bool
doc_fault_key(const struct doc *at, struct fault *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vfault(at, at->key_line, at->key_column, f, fmt, ap);
	va_end(ap);
	return false;
}
