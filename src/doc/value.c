/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/value.h"

#include <string.h>

struct value
value_atom(const struct intern *in, atom_t atom)
{
	const char *s = intern_str(in, atom);

	return (struct value){
		.kind = V_STRING, .n = (uint32_t)strlen(s), .id = atom, .s = s
	};
}

struct value *
value_get(const struct value *object, atom_t key)
{
	uint32_t i;

	if (!object || object->kind != V_OBJECT)
		return NULL;
	for (i = 0; i < object->n; i++)
		if (object->members[i].key == key)
			return &object->members[i].value;
	return NULL;
}

const struct value *
value_item(const struct value *array, uint32_t i, struct value *room)
{
	unsigned int size = array->bits / 8u, k;
	const uint8_t *p;
	uint64_t x = 0;

	if (array->kind == V_ARRAY)
		return &array->items[i];
	p = array->bytes + (size_t)i * size;
	for (k = 0; k < size; k++)
		x = x << 8 | p[k];
	*room = (struct value){ .kind = V_INT, .bits = array->bits, .u = x };
	room->varying = x >= VARYING_MIN && x <= VARYING_MAX ? array->varying : 0;
	if (array->is_signed && x >> (array->bits - 1u)) {
		room->kind = V_NEGINT;
		if (size < 8)
			room->u |= ~(uint64_t)0 << array->bits;
	}
	return room;
}

bool
value_same_string(const struct value *a, const struct value *b)
{
	if (a->kind != V_STRING || b->kind != V_STRING || a->n != b->n)
		return false;
	if (a->id != ATOM_NONE && b->id != ATOM_NONE)
		return a->id == b->id;
	return !memcmp(a->s, b->s, a->n);
}

static int
compare_reals(double a, double b)
{
	return a < b ? -1 : a > b;
}

/* An integer and a real, exactly: doubles have no place for all of 64 bits. */
static int
compare_to_real(const struct value *v, double x)
{
	double rest;

	if (x != x) /* not a number: as compare_reals() has it */
		return 0;
	if (x >= 0x1p64)
		return -1;
	if (x < -0x1p63)
		return 1;
	if (v->kind == V_NEGINT ? x >= 0 : x < 0)
		return v->kind == V_NEGINT ? -1 : 1;
	if (v->kind == V_NEGINT) {
		if (v->i != (int64_t)x)
			return v->i < (int64_t)x ? -1 : 1;
		rest = x - (double)(int64_t)x;
	} else {
		if (v->u != (uint64_t)x)
			return v->u < (uint64_t)x ? -1 : 1;
		rest = x - (double)(uint64_t)x;
	}
	return compare_reals(0, rest);
}

int
value_compare(const struct value *a, const struct value *b)
{
	if (a->kind == V_REAL && b->kind == V_REAL)
		return compare_reals(a->real, b->real);
	if (a->kind == V_REAL)
		return -compare_to_real(b, a->real);
	if (b->kind == V_REAL)
		return compare_to_real(a, b->real);
	if (a->kind != b->kind)
		return a->kind == V_NEGINT ? -1 : 1;
	if (a->kind == V_NEGINT)
		return a->i < b->i ? -1 : a->i > b->i;
	return a->u < b->u ? -1 : a->u > b->u;
}

static bool equal(const struct value *a, const struct value *b, unsigned int depth);

static bool
objects_equal(const struct value *a, const struct value *b, unsigned int depth)
{
	const struct value *other;
	uint32_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++) {
		other = value_get(b, a->members[i].key);
		if (!other || !equal(&a->members[i].value, other, depth + 1))
			return false;
	}
	return true;
}

static bool
equal(const struct value *a, const struct value *b, unsigned int depth)
{
	struct value x, y;
	uint32_t i;

	if (depth > VALUE_DEPTH_MAX)
		return false;
	if (value_is_number(a) && value_is_number(b))
		return value_compare(a, b) == 0;
	if (value_is_array(a) && value_is_array(b)) {
		if (a->n != b->n)
			return false;
		for (i = 0; i < a->n; i++)
			if (!equal(value_item(a, i, &x), value_item(b, i, &y), depth + 1))
				return false;
		return true;
	}
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case V_STRING: return value_same_string(a, b);
	case V_BYTES: return a->n == b->n && !memcmp(a->bytes, b->bytes, a->n);
	case V_OBJECT: return objects_equal(a, b, depth);
	default: return true;
	}
}

bool
value_equal(const struct value *a, const struct value *b)
{
	return equal(a, b, 0);
}

struct value *
value_set(struct value *object, struct arena *a, atom_t key, struct value v)
{
	struct value *old = value_get(object, key);
	struct member *m;

	if (old) {
		*old = v;
		return old;
	}
	object->members = arena_grow(a, object->members,
		object->n * sizeof(struct member),
		(object->n + (size_t)1) * sizeof(struct member));
	m = &object->members[object->n++];
	m->key = key;
	m->value = v;
	return &m->value;
}

struct value *
value_append(struct value *array, struct arena *a, struct value v)
{
	array->items = arena_grow(a, array->items, array->n * sizeof(struct value),
		(array->n + (size_t)1) * sizeof(struct value));
	array->items[array->n] = v;
	return &array->items[array->n++];
}

bool
value_remove(struct value *object, atom_t key)
{
	uint32_t i;

	if (!object || object->kind != V_OBJECT)
		return false;
	for (i = 0; i < object->n; i++) {
		if (object->members[i].key != key)
			continue;
		object->n--;
		memmove(&object->members[i], &object->members[i + 1],
			(object->n - i) * sizeof(struct member));
		return true;
	}
	return false;
}

void
value_remove_at(struct value *array, uint32_t index)
{
	array->n--;
	memmove(&array->items[index], &array->items[index + 1],
		(array->n - index) * sizeof(struct value));
}

static struct value
copy(const struct value *v, struct arena *a, bool strings)
{
	struct value copied = *v;
	uint32_t i;

	if (v->kind == V_ARRAY) {
		copied.items = arena_array(a, struct value, v->n);
		for (i = 0; i < v->n; i++)
			copied.items[i] = copy(&v->items[i], a, strings);
	} else if (v->kind == V_OBJECT) {
		copied.members = arena_array(a, struct member, v->n);
		for (i = 0; i < v->n; i++) {
			copied.members[i] = v->members[i];
			copied.members[i].value = copy(&v->members[i].value, a, strings);
		}
	} else if (strings && v->kind == V_STRING && v->id == ATOM_NONE) {
		copied.s = arena_strndup(a, v->s, v->n);
	}
	return copied;
}

struct value
value_copy(const struct value *v, struct arena *a)
{
	return copy(v, a, false);
}

struct value
value_dup(const struct value *v, struct arena *a)
{
	return copy(v, a, true);
}

struct value
value_list_of(struct arena *a, struct value only)
{
	struct value list = { .kind = V_ARRAY };

	value_append(&list, a, only);
	return list;
}

const char *
value_kind_name(const struct value *v)
{
	switch (v->kind) {
	case V_NULL: return "null";
	case V_FALSE:
	case V_TRUE: return "a boolean";
	case V_INT:
	case V_NEGINT: return "an integer";
	case V_REAL: return "a number";
	case V_STRING: return "a string";
	case V_BYTES: return "bytes";
	case V_ARRAY:
	case V_CELLS: return "an array";
	default: return "an object";
	}
}
