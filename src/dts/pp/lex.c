/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/lex.h"

#include <string.h>

#define LETTER(c) [c] = PP_CLASS_NAME | PP_CLASS_STOP
#define DIGIT(c) [c] = PP_CLASS_DIGIT | PP_CLASS_STOP
#define BLANK(c) [c] = PP_CLASS_BLANK | PP_CLASS_STOP
#define STOP(c) [c] = PP_CLASS_STOP
#define EIGHT(of, c) \
	of(c), of(c + 1), of(c + 2), of(c + 3), of(c + 4), of(c + 5), of(c + 6), of(c + 7)

/* clang-format off */
const uint8_t pp_class[256] = {
	EIGHT(LETTER, 'a'), EIGHT(LETTER, 'i'), EIGHT(LETTER, 'q'), LETTER('y'), LETTER('z'),
	EIGHT(LETTER, 'A'), EIGHT(LETTER, 'I'), EIGHT(LETTER, 'Q'), LETTER('Y'), LETTER('Z'),
	LETTER('_'),
	EIGHT(DIGIT, '0'), DIGIT('8'), DIGIT('9'),
	BLANK(0), BLANK(' '), BLANK('\t'), BLANK('\f'), BLANK('\v'),
	STOP('\n'), STOP('"'), STOP('\''), STOP('/'), STOP('.'),
};
/* clang-format on */

static bool
is(char c, uint8_t class)
{
	return pp_class[(uint8_t)c] & class;
}

static uint32_t
number_length(const char *s, uint32_t n)
{
	uint32_t i = 1;

	for (; i < n; i++) {
		char c = s[i], before = s[i - 1] | 0x20;

		if (is(c, PP_CLASS_NAME | PP_CLASS_DIGIT) || c == '.')
			continue;
		if ((c == '+' || c == '-') && (before == 'e' || before == 'p'))
			continue;
		break;
	}
	return i;
}

/* A quote that is not closed takes all of its line: cpp lets assembler do that. */
static uint32_t
quoted_length(const char *s, uint32_t n, uint32_t start, uint8_t *type)
{
	char quote = s[start];
	uint32_t i;

	for (i = start + 1; i < n; i++) {
		if (s[i] == '\n')
			break;
		if (s[i] == '\\' && i + 1 < n && s[i + 1] != '\n')
			i++;
		else if (s[i] == quote) {
			*type = quote == '"' ? PP_STRING : PP_CHAR;
			return i + 1;
		}
	}
	*type = PP_OTHER;
	return i;
}

static uint32_t
utf8_length(const char *s, uint32_t n)
{
	uint32_t i = 1;

	while (i < n && i < 4 && ((uint8_t)s[i] & 0xc0) == 0x80)
		i++;
	return i;
}

/* Of what begins with a punctuator's character; *@type is that character. */
static uint32_t
punctuator_length(const char *s, uint32_t n, uint8_t *type)
{
	char second = n > 1 ? s[1] : 0, third = n > 2 ? s[2] : 0;

	static const struct {
		char text[3];
		uint8_t type;
	} pairs[] = { { "##", PP_PASTE }, { "<<", PP_SHIFT_LEFT },
		{ ">>", PP_SHIFT_RIGHT }, { "<=", PP_LESS_EQUAL },
		{ ">=", PP_GREATER_EQUAL }, { "==", PP_EQUAL }, { "!=", PP_NOT_EQUAL },
		{ "&&", PP_AND_AND }, { "||", PP_OR_OR }, { "++", PP_INCREMENT },
		{ "--", PP_DECREMENT }, { "->", PP_ARROW }, { "+=", PP_ASSIGN },
		{ "-=", PP_ASSIGN }, { "*=", PP_ASSIGN }, { "/=", PP_ASSIGN },
		{ "%=", PP_ASSIGN }, { "&=", PP_ASSIGN }, { "|=", PP_ASSIGN },
		{ "^=", PP_ASSIGN } };

	if (*s == '.' && second == '.' && third == '.') {
		*type = PP_ELLIPSIS;
		return 3;
	}
	/* no other character is the second one of a pair */
	if (!second || !strchr("#<>=&|+-", second))
		return 1;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		if (pairs[i].text[0] != *s || pairs[i].text[1] != second)
			continue;
		*type = pairs[i].type;
		if ((*type == PP_SHIFT_LEFT || *type == PP_SHIFT_RIGHT) && third == '=') {
			*type = PP_ASSIGN;
			return 3;
		}
		return 2;
	}
	return 1;
}

uint32_t
pp_token_length(const char *s, uint32_t n, uint8_t *type)
{
	uint32_t i = 1;
	char c = *s;

	if (is(c, PP_CLASS_NAME)) {
		/* the only prefix that assembler mode knows */
		if (c == 'L' && n > 1 && (s[1] == '"' || s[1] == '\''))
			return quoted_length(s, n, 1, type);
		while (i < n && is(s[i], PP_CLASS_NAME | PP_CLASS_DIGIT))
			i++;
		*type = PP_NAME;
		return i;
	}
	if (is(c, PP_CLASS_DIGIT) || (c == '.' && n > 1 && is(s[1], PP_CLASS_DIGIT))) {
		*type = PP_NUMBER;
		return number_length(s, n);
	}
	if (c == '"' || c == '\'')
		return quoted_length(s, n, 0, type);
	if (c && strchr("#<>=!&|+-*/%^.,;:?()[]{}~@", c)) {
		*type = (uint8_t)c;
		return punctuator_length(s, n, type);
	}
	*type = PP_OTHER;
	return (uint8_t)c >= 0xc0 ? utf8_length(s, n) : 1;
}

struct pp_token
pp_lex(struct pp_names *names, const char *s, uint32_t *at, uint32_t end, bool lines)
{
	struct pp_token t = { .s = s + *at };
	uint32_t i = *at;

	for (; i < end; i++) {
		if (is(s[i], PP_CLASS_BLANK))
			t.flags |= PP_WHITE;
		else if (s[i] == '\n' && lines)
			t.flags |= PP_WHITE | PP_LINE_START;
		else
			break;
	}
	t.s = s + i;
	if (i < end && s[i] != '\n') {
		t.n = pp_token_length(s + i, end - i, &t.type);
		if (t.type == PP_NAME)
			t.name = pp_name(names, t.s, t.n);
	}
	*at = i + t.n;
	return t;
}

static char
operator_start(const struct pp_token *t)
{
	return t->type > PP_PARAM ? *t->s : 0;
}

/* A string or a character without the prefix L. */
static bool
is_plain(const struct pp_token *t)
{
	return (t->type == PP_STRING || t->type == PP_CHAR) && *t->s != 'L';
}

/* A number of characters that can all be in a name. */
static bool
is_word(const struct pp_token *t)
{
	for (uint32_t i = 0; i < t->n; i++) {
		if (!is(t->s[i], PP_CLASS_NAME | PP_CLASS_DIGIT))
			return false;
	}
	return true;
}

bool
pp_avoid_paste(const struct pp_token *a, const struct pp_token *b)
{
	char c = operator_start(b);

	if (c == '='
		&& (a->type == PP_SHIFT_LEFT || a->type == PP_SHIFT_RIGHT
			|| (a->type && strchr("=!<>+-*/%&|^", a->type))))
		return true;
	switch (a->type) {
	case '>': return c == '>';
	case '<': return c == '<' || c == '%' || c == ':';
	case '+': return c == '+';
	case '-': return c == '-' || c == '>';
	case '/': return c == '/' || c == '*';
	case '%': return c == ':' || c == '%';
	case '&': return c == '&';
	case '|': return c == '|';
	case ':': return c == ':' || c == '>';
	case PP_ARROW: return c == '*';
	case '.': return c == '.' || c == '%' || b->type == PP_NUMBER;
	case '#': return c == '#' || c == '%';
	case PP_NAME:
		return b->type == PP_NAME || is_plain(b)
		       || (b->type == PP_NUMBER && is_word(b));
	case PP_NUMBER:
		return b->type == PP_NUMBER || b->type == PP_NAME
		       || (b->type == PP_CHAR && is_plain(b)) || c == '.' || c == '+'
		       || c == '-';
	case PP_OTHER: return a->n && *a->s == '\\' && b->type == PP_NAME;
	default: return false;
	}
}
#undef LETTER
#undef DIGIT
#undef BLANK
#undef STOP
#undef EIGHT
