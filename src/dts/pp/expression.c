/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expressions of #if: 64 bits, signed or not, by an explicit stack. */
#include <string.h>

#include "base/strings.h"
#include "base/vec.h"
#include "dts/pp/state.h"

struct number {
	uint64_t v;
	bool is_unsigned;
};

enum {
	OP_END = 0, /* below all others */
	OP_PAREN = 1,
	OP_NEGATE = 200, /* signs and the like: no token has these types */
	OP_PLUS,
	OP_TERNARY, /* behind the colon */
};

/* An operator that waits for what is behind it. */
struct pending {
	uint8_t op;
	uint8_t priority;
	bool skip; /* what was before it is not evaluated */
	struct number left;
	struct number condition; /* of OP_TERNARY */
};

struct expression {
	struct pp *pp;
	struct pp_token first;
	struct pending *stack;
	uint32_t n;
	uint32_t cap;
	uint32_t skip; /* not 0: of no effect, so that a division by zero is none */
	struct number value;
	bool failed;
};

static void
fail(struct expression *e, const struct pp_token *t, const char *what)
{
	if (!e->failed && !e->pp->stopped)
		pp_error_at(e->pp, "source/directive", t->type == PP_END ? &e->first : t,
			"%s", what);
	e->failed = true;
}

static uint8_t
priority(uint8_t op)
{
	switch (op) {
	case ',': return 2;
	case '?': return 3;
	case PP_OR_OR: return 5;
	case PP_AND_AND: return 6;
	case '|': return 7;
	case '^': return 8;
	case '&': return 9;
	case PP_EQUAL:
	case PP_NOT_EQUAL: return 10;
	case '<':
	case '>':
	case PP_LESS_EQUAL:
	case PP_GREATER_EQUAL: return 11;
	case PP_SHIFT_LEFT:
	case PP_SHIFT_RIGHT: return 12;
	case '+':
	case '-': return 13;
	case '*':
	case '/':
	case '%': return 14;
	default: return 0;
	}
}

static struct number
truth(bool v)
{
	return (struct number){ v, false };
}

static struct number
shift(struct number a, struct number b, bool left)
{
	bool negative = !b.is_unsigned && (int64_t)b.v < 0;
	uint64_t by = negative ? 0 - b.v : b.v;
	uint64_t sign = !a.is_unsigned && (int64_t)a.v < 0 ? UINT64_MAX : 0;

	if (negative)
		left = !left;
	if (left)
		a.v = by < 64 ? a.v << by : 0;
	else if (by >= 64)
		a.v = sign;
	else if (by)
		a.v = a.v >> by | (sign ? sign << (64 - by) : 0);
	return a;
}

static bool
less(struct number a, struct number b)
{
	if (a.is_unsigned || b.is_unsigned)
		return a.v < b.v;
	return (int64_t)a.v < (int64_t)b.v;
}

static struct number
divide(struct expression *e, const struct pp_token *at, struct number a, struct number b,
	bool remainder)
{
	bool is_unsigned = a.is_unsigned || b.is_unsigned;
	bool minus_a = !is_unsigned && (int64_t)a.v < 0;
	bool minus_b = !is_unsigned && (int64_t)b.v < 0;
	uint64_t x = minus_a ? 0 - a.v : a.v, y = minus_b ? 0 - b.v : b.v, r;

	if (!y) {
		if (!e->skip)
			fail(e, at, "division by zero in #if");
		return (struct number){ 0, is_unsigned };
	}
	r = remainder ? x % y : x / y;
	if (remainder ? minus_a : minus_a != minus_b)
		r = 0 - r;
	return (struct number){ r, is_unsigned };
}

static struct number
binary(struct expression *e, const struct pp_token *at, const struct pending *p,
	struct number b)
{
	struct number a = p->left, r = { 0, a.is_unsigned || b.is_unsigned };

	switch (p->op) {
	case ',': return b;
	case PP_OR_OR: return truth(a.v || b.v);
	case PP_AND_AND: return truth(a.v && b.v);
	case '|': r.v = a.v | b.v; return r;
	case '^': r.v = a.v ^ b.v; return r;
	case '&': r.v = a.v & b.v; return r;
	case PP_EQUAL: return truth(a.v == b.v);
	case PP_NOT_EQUAL: return truth(a.v != b.v);
	case '<': return truth(less(a, b));
	case '>': return truth(less(b, a));
	case PP_LESS_EQUAL: return truth(!less(b, a));
	case PP_GREATER_EQUAL: return truth(!less(a, b));
	case PP_SHIFT_LEFT: return shift(a, b, true);
	case PP_SHIFT_RIGHT: return shift(a, b, false);
	case '+': r.v = a.v + b.v; return r;
	case '-': r.v = a.v - b.v; return r;
	case '*': r.v = a.v * b.v; return r;
	case '/': return divide(e, at, a, b, false);
	case '%': return divide(e, at, a, b, true);
	case OP_NEGATE: return (struct number){ 0 - b.v, b.is_unsigned };
	case OP_PLUS: return b;
	case '~': return (struct number){ ~b.v, b.is_unsigned };
	case '!': return truth(!b.v);
	default: /* OP_TERNARY */ r.v = p->condition.v ? a.v : b.v; return r;
	}
}

static void
push(struct expression *e, uint8_t op, uint8_t prio)
{
	vec_room(&e->pp->scratch, e->stack, e->n, e->cap);
	e->stack[e->n++] =
		(struct pending){ .op = op, .priority = prio, .left = e->value };
}

/* Works off what binds at least as much as @prio. */
static void
reduce(struct expression *e, const struct pp_token *at, uint8_t prio)
{
	while (e->n && e->stack[e->n - 1].priority >= prio) {
		const struct pending *p = &e->stack[--e->n];

		if (p->op == '?') {
			fail(e, at, "'?' without ':' in #if");
			return;
		}
		e->skip -= p->skip;
		e->value = binary(e, at, p, e->value);
	}
}

static void
colon(struct expression *e, const struct pp_token *t)
{
	struct pending *p;

	reduce(e, t, 4);
	p = e->n ? &e->stack[e->n - 1] : NULL;
	if (!p || p->op != '?') {
		fail(e, t, "':' without '?' in #if");
		return;
	}
	e->skip -= p->skip;
	p->condition = p->left;
	p->left = e->value;
	p->op = OP_TERNARY;
	p->skip = p->condition.v != 0;
	e->skip += p->skip;
}

static bool
close_paren(struct expression *e, const struct pp_token *t)
{
	reduce(e, t, 2);
	if (e->failed || !e->n || e->stack[e->n - 1].op != OP_PAREN)
		return false;
	e->n--;
	return true;
}

/* Behind an operand. */
static void
infix(struct expression *e, const struct pp_token *t)
{
	uint8_t prio = priority(t->type);
	struct pending *p;

	if (!prio) {
		fail(e, t,
			arena_printf(&e->pp->scratch, "expected an operator, not '%.*s'",
				(int)t->n, t->s));
		return;
	}
	/* a condition's other branches are part of the last one */
	reduce(e, t, t->type == '?' ? prio + 1 : prio);
	push(e, t->type, prio);
	p = &e->stack[e->n - 1];
	p->skip = (t->type == PP_AND_AND && !e->value.v)
		  || (t->type == PP_OR_OR && e->value.v)
		  || (t->type == '?' && !e->value.v);
	e->skip += p->skip;
}

/* U, L, LL in any order, the L of one case. */
static bool
suffix(const char *s, uint32_t n, bool *is_unsigned)
{
	uint32_t u = 0, l = 0;

	for (uint32_t i = 0; i < n; i++) {
		if ((s[i] | 0x20) == 'u')
			u++;
		else if ((s[i] | 0x20) == 'l' && (!l || s[i - 1] == s[i]))
			l++;
		else
			return false;
	}
	*is_unsigned = u;
	return u <= 1 && l <= 2;
}

static void
number(struct expression *e, const struct pp_token *t)
{
	struct number v = { 0, false };
	unsigned int base = 10, d;
	uint32_t i = 0;

	if (t->n > 2 && t->s[0] == '0' && (t->s[1] | 0x20) == 'x')
		base = 16, i = 2;
	else if (t->n > 2 && t->s[0] == '0' && (t->s[1] | 0x20) == 'b')
		base = 2, i = 2;
	else if (t->s[0] == '0')
		base = 8;
	for (; i < t->n && (d = digit_value(t->s[i])) < (base == 16 ? 16 : 10); i++) {
		if (d >= base) {
			fail(e, t, "a digit that the number's base does not have");
			return;
		}
		v.v = v.v * base + d;
	}
	if (!suffix(t->s + i, t->n - i, &v.is_unsigned))
		fail(e, t,
			arena_printf(&e->pp->scratch,
				"'%.*s' is no integer, expected one in #if", (int)t->n,
				t->s));
	/* what no signed number can hold */
	if (v.v >> 63)
		v.is_unsigned = true;
	e->value = v;
}

/* One character of a constant; *@i is moved behind it. */
static uint32_t
character(const char *s, uint32_t n, uint32_t *i)
{
	static const char names[] = "abfnrtve", values[] = "\a\b\f\n\r\t\v\33";
	const char *at;
	uint32_t v = 0, digits;

	if (s[*i] != '\\' || *i + 1 >= n)
		return (uint8_t)s[(*i)++];
	++*i;
	if (s[*i] == 'x' && *i + 1 < n && digit_value(s[*i + 1]) < 16) {
		for (++*i; *i < n && digit_value(s[*i]) < 16; ++*i)
			v = v << 4 | digit_value(s[*i]);
		return v & 0xff;
	}
	for (digits = 0; digits < 3 && *i < n && digit_value(s[*i]) < 8; digits++)
		v = v << 3 | digit_value(s[(*i)++]);
	if (digits)
		return v & 0xff;
	at = strchr(names, s[*i]);
	v = at && *at ? (uint8_t)values[at - names] : (uint8_t)s[*i];
	++*i;
	return v;
}

static void
character_constant(struct expression *e, const struct pp_token *t)
{
	uint32_t i = *t->s == 'L' ? 2 : 1, v = 0, count = 0;

	while (i + 1 < t->n) {
		v = v << 8 | character(t->s, t->n - 1, &i);
		count++;
	}
	if (!count)
		fail(e, t, "empty character constant");
	/* a char is signed, and an int of several is */
	if (count == 1)
		v = (uint32_t)(int8_t)v;
	e->value = (struct number){ (uint64_t)(int64_t)(int32_t)v, false };
}

/* "defined X", "defined(X)". */
static void
defined(struct expression *e, const struct pp_token *operator)
{
	struct pp_token t, close;
	bool paren;

	e->pp->plain++;
	pp_get_solid(e->pp, &t);
	paren = t.type == '(';
	if (paren)
		pp_get_solid(e->pp, &t);
	if (t.type != PP_NAME) {
		fail(e, operator, "'defined' needs the name of a macro");
	} else if (paren) {
		pp_get_solid(e->pp, &close);
		if (close.type != ')')
			fail(e, operator, "expected ')' behind 'defined'");
	}
	e->pp->plain--;
	e->value = truth(t.type == PP_NAME && pp_is_bound(e->pp, t.name));
}

/* Where an operand is expected. False: it was an operator before one. */
static bool
operand(struct expression *e, const struct pp_token *t)
{
	uint8_t op = t->type;

	switch (op) {
	case PP_NUMBER: number(e, t); return true;
	case PP_CHAR: character_constant(e, t); return true;
	case PP_NAME:
		if (t->name == PP_DEFINED)
			defined(e, t);
		else
			e->value = (struct number){ 0, false };
		return true;
	case '(': push(e, OP_PAREN, 1); return false;
	case '-': push(e, OP_NEGATE, 20); return false;
	case '+': push(e, OP_PLUS, 20); return false;
	case '~':
	case '!': push(e, op, 20); return false;
	case PP_END:
		fail(e, t,
			e->n ? "#if ends where a value is expected"
			     : "#if without an expression");
		return true;
	default:
		fail(e, t,
			arena_printf(&e->pp->scratch, "expected a value, not '%.*s'",
				(int)t->n, t->s));
		return true;
	}
}

bool
pp_condition(struct pp *pp)
{
	struct expression e = { .pp = pp };
	const char *s = pp_input(pp)->program->clean.s;
	uint32_t at = pp->line_at;
	struct pp_token t;
	bool have = false;

	at += at < pp->line_end && s[at] == ' ';
	e.first = (struct pp_token){ .type = PP_NUMBER, .s = "" };
	e.first.file = pp_input(pp)->instance;
	e.first.offset = e.first.use = pp_at(pp, at);
	for (;;) {
		pp_get_solid(pp, &t);
		if (!have) {
			have = operand(&e, &t);
		} else if (t.type == ')') {
			if (!close_paren(&e, &t))
				fail(&e, &t, "')' without '(' in #if");
		} else if (t.type == ':') {
			colon(&e, &t);
			have = false;
		} else if (t.type != PP_END) {
			infix(&e, &t);
			have = false;
		}
		if (e.failed || pp->stopped || t.type == PP_END)
			break;
	}
	if (!e.failed) {
		reduce(&e, &t, 2);
		if (e.n && !e.failed)
			fail(&e, &t, "'(' without ')' in #if");
	}
	return !e.failed && e.value.v;
}
