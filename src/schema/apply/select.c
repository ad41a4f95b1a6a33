/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/apply/select.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/search.h"
#include "schema/program/keywords.h"

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
	s->masks = calloc((size_t)m->p->nstrings * 3 + 1, sizeof(*s->masks));
	if (!s->set || !s->masks)
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
	uint32_t i;

	free(s->set);
	free(s->masks);
	for (i = 0; i < 3; i++)
		words_free(&s->more[i]);
	words_free(&s->pool);
}

static void
add_exact(struct selector *s, enum trigger_space space, uint32_t name, uint32_t *set)
{
	const struct program *p = s->m->p;
	const struct program_trigger *t = program_section(
		p, struct program_trigger, SECTION_TRIGGERS + space);
	uint32_t n = program_count(p, SECTION_TRIGGERS + space);
	size_t i = search_first(n, at, t[at].what < name);

	for (; i < n && t[i].what == name; i++)
		set_bit(set, t[i].always);
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

static uint32_t
make_mask(struct selector *s, enum trigger_space space, uint32_t name)
{
	uint32_t at = s->pool.n, i, any = 0;

	for (i = 0; i < s->nwords; i++)
		words_push(&s->pool, 0);
	add_exact(s, space, name, s->pool.v + at);
	add_patterns(s, space, name, s->pool.v + at);
	for (i = 0; i < s->nwords; i++)
		any |= s->pool.v[at + i];
	if (any)
		return at;
	s->pool.n = at;
	return 0;
}

/* What a name triggers, found once. */
static const uint32_t *
mask(struct selector *s, enum trigger_space space, uint32_t name)
{
	uint32_t known = s->m->p->nstrings, *at;
	struct words *more = &s->more[space];

	if (name < known) {
		at = &s->masks[(size_t)space * known + name];
	} else {
		while (more->n <= name - known)
			words_push(more, 0);
		at = &more->v[name - known];
	}
	if (!*at)
		*at = make_mask(s, space, name) + 1;
	return s->pool.v + *at - 1;
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
