/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/resolve.h"

#include <string.h>

#include "base/vec.h"
#include "schema/binding/uri.h"
#include "schema/program/keywords.h"

void
resolver_init(struct resolver *r, struct arena *a, struct intern *strings)
{
	*r = (struct resolver){ .arena = a, .strings = strings };
}

void
resolver_free(struct resolver *r)
{
	buf_free(&r->uri);
	buf_free(&r->text);
}

static uint64_t
address(const struct value *v)
{
	return (uint64_t)(uintptr_t)v;
}

static atom_t
uri_atom(struct resolver *r, const char *uri)
{
	return intern(r->strings, uri, strcspn(uri, "#"));
}

static uint32_t
add_resource(struct resolver *r, const char *uri, const struct value *root)
{
	uint32_t at = r->count;

	vec_room(r->arena, r->resources, r->count, r->cap);
	r->resources[r->count++] = (struct resource){ root, uri_atom(r, uri),
		intern(r->strings, uri, uri_origin(uri)) };
	map_put(&r->by_uri, r->arena, r->resources[at].uri, at);
	map_put(&r->by_value, r->arena, address(root), at);
	return at;
}

static void
add_anchor(struct resolver *r, uint32_t resource, atom_t name, const struct value *target)
{
	map_put(&r->anchors, r->arena, (uint64_t)resource << 32 | name, r->ntargets);
	*vec_more(r->arena, r->targets, r->ntargets) = target;
}

static void look_through(
	struct resolver *r, const struct value *schema, uint32_t resource, bool is_root);

static void
look_through_map(struct resolver *r, const struct value *map, uint32_t resource)
{
	uint32_t i;

	for (i = 0; map->kind == V_OBJECT && i < map->n; i++)
		look_through(r, &map->members[i].value, resource, false);
}

static void
look_through_list(struct resolver *r, const struct value *list, uint32_t resource)
{
	uint32_t i;

	for (i = 0; list->kind == V_ARRAY && i < list->n; i++)
		look_through(r, &list->items[i], resource, false);
}

static uint32_t
enter_id(struct resolver *r, const struct value *schema, uint32_t resource)
{
	const struct value *id = value_get(schema, K_ID);

	if (!id || id->kind != V_STRING || *id->s == '#')
		return resource;
	uri_resolve(intern_str(r->strings, r->resources[resource].uri), id->s, &r->uri);
	r->nested = true;
	return add_resource(r, r->uri.s, schema);
}

static void
look_through(
	struct resolver *r, const struct value *schema, uint32_t resource, bool is_root)
{
	const struct value *v;
	uint32_t i;

	if (schema->kind != V_OBJECT)
		return;
	if (!is_root)
		resource = enter_id(r, schema, resource);
	v = value_get(schema, K_ANCHOR);
	if (v && v->kind == V_STRING && v->id != ATOM_NONE)
		add_anchor(r, resource, v->id, schema);
	for (i = 0; i < schema->n; i++) {
		v = &schema->members[i].value;
		switch (schema->members[i].key) {
		case K_DEFS:
		case K_DEFINITIONS:
		case K_DEPENDENT_SCHEMAS:
		case K_PATTERN_PROPERTIES:
		case K_PROPERTIES: look_through_map(r, v, resource); break;
		case K_ALL_OF:
		case K_ANY_OF:
		case K_ONE_OF: look_through_list(r, v, resource); break;
		case K_ITEMS:
			look_through_list(r, v, resource);
			look_through(r, v, resource, false);
			break;
		case K_ADDITIONAL_ITEMS:
		case K_ADDITIONAL_PROPERTIES:
		case K_CONTAINS:
		case K_ELSE:
		case K_IF:
		case K_NOT:
		case K_PROPERTY_NAMES:
		case K_SELECT:
		case K_THEN:
		case K_UNEVALUATED_ITEMS:
		case K_UNEVALUATED_PROPERTIES: look_through(r, v, resource, false); break;
		default: break;
		}
	}
}

uint32_t
resolver_add(struct resolver *r, const char *uri, const struct value *root, bool anchored)
{
	const struct value *id = value_get(root, K_ID);
	uint32_t at;

	if (id && id->kind == V_STRING && *id->s != '#') {
		uri_resolve(uri, id->s, &r->uri);
		at = add_resource(r, r->uri.s, root);
		map_put(&r->by_uri, r->arena, uri_atom(r, uri), at);
	} else {
		at = add_resource(r, uri, root);
	}
	if (anchored)
		look_through(r, root, at, true);
	return at;
}

uint32_t
resolver_enter(const struct resolver *r, const struct value *schema, uint32_t outer)
{
	uint32_t at;

	if (!r->nested || !value_has(schema, K_ID))
		return outer;
	at = map_get(&r->by_value, address(schema));
	return at == MAP_ABSENT ? outer : at;
}

static const struct value *
array_item(const struct value *array, const char *s, size_t n)
{
	uint64_t index = 0;
	size_t i;

	if (!n || n > 9 || (n > 1 && *s == '0'))
		return NULL;
	for (i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return NULL;
		index = index * 10 + (uint64_t)(s[i] - '0');
	}
	return index < array->n ? &array->items[index] : NULL;
}

/* One segment of a JSON pointer (RFC 6901): "~1" is '/', "~0" is '~'. */
static const struct value *
step(struct resolver *r, const struct value *v, const char *s, size_t n)
{
	size_t i, k;
	atom_t key;

	if (v->kind == V_ARRAY)
		return array_item(v, s, n);
	uri_decode(s, n, &r->text);
	for (i = k = 0; i < r->text.n; i++) {
		char c = r->text.s[i];

		if (c == '~' && i + 1 < r->text.n)
			c = r->text.s[++i] == '1' ? '/' : '~';
		r->text.s[k++] = c;
	}
	key = intern_find(r->strings, r->text.s, k);
	return key == ATOM_NONE ? NULL : value_get(v, key);
}

static const struct value *
follow_pointer(struct resolver *r, const char *pointer, uint32_t *resource)
{
	const struct value *v = r->resources[*resource].root;
	size_t n;

	while (v && *pointer == '/') {
		n = strcspn(++pointer, "/");
		v = step(r, v, pointer, n);
		pointer += n;
		if (v && v->kind == V_OBJECT)
			*resource = resolver_enter(r, v, *resource);
	}
	return *pointer ? NULL : v;
}

const struct value *
resolver_find(struct resolver *r, uint32_t from, const char *ref, uint32_t *resource)
{
	const char *fragment = uri_fragment(ref);
	uint32_t at;
	atom_t uri;

	*resource = from;
	if (*ref != '#') {
		uri_resolve(intern_str(r->strings, r->resources[from].uri), ref, &r->uri);
		uri = intern_find(r->strings, r->uri.s, r->uri.n);
		*resource = uri == ATOM_NONE ? MAP_ABSENT : map_get(&r->by_uri, uri);
		if (*resource == MAP_ABSENT)
			return NULL;
	}
	if (!fragment || !*fragment)
		return r->resources[*resource].root;
	if (*fragment == '/')
		return follow_pointer(r, fragment, resource);
	uri_decode(fragment, strlen(fragment), &r->text);
	uri = intern_find(r->strings, r->text.s, r->text.n);
	at = uri == ATOM_NONE ? MAP_ABSENT
			      : map_get(&r->anchors, (uint64_t)*resource << 32 | uri);
	return at == MAP_ABSENT ? NULL : r->targets[at];
}

const struct value *
resolver_find_value(
	struct resolver *r, uint32_t from, const struct value *ref, uint32_t *resource)
{
	bool is_path = ref->id != ATOM_NONE && ref->s[0] == '/' && ref->s[1] != '/';
	uint64_t key = (uint64_t)r->resources[from].origin << 32 | ref->id;
	uint32_t at = is_path ? map_get(&r->by_ref, key) : MAP_ABSENT;
	const struct value *target;

	if (at != MAP_ABSENT) {
		*resource = r->resolved[at].resource;
		return r->resolved[at].target;
	}
	target = resolver_find(r, from, ref->s, resource);
	if (!is_path)
		return target;
	vec_room(r->arena, r->resolved, r->nresolved, r->resolved_cap);
	map_put(&r->by_ref, r->arena, key, r->nresolved);
	r->resolved[r->nresolved++] = (struct resolved){ target, *resource };
	return target;
}
