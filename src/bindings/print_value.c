/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "bindings/message.h"
#include "schema/program/keywords.h"

enum {
	VALUE_TEXT_MAX = 60, /* of a value shown in a message */
	CHOICES_MAX = 8,     /* of what is allowed; the rest is counted */
};

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

static void
put_string(struct buf *b, const struct value *v)
{
	uint32_t n = v->n < VALUE_TEXT_MAX * 2 ? v->n : VALUE_TEXT_MAX * 2;

	buf_printf(b, "'%.*s%s'", (int)n, v->s, n < v->n ? "…" : "");
}

/* Large ones also as they would stand in an address or a mask. */
static void
put_number(struct buf *b, uint64_t x)
{
	buf_printf(b, "%" PRIu64, x);
	if (x > UINT16_MAX)
		buf_printf(b, " (0x%" PRIx64 ")", x);
}

void
put_value(struct buf *b, const struct value *v)
{
	switch (v->kind) {
	case V_TRUE: buf_puts(b, "empty"); break;
	case V_INT: put_number(b, v->u); break;
	case V_NEGINT: buf_printf(b, "%" PRId64, v->i); break;
	case V_STRING: put_string(b, v); break;
	case V_BYTES: put_bytes(b, v); break;
	case V_CELLS: put_cells(b, v); break;
	case V_ARRAY: put_list(b, v); break;
	default: buf_puts(b, "a node"); break;
	}
}

static void
put_literal_list(struct buf *b, const struct program *p, const uint32_t *w)
{
	uint32_t i;

	for (i = 0; i < w[1] && i < CHOICES_MAX; i++) {
		buf_puts(b, i ? ", " : "");
		/* lists in lists are rows of cells */
		if (p->words[w[2 + i]] == V_ARRAY)
			buf_puts(b, "a list");
		else
			put_literal(b, p, w[2 + i]);
	}
	buf_puts(b, i < w[1] ? ", …" : "");
}

void
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
	case V_TRUE: buf_puts(b, "a flag without a value"); break;
	case V_FALSE: buf_puts(b, "no such flag"); break;
	case V_ARRAY: put_literal_list(b, p, w); break;
	default: buf_puts(b, "a node"); break;
	}
}

static void
put_separator(struct buf *b, uint32_t i, uint32_t n, const char *last)
{
	if (i)
		buf_printf(b, i + 1 == n ? " %s " : ", ", last);
}

void
put_names(struct buf *b, const struct machine *m, const uint32_t *names, uint32_t n,
	const char *last)
{
	uint32_t i, shown = n > CHOICES_MAX + 1 ? CHOICES_MAX : n;

	for (i = 0; i < shown; i++) {
		put_separator(b, i, n, last);
		buf_printf(b, "'%s'", machine_text(m, names[i]));
	}
	if (shown < n)
		buf_printf(b, " %s %" PRIu32 " others", last, n - shown);
}

/* The value at a place on the error's path, or NULL. */
static const struct value *
value_at(const struct words_of *w, const struct schema_error *e, uint32_t n,
	struct value *room)
{
	const struct value *v = w->finding->object;
	uint32_t i;

	for (i = 0; v && i < n; i++) {
		const struct schema_step *step = &e->path.v[i];

		if (step->name != STRING_NONE)
			v = v->kind == V_OBJECT ? object_get(v, step->name) : NULL;
		else if (!value_is_array(v) || step->index >= v->n)
			v = NULL;
		else
			v = value_item(v, step->index, room);
	}
	return v;
}

/* "item 2", "cell 1 of item 2": the steps of the path from @from on, all indices. */
static bool
put_place(struct buf *b, const struct words_of *w, const struct schema_error *e,
	uint32_t from)
{
	uint32_t i, n = e->path.n;
	const struct value *list;
	struct value room;
	bool any = false;

	for (i = n; i-- > from;) {
		list = value_at(w, e, i, &room);
		/* of one there is no telling which */
		if (list && list->n == 1)
			continue;
		buf_printf(b, "%s%s %" PRIu32, any ? " of " : "",
			list && list->kind == V_CELLS ? "cell" : "item",
			e->path.v[i].index + 1);
		any = true;
	}
	return any;
}

static bool
is_below(const struct schema_error *e, const struct schema_error *above)
{
	uint32_t i;

	if (!above || e->path.n < above->path.n)
		return false;
	for (i = 0; i < above->path.n; i++)
		if (e->path.v[i].name != above->path.v[i].name
			|| e->path.v[i].index != above->path.v[i].index)
			return false;
	return true;
}

static void
put_path(struct buf *b, const struct words_of *w, const struct schema_error *e,
	uint32_t from, uint32_t to)
{
	uint32_t i;
	bool any = false;

	buf_putc(b, '\'');
	for (i = from; i < to; i++) {
		if (e->path.v[i].name == STRING_NONE)
			continue;
		buf_printf(
			b, "%s%s", any ? "/" : "", machine_text(w->m, e->path.v[i].name));
		any = true;
	}
	buf_putc(b, '\'');
}

void
put_subject(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	uint32_t n = e->path.n, from = is_below(e, w->above) ? w->above->path.n : 0;

	while (n > from && e->path.v[n - 1].name == STRING_NONE)
		n--;
	if (put_place(b, w, e, n)) {
		if (n == from && from)
			return;
		buf_puts(b, " of ");
	}
	if (n == 1 && e->path.v[0].name == K_NODENAME)
		buf_puts(b, "the node's name");
	else if (n > from)
		put_path(b, w, e, from, n);
	else
		buf_puts(b, w->above && from == w->above->path.n ? "it" : "the node");
}

uint32_t
item_code(const struct program *p, uint32_t code, uint32_t place)
{
	const uint32_t *in = program_op(p, code, OP_ITEMS_LIST), *list;

	if (in) {
		list = p->words + in[1];
		return place < list[0] ? list[1 + place] : CODE_TRUE;
	}
	in = program_op(p, code, OP_ITEMS);
	return in ? in[1] : CODE_TRUE;
}

bool
put_allowed(struct buf *b, const struct program *p, uint32_t code)
{
	const uint32_t *in, *list;
	uint32_t i, shown;

	if ((in = program_op(p, code, OP_CONST))) {
		put_literal(b, p, in[1]);
		return true;
	}
	in = program_op(p, code, OP_ENUM_STRINGS);
	if (!in && !(in = program_op(p, code, OP_ENUM)))
		return false;
	list = p->words + in[1];
	shown = list[0] > CHOICES_MAX + 1 ? CHOICES_MAX : list[0];
	for (i = 0; i < shown; i++) {
		put_separator(b, i, list[0], "or");
		if ((in[0] & 0xff) == OP_ENUM_STRINGS)
			buf_printf(b, "'%s'", program_string(p, list[1 + i]));
		else
			put_literal(b, p, list[1 + i]);
	}
	if (shown < list[0])
		buf_printf(b, " or %" PRIu32 " others", list[0] - shown);
	return true;
}
