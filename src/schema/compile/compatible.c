/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/compile/compatible.h"

#include <stdlib.h>
#include <string.h>

#include "schema/program/keywords.h"

/* Strings in the order they were met. */
struct collect {
	struct intern *strings;
	struct words atoms;
	struct words *seen; /* by atom: the collection that met it last */
	uint32_t number;    /* of this one, from 1 */
	struct arena *arena;
};

static void
collect_string(struct collect *c, const struct value *v)
{
	atom_t atom;

	if (v->kind != V_STRING)
		return;
	atom = v->id != ATOM_NONE ? v->id : intern(c->strings, v->s, v->n);
	while (c->seen->n <= atom)
		words_push(c->seen, 0);
	if (c->seen->v[atom] == c->number)
		return;
	c->seen->v[atom] = c->number;
	words_push(&c->atoms, atom);
}

/* Every `enum` of strings, `const` and `pattern`, at any depth. */
static void
collect_below(struct collect *c, const struct value *v)
{
	const struct value *x;
	uint32_t i, k;

	if (v->kind == V_ARRAY) {
		for (i = 0; i < v->n; i++)
			collect_below(c, &v->items[i]);
		return;
	}
	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		x = &v->members[i].value;
		switch (v->members[i].key) {
		case K_ENUM:
			for (k = 0; x->kind == V_ARRAY && k < x->n; k++)
				if (x->items[0].kind == V_STRING)
					collect_string(c, &x->items[k]);
			break;
		case K_CONST:
		case K_PATTERN: collect_string(c, x); break;
		default: collect_below(c, x); break;
		}
	}
}

static void
collect_compatibles(struct collect *c, const struct value *v)
{
	uint32_t i;

	if (v->kind == V_ARRAY) {
		for (i = 0; i < v->n; i++)
			collect_compatibles(c, &v->items[i]);
		return;
	}
	for (i = 0; v->kind == V_OBJECT && i < v->n; i++) {
		if (v->members[i].key != K_COMPATIBLE)
			collect_compatibles(c, &v->members[i].value);
		else if (v->members[i].value.kind == V_OBJECT)
			collect_below(c, &v->members[i].value);
	}
}

static void
collect_free(struct collect *c)
{
	free(c->atoms.v);
}

void
compatibles_of(struct intern *strings, const struct value *schema, uint32_t number,
	struct words *seen, struct words *out)
{
	struct collect c = { .strings = strings, .number = number, .seen = seen };
	const struct value *v = value_get(value_get(schema, K_PROPERTIES), K_COMPATIBLE);
	uint32_t i;
	atom_t a;

	if (v && v->kind == V_OBJECT)
		collect_below(&c, v);
	for (i = 0; i < c.atoms.n; i++) {
		a = c.atoms.v[i];
		if (c.atoms.n == 1
			|| (a != K_SYSCON && a != K_SIMPLE_MFD && a != K_SIMPLE_BUS))
			words_push(out, a);
	}
	collect_free(&c);
}

void
compatibles_map(struct emit *e, const struct value *schema, uint32_t root,
	struct words *seen, struct words *out)
{
	struct words atoms = { 0 };
	uint32_t i;

	compatibles_of(e->strings, schema, root + 1, seen, &atoms);
	for (i = 0; i < atoms.n; i++) {
		words_push(out, emit_string(e, atoms.v[i]));
		words_push(out, root);
	}
	words_free(&atoms);
}

/* A pattern, and not one that allows nearly anything. */
static bool
is_telling_pattern(const char *s)
{
	size_t n = strlen(s);

	return *s == '^' && s[n - 1] == '$' && !strstr(s, ".+") && !strstr(s, ".*")
	       && strcmp(s, "^[a-zA-Z0-9][a-zA-Z0-9,+\\-._/]+$") != 0;
}

static struct value
object_of(struct arena *a, atom_t key, struct value v)
{
	struct value object = { .kind = V_OBJECT };

	value_set(&object, a, key, v);
	return object;
}

static struct value
pattern_of(struct collect *c, const char *s)
{
	return object_of(c->arena, K_PATTERN,
		value_atom(c->strings, intern(c->strings, s, strlen(s))));
}

struct value
compatibles_schema(struct schema_set *s, struct arena *a)
{
	struct words seen = { 0 };
	struct collect c = { .strings = &s->strings, .arena = a, .seen = &seen };
	struct value known = { .kind = V_ARRAY }, any = { .kind = V_ARRAY };
	const char *text;
	uint32_t i;

	c.number = 1;
	for (i = 0; i < s->count; i++)
		collect_compatibles(&c, s->bindings[i].root);
	known.items = arena_array(a, struct value, c.atoms.n);
	value_append(&any, a, (struct value){ 0 });
	/* names for examples and for tests */
	value_append(&any, a, pattern_of(&c, "^foo"));
	value_append(&any, a, pattern_of(&c, "^test,"));
	for (i = 0; i < c.atoms.n; i++) {
		text = intern_str(&s->strings, c.atoms.v[i]);
		if (!strpbrk(text, "^[{($"))
			known.items[known.n++] = value_atom(&s->strings, c.atoms.v[i]);
		else if (is_telling_pattern(text))
			value_append(&any, a, pattern_of(&c, text));
	}
	any.items[0] = object_of(a, K_ENUM, known);
	words_free(&seen);
	collect_free(&c);
	return object_of(a, K_ANY_OF, any);
}
