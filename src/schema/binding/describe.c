/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/describe.h"

#include <string.h>

#include "base/vec.h"
#include "schema/program/keywords.h"

enum { SENTENCE_MAX = 160, DEPTH_MAX = 100 };

struct describe {
	struct arena *arena;
	struct described *v;
	uint32_t n;
	uint32_t cap;
	unsigned int depth;
};

static void
add(struct describe *d, atom_t parent, atom_t name, uint32_t item,
	const struct value *schema)
{
	const struct value *text = value_get(schema, K_DESCRIPTION);
	struct described *v;

	if (!text || text->kind != V_STRING)
		return;
	v = vec_add(d->arena, d);
	*v = (struct described){ parent, name, item, text->n, text->s };
}

static void walk(struct describe *d, atom_t name, const struct value *schema);

static void
walk_named(struct describe *d, atom_t parent, const struct value *map)
{
	const struct value *v, *items;
	uint32_t i, k;

	for (i = 0; map->kind == V_OBJECT && i < map->n; i++) {
		v = &map->members[i].value;
		if (v->kind != V_OBJECT)
			continue;
		add(d, parent, map->members[i].key, 0, v);
		items = value_get(v, K_ITEMS);
		for (k = 0; items && items->kind == V_ARRAY && k < items->n; k++)
			add(d, parent, map->members[i].key, k + 1, &items->items[k]);
		walk(d, map->members[i].key, v);
	}
}

/* A schema of the property or pattern @name. */
static void
walk(struct describe *d, atom_t name, const struct value *schema)
{
	const struct value *v;
	uint32_t i, k;

	if (schema->kind != V_OBJECT || d->depth >= DEPTH_MAX)
		return;
	d->depth++;
	for (i = 0; i < schema->n; i++) {
		v = &schema->members[i].value;
		switch (schema->members[i].key) {
		case K_PROPERTIES:
		case K_PATTERN_PROPERTIES: walk_named(d, name, v); break;
		case K_THEN:
		case K_ELSE:
		case K_ADDITIONAL_PROPERTIES:
		case K_UNEVALUATED_PROPERTIES: walk(d, name, v); break;
		case K_ALL_OF:
		case K_ANY_OF:
		case K_ONE_OF:
			for (k = 0; v->kind == V_ARRAY && k < v->n; k++)
				walk(d, name, &v->items[k]);
			break;
		case K_DEFS:
		case K_DEFINITIONS:
			for (k = 0; v->kind == V_OBJECT && k < v->n; k++)
				walk(d, v->members[k].key, &v->members[k].value);
			break;
		default: break;
		}
	}
	d->depth--;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* A full stop behind "e.g", "i.e" or "etc" ends nothing, nor does one in a number. */
static bool
ends_sentence(const char *text, size_t i, size_t n)
{
	if (text[i] != '.' || (i + 1 < n && !is_blank(text[i + 1])))
		return false;
	return i < 3
	       || (memcmp(text + i - 3, "e.g", 3) != 0
		       && memcmp(text + i - 3, "i.e", 3) != 0
		       && memcmp(text + i - 3, "etc", 3) != 0);
}

void
describe_sentence(struct buf *out, const char *text, size_t n)
{
	char s[SENTENCE_MAX + 2];
	size_t k = 0, word = 0, i;
	bool blank = false;

	for (i = 0; i < n && !ends_sentence(text, i, n); i++) {
		/* an empty line parts paragraphs */
		if (text[i] == '\n' && i + 1 < n && text[i + 1] == '\n' && k)
			break;
		if (is_blank(text[i])) {
			blank = k > 0;
			continue;
		}
		if (blank) {
			word = k;
			s[k++] = ' ';
		}
		blank = false;
		s[k++] = text[i];
		if (k > SENTENCE_MAX) {
			k = word ? word : SENTENCE_MAX;
			while (k && ((unsigned char)s[k] & 0xc0) == 0x80)
				k--;
			buf_add(out, s, k);
			buf_puts(out, " …");
			return;
		}
	}
	while (k && memchr(":,;", s[k - 1], 3))
		k--;
	buf_add(out, s, k);
}

struct described *
describe(
	struct arena *a, struct arena *scratch, const struct value *root, uint32_t *count)
{
	struct describe d = { .arena = scratch };
	struct described *v;
	struct buf text = { 0 };
	uint32_t i;

	add(&d, ATOM_NONE, K_ID, 0, root);
	walk(&d, ATOM_NONE, root);
	*count = d.n;
	v = d.n ? arena_array(a, struct described, d.n) : NULL;
	for (i = 0; i < d.n; i++) {
		text.n = 0;
		describe_sentence(&text, d.v[i].text, d.v[i].n);
		v[i] = d.v[i];
		v[i].n = (uint32_t)text.n;
		v[i].text = arena_strndup(a, text.s, text.n);
	}
	buf_free(&text);
	return v;
}
