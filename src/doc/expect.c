/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "doc/doc.h"

/* The most bytes of an input's own text in a message. */
enum { SHOWN_MAX = 60 };

/* Up to SHOWN_MAX bytes, and not into the midst of a character. */
static const char *
shown(const char *s, struct arena *a)
{
	size_t n = strnlen(s, SHOWN_MAX + 1);

	if (n <= SHOWN_MAX)
		return s;
	for (n = SHOWN_MAX; n && (s[n] & 0xc0) == 0x80; n--)
		;
	return arena_printf(a, "%.*s…", (int)n, s);
}

const char *
doc_found(const struct doc *value, struct arena *a)
{
	switch (value->type) {
	case DOC_BOOL: return value->boolean ? "true" : "false";
	case DOC_INT:
	case DOC_REAL: return arena_printf(a, "the number %s", shown(value->text, a));
	case DOC_STRING: return arena_printf(a, "the string '%s'", shown(value->text, a));
	default: return doc_type_name(value->type);
	}
}

bool
doc_expect(const struct doc *value, enum doc_type type, struct fault *f)
{
	if (value->type == type)
		return true;
	/* any text is a string where a map was expected: what it says is not shown */
	if (type == DOC_MAP && value->type == DOC_STRING)
		return doc_fault(value, f, "expected %s, found %s", doc_type_name(type),
			doc_type_name(value->type));
	return doc_fault(value, f, "expected %s, found %s", doc_type_name(type),
		doc_found(value, f->arena));
}

static const char *
list_of(const char *const *words, size_t n, struct arena *a)
{
	struct buf b = { 0 };
	const char *text;
	size_t i;

	for (i = 0; i < n; i++)
		buf_printf(&b, "%s'%s'", i ? ", " : "", words[i]);
	text = arena_strndup(a, b.s, b.n);
	buf_free(&b);
	return text;
}

bool
doc_expect_keys(const struct doc *map, const char *of, const char *const *keys, size_t n,
	struct fault *f)
{
	const struct doc *v;
	const char *hint;
	size_t i;

	for (v = map->first; v; v = v->next) {
		for (i = 0; i < n && strcmp(v->key, keys[i]); i++)
			;
		if (i < n)
			continue;
		hint = suggest_from(f->arena, v->key, keys, n);
		if (!*hint)
			hint = arena_printf(f->arena, ", expected one of %s",
				list_of(keys, n, f->arena));
		return doc_fault_key(
			v, f, "unknown key '%s'%s%s", shown(v->key, f->arena), of, hint);
	}
	return true;
}
