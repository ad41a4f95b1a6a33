/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a finding of a binding says: the property, what was found, what is wanted. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "base/suggest.h"
#include "rules/schema/schema.h"
#include "schema/keywords.h"

enum {
	VALUE_TEXT_MAX = 60, /* of a value shown in a message */
	CHOICES_MAX = 8,     /* of what is allowed; the rest is counted */
};

static const char *
text_of(struct lint *l, struct buf *b)
{
	const char *s = arena_strndup(l->arena, b->s ? b->s : "", b->n);

	buf_free(b);
	return s;
}

static void
put_cells(struct buf *b, const struct value *v)
{
	size_t max = b->n + VALUE_TEXT_MAX;
	struct value room;
	uint32_t i;

	buf_putc(b, '<');
	for (i = 0; i < v->n && b->n < max; i++) {
		const struct value *x = value_item(v, i, &room);

		if (x->kind == V_NEGINT)
			buf_printf(b, "%s%" PRId64, i ? " " : "", x->i);
		else if (x->u > 9)
			buf_printf(b, "%s0x%" PRIx64, i ? " " : "", x->u);
		else
			buf_printf(b, "%s%" PRIu64, i ? " " : "", x->u);
	}
	buf_puts(b, i < v->n ? " …>" : ">");
}

static void
put_bytes(struct buf *b, const struct value *v)
{
	size_t max = b->n + VALUE_TEXT_MAX;
	uint32_t i;

	buf_putc(b, '[');
	for (i = 0; i < v->n && b->n < max; i++)
		buf_printf(b, "%s%02x", i ? " " : "", v->bytes[i]);
	buf_puts(b, i < v->n ? " …]" : "]");
}

static void put_value(struct buf *b, const struct value *v);

static void
put_list(struct buf *b, const struct value *v)
{
	size_t max = b->n + VALUE_TEXT_MAX;
	uint32_t i;

	for (i = 0; i < v->n && b->n < max; i++) {
		buf_puts(b, i ? ", " : "");
		put_value(b, &v->items[i]);
	}
	if (i < v->n)
		buf_puts(b, ", …");
	if (!v->n)
		buf_puts(b, "nothing");
}

/* As in the source of a tree. */
static void
put_value(struct buf *b, const struct value *v)
{
	switch (v->kind) {
	case V_TRUE: buf_puts(b, "empty"); break;
	case V_INT: buf_printf(b, v->u > 9 ? "0x%" PRIx64 : "%" PRIu64, v->u); break;
	case V_NEGINT: buf_printf(b, "%" PRId64, v->i); break;
	case V_STRING: buf_printf(b, "'%.*s'", (int)v->n, v->s); break;
	case V_BYTES: put_bytes(b, v); break;
	case V_CELLS: put_cells(b, v); break;
	case V_ARRAY: put_list(b, v); break;
	default: buf_puts(b, "a node"); break;
	}
}

static void
put_literal(struct buf *b, const struct program *p, uint32_t literal)
{
	const uint32_t *w = p->words + literal;
	struct value v;

	switch (w[0]) {
	case V_STRING: buf_printf(b, "'%s'", program_string(p, w[1])); break;
	case V_INT:
	case V_NEGINT:
		v = literal_number(p, literal);
		put_value(b, &v);
		break;
	case V_TRUE: buf_puts(b, "true"); break;
	case V_FALSE: buf_puts(b, "false"); break;
	default: buf_puts(b, "a list"); break;
	}
}

/* 'reg', item 2 of 'clocks', 'child/prop', the node. */
static void
put_subject(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	uint32_t i, n = e->path.n;

	if (!n) {
		buf_puts(b, "the node");
		return;
	}
	for (; n && e->path.v[n - 1].name == STRING_NONE; n--)
		if (n > 1)
			buf_printf(b, "item %" PRIu32 " of ", e->path.v[n - 1].index + 1);
	buf_putc(b, '\'');
	for (i = 0; i < n; i++) {
		if (e->path.v[i].name == STRING_NONE)
			continue;
		buf_printf(
			b, "%s%s", i ? "/" : "", machine_text(w->m, e->path.v[i].name));
	}
	buf_putc(b, '\'');
}

static void
put_types(struct buf *b, uint32_t types)
{
	static const struct {
		uint32_t bit;
		const char *name;
	} names[] = { { V_OBJECT, "a node" }, { V_ARRAY, "a list" },
		{ V_INT, "one number" }, { V_STRING, "a string" },
		{ V_TRUE, "nothing in it (a flag)" }, { V_NULL, "nothing" } };
	const char *before = "";
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(types >> names[i].bit & 1))
			continue;
		buf_printf(b, "%s%s", before, names[i].name);
		before = " or ";
	}
}

static void
message_type(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	if (e->instance.kind == V_BYTES) {
		put_subject(b, w, e);
		buf_printf(b,
			" is described by no binding: its %" PRIu32
			" bytes have no known type",
			e->instance.n);
		return;
	}
	put_subject(b, w, e);
	buf_puts(b, " is ");
	put_value(b, &e->instance);
	buf_puts(b, ", expected ");
	put_types(b, e->aux);
}

static void
put_choices(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *list = w->p->words + e->arg;
	uint32_t i;

	for (i = 0; i < list[0] && i < CHOICES_MAX; i++) {
		buf_puts(b, !i ? "" : i + 1 == list[0] ? " or " : ", ");
		if (e->op == OP_ENUM_STRINGS)
			buf_printf(b, "'%s'", program_string(w->p, list[1 + i]));
		else
			put_literal(b, w->p, list[1 + i]);
	}
	if (i < list[0])
		buf_printf(b, " or %" PRIu32 " others", list[0] - i);
}

static void
message_enum(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *list = w->p->words + e->arg;
	struct suggest s = { 0 };
	uint32_t i;

	put_subject(b, w, e);
	buf_puts(b, " is ");
	put_value(b, &e->instance);
	buf_puts(b, ", expected ");
	put_choices(b, w, e);
	if (e->op != OP_ENUM_STRINGS || e->instance.kind != V_STRING)
		return;
	s.word = arena_strndup(w->l->arena, e->instance.s, e->instance.n);
	for (i = 0; i < list[0]; i++)
		suggest_try(&s, program_string(w->p, list[1 + i]));
	buf_puts(b, suggest_text(w->l->arena, &s));
}

static void
message_count(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	bool more = e->op == OP_MIN_ITEMS || e->op == OP_MIN_PROPERTIES
		    || e->op == OP_MIN_LENGTH;
	bool row = e->path.n && e->path.v[e->path.n - 1].name == STRING_NONE;
	const char *one = "item", *many = "items";

	if (e->instance.kind == V_OBJECT) {
		one = "property";
		many = "properties";
	} else if (e->instance.kind == V_STRING) {
		one = "character";
		many = "characters";
	} else if (e->instance.kind == V_CELLS || row) {
		one = "cell";
		many = "cells";
	}
	put_subject(b, w, e);
	buf_printf(b, " has %" PRIu32 " %s, expected at %s %" PRIu32, e->instance.n,
		e->instance.n == 1 ? one : many, more ? "least" : "most", e->arg);
	if (e->instance.kind != V_OBJECT) {
		buf_puts(b, ": ");
		put_value(b, &e->instance);
	}
}

static void
message_number(struct buf *b, const struct words_of *w, const struct schema_error *e,
	const char *wanted)
{
	put_subject(b, w, e);
	buf_puts(b, " is ");
	put_value(b, &e->instance);
	buf_printf(b, ", expected %s", wanted);
	put_literal(b, w->p, e->arg);
}

/* The names that a binding's properties have at the root, for a slip in writing. */
static const char *
near_name(const struct words_of *w, const char *name)
{
	const struct program_root *r = &w->p->roots[w->finding->root];
	const uint32_t *code = w->p->words + r->body, *block;
	struct suggest s = { .word = name };
	uint32_t i, k;

	for (i = 0; i < (code[0] & 0xffff); i++) {
		if ((code[1 + i * 2] & 0xff) != OP_PROPERTIES)
			continue;
		block = w->p->words + code[2 + i * 2];
		for (k = 1; k <= block[0]; k++)
			suggest_try(&s, program_string(w->p, block[k]));
	}
	return suggest_text(w->l->arena, &s);
}

static void
message_surplus(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const char *name;
	uint32_t i;

	if (e->path.n) {
		put_subject(b, w, e);
		buf_puts(b, ": ");
	}
	for (i = 0; i < e->nnames && i < CHOICES_MAX; i++)
		buf_printf(b, "%s'%s'",
			!i                   ? ""
			: i + 1 == e->nnames ? " and "
					     : ", ",
			machine_text(w->m, e->names[i]));
	if (i < e->nnames)
		buf_printf(b, " and %" PRIu32 " others", e->nnames - i);
	buf_printf(b, "%s not known to the binding", e->nnames == 1 ? " is" : " are");
	if (e->nnames != 1)
		return;
	name = machine_text(w->m, e->names[0]);
	buf_puts(b, near_name(w, name));
}

static void
message_missing(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	buf_printf(
		b, "'%s' is missing", e->nnames ? machine_text(w->m, e->names[0]) : "");
	if (e->path.n) {
		buf_puts(b, " in ");
		put_subject(b, w, e);
	}
	buf_puts(b, e->op == OP_DEPENDENT_REQUIRED ? "; another property here needs it"
						   : "; the binding requires it");
}

static void put_message(
	struct buf *b, const struct words_of *w, const struct schema_error *e);

/* How far an error is from what its branch wants. */
static uint32_t
distance(const struct schema_error *e)
{
	const struct schema_step *last = e->path.n ? &e->path.v[e->path.n - 1] : NULL;

	switch (e->op) {
	case OP_TYPE: return 8;
	case OP_MIN_ITEMS:
	case OP_MAX_ITEMS:
	case OP_REQUIRED: return 2;
	default:
		/* the first of several strings is the one that says what it is */
		return last && last->name == STRING_NONE && !last->index ? 5 : 3;
	}
}

/* Of the branches of a choice the first error of the nearest, and how many it has. */
static const struct schema_error *
nearest_branch(const struct schema_error *e, uint32_t *errors)
{
	const struct schema_error *c, *first, *best = NULL;
	uint32_t branch, n, sum, least = UINT32_MAX;

	for (c = e->context; c;) {
		first = c;
		branch = c->branch;
		for (n = sum = 0; c && c->branch == branch; c = c->next, n++)
			sum += distance(c);
		if (sum < least) {
			least = sum;
			best = first;
			*errors = n;
		}
	}
	return best;
}

static void
message_choice(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const struct schema_error *best;
	uint32_t n = 0;

	put_subject(b, w, e);
	if (e->several) {
		buf_puts(b,
			" fits more than one of the alternatives, expected exactly one");
		return;
	}
	buf_puts(b, " fits none of the alternatives");
	best = nearest_branch(e, &n);
	if (!best)
		return;
	buf_puts(b, "; the nearest: ");
	put_message(b, w, best);
	if (n > 1)
		buf_printf(b, " (and %" PRIu32 " more)", n - 1);
}

static void
message_false(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	if (e->nnames)
		buf_printf(
			b, "'%s' is not allowed here", machine_text(w->m, e->names[0]));
	else
		put_subject(b, w, e);
	if (!e->nnames)
		buf_puts(b, " is not allowed here");
}

static void
message_text(struct buf *b, const struct words_of *w, const struct schema_error *e,
	const char *text)
{
	put_subject(b, w, e);
	buf_puts(b, " is ");
	put_value(b, &e->instance);
	buf_printf(b, ", %s", text);
}

static void
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
	case OP_PATTERN:
		message_text(b, w, e, "expected a match of ");
		buf_puts(b, program_string(w->p, w->p->patterns[e->arg].text));
		break;
	case OP_ADDITIONAL_PROPERTIES:
	case OP_UNEVALUATED_PROPERTIES: message_surplus(b, w, e); break;
	case OP_REQUIRED:
	case OP_DEPENDENT_REQUIRED: message_missing(b, w, e); break;
	case OP_ANY_OF:
	case OP_ONE_OF: message_choice(b, w, e); break;
	case OP_NOT: message_text(b, w, e, "which the binding rules out"); break;
	case OP_CONTAINS:
		message_text(b, w, e, "expected an item that is not there");
		break;
	case OP_UNIQUE_ITEMS: message_text(b, w, e, "expected no item twice"); break;
	case OP_TYPE_SIZE:
		put_subject(b, w, e);
		buf_printf(b, " has cells of %u bits, expected %" PRIu32 " (see /bits/)",
			e->instance.bits ? e->instance.bits : 32u, e->arg);
		break;
	case OP_ADDITIONAL_ITEMS:
	case OP_UNEVALUATED_ITEMS: message_text(b, w, e, "expected fewer items"); break;
	default: message_false(b, w, e); break;
	}
}

const char *
finding_message(const struct words_of *w)
{
	const struct schema_finding *f = w->finding;
	struct buf b = { 0 };

	if (f->kind == FINDING_LIMIT)
		return "the binding could not be held against the node within the limits";
	if (f->kind == FINDING_UNDOCUMENTED)
		buf_printf(&b, "'%.*s' is in no binding", (int)f->error->instance.n,
			f->error->instance.s);
	else
		put_message(&b, w, f->error);
	return text_of(w->l, &b);
}

const char *
finding_binding(const struct words_of *w)
{
	const struct program_root *r;
	struct buf b = { 0 };

	if (w->finding->root == ROOT_NONE)
		return NULL;
	r = &w->p->roots[w->finding->root];
	buf_puts(&b, "by the binding ");
	if (r->title != STRING_NONE)
		buf_printf(&b, "'%s', ", program_string(w->p, r->title));
	buf_puts(&b, program_string(w->p, r->id));
	return diag_clean(w->l->arena, text_of(w->l, &b));
}
