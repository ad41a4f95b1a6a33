/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "compat/python/message.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "compat/python/repr.h"
#include "schema/program/keywords.h"

struct repr
message_repr(struct buf *out, const struct message *c, const struct schema_error *e)
{
	return (struct repr){ .out = out,
		.machine = c->m,
		.ordered = !c->ordered ? 0
			   : e->path.n ? 1
				       : 2 };
}

static void
put_instance(struct buf *out, const struct message *c, const struct schema_error *e)
{
	struct repr r = message_repr(out, c, e);

	repr_value(&r, &e->instance);
}

/* What the value is not, or fails: a text behind it. */
static void
put_fails(struct buf *out, const struct message *c, const struct schema_error *e,
	const char *text)
{
	put_instance(out, c, e);
	buf_puts(out, text);
}

static void
put_bound(struct buf *out, const struct message *c, const struct schema_error *e,
	const char *text)
{
	struct repr r = message_repr(out, c, e);

	put_fails(out, c, e, text);
	repr_literal(&r, e->arg);
}

static int
compare_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
put_names(struct buf *out, const char **names, size_t n, bool sort)
{
	size_t i;

	if (sort)
		qsort(names, n, sizeof(*names), compare_text);
	for (i = 0; i < n; i++) {
		buf_puts(out, i ? ", " : "");
		repr_text(out, names[i]);
	}
}

static const char **
names_of(const struct message *c, const struct schema_error *e)
{
	const char **names = arena_array(c->scratch, const char *, e->nnames);
	uint32_t i;

	for (i = 0; i < e->nnames; i++)
		names[i] = machine_text(c->m, e->names[i]);
	return names;
}

static void
put_additional(struct buf *out, const struct message *c, const struct schema_error *e)
{
	const struct program *p = c->m->p;
	const uint32_t *block = p->words + p->words[e->arg + 1];
	const char **names = names_of(c, e), **patterns;
	uint32_t i;

	if (!p->words[e->arg + 1]) {
		buf_puts(out, "Additional properties are not allowed (");
		put_names(out, names, e->nnames, true);
		buf_puts(out, e->nnames == 1 ? " was unexpected)" : " were unexpected)");
		return;
	}
	patterns = arena_array(c->scratch, const char *, block[0]);
	for (i = 0; i < block[0]; i++)
		patterns[i] = program_string(p, p->patterns[block[1 + i * 2]].text);
	put_names(out, names, e->nnames, true);
	buf_printf(out,
		" %s not match any of the regexes: ", e->nnames == 1 ? "does" : "do");
	put_names(out, patterns, block[0], true);
}

/* Each as often as the schema finds something wrong with it. */
static void
put_unevaluated(struct buf *out, const struct message *c, const struct schema_error *e)
{
	const char **names = names_of(c, e), **all;
	const struct schema_error *x;
	size_t n = 0, cap = e->nnames;
	uint32_t i;

	if (e->arg == CODE_FALSE) {
		buf_puts(out, "Unevaluated properties are not allowed (");
		put_names(out, names, e->nnames, true);
		buf_puts(out, e->nnames == 1 ? " was unexpected)" : " were unexpected)");
		return;
	}
	all = arena_array(c->scratch, const char *, cap);
	for (i = 0; i < e->nnames; i++) {
		x = schema_explain(c->m, c->scratch, ROOT_NONE, e->arg,
			object_get(&e->instance, e->names[i]));
		for (; x; x = x->next) {
			vec_room(c->scratch, all, n, cap);
			all[n++] = names[i];
		}
	}
	buf_puts(out, "Unevaluated properties are not valid under the given schema (");
	put_names(out, all, n, false);
	buf_printf(out, " %s unevaluated and invalid)", n == 1 ? "was" : "were");
}

static void
put_items(struct buf *out, const struct message *c, const struct schema_error *e,
	const char *what)
{
	struct repr r = message_repr(out, c, e);
	uint32_t i, n = e->op == OP_ADDITIONAL_ITEMS ? e->instance.n : e->nnames;
	uint32_t from = e->op == OP_ADDITIONAL_ITEMS ? e->aux : 0;
	struct value room;

	buf_printf(out, "%s items are not allowed (", what);
	for (i = from; i < n; i++) {
		buf_puts(out, i > from ? ", " : "");
		repr_value(
			&r, value_item(&e->instance, e->nnames ? e->names[i] : i, &room));
	}
	buf_puts(out, n - from == 1 ? " was unexpected)" : " were unexpected)");
}

static void
put_enum(struct buf *out, const struct message *c, const struct schema_error *e)
{
	const uint32_t *list = c->m->p->words + e->arg;
	struct repr r = message_repr(out, c, e);
	uint32_t i;

	put_fails(out, c, e, " is not one of [");
	for (i = 1; i <= list[0]; i++) {
		buf_puts(out, i > 1 ? ", " : "");
		if (e->op == OP_ENUM_STRINGS)
			repr_text(out, program_string(c->m->p, list[i]));
		else
			repr_literal(&r, list[i]);
	}
	buf_putc(out, ']');
}

static void
put_source(struct buf *out, const struct message *c, const struct value *v)
{
	struct repr r = { .out = out };

	if (!v) {
		buf_puts(out, "the given schema");
		return;
	}
	r.strings = c->source->resolver->strings;
	repr_value(&r, v);
}

static const struct value *
source_of(const struct message *c, const struct schema_error *e)
{
	return c->source ? source_find(c->source, c->m, c->id, e) : NULL;
}

/* Several types as the schema lists them. */
static bool
put_listed_types(struct buf *out, const struct message *c, const struct schema_error *e)
{
	const struct value *list = e->aux & (e->aux - 1) ? source_of(c, e) : NULL;
	uint32_t i;

	if (!list || list->kind != V_ARRAY)
		return false;
	for (i = 0; i < list->n; i++) {
		buf_puts(out, i ? ", " : "");
		repr_string(out, list->items[i].s, list->items[i].n);
	}
	return true;
}

static void
put_types(struct buf *out, const struct message *c, const struct schema_error *e)
{
	static const struct {
		uint32_t bits;
		const char *name;
	} types[] = { { 1u << V_OBJECT, "object" }, { 1u << V_REAL, "number" },
		{ 1u << V_INT, "integer" }, { 1u << V_ARRAY, "array" },
		{ 1u << V_TRUE, "boolean" }, { 1u << V_NULL, "null" },
		{ 1u << V_STRING, "string" } };
	const char *before = "";
	bool number = false;
	size_t i;

	put_fails(out, c, e, " is not of type ");
	if (put_listed_types(out, c, e))
		return;
	for (i = 0; i < sizeof(types) / sizeof(*types); i++) {
		if (!(e->aux & types[i].bits) || (types[i].bits == 1u << V_INT && number))
			continue;
		number |= types[i].bits == 1u << V_REAL;
		buf_printf(out, "%s'%s'", before, types[i].name);
		before = ", ";
	}
}

static void
put_size(struct buf *out, const struct message *c, const struct schema_error *e)
{
	bool least = e->op == OP_MIN_ITEMS || e->op == OP_MIN_LENGTH
		     || e->op == OP_MIN_PROPERTIES;

	put_instance(out, c, e);
	if (least && e->arg == 1)
		buf_puts(out, " should be non-empty");
	else if (!least && !e->arg)
		buf_puts(out, " is expected to be empty");
	else if (e->op == OP_MIN_PROPERTIES)
		buf_puts(out, " does not have enough properties");
	else if (e->op == OP_MAX_PROPERTIES)
		buf_puts(out, " has too many properties");
	else
		buf_puts(out, least ? " is too short" : " is too long");
}

static void
put_contains(struct buf *out, const struct message *c, const struct schema_error *e)
{
	const uint32_t *w = c->m->p->words + e->arg;

	if (e->count > w[2])
		buf_printf(out,
			"Too many items match the given schema (expected at most "
			"%" PRIu32 ")",
			w[2]);
	else if (!e->count)
		put_fails(out, c, e, " does not contain items matching the given schema");
	else
		buf_printf(out,
			"Too few items match the given schema (expected at least %" PRIu32
			" but only %" PRIu32 " matched)",
			w[1], e->count);
}

static void
put_not(struct buf *out, const struct message *c, const struct schema_error *e)
{
	put_fails(out, c, e, " should not be valid under ");
	put_source(out, c, source_of(c, e));
}

/* The branches that hold: the first of them comes last. */
static void
put_several(struct buf *out, const struct message *c, const struct schema_error *e)
{
	const uint32_t *list = c->m->p->words + e->arg;
	const struct value *branches = source_of(c, e);
	uint32_t i, first = 0;

	put_fails(out, c, e, " is valid under each of ");
	if (branches && (branches->kind != V_ARRAY || branches->n != list[0]))
		branches = NULL;
	for (i = 1; i <= list[0]; i++) {
		if (!machine_valid(c->m, list[i], &e->instance))
			continue;
		if (!first) {
			first = i;
			continue;
		}
		put_source(out, c, branches ? &branches->items[i - 1] : NULL);
		buf_puts(out, ", ");
	}
	put_source(out, c, branches && first ? &branches->items[first - 1] : NULL);
}

static void
put_missing(struct buf *out, const struct message *c, const struct schema_error *e)
{
	repr_text(out, machine_text(c->m, e->names[0]));
	if (e->op == OP_REQUIRED) {
		buf_puts(out, " is a required property");
		return;
	}
	buf_puts(out, " is a dependency of ");
	repr_text(out, machine_text(c->m, e->names[1]));
}

static void
put_pattern(struct buf *out, const struct message *c, const struct schema_error *e)
{
	put_fails(out, c, e, " does not match ");
	repr_text(out, program_string(c->m->p, c->m->p->patterns[e->arg].text));
}

static void
put_const(struct buf *out, const struct message *c, const struct schema_error *e)
{
	struct repr r = message_repr(out, c, e);

	repr_literal(&r, e->arg);
	buf_puts(out, " was expected");
}

static void
put_size_of_cells(struct buf *out, const struct schema_error *e)
{
	bool known = e->instance.kind != V_CELLS && e->instance.bits;

	buf_printf(out, "size is %u, expected %" PRIu32, known ? e->instance.bits : 32u,
		e->arg);
}

static void
put_false(struct buf *out, const struct message *c, const struct schema_error *e)
{
	buf_puts(out, "False schema does not allow ");
	put_instance(out, c, e);
}

void
message_put(struct buf *out, const struct message *c, const struct schema_error *e)
{
	switch (e->op) {
	case OP_TYPE: put_types(out, c, e); break;
	case OP_ENUM:
	case OP_ENUM_STRINGS: put_enum(out, c, e); break;
	case OP_CONST: put_const(out, c, e); break;
	case OP_PATTERN: put_pattern(out, c, e); break;
	case OP_MIN_ITEMS:
	case OP_MAX_ITEMS:
	case OP_MIN_LENGTH:
	case OP_MAX_LENGTH:
	case OP_MIN_PROPERTIES:
	case OP_MAX_PROPERTIES: put_size(out, c, e); break;
	case OP_CONTAINS: put_contains(out, c, e); break;
	case OP_REQUIRED:
	case OP_DEPENDENT_REQUIRED: put_missing(out, c, e); break;
	case OP_ADDITIONAL_PROPERTIES: put_additional(out, c, e); break;
	case OP_UNEVALUATED_PROPERTIES: put_unevaluated(out, c, e); break;
	case OP_NOT: put_not(out, c, e); break;
	case OP_ANY_OF:
	case OP_ONE_OF:
		if (e->several)
			put_several(out, c, e);
		else
			put_fails(out, c, e,
				" is not valid under any of the given schemas");
		break;
	case OP_MAXIMUM: put_bound(out, c, e, " is greater than the maximum of "); break;
	case OP_MINIMUM: put_bound(out, c, e, " is less than the minimum of "); break;
	case OP_EXCLUSIVE_MAXIMUM:
		put_bound(out, c, e, " is greater than or equal to the maximum of ");
		break;
	case OP_EXCLUSIVE_MINIMUM:
		put_bound(out, c, e, " is less than or equal to the minimum of ");
		break;
	case OP_MULTIPLE_OF: put_bound(out, c, e, " is not a multiple of "); break;
	case OP_UNIQUE_ITEMS: put_fails(out, c, e, " has non-unique elements"); break;
	case OP_TYPE_SIZE: put_size_of_cells(out, e); break;
	case OP_ADDITIONAL_ITEMS: put_items(out, c, e, "Additional"); break;
	case OP_UNEVALUATED_ITEMS: put_items(out, c, e, "Unevaluated"); break;
	/* these fail by one of their schemas, which is told; left is the schema false */
	case OP_RECURSIVE_REF:
	case OP_REF:
	case OP_ALL_OF:
	case OP_DEPENDENT_SCHEMAS:
	case OP_IF:
	case OP_ITEMS:
	case OP_ITEMS_LIST:
	case OP_PATTERN_PROPERTIES:
	case OP_PROPERTIES:
	case OP_PROPERTY_NAMES:
	case OPS_COUNT: put_false(out, c, e); break;
	}
}

const char *
message_keyword(const struct message *c, const struct schema_error *e)
{
	if (e->op == OPS_COUNT)
		return NULL;
	if (e->op == OP_CONTAINS && e->count)
		return e->count > c->m->p->words[e->arg + 2] ? "maxContains"
							     : "minContains";
	return machine_text(c->m, e->keyword);
}

/* -1, 0 or 1: by path from the value, as Python compares sequences. */
static int
message_compare_paths(const struct message *c, const struct schema_error *a,
	const struct schema_error *b)
{
	const struct schema_step *x, *y;
	uint32_t i;
	int order;

	for (i = 0; i < a->path.n && i < b->path.n; i++) {
		x = &a->path.v[i];
		y = &b->path.v[i];
		if (x->name == STRING_NONE || y->name == STRING_NONE) {
			if (x->name == y->name && x->index != y->index)
				return x->index < y->index ? -1 : 1;
			continue;
		}
		order = strcmp(machine_text(c->m, x->name), machine_text(c->m, y->name));
		if (order)
			return order;
	}
	return a->path.n < b->path.n ? -1 : a->path.n > b->path.n;
}

struct placed {
	const struct message *c;
	const struct schema_error *e;
	size_t place;
};

static int
compare_placed(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = message_compare_paths(x->c, x->e, y->e);

	return order ? order : x->place < y->place ? -1 : x->place > y->place;
}

const struct schema_error **
message_context(const struct message *c, const struct schema_error *e, size_t *n)
{
	const struct schema_error *x, **v;
	struct placed *list;
	size_t i = 0;

	*n = 0;
	for (x = e->context; x; x = x->next)
		++*n;
	list = arena_array(c->scratch, struct placed, *n);
	for (x = e->context; x; x = x->next, i++)
		list[i] = (struct placed){ c, x, i };
	qsort(list, *n, sizeof(*list), compare_placed);
	v = arena_array(c->scratch, const struct schema_error *, *n);
	for (i = 0; i < *n; i++)
		v[i] = list[i].e;
	return v;
}

/* True where the schema that the keyword stands in asks for the type the value has. */
static bool
matches_type(const struct message *c, const struct schema_error *e)
{
	const uint32_t *w = c->m->p->words + e->code;
	uint32_t i;

	if (e->code <= CODE_FALSE)
		return false;
	for (i = 0; i < (w[0] & 0xffff); i++)
		if ((w[1 + i * 2] & 0xff) == OP_TYPE)
			return w[1 + i * 2] >> 8 >> e->instance.kind & 1;
	return false;
}

/* jsonschema.exceptions.relevance: the least is the most telling. */
static int
compare_relevance(const struct message *c, const struct schema_error *a,
	const struct schema_error *b)
{
	bool strong_a = a->op != OP_ANY_OF && a->op != OP_ONE_OF;
	bool strong_b = b->op != OP_ANY_OF && b->op != OP_ONE_OF;
	int order;

	if (a->path.n != b->path.n)
		return a->path.n > b->path.n ? -1 : 1;
	order = message_compare_paths(c, a, b);
	if (order)
		return order;
	if (strong_a != strong_b)
		return strong_a ? 1 : -1;
	return matches_type(c, b) - matches_type(c, a);
}

const struct schema_error *
message_best(const struct message *c, const struct schema_error *e)
{
	const struct schema_error *x, *best;
	bool tie;

	for (; e->context; e = best) {
		best = e->context;
		tie = false;
		for (x = best->next; x; x = x->next) {
			int order = compare_relevance(c, x, best);

			tie = order ? tie && order > 0 : true;
			if (order < 0)
				best = x;
		}
		if (tie)
			return e;
	}
	return e;
}
