/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/search.h"
#include "base/vec.h"

uint32_t
text_origin(const struct text_shift *shifts, uint32_t nshifts, uint32_t at)
{
	size_t behind = search_first(nshifts, i, shifts[i].out <= at);

	if (!behind)
		return at;
	return shifts[behind - 1].origin + (at - shifts[behind - 1].out);
}

uint32_t
map_add_instance(struct dts_text *t, const struct map_instance *instance)
{
	struct text_map *m = t->map;

	vec_room(&m->arena, m->instances, m->ninstances, m->cap_instances);
	m->instances[m->ninstances] = *instance;
	return m->ninstances++;
}

uint32_t
map_add_use(struct dts_text *t, const struct map_use *use)
{
	struct text_map *m = t->map;

	vec_room(&m->arena, m->uses, m->nuses, m->cap_uses);
	m->uses[m->nuses] = *use;
	return m->nuses++;
}

void
map_add_span(struct dts_text *t, uint32_t instance, uint32_t at, uint32_t use)
{
	struct text_map *m = t->map;

	/* what nothing came of is not a span */
	if (m->nspans && m->spans[m->nspans - 1].out == t->n)
		m->nspans--;
	vec_room(&m->arena, m->spans, m->nspans, m->cap_spans);
	m->spans[m->nspans++] = (struct map_span){ t->n, instance, at, use };
}

bool
text_room(struct dts_text *t, size_t n)
{
	struct text_map *m = t->map;
	size_t want = t->n + n + 1;

	if (want > TEXT_SIZE_MAX)
		return false;
	if (want > m->cap_text) {
		size_t cap = m->cap_text ? 2 * (size_t)m->cap_text : 65536;

		m->cap_text = (uint32_t)(cap > want ? cap : want);
		t->s = realloc(t->s, m->cap_text);
		if (!t->s)
			fatal("out of memory: %u bytes of text", m->cap_text);
	}
	return true;
}

const struct map_span *
map_span_at(const struct dts_text *t, uint32_t at)
{
	const struct text_map *m = t->map;
	size_t behind = search_first(m->nspans, i, m->spans[i].out <= at);

	if (!m->nspans)
		return NULL;
	return &m->spans[behind ? behind - 1 : 0];
}

struct place
map_place(const struct dts_text *t, uint32_t instance, uint32_t begin, uint32_t end)
{
	return source_place(t->map->instances[instance].file, begin, end);
}

/* The notes on what includes an instance, from the inside to the outside. */
static void
include_notes(const struct dts_text *t, uint32_t instance, struct arena *a,
	struct dts_note **at)
{
	const struct map_instance *i = &t->map->instances[instance];

	for (; i->parent != MAP_NONE; i = &t->map->instances[i->parent]) {
		struct dts_note *note = arena_new(a, struct dts_note);

		note->place = map_place(t, i->parent, i->begin, i->end);
		note->text = DTS_INCLUDED;
		*at = note;
		at = &note->next;
	}
}

/* Leaves out what a message quotes. */
static char *
without_quotes(char *text)
{
	char *from = text, *to = text;
	bool quoted = false;

	for (; *from; from++) {
		if (*from == '\'') {
			quoted = !quoted;
			if (quoted) {
				memcpy(to, "'…'", strlen("'…'"));
				to += strlen("'…'");
			}
		} else if (!quoted) {
			*to++ = *from;
		}
	}
	*to = 0;
	return text;
}

struct dts_message *
map_message(struct dts_text *t, enum dts_level level, const char *rule, uint32_t instance,
	uint32_t begin, uint32_t end, const char *fmt, va_list ap)
{
	struct dts_messages *log = t->messages;
	struct dts_message *m = dts_messages_vadd(
		log, level, rule, map_place(t, instance, begin, end), fmt, ap);

	if (!m)
		return NULL;
	include_notes(t, instance, log->arena, &m->notes);
	if (!t->map->instances[instance].file->quotable) {
		char *text = arena_alloc(log->arena, 3 * strlen(m->text) + 1);

		m->text = without_quotes(strcpy(text, m->text));
	}
	return m;
}

struct dts_note *
dts_text_notes(const struct dts_text *t, uint32_t begin, struct arena *a)
{
	const struct map_span *s = map_span_at(t, begin);
	struct dts_note *notes = NULL, **at = &notes;
	const struct map_use *use;

	if (!s)
		return NULL;
	if (s->use == MAP_NONE) {
		include_notes(t, s->instance, a, at);
		return notes;
	}
	use = &t->map->uses[s->use];
	/* an argument that stands in the use is no other place */
	if (s->instance != use->instance || s->at < use->begin || s->at >= use->end) {
		*at = arena_new(a, struct dts_note);
		(*at)->place = map_place(t, s->instance, s->at, s->at);
		(*at)->text = arena_printf(a, "expanded from macro '%s'", use->name);
		at = &(*at)->next;
	}
	include_notes(t, use->instance, a, at);
	return notes;
}

/* Where a byte of the text stands: instance, and the range in its file. */
static uint32_t
resolve(const struct dts_text *t, uint32_t at, uint32_t *begin, uint32_t *end)
{
	const struct map_span *s = map_span_at(t, at);
	const struct map_instance *i = &t->map->instances[s->instance];

	if (s->use != MAP_NONE) {
		*begin = t->map->uses[s->use].begin;
		*end = t->map->uses[s->use].end;
		return t->map->uses[s->use].instance;
	}
	*begin = text_origin(i->shifts, i->nshifts, s->at + (at - s->out));
	*end = *begin + 1;
	return s->instance;
}

/* Of a text that is empty: where the last file begins that nothing includes. */
static struct place
start_of_source(const struct dts_text *t)
{
	uint32_t i;

	for (i = t->map->ninstances; i--;)
		if (t->map->instances[i].parent == MAP_NONE)
			return map_place(t, i, 0, 0);
	return PLACE_NONE;
}

struct place
dts_text_place(const struct dts_text *t, uint32_t begin, uint32_t end)
{
	uint32_t first, first_end, last, last_end, instance;

	if (!t->map->nspans)
		return start_of_source(t);
	instance = resolve(t, begin, &first, &first_end);
	if (end <= begin) {
		/* a point, but all of a macro's use */
		if (map_span_at(t, begin)->use == MAP_NONE)
			first_end = first;
	} else if (resolve(t, end - 1, &last, &last_end) == instance
		   && last_end >= first) {
		first_end = last_end;
	}
	return map_place(t, instance, first, first_end);
}

struct dts_message *
dts_text_message(struct dts_text *t, enum dts_level level, const char *rule,
	uint32_t begin, uint32_t end, const char *fmt, ...)
{
	struct dts_message *m;
	uint32_t first, first_end;
	va_list ap;

	va_start(ap, fmt);
	if (t->map->nspans)
		m = map_message(t, level, rule, resolve(t, begin, &first, &first_end), 0,
			0, fmt, ap);
	else
		m = dts_messages_vadd(t->messages, level, rule, PLACE_NONE, fmt, ap);
	va_end(ap);
	if (m) {
		m->place = dts_text_place(t, begin, end);
		m->notes = dts_text_notes(t, begin, t->messages->arena);
	}
	return m;
}
