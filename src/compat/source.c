/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/source.h"

#include <string.h>

#include "schema/program/keywords.h"

enum {
	REFS_MAX = 64,      /* that lead to each other on the way to one step */
	STEPS_MAX = 100000, /* over all ways that are tried */
};

struct search {
	struct resolver *r;
	const struct machine *m;
	const struct schema_path *path;
	uint32_t start; /* the resource that it begins with */
	bool around;    /* what has the last keyword, not its value */
	uint32_t want;  /* the resource it is to stand in; MAP_ABSENT: any */
	uint32_t code;  /* what the schema that has it was compiled to, or CODE_NONE */
	uint32_t steps;
};

struct resolver *
source_open(struct source *s)
{
	struct fault f;
	uint32_t i;

	if (s->resolver)
		return s->resolver;
	schema_set_init(&s->set);
	f = FAULT_INIT(&s->set.arena);
	source_read(&s->set, s->program, &f);
	schema_set_finish(&s->set);
	resolver_init(&s->own, &s->set.arena, &s->set.strings);
	for (i = 0; i < s->set.count; i++)
		resolver_add(&s->own, intern_str(&s->set.strings, s->set.bindings[i].id),
			s->set.bindings[i].root, s->set.bindings[i].anchored);
	s->resolver = &s->own;
	return s->resolver;
}

static const struct value *
take_step(const struct search *x, const struct value *v, const struct schema_step *step)
{
	const char *name;

	if (step->name == STRING_NONE)
		return v->kind == V_ARRAY && step->index < v->n ? &v->items[step->index]
								: NULL;
	name = machine_text(x->m, step->name);
	return value_get(v, intern_find(x->r->strings, name, strlen(name)));
}

/* Whether a schema has what its code has: every keyword, and a `$ref` if any. */
static bool
has_keywords(const struct program *p, uint32_t code, const struct value *schema)
{
	const uint32_t *w = p->words + code;
	bool refers = false;
	uint32_t i, op;

	if (code <= CODE_FALSE)
		return true;
	for (i = 0; i < (w[0] & 0xffff); i++) {
		op = w[1 + i * 2] & 0xff;
		if (!value_has(schema, op_info[op].keyword))
			return false;
		refers |= op == OP_REF;
	}
	return refers || !value_has(schema, K_REF);
}

/* Whether the last step leads from the schema that the error is of. */
static bool
is_wanted(const struct search *x, const struct value *schema, uint32_t resource)
{
	return (x->want == MAP_ABSENT || x->want == resource)
	       && has_keywords(x->m->p, x->code, schema);
}

/* Bound to lead to the outermost document, which is where the path begins. */
static bool
is_recursive_ref(const struct search *x, const struct schema_step *step)
{
	return step->name != STRING_NONE
	       && !strcmp(machine_text(x->m, step->name), "$recursiveRef");
}

/* Recurses as deep as the path is long, which the engine holds within bounds. */
static const struct value *
follow(struct search *x, const struct value *v, uint32_t resource, uint32_t from)
{
	const struct value *next, *found, *ref;
	unsigned int refs;

	for (refs = 0; v && refs < REFS_MAX && x->steps < STEPS_MAX; refs++) {
		x->steps++;
		if (from == x->path->n)
			return v;
		next = take_step(x, v, &x->path->v[from]);
		if (next && from + 1 == x->path->n && !is_wanted(x, v, resource))
			next = NULL;
		if (next && is_recursive_ref(x, &x->path->v[from]))
			return follow(
				x, x->r->resources[x->start].root, x->start, from + 1);
		found = next ? follow(x, next, resource, from + 1) : NULL;
		if (found)
			return x->around && from + 1 == x->path->n ? v : found;
		ref = value_get(v, K_REF);
		if (!ref || ref->kind != V_STRING)
			return NULL;
		v = resolver_find(x->r, resource,
			arena_strndup(x->r->arena, ref->s, ref->n), &resource);
	}
	return NULL;
}

static uint32_t
resource_of(const struct resolver *r, const char *id)
{
	atom_t uri = intern_find(r->strings, id, strlen(id));

	return uri == ATOM_NONE ? MAP_ABSENT : map_get(&r->by_uri, uri);
}

static const struct value *
find(struct source *s, const struct machine *m, const char *id,
	const struct schema_error *e, bool around)
{
	struct search x = {
		.r = source_open(s), .m = m, .path = &e->schema_path, .around = around
	};
	uint32_t at = resource_of(x.r, id);
	const struct value *found, *root;

	if (at == MAP_ABSENT)
		return NULL;
	x.start = at;
	root = x.r->resources[at].root;
	x.want = MAP_ABSENT;
	if (e->root != ROOT_NONE)
		x.want = resource_of(x.r, program_string(m->p, m->p->roots[e->root].id));
	x.code = e->code;
	found = follow(&x, root, at, 0);
	if (found)
		return found;
	x.want = MAP_ABSENT;
	x.code = CODE_NONE;
	return follow(&x, root, at, 0);
}

const struct value *
source_find(struct source *s, const struct machine *m, const char *id,
	const struct schema_error *e)
{
	return find(s, m, id, e, false);
}

/* The file of a binding of which this is the whole, where it does not say so itself. */
static const char *
file_of(const struct source *s, const struct value *schema)
{
	uint32_t i;

	for (i = 0; i < s->set.count; i++)
		if (s->set.bindings[i].root == schema)
			return value_has(schema, K_FILENAME) ? NULL
							     : s->set.bindings[i].path;
	return NULL;
}

const struct value *
source_find_around(struct source *s, const struct machine *m, const char *id,
	const struct schema_error *e, struct arena *a)
{
	const struct value *found = find(s, m, id, e, true);
	const char *file = found ? file_of(s, found) : NULL;
	struct value *copy;

	if (!file)
		return found;
	copy = arena_new(a, struct value);
	*copy = value_copy(found, a);
	value_set(copy, a, K_FILENAME,
		(struct value){ .kind = V_STRING,
			.n = (uint32_t)strlen(file),
			.s = file,
			.id = ATOM_NONE });
	return copy;
}

void
source_free(struct source *s)
{
	if (s->resolver != &s->own)
		return;
	resolver_free(&s->own);
	schema_set_free(&s->set);
}
