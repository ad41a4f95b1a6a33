/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Integer expressions, with the operators of C and 64 bits without sign. All operands
 * are evaluated, so that a division by zero is an error wherever it stands.
 */
#include "base/vec.h"
#include "dts/parse/parser.h"

/* What waits on the stack of operators beside binary ones, which are their tokens. */
enum { OPEN = '(', MINUS = 'm', NOT = 'n', COMPLEMENT = 'c', ASKED = '?', ELSE = ':' };

/* Binds tighter the higher; 0: no binary operator. */
static int
rank(uint32_t operator)
{
	switch (operator) {
	case TOKEN_OR: return 3;
	case TOKEN_AND: return 4;
	case '|': return 5;
	case '^': return 6;
	case '&': return 7;
	case TOKEN_EQ:
	case TOKEN_NE: return 8;
	case '<':
	case '>':
	case TOKEN_LE:
	case TOKEN_GE: return 9;
	case TOKEN_SHIFT_LEFT:
	case TOKEN_SHIFT_RIGHT: return 10;
	case '+':
	case '-': return 11;
	case '*':
	case '/':
	case '%': return 12;
	default: return 0;
	}
}

static int
waiting_rank(uint32_t operator)
{
	switch (operator) {
	case OPEN:
	case ASKED: return 0;
	case ELSE: return 1;
	case MINUS:
	case NOT:
	case COMPLEMENT: return 20;
	default: return rank(operator);
	}
}

static void
push_value(struct parser *p, uint64_t v)
{
	vec_room(p->tree->arena, p->values, p->nvalues, p->cap_values);
	p->values[p->nvalues++].v = v;
}

static void
push_operator(struct parser *p, uint32_t operator)
{
	vec_room(p->tree->arena, p->operators, p->noperators, p->cap_operators);
	p->operators[p->noperators++] = (uint16_t) operator;
}

static uint64_t
divide(struct parser *p, uint32_t operator, uint64_t a, uint64_t b)
{
	if (b)
		return operator== '/' ? a / b : a % b;
	parse_error(p, p->last_end - 1, p->last_end, "a division by zero");
	return 0;
}

static uint64_t
binary(struct parser *p, uint32_t operator, uint64_t a, uint64_t b)
{
	switch (operator) {
	case TOKEN_OR: return a || b;
	case TOKEN_AND: return a && b;
	case '|': return a | b;
	case '^': return a ^ b;
	case '&': return a & b;
	case TOKEN_EQ: return a == b;
	case TOKEN_NE: return a != b;
	case '<': return a < b;
	case '>': return a > b;
	case TOKEN_LE: return a <= b;
	case TOKEN_GE: return a >= b;
	case TOKEN_SHIFT_LEFT: return b < 64 ? a << b : 0;
	case TOKEN_SHIFT_RIGHT: return b < 64 ? a >> b : 0;
	case '+': return a + b;
	case '-': return a - b;
	case '*': return a * b;
	default: return divide(p, operator, a, b);
	}
}

/* Works off the topmost operator. */
static void
reduce(struct parser *p)
{
	uint32_t operator= p->operators[--p->noperators];
	struct expr_value *top = &p->values[p->nvalues - 1];

	switch (operator) {
	case MINUS: top->v = -top->v; return;
	case NOT: top->v = !top->v; return;
	case COMPLEMENT: top->v = ~top->v; return;
	case ELSE:
		top[-2].v = top[-2].v ? top[-1].v : top->v;
		p->nvalues -= 2;
		return;
	default: top[-1].v = binary(p, operator, top[-1].v, top->v); p->nvalues--;
	}
}

/* Works off what binds at least as tight, down to the operator at @floor. */
static void
reduce_down_to(struct parser *p, int least, uint32_t floor)
{
	while (p->noperators > floor
		&& waiting_rank(p->operators[p->noperators - 1]) >= least)
		reduce(p);
}

/* Up to an operand: '(' and unary operators. False where none can come. */
static bool
operand(struct parser *p)
{
	for (;;) {
		switch (p->tok.kind) {
		case '(': push_operator(p, OPEN); break;
		case '-': push_operator(p, MINUS); break;
		case '~': push_operator(p, COMPLEMENT); break;
		case '!': push_operator(p, NOT); break;
		case TOKEN_LITERAL:
		case TOKEN_CHAR: push_value(p, p->tok.value); return true;
		case TOKEN_WORD:
			parse_expected(p, "a number");
			push_value(p, 0);
			return true;
		default: return parse_expected(p, "a number or '('");
		}
		if (!parse_push(p, 1))
			return false;
		parse_advance(p);
	}
}

/* Behind an operand; *more where another one follows. */
static bool
operator(struct parser *p, uint32_t floor, bool *more)
{
	uint32_t kind = p->tok.kind;
	int r = rank(kind);

	*more = true;
	if (r) {
		reduce_down_to(p, r, floor);
		push_operator(p, kind);
		return true;
	}
	switch (kind) {
	case '?':
		reduce_down_to(p, 2, floor);
		push_operator(p, ASKED);
		return parse_push(p, 1);
	case ':':
		reduce_down_to(p, 1, floor);
		if (p->noperators == floor || p->operators[p->noperators - 1] != ASKED)
			break;
		p->operators[p->noperators - 1] = ELSE;
		return parse_push(p, 1);
	case ')':
		reduce_down_to(p, 1, floor);
		if (p->noperators == floor || p->operators[p->noperators - 1] != OPEN)
			break;
		p->noperators--;
		*more = false;
		return true;
	default: break;
	}
	return parse_expected(p, "an operator or ')'");
}

static bool
expression(struct parser *p)
{
	uint32_t floor = p->noperators;
	bool more;

	for (;;) {
		if (!operand(p))
			return false;
		do {
			parse_advance(p);
			if (p->noperators == floor)
				return true;
			if (!operator(p, floor, &more))
				return false;
		} while (!more);
		parse_advance(p);
	}
}

bool
parse_prim(struct parser *p, uint64_t *v)
{
	uint32_t symbols = p->symbols;
	bool ok;

	switch (p->tok.kind) {
	case TOKEN_LITERAL:
	case TOKEN_CHAR:
		*v = p->tok.value;
		parse_advance(p);
		return true;
	case TOKEN_WORD:
		parse_expected(p, "a number");
		*v = 0;
		parse_advance(p);
		return true;
	case '(': break;
	default: return parse_expected(p, "a number or '('");
	}
	p->nvalues = 0;
	p->noperators = 0;
	ok = expression(p);
	p->symbols = symbols;
	*v = ok ? p->values[0].v : 0;
	return ok;
}
