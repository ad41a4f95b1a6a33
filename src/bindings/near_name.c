/* SPDX-License-Identifier: GPL-2.0-or-later */
/* "Did you mean …" among what bindings know. */
#include <ctype.h>
#include <string.h>

#include "bindings/message.h"

enum { NEST_MAX = 12, SCHEMAS_MAX = 2000 };

static bool
is_digit(char c)
{
	return isdigit((unsigned char)c) != 0;
}

static bool
only_digits_differ(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (is_digit(*a))
			a++;
		while (is_digit(*b))
			b++;
		if (*a != *b)
			return false;
		if (!*a)
			return true;
	}
}

void
near_try(struct suggest *s, const char *candidate)
{
	struct suggest try = *s;

	suggest_try(&try, candidate);
	if (try.best != s->best && !only_digits_differ(s->word, candidate))
		*s = try;
}

/* A search through a schema and all that hold for the same value. */
struct search {
	const struct words_of *w;
	const struct value *object;
	struct suggest s;
	uint32_t left; /* schemas that may still be looked at */
};

static void search_code(struct search *x, uint32_t code, unsigned int depth);

static void
search_names(struct search *x, const uint32_t *block)
{
	uint32_t i;

	for (i = 1; i <= block[0]; i++)
		if (!object_get(x->object, block[i]))
			near_try(&x->s, program_string(x->w->p, block[i]));
}

static void
search_list(struct search *x, const uint32_t *list, unsigned int depth)
{
	uint32_t i;

	for (i = 1; i <= list[0]; i++)
		search_code(x, list[i], depth);
}

static void
search_code(struct search *x, uint32_t code, unsigned int depth)
{
	const struct program *p = x->w->p;
	const uint32_t *w = p->words + code, *block;
	uint32_t i, n = w[0] & 0xffff;

	if (depth > NEST_MAX || !x->left)
		return;
	x->left--;
	for (i = 0; i < n; i++) {
		block = p->words + w[2 + i * 2];
		switch (w[1 + i * 2] & 0xff) {
		case OP_PROPERTIES: search_names(x, block); break;
		case OP_REF:
			search_code(x, p->slots[w[2 + i * 2]].code, depth + 1);
			break;
		case OP_ALL_OF:
		case OP_ANY_OF:
		case OP_ONE_OF: search_list(x, block, depth + 1); break;
		case OP_IF:
			search_code(x, block[1], depth + 1);
			search_code(x, block[2], depth + 1);
			break;
		default: break;
		}
	}
}

const char *
near_member(const struct words_of *w, uint32_t code, const struct value *object,
	const char *word)
{
	struct search x = { .w = w, .object = object, .s.word = word };

	x.left = SCHEMAS_MAX;
	search_code(&x, code, 0);
	return suggest_text(w->l->arena, &x.s);
}

/* The bytes of a name up to its vendor's comma, 0 where it has none. */
static size_t
vendor_length(const char *name)
{
	const char *comma = strchr(name, ',');

	return comma ? (size_t)(comma - name) + 1 : 0;
}

static bool
same_vendor(const char *a, size_t n, const char *b)
{
	return n ? !strncmp(a, b, n) : !strchr(b, ',');
}

/* The name with a unit behind it: bindings have 'clock-latency-ns' for the old ones. */
static bool
is_with_unit(const char *word, const char *name)
{
	static const char *const units[] = { "-ns", "-us", "-ms", "-sec", "-hz", "-mhz",
		"-microvolt", "-microamp", "-ohms", "-millicelsius", "-bits", "-percent",
		"-mm", "-supply", "-gpios" };
	size_t n = strlen(word), i;

	if (strncmp(word, name, n) != 0)
		return false;
	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(name + n, units[i]))
			return true;
	return false;
}

static uint32_t
find_near_type(const struct words_of *w, const char *word)
{
	const struct program_type *t = program_section(
		w->p, struct program_type, SECTION_TYPES);
	uint32_t i, n = program_count(w->p, SECTION_TYPES), best = w->p->nstrings;
	/* among thousands of names there is nearly always one that is nearly near */
	struct suggest s = { .word = word, .most = strlen(word) < 12 ? 1 : 2 };
	size_t vendor = vendor_length(word);
	const char *text, *before;

	for (i = 0; i < n; i++) {
		text = program_string(w->p, t[i].name);
		if (!same_vendor(word, vendor, text))
			continue;
		if (is_with_unit(word, text))
			return t[i].name;
		before = s.best;
		near_try(&s, text);
		if (s.best != before)
			best = t[i].name;
	}
	return best;
}

const char *
near_type(const struct words_of *w, uint32_t name)
{
	uint32_t best = map_get(&w->near->best, name);
	struct suggest s = { .word = "" };

	if (best == MAP_ABSENT)
		best = map_put(&w->near->best, &w->near->arena, name,
			find_near_type(w, machine_text(w->m, name)));
	if (best != w->p->nstrings && !object_get(w->finding->object, best))
		s.best = program_string(w->p, best);
	return suggest_text(w->l->arena, &s);
}

const char *
near_compatible(const struct words_of *w, const struct value *string)
{
	const struct program_compatible *map = program_section(
		w->p, struct program_compatible, SECTION_COMPATIBLES);
	uint32_t i, n = program_count(w->p, SECTION_COMPATIBLES);
	struct suggest s = { .word = arena_strndup(w->l->scratch, string->s, string->n) };
	size_t vendor = vendor_length(s.word);

	for (i = 0; i < n; i++) {
		const char *text = program_string(w->p, map[i].string);

		if (same_vendor(s.word, vendor, text))
			near_try(&s, text);
	}
	return suggest_text(w->l->arena, &s);
}
