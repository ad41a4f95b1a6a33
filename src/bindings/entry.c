/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which bytes of a property a finding is about. */
#include "bindings/message.h"

/* The bytes that an item of a decoded value takes in the tree; 0: not known. */
static uint32_t
size_of(const struct value *v)
{
	switch (v->kind) {
	case V_STRING: return v->n + 1;
	case V_CELLS: return v->n * (v->bits / 8);
	case V_INT:
	case V_NEGINT: return v->bits / 8;
	default: return 0;
	}
}

static const struct value *
value_of(const struct schema_finding *f, uint32_t name)
{
	uint32_t i;

	for (i = 0; i < f->object->n; i++)
		if (f->object->members[i].key == name
			&& f->object->members[i].extra != MEMBER_NODE)
			return &f->object->members[i].value;
	return NULL;
}

bool
finding_entry(const struct words_of *w, uint32_t *offset, uint32_t *length)
{
	const struct schema_error *e = w->finding->error;
	const struct value *v;
	uint32_t i, at;

	*offset = *length = 0;
	if (!e || !e->path.n || !(v = value_of(w->finding, e->path.v[0].name)))
		return false;
	if (e->path.n > 1 && v->kind == V_ARRAY) {
		at = e->path.v[1].index;
		for (i = 0; i < at && i < v->n; i++)
			*offset += size_of(&v->items[i]);
		if (at >= v->n)
			return true;
		v = &v->items[at];
		*length = size_of(v);
	}
	at = e->path.v[e->path.n - 1].index;
	if (v->kind == V_CELLS && e->path.v[e->path.n - 1].name == STRING_NONE
		&& e->path.n == (*length ? 3 : 2) && at < v->n) {
		*offset += at * (v->bits / 8);
		*length = v->bits / 8;
	}
	return true;
}
