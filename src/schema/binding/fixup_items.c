/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values of properties are arrays, and arrays of arrays: bindings need not say so. */
#include <string.h>

#include "schema/binding/fixup.h"
#include "schema/program/keywords.h"

/* Keywords of a list, and of one scalar. */
#define SIZES (KEY(ITEMS) | KEY(MIN_ITEMS) | KEY(MAX_ITEMS))
#define SCALARS (KEY(CONST) | KEY(ENUM) | KEY(PATTERN) | KEY(MINIMUM) | KEY(MAXIMUM))

/* Takes what constrains one scalar out of a schema, as a schema of its own. */
static struct value
take_scalar(const struct fixup *f, struct value *schema)
{
	static const atom_t keys[] = { K_CONST, K_ENUM, K_PATTERN, K_MINIMUM, K_MAXIMUM,
		K_MULTIPLE_OF };
	struct value out = { .kind = V_OBJECT, .line = schema->line };
	struct value *v;
	size_t i;

	out.column = schema->column;
	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		v = value_get(schema, keys[i]);
		if (!v)
			continue;
		value_set(&out, f->arena, keys[i], *v);
		value_remove(schema, keys[i]);
	}
	return out;
}

/* { items: [ scalar ] } */
static struct value
row_of_one(const struct fixup *f, struct value scalar)
{
	struct value row = { .kind = V_OBJECT, .line = scalar.line };

	value_set(&row, f->arena, K_ITEMS, value_list_of(f->arena, scalar));
	return row;
}

static bool
below(const struct fixup_path *path, atom_t key)
{
	for (; path; path = path->up)
		if (path->key == key)
			return true;
	return false;
}

static void
fixup_reg(const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	struct value *items, *item = schema, scalar;

	if (!below(path, K_REG))
		return;
	items = value_get(schema, K_ITEMS);
	if (items)
		item = items->kind != V_ARRAY ? items
		       : items->n             ? &items->items[0]
					      : NULL;
	if (!item || !schema_has_int(item))
		return;
	scalar = take_scalar(f, item);
	value_set(schema, f->arena, K_ITEMS,
		value_list_of(f->arena, row_of_one(f, scalar)));
}

static void
set_default(const struct fixup *f, struct value *schema, atom_t key, struct value v)
{
	if (!value_has(schema, key))
		value_set(schema, f->arena, key, v);
}

/* A list of items that say nothing says only how many there are. */
static void
remove_empty_items(const struct fixup *f, struct value *schema)
{
	struct value *items = value_get(schema, K_ITEMS);
	uint32_t i, n;

	if (!items)
		return;
	if (items->kind == V_OBJECT) {
		remove_empty_items(f, items);
		return;
	}
	if (items->kind != V_ARRAY)
		return;
	for (i = 0; i < items->n; i++) {
		if (items->items[i].kind != V_OBJECT)
			continue;
		value_remove(&items->items[i], K_DESCRIPTION);
		remove_empty_items(f, &items->items[i]);
		if (items->items[i].n)
			return;
	}
	n = items->n;
	set_default(f, schema, K_TYPE, value_atom(f->strings, K_ARRAY));
	set_default(f, schema, K_MAX_ITEMS, VALUE_INT(n));
	set_default(f, schema, K_MIN_ITEMS, VALUE_INT(n));
	value_remove(schema, K_ITEMS);
}

static bool
has_size(const struct value *schema)
{
	return value_has(schema, K_ITEMS) || value_has(schema, K_MAX_ITEMS)
	       || value_has(schema, K_MIN_ITEMS);
}

static bool
is_matrix(const struct value *schema)
{
	const struct value *items = value_get(schema, K_ITEMS);
	uint32_t i;

	if (!items)
		return false;
	if (items->kind != V_ARRAY)
		return has_size(items);
	for (i = 0; i < items->n; i++)
		if (has_size(&items->items[i]))
			return true;
	return false;
}

/* Where the unit in a name begins, both words of "-microamp-hours"; NULL: nowhere. */
static const char *
unit_in(const char *name)
{
	const char *last = strrchr(name, '-'), *p = last;

	if (!last || strcmp(last, "-hours") != 0)
		return last;
	while (p > name && *--p != '-')
		;
	return *p == '-' ? p : last;
}

static bool
is_one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (s[1] == (*list)[1] && !strcmp(s, *list))
			return true;
	return false;
}

/* The property a path leads to: what stands behind the last map of properties. */
static const char *
property_of(const struct fixup *f, const struct fixup_path *path)
{
	const struct fixup_path *p, *behind = NULL;

	for (p = path; p; behind = p, p = p->up) {
		if (p->key != K_PROPERTIES && p->key != K_DEFS && p->key != K_DEFINITIONS)
			continue;
		if (behind)
			return intern_str(f->strings, behind->key);
		/* such a word at the end: dt-schema goes round to the first */
		while (p->up)
			p = p->up;
		return intern_str(f->strings, p->key);
	}
	return NULL;
}

/* Units of dt-schema's property-units.yaml, of arrays and of matrices. */
static const char *const array_units[] = { "-kBps", "-bits", "-percent", "-bp", "-db",
	"-mhz", "-sec", "-ms", "-us", "-ns", "-ps", "-mm", "-nanoamp", "-ohms",
	"-microamp", "-microwatt", "-microamp-hours", "-microwatt-hours", "-milliwatt",
	"-femtofarads", "-picofarads", "-celsius", "-millicelsius", "-kelvin", "-pascal",
	"-kpascal", NULL };
static const char *const matrix_units[] = { "-hz", "-microvolt", NULL };

static void
fixup_units(const struct fixup *f, struct value *schema, const struct fixup_path *path,
	uint64_t keys)
{
	const char *name, *unit;
	struct value copy, scalar;

	if (!(keys & (SIZES | SCALARS)) || (keys & KEY(REF))
		|| !(name = property_of(f, path)) || !(unit = unit_in(name)))
		return;
	if (is_one_of(unit, array_units)) {
		if (schema_has_int(schema)) {
			scalar = take_scalar(f, schema);
			value_set(schema, f->arena, K_ITEMS,
				value_list_of(f->arena, scalar));
		}
		return;
	}
	if (!is_one_of(unit, matrix_units) || is_matrix(schema))
		return;
	if (has_size(schema)) {
		copy = value_copy(schema, f->arena);
		value_set(schema, f->arena, K_ITEMS, value_list_of(f->arena, copy));
		value_remove(schema, K_MIN_ITEMS);
		value_remove(schema, K_MAX_ITEMS);
	} else if (schema_has_int(schema)) {
		scalar = take_scalar(f, schema);
		value_set(schema, f->arena, K_ITEMS,
			value_list_of(f->arena, row_of_one(f, scalar)));
	}
}

static void
fixup_string(const struct fixup *f, struct value *schema)
{
	struct value scalar;

	if (!schema_has_string(schema))
		return;
	scalar = take_scalar(f, schema);
	value_set(schema, f->arena, K_ITEMS, value_list_of(f->arena, scalar));
}

/* One end of a size given means the other: a list's length, or the same number. */
static void
fixup_size(const struct fixup *f, struct value *schema, bool conditional)
{
	struct value *items, *min, *max;
	bool is_list;
	uint32_t i;

	if (schema->kind == V_ARRAY) {
		for (i = 0; i < schema->n; i++)
			fixup_size(f, &schema->items[i], conditional);
		return;
	}
	if (schema->kind != V_OBJECT)
		return;
	value_remove(schema, K_DESCRIPTION);
	items = value_get(schema, K_ITEMS);
	if (items) {
		i = items->n;
		is_list = items->kind == V_ARRAY;
		value_set(schema, f->arena, K_TYPE, value_atom(f->strings, K_ARRAY));
		if (is_list) {
			set_default(f, schema, K_MIN_ITEMS, VALUE_INT(i));
			set_default(f, schema, K_MAX_ITEMS, VALUE_INT(i));
		}
		fixup_size(f, value_get(schema, K_ITEMS), conditional);
	} else if (!conditional) {
		min = value_get(schema, K_MIN_ITEMS);
		max = value_get(schema, K_MAX_ITEMS);
		if (max && !min)
			value_set(schema, f->arena, K_MIN_ITEMS, *max);
		else if (min && !max)
			value_set(schema, f->arena, K_MAX_ITEMS, *min);
	}
}

void
fixup_property(const struct fixup *f, struct value *schema, const struct fixup_path *path)
{
	uint64_t keys = schema_keys(schema);

	if (keys & KEY(DESCRIPTION))
		value_remove(schema, K_DESCRIPTION);
	if (keys & (KEY(ITEMS) | SCALARS)) {
		fixup_reg(f, schema, path);
		remove_empty_items(f, schema);
		keys = schema_keys(schema);
	}
	fixup_units(f, schema, path, keys);
	if (keys & SCALARS)
		fixup_string(f, schema);
	if (schema_keys(schema) & SIZES)
		fixup_size(f, schema, below(path, K_THEN) || below(path, K_ELSE));
	if (keys & KEY(DEPENDENCIES))
		fixup_dependencies(f, schema);
}
