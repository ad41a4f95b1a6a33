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

static void
try_word(struct suggest *s, const struct suggest_word *candidate)
{
	struct suggest try = *s;

	suggest_try_word(&try, candidate);
	s->own = try.own;
	if (try.best != s->best && !only_digits_differ(s->word, candidate->text))
		*s = try;
}

void
near_try(struct suggest *s, const char *candidate)
{
	struct suggest_word word = suggest_word(candidate);

	try_word(s, &word);
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
	const char *word, bool known)
{
	struct search x = { .w = w, .object = object, .s.word = word };

	x.left = SCHEMAS_MAX;
	search_code(&x, code, 0);
	slip_note(w, word, x.s.best, true, !known);
	return suggest_text(w->l->arena, &x.s);
}

/* The bytes of a name up to its vendor's comma, 0 where it has none. */
static size_t
vendor_length(const char *name)
{
	const char *comma = strchr(name, ',');

	return comma ? (size_t)(comma - name) + 1 : 0;
}

static uint64_t
vendor_hash(const char *name)
{
	return hash_bytes(name, vendor_length(name));
}

/* Of @n strings, @stride words apart; those of one vendor keep their order. */
static void
index_names(struct near_names *x, const struct words_of *w, const void *strings,
	uint32_t stride, uint32_t n)
{
	struct arena *a = &w->near->arena;
	const uint32_t *string = strings;
	uint32_t i, *last = arena_array(a, uint32_t, n), head;

	x->v = arena_array(a, struct near_name, n + 1);
	for (i = 0; i < n; i++, string += stride) {
		const char *text = program_string(w->p, *string);

		x->v[i] = (struct near_name){ suggest_word(text), *string, MAP_ABSENT };
		head = map_put(&x->first, a, vendor_hash(text), i);
		if (head != i)
			x->v[last[head]].next = i;
		last[head] = i;
	}
}

static const struct near_name *
next_of_vendor(const struct near_names *x, const struct near_name *at, const char *word)
{
	uint32_t i = at ? at->next : map_get(&x->first, vendor_hash(word));

	return i == MAP_ABSENT ? NULL : &x->v[i];
}

/* Two vendors may have the same hash. */
static bool
same_vendor(const char *a, const char *b)
{
	size_t n = vendor_length(a);

	return n ? !strncmp(a, b, n) : !strchr(b, ',');
}

/* The name with a unit behind it: bindings have 'clock-latency-ns' for the old ones. */
static bool
is_with_unit(const char *word, size_t n, const char *name)
{
	static const char *const units[] = { "-ns", "-us", "-ms", "-sec", "-hz", "-mhz",
		"-microvolt", "-microamp", "-ohms", "-millicelsius", "-bits", "-percent",
		"-mm", "-supply", "-gpios" };
	size_t i;

	if (strncmp(word, name, n) != 0)
		return false;
	for (i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (!strcmp(name + n, units[i]))
			return true;
	return false;
}

/* The nearest name, by its string; nstrings where none is near. */
static uint32_t
find_near(const struct words_of *w, const struct near_names *names, struct suggest *s,
	bool with_unit)
{
	const struct near_name *x = NULL;
	size_t n = strlen(s->word);
	uint32_t best = w->p->nstrings;
	const char *before;

	while ((x = next_of_vendor(names, x, s->word))) {
		if (!same_vendor(s->word, x->word.text))
			continue;
		if (with_unit && is_with_unit(s->word, n, x->word.text))
			return x->string;
		before = s->best;
		try_word(s, &x->word);
		if (s->best != before)
			best = x->string;
	}
	return best;
}

static uint32_t
find_near_type(const struct words_of *w, const char *word)
{
	/* among thousands of names there is nearly always one that is nearly near */
	struct suggest s = { .word = word, .most = strlen(word) < 12 ? 1 : 2 };

	if (!w->near->types.v)
		index_names(&w->near->types, w,
			program_section(w->p, struct program_type, SECTION_TYPES),
			sizeof(struct program_type) / sizeof(uint32_t),
			program_count(w->p, SECTION_TYPES));
	return find_near(w, &w->near->types, &s, true);
}

static uint32_t
find_near_compatible(const struct words_of *w, const char *word)
{
	struct suggest s = { .word = word };

	if (!w->near->compatibles.v)
		index_names(&w->near->compatibles, w,
			program_section(
				w->p, struct program_compatible, SECTION_COMPATIBLES),
			sizeof(struct program_compatible) / sizeof(uint32_t),
			program_count(w->p, SECTION_COMPATIBLES));
	return find_near(w, &w->near->compatibles, &s, false);
}

/* "; did you mean 'X'?", or "" where there is no such string. */
static const char *
hint(const struct words_of *w, uint32_t string)
{
	struct suggest s = { .word = "" };

	if (string != w->p->nstrings)
		s.best = program_string(w->p, string);
	return suggest_text(w->l->arena, &s);
}

const char *
near_type(const struct words_of *w, uint32_t name)
{
	uint32_t best = map_get(&w->near->best_type, name);

	if (best == MAP_ABSENT)
		best = map_put(&w->near->best_type, &w->near->arena, name,
			find_near_type(w, machine_text(w->m, name)));
	if (best != w->p->nstrings && object_get(w->finding->object, best))
		best = w->p->nstrings;
	if (best != w->p->nstrings)
		slip_note(w, machine_text(w->m, name), program_string(w->p, best), true,
			false);
	return hint(w, best);
}

const char *
near_compatible(const struct words_of *w, const struct value *string)
{
	struct near *near = w->near;
	const char *word = arena_strndup(w->l->scratch, string->s, string->n);
	atom_t asked = intern(&near->asked, word, strlen(word));
	uint32_t best = map_get(&near->best_compatible, asked);

	if (best == MAP_ABSENT)
		best = map_put(&near->best_compatible, &near->arena, asked,
			find_near_compatible(w, word));
	if (best != w->p->nstrings)
		slip_note(w, word, program_string(w->p, best), false, false);
	return hint(w, best);
}
