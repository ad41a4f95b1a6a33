/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a finding of a binding says: the property, what was found, what is wanted. */
#include <inttypes.h>
#include <string.h>

#include "bindings/message.h"
#include "schema/program/keywords.h"

enum { PATTERN_TEXT_MAX = 120 };

static const char *
text_of(struct lint *l, struct buf *b)
{
	const char *s = arena_strndup(l->arena, b->s ? b->s : "", b->n);

	buf_free(b);
	return s;
}

static void
put_found(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	put_subject(b, w, e);
	if (e->instance.kind == V_OBJECT)
		return;
	buf_puts(b, " is ");
	put_value(b, &e->instance);
}

static void
put_types(struct buf *b, uint32_t types)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = { { V_OBJECT, "a node" }, { V_ARRAY, "a list" },
		{ V_INT, "one number" }, { V_STRING, "a string" },
		{ V_TRUE, "a flag, without a value" }, { V_NULL, "nothing" } };
	const char *before = "";
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(types >> names[i].bit & 1))
			continue;
		buf_printf(b, "%s%s", before, names[i].name);
		before = " or ";
	}
}

/* Bytes that stayed bytes: nobody knows their type, or they do not make it up. */
static void
message_bytes(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const struct schema_step *last = &e->path.v[e->path.n - 1];
	uint32_t n = e->instance.n, types;

	put_subject(b, w, e);
	if (e->aux == 1u << V_OBJECT) {
		buf_puts(b, " is a property, expected a child node");
		return;
	}
	types = last->name == STRING_NONE ? 0 : decoder_types(w->d, last->name);
	if (!types) {
		buf_puts(b, " is described by no binding: its bytes cannot be decoded");
		if (last->name != STRING_NONE)
			buf_puts(b, near_type(w, last->name));
		return;
	}
	if (types == TYPE_FLAG)
		buf_printf(b,
			" has a value of %" PRIu32 " byte%s, expected a flag without one",
			n, n == 1 ? "" : "s");
	else if (!(types & (TYPE_STRING | TYPE_STRING_ARRAY)))
		buf_printf(b,
			" has %" PRIu32 " byte%s, which make up no whole number of cells",
			n, n == 1 ? "" : "s");
	else if (e->instance.bytes[n - 1])
		buf_puts(b, " does not end with a NUL, expected a string");
	else
		buf_puts(b, " holds bytes that are not ASCII, expected a string");
}

static void
message_type(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	if (e->instance.kind == V_BYTES && e->instance.n && e->path.n) {
		message_bytes(b, w, e);
		return;
	}
	put_found(b, w, e);
	if (e->instance.kind == V_OBJECT)
		buf_puts(b, " is a node");
	buf_puts(b, ", expected ");
	put_types(b, e->aux);
	if (e->instance.kind == V_OBJECT && e->path.n)
		buf_puts(b, "; the child node has the name of a property");
}

bool
finding_is_of_child(const struct words_of *w)
{
	const struct schema_error *e = w->finding->error;

	return e && e->op == OP_TYPE && e->instance.kind == V_OBJECT && e->path.n
	       && e->path.v[e->path.n - 1].name != STRING_NONE;
}

static void
message_enum(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *list = w->p->words + e->arg;
	struct suggest s = { 0 };
	uint32_t i;

	put_found(b, w, e);
	buf_puts(b, ", expected ");
	put_allowed(b, w->p, e->code);
	if (e->op != OP_ENUM_STRINGS || e->instance.kind != V_STRING)
		return;
	s.word = arena_strndup(w->l->scratch, e->instance.s, e->instance.n);
	for (i = 0; i < list[0]; i++)
		near_try(&s, program_string(w->p, list[1 + i]));
	slip_note(w, s.word, s.best, false, true);
	buf_puts(b, suggest_text(w->l->arena, &s));
}

static const char *
counted(const struct schema_error *e, bool one)
{
	const struct schema_step *last = e->path.n ? &e->path.v[e->path.n - 1] : NULL;

	if (e->instance.kind == V_OBJECT)
		return one ? "property" : "properties";
	if (e->instance.kind == V_STRING)
		return one ? "character" : "characters";
	if (e->instance.kind == V_CELLS || (last && last->name == STRING_NONE))
		return one ? "cell" : "cells";
	return one ? "item" : "items";
}

/* "4", "2 to 4", "at least 2" */
static void
put_bounds(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	bool less = e->op == OP_MIN_ITEMS || e->op == OP_MIN_PROPERTIES
		    || e->op == OP_MIN_LENGTH;
	const uint32_t *min = program_op(w->p, e->code, OP_MIN_ITEMS);
	const uint32_t *max = program_op(w->p, e->code, OP_MAX_ITEMS);

	if ((e->op != OP_MIN_ITEMS && e->op != OP_MAX_ITEMS) || !min || !max)
		buf_printf(b, "at %s %" PRIu32, less ? "least" : "most", e->arg);
	else if (min[1] == max[1])
		buf_printf(b, "%" PRIu32, min[1]);
	else
		buf_printf(b, "%" PRIu32 " %s %" PRIu32, min[1],
			max[1] - min[1] == 1 ? "or" : "to", max[1]);
}

/* What the binding has next in the list. */
static void
put_next(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	uint32_t code = item_code(w->p, e->code, e->instance.n);
	struct buf allowed = { 0 };

	if (program_op(w->p, e->code, OP_ITEMS_LIST) && put_allowed(&allowed, w->p, code))
		buf_printf(b, "; item %" PRIu32 " should be %s", e->instance.n + 1,
			allowed.s);
	buf_free(&allowed);
}

static void
message_count(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	put_subject(b, w, e);
	buf_printf(b, " has %" PRIu32 " %s, expected ", e->instance.n,
		counted(e, e->instance.n == 1));
	put_bounds(b, w, e);
	if (e->instance.kind != V_OBJECT && e->instance.n) {
		buf_puts(b, ": ");
		put_value(b, &e->instance);
	}
	if (e->op == OP_MIN_ITEMS)
		put_next(b, w, e);
}

static void
message_number(struct buf *b, const struct words_of *w, const struct schema_error *e,
	const char *wanted)
{
	put_found(b, w, e);
	buf_printf(b, ", expected %s", wanted);
	put_literal(b, w->p, e->arg);
}

static bool
is_child(const struct schema_error *e, uint32_t name)
{
	const struct value *v = object_get(&e->instance, name);

	return v && v->kind == V_OBJECT;
}

/* " in 'child'", where the error is not about the node itself. */
static void
put_in(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	if (!e->path.n || (w->above && w->above->path.n == e->path.n))
		return;
	buf_puts(b, " in ");
	put_subject(b, w, e);
}

/* "; did you mean 'X'?", of several names with the name that it is for. */
static void
put_near_names(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	enum { NAMES_MAX = 8 };
	const char *near, *end;
	uint32_t i;

	for (i = 0; i < e->nnames && i < NAMES_MAX; i++) {
		const char *name = machine_text(w->m, e->names[i]);

		near = near_member(w, e->code, &e->instance, name,
			e->path.n || is_child(e, e->names[i])
				|| e->names[i] < w->p->nstrings);
		end = strchr(near, '?');
		if (e->nnames == 1 || !end)
			buf_puts(b, near);
		else
			buf_printf(b, "%.*s for '%s'?", (int)(end - near), near, name);
	}
}

static void
message_surplus(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	uint32_t i, children = 0;

	for (i = 0; i < e->nnames; i++)
		children += is_child(e, e->names[i]);
	if (children && children == e->nnames)
		buf_puts(b, children == 1 ? "the child node " : "the child nodes ");
	put_names(b, w->m, e->names, e->nnames, "and");
	put_in(b, w, e);
	buf_printf(b, "%s not known to the binding", e->nnames == 1 ? " is" : " are");
	put_near_names(b, w, e);
}

static void
message_missing(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	buf_printf(
		b, "'%s' is missing", e->nnames ? machine_text(w->m, e->names[0]) : "");
	put_in(b, w, e);
	if (e->names[1] == STRING_NONE)
		buf_puts(b, "; the binding requires it");
	else
		buf_printf(b, "; '%s' needs it", machine_text(w->m, e->names[1]));
}

static void
message_false(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	if (e->nnames) {
		buf_printf(b, "'%s'", machine_text(w->m, e->names[0]));
		if (e->path.n && !(w->above && w->above->path.n == e->path.n)) {
			buf_puts(b, " in ");
			put_subject(b, w, e);
		}
	} else {
		put_subject(b, w, e);
	}
	buf_puts(b, " is not allowed here");
}

static void
message_not(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *in = program_op(w->p, e->arg, OP_REQUIRED), *list;

	if (in && (w->p->words[e->arg] & 0xffff) == 1) {
		list = w->p->words + in[1];
		put_names(b, w->m, list + 1, list[0], "and");
		put_in(b, w, e);
		buf_puts(b, list[0] == 1 ? " is not allowed here"
					 : " are not allowed together");
		return;
	}
	put_found(b, w, e);
	buf_puts(b, e->instance.kind == V_OBJECT ? " is what the binding rules out"
						 : ", which the binding rules out");
}

static void
message_contains(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *block = w->p->words + e->arg;
	struct buf allowed = { 0 };

	put_found(b, w, e);
	if (e->count) {
		buf_printf(b, ", of which %" PRIu32 " fit, expected %" PRIu32, e->count,
			block[1]);
		if (block[2] != UINT32_MAX)
			buf_printf(b, " to %" PRIu32, block[2]);
	} else if (put_allowed(&allowed, w->p, block[0])) {
		buf_printf(b, ", expected %s among them", allowed.s);
	} else {
		buf_puts(b, ", expected an item that is not there");
	}
	buf_free(&allowed);
}

static void
message_twice(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	enum { LOOKED_AT = 64 };
	struct value one, two;
	uint32_t i, k;

	put_subject(b, w, e);
	for (i = 0; i < e->instance.n && i < LOOKED_AT; i++) {
		for (k = i + 1; k < e->instance.n && k < LOOKED_AT; k++) {
			if (!value_equal(value_item(&e->instance, i, &one),
				    value_item(&e->instance, k, &two)))
				continue;
			buf_puts(b, " has ");
			put_value(b, value_item(&e->instance, i, &one));
			buf_printf(b,
				" as item %" PRIu32 " and %" PRIu32
				", expected no item twice",
				i + 1, k + 1);
			return;
		}
	}
	buf_puts(b, " has an item twice");
}

static void
message_pattern(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const char *text = program_string(w->p, w->p->patterns[e->arg].text);

	put_found(b, w, e);
	buf_printf(b, ", expected a match of '%.*s%s'", PATTERN_TEXT_MAX, text,
		strlen(text) > PATTERN_TEXT_MAX ? "…" : "");
}

static void
message_size(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	put_subject(b, w, e);
	buf_printf(b, " has cells of %u bits, expected %" PRIu32 " (see /bits/)",
		e->instance.bits ? e->instance.bits : 32u, e->arg);
}

static void
message_items(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	put_subject(b, w, e);
	buf_printf(b, " has %" PRIu32 " items, expected fewer: ", e->instance.n);
	put_value(b, &e->instance);
}

void
put_message(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	switch (e->op) {
	case OP_TYPE: message_type(b, w, e); break;
	case OP_ENUM:
	case OP_ENUM_STRINGS: message_enum(b, w, e); break;
	case OP_CONST: message_number(b, w, e, ""); break;
	case OP_MAXIMUM: message_number(b, w, e, "at most "); break;
	case OP_MINIMUM: message_number(b, w, e, "at least "); break;
	case OP_EXCLUSIVE_MAXIMUM: message_number(b, w, e, "less than "); break;
	case OP_EXCLUSIVE_MINIMUM: message_number(b, w, e, "more than "); break;
	case OP_MULTIPLE_OF: message_number(b, w, e, "a multiple of "); break;
	case OP_MIN_ITEMS:
	case OP_MAX_ITEMS:
	case OP_MIN_LENGTH:
	case OP_MAX_LENGTH:
	case OP_MIN_PROPERTIES:
	case OP_MAX_PROPERTIES: message_count(b, w, e); break;
	case OP_PATTERN: message_pattern(b, w, e); break;
	case OP_ADDITIONAL_PROPERTIES:
	case OP_UNEVALUATED_PROPERTIES: message_surplus(b, w, e); break;
	case OP_REQUIRED:
	case OP_DEPENDENT_REQUIRED: message_missing(b, w, e); break;
	case OP_ANY_OF:
	case OP_ONE_OF: message_choice(b, w, e); break;
	case OP_NOT: message_not(b, w, e); break;
	case OP_CONTAINS: message_contains(b, w, e); break;
	case OP_UNIQUE_ITEMS: message_twice(b, w, e); break;
	case OP_TYPE_SIZE: message_size(b, w, e); break;
	case OP_ADDITIONAL_ITEMS:
	case OP_UNEVALUATED_ITEMS: message_items(b, w, e); break;
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
	case OPS_COUNT: message_false(b, w, e); break;
	}
}

static void
message_limit(struct buf *b, const struct words_of *w)
{
	const struct program_root *r = &w->p->roots[w->finding->root];

	buf_printf(b, "the binding '%s' was given up on: ",
		program_string(w->p, r->title != STRING_NONE ? r->title : r->id));
	if (w->finding->pattern == UINT32_MAX)
		buf_puts(b, "its references and alternatives lead on without an end");
	else
		buf_printf(b, "its regular expression '%.*s' takes too long to match",
			PATTERN_TEXT_MAX,
			program_string(w->p, w->p->patterns[w->finding->pattern].text));
}

static void
message_undocumented(struct buf *b, const struct words_of *w)
{
	const struct value *v = &w->finding->error->instance;

	put_value(b, v);
	buf_puts(b, " is in no binding");
	if (v->kind == V_STRING)
		buf_puts(b, near_compatible(w, v));
}

static void
message_decode(struct buf *b, const struct words_of *w)
{
	const struct complaint *c = w->finding->complaint;
	const char *s = c->len == 1 ? "" : "s";

	buf_printf(b, "'%s' has ", machine_text(w->m, c->name));
	if (c->bits)
		buf_printf(b,
			"%" PRIu32 " byte%s, expected a multiple of %u, as its type in "
			"the bindings is %s",
			c->len, s, c->bits / 8, type_name(c->type));
	else
		buf_printf(b,
			"a value of %" PRIu32
			" byte%s, expected none: in the bindings it is a flag",
			c->len, s);
}

const char *
finding_message(const struct words_of *w)
{
	const struct schema_finding *f = w->finding;
	struct buf b = { 0 };

	switch (f->kind) {
	case FINDING_LIMIT: message_limit(&b, w); break;
	case FINDING_UNDOCUMENTED: message_undocumented(&b, w); break;
	case FINDING_UNDECODED: message_decode(&b, w); break;
	case FINDING_VIOLATION: put_message(&b, w, f->error); break;
	}
	return text_of(w->l, &b);
}
