/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/pack.h"

#include <string.h>

struct value *
pack_values(const struct value *v, uint32_t n, struct arena *a)
{
	struct value *copy = n ? arena_array(a, struct value, n) : NULL;
	uint32_t i;

	for (i = 0; i < n; i++)
		copy[i] = pack_value(&v[i], a);
	return copy;
}

static struct member *
pack_members(const struct member *m, uint32_t n, struct arena *a)
{
	struct member *copy = n ? arena_array(a, struct member, n) : NULL;
	uint32_t i;

	for (i = 0; i < n; i++) {
		copy[i].key = m[i].key;
		copy[i].value = pack_value(&m[i].value, a);
	}
	return copy;
}

struct value
pack_value(const struct value *v, struct arena *a)
{
	struct value copy = *v;

	if (v->kind == V_ARRAY)
		copy.items = pack_values(v->items, v->n, a);
	else if (v->kind == V_OBJECT)
		copy.members = pack_members(v->members, v->n, a);
	else if (v->kind == V_STRING && v->id == ATOM_NONE)
		copy.s = arena_strndup(a, v->s, v->n);
	return copy;
}
