/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/parse/lex.h"

#include <stdlib.h>
#include <string.h>

#include "base/strings.h"

enum { IS_SPACE = 1, IS_NAME = 2, IS_WORD = 4, IS_DIGIT = 8, IS_HEX = 16 };

/* Classes of bytes; a label begins with IS_WORD and goes on with that or IS_DIGIT. */
static const uint8_t classes[256] = {
	['\t'] = IS_SPACE,
	['\n'] = IS_SPACE,
	['\v'] = IS_SPACE,
	['\f'] = IS_SPACE,
	['\r'] = IS_SPACE,
	[' '] = IS_SPACE,
	['#'] = IS_NAME,
	['*'] = IS_NAME,
	['+'] = IS_NAME,
	[','] = IS_NAME,
	['-'] = IS_NAME,
	['.'] = IS_NAME,
	['?'] = IS_NAME,
	['@'] = IS_NAME,
	['_'] = IS_NAME | IS_WORD,
	['0' ... '9'] = IS_NAME | IS_DIGIT | IS_HEX,
	['A' ... 'F'] = IS_NAME | IS_WORD | IS_HEX,
	['G' ... 'Z'] = IS_NAME | IS_WORD,
	['a' ... 'f'] = IS_NAME | IS_WORD | IS_HEX,
	['g' ... 'z'] = IS_NAME | IS_WORD,
};

static const struct keyword {
	const char *text;
	uint8_t n;
	uint16_t kind;
} keywords[] = {
	{ "/delete-property/", 17, TOKEN_DELETE_PROPERTY },
	{ "/delete-node/", 13, TOKEN_DELETE_NODE },
	{ "/bits/", 6, TOKEN_BITS },
	{ "/omit-if-no-ref/", 16, TOKEN_OMIT_IF_NO_REF },
	{ "/dts-v1/", 8, TOKEN_V1 },
	{ "/plugin/", 8, TOKEN_PLUGIN },
	{ "/memreserve/", 12, TOKEN_MEMRESERVE },
	{ "/incbin/", 8, TOKEN_INCBIN },
};

bool
dts_is_name_char(unsigned char c)
{
	return classes[c] & IS_NAME;
}

void
dts_lex_init(struct dts_lexer *lx, struct dts_text *text, uint32_t begin, uint32_t end,
	enum dts_lex_state state)
{
	lx->text = text;
	lx->at = begin;
	lx->end = end;
	lx->segment = 0;
	lx->segments = 0;
	lx->state = state;
	lx->depth = 0;
	lx->quiet = false;
}

bool
dts_lex_again(struct dts_lexer *lx, const struct dts_token *t, enum dts_lex_state state)
{
	if (t->kind == TOKEN_END || t->segment != lx->segment)
		return false;
	lx->at = t->begin;
	lx->state = state;
	return true;
}

/* Says what is wrong with a token of the text from @begin to @end. */
static void
complain(const struct dts_lexer *lx, uint32_t begin, uint32_t end, const char *text)
{
	if (!lx->quiet)
		dts_text_message(
			lx->text, DTS_ERROR, "source/syntax", begin, end, "%s", text);
}

/* Runs of bytes; each returns where its run ends. */

static inline uint32_t
skip_class(const struct dts_lexer *lx, uint32_t at, uint8_t class)
{
	const char *s = lx->text->s;

	while (at < lx->end && classes[(uint8_t)s[at]] & class)
		at++;
	return at;
}

/* The string that begins at @at, up to behind its last quote, or 0 where it has no end. */
static uint32_t
string_end(const struct dts_lexer *lx, uint32_t at)
{
	const char *s = lx->text->s;

	for (at++; at < lx->end && s[at] != '"'; at++)
		if (s[at] == '\\' && (++at >= lx->end || s[at] == '\n'))
			return 0;
	return at < lx->end ? at + 1 : 0;
}

/*
 * A quote behind a backslash may end a character literal or be part of it: the longest
 * literal wins, wherever in the file its end is.
 */
static uint32_t
character_end(const struct dts_lexer *lx, uint32_t at)
{
	const char *s = lx->text->s, *quote;
	uint32_t from = at + 1, found = 0;

	while (from < lx->end && (quote = memchr(s + from, '\'', lx->end - from))) {
		from = (uint32_t)(quote - s) + 1;
		found = from;
		if (quote == s + at + 1 || quote[-1] != '\\')
			break;
	}
	return found;
}

/* Behind a comment that begins at @at, or 0 where there is none, or no end of it. */
static uint32_t
comment_end(const struct dts_lexer *lx, uint32_t at)
{
	const char *s = lx->text->s, *p;

	if (at + 1 >= lx->end)
		return 0;
	if (s[at + 1] == '/') {
		p = memchr(s + at, '\n', lx->end - at);
		return p ? (uint32_t)(p - s) + 1 : 0;
	}
	if (s[at + 1] != '*')
		return 0;
	for (p = s + at + 2; (p = memchr(p, '*', (size_t)(s + lx->end - p)));)
		if (++p < s + lx->end && *p == '/')
			return (uint32_t)(p - s) + 1;
	return 0;
}

static inline uint32_t
skip_blanks(const struct dts_lexer *lx, uint32_t at)
{
	while (at < lx->end && (lx->text->s[at] == ' ' || lx->text->s[at] == '\t'))
		at++;
	return at;
}

/* Whether the string from @begin to @end has a NUL, as a byte or by an escape. */
static bool
has_nul(const char *s, uint32_t begin, uint32_t end)
{
	uint8_t byte;

	for (uint32_t i = begin + 1; i < end - 1;) {
		byte = (uint8_t)s[i++];
		if (byte == '\\' && !dts_escape(s, &i, &byte))
			byte = '\\';
		if (!byte)
			return true;
	}
	return false;
}

/* What cpp leaves of the lines' numbers, with the flags behind the file's name, or 0. */
static uint32_t
line_marker_end(const struct dts_lexer *lx, uint32_t at)
{
	const char *s = lx->text->s;
	uint32_t p = at + 1, q, end;

	if (lx->end - p > 4 && !memcmp(s + p, "line", 4))
		p += 4;
	q = skip_blanks(lx, p);
	if (q == p)
		return 0;
	p = skip_class(lx, q, IS_DIGIT);
	if (p == q)
		return 0;
	q = skip_blanks(lx, p);
	if (q == p || q >= lx->end || s[q] != '"')
		return 0;
	end = string_end(lx, q);
	if (end && has_nul(s, q, end))
		complain(lx, q, end, "a NUL in the file's name of a line marker");
	while (end) {
		p = skip_blanks(lx, end);
		q = skip_class(lx, p, IS_DIGIT);
		if (p == end || q == p)
			break;
		end = q;
	}
	return end;
}

/* `/include/ "file"`: 0 where it is none, 1 where it is, with the file's name. */
static bool
is_include(const struct dts_lexer *lx, uint32_t at, struct dts_token *t)
{
	const char *s = lx->text->s;
	uint32_t quote;

	if (lx->end - at < 9 || memcmp(s + at, "/include/", 9) != 0)
		return false;
	quote = skip_class(lx, at + 9, IS_SPACE);
	if (quote >= lx->end || s[quote] != '"')
		return false;
	t->end = string_end(lx, quote);
	if (!t->end)
		return false;
	t->begin = at;
	t->name = quote + 1;
	t->name_end = t->end - 1;
	return true;
}

static void
include(struct dts_lexer *lx, const struct dts_token *t)
{
	uint32_t begin, end;

	lx->at = t->end;
	if (lx->quiet)
		return;
	if (lx->depth == LEX_INCLUDES_MAX) {
		complain(lx, t->begin, t->end,
			"the files that include each other are nested more than 200 deep");
		lx->at = lx->end;
		return;
	}
	if (!dts_text_include(lx->text, t->begin, lx->text->s + t->name,
		    t->name_end - t->name, &begin, &end))
		return;
	lx->includes[lx->depth++] = (struct lex_resume){ lx->at, lx->end, lx->segment };
	lx->segment = ++lx->segments;
	lx->at = begin;
	lx->end = end;
}

/* Passes over blanks and comments, into included files and out of them. */
static bool
find_token(struct dts_lexer *lx)
{
	struct dts_token include_token;
	uint32_t end;
	char c;

	for (;;) {
		lx->at = skip_class(lx, lx->at, IS_SPACE);
		if (lx->at >= lx->end) {
			if (!lx->depth)
				return false;
			lx->depth--;
			lx->at = lx->includes[lx->depth].at;
			lx->end = lx->includes[lx->depth].end;
			lx->segment = lx->includes[lx->depth].segment;
			continue;
		}
		c = lx->text->s[lx->at];
		if (c == '/') {
			end = comment_end(lx, lx->at);
			if (!end && is_include(lx, lx->at, &include_token)) {
				include(lx, &include_token);
				continue;
			}
		} else if (c == '#' && (!lx->at || lx->text->s[lx->at - 1] == '\n')) {
			end = line_marker_end(lx, lx->at);
		} else {
			return true;
		}
		if (!end)
			return true;
		lx->at = end;
	}
}

static void
take(struct dts_lexer *lx, struct dts_token *t, uint32_t kind, uint32_t end)
{
	t->kind = kind;
	t->end = end;
	t->name = t->begin;
	t->name_end = end;
	lx->at = end;
}

static void
lex_slash(struct dts_lexer *lx, struct dts_token *t)
{
	const char *s = lx->text->s + t->begin;
	uint32_t left = lx->end - t->begin;
	size_t i;

	for (i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
		const struct keyword *k = &keywords[i];

		if (left < k->n || memcmp(s, k->text, k->n) != 0)
			continue;
		switch (k->kind) {
		case TOKEN_DELETE_PROPERTY:
		case TOKEN_DELETE_NODE:
		case TOKEN_OMIT_IF_NO_REF: lx->state = LEX_NAME; break;
		case TOKEN_BITS:
		case TOKEN_V1:
		case TOKEN_MEMRESERVE: lx->state = LEX_VALUE; break;
		case TOKEN_INCBIN:
			if (lx->state != LEX_START && lx->state != LEX_VALUE)
				continue;
			break;
		default: break;
		}
		take(lx, t, k->kind, t->begin + k->n);
		return;
	}
	take(lx, t, '/', t->begin + 1);
}

static void
lex_reference(struct dts_lexer *lx, struct dts_token *t)
{
	const char *s = lx->text->s;
	uint32_t at = t->begin + 1, end;

	if (at < lx->end && classes[(uint8_t)s[at]] & IS_WORD) {
		take(lx, t, TOKEN_LABEL_REF, skip_class(lx, at, IS_WORD | IS_DIGIT));
		t->name = at;
		return;
	}
	if (at < lx->end && s[at] == '{') {
		for (end = at + 1; end < lx->end; end++)
			if (s[end] != '/' && !(classes[(uint8_t)s[end]] & IS_NAME))
				break;
		if (end < lx->end && s[end] == '}') {
			take(lx, t, TOKEN_PATH_REF, end + 1);
			t->name = at + 1;
			t->name_end = end;
			return;
		}
	}
	if (at < lx->end && s[at] == '&')
		take(lx, t, TOKEN_AND, at + 1);
	else
		take(lx, t, '&', at);
}

bool
dts_escape(const char *s, uint32_t *i, uint8_t *byte)
{
	static const char letters[] = "a\ab\bt\tn\nv\vf\fr\r";
	char c = s[*i], digits[4] = "", *end;
	const char *letter;

	if (c >= '0' && c <= '7') {
		strncpy(digits, s + *i, 3);
		*byte = (uint8_t)strtol(digits, &end, 8);
		*i += (uint32_t)(end - digits);
		return true;
	}
	++*i;
	if (c == 'x') {
		/* as dtc does it: strtol() takes a sign and blanks for digits, too */
		strncpy(digits, s + *i, 2);
		*byte = (uint8_t)strtol(digits, &end, 16);
		*i += (uint32_t)(end - digits);
		return end > digits;
	}
	letter = c ? strchr(letters, c) : NULL;
	*byte = letter && (letter - letters) % 2 == 0 ? (uint8_t)letter[1] : (uint8_t)c;
	return true;
}

static void
lex_character(struct dts_lexer *lx, struct dts_token *t)
{
	const char *s = lx->text->s;
	uint32_t i = t->begin + 1, end = character_end(lx, t->begin), n = 0;
	uint8_t byte;

	if (!end) {
		take(lx, t, '\'', t->begin + 1);
		return;
	}
	take(lx, t, TOKEN_CHAR, end);
	t->value = 0;
	while (i < end - 1) {
		byte = (uint8_t)s[i++];
		if (byte == '\\' && !dts_escape(s, &i, &byte))
			complain(lx, t->begin, end,
				"'\\x' without hexadecimal digits behind it");
		if (!n++)
			t->value = byte;
	}
	if (n == 1)
		return;
	complain(lx, t->begin, end,
		n ? "a character literal of more than one character"
		  : "an empty character literal, expected one character");
}

static uint32_t
suffix_end(const struct dts_lexer *lx, uint32_t at)
{
	const char *s = lx->text->s;

	if (at < lx->end && s[at] == 'U')
		at++;
	if (at < lx->end && s[at] == 'L') {
		at++;
		if (at < lx->end && s[at] == 'L')
			at++;
	}
	return at;
}

/* Numbers as strtoull() takes them: 0x for 16, 0 for 8. False where a digit is too large. */
static bool
number(const char *s, uint32_t n, uint64_t *value, bool *too_large)
{
	uint32_t i = 0, base = 10;
	uint64_t v = 0;

	if (n > 1 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
		base = 16;
		i = 2;
	} else if (s[0] == '0') {
		base = 8;
	}
	for (; i < n; i++) {
		uint32_t digit = digit_value(s[i]);

		if (digit >= base)
			break;
		*too_large = *too_large || v > (UINT64_MAX - digit) / base;
		v = v * base + digit;
	}
	*value = v;
	return i == n;
}

static void
lex_number(struct dts_lexer *lx, struct dts_token *t)
{
	const char *s = lx->text->s;
	uint32_t at = t->begin, digits;
	bool too_large = false;

	digits = skip_class(lx, at, IS_DIGIT);
	if (s[at] == '0' && digits == at + 1 && digits < lx->end
		&& (s[digits] == 'x' || s[digits] == 'X') && digits + 1 < lx->end
		&& classes[(uint8_t)s[digits + 1]] & IS_HEX)
		digits = skip_class(lx, digits + 1, IS_HEX);
	take(lx, t, TOKEN_LITERAL, suffix_end(lx, digits));
	if (!number(s + at, digits - at, &t->value, &too_large))
		complain(lx, at, t->end,
			"a digit above 7 in an octal number: what begins with 0 is octal");
	else if (too_large)
		complain(lx, at, t->end, "a number that does not fit into 64 bits");
}

static void
lex_other(struct dts_lexer *lx, struct dts_token *t)
{
	const char *s = lx->text->s;
	unsigned char c = (unsigned char)s[t->begin];
	char next = t->begin + 1 < lx->end ? s[t->begin + 1] : '\0';
	uint32_t two = 0;

	switch (c) {
	case '<':
		two = next == '<' ? TOKEN_SHIFT_LEFT : next == '=' ? TOKEN_LE : 0;
		break;
	case '>':
		two = next == '>' ? TOKEN_SHIFT_RIGHT : next == '=' ? TOKEN_GE : 0;
		break;
	case '=': two = next == '=' ? TOKEN_EQ : 0; break;
	case '!': two = next == '=' ? TOKEN_NE : 0; break;
	case '|': two = next == '|' ? TOKEN_OR : 0; break;
	case '[': lx->state = LEX_BYTES; break;
	case ']':
		if (lx->state == LEX_BYTES)
			lx->state = LEX_VALUE;
		break;
	case '{':
	case ';': lx->state = LEX_NAME; break;
	default: break;
	}
	if (two)
		take(lx, t, two, t->begin + 2);
	else
		take(lx, t, c, t->begin + 1);
}

/* A word that is not followed by a colon. */
static void
lex_word(struct dts_lexer *lx, struct dts_token *t)
{
	const char *s = lx->text->s;
	uint32_t at = t->begin, digit;
	char c = s[at];

	switch (lx->state) {
	case LEX_NAME:
		take(lx, t, TOKEN_NAME, skip_class(lx, at, IS_NAME));
		lx->state = LEX_VALUE;
		return;
	case LEX_BYTES:
		if (!(classes[(uint8_t)c] & IS_HEX) || at + 1 >= lx->end
			|| !(classes[(uint8_t)s[at + 1]] & IS_HEX))
			break;
		take(lx, t, TOKEN_BYTE, at + 2);
		t->value = 0;
		for (digit = at; digit < at + 2; digit++)
			t->value = t->value << 4 | digit_value(s[digit]);
		return;
	case LEX_VALUE:
		if (classes[(uint8_t)c] & IS_DIGIT) {
			lex_number(lx, t);
		} else {
			take(lx, t, TOKEN_WORD, skip_class(lx, at, IS_WORD | IS_DIGIT));
			t->value = 0;
		}
		return;
	case LEX_START: break;
	}
	lex_other(lx, t);
}

void
dts_lex(struct dts_lexer *lx, struct dts_token *t)
{
	uint32_t end;
	uint8_t class;
	char c;

	if (!find_token(lx)) {
		t->kind = TOKEN_END;
		t->begin = t->end = t->name = t->name_end = lx->end;
		t->segment = lx->segment;
		return;
	}
	t->begin = lx->at;
	t->segment = lx->segment;
	c = lx->text->s[t->begin];
	class = classes[(uint8_t)c];
	if (class & IS_WORD) {
		end = skip_class(lx, t->begin + 1, IS_WORD | IS_DIGIT);
		if (end < lx->end && lx->text->s[end] == ':') {
			take(lx, t, TOKEN_LABEL, end + 1);
			t->name_end = end;
		} else {
			lex_word(lx, t);
		}
		return;
	}
	if (class & IS_DIGIT || (class & IS_NAME && lx->state == LEX_NAME)) {
		lex_word(lx, t);
		return;
	}
	switch (c) {
	case '/': lex_slash(lx, t); break;
	case '&': lex_reference(lx, t); break;
	case '\'': lex_character(lx, t); break;
	case '"':
		end = string_end(lx, t->begin);
		take(lx, t, end ? TOKEN_STRING : '"', end ? end : t->begin + 1);
		break;
	case '\\':
		if (lx->state == LEX_NAME && t->begin + 1 < lx->end
			&& classes[(uint8_t)lx->text->s[t->begin + 1]] & IS_NAME) {
			take(lx, t, TOKEN_NAME, skip_class(lx, t->begin + 1, IS_NAME));
			t->name = t->begin + 1;
			lx->state = LEX_VALUE;
			break;
		}
		/* fall through */
	default: lex_other(lx, t); break;
	}
}
