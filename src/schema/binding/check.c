/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/check.h"

#include <string.h>

#include "base/vec.h"
#include "schema/program/keywords.h"
#include "schema/program/regex.h"

/* Words of JSON Schema's that nothing here makes use of. */
static const struct {
	const char *name;
	enum keyword_shape shape;
} others[] = {
	{ "$comment", SHAPE_STRING },
	{ "$vocabulary", SHAPE_ANY },
	{ "contentEncoding", SHAPE_STRING },
	{ "contentMediaType", SHAPE_STRING },
	{ "contentSchema", SHAPE_SCHEMA },
	{ "default", SHAPE_ANY },
	{ "deprecated", SHAPE_BOOLEAN },
	{ "format", SHAPE_STRING },
	{ "readOnly", SHAPE_BOOLEAN },
	{ "writeOnly", SHAPE_BOOLEAN },
};

enum { OTHERS_COUNT = sizeof(others) / sizeof(*others) };

struct visit {
	struct schema_check *c;
	struct fault *f;
	uint32_t depth; /* 1: the root of the document */
};

static bool check_schema(
	struct visit *v, const struct value *schema, const char *keyword);

static bool
wrong(struct visit *v, const struct value *at, const char *keyword, const char *expected)
{
	return fault_at_line(v->f, at->line, at->column, "'%s' is %s, expected %s",
		keyword, value_kind_name(at), expected);
}

static bool
check_list(struct visit *v, const struct value *list, const char *keyword)
{
	uint32_t i;

	if (list->kind != V_ARRAY || !list->n)
		return wrong(v, list, keyword, "a list of at least one schema");
	for (i = 0; i < list->n; i++)
		if (!check_schema(v, &list->items[i], keyword))
			return false;
	return true;
}

static bool
check_names(struct visit *v, const struct value *list, const char *keyword)
{
	uint32_t i, k;

	if (list->kind != V_ARRAY)
		return wrong(v, list, keyword, "a list of strings");
	for (i = 0; i < list->n; i++) {
		if (list->items[i].kind != V_STRING)
			return wrong(v, &list->items[i], keyword, "a list of strings");
		for (k = 0; k < i; k++)
			if (value_same_string(&list->items[i], &list->items[k]))
				return fault_at_line(v->f, list->items[i].line,
					list->items[i].column, "'%s' names '%.*s' twice",
					keyword, (int)list->items[i].n, list->items[i].s);
	}
	return true;
}

static bool
check_pattern(struct visit *v, const struct value *at, atom_t atom, const char *s)
{
	struct fault f = FAULT_INIT(v->f->arena);

	if (atom != ATOM_NONE && map_get(&v->c->patterns, atom) != MAP_ABSENT)
		return true;
	if (!regex_check(s, &f))
		return fault_at_line(v->f, at->line, at->column, "%s", f.message);
	if (atom != ATOM_NONE)
		map_put(&v->c->patterns, v->c->arena, atom, 1);
	return true;
}

static bool
check_map(struct visit *v, const struct value *map, enum keyword_shape shape,
	const char *keyword)
{
	const struct member *m;
	const char *name;
	uint32_t i;
	bool ok;

	if (map->kind != V_OBJECT)
		return wrong(v, map, keyword, "a map");
	for (i = 0; i < map->n; i++) {
		m = &map->members[i];
		name = intern_str(v->c->strings, m->key);
		if (shape == SHAPE_PATTERN_MAP
			&& !check_pattern(v, &m->value, m->key, name))
			return false;
		if (shape == SHAPE_NAMES_MAP
			|| (shape == SHAPE_SCHEMA_OR_NAMES_MAP
				&& m->value.kind == V_ARRAY))
			ok = check_names(v, &m->value, keyword);
		else
			ok = check_schema(v, &m->value, name);
		if (!ok)
			return false;
	}
	return true;
}

static bool
is_type_name(const struct value *v)
{
	switch (v->kind == V_STRING ? v->id : ATOM_NONE) {
	case K_ARRAY:
	case K_BOOLEAN:
	case K_INTEGER:
	case K_NULL:
	case K_NUMBER:
	case K_OBJECT:
	case K_STRING: return true;
	default: return false;
	}
}

static bool
check_type(struct visit *v, const struct value *type)
{
	uint32_t i;
	bool ok = type->kind == V_ARRAY ? type->n > 0 : is_type_name(type);

	for (i = 0; ok && type->kind == V_ARRAY && i < type->n; i++)
		ok = is_type_name(&type->items[i]);
	if (ok && type->kind == V_ARRAY)
		return check_names(v, type, "type");
	return ok
	       || fault_at_line(v->f, type->line, type->column,
		       "'type' is none of array, boolean, integer, null, number, object "
		       "and string");
}

/* The same as the meta-schema's ^[A-Za-z][-A-Za-z0-9.:_]*$ */
static bool
check_anchor(struct visit *v, const struct value *x)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t i;

	if (x->kind != V_STRING)
		return wrong(v, x, "$anchor", "a string");
	for (i = 0; i < x->n; i++)
		if (!x->s[i]
			|| (!strchr(letters, x->s[i])
				&& (!i || !strchr("-.:_0123456789", x->s[i]))))
			break;
	return (i && i == x->n)
	       || fault_at_line(v->f, x->line, x->column,
		       "the '$anchor' '%.*s' is no name, expected letters, digits and any "
		       "of -.:_ behind a letter",
		       (int)x->n, x->s);
}

static bool
check_address(struct visit *v, const struct value *x)
{
	const char *hash;

	if (x->kind != V_STRING)
		return wrong(v, x, "$id", "a string");
	hash = memchr(x->s, '#', x->n);
	return !hash || hash + 1 == x->s + x->n
	       || fault_at_line(v->f, x->line, x->column,
		       "the '$id' '%.*s' is no address of a document", (int)x->n, x->s);
}

static void
note_ref(struct schema_check *c, const struct value *ref)
{
	struct arena *a = c->scratch ? c->scratch : c->arena;

	vec_room(a, c->refs, c->nrefs, c->refs_cap);
	c->refs[c->nrefs++] = *ref;
}

/* What is no keyword, with the place of its value. */
static void
note_unknown(struct schema_check *c, atom_t key, const struct value *x)
{
	vec_room(c->arena, c->unknown, c->nunknown, c->unknown_cap);
	c->unknown[c->nunknown++] = (struct member){ .key = key, .value = *x };
}

/* Its index, or OTHERS_COUNT. */
static size_t
find_other(const struct schema_check *c, atom_t key)
{
	const char *word = intern_str(c->strings, key);
	size_t i;

	for (i = 0; i < OTHERS_COUNT; i++)
		if (!strcmp(others[i].name, word))
			break;
	return i;
}

static enum keyword_shape
shape_of(struct visit *v, atom_t key, const struct value *x)
{
	size_t i;

	if (key <= K_UNIQUE_ITEMS)
		return keyword_shape(key);
	i = find_other(v->c, key);
	if (i < OTHERS_COUNT)
		return others[i].shape;
	if (v->depth > 1)
		note_unknown(v->c, key, x);
	return SHAPE_ANY;
}

static bool
check_keyword(struct visit *v, atom_t key, const struct value *x)
{
	const char *keyword = intern_str(v->c->strings, key);

	switch (shape_of(v, key, x)) {
	case SHAPE_ANY: return true;
	case SHAPE_SCHEMA: return check_schema(v, x, keyword);
	case SHAPE_SCHEMA_LIST: return check_list(v, x, keyword);
	case SHAPE_SCHEMA_OR_LIST:
		return x->kind == V_ARRAY ? check_list(v, x, keyword)
					  : check_schema(v, x, keyword);
	case SHAPE_SCHEMA_MAP: return check_map(v, x, SHAPE_SCHEMA_MAP, keyword);
	case SHAPE_PATTERN_MAP: return check_map(v, x, SHAPE_PATTERN_MAP, keyword);
	case SHAPE_SCHEMA_OR_NAMES_MAP:
		return check_map(v, x, SHAPE_SCHEMA_OR_NAMES_MAP, keyword);
	case SHAPE_NAMES_MAP: return check_map(v, x, SHAPE_NAMES_MAP, keyword);
	case SHAPE_NAMES: return check_names(v, x, keyword);
	case SHAPE_LIST: return x->kind == V_ARRAY || wrong(v, x, keyword, "a list");
	case SHAPE_STRING:
		if (x->kind != V_STRING)
			return wrong(v, x, keyword, "a string");
		if (key == K_REF)
			note_ref(v->c, x);
		return true;
	case SHAPE_ADDRESS: return check_address(v, x);
	case SHAPE_ANCHOR: return check_anchor(v, x);
	case SHAPE_PATTERN:
		return x->kind == V_STRING ? check_pattern(v, x, x->id, x->s)
					   : wrong(v, x, keyword, "a string");
	case SHAPE_BOOLEAN:
		return x->kind == V_TRUE || x->kind == V_FALSE
		       || wrong(v, x, keyword, "true or false");
	case SHAPE_COUNT:
		return x->kind == V_INT || wrong(v, x, keyword, "a count, 0 or more");
	case SHAPE_NUMBER: return value_is_number(x) || wrong(v, x, keyword, "a number");
	case SHAPE_POSITIVE:
		return (value_is_number(x) && value_compare(x, &VALUE_INT(0)) > 0)
		       || wrong(v, x, keyword, "a number above 0");
	case SHAPE_TYPE: return check_type(v, x);
	}
	return true;
}

static bool
check_schema(struct visit *v, const struct value *schema, const char *keyword)
{
	uint32_t i;

	if (schema->kind == V_TRUE || schema->kind == V_FALSE)
		return true;
	if (schema->kind != V_OBJECT)
		return wrong(v, schema, keyword, "a schema: a map, true or false");
	for (i = 0; i < schema->n; i++) {
		atom_t key = schema->members[i].key;

		v->c->anchored |= key == K_ANCHOR || (key == K_ID && v->depth);
		v->c->recursive |= key == K_RECURSIVE_REF;
	}
	v->depth++;
	for (i = 0; i < schema->n; i++)
		if (!check_keyword(v, schema->members[i].key, &schema->members[i].value))
			return false;
	v->depth--;
	return true;
}

bool
schema_check(struct schema_check *c, const struct value *schema, struct fault *f)
{
	struct visit v = { .c = c, .f = f };

	c->anchored = false;
	c->refs = NULL;
	c->nrefs = c->refs_cap = 0;
	c->unknown = NULL;
	c->nunknown = c->unknown_cap = 0;
	return check_schema(&v, schema, "schema");
}

bool
schema_is_root_keyword(const struct schema_check *c, atom_t key)
{
	switch (key) {
	case K_ID:
	case K_SCHEMA:
	case K_TITLE:
	case K_DESCRIPTION:
	case K_EXAMPLES:
	case K_REQUIRED:
	case K_ALL_OF:
	case K_ANY_OF:
	case K_ONE_OF:
	case K_DEFINITIONS:
	case K_DEFS:
	case K_ADDITIONAL_PROPERTIES:
	case K_DEPENDENCIES:
	case K_DEPENDENT_REQUIRED:
	case K_DEPENDENT_SCHEMAS:
	case K_PATTERN_PROPERTIES:
	case K_PROPERTIES:
	case K_NOT:
	case K_IF:
	case K_THEN:
	case K_ELSE:
	case K_UNEVALUATED_PROPERTIES:
	case K_MAINTAINERS:
	case K_SELECT:
	case K_REF: return true;
	default: return !strcmp(intern_str(c->strings, key), "deprecated");
	}
}

bool
schema_is_keyword(const struct schema_check *c, atom_t key)
{
	if (key > K_UNIQUE_ITEMS)
		return find_other(c, key) < OTHERS_COUNT;
	return key != K_FILENAME && key != K_DIM && key != K_HISTORICAL;
}

bool
schema_is_for_devicetree(const struct value *schema)
{
	static const char meta[] = "http://devicetree.org/meta-schemas/";
	const struct value *uri = value_get(schema, K_SCHEMA);

	return uri && uri->kind == V_STRING && uri->n >= sizeof(meta)
	       && !memcmp(uri->s, meta, sizeof(meta) - 1);
}

const struct member *
schema_check_root(const struct schema_check *c, const struct value *schema)
{
	uint32_t i;

	for (i = 0; i < schema->n; i++)
		if (!schema_is_root_keyword(c, schema->members[i].key))
			return &schema->members[i];
	return NULL;
}
