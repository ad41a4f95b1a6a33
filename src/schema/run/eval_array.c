/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdicts on arrays. */
#include <stdlib.h>

#include "base/fatal.h"
#include "schema/run/eval.h"

bool
eval_op_MAX_ITEMS(const struct call *c)
{
	return !value_is_array(c->v) || c->v->n <= c->arg;
}

bool
eval_op_MIN_ITEMS(const struct call *c)
{
	return !value_is_array(c->v) || c->v->n >= c->arg;
}

static void
mark_to(uint64_t *seen, uint32_t n)
{
	uint32_t i;

	for (i = 0; seen && i < n; i++)
		mark(seen, i);
}

static bool
items_from(const struct call *c, uint32_t from)
{
	struct value room;
	uint32_t i;

	if (!value_is_array(c->v))
		return true;
	mark_to(c->seen, c->v->n);
	for (i = from; i < c->v->n; i++)
		if (!eval(c->m, c->arg, value_item(c->v, i, &room), NULL))
			return false;
	return true;
}

bool
eval_op_ITEMS(const struct call *c)
{
	return items_from(c, 0);
}

bool
eval_op_ADDITIONAL_ITEMS(const struct call *c)
{
	return items_from(c, c->aux);
}

bool
eval_op_ITEMS_LIST(const struct call *c)
{
	const uint32_t *list = call_block(c);
	uint32_t n = list[0], i;
	struct value room;

	if (!value_is_array(c->v))
		return true;
	n = n < c->v->n ? n : c->v->n;
	mark_to(c->seen, n);
	for (i = 0; i < n; i++)
		if (!eval(c->m, list[1 + i], value_item(c->v, i, &room), NULL))
			return false;
	return true;
}

bool
eval_op_CONTAINS(const struct call *c)
{
	const uint32_t *w = call_block(c);
	struct value room;
	uint32_t i, n = 0;

	if (!value_is_array(c->v))
		return true;
	for (i = 0; i < c->v->n; i++) {
		n += eval(c->m, w[0], value_item(c->v, i, &room), NULL);
		if (n >= w[1] && w[2] == UINT32_MAX)
			return true;
	}
	return n >= w[1] && n <= w[2];
}

bool
eval_op_UNEVALUATED_ITEMS(const struct call *c)
{
	struct value room;
	uint32_t i;

	for (i = 0; value_is_array(c->v) && i < c->v->n; i++) {
		if (is_marked(c->seen, i))
			continue;
		if (!eval(c->m, c->arg, value_item(c->v, i, &room), NULL))
			return false;
		mark(c->seen, i);
	}
	return true;
}

static uint64_t
hash_value(const struct value *v, unsigned int depth)
{
	struct value room;
	uint64_t h = value_is_array(v) ? V_ARRAY : v->kind;
	uint32_t i;

	if (value_is_number(v))
		return hash_mix(v->kind == V_REAL ? 1 : v->u);
	if (v->kind == V_STRING || v->kind == V_BYTES)
		return hash_bytes(v->s, v->n);
	for (i = 0; depth && value_is_array(v) && i < v->n; i++)
		h = hash_mix(h ^ hash_value(value_item(v, i, &room), depth - 1));
	for (i = 0; depth && v->kind == V_OBJECT && i < v->n; i++)
		h += hash_mix(v->members[i].key);
	return h;
}

struct hashed {
	uint64_t hash;
	uint32_t index;
};

static int
compare_hashed(const void *a, const void *b)
{
	const struct hashed *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->index < y->index ? -1 : 1;
}

/* Equal items stand together once they are sorted by hash. */
static bool
all_differ(struct machine *m, const struct value *array, const struct hashed *v)
{
	struct value a, b;
	uint32_t i, k;

	for (i = 0; i < array->n; i++) {
		for (k = i + 1; k < array->n && v[k].hash == v[i].hash; k++) {
			if (++m->steps > EVAL_STEPS_MAX) {
				m->exhausted = true;
				return true;
			}
			if (value_equal(value_item(array, v[i].index, &a),
				    value_item(array, v[k].index, &b)))
				return false;
		}
	}
	return true;
}

bool
eval_op_UNIQUE_ITEMS(const struct call *c)
{
	const struct value *array = c->v;
	struct hashed few[32], *v = few;
	const struct value *item;
	struct value room;
	uint32_t i;
	bool unique;

	if (!value_is_array(array))
		return true;
	if (array->n > 32 && !(v = malloc(array->n * sizeof(*v))))
		fatal("out of memory: %u items", array->n);
	for (i = 0; i < array->n; i++) {
		item = value_item(array, i, &room);
		v[i] = (struct hashed){ hash_value(item, 8), i };
		c->m->depends |= item->varying;
	}
	qsort(v, array->n, sizeof(*v), compare_hashed);
	unique = all_differ(c->m, array, v);
	if (v != few)
		free(v);
	return unique;
}
