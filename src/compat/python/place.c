/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/python/place.h"

#include <string.h>

static struct place
place_at(struct mark at)
{
	return (struct place){ .line = at.line, .column = at.column, .offset = -1 };
}

static struct mark
mark_of(const struct value *v)
{
	return (struct mark){ v->line, v->column };
}

static const struct member *
member_of(const struct document *d, const struct value *v, const char *name)
{
	atom_t key = intern_find(&d->strings, name, strlen(name));
	uint32_t i;

	for (i = 0; v->kind == V_OBJECT && i < v->n; i++)
		if (v->members[i].key == key)
			return &v->members[i];
	return NULL;
}

/* The value a step leads to, and where that which it is found by stands. */
static const struct value *
step_into(const struct document *d, const struct value *v, const char *name,
	uint32_t index, struct mark *key)
{
	const struct member *m;

	if (!name) {
		if (v->kind != V_ARRAY || index >= v->n)
			return NULL;
		*key = mark_of(&v->items[index]);
		return &v->items[index];
	}
	m = member_of(d, v, name);
	if (!m)
		return NULL;
	*key = d->keys[m->extra];
	return &m->value;
}

struct place
place_of_path(
	const struct document *d, const struct machine *m, const struct schema_path *path)
{
	const struct value *v = d->root;
	const char *name = NULL;
	struct mark key = { 0 };
	uint32_t i;

	/* the root is copied into a map that knows no places */
	if (!path->n)
		return PLACE_NONE;
	for (i = 0; v && i < path->n; i++) {
		name = path->v[i].name == STRING_NONE ? NULL
						      : machine_text(m, path->v[i].name);
		v = step_into(d, v, name, path->v[i].index, &key);
	}
	if (!v)
		return PLACE_NONE;
	if (v->kind == V_ARRAY || v->kind == V_OBJECT)
		return place_at(mark_of(v));
	if (path->n == 1 || (name && !strcmp(name, "$nodename")))
		return PLACE_NONE;
	return place_at(key);
}
