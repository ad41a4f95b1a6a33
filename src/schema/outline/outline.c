/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/outline/outline.h"

#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/io.h"
#include "base/vec.h"
#include "doc/yaml_read.h"
#include "schema/binding/source.h"
#include "schema/binding/uri.h"
#include "schema/outline/outline_words.h"
#include "schema/program/keywords.h"

enum {
	DEPTH_MAX = 100,
	REFS_MAX = 200,   /* that are told, */
	PLACES_MAX = 100, /* and of each of them */
	NAMES_MAX = 100,  /* of maintainers */
};

static const char types_file[] = "/types.yaml";

struct reading {
	struct outline *o;
	const struct program *p;
	struct arena *arena;
	struct schema_set set;
	const struct value *root;
	const struct described *descriptions; /* of a binding that has none in it */
	uint32_t ndescriptions;
	struct map described; /* name and item -> index among these */
	struct map required;  /* names */
	struct outline_types types;
	unsigned int depth;
};

static const char *
text_of(struct reading *r, const struct value *v)
{
	return v && v->kind == V_STRING ? arena_strndup(r->arena, v->s, v->n) : NULL;
}

static bool
is_binding(const struct value *root, const char *id)
{
	const struct value *v = value_get(root, K_ID);
	size_t n = strlen(id);

	return v && v->kind == V_STRING && v->n >= n && !memcmp(v->s, id, n)
	       && (v->n == n || (v->n == n + 1 && v->s[n] == '#'));
}

/* False with the fault set where the file is there and cannot be read. */
static bool
read_file(struct reading *r, struct fault *unreadable)
{
	struct fault f = FAULT_INIT(r->arena);
	struct value *root;
	struct bytes text;

	if (!io_read(r->o->path, SCHEMA_FILE_MAX, &text, &f))
		return !access(r->o->path, F_OK)
		       && fault_set(unreadable, "%s: %s", r->o->path, f.message);
	r->set.builder.arena = &r->set.arena;
	root = yaml_read(&r->set.builder, text.data, text.n, &f);
	bytes_free(&text);
	if (!root || !is_binding(root, r->o->id))
		return false;
	r->root = root;
	return true;
}

static bool
read_kept(struct reading *r, struct fault *f)
{
	const struct binding *b;
	struct fault own = FAULT_INIT(r->arena);

	if (!source_read(&r->set, r->p, &own))
		return fault_set(f, "%s", own.message);
	b = schema_set_find(&r->set, r->o->id);
	if (!b)
		return fault_set(f, "does not keep the binding %s", r->o->id);
	r->root = b->root;
	r->descriptions = b->descriptions;
	r->ndescriptions = b->ndescriptions;
	return true;
}

static uint64_t
described_key(atom_t name, uint32_t item)
{
	return (uint64_t)item << 32 | name;
}

/* The first of each place holds. */
static void
index_descriptions(struct reading *r)
{
	const struct described *d = r->descriptions;
	uint32_t i;

	for (i = 0; i < r->ndescriptions; i++)
		if (d[i].parent == ATOM_NONE)
			map_put(&r->described, r->arena,
				described_key(d[i].name, d[i].item), i);
}

static const char *
kept_description(struct reading *r, atom_t name, uint32_t item)
{
	uint32_t i = map_get(&r->described, described_key(name, item));

	return i == MAP_ABSENT ? NULL
			       : arena_strndup(r->arena, r->descriptions[i].text,
				       r->descriptions[i].n);
}

/* "1: the bus clock; 2: that of the device", of a list of items. */
static const char *
items_description(struct reading *r, atom_t name, const struct value *items)
{
	struct buf b = { 0 };
	const char *s;
	uint32_t i;

	for (i = 0;; i++) {
		s = kept_description(r, name, i + 1);
		if (!s && items && items->kind == V_ARRAY && i < items->n)
			s = text_of(r, value_get(&items->items[i], K_DESCRIPTION));
		if (!s)
			break;
		buf_printf(&b, "%s%" PRIu32 ": ", i ? "; " : "", i + 1);
		describe_sentence(&b, s, strlen(s));
	}
	s = b.n ? arena_strndup(r->arena, b.s, b.n) : NULL;
	buf_free(&b);
	return s;
}

static const char *
description_of(struct reading *r, atom_t name, const struct value *schema)
{
	const char *s = text_of(r, value_get(schema, K_DESCRIPTION));

	if (!s)
		s = kept_description(r, name, 0);
	return s ? s : items_description(r, name, value_get(schema, K_ITEMS));
}

/* Allowed by the fix-ups in any node; a binding has nothing to say of them. */
static bool
is_common(atom_t name)
{
	switch (name) {
	case K_PHANDLE:
	case K_STATUS:
	case K_SECURE_STATUS:
	case K_NODENAME:
	case K_BOOTPH_PRE_SRAM:
	case K_BOOTPH_VERIFY:
	case K_BOOTPH_PRE_RAM:
	case K_BOOTPH_SOME_RAM:
	case K_BOOTPH_ALL:
	case K_PINCTRL_NAMES:
	case K_PINCTRL_PATTERN:
	case K_ASSIGNED_CLOCKS:
	case K_ASSIGNED_CLOCK_RATES:
	case K_ASSIGNED_CLOCK_RATES_U64:
	case K_ASSIGNED_CLOCK_PARENTS:
	case K_ASSIGNED_CLOCK_SSCS: return true;
	default: return false;
	}
}

static void
index_required(struct reading *r)
{
	const struct value *list = value_get(r->root, K_REQUIRED);
	uint32_t i;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++)
		if (list->items[i].kind == V_STRING)
			map_put(&r->required, r->arena, list->items[i].id, i);
}

static struct outline_property *
add_property(struct reading *r, atom_t name)
{
	struct outline *o = r->o;
	struct outline_property *p;

	p = vec_more(r->arena, o->properties, o->nproperties);
	p->name = arena_strdup(r->arena, intern_str(&r->set.strings, name));
	return p;
}

static void
add_properties(struct reading *r, const struct value *map, bool patterns)
{
	struct outline_property *p;
	const struct member *m;
	uint32_t i;

	for (i = 0; map && map->kind == V_OBJECT && i < map->n; i++) {
		m = &map->members[i];
		if (m->value.kind == V_FALSE
			|| (is_common(m->key) && m->value.kind == V_TRUE))
			continue;
		p = add_property(r, m->key);
		p->is_pattern = patterns;
		p->required = !patterns && map_get(&r->required, m->key) != MAP_ABSENT;
		p->type = outline_type(&r->types, &m->value, p->name, patterns);
		p->values = m->key == K_COMPATIBLE ? NULL
						   : outline_values(&m->value, r->arena);
		p->description = description_of(r, m->key, &m->value);
	}
}

/* Those that are required and described by what the binding refers to. */
static void
add_required(struct reading *r)
{
	const struct value *list = value_get(r->root, K_REQUIRED);
	const struct value *props = value_get(r->root, K_PROPERTIES);
	struct outline_property *p;
	uint32_t i;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++) {
		if (list->items[i].kind != V_STRING
			|| value_has(props, list->items[i].id))
			continue;
		p = add_property(r, list->items[i].id);
		p->required = true;
		p->type = outline_type(&r->types, NULL, p->name, false);
	}
}

static uint32_t
root_of(const struct program *p, const char *id)
{
	uint32_t i;

	for (i = 0; i < p->nroots; i++)
		if (!strcmp(program_string(p, p->roots[i].id), id))
			return i;
	return ROOT_NONE;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && !strcmp(s + n - k, end);
}

static void
add_place(struct reading *r, struct outline_ref *ref, atom_t name)
{
	const char *s = intern_str(&r->set.strings, name);

	if (ref->places.n < PLACES_MAX && !string_list_has(&ref->places, s))
		string_list_add(&ref->places, r->arena, arena_strdup(r->arena, s));
}

/* The place of the document that is referred to; NULL: it is not to be shown. */
static struct outline_ref *
ref_of(struct reading *r, const char *id)
{
	struct outline *o = r->o;
	size_t i;

	if (!strcmp(id, o->id) || ends_with(id, types_file))
		return NULL;
	for (i = 0; i < o->nrefs; i++)
		if (!strcmp(o->refs[i].id, id))
			return &o->refs[i];
	if (i == REFS_MAX)
		return NULL;
	*vec_more(r->arena, o->refs, o->nrefs) = (struct outline_ref){
		.id = arena_strdup(r->arena, id),
		.root = root_of(r->p, id),
	};
	return &o->refs[i];
}

static void
add_ref(struct reading *r, const char *text, atom_t name)
{
	struct outline_ref *ref;
	struct buf id = { 0 };

	uri_resolve(r->o->id, text, &id);
	ref = ref_of(r, id.s);
	if (ref && name != ATOM_NONE)
		add_place(r, ref, name);
	buf_free(&id);
}

/* Every `$ref`; @name is the outermost property that it stands in. */
static void
walk_refs(struct reading *r, const struct value *v, atom_t name)
{
	uint32_t i, k;

	if (r->depth >= DEPTH_MAX)
		return;
	r->depth++;
	for (i = 0; v->kind == V_ARRAY && i < v->n; i++)
		walk_refs(r, &v->items[i], name);
	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		const struct value *x = &v->members[i].value;

		switch (v->members[i].key) {
		case K_REF:
			if (x->kind == V_STRING)
				add_ref(r, text_of(r, x), name);
			break;
		case K_EXAMPLES:
		case K_ENUM:
		case K_CONST: break;
		case K_PROPERTIES:
		case K_PATTERN_PROPERTIES:
			for (k = 0; x->kind == V_OBJECT && k < x->n; k++)
				walk_refs(r, &x->members[k].value,
					name == ATOM_NONE ? x->members[k].key : name);
			break;
		default: walk_refs(r, x, name); break;
		}
	}
	r->depth--;
}

static void
fill(struct reading *r)
{
	const struct value *list = value_get(r->root, K_MAINTAINERS), *v;
	struct outline *o = r->o;
	const char *s;
	uint32_t i;

	index_descriptions(r);
	index_required(r);
	o->title = text_of(r, value_get(r->root, K_TITLE));
	o->description = description_of(r, K_ID, r->root);
	for (i = 0; list && list->kind == V_ARRAY && i < list->n && i < NAMES_MAX; i++)
		if ((s = text_of(r, &list->items[i])))
			string_list_add(&o->maintainers, r->arena, s);
	v = value_get(r->root, K_ADDITIONAL_PROPERTIES);
	o->closed = v && v->kind == V_FALSE;
	v = value_get(r->root, K_UNEVALUATED_PROPERTIES);
	o->closed_after_refs = v && v->kind == V_FALSE;
	v = value_get(value_get(r->root, K_PROPERTIES), K_COMPATIBLE);
	if (v)
		outline_compatible(v, &o->alternatives, &o->compatible, r->arena);
	add_properties(r, value_get(r->root, K_PROPERTIES), false);
	add_required(r);
	add_properties(r, value_get(r->root, K_PATTERN_PROPERTIES), true);
	walk_refs(r, r->root, ATOM_NONE);
}

bool
outline_read(struct outline *o, const struct program *p, uint32_t root, bool from_file,
	struct arena *a, struct fault *f)
{
	struct reading r = { .o = o, .p = p, .arena = a };
	bool ok;

	*o = (struct outline){
		.id = arena_strdup(a, program_string(p, p->roots[root].id)),
		.path = arena_strdup(a, program_string(p, p->roots[root].path)),
		.kind = (enum root_kind)p->roots[root].kind,
	};
	schema_set_init(&r.set);
	ok = (from_file && read_file(&r, f)) || (!f->message && read_kept(&r, f));
	if (ok) {
		outline_types_init(&r.types, p, a);
		fill(&r);
		outline_types_free(&r.types);
	}
	schema_set_free(&r.set);
	return ok;
}
