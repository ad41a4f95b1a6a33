/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bindings/coverage.h"

#include "base/hash.h"
#include "base/vec.h"
#include "schema/apply/trace.h"
#include "schema/program/keywords.h"

struct counting {
	struct machine *m;
	struct arena *arena;
	struct coverage *c;
	struct arena scratch; /* for the maps, which are sets */
	struct map known;     /* unknown strings that were counted */
	const char **unknown;
	size_t cap;
};

/* Applied to every node: it says nothing of what this one is. */
static bool
is_for_all(const struct program *p, const struct trace_binding *b)
{
	return b->compatible == STRING_NONE && p->roots[b->root].select == CODE_TRUE;
}

static void
collect_described(struct counting *x, const struct trace *t, struct map *names)
{
	uint32_t i, k;

	for (i = 0; i < t->n; i++)
		for (k = 0; k < t->bindings[i].nnames; k++)
			map_put(names, &x->scratch, t->bindings[i].names[k], 1);
}

static void
count_unknown(struct counting *x, const struct value *object)
{
	const struct value *list = object_get(object, K_COMPATIBLE);
	uint32_t code = x->m->p->header->undocumented, i, n;

	for (i = 0; code && list && list->kind == V_ARRAY && i < list->n; i++) {
		if (list->items[i].kind != V_STRING
			|| machine_valid(x->m, code, &list->items[i]))
			continue;
		n = x->c->nunknown;
		if (map_put(&x->known, x->arena,
			    hash_long(list->items[i].s, list->items[i].n), n)
			!= n)
			continue;
		vec_room(x->arena, x->unknown, n, x->cap);
		x->unknown[x->c->nunknown++] = diag_clean(x->arena,
			arena_strndup(x->arena, list->items[i].s, list->items[i].n));
	}
}

static void
count_node(void *context, const struct trace *t)
{
	struct counting *x = context;
	const struct member *m = t->object->members;
	struct map names = { 0 };
	bool held = false;
	uint32_t i;

	for (i = 0; i < t->n; i++)
		held = held || !is_for_all(x->m->p, &t->bindings[i]);
	x->c->nodes++;
	x->c->held += held;
	collect_described(x, t, &names);
	for (i = 0; i < t->object->n; i++) {
		if (m[i].extra == MEMBER_NODE)
			continue;
		x->c->properties++;
		x->c->described += map_get(&names, m[i].key) != MAP_ABSENT;
	}
	arena_reset(&x->scratch);
	count_unknown(x, t->object);
}

static struct coverage *
count(struct bindings_worker *w, const struct tree *t, struct arena *a)
{
	struct validator *v = bindings_worker_validator(w);
	struct coverage *c = arena_new(a, struct coverage);
	struct counting x = { .m = validator_machine(v), .arena = a, .c = c };

	trace_tree(v, t, count_node, &x);
	c->unknown = x.unknown;
	arena_free(&x.scratch);
	return c;
}

const struct coverage *
coverage_of(const struct bindings *b, struct bindings_worker *w, const struct tree *t,
	struct arena *a)
{
	struct coverage *first = NULL, *last = NULL, *c;

	for (; w; w = bindings_worker_next(w), b = bindings_next(b)) {
		c = count(w, t, a);
		c->label = bindings_label(b);
		if (last)
			last->next = c;
		else
			first = c;
		last = c;
	}
	return first;
}
