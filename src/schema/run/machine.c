/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/run/machine.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"

enum { INDEXED_MIN = 12 };

static void
make_plans(struct machine *m, uint32_t n)
{
	free(m->plans);
	m->plans = calloc(n, sizeof(*m->plans));
	if (!m->plans)
		fatal("out of memory: the schema engine");
	m->nplans = n;
}

struct machine *
machine_new(const struct program *p)
{
	struct machine *m = calloc(1, sizeof(*m));

	if (!m)
		fatal("out of memory: the schema engine");
	m->p = p;
	m->regexes = regexes_new(p);
	words_push(&m->lists, 0);
	make_plans(m, PLANS_FEW);
	return m;
}

void
machine_cache_verdicts(struct machine *m)
{
	/* what a `$recursiveRef` means depends on where it was come from */
	if (m->p->header->recursive)
		return;
	m->verdicts = calloc(VERDICTS, sizeof(*m->verdicts));
	if (!m->verdicts)
		fatal("out of memory: the schema engine");
	make_plans(m, PLANS);
}

void
machine_free(struct machine *m)
{
	if (!m)
		return;
	regexes_free(m->regexes);
	intern_free(&m->more);
	arena_free(&m->arena);
	free(m->verdicts);
	free(m->plans);
	free(m->lists.v);
	free(m->scopes.v);
	free(m);
}

uint32_t
machine_name(struct machine *m, const char *s, size_t n)
{
	uint32_t name = program_find(m->p, s, n);

	return name != STRING_NONE ? name : m->p->nstrings + intern(&m->more, s, n);
}

const char *
machine_text(const struct machine *m, uint32_t name)
{
	return name < m->p->nstrings ? program_string(m->p, name)
				     : intern_str(&m->more, name - m->p->nstrings);
}

/* The index of a block with so many patterns that it is worth while, or NULL. */
static const struct pattern_index *
index_of(struct machine *m, uint32_t block)
{
	const uint32_t *b = m->p->words + block;
	uint32_t at, n = m->indexed.count;

	if (b[0] < INDEXED_MIN)
		return NULL;
	at = map_put(&m->indexed, &m->arena, block, n);
	if (at == n)
		*vec_more(&m->arena, m->indices, n) = pattern_index_new(
			&m->arena, m->p, b + 1, 2, b[0]);
	return m->indices[at];
}

const uint32_t *
machine_matches(struct machine *m, uint32_t block, uint32_t name)
{
	uint64_t key = (uint64_t)block << 32 | name;
	uint32_t at, i, n, place;
	const struct pattern_index *index;
	const uint32_t *b, *places = NULL;
	const char *s;
	size_t len;

	at = map_get(&m->matches, key);
	if (at != MAP_ABSENT)
		return m->lists.v + at;
	b = m->p->words + block;
	n = b[0];
	s = machine_text(m, name);
	len = strlen(s);
	index = index_of(m, block);
	if (index) {
		places = pattern_index_get(index, s);
		n = *places++;
	}
	at = m->lists.n;
	words_push(&m->lists, 0);
	for (i = 0; i < n; i++) {
		place = places ? places[i] : i;
		if (!regex_search(m->regexes, b[1 + place * 2], s, len))
			continue;
		words_push(&m->lists, place);
		m->lists.v[at]++;
	}
	if (regexes_limited(m->regexes) != UINT32_MAX) {
		/* not known, and found out anew, so that it is said again */
		m->exhausted = true;
		m->steps += LIMIT_STEPS;
		m->lists.n = at;
		return m->lists.v;
	}
	if (!m->lists.v[at]) {
		m->lists.n = at;
		at = 0;
	}
	map_put(&m->matches, &m->arena, key, at);
	return m->lists.v + at;
}

bool
machine_names(struct machine *m, const uint32_t *additional, uint32_t name)
{
	uint32_t properties = additional[0], patterns = additional[1];

	return (properties && block_find(m->p->words + properties, name) >= 0)
	       || (patterns && machine_matches(m, patterns, name)[0]);
}

int32_t
block_find(const uint32_t *block, uint32_t name)
{
	const uint32_t *names = block + 1;
	uint32_t low = 0, high = block[0], mid;

	while (high - low > 4) {
		mid = low + (high - low) / 2;
		if (names[mid] <= name)
			low = mid;
		else
			high = mid;
	}
	for (; low < high; low++)
		if (names[low] == name)
			return (int32_t)low;
	return -1;
}

struct value
literal_number(const struct program *p, uint32_t literal)
{
	const uint32_t *w = p->words + literal;

	return (struct value){ .kind = (uint8_t)w[0], .u = (uint64_t)w[2] << 32 | w[1] };
}

static bool
literal_equals_array(struct machine *m, const uint32_t *w, const struct value *v)
{
	struct value room;
	uint32_t i;

	if (!value_is_array(v) || v->n != w[1])
		return false;
	for (i = 0; i < v->n; i++)
		if (!literal_equals(m, w[2 + i], value_item(v, i, &room)))
			return false;
	return true;
}

static bool
literal_equals_object(struct machine *m, const uint32_t *w, const struct value *v)
{
	const struct value *x;
	uint32_t i;

	if (v->kind != V_OBJECT || v->n != w[1])
		return false;
	for (i = 0; i < v->n; i++) {
		x = object_get(v, w[2 + i * 2]);
		if (!x || !literal_equals(m, w[3 + i * 2], x))
			return false;
	}
	return true;
}

bool
literal_equals(struct machine *m, uint32_t literal, const struct value *v)
{
	const uint32_t *w = m->p->words + literal;
	struct value x;

	switch (w[0]) {
	case V_INT:
	case V_NEGINT:
	case V_REAL:
		x = literal_number(m->p, literal);
		if (x.kind == V_INT && x.u >= VARYING_MIN && x.u <= VARYING_MAX)
			m->depends |= v->varying;
		return value_is_number(v) && value_compare(&x, v) == 0;
	case V_STRING: return v->kind == V_STRING && v->id == w[1];
	case V_ARRAY: return literal_equals_array(m, w, v);
	case V_OBJECT: return literal_equals_object(m, w, v);
	default: return v->kind == w[0];
	}
}
