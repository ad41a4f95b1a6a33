/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/fixup.h"

#include "schema/program/keywords.h"

uint64_t
schema_keys(const struct value *schema)
{
	uint64_t keys = 0;
	uint32_t i;

	_Static_assert(K_UNIQUE_ITEMS < 64, "the keywords are the first of the strings");
	for (i = 0; i < schema->n; i++)
		if (schema->members[i].key < 64)
			keys |= (uint64_t)1 << schema->members[i].key;
	return keys;
}

static const struct value *
first_of(const struct value *schema, atom_t key)
{
	const struct value *v = value_get(schema, key);

	if (v && v->kind == V_ARRAY)
		return v->n ? &v->items[0] : NULL;
	return v;
}

bool
schema_has_int(const struct value *schema)
{
	static const atom_t keys[] = { K_CONST, K_ENUM, K_MINIMUM, K_MAXIMUM };
	const struct value *v;
	size_t i;

	/* dt-schema asks Python, to which a boolean is an integer */
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		v = first_of(schema, keys[i]);
		if (v && v->kind >= V_FALSE && v->kind <= V_NEGINT)
			return true;
	}
	return false;
}

bool
schema_has_string(const struct value *schema)
{
	static const atom_t keys[] = { K_CONST, K_ENUM, K_PATTERN };
	const struct value *v;
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		v = first_of(schema, keys[i]);
		if (v && v->kind == V_STRING)
			return true;
	}
	return false;
}

static struct value *
ensure_object(const struct fixup *f, struct value *schema, atom_t key)
{
	struct value *v = value_get(schema, key);

	return v ? v
		 : value_set(schema, f->arena, key, (struct value){ .kind = V_OBJECT });
}

void
fixup_dependencies(const struct fixup *f, struct value *schema)
{
	struct value *old = value_get(schema, K_DEPENDENCIES), val;
	const struct member *m;
	uint32_t i;

	if (!old)
		return;
	val = *old;
	value_remove(schema, K_DEPENDENCIES);
	if (val.kind != V_OBJECT)
		return;
	for (i = 0; i < val.n; i++) {
		m = &val.members[i];
		value_set(ensure_object(f, schema,
				  m->value.kind == V_ARRAY ? K_DEPENDENT_REQUIRED
							   : K_DEPENDENT_SCHEMAS),
			f->arena, m->key, m->value);
	}
}

/*
 * A choice among constants, each with a description, is an `enum`. dt-schema lets an
 * entry pass that has more than a constant as long as it has no description.
 */
static void
choice_to_enum(const struct fixup *f, struct value *schema)
{
	struct value *list = value_get(schema, K_ANY_OF), *items;
	struct value constants = { .kind = V_ARRAY };
	const struct value *c;
	uint32_t i;

	if (!list)
		list = value_get(schema, K_ONE_OF);
	if (!list) {
		items = value_get(schema, K_ITEMS);
		if (items && items->kind == V_OBJECT)
			choice_to_enum(f, items);
		return;
	}
	if (list->kind != V_ARRAY)
		return;
	for (i = 0; i < list->n; i++) {
		c = value_get(&list->items[i], K_CONST);
		if (!c
			|| (value_has(&list->items[i], K_DESCRIPTION)
				&& list->items[i].n > 2))
			return;
		value_append(&constants, f->arena, *c);
	}
	value_remove(schema, K_ANY_OF);
	value_remove(schema, K_ONE_OF);
	constants.line = list->line;
	constants.column = list->column;
	value_set(schema, f->arena, K_ENUM, constants);
}

static void
walk_property(const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	static const atom_t choices[] = { K_ALL_OF, K_ONE_OF, K_ANY_OF };
	struct fixup_path below = { .up = path };
	struct value *v;
	uint64_t keys;
	uint32_t i, k;

	if (schema->kind != V_OBJECT)
		return;
	keys = schema_keys(schema);
	if (keys & (KEY(ANY_OF) | KEY(ONE_OF) | KEY(ITEMS)))
		choice_to_enum(f, schema);
	for (k = 0; k < sizeof(choices) / sizeof(*choices); k++) {
		if (!(keys >> choices[k] & 1))
			continue;
		v = value_get(schema, choices[k]);
		below.key = choices[k];
		for (i = 0; v && v->kind == V_ARRAY && i < v->n; i++)
			walk_property(f, &v->items[i], &below);
	}
	if (keys & KEY(THEN)) {
		below.key = K_THEN;
		walk_property(f, value_get(schema, K_THEN), &below);
	}
	fixup_property(f, schema, path);
}

/* Properties whose rows vary so much that only a `$ref` of theirs is kept. */
static bool
is_variable_matrix(atom_t name)
{
	return name == K_FSL_PINS || name == K_QCOM_BOARD_ID;
}

static void
keep_ref_only(const struct fixup *f, struct value *schema)
{
	struct value *ref = value_get(schema, K_REF), only_ref = { .kind = V_OBJECT };

	only_ref.line = schema->line;
	only_ref.column = schema->column;
	if (ref && ref->kind == V_STRING && ref->n)
		value_set(&only_ref, f->arena, K_REF, *ref);
	*schema = only_ref;
}

static void fixup_sub_schema(
	const struct fixup *f, struct value *schema, const struct fixup_path *path);

static void
fixup_named(const struct fixup *f, struct value *map, const struct fixup_path *path)
{
	struct fixup_path below = { .up = path };
	struct value *v;
	uint32_t i;

	for (i = 0; map->kind == V_OBJECT && i < map->n; i++) {
		v = &map->members[i].value;
		below.key = map->members[i].key;
		if (v->kind != V_OBJECT)
			continue;
		if (is_variable_matrix(below.key)) {
			keep_ref_only(f, v);
			continue;
		}
		walk_property(f, v, &below);
		fixup_sub_schema(f, v, &below);
	}
}

static void
fixup_sub_schema(
	const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	struct fixup_path below = { .up = path };
	uint64_t keys;
	struct value *v;
	uint32_t i, j;

	if (schema->kind != V_OBJECT)
		return;
	keys = schema_keys(schema);
	if (keys & KEY(DESCRIPTION))
		value_remove(schema, K_DESCRIPTION);
	if (keys & KEY(DEPENDENCIES))
		fixup_dependencies(f, schema);
	fixup_node(f, schema, path);
	v = keys & KEY(ADDITIONAL_PROPERTIES) ? value_get(schema, K_ADDITIONAL_PROPERTIES)
					      : NULL;
	if (v && v->kind == V_TRUE)
		value_remove(schema, K_ADDITIONAL_PROPERTIES);
	for (i = 0; i < schema->n; i++) {
		v = &schema->members[i].value;
		below.key = schema->members[i].key;
		switch (below.key) {
		case K_SELECT:
		case K_IF:
		case K_THEN:
		case K_ELSE:
		case K_NOT:
		case K_ADDITIONAL_PROPERTIES: fixup_sub_schema(f, v, &below); break;
		case K_ALL_OF:
		case K_ANY_OF:
		case K_ONE_OF:
			for (j = 0; v->kind == V_ARRAY && j < v->n; j++)
				fixup_sub_schema(f, &v->items[j], &below);
			break;
		case K_DEPENDENT_REQUIRED:
		case K_DEPENDENT_SCHEMAS:
		case K_PROPERTIES:
		case K_PATTERN_PROPERTIES:
		case K_DEFS:
		case K_DEFINITIONS: fixup_named(f, v, &below); break;
		default: break;
		}
	}
}

/* A binding that is told by its node's name selects by it. */
static void
add_select(const struct fixup *f, struct value *schema)
{
	struct value *props = value_get(schema, K_PROPERTIES), *name;
	struct value select = { .kind = V_OBJECT }, by_name = { .kind = V_OBJECT }, key;

	name = value_get(props, K_NODENAME);
	if (value_has(schema, K_SELECT) || !name || name->kind == V_TRUE
		|| value_has(props, K_COMPATIBLE))
		return;
	key = value_atom(f->strings, K_NODENAME);
	value_set(&select, f->arena, K_REQUIRED, value_list_of(f->arena, key));
	value_set(&by_name, f->arena, K_NODENAME, value_copy(name, f->arena));
	value_set(&select, f->arena, K_PROPERTIES, by_name);
	value_set(schema, f->arena, K_SELECT, select);
}

void
fixup_schema(const struct fixup *f, struct value *schema)
{
	value_remove(schema, K_EXAMPLES);
	value_remove(schema, K_MAINTAINERS);
	value_remove(schema, K_HISTORICAL);
	add_select(f, schema);
	fixup_sub_schema(f, schema, NULL);
	value_set(schema, f->arena, K_TYPE, value_atom(f->strings, K_OBJECT));
}
