/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/run/explain.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "schema/program/keywords.h"
#include "schema/run/eval.h"

struct explain {
	struct machine *m;
	struct arena *a;
	struct schema_step *path; /* (instance) and below: stacks */
	uint32_t npath;
	uint32_t path_cap;
	struct schema_step *schema;
	uint32_t nschema;
	uint32_t schema_cap;
	uint32_t parent; /* steps of the error whose branches these are */
	uint32_t branch;
	uint32_t root;      /* of the document at hand */
	uint32_t condition; /* the `if` that led here, or CODE_NONE */
	uint32_t count;
	struct schema_error **end;
};

static void
push(struct explain *x, struct schema_step **v, uint32_t *n, uint32_t *cap,
	struct schema_step step)
{
	vec_room(x->a, *v, *n, *cap);
	(*v)[(*n)++] = step;
}

static void
push_path(struct explain *x, uint32_t name, uint32_t index)
{
	push(x, &x->path, &x->npath, &x->path_cap, (struct schema_step){ name, index });
}

static void
push_schema(struct explain *x, uint32_t name, uint32_t index)
{
	push(x, &x->schema, &x->nschema, &x->schema_cap,
		(struct schema_step){ name, index });
}

static struct schema_path
copy_path(struct explain *x, const struct schema_step *v, uint32_t n)
{
	struct schema_step *copy = arena_array(x->a, struct schema_step, n);

	if (n)
		memcpy(copy, v, n * sizeof(*v));
	return (struct schema_path){ copy, n };
}

/* The instruction whose keyword does not hold. */
struct failed {
	uint32_t op;
	uint32_t aux;
	uint32_t arg;
	uint32_t code; /* the schema it stands in */
	const struct value *v;
};

static struct schema_error *
add_error(struct explain *x, const struct failed *f, uint32_t keyword)
{
	struct schema_error *e;

	if (x->count >= ERRORS_MAX) {
		x->m->exhausted = true;
		return NULL;
	}
	x->count++;
	e = arena_new(x->a, struct schema_error);
	e->instance = *f->v;
	e->keyword = keyword;
	e->op = f->op;
	e->aux = f->aux;
	e->arg = f->arg;
	e->code = f->code;
	e->root = x->root;
	e->condition = x->condition;
	e->path = copy_path(x, x->path, x->npath);
	e->schema_path = copy_path(x, x->schema, x->nschema);
	e->parent_steps = x->parent;
	e->branch = x->branch;
	*x->end = e;
	x->end = &e->next;
	return e;
}

static struct schema_error *
add(struct explain *x, const struct failed *f)
{
	return add_error(x, f, op_info[f->op].keyword);
}

/* The same with the members that it is about. */
static void
add_names(struct explain *x, const struct failed *f, const struct words *names)
{
	struct schema_error *e = add(x, f);
	uint32_t *copy;

	if (!e || !names->n)
		return;
	copy = arena_array(x->a, uint32_t, names->n);
	memcpy(copy, names->v, names->n * sizeof(*copy));
	e->names = copy;
	e->nnames = names->n;
}

/* One that is missing, and the member that asks for it or STRING_NONE. */
static void
add_missing(struct explain *x, const struct failed *f, uint32_t name, uint32_t asks)
{
	struct schema_error *e = add(x, f);
	uint32_t *names;

	if (!e)
		return;
	names = arena_array(x->a, uint32_t, 2);
	names[0] = name;
	names[1] = asks;
	e->names = names;
	e->nnames = 1;
}

/* The keyword that led to a schema that is false. */
static uint32_t
last_keyword(const struct explain *x)
{
	uint32_t i;

	for (i = x->nschema; i--;)
		if (x->schema[i].name != STRING_NONE)
			return x->schema[i].name;
	return STRING_NONE;
}

/* As jsonschema has it, the step to a schema that is false is on neither path. */
static void
add_false(struct explain *x, const struct value *v, const struct schema_step *part)
{
	struct failed f = { .op = OPS_COUNT, .code = CODE_FALSE, .v = v };
	struct schema_error *e = add_error(x, &f, last_keyword(x));
	uint32_t *name;

	if (!e || !part || part->name == STRING_NONE)
		return;
	name = arena_new(x->a, uint32_t);
	*name = part->name;
	e->names = name;
	e->nnames = 1;
}

static void collect(struct explain *x, uint32_t code, const struct value *v);

/* A schema of a part of the value, which stands below a keyword at @schema, or NULL. */
static void
collect_part(struct explain *x, uint32_t code, const struct value *v,
	struct schema_step part, const struct schema_step *schema)
{
	if (code == CODE_FALSE) {
		add_false(x, v, &part);
		return;
	}
	push_path(x, part.name, part.index);
	if (schema)
		push_schema(x, schema->name, schema->index);
	collect(x, code, v);
	x->nschema -= schema != NULL;
	x->npath--;
}

/* A schema of the value itself, one step below a keyword. */
static void
collect_below(struct explain *x, uint32_t code, const struct value *v, uint32_t name,
	uint32_t index)
{
	if (code == CODE_FALSE) {
		add_false(x, v, NULL);
		return;
	}
	push_schema(x, name, index);
	collect(x, code, v);
	x->nschema--;
}

static void
collect_slot(struct explain *x, uint32_t slot, const struct value *v)
{
	uint32_t root = x->root;

	if (x->m->met)
		x->m->met[slot] = true;
	words_push(&x->m->scopes, x->m->p->slots[slot].resource);
	x->root = x->m->p->slots[slot].root;
	collect(x, x->m->p->slots[slot].code, v);
	x->root = root;
	x->m->scopes.n--;
}

/*
 * The branches of anyOf and oneOf, each explained, as the context of one error; and
 * where one of several holds, oneOf fails if another does too.
 */
static void
collect_choice(struct explain *x, const struct failed *f)
{
	const uint32_t *list = x->m->p->words + f->arg;
	struct schema_error *context = NULL, **end = x->end, *e;
	uint32_t i, parent = x->parent, branch = x->branch;
	bool several = false;

	for (i = 1; i <= list[0] && !eval(x->m, list[i], f->v, NULL); i++)
		;
	if (i <= list[0]) {
		while (f->op == OP_ONE_OF && !several && ++i <= list[0])
			several = eval(x->m, list[i], f->v, NULL);
		if (several && (e = add(x, f)))
			e->several = true;
		return;
	}
	x->end = &context;
	x->parent = x->nschema;
	for (i = 1; i <= list[0]; i++) {
		x->branch = i - 1;
		collect_below(x, list[i], f->v, STRING_NONE, i - 1);
	}
	x->end = end;
	x->parent = parent;
	x->branch = branch;
	e = add(x, f);
	if (e)
		e->context = context;
}

/* A member that a schema of `properties` is for. */
struct described_member {
	const char *name;
	const struct member *member;
	uint32_t code;
};

static int
compare_described(const void *a, const void *b)
{
	const struct described_member *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* By name, the order of a processed schema: errors come in that of the schema. */
static void
collect_properties(struct explain *x, const struct failed *f)
{
	const uint32_t *block = x->m->p->words + f->arg, *codes = block + 1 + block[0];
	struct described_member *v = arena_array(x->a, struct described_member, f->v->n);
	struct schema_step step = { 0, 0 };
	const struct member *m;
	uint32_t i, n = 0;
	int32_t at;

	for (i = 0; i < f->v->n; i++) {
		m = &f->v->members[i];
		at = block_find(block, m->key);
		if (at >= 0)
			v[n++] = (struct described_member){ machine_text(x->m, m->key), m,
				codes[at] };
	}
	qsort(v, n, sizeof(*v), compare_described);
	for (i = 0; i < n; i++) {
		step.name = v[i].member->key;
		collect_part(x, v[i].code, &v[i].member->value, step, &step);
	}
}

/* A pattern, by its place, and a member whose name it matches. */
struct matched {
	uint32_t place;
	uint32_t member;
};

static int
compare_matched(const void *a, const void *b)
{
	const struct matched *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	return x->member < y->member ? -1 : 1;
}

/* One pattern after the other, each with the members in their order. */
static void
collect_patterns(struct explain *x, const struct failed *f)
{
	const uint32_t *block = x->m->p->words + f->arg, *list, *entry;
	struct schema_step step = { 0, 0 };
	struct matched *v;
	uint32_t i, k, n = 0;

	for (i = 0; i < f->v->n; i++)
		n += machine_matches(x->m, f->arg, f->v->members[i].key)[0];
	v = arena_array(x->a, struct matched, n);
	for (i = 0, n = 0; i < f->v->n; i++) {
		list = machine_matches(x->m, f->arg, f->v->members[i].key);
		for (k = 1; k <= list[0]; k++)
			v[n++] = (struct matched){ list[k], i };
	}
	if (n)
		qsort(v, n, sizeof(*v), compare_matched);
	for (i = 0; i < n; i++) {
		const struct member *m = &f->v->members[v[i].member];

		entry = block + 1 + v[i].place * 2;
		step.name = x->m->p->patterns[entry[0]].text;
		collect_part(
			x, entry[1], &m->value, (struct schema_step){ m->key, 0 }, &step);
	}
}

static void
collect_additional(struct explain *x, const struct failed *f)
{
	const uint32_t *w = x->m->p->words + f->arg;
	struct words names = { 0 };
	uint32_t i, name;

	for (i = 0; i < f->v->n; i++) {
		name = f->v->members[i].key;
		if (machine_names(x->m, w, name))
			continue;
		if (w[2] == CODE_FALSE)
			words_push(&names, name);
		else
			collect_part(x, w[2], &f->v->members[i].value,
				(struct schema_step){ name, 0 }, NULL);
	}
	if (names.n)
		add_names(x, f, &names);
	words_free(&names);
}

/* What was evaluated is told from the whole schema that the keyword stands in. */
static void
collect_unevaluated(struct explain *x, const struct failed *f, uint32_t code)
{
	uint64_t *seen = arena_array(x->a, uint64_t, f->v->n / 64 + 1);
	struct words names = { 0 };
	const struct value *part;
	struct value room;
	uint32_t i;

	explain_seen(x->m, code, f->v, f->op, seen);
	for (i = 0; i < f->v->n; i++) {
		if (is_marked(seen, i))
			continue;
		part = f->v->kind == V_OBJECT ? &f->v->members[i].value
					      : value_item(f->v, i, &room);
		if (!eval(x->m, f->arg, part, NULL))
			words_push(&names,
				f->v->kind == V_OBJECT ? f->v->members[i].key : i);
	}
	if (names.n)
		add_names(x, f, &names);
	words_free(&names);
}

static void
collect_property_names(struct explain *x, const struct failed *f)
{
	struct value name = { .kind = V_STRING };
	uint32_t i;

	for (i = 0; i < f->v->n; i++) {
		name.id = f->v->members[i].key;
		name.s = machine_text(x->m, name.id);
		name.n = (uint32_t)strlen(name.s);
		collect(x, f->arg, &name);
	}
}

static void
collect_missing(
	struct explain *x, const struct failed *f, const uint32_t *names, uint32_t asks)
{
	uint32_t i;

	for (i = 1; i <= names[0]; i++)
		if (!object_get(f->v, names[i]))
			add_missing(x, f, names[i], asks);
}

static void
collect_dependent(struct explain *x, const struct failed *f)
{
	const uint32_t *block = x->m->p->words + f->arg;
	uint32_t i;

	for (i = 0; i < block[0]; i++) {
		if (!object_get(f->v, block[1 + i * 2]))
			continue;
		if (f->op == OP_DEPENDENT_REQUIRED)
			collect_missing(x, f, x->m->p->words + block[2 + i * 2],
				block[1 + i * 2]);
		else
			collect_below(x, block[2 + i * 2], f->v, block[1 + i * 2], 0);
	}
}

static void
collect_object(struct explain *x, const struct failed *f)
{
	switch (f->op) {
	case OP_PROPERTIES: collect_properties(x, f); break;
	case OP_PATTERN_PROPERTIES: collect_patterns(x, f); break;
	case OP_ADDITIONAL_PROPERTIES: collect_additional(x, f); break;
	case OP_PROPERTY_NAMES: collect_property_names(x, f); break;
	case OP_REQUIRED:
		collect_missing(x, f, x->m->p->words + f->arg, STRING_NONE);
		break;
	case OP_DEPENDENT_REQUIRED:
	case OP_DEPENDENT_SCHEMAS: collect_dependent(x, f); break;
	default: add(x, f); break;
	}
}

static void
collect_items(struct explain *x, const struct failed *f)
{
	const uint32_t *list = x->m->p->words + f->arg;
	uint32_t i = f->op == OP_ADDITIONAL_ITEMS ? f->aux : 0, n = f->v->n;
	struct value room;

	if (f->op == OP_ADDITIONAL_ITEMS && f->arg == CODE_FALSE) {
		add(x, f);
		return;
	}
	if (f->op == OP_ITEMS_LIST && list[0] < n)
		n = list[0];
	for (; i < n; i++) {
		struct schema_step step = { STRING_NONE, i };
		bool list_of = f->op == OP_ITEMS_LIST;

		collect_part(x, list_of ? list[1 + i] : f->arg,
			value_item(f->v, i, &room), step, list_of ? &step : NULL);
	}
}

static void
collect_contains(struct explain *x, const struct failed *f)
{
	const uint32_t *w = x->m->p->words + f->arg;
	struct schema_error *e;
	struct value room;
	uint32_t i, n = 0;

	for (i = 0; i < f->v->n; i++)
		n += eval(x->m, w[0], value_item(f->v, i, &room), NULL);
	e = add(x, f);
	if (e)
		e->count = n;
}

static void
collect_if(struct explain *x, const struct failed *f)
{
	const uint32_t *w = x->m->p->words + f->arg;
	bool holds = eval(x->m, w[0], f->v, NULL);
	uint32_t condition = x->condition;

	x->condition = holds ? w[0] : CODE_NONE;
	collect_below(x, w[holds ? 1 : 2], f->v, holds ? K_THEN : K_ELSE, 0);
	x->condition = condition;
}

static void
collect_all_of(struct explain *x, const struct failed *f)
{
	const uint32_t *list = x->m->p->words + f->arg;
	uint32_t i;

	for (i = 1; i <= list[0]; i++)
		collect_below(x, list[i], f->v, STRING_NONE, i - 1);
}

/* One instruction that does not hold. */
static void
collect_failed(struct explain *x, const struct failed *f, uint32_t code)
{
	switch (f->op) {
	case OP_REF: collect_slot(x, f->arg, f->v); break;
	case OP_RECURSIVE_REF:
		collect_slot(x, eval_recursive_target(x->m, f->arg), f->v);
		break;
	case OP_ALL_OF: collect_all_of(x, f); break;
	case OP_ANY_OF:
	case OP_ONE_OF: collect_choice(x, f); break;
	case OP_IF: collect_if(x, f); break;
	case OP_ITEMS:
	case OP_ITEMS_LIST:
	case OP_ADDITIONAL_ITEMS: collect_items(x, f); break;
	case OP_CONTAINS: collect_contains(x, f); break;
	case OP_UNEVALUATED_ITEMS:
	case OP_UNEVALUATED_PROPERTIES: collect_unevaluated(x, f, code); break;
	default:
		if (f->v->kind == V_OBJECT)
			collect_object(x, f);
		else
			add(x, f);
		break;
	}
}

static bool
holds(struct explain *x, const struct failed *f)
{
	struct call c = { .m = x->m, .v = f->v, .aux = f->aux, .arg = f->arg };

	return eval_ops[f->op](&c);
}

/* Unevaluated ones are told by collect_unevaluated() itself. */
static bool
is_unevaluated(const struct failed *f)
{
	return f->op == OP_UNEVALUATED_PROPERTIES
		       ? f->v->kind == V_OBJECT
		       : f->op == OP_UNEVALUATED_ITEMS && value_is_array(f->v);
}

static void
collect(struct explain *x, uint32_t code, const struct value *v)
{
	const uint32_t *w = x->m->p->words + code;
	struct failed f = { .op = OPS_COUNT, .code = code, .v = v };
	uint32_t i, n = w[0] & 0xffff;

	if (code == CODE_NONE || eval(x->m, code, v, NULL))
		return;
	if (code == CODE_FALSE) {
		add_false(x, v, NULL);
		return;
	}
	x->m->depth++;
	for (i = 0; i < n; i++) {
		f.op = w[1 + i * 2] & 0xff;
		f.aux = w[1 + i * 2] >> 8;
		f.arg = w[2 + i * 2];
		if (f.op >= OP_UNEVALUATED_ITEMS ? !is_unevaluated(&f) : holds(x, &f))
			continue;
		if (f.op != OP_REF && f.op != OP_IF)
			push_schema(x, op_info[f.op].keyword, 0);
		collect_failed(x, &f, code);
		if (f.op != OP_REF && f.op != OP_IF)
			x->nschema--;
	}
	x->m->depth--;
}

struct schema_error *
schema_explain(struct machine *m, struct arena *a, uint32_t root, uint32_t code,
	const struct value *v)
{
	struct schema_error *first = NULL;
	struct explain x = { .m = m, .a = a, .root = root, .end = &first };

	m->depth = 0;
	m->steps = 0;
	m->exhausted = false;
	m->scopes.n = 0;
	regexes_start(m->regexes);
	collect(&x, code, v);
	return first;
}
