/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdicts on values by themselves: constants, types, numbers, strings. */
#include <float.h>
#include <math.h>

#include "schema/run/eval.h"

#include "base/search.h"

bool
eval_op_CONST(const struct call *c)
{
	return literal_equals(c->m, c->arg, c->v);
}

bool
eval_op_ENUM(const struct call *c)
{
	const uint32_t *list = call_block(c);
	uint32_t i;

	for (i = 1; i <= list[0]; i++)
		if (literal_equals(c->m, list[i], c->v))
			return true;
	return false;
}

bool
eval_op_ENUM_STRINGS(const struct call *c)
{
	const uint32_t *block = call_block(c), *sorted = block + 1 + block[0];
	size_t i;

	if (c->v->kind != V_STRING)
		return false;
	i = search_first(block[0], at, sorted[at] < c->v->id);
	return i < block[0] && sorted[i] == c->v->id;
}

bool
eval_op_TYPE(const struct call *c)
{
	const struct value *v = c->v;

	if (c->aux >> v->kind & 1)
		return true;
	/* a whole number that 64 bits do not hold */
	return v->kind == V_REAL && c->aux >> V_INT & 1 && value_is_whole(v->real);
}

bool
eval_op_TYPE_SIZE(const struct call *c)
{
	return (c->v->bits && !value_is_array(c->v) ? c->v->bits : 32u) == c->arg;
}

static bool
is_above(int order)
{
	return order > 0;
}

static bool
is_below(int order)
{
	return order < 0;
}

/* How the value compares to the number given; a varying one as all of them do. */
static bool
compares(const struct call *c, bool (*fails)(int order))
{
	const struct value least = VALUE_INT(VARYING_MIN), most = VALUE_INT(VARYING_MAX);
	struct value x;

	if (!value_is_number(c->v))
		return true;
	x = literal_number(c->m->p, c->arg);
	if (c->v->varying
		&& fails(value_compare(&least, &x)) != fails(value_compare(&most, &x)))
		c->m->depends |= c->v->varying;
	return !fails(value_compare(c->v, &x));
}

bool
eval_op_MAXIMUM(const struct call *c)
{
	return compares(c, is_above);
}

bool
eval_op_MINIMUM(const struct call *c)
{
	return compares(c, is_below);
}

static bool
is_not_below(int order)
{
	return order >= 0;
}

static bool
is_not_above(int order)
{
	return order <= 0;
}

bool
eval_op_EXCLUSIVE_MAXIMUM(const struct call *c)
{
	return compares(c, is_not_below);
}

bool
eval_op_EXCLUSIVE_MINIMUM(const struct call *c)
{
	return compares(c, is_not_above);
}

static double
real_of(const struct value *v)
{
	return v->kind == V_INT      ? (double)v->u
	       : v->kind == V_NEGINT ? (double)v->i
				     : v->real;
}

/* fmod() is 0, without a library for it: doubles of one sign subtract exactly. */
static bool
is_divided(double a, double b)
{
	int shift;

	a = a < 0 ? -a : a;
	b = b < 0 ? -b : b;
	for (shift = DBL_MAX_EXP - DBL_MIN_EXP; shift >= 0; shift--)
		if (a >= ldexp(b, shift))
			a -= ldexp(b, shift);
	return a == 0;
}

bool
eval_op_MULTIPLE_OF(const struct call *c)
{
	const struct value *v = c->v;
	struct value of;
	double quotient;

	if (!value_is_number(v))
		return true;
	c->m->depends |= v->varying;
	of = literal_number(c->m->p, c->arg);
	if (v->kind != V_REAL && of.kind == V_INT)
		return (v->kind == V_INT ? v->u : 0 - v->u) % of.u == 0;
	quotient = real_of(v) / real_of(&of);
	if (isinf(quotient))
		return is_divided(real_of(v), real_of(&of));
	return value_is_whole(quotient);
}

/* In characters, not bytes. */
static uint32_t
length(const struct value *v)
{
	uint32_t i, n = 0;

	for (i = 0; i < v->n; i++)
		n += ((unsigned char)v->s[i] & 0xc0) != 0x80;
	return n;
}

bool
eval_op_MAX_LENGTH(const struct call *c)
{
	return c->v->kind != V_STRING || length(c->v) <= c->arg;
}

bool
eval_op_MIN_LENGTH(const struct call *c)
{
	return c->v->kind != V_STRING || length(c->v) >= c->arg;
}

bool
eval_op_PATTERN(const struct call *c)
{
	bool found;

	if (c->v->kind != V_STRING)
		return true;
	found = regex_search(c->m->regexes, c->arg, c->v->s, c->v->n);
	if (regexes_limited(c->m->regexes) != UINT32_MAX) {
		c->m->exhausted = true;
		c->m->steps += LIMIT_STEPS;
	}
	return found;
}
