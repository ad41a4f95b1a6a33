/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of what is not as it should be, and how to go on. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "dts/parse/parser.h"

enum {
	SHOWN = 40,       /* bytes of a token in a message */
	GUESSES_MAX = 20, /* each looks through all macros */
};

static const char *const words[] = { "/dts-v1/", "/plugin/", "/memreserve/", "/bits/",
	"/delete-property/", "/delete-node/", "/omit-if-no-ref/", "/include/",
	"/incbin/" };

void
parse_advance(struct parser *p)
{
	p->last_end = p->tok.end;
	p->last_segment = p->tok.segment;
	dts_lex(&p->lx, &p->tok);
}

bool
parse_accept(struct parser *p, uint32_t kind)
{
	if (p->tok.kind != kind)
		return false;
	parse_advance(p);
	return true;
}

/* @is_unknown: about a name that nobody knows, which an include may have defined. */
__attribute__((format(printf, 6, 0))) static struct dts_message *
error(struct parser *p, const char *rule, bool is_unknown, uint32_t begin, uint32_t end,
	const char *fmt, va_list ap)
{
	char text[512];

	if (p->lx.quiet || p->last_error == begin)
		return NULL;
	p->last_error = begin;
	if (is_unknown && p->text->missing && begin >= p->text->missing_at) {
		p->text->follow++;
		return NULL;
	}
	vsnprintf(text, sizeof(text), fmt, ap);
	return dts_text_message(p->text, DTS_ERROR, rule, begin, end, "%s", text);
}

struct dts_message *
parse_error(struct parser *p, uint32_t begin, uint32_t end, const char *fmt, ...)
{
	struct dts_message *m;
	va_list ap;

	va_start(ap, fmt);
	m = error(p, "source/syntax", p->tok.kind == TOKEN_WORD && p->tok.begin == begin,
		begin, end, fmt, ap);
	va_end(ap);
	return m;
}

struct dts_message *
parse_undefined(struct parser *p, uint32_t begin, uint32_t end, const char *fmt, ...)
{
	struct dts_message *m;
	va_list ap;

	va_start(ap, fmt);
	m = error(p, "source/undefined-label", true, begin, end, fmt, ap);
	va_end(ap);
	return m;
}

void
parse_meant(struct parser *p, struct dts_message *m, uint32_t begin, uint32_t end,
	const char *text)
{
	const char *macro;
	uint32_t at;

	if (m && dts_text_verbatim(p->text, begin, end, &at, &macro))
		m->instead = text;
}

/* The next token in quotes, for a message. */
static void
describe(const struct parser *p, char *out, size_t size)
{
	uint32_t n = p->tok.end - p->tok.begin, i;
	const char *s = parse_text(p, p->tok.begin);

	if (p->tok.kind == TOKEN_END) {
		snprintf(out, size, "the end of the source");
		return;
	}
	for (i = 0; i < n && i < SHOWN && s[i] != '\n'; i++)
		;
	while (i < n && i > 0 && ((uint8_t)s[i] & 0xc0) == 0x80)
		i--;
	snprintf(out, size, "'%.*s%s'", (int)i, s, i < n ? "…" : "");
}

/* A word between slashes that is none of the language's. */
static const char *
meant_word(const struct parser *p)
{
	const char *s = parse_text(p, p->tok.begin);
	uint32_t left = p->lx.end - p->tok.begin, n;
	char word[32];

	if (p->tok.kind != '/')
		return "";
	for (n = 1; n < left && (dts_is_name_char((unsigned char)s[n])); n++)
		;
	if (n < 3 || n + 2 > sizeof(word))
		return "";
	memcpy(word, s, n);
	if (n < left && s[n] == '/')
		word[n++] = '/';
	word[n] = '\0';
	return suggest_from(p->tree->arena, word, words, sizeof(words) / sizeof(*words));
}

/* The macro that a word is a slip of; NULL where none is near. */
static const char *
meant_macro(struct parser *p)
{
	const struct dts_macros *macros = p->text->macros;
	uint32_t n = p->tok.end - p->tok.begin, i;
	struct suggest s = { 0 };
	const char *name;

	if (p->tok.kind != TOKEN_WORD || p->lx.quiet || !macros
		|| p->guesses == GUESSES_MAX)
		return NULL;
	p->guesses++;
	s.word = arena_strndup(p->tree->arena, parse_text(p, p->tok.begin), n);
	for (i = 0; (name = macros->name(macros, i)); i++)
		/* as it is, it stands where macros are not expanded */
		if (*name && *name != '_' && strcmp(name, s.word) != 0)
			suggest_try(&s, name);
	return s.best;
}

bool
parse_expected(struct parser *p, const char *what)
{
	uint32_t begin = p->tok.begin, end = p->tok.end;
	char found[4 * SHOWN];
	struct suggest near = { .word = "", .best = meant_macro(p) };
	struct dts_message *m;

	describe(p, found, sizeof(found));
	if (p->tok.kind == TOKEN_END && p->last_end) {
		/* what is at the end of an include is a place nobody knows */
		begin = p->last_end - 1;
		end = p->last_end;
	}
	m = parse_error(p, begin, end, "expected %s, found %s%s", what, found,
		near.best ? suggest_text(p->tree->arena, &near) : meant_word(p));
	if (near.best)
		parse_meant(p, m, begin, end, near.best);
	else if (m && p->tok.kind == TOKEN_WORD)
		m->help =
			"what is no number has to be the name of a macro: see whether the "
			"header that defines it is included";
	return false;
}

/* Whether a line ends between the last token and the next one. */
static bool
on_new_line(const struct parser *p)
{
	if (p->tok.kind == TOKEN_END || p->tok.segment != p->last_segment)
		return true;
	return p->tok.begin > p->last_end
	       && memchr(parse_text(p, p->last_end), '\n', p->tok.begin - p->last_end);
}

bool
parse_semicolon(struct parser *p, const char *what)
{
	struct dts_token next = p->tok;

	if (parse_accept(p, ';'))
		return true;
	if (next.kind == TOKEN_LITERAL || next.kind == TOKEN_WORD
		|| next.kind == TOKEN_LABEL || next.kind == '}' || next.kind == TOKEN_END
		|| next.kind == '/' || next.kind >= TOKEN_V1 || next.kind == TOKEN_NAME
		|| next.kind == '#' || next.kind == TOKEN_LABEL_REF
		|| next.kind == TOKEN_PATH_REF) {
		if (on_new_line(p) || next.kind == '}') {
			parse_error(p, p->last_end - 1, p->last_end,
				"expected ';' behind %s", what);
			if (dts_lex_again(&p->lx, &next, LEX_NAME))
				dts_lex(&p->lx, &p->tok);
			return true;
		}
	}
	parse_expected(p, "';'");
	return false;
}

void
parse_recover(struct parser *p)
{
	bool quiet = p->lx.quiet;
	uint32_t depth = 0;

	p->lx.quiet = true;
	for (;; parse_advance(p)) {
		if (p->tok.kind == TOKEN_END)
			break;
		if (p->tok.kind == '{')
			depth++;
		if (p->tok.kind == '}' && !depth--)
			break;
		if (p->tok.kind == ';' && !depth)
			break;
	}
	p->lx.quiet = quiet;
	parse_accept(p, ';');
}

bool
parse_push(struct parser *p, uint32_t n)
{
	p->symbols += n;
	if (p->symbols <= PARSE_SYMBOLS_MAX || p->overflow)
		return !p->overflow;
	p->overflow = true;
	dts_text_message(p->text, DTS_ERROR, "source/limit", p->tok.begin, p->tok.end,
		"more is open or in one list here than dtc can take: its stack has room for "
		"10,000 symbols");
	return false;
}
