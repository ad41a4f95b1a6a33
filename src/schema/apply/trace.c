/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/apply/trace.h"

#include <string.h>

#include "base/vec.h"
#include "schema/program/keywords.h"

enum { NEST_MAX = 200, SCHEMAS_MAX = 200000 };

/* One binding on its way from the node it is applied to down to the one asked about. */
struct walk {
	struct machine *m;
	const struct program *p;
	struct arena *a;
	const struct value **chain; /* the objects on the way */
	const uint32_t *steps;      /* the name of each but the first */
	uint32_t last;              /* of the chain */
	uint32_t root;              /* of the document at hand */
	unsigned int depth;
	uint32_t left; /* schemas that may still be looked at */
	struct words refs;
	struct words conditions; /* (root, code, holds) */
	struct words names;
};

static bool
add_once(struct words *w, uint32_t x)
{
	uint32_t i;

	for (i = 0; i < w->n; i++)
		if (w->v[i] == x)
			return false;
	words_push(w, x);
	return true;
}

static void walk(struct walk *x, uint32_t code, uint32_t at);

static void
walk_list(struct walk *x, const uint32_t *list, uint32_t at, bool valid_only)
{
	uint32_t i;

	for (i = 1; i <= list[0]; i++)
		if (!valid_only || machine_valid(x->m, list[i], x->chain[at]))
			walk(x, list[i], at);
}

static void
walk_slot(struct walk *x, uint32_t slot, uint32_t at)
{
	uint32_t root = x->root;

	x->root = x->p->slots[slot].root;
	if (at == x->last && x->root != root && x->root != ROOT_NONE)
		add_once(&x->refs, x->root);
	walk(x, x->p->slots[slot].code, at);
	x->root = root;
}

static void
walk_if(struct walk *x, const uint32_t *w, uint32_t at)
{
	bool holds = machine_valid(x->m, w[0], x->chain[at]);
	uint32_t code = w[holds ? 1 : 2], i;

	if (code == CODE_NONE)
		return;
	for (i = 0; i < x->conditions.n; i += 3)
		if (x->conditions.v[i + 1] == w[0])
			break;
	if (at == x->last && i >= x->conditions.n) {
		words_push(&x->conditions, x->root);
		words_push(&x->conditions, w[0]);
		words_push(&x->conditions, holds);
	}
	walk(x, code, at);
}

static void
walk_properties(struct walk *x, const uint32_t *block, uint32_t at)
{
	const uint32_t *codes = block + 1 + block[0];
	const struct value *v = x->chain[at];
	int32_t place;
	uint32_t i;

	if (at < x->last) {
		place = block_find(block, x->steps[at + 1]);
		if (place >= 0)
			walk(x, codes[place], at + 1);
		return;
	}
	for (i = 0; i < v->n; i++)
		if (v->members[i].extra != MEMBER_NODE
			&& block_find(block, v->members[i].key) >= 0)
			add_once(&x->names, v->members[i].key);
}

/* A schema that says nothing of a property but that it is one. */
static bool
is_any(const struct program *p, uint32_t code)
{
	const uint32_t any = 1u << V_INT | 1u << V_ARRAY;
	const uint32_t *w = p->words + code;

	return code == CODE_TRUE
	       || ((w[0] & 0xffff) == 1 && (w[1] & 0xff) == OP_TYPE
		       && (w[1] >> 8 & any) == any);
}

static void
walk_patterns(struct walk *x, uint32_t arg, uint32_t at)
{
	const uint32_t *block = x->p->words + arg;
	const struct value *v = x->chain[at];
	uint32_t i, k, n, from;

	for (i = 0; i < v->n; i++) {
		if (at < x->last ? v->members[i].key != x->steps[at + 1]
				 : v->members[i].extra == MEMBER_NODE)
			continue;
		n = machine_matches(x->m, arg, v->members[i].key)[0];
		from = (uint32_t)(machine_matches(x->m, arg, v->members[i].key)
				  - x->m->lists.v);
		for (k = 1; k <= n; k++) {
			uint32_t code = block[2 + x->m->lists.v[from + k] * 2];

			if (at == x->last && !is_any(x->p, code))
				add_once(&x->names, v->members[i].key);
			else if (at < x->last)
				walk(x, code, at + 1);
		}
	}
}

static void
walk_additional(struct walk *x, const uint32_t *w, uint32_t at)
{
	uint32_t name;

	if (at == x->last)
		return;
	name = x->steps[at + 1];
	if (machine_names(x->m, w, name))
		return;
	walk(x, w[2], at + 1);
}

static void
walk_dependent(struct walk *x, const uint32_t *block, uint32_t at)
{
	uint32_t i;

	for (i = 0; i < block[0]; i++)
		if (object_get(x->chain[at], block[1 + i * 2]))
			walk(x, block[2 + i * 2], at);
}

static void
walk_op(struct walk *x, uint32_t op, uint32_t arg, uint32_t at)
{
	const uint32_t *w = x->p->words + arg;

	switch (op) {
	case OP_REF: walk_slot(x, arg, at); break;
	case OP_ALL_OF: walk_list(x, w, at, false); break;
	case OP_ANY_OF:
	case OP_ONE_OF: walk_list(x, w, at, true); break;
	case OP_IF: walk_if(x, w, at); break;
	case OP_PROPERTIES: walk_properties(x, w, at); break;
	case OP_PATTERN_PROPERTIES: walk_patterns(x, arg, at); break;
	case OP_ADDITIONAL_PROPERTIES: walk_additional(x, w, at); break;
	case OP_UNEVALUATED_PROPERTIES:
		if (at < x->last)
			walk(x, arg, at + 1);
		break;
	case OP_DEPENDENT_SCHEMAS: walk_dependent(x, w, at); break;
	default: break;
	}
}

static void
walk(struct walk *x, uint32_t code, uint32_t at)
{
	const uint32_t *w = x->p->words + code;
	uint32_t i;

	if (x->depth >= NEST_MAX || !x->left)
		return;
	x->depth++;
	x->left--;
	for (i = 0; i < (w[0] & 0xffff); i++)
		walk_op(x, w[1 + i * 2] & 0xff, w[2 + i * 2], at);
	x->depth--;
}

static const uint32_t *
keep(struct arena *a, const struct words *w)
{
	uint32_t *copy = arena_array(a, uint32_t, w->n);

	if (w->n)
		memcpy(copy, w->v, w->n * sizeof(*copy));
	return copy;
}

static void
keep_conditions(struct walk *x, struct trace_binding *b)
{
	struct trace_condition *v;
	uint32_t i, n = x->conditions.n / 3;

	v = arena_array(x->a, struct trace_condition, n);
	for (i = 0; i < n; i++) {
		v[i].root = x->conditions.v[i * 3];
		v[i].code = x->conditions.v[i * 3 + 1];
		v[i].holds = x->conditions.v[i * 3 + 2];
	}
	b->conditions = v;
	b->nconditions = n;
}

/* Of the bindings of an ancestor only those that describe something are kept. */
static void
trace_binding(struct walk *x, struct trace_binding *b, struct trace *out)
{
	x->refs.n = x->conditions.n = x->names.n = 0;
	x->root = b->root;
	x->depth = 0;
	x->left = SCHEMAS_MAX;
	walk(x, x->p->roots[b->root].body, 0);
	if (x->last && !x->names.n)
		return;
	b->refs = keep(x->a, &x->refs);
	b->nrefs = x->refs.n;
	b->names = keep(x->a, &x->names);
	b->nnames = x->names.n;
	keep_conditions(x, b);
	*vec_more(x->a, out->bindings, out->n) = *b;
}

/* The bindings that are applied at @node, which is @up levels above the target. */
static void
trace_from(struct walk *x, struct validator *v, const struct tree *t, uint32_t target,
	uint32_t node, uint32_t up, struct trace *out)
{
	struct decoder *d = validator_decoder(v);
	uint32_t *steps = arena_array(x->a, uint32_t, (size_t)up + 1);
	struct words roots = { 0 };
	uint32_t i, id = target;

	x->chain = arena_array(x->a, const struct value *, (size_t)up + 1);
	x->steps = steps;
	x->last = up;
	for (i = up + 1; i-- > 0; id = t->nodes[id].parent) {
		x->chain[i] = d->objects[id];
		steps[i] = decoder_name(d, t->nodes[id].name);
	}
	validator_enter(v, node);
	validator_roots(v, &roots);
	for (i = 0; i < roots.n; i += 2) {
		struct trace_binding b = {
			.root = roots.v[i], .node = node, .compatible = roots.v[i + 1]
		};

		trace_binding(x, &b, out);
	}
	validator_leave(v);
	words_free(&roots);
}

/* Of a tree that is decoded. */
static bool
trace_decoded(struct validator *v, const struct tree *t, uint32_t node, struct arena *a,
	struct trace *out)
{
	struct machine *m = validator_machine(v);
	struct walk x = { .m = m, .p = m->p, .a = a };
	uint32_t id, up;

	*out = (struct trace){ 0 };
	out->object = validator_decoder(v)->objects[node];
	if (!out->object)
		return false;
	for (id = node, up = 0; id != NODE_NONE; id = t->nodes[id].parent, up++)
		trace_from(&x, v, t, node, id, up, out);
	words_free(&x.refs);
	words_free(&x.conditions);
	words_free(&x.names);
	return true;
}

bool
trace_node(struct validator *v, const struct tree *t, uint32_t node, struct arena *a,
	struct trace *out)
{
	validator_decode(v, t, NULL);
	return trace_decoded(v, t, node, a, out);
}

void
trace_tree(struct validator *v, const struct tree *t,
	void (*tell)(void *context, const struct trace *trace), void *context)
{
	struct arena a = { 0 };
	struct trace trace;
	uint32_t i;

	validator_decode(v, t, NULL);
	for (i = 0; i < t->nnodes; i++) {
		if (trace_decoded(v, t, i, &a, &trace))
			tell(context, &trace);
		arena_reset(&a);
	}
	arena_free(&a);
}

/* The strings of a schema of one string. */
static const uint32_t *
strings_of(const struct program *p, uint32_t code, uint32_t *n, uint32_t room[1])
{
	const uint32_t *in = program_op(p, code, OP_ENUM_STRINGS), *list;

	if (in) {
		list = p->words + in[1];
		*n = list[0];
		return list + 1;
	}
	in = program_op(p, code, OP_CONST);
	if (!in || p->words[in[1]] != V_STRING)
		return NULL;
	room[0] = p->words[in[1] + 1];
	*n = 1;
	return room;
}

const uint32_t *
condition_strings(const struct program *p, uint32_t code, uint32_t *n, uint32_t room[1])
{
	const uint32_t *in = program_op(p, code, OP_PROPERTIES), *block;
	int32_t at;

	if (!in)
		return NULL;
	block = p->words + in[1];
	at = block_find(block, K_COMPATIBLE);
	if (at < 0)
		return NULL;
	in = program_op(p, block[1 + block[0] + (uint32_t)at], OP_CONTAINS);
	return in ? strings_of(p, p->words[in[1]], n, room) : NULL;
}
