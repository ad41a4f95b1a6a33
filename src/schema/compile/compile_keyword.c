/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "schema/compile/compile.h"
#include "schema/program/keywords.h"

enum {
	AUX_MAX = (1 << 24) - 1,
	SHORT_MAX = 24, /* sorted without a call for each comparison */
};

static uint32_t literal(struct emit *e, const struct value *v);

static void
put(struct instructions *in, enum schema_op op, uint32_t arg)
{
	in->present |= 1ull << op;
	in->flags |= op_info[op].sees;
	in->arg[op] = arg;
}

static void
push_wide(struct words *w, uint64_t x)
{
	words_push(w, (uint32_t)x);
	words_push(w, (uint32_t)(x >> 32));
}

static uint32_t
literal_container(struct emit *e, const struct value *v)
{
	uint32_t from = e->stack.n, i, x;

	words_push(&e->stack, v->kind);
	words_push(&e->stack, v->n);
	for (i = 0; i < v->n; i++) {
		if (v->kind == V_OBJECT)
			words_push(&e->stack, emit_string(e, v->members[i].key));
		x = literal(e, v->kind == V_OBJECT ? &v->members[i].value : &v->items[i]);
		words_push(&e->stack, x);
	}
	return emit_block(e, from);
}

static uint32_t
literal(struct emit *e, const struct value *v)
{
	uint32_t from = e->stack.n;

	if (v->kind == V_ARRAY || v->kind == V_OBJECT)
		return literal_container(e, v);
	words_push(&e->stack, v->kind);
	if (value_is_number(v))
		push_wide(&e->stack, v->u);
	else if (v->kind == V_STRING)
		words_push(&e->stack, emit_value_string(e, v));
	return emit_block(e, from);
}

static uint32_t
compile_list(
	struct compiler *c, const struct value *list, uint32_t resource, uint32_t *flags)
{
	struct emit *e = &c->emit;
	uint32_t from = e->stack.n, i, code;

	words_push(&e->stack, list->n);
	for (i = 0; i < list->n; i++) {
		code = compile_schema(c, &list->items[i], resource);
		*flags |= e->code.v[code] & CODE_SEES;
		words_push(&e->stack, code);
	}
	return emit_block(e, from);
}

static int
compare_pairs(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return x[0] < y[0] ? -1 : x[0] > y[0];
}

/* By the first of each; most maps have a few members, and those in order. */
static void
sort_pairs(uint32_t *pairs, uint32_t n)
{
	uint32_t i, k, key, value;

	if (n > SHORT_MAX) {
		qsort(pairs, n, 2 * sizeof(*pairs), compare_pairs);
		return;
	}
	for (i = 1; i < n; i++) {
		key = pairs[i * 2];
		value = pairs[i * 2 + 1];
		for (k = i; k && pairs[k * 2 - 2] > key; k--) {
			pairs[k * 2] = pairs[k * 2 - 2];
			pairs[k * 2 + 1] = pairs[k * 2 - 1];
		}
		pairs[k * 2] = key;
		pairs[k * 2 + 1] = value;
	}
}

static uint32_t
compile_properties(struct compiler *c, const struct value *map, uint32_t resource)
{
	struct emit *e = &c->emit;
	uint32_t pairs = e->stack.n, from, block, i, k, code;

	for (i = 0; i < map->n; i++) {
		words_push(&e->stack, emit_string(e, map->members[i].key));
		code = compile_schema(c, &map->members[i].value, resource);
		words_push(&e->stack, code);
	}
	if (map->n)
		sort_pairs(e->stack.v + pairs, map->n);
	from = e->stack.n;
	words_push(&e->stack, map->n);
	for (k = 0; k < 2; k++)
		for (i = 0; i < map->n; i++)
			words_push(&e->stack, e->stack.v[pairs + i * 2 + k]);
	block = emit_block(e, from);
	e->stack.n = pairs;
	return block;
}

struct pattern_schema {
	const char *text;
	uint32_t pattern;
	uint32_t code;
};

static int
compare_patterns(const void *a, const void *b)
{
	return strcmp(((const struct pattern_schema *)a)->text,
		((const struct pattern_schema *)b)->text);
}

static uint32_t
compile_patterns(struct compiler *c, const struct value *map, uint32_t resource)
{
	struct emit *e = &c->emit;
	uint32_t from = e->stack.n, i;
	struct pattern_schema *v = arena_array(e->arena, struct pattern_schema, map->n);

	for (i = 0; i < map->n; i++) {
		v[i].text = intern_str(e->strings, map->members[i].key);
		v[i].pattern = emit_pattern(e, emit_string(e, map->members[i].key));
		v[i].code = compile_schema(c, &map->members[i].value, resource);
	}
	if (map->n > 1)
		qsort(v, map->n, sizeof(*v), compare_patterns);
	words_push(&e->stack, map->n);
	for (i = 0; i < map->n; i++) {
		words_push(&e->stack, v[i].pattern);
		words_push(&e->stack, v[i].code);
	}
	return emit_block(e, from);
}

static uint32_t
compile_names(struct compiler *c, const struct value *list)
{
	struct emit *e = &c->emit;
	uint32_t from = e->stack.n, i;

	words_push(&e->stack, list->n);
	for (i = 0; i < list->n; i++)
		words_push(&e->stack, emit_value_string(e, &list->items[i]));
	return emit_block(e, from);
}

static uint32_t
compile_dependent(struct compiler *c, const struct value *map, bool schemas,
	uint32_t resource, uint32_t *flags)
{
	struct emit *e = &c->emit;
	uint32_t from = e->stack.n, i, x;

	words_push(&e->stack, map->n);
	for (i = 0; i < map->n; i++) {
		words_push(&e->stack, emit_string(e, map->members[i].key));
		if (schemas) {
			x = compile_schema(c, &map->members[i].value, resource);
			*flags |= e->code.v[x] & CODE_SEES;
		} else {
			x = compile_names(c, &map->members[i].value);
		}
		words_push(&e->stack, x);
	}
	return emit_block(e, from);
}

static uint32_t
compile_count(const struct value *v)
{
	return v->u > UINT32_MAX ? UINT32_MAX : (uint32_t)v->u;
}

static uint32_t
compile_contains(struct compiler *c, const struct value *schema, const struct value *v,
	uint32_t resource)
{
	const struct value *min = value_get(schema, K_MIN_CONTAINS);
	const struct value *max = value_get(schema, K_MAX_CONTAINS);
	uint32_t from = c->emit.stack.n;

	words_push(&c->emit.stack, compile_schema(c, v, resource));
	words_push(&c->emit.stack, min ? compile_count(min) : 1);
	words_push(&c->emit.stack, max ? compile_count(max) : UINT32_MAX);
	return emit_block(&c->emit, from);
}

static uint32_t
compile_if(struct compiler *c, const struct value *schema, uint32_t resource,
	uint32_t *flags)
{
	static const atom_t keys[] = { K_IF, K_THEN, K_ELSE };
	struct emit *e = &c->emit;
	uint32_t from = e->stack.n, code, i;
	const struct value *v;

	for (i = 0; i < 3; i++) {
		v = value_get(schema, keys[i]);
		code = v ? compile_schema(c, v, resource) : CODE_NONE;
		*flags |= e->code.v[code] & CODE_SEES;
		words_push(&e->stack, code);
	}
	return emit_block(e, from);
}

static bool
all_strings(const struct value *list)
{
	uint32_t i;

	for (i = 0; i < list->n; i++)
		if (list->items[i].kind != V_STRING)
			return false;
	return list->n > 0;
}

static int
compare_words(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static uint32_t
compile_enum(struct compiler *c, const struct value *list, bool strings)
{
	struct emit *e = &c->emit;
	uint32_t from = e->stack.n, i;
	uint32_t *sorted = arena_array(e->arena, uint32_t, list->n);

	words_push(&e->stack, list->n);
	for (i = 0; i < list->n; i++) {
		sorted[i] = strings ? emit_value_string(e, &list->items[i])
				    : literal(e, &list->items[i]);
		words_push(&e->stack, sorted[i]);
	}
	if (strings) {
		if (list->n > 1)
			qsort(sorted, list->n, sizeof(*sorted), compare_words);
		for (i = 0; i < list->n; i++)
			words_push(&e->stack, sorted[i]);
	}
	return emit_block(e, from);
}

static uint32_t
type_bits(const struct value *type)
{
	switch (type->id) {
	case K_ARRAY: return 1u << V_ARRAY | 1u << V_CELLS;
	case K_BOOLEAN: return 1u << V_FALSE | 1u << V_TRUE;
	case K_INTEGER: return 1u << V_INT | 1u << V_NEGINT;
	case K_NULL: return 1u << V_NULL;
	case K_NUMBER: return 1u << V_INT | 1u << V_NEGINT | 1u << V_REAL;
	case K_OBJECT: return 1u << V_OBJECT;
	default: return 1u << V_STRING;
	}
}

static uint32_t
compile_type(const struct value *v)
{
	uint32_t bits = 0, i;

	if (v->kind != V_ARRAY)
		return type_bits(v);
	for (i = 0; i < v->n; i++)
		bits |= type_bits(&v->items[i]);
	return bits;
}

const struct value *
compile_target(
	struct compiler *c, uint32_t resource, const struct value *ref, uint32_t *own)
{
	const struct value *target = resolver_find_value(c->resolver, resource, ref, own);

	return target
			       && (target->kind == V_OBJECT || target->kind == V_TRUE
				       || target->kind == V_FALSE)
		       ? target
		       : NULL;
}

/*
 * What stands for a `$ref` that leads nowhere: of a document that is not there the schema
 * false, as dt-schema has it, which ends at one that lacks what the fragment asks for.
 */
static const struct value *
lost_target(struct compiler *c, const struct value *ref, uint32_t resource)
{
	const char *text = arena_strndup(c->emit.arena, ref->s, ref->n);
	size_t n = strcspn(text, "#");
	struct value *target = arena_new(c->emit.arena, struct value);
	uint32_t own;

	*target = c->anything;
	if (n && (!text[n] || !text[n + 1])
		&& !resolver_find(c->resolver, resource,
			arena_strndup(c->emit.arena, text, n), &own))
		*target = (struct value){ .kind = V_FALSE };
	return target;
}

static void
note_lost(struct compiler *c, uint32_t slot, const struct value *ref, uint32_t resource)
{
	words_push(&c->lost, slot);
	words_push(&c->lost, resource);
	words_push(&c->lost, ref->line);
	words_push(&c->lost, ref->column);
}

static void
compile_ref(struct compiler *c, const struct value *ref, uint32_t resource,
	struct instructions *in)
{
	const struct value *target;
	uint32_t own;
	bool lost;

	target = compile_target(c, resource, ref, &own);
	lost = !target;
	if (lost) {
		if (c->fault)
			fault_at_line(c->fault, ref->line, ref->column,
				"the '$ref' %s leads to no schema", ref->s);
		target = lost_target(c, ref, resource);
		own = resource;
	}
	put(in, OP_REF, compile_slot(c, target, own));
	if (lost)
		note_lost(c, in->arg[OP_REF], ref, resource);
}

/* What the operand of an instruction becomes, by its shape. */
static uint32_t
compile_operand(struct compiler *c, const struct value *schema, enum schema_op op,
	const struct value *v, uint32_t resource, uint32_t *flags)
{
	uint32_t ignored = 0;

	/* of parts of a value, nothing counts as evaluated in the value itself */
	if (op_info[op].applies != APPLIES_SELF)
		flags = &ignored;
	switch (op_info[op].operand) {
	case OPERAND_NUMBER: return compile_count(v);
	case OPERAND_SLOT:
		return compile_slot(c, c->resolver->resources[resource].root, resource);
	case OPERAND_SCHEMA: return compile_schema(c, v, resource);
	case OPERAND_SCHEMAS: return compile_list(c, v, resource, flags);
	case OPERAND_NAMES: return compile_names(c, v);
	case OPERAND_LITERAL:
	case OPERAND_LIMIT:
	case OPERAND_DIVISOR: return literal(&c->emit, v);
	case OPERAND_LITERALS: return compile_enum(c, v, false);
	case OPERAND_STRINGS: return compile_enum(c, v, true);
	case OPERAND_PATTERN:
		return emit_pattern(&c->emit, emit_value_string(&c->emit, v));
	case OPERAND_PATTERNS: return compile_patterns(c, v, resource);
	case OPERAND_PROPERTIES: return compile_properties(c, v, resource);
	case OPERAND_ADDITIONAL: break; /* compile_additional() */
	case OPERAND_CONTAINS: return compile_contains(c, schema, v, resource);
	case OPERAND_IF: return compile_if(c, schema, resource, flags);
	case OPERAND_DEPENDENT_NAMES:
		return compile_dependent(c, v, false, resource, flags);
	case OPERAND_DEPENDENT_SCHEMAS:
		return compile_dependent(c, v, true, resource, flags);
	}
	return 0;
}

/* The instruction of a keyword with this value; OPS_COUNT: it has none of its own. */
static enum schema_op
op_of(const struct compiler *c, atom_t key, const struct value *v)
{
	switch (key) {
	case K_ENUM: return all_strings(v) ? OP_ENUM_STRINGS : OP_ENUM;
	case K_ITEMS: return v->kind == V_ARRAY ? OP_ITEMS_LIST : OP_ITEMS;
	case K_TYPE_SIZE: return v->kind == V_INT ? OP_TYPE_SIZE : OPS_COUNT;
	case K_UNIQUE_ITEMS: return v->kind == V_TRUE ? OP_UNIQUE_ITEMS : OPS_COUNT;
	/* compile_additional() */
	case K_ADDITIONAL_ITEMS:
	case K_ADDITIONAL_PROPERTIES: return OPS_COUNT;
	default: return (enum schema_op)c->op_of[key];
	}
}

void
compile_keyword(struct compiler *c, const struct value *schema, atom_t key,
	const struct value *v, uint32_t resource, struct instructions *in)
{
	enum schema_op op = op_of(c, key, v);

	if (op == OPS_COUNT)
		return;
	if (op == OP_REF) {
		compile_ref(c, v, resource, in);
	} else if (op == OP_TYPE) {
		put(in, op, 0);
		in->aux[op] = compile_type(v);
	} else if (op == OP_UNIQUE_ITEMS) {
		put(in, op, 0);
	} else {
		put(in, op, compile_operand(c, schema, op, v, resource, &in->flags));
	}
}

void
compile_additional(struct compiler *c, const struct value *schema, uint32_t resource,
	struct instructions *in)
{
	const struct value *v = value_get(schema, K_ADDITIONAL_PROPERTIES), *items;
	uint32_t from = c->emit.stack.n, code;

	if (v) {
		code = compile_schema(c, v, resource);
		words_push(&c->emit.stack, in->arg[OP_PROPERTIES]);
		words_push(&c->emit.stack, in->arg[OP_PATTERN_PROPERTIES]);
		words_push(&c->emit.stack, code);
		put(in, OP_ADDITIONAL_PROPERTIES, emit_block(&c->emit, from));
	}
	v = value_get(schema, K_ADDITIONAL_ITEMS);
	items = value_get(schema, K_ITEMS);
	/* without a list of items before them there are no additional ones */
	if (v && items && items->kind == V_ARRAY && items->n <= AUX_MAX) {
		put(in, OP_ADDITIONAL_ITEMS, compile_schema(c, v, resource));
		in->aux[OP_ADDITIONAL_ITEMS] = items->n;
	}
}
