/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/vec.h"
#include "schema/compile/type_extract.h"

#include <string.h>

#include "schema/binding/fixup.h"
#include "schema/program/emit.h"
#include "schema/program/keywords.h"

/* A local `$ref` to itself is not followed for ever. */
enum { REF_DEPTH_MAX = 32 };

#define UNKNOWN (ATOM_NONE - 1)

#define NODE_KEYS (KEY(PROPERTIES) | KEY(PATTERN_PROPERTIES) | KEY(ADDITIONAL_PROPERTIES))
#define CHOICE_KEYS (KEY(ALL_OF) | KEY(ANY_OF) | KEY(ONE_OF))

static bool
starts(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* The length of the type's name that @s begins with; 0 where it begins with none. */
static size_t
type_at(const char *s)
{
	static const char *const widths[] = { "8", "16", "32", "64" };
	size_t n, i;

	if (starts(s, "address"))
		return strlen("address");
	if (starts(s, "flag"))
		return strlen("flag");
	if (starts(s, "string"))
		return strlen(starts(s, "string-array") ? "string-array" : "string");
	if (starts(s, "phandle"))
		return strlen(starts(s, "phandle-array") ? "phandle-array" : "phandle");
	n = *s == 'u';
	if (!starts(s + n, "int"))
		return 0;
	n += 3;
	for (i = 0; i < 4; i++) {
		if (!starts(s + n, widths[i]))
			continue;
		n += strlen(widths[i]);
		if (starts(s + n, "-array"))
			return n + strlen("-array");
		return starts(s + n, "-matrix") ? n + strlen("-matrix") : n;
	}
	return 0;
}

/* The first type's name in a `$ref`, as an atom; ATOM_NONE where it holds none. */
static atom_t
find_type(struct extract *x, const char *s)
{
	size_t n;

	for (; *s; s++) {
		n = type_at(s);
		if (n)
			return intern(&x->s->strings, s, n);
	}
	return ATOM_NONE;
}

/* The same; few references are all that the thousands of properties have. */
static atom_t
type_in(struct extract *x, const struct value *ref)
{
	if (ref->id >= x->nrefs)
		return find_type(x, ref->s);
	if (x->type_of_ref[ref->id] == UNKNOWN)
		x->type_of_ref[ref->id] = find_type(x, ref->s);
	return x->type_of_ref[ref->id];
}

static uint32_t
slot(struct extract *x, atom_t name)
{
	uint32_t at = map_get(&x->by_name, name);

	if (at != MAP_ABSENT)
		return at;
	vec_room(x->a, x->names, x->count, x->cap);
	x->names[x->count].name = name;
	return map_put(&x->by_name, x->a, name, x->count++);
}

static void
append(struct extract *x, atom_t name, const struct entry *new)
{
	uint32_t at = slot(x, name); /* may move the names */
	struct entry **p = &x->names[at].first;

	while (*p)
		p = &(*p)->next;
	*p = arena_new(x->a, struct entry);
	**p = *new;
	if (x->doubts)
		words_push(&(*p)->by, new->binding);
}

static uint32_t
number_of(const struct value *schema, atom_t key, uint32_t otherwise)
{
	const struct value *v = value_get(schema, key);

	if (!v || v->kind != V_INT)
		return otherwise;
	return v->u > UINT32_MAX ? UINT32_MAX : (uint32_t)v->u;
}

static void
array_range(const struct value *schema, uint32_t range[2])
{
	const struct value *items;

	if (schema && schema->kind == V_ARRAY) {
		range[0] = range[1] = 0;
		if (schema->n != 1)
			return;
		schema = &schema->items[0];
	}
	items = value_get(schema, K_ITEMS);
	if (items && items->kind == V_ARRAY) {
		range[0] = number_of(schema, K_MIN_ITEMS, items->n);
		range[1] = items->n;
	} else {
		range[0] = number_of(schema, K_MIN_ITEMS, 1);
		range[1] = number_of(schema, K_MAX_ITEMS, 0);
	}
}

static struct dim
dim_of(const struct value *schema)
{
	const struct value *items = value_get(schema, K_ITEMS);
	struct dim d = { { 0, 0 }, { 0, 0 } };

	array_range(schema, d.rows);
	if (items && items->kind == V_ARRAY)
		array_range(items->n ? &items->items[0] : NULL, d.columns);
	else if (items)
		array_range(items, d.columns);
	return d;
}

static void
merge_range(uint32_t a[2], const uint32_t b[2])
{
	bool open = !a[1] || !b[1];

	a[0] = a[0] < b[0] ? a[0] : b[0];
	a[1] = open ? 0 : a[1] > b[1] ? a[1] : b[1];
	if (a[1] == 1)
		a[0] = 1;
}

static bool
is_node(const struct value *schema, uint64_t keys)
{
	const struct value *type;

	if (keys & NODE_KEYS)
		return true;
	type = keys & KEY(TYPE) ? value_get(schema, K_TYPE) : NULL;
	return type && type->kind == V_STRING && type->id == K_OBJECT;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

static atom_t
type_of_items(struct extract *x, const char *name, const struct value *items)
{
	const struct value *first = items;

	if (items->kind == V_ARRAY)
		first = items->n ? &items->items[0] : NULL;
	if (first && schema_has_string(first))
		return intern(&x->s->strings, "string-array", 12);
	if (ends_with(name, "-microvolt"))
		return intern(&x->s->strings, "int32-matrix", 12);
	if (ends_with(name, "-hz") && !starts(name, "opp"))
		return intern(&x->s->strings, "uint32-matrix", 13);
	return ATOM_NONE;
}

/* What the schema of a property says of its type, by itself. */
static atom_t
type_of(struct extract *x, atom_t name, const struct value *schema, uint64_t keys)
{
	const struct value *ref = keys & KEY(REF) ? value_get(schema, K_REF) : NULL, *v;
	atom_t type = ATOM_NONE;
	const char *last;

	if (is_node(schema, keys))
		return x->node;
	if (ref && ref->kind == V_STRING && (type = type_in(x, ref)) != ATOM_NONE)
		return type;
	v = keys & KEY(TYPE) ? value_get(schema, K_TYPE) : NULL;
	if (v && v->kind == V_STRING && v->id == K_BOOLEAN)
		return intern(&x->s->strings, "flag", 4);
	v = keys & KEY(ITEMS) ? value_get(schema, K_ITEMS) : NULL;
	if (v)
		return type_of_items(x, intern_str(&x->s->strings, name), v);
	if (!ref || ref->kind != V_STRING)
		return ATOM_NONE;
	if (ends_with(ref->s, ".yaml") || ends_with(ref->s, ".yaml#"))
		return x->node;
	if (*ref->s == '#' || !strstr(ref->s, "/properties/"))
		return ATOM_NONE;
	last = strrchr(ref->s, '/') + 1;
	type = intern(&x->s->strings, last, strlen(last));
	return type == name ? ATOM_NONE : type;
}

static bool
is_matrix_type(const char *type)
{
	return !strcmp(type, "phandle-array") || ends_with(type, "-matrix");
}

/*
 * Makes the new type one with an entry that is there already. True where nothing is
 * left to be added; an entry of no type makes way for the new one.
 */
static bool
merge(struct extract *x, uint32_t at, const struct entry *new)
{
	const char *type = intern_str(&x->s->strings, new->type), *old;
	struct entry **p, *e;

	for (p = &x->names[at].first; (e = *p); p = &e->next) {
		if (e->type == ATOM_NONE) {
			*p = e->next;
			words_free(&e->by);
			return false;
		}
		old = intern_str(&x->s->strings, e->type);
		if (new->has_dim && is_matrix_type(old)) {
			if (e->has_dim) {
				merge_range(e->dim.rows, new->dim.rows);
				merge_range(e->dim.columns, new->dim.columns);
			} else {
				e->dim = new->dim;
				e->has_dim = true;
			}
		} else if (e->type != new->type) {
			if (!strstr(type, "string") || !strstr(old, "string"))
				continue;
			if (!strcmp(type, "string-array"))
				e->type = new->type;
		}
		if (x->doubts && e->binding != new->binding)
			words_push(&e->by, new->binding);
		e->binding = new->binding;
		return true;
	}
	return false;
}

static void extract_node(struct extract *x, const struct value *schema);
static void extract_property(
	struct extract *x, atom_t name, const struct value *schema, bool is_pattern);

static bool
told_by_binding(const struct extract *x, atom_t name)
{
	uint32_t at = map_get(&x->by_name, name);
	const struct entry *e;

	for (e = at == MAP_ABSENT ? NULL : x->names[at].first; e; e = e->next)
		if (e->binding == x->number)
			return true;
	return false;
}

/* What a `$ref` into the same binding leads to, by plain keys. */
static const struct value *
local_target(const struct extract *x, const char *ref)
{
	const struct value *v = x->binding->root;
	const char *end;
	atom_t key;

	for (ref++; *ref == '/' && v; ref = end) {
		ref++;
		end = ref + strcspn(ref, "/");
		key = intern_find(&x->s->strings, ref, (size_t)(end - ref));
		v = key == ATOM_NONE ? NULL : value_get(v, key);
	}
	return v;
}

static void
extract_choices(
	struct extract *x, const struct value *schema, atom_t name, bool is_pattern)
{
	static const atom_t keys[] = { K_ALL_OF, K_ANY_OF, K_ONE_OF };
	const struct value *v;
	uint32_t i, k;

	for (k = 0; k < 3; k++) {
		v = value_get(schema, keys[k]);
		for (i = 0; v && v->kind == V_ARRAY && i < v->n; i++) {
			if (name == ATOM_NONE)
				extract_node(x, &v->items[i]);
			else
				extract_property(x, name, &v->items[i], is_pattern);
		}
	}
}

static void
extract_typed(struct extract *x, atom_t name, const struct value *schema, uint64_t keys,
	bool is_pattern)
{
	struct entry new = { .type = type_of(x, name, schema, keys),
		.binding = x->number };
	uint32_t at = slot(x, name);

	new.is_pattern = is_pattern;
	if (new.type == ATOM_NONE) {
		if (!x->names[at].first)
			append(x, name, &new);
		return;
	}
	if ((keys & (KEY(ITEMS) | KEY(MIN_ITEMS) | KEY(MAX_ITEMS)))
		&& is_matrix_type(intern_str(&x->s->strings, new.type))) {
		new.has_dim = true;
		new.dim = dim_of(schema);
	}
	if (!merge(x, at, &new))
		append(x, name, &new);
	if (keys & NODE_KEYS)
		extract_node(x, schema);
}

static void
extract_property(
	struct extract *x, atom_t name, const struct value *schema, bool is_pattern)
{
	struct entry none = { .type = ATOM_NONE, .binding = x->number };
	const struct value *ref, *target;
	uint64_t keys;
	uint32_t at;

	if (*intern_str(&x->s->strings, name) == '$' || x->depth > REF_DEPTH_MAX)
		return;
	if (schema->kind != V_OBJECT) {
		none.is_pattern = is_pattern;
		at = schema->kind == V_TRUE ? slot(x, name) : MAP_ABSENT;
		if (at != MAP_ABSENT && !x->names[at].first)
			append(x, name, &none);
		return;
	}
	keys = schema_keys(schema);
	ref = keys & KEY(REF) ? value_get(schema, K_REF) : NULL;
	if (ref && ref->kind == V_STRING && starts(ref->s, "#/")) {
		if (told_by_binding(x, name))
			return;
		target = local_target(x, ref->s);
		x->depth++;
		if (target)
			extract_property(x, name, target, is_pattern);
		x->depth--;
	}
	if (keys & CHOICE_KEYS)
		extract_choices(x, schema, name, is_pattern);
	extract_typed(x, name, schema, keys, is_pattern);
}

static void
extract_node(struct extract *x, const struct value *schema)
{
	static const atom_t keys[] = { K_PROPERTIES, K_PATTERN_PROPERTIES };
	const struct value *v;
	uint64_t has;
	uint32_t i, k;

	if (schema->kind != V_OBJECT)
		return;
	has = schema_keys(schema);
	if (has & KEY(ADDITIONAL_PROPERTIES))
		extract_node(x, value_get(schema, K_ADDITIONAL_PROPERTIES));
	if (has & CHOICE_KEYS)
		extract_choices(x, schema, ATOM_NONE, false);
	for (k = 0; k < 2; k++) {
		v = has >> keys[k] & 1 ? value_get(schema, keys[k]) : NULL;
		for (i = 0; v && v->kind == V_OBJECT && i < v->n; i++)
			extract_property(
				x, v->members[i].key, &v->members[i].value, k == 1);
	}
}

/* A type that is named after another property is that property's. */
static void
resolve_names(struct extract *x)
{
	struct entry *e;
	const char *type;
	uint32_t i, at;

	for (i = 0; i < x->count; i++) {
		for (e = x->names[i].first; e; e = e->next) {
			if (e->type == ATOM_NONE || e->type == x->node)
				continue;
			type = intern_str(&x->s->strings, e->type);
			while (*type && !type_at(type))
				type++;
			if (*type)
				continue;
			at = map_get(&x->by_name, e->type);
			e->type = at != MAP_ABSENT && x->names[at].first
					  ? x->names[at].first->type
					  : ATOM_NONE;
			break;
		}
	}
}

static bool
table_entry(const struct extract *x, uint32_t i, struct type_entry *out)
{
	const struct entry *e = x->names[i].first;

	while (e && e->type == x->node)
		e = e->next;
	if (!e)
		return false;
	*out = (struct type_entry){ .name = x->names[i].name,
		.is_pattern = e->is_pattern };
	if (e->is_pattern && e->type == ATOM_NONE)
		return false;
	for (; e; e = e->next) {
		if (e->type == ATOM_NONE || e->type == x->node)
			continue;
		out->types |= type_by_name(intern_str(&x->s->strings, e->type));
		if (e->has_dim && !out->has_dim) {
			out->has_dim = true;
			out->dim = e->dim;
		}
		if (out->is_pattern)
			break;
	}
	return out->types != 0;
}

void
extract_types(struct extract *x, const uint32_t *order)
{
	uint32_t i, at;

	x->node = intern(&x->s->strings, "node", 4);
	x->nrefs = x->s->strings.count;
	x->type_of_ref = arena_array(x->a, atom_t, x->nrefs);
	for (i = 0; i < x->nrefs; i++)
		x->type_of_ref[i] = UNKNOWN;
	for (i = 0; i < x->s->count; i++) {
		at = order ? order[i] : i;
		x->binding = &x->s->bindings[at];
		x->number = at + 1;
		extract_node(x, x->binding->root);
	}
	resolve_names(x);
}

atom_t
generic_pattern(const struct extract *x)
{
	return intern_find(&x->s->strings, "^[a-z][a-z0-9\\-]*$", 18);
}

struct type_table
types_extract(struct schema_set *s, struct arena *a)
{
	struct extract x = { .s = s, .a = a };
	struct type_table t = { 0 };
	atom_t generic;
	uint32_t i;

	extract_types(&x, NULL);
	generic = generic_pattern(&x);
	t.entries = arena_array(a, struct type_entry, x.count);
	for (i = 0; i < x.count; i++)
		if (x.names[i].name != generic && table_entry(&x, i, &t.entries[t.count]))
			t.count++;
	return t;
}
