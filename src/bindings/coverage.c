/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bindings/coverage.h"

#include <string.h>

#include "schema/apply/trace.h"
#include "schema/program/keywords.h"

struct counting {
	struct machine *m;
	struct arena *arena;
	struct coverage *c;
	const char **unknown;
};

/* Applied to every node: it says nothing of what this one is. */
static bool
is_for_all(const struct program *p, const struct trace_binding *b)
{
	return b->compatible == STRING_NONE && p->roots[b->root].select == CODE_TRUE;
}

static bool
is_described(const struct trace *t, uint32_t name)
{
	uint32_t i, k;

	for (i = 0; i < t->n; i++)
		for (k = 0; k < t->bindings[i].nnames; k++)
			if (t->bindings[i].names[k] == name)
				return true;
	return false;
}

static void
count_unknown(struct counting *x, const struct value *object)
{
	const struct value *list = object_get(object, K_COMPATIBLE);
	uint32_t code = x->m->p->header->undocumented, i, k;

	for (i = 0; code && list && list->kind == V_ARRAY && i < list->n; i++) {
		if (list->items[i].kind != V_STRING
			|| machine_valid(x->m, code, &list->items[i]))
			continue;
		for (k = 0; k < x->c->nunknown; k++)
			if (!strcmp(x->unknown[k], list->items[i].s))
				break;
		if (k < x->c->nunknown)
			continue;
		x->unknown = arena_grow(x->arena, x->unknown, k * sizeof(*x->unknown),
			(k + 1) * sizeof(*x->unknown));
		x->unknown[x->c->nunknown++] = diag_clean(x->arena,
			arena_strndup(x->arena, list->items[i].s, list->items[i].n));
	}
}

static void
count_node(void *context, const struct trace *t)
{
	struct counting *x = context;
	const struct member *m = t->object->members;
	bool held = false;
	uint32_t i;

	for (i = 0; i < t->n; i++)
		held = held || !is_for_all(x->m->p, &t->bindings[i]);
	x->c->nodes++;
	x->c->held += held;
	for (i = 0; i < t->object->n; i++) {
		if (m[i].extra == MEMBER_NODE)
			continue;
		x->c->properties++;
		x->c->described += is_described(t, m[i].key);
	}
	count_unknown(x, t->object);
}

void
coverage_of(struct bindings_worker *w, const struct tree *t, struct arena *a,
	struct coverage *c)
{
	struct validator *v = bindings_worker_validator(w);
	struct counting x = { .m = validator_machine(v), .arena = a, .c = c };

	*c = (struct coverage){ 0 };
	trace_tree(v, t, count_node, &x);
	c->unknown = x.unknown;
}
