/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/select.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "schema/keywords.h"

static void
set_bit(uint32_t *set, uint32_t i)
{
	set[i / 32] |= 1u << (i % 32);
}

void
selector_init(struct selector *s, struct machine *m)
{
	const struct program_trigger *t;
	uint32_t i, k, part;

	*s = (struct selector){ .m = m, .nwords = (m->p->nalways + 31) / 32 };
	s->set = calloc((size_t)s->nwords * 4 + 1, sizeof(*s->set));
	/* few of the names are met in one tree: calloc() touches no others */
	s->of_property = calloc(m->p->nstrings, sizeof(*s->of_property));
	if (!s->set || !s->of_property)
		fatal("out of memory: %u bindings", m->p->nalways);
	for (i = 0; i < 3; i++) {
		s->every[i] = s->set + (size_t)s->nwords * (i + 1);
		for (part = 0; part < 2; part++) {
			k = (part ? SECTION_TRIGGER_PATTERNS : SECTION_TRIGGERS) + i;
			t = program_section(m->p, struct program_trigger, k);
			for (k = program_count(m->p, k); k--;)
				set_bit(s->every[i], t[k].always);
		}
	}
	for (i = 0; i < 3; i++) {
		t = program_section(
			m->p, struct program_trigger, SECTION_TRIGGER_PATTERNS + i);
		s->patterns[i] = pattern_index_new(&m->arena, m->p, &t->what,
			sizeof(*t) / sizeof(uint32_t),
			program_count(m->p, SECTION_TRIGGER_PATTERNS + i));
	}
	/* place 0 is the empty set */
	for (i = 0; i < s->nwords || !i; i++)
		words_push(&s->pool, 0);
}

void
selector_free(struct selector *s)
{
	free(s->set);
	free(s->of_property);
	words_free(&s->pool);
}

static void
add_exact(struct selector *s, enum trigger_space space, uint32_t name, uint32_t *set)
{
	const struct program *p = s->m->p;
	const struct program_trigger *t = program_section(
		p, struct program_trigger, SECTION_TRIGGERS + space);
	uint32_t n = program_count(p, SECTION_TRIGGERS + space), low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (t[mid].what < name)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < n && t[low].what == name; low++)
		set_bit(set, t[low].always);
}

static void
add_patterns(struct selector *s, enum trigger_space space, uint32_t name, uint32_t *set)
{
	const struct program *p = s->m->p;
	const struct program_trigger *t = program_section(
		p, struct program_trigger, SECTION_TRIGGER_PATTERNS + space);
	const char *text = machine_text(s->m, name);
	const uint32_t *places = pattern_index_get(s->patterns[space], text);
	size_t len = strlen(text);
	uint32_t i;

	regexes_start(s->m->regexes);
	for (i = 1; i <= places[0]; i++) {
		const struct program_trigger *at = &t[places[i]];

		if (set[at->always / 32] >> (at->always % 32) & 1)
			continue;
		/* at a limit the binding is tried, and says so */
		if (regex_search(s->m->regexes, at->what, text, len)
			|| regexes_limited(s->m->regexes) == at->what)
			set_bit(set, at->always);
	}
}

/* What a name triggers, found once. */
static const uint32_t *
mask(struct selector *s, enum trigger_space space, uint32_t name)
{
	bool common = space == TRIGGER_PROPERTY && name < s->m->p->nstrings;
	uint64_t key = (uint64_t)space << 32 | name;
	uint32_t at, i, any = 0;

	if (common && s->of_property[name])
		return s->pool.v + s->of_property[name] - 1;
	at = common ? MAP_ABSENT : map_get(&s->masks, key);
	if (at != MAP_ABSENT)
		return s->pool.v + at;
	at = s->pool.n;
	for (i = 0; i < s->nwords; i++)
		words_push(&s->pool, 0);
	add_exact(s, space, name, s->pool.v + at);
	add_patterns(s, space, name, s->pool.v + at);
	for (i = 0; i < s->nwords; i++)
		any |= s->pool.v[at + i];
	if (!any) {
		s->pool.n = at;
		at = 0;
	}
	if (common)
		s->of_property[name] = at + 1;
	else
		map_put(&s->masks, &s->m->arena, key, at);
	return s->pool.v + at;
}

static void
unite(struct selector *s, const uint32_t *with)
{
	uint32_t i;

	for (i = 0; i < s->nwords; i++)
		s->set[i] |= with[i];
}

static void
unite_strings(struct selector *s, enum trigger_space space, const struct value *v)
{
	const struct value *item;
	uint32_t i;

	if (v->kind != V_ARRAY) {
		/* no list of strings: nothing can be told from it */
		unite(s, s->every[space]);
		return;
	}
	for (i = 0; i < v->n; i++) {
		item = &v->items[i];
		if (item->kind != V_STRING)
			unite(s, s->every[space]);
		else
			unite(s, mask(s, space,
					 item->id != ATOM_NONE
						 ? item->id
						 : machine_name(s->m, item->s, item->n)));
	}
}

void
selector_run(struct selector *s, const struct value *object)
{
	const struct program *p = s->m->p;
	const uint32_t *none = program_section(p, uint32_t, SECTION_UNTRIGGERED);
	const struct member *m;
	uint32_t i;

	memset(s->set, 0, s->nwords * sizeof(*s->set));
	for (i = program_count(p, SECTION_UNTRIGGERED); i--;)
		set_bit(s->set, none[i]);
	for (i = 0; i < object->n; i++) {
		m = &object->members[i];
		unite(s, mask(s, TRIGGER_PROPERTY, m->key));
		if (m->key == K_COMPATIBLE)
			unite_strings(s, TRIGGER_COMPATIBLE, &m->value);
		else if (m->key == K_NODENAME)
			unite_strings(s, TRIGGER_NODENAME, &m->value);
	}
}
