/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is wrong with a value that fits none of the alternatives, or too many. */
#include <inttypes.h>
#include <string.h>

#include "bindings/message.h"

enum { NEST_MAX = 8 };

/* True where a string is a slip of one that the binding has. */
static bool
is_slip(const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *list = w->p->words + e->arg;
	struct suggest s = { 0 };
	uint32_t i;

	if (e->instance.kind != V_STRING)
		return false;
	s.word = arena_strndup(w->l->scratch, e->instance.s, e->instance.n);
	if (e->op == OP_CONST && list[0] == V_STRING)
		near_try(&s, program_string(w->p, list[1]));
	for (i = 1; e->op == OP_ENUM_STRINGS && i <= list[0]; i++)
		near_try(&s, program_string(w->p, list[i]));
	return s.best != NULL;
}

static const struct schema_error *nearest_branch(const struct words_of *w,
	const struct schema_error *e, uint32_t *errors, uint32_t *sum,
	unsigned int depth);

/* How far an error is from what its branch wants. */
static uint32_t
distance(const struct words_of *w, const struct schema_error *e, unsigned int depth)
{
	const struct schema_step *last = e->path.n ? &e->path.v[e->path.n - 1] : NULL;
	uint32_t n, sum = 6;

	switch (e->op) {
	case OP_TYPE: return 16;
	case OP_MIN_ITEMS:
	case OP_MAX_ITEMS:
	case OP_REQUIRED: return 4;
	case OP_ANY_OF:
	case OP_ONE_OF:
		if (depth < NEST_MAX)
			nearest_branch(w, e, &n, &sum, depth + 1);
		return sum + 1;
	default:
		if (is_slip(w, e))
			return 5;
		/* the first of several strings is the one that says what it is */
		return last && last->name == STRING_NONE && !last->index ? 10 : 6;
	}
}

/*
 * Of the branches of a choice the first error of the nearest: the one with the least to
 * mend, and of equal ones that which got deepest into the value.
 */
static const struct schema_error *
nearest_branch(const struct words_of *w, const struct schema_error *e, uint32_t *errors,
	uint32_t *least, unsigned int depth)
{
	const struct schema_error *c, *first, *best = NULL;
	uint32_t branch, n, sum;

	*least = UINT32_MAX;
	for (c = e->context; c;) {
		first = c;
		branch = c->branch;
		for (n = sum = 0; c && c->branch == branch; c = c->next, n++)
			sum += distance(w, c, depth);
		if (sum < *least || (sum == *least && first->path.n > best->path.n)) {
			*least = sum;
			best = first;
			*errors = n;
		}
	}
	if (!best)
		*least = 6;
	return best;
}

static bool
same_path(const struct schema_path *a, const struct schema_path *b)
{
	uint32_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (a->v[i].name != b->v[i].name || a->v[i].index != b->v[i].index)
			return false;
	return true;
}

static bool
names_values(const struct schema_error *e)
{
	return e->op == OP_CONST || e->op == OP_ENUM || e->op == OP_ENUM_STRINGS;
}

/* One error a branch, all of one place and one kind: missing members, or values. */
static bool
is_plain(const struct schema_error *e, bool values)
{
	const struct schema_error *c;

	for (c = e->context; c; c = c->next) {
		if (values ? !names_values(c) : c->op != OP_REQUIRED)
			return false;
		if (!same_path(&c->path, &e->context->path)
			|| (c->next && c->next->branch == c->branch))
			return false;
	}
	return e->context != NULL;
}

static void
put_neither(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const struct schema_error *c;
	uint32_t n = 0;

	put_subject(b, w, e);
	buf_puts(b, " has ");
	for (c = e->context; c; c = c->next, n++)
		buf_printf(b, "%s'%s'", !n ? (c->next ? "neither " : "no ") : " nor ",
			machine_text(w->m, c->names[0]));
	if (n > 1)
		buf_printf(b, ", expected %s of them",
			e->op == OP_ONE_OF ? "exactly one" : "one");
}

static void
put_values(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const struct schema_error *c;

	put_subject(b, w, e->context);
	buf_puts(b, " is ");
	put_value(b, &e->context->instance);
	buf_puts(b, ", expected ");
	for (c = e->context; c; c = c->next) {
		put_allowed(b, w->p, c->code);
		buf_puts(b, c->next ? ", or " : "");
	}
}

/* The branches that hold, told by what they require where that is all. */
static void
put_several(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const uint32_t *list = w->p->words + e->arg, *in, *names;
	struct buf names_text = { 0 };
	uint32_t i, n = 0;

	for (i = 1; i <= list[0]; i++) {
		if (!machine_valid(w->m, list[i], &e->instance))
			continue;
		in = program_op(w->p, list[i], OP_REQUIRED);
		if (!in)
			break;
		names = w->p->words + in[1];
		buf_puts(&names_text, n++ ? " and " : "");
		put_names(&names_text, w->m, names + 1, names[0], "with");
	}
	put_subject(b, w, e);
	if (i <= list[0] || n < 2)
		buf_puts(b, " fits more than one of the alternatives, expected exactly "
			    "one");
	else
		buf_printf(b, " has %s, expected only one of them", names_text.s);
	buf_free(&names_text);
}

static uint32_t
count_branches(const struct words_of *w, const struct schema_error *e)
{
	return w->p->words[e->arg];
}

/*
 * A compatible whose first string is of another device than any that the binding has: the
 * nearest list would name a stranger.
 */
static bool
is_unknown_device(const struct words_of *w, const struct schema_error *e,
	const struct schema_error *best)
{
	const struct schema_step *last = best->path.n ? &best->path.v[best->path.n - 1]
						      : NULL;
	uint32_t name = e->path.n ? e->path.v[e->path.n - 1].name : STRING_NONE;

	return name != STRING_NONE && !strcmp(machine_text(w->m, name), "compatible")
	       && last && last->name == STRING_NONE && !last->index && names_values(best)
	       && best->instance.kind == V_STRING && !is_slip(w, best);
}

void
message_choice(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	struct words_of inner = *w;
	const struct schema_error *best;
	uint32_t n = 0, sum;

	if (e->several) {
		put_several(b, w, e);
		return;
	}
	if (is_plain(e, false)) {
		put_neither(b, w, e);
		return;
	}
	if (is_plain(e, true)) {
		put_values(b, w, e);
		return;
	}
	put_subject(b, w, e);
	buf_printf(b, " fits none of the binding's %" PRIu32 " alternatives",
		count_branches(w, e));
	best = nearest_branch(w, e, &n, &sum, 0);
	if (!best)
		return;
	if (is_unknown_device(w, e, best)) {
		buf_puts(b, ": none begins with ");
		put_value(b, &best->instance);
		return;
	}
	buf_puts(b, "; by the nearest, ");
	inner.above = e;
	put_message(b, &inner, best);
	if (n > 1)
		buf_printf(b, " (and %" PRIu32 " more)", n - 1);
}

void
put_branches(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const struct schema_error *c;
	struct words_of inner = *w;
	uint32_t last = UINT32_MAX;

	inner.above = e;
	for (c = e->context; c; c = c->next) {
		if (c->branch != last)
			buf_printf(b, "%s%" PRIu32 ": ", last == UINT32_MAX ? "" : "; ",
				c->branch + 1);
		else
			buf_puts(b, ", ");
		last = c->branch;
		put_message(b, &inner, c);
	}
}
