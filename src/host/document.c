/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/document.h"

#include <string.h>

enum { WORDS_MAX = 60 };

struct said
doc_said(const struct doc *v, struct arena *a)
{
	struct said said = {
		.place = { .line = v->line, .column = v->column, .offset = -1 },
		.pointer = v->json ? doc_pointer(v, a) : NULL,
	};

	if (v->text && strlen(v->text) <= WORDS_MAX)
		said.text = v->key ? arena_printf(a, "%s: %s", v->key, v->text) : v->text;
	else
		said.text = v->key;
	return said;
}

bool
doc_optional(const struct doc *map, const char *key, enum doc_type type,
	const struct doc **out, struct fault *f)
{
	const struct doc *v = doc_get(map, key);

	*out = v && v->type != DOC_NULL ? v : NULL;
	return !*out || doc_expect(*out, type, f);
}

size_t
json_string_end(const char *s, size_t n, size_t i)
{
	for (i++; i < n && s[i] != '"'; i++)
		i += s[i] == '\\';
	return i < n ? i + 1 : n;
}

static bool
is_key(const char *s, size_t n, size_t i)
{
	while (i < n && s[i] && strchr(" \t\r\n", s[i]))
		i++;
	return i < n && s[i] == ':';
}

bool
json_is_object(const struct bytes *text)
{
	const char *s = (const char *)text->data;

	return s && s[strspn(s, " \t\r\n")] == '{';
}

bool
json_has_key(const void *text, size_t n, const char *key, unsigned int depth)
{
	const char *s = text;
	size_t i = 0, end, len = strlen(key);
	unsigned int open = 0;

	while (i < n) {
		if (s[i] != '"') {
			if (s[i] == '[' && !open)
				return false;
			open += s[i] == '{' || s[i] == '[';
			open -= (s[i] == '}' || s[i] == ']') && open;
			i++;
			continue;
		}
		end = json_string_end(s, n, i);
		if (open == depth && end - i == len + 2 && !memcmp(s + i + 1, key, len)
			&& is_key(s, n, end))
			return true;
		i = end;
	}
	return false;
}
