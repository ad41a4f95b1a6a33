/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/compile/trigger.h"

#include <stdlib.h>

#include "schema/program/keywords.h"

enum { REF_DEPTH_MAX = 16, NEST_MAX = 200 };

/* One search: what it found is taken back where the whole comes to nothing. */
struct search {
	struct compiler *c;
	struct words found; /* (space, is pattern, string or pattern) */
	unsigned int refs;  /* followed */
	unsigned int depth;
};

static void
found(struct search *s, enum trigger_space space, bool pattern, uint32_t what)
{
	words_push(&s->found, space);
	words_push(&s->found, pattern);
	words_push(&s->found, what);
}

static void
found_string(struct search *s, enum trigger_space space, const struct value *v)
{
	found(s, space, false, emit_value_string(&s->c->emit, v));
}

/* Every branch must say something: then their sum does. */
static bool
each(struct search *s, enum trigger_space space, const struct value *list,
	bool (*fn)(struct search *, enum trigger_space, const struct value *))
{
	uint32_t i;

	for (i = 0; i < list->n; i++)
		if (!fn(s, space, &list->items[i]))
			return false;
	return list->n > 0;
}

/* The strings that a schema of one string allows. */
static bool
strings_of(struct search *s, enum trigger_space space, const struct value *schema)
{
	const struct value *v;
	uint32_t i;

	if ((v = value_get(schema, K_CONST)) && v->kind == V_STRING) {
		found_string(s, space, v);
		return true;
	}
	if ((v = value_get(schema, K_ENUM)) && v->n) {
		for (i = 0; i < v->n; i++) {
			if (v->items[i].kind != V_STRING)
				return false;
			found_string(s, space, &v->items[i]);
		}
		return true;
	}
	if ((v = value_get(schema, K_PATTERN))) {
		found(s, space, true,
			emit_pattern(&s->c->emit, emit_value_string(&s->c->emit, v)));
		return true;
	}
	if ((v = value_get(schema, K_ANY_OF)) || (v = value_get(schema, K_ONE_OF)))
		return each(s, space, v, strings_of);
	return false;
}

/* The same of a list of strings: one of them must be there. */
static bool
list_strings(struct search *s, enum trigger_space space, const struct value *schema)
{
	const struct value *v, *min;

	if ((v = value_get(schema, K_CONTAINS)) && !value_has(schema, K_MIN_CONTAINS))
		return strings_of(s, space, v);
	min = value_get(schema, K_MIN_ITEMS);
	v = value_get(schema, K_ITEMS);
	if (v && v->kind == V_ARRAY && v->n && min && min->u)
		return strings_of(s, space, &v->items[0]);
	if ((v = value_get(schema, K_ANY_OF)) || (v = value_get(schema, K_ONE_OF)))
		return each(s, space, v, list_strings);
	return false;
}

static bool requires(const struct value *schema, atom_t name)
{
	const struct value *list = value_get(schema, K_REQUIRED);
	uint32_t i;

	for (i = 0; list && i < list->n; i++)
		if (list->items[i].id == name)
			return true;
	return false;
}

static bool
by_list(struct search *s, enum trigger_space space, const struct value *schema)
{
	uint32_t from = s->found.n;

	if (schema && list_strings(s, space, schema))
		return true;
	s->found.n = from;
	return false;
}

static bool
by_required(struct search *s, const struct value *schema)
{
	const struct value *list = value_get(schema, K_REQUIRED);
	uint32_t i;

	for (i = 0; list && i < list->n; i++) {
		if (list->items[i].id == K_COMPATIBLE || list->items[i].id == K_NODENAME)
			continue;
		found_string(s, TRIGGER_PROPERTY, &list->items[i]);
		return true;
	}
	return false;
}

/* What a node needs for `select` to hold. */
static bool
by_select(struct search *s, enum trigger_space unused, const struct value *schema)
{
	const struct value *props = value_get(schema, K_PROPERTIES), *v;
	uint32_t from = s->found.n;

	if (requires(schema, K_COMPATIBLE)
		&& by_list(s, TRIGGER_COMPATIBLE, value_get(props, K_COMPATIBLE)))
		return true;
	if (by_list(s, TRIGGER_NODENAME, value_get(props, K_NODENAME)))
		return true;
	if (by_required(s, schema))
		return true;
	if ((v = value_get(schema, K_ANY_OF)) || (v = value_get(schema, K_ONE_OF))) {
		if (each(s, unused, v, by_select))
			return true;
		s->found.n = from;
	}
	return false;
}

static bool by_body(struct search *s, const struct value *schema, uint32_t resource);

static bool
body_names(struct search *s, const struct value *map, bool patterns)
{
	uint32_t i, name;

	for (i = 0; i < map->n; i++) {
		name = emit_string(&s->c->emit, map->members[i].key);
		/* every node has a name; and a pattern may match it */
		if (name == K_NODENAME)
			return false;
		if (map->members[i].value.kind == V_TRUE)
			continue;
		found(s, TRIGGER_PROPERTY, patterns,
			patterns ? emit_pattern(&s->c->emit, name) : name);
	}
	return true;
}

static bool
body_keys(struct search *s, const struct value *map)
{
	uint32_t i;

	for (i = 0; i < map->n; i++)
		found(s, TRIGGER_PROPERTY, false,
			emit_string(&s->c->emit, map->members[i].key));
	return true;
}

static bool
body_list(struct search *s, const struct value *list, bool any, uint32_t resource)
{
	uint32_t i, from = s->found.n;

	for (i = 0; i < list->n; i++) {
		bool said = by_body(s, &list->items[i], resource);

		if (any && said)
			return true;
		if (!any && !said)
			return false;
		if (!said)
			s->found.n = from;
	}
	return !any;
}

static bool
body_ref(struct search *s, const struct value *ref, uint32_t resource)
{
	const struct value *target;
	uint32_t own;

	if (s->refs++ > REF_DEPTH_MAX)
		return false;
	target = resolver_find_value(s->c->resolver, resource, ref, &own);
	return target && by_body(s, target, own);
}

static bool
allows_object(const struct value *type)
{
	uint32_t i;

	if (type->kind != V_ARRAY)
		return type->id == K_OBJECT;
	for (i = 0; i < type->n; i++)
		if (type->items[i].id == K_OBJECT)
			return true;
	return false;
}

static bool
body_keyword(struct search *s, const struct member *m, uint32_t resource)
{
	const struct value *v = &m->value;

	switch (keyword_asks(m->key)) {
	case ASKS_NOTHING:
	case ASKS_NO_NODE: return true;
	case ASKS_ANY_NODE: return false;
	case ASKS_KIND: return allows_object(v);
	case ASKS_NAMES: return body_names(s, v, false);
	case ASKS_KEYS: return body_keys(s, v);
	case ASKS_PATTERNS: return body_names(s, v, true);
	case ASKS_REFERENCE: return body_ref(s, v, resource);
	case ASKS_ALL: return body_list(s, v, false, resource);
	case ASKS_ANY: return body_list(s, v, true, resource);
	case ASKS_BRANCH: return by_body(s, v, resource);
	}
	return false;
}

/* What a node needs for the body to find anything; false where that is not told. */
static bool
by_body(struct search *s, const struct value *schema, uint32_t resource)
{
	uint32_t i;
	bool described = true;

	if (schema->kind != V_OBJECT)
		return schema->kind == V_TRUE;
	if (++s->depth > NEST_MAX)
		return false;
	for (i = 0; i < schema->n && described; i++)
		described = body_keyword(s, &schema->members[i], resource);
	s->depth--;
	return described;
}

void
triggers_add(struct triggers *t, struct compiler *c, const struct value *schema,
	uint32_t resource, uint32_t always)
{
	struct search s = { .c = c };
	const struct value *select = value_get(schema, K_SELECT);
	struct words *list;
	uint32_t i;

	if (!(select && by_select(&s, TRIGGER_PROPERTY, select))) {
		s.found.n = 0;
		if (!by_body(&s, schema, resource)) {
			words_push(&t->none, always);
			s.found.n = 0;
		}
	}
	for (i = 0; i < s.found.n; i += 3) {
		list = s.found.v[i + 1] ? &t->patterns[s.found.v[i]]
					: &t->exact[s.found.v[i]];
		words_push(list, s.found.v[i + 2]);
		words_push(list, always);
	}
	free(s.found.v);
}

void
triggers_free(struct triggers *t)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		free(t->exact[i].v);
		free(t->patterns[i].v);
	}
	free(t->none.v);
}
