/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/order.h"

#include <stdlib.h>
#include <string.h>

#include "schema/program/keywords.h"

enum {
	REFS_MAX = 64,     /* that lead to each other on the way to one step */
	STEPS_MAX = 10000, /* over all ways that are tried for one error */
};

/* On the way from the root to an error: numbers that order it among others. */
struct way {
	const struct order *o;
	const struct schema_error *e;
	struct words keys;
	uint32_t steps;
};

struct part {
	const struct value *schema;
	uint32_t resource;
	const struct value *v; /* NULL: not known */
	uint32_t step;         /* of the schema path */
	uint32_t part;         /* of the value's */
};

static bool walk(struct way *w, struct part at);

static atom_t
name_of(const struct way *w, const struct schema_step *step)
{
	const char *name;

	if (step->name == STRING_NONE)
		return ATOM_NONE;
	name = machine_text(w->o->machine, step->name);
	return intern_find(w->o->resolver->strings, name, strlen(name));
}

static uint32_t
index_of(const struct value *object, uint32_t key)
{
	uint32_t i;

	for (i = 0; object && object->kind == V_OBJECT && i < object->n; i++)
		if (object->members[i].key == key)
			return i;
	return UINT32_MAX;
}

/* Into the part of the value that the error's path leads to. */
static void
enter_part(struct way *w, struct part *at)
{
	const struct schema_step *step;
	const struct value *v = at->v;
	uint32_t i;

	at->v = NULL;
	if (at->part == w->e->path.n)
		return;
	step = &w->e->path.v[at->part++];
	i = step->name == STRING_NONE ? step->index : index_of(v, step->name);
	words_push(&w->keys, i);
	if (!v || (v->kind != V_OBJECT && v->kind != V_ARRAY) || i >= v->n)
		return;
	at->v = v->kind == V_OBJECT ? &v->members[i].value : &v->items[i];
}

/* The next step names, or numbers, a schema below a keyword. */
static bool
enter_below(struct way *w, struct part at, bool part)
{
	const struct schema_step *step = &w->e->schema_path.v[at.step];
	const struct value *next = NULL;
	uint32_t i;

	if (at.step == w->e->schema_path.n)
		return true;
	i = step->name == STRING_NONE ? step->index
				      : index_of(at.schema, name_of(w, step));
	if (i < at.schema->n && at.schema->kind == V_OBJECT)
		next = &at.schema->members[i].value;
	else if (i < at.schema->n && at.schema->kind == V_ARRAY)
		next = &at.schema->items[i];
	if (!next)
		return false;
	words_push(&w->keys, i);
	at.schema = next;
	at.step++;
	if (part)
		enter_part(w, &at);
	return walk(w, at);
}

/* The place in a list of names of the one that is missing. */
static void
push_missing(struct way *w, const struct value *list)
{
	const struct schema_step step = { w->e->names[0], 0 };
	atom_t name = name_of(w, &step);
	uint32_t i;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++)
		if (list->items[i].kind == V_STRING && list->items[i].id == name)
			break;
	words_push(&w->keys, i);
}

static void
push_dependent(struct way *w, const struct value *lists)
{
	const struct schema_step step = { w->e->names[1], 0 };
	uint32_t i = index_of(lists, name_of(w, &step));

	words_push(&w->keys, i);
	push_missing(w, i == UINT32_MAX ? NULL : &lists->members[i].value);
}

/* Below a keyword, whose value is @at's schema. */
static bool
enter_keyword(struct way *w, atom_t keyword, struct part at)
{
	switch (keyword) {
	case K_PROPERTIES:
	case K_PATTERN_PROPERTIES: return enter_below(w, at, true);
	case K_ALL_OF:
	case K_ANY_OF:
	case K_ONE_OF:
	case K_DEPENDENT_SCHEMAS: return enter_below(w, at, false);
	case K_ITEMS:
		if (at.schema->kind == V_ARRAY)
			return enter_below(w, at, true);
		/* fall through */
	case K_ADDITIONAL_ITEMS:
	case K_ADDITIONAL_PROPERTIES: enter_part(w, &at); break;
	case K_PROPERTY_NAMES:
		words_push(&w->keys, index_of(at.v, w->e->instance.id));
		at.v = NULL;
		break;
	case K_REQUIRED:
		if (w->e->op == OP_REQUIRED && w->e->nnames)
			push_missing(w, at.schema);
		break;
	case K_DEPENDENT_REQUIRED:
		if (w->e->op == OP_DEPENDENT_REQUIRED && w->e->nnames)
			push_dependent(w, at.schema);
		break;
	case K_RECURSIVE_REF:
		at.resource = w->o->resource;
		at.schema = w->o->resolver->resources[at.resource].root;
		break;
	default: break;
	}
	return walk(w, at);
}

static bool
take_keyword(struct way *w, struct part at)
{
	atom_t keyword = name_of(w, &w->e->schema_path.v[at.step]);
	uint32_t i = keyword == ATOM_NONE ? UINT32_MAX : index_of(at.schema, keyword);
	/* what `if` finds is found at its place */
	uint32_t place = keyword == K_THEN || keyword == K_ELSE
				 ? index_of(at.schema, K_IF)
				 : i;
	uint32_t before = w->keys.n;

	if (i == UINT32_MAX)
		return false;
	words_push(&w->keys, place);
	at.schema = &at.schema->members[i].value;
	at.step++;
	if (enter_keyword(w, keyword, at))
		return true;
	w->keys.n = before;
	return false;
}

/* Recurses as deep as the path is long, which the engine holds within bounds. */
static bool
walk(struct way *w, struct part at)
{
	struct resolver *r = w->o->resolver;
	const struct value *ref;
	uint32_t refs, i;

	for (refs = 0; refs < REFS_MAX && w->steps < STEPS_MAX; refs++) {
		w->steps++;
		if (at.step == w->e->schema_path.n || take_keyword(w, at))
			return true;
		i = index_of(at.schema, K_REF);
		if (i == UINT32_MAX)
			return false;
		ref = &at.schema->members[i].value;
		if (ref->kind != V_STRING)
			return false;
		words_push(&w->keys, i);
		at.schema = resolver_find(r, at.resource,
			arena_strndup(w->o->scratch, ref->s, ref->n), &at.resource);
		if (!at.schema)
			return false;
	}
	return false;
}

struct ordered {
	struct schema_error *e;
	struct words keys;
	uint32_t place;
};

static int
compare(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	uint32_t i, n = x->keys.n < y->keys.n ? x->keys.n : y->keys.n;

	for (i = 0; i < n; i++)
		if (x->keys.v[i] != y->keys.v[i])
			return x->keys.v[i] < y->keys.v[i] ? -1 : 1;
	if (x->keys.n != y->keys.n)
		return x->keys.n < y->keys.n ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

struct schema_error *
order_errors(const struct order *o, struct schema_error *list, const struct value *v)
{
	const struct part start = { o->resolver->resources[o->resource].root, o->resource,
		v, 0, 0 };
	struct schema_error *e, *first = NULL, **end = &first;
	struct ordered *all;
	uint32_t n = 0, i;

	for (e = list; e; e = e->next)
		n++;
	all = arena_array(o->scratch, struct ordered, n);
	for (e = list, i = 0; e; e = e->next, i++) {
		struct way w = { .o = o, .e = e };

		walk(&w, start);
		all[i] = (struct ordered){ e, w.keys, i };
		e->context = order_errors(o, e->context, v);
	}
	if (n)
		qsort(all, n, sizeof(*all), compare);
	for (i = 0; i < n; i++) {
		*end = all[i].e;
		end = &all[i].e->next;
		words_free(&all[i].keys);
	}
	*end = NULL;
	return first;
}
