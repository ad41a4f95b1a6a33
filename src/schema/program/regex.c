/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#define PCRE2_CODE_UNIT_WIDTH 8
#include "schema/program/regex.h"

#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/strings.h"

enum {
	MATCH_LIMIT = 20000, /* of one search, and so many more a byte: */
	MATCH_LIMIT_BYTE = 100,
	HEAP_LIMIT_KIB = 16 * 1024,
	PATTERN_LENGTH_MAX = 64 * 1024,
};

/* True where a branch of the pattern is not bound by an anchor at its ends. */
static bool
has_branches(const char *p)
{
	unsigned int depth = 0;

	for (; *p; p++) {
		if (*p == '\\' && p[1]) {
			p++;
		} else if (*p == '[') {
			p += p[1] == '^';
			p += p[1] == ']';
			while (p[1] && p[1] != ']')
				p += p[1] == '\\' && p[2] ? 2 : 1;
		} else if (*p == '(') {
			depth++;
		} else if (*p == ')') {
			depth -= depth > 0;
		} else if (*p == '|' && !depth) {
			return true;
		}
	}
	return false;
}

static bool
is_punctuation(char c)
{
	return c && strchr("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", c);
}

/* The literal that the pattern goes on with; the rest of it is returned. */
static const char *
read_literal(const char *p, struct buf *literal)
{
	const char *last = p;
	size_t filtered = 0;

	while (*p && !strchr("^$.|?*+()[]{}", *p)) {
		if (*p == '\\' && !is_punctuation(p[1]))
			break;
		last = p;
		filtered = literal->n;
		p += *p == '\\';
		buf_putc(literal, *p++);
	}
	/* a quantifier takes the last character */
	if (*p && strchr("?*+{", *p) && literal->n) {
		literal->n = filtered;
		literal->s[filtered] = '\0';
		return last;
	}
	return p;
}

enum pattern_kind
regex_lower(const char *pattern, struct buf *literal)
{
	bool anchored = *pattern == '^';
	const char *rest;

	literal->n = 0;
	buf_puts(literal, "");
	if (has_branches(pattern))
		return PATTERN_REGEX;
	/* anything, or nothing, may stand before what is not anchored */
	if (!strncmp(pattern, ".*", 2) && pattern[2] && !strchr("?+*", pattern[2]))
		pattern += 2;
	rest = read_literal(pattern + anchored, literal);
	if (!*rest || !strcmp(rest, ".*"))
		return anchored ? PATTERN_PREFIX : PATTERN_CONTAINS;
	if (!strcmp(rest, "$"))
		return anchored ? PATTERN_EXACT : PATTERN_SUFFIX;
	if (!anchored) {
		literal->n = 0;
		literal->s[0] = '\0';
	}
	return PATTERN_REGEX;
}

/* True where something in the pattern changes how what follows is read. */
static bool
has_modes(const char *p)
{
	for (; (p = strstr(p, "(?")); p += 2)
		if (!strchr(":=!<", p[2]))
			return true;
	return false;
}

void
regex_tail(const char *pattern, struct buf *tail)
{
	size_t n = strlen(pattern), end, start;

	tail->n = 0;
	buf_puts(tail, "");
	if (!n || pattern[n - 1] != '$' || has_branches(pattern) || has_modes(pattern)
		|| strstr(pattern, "\\Q"))
		return;
	end = start = n - 1;
	while (start && !strchr("^$.|?*+()[]{}\\", pattern[start - 1]))
		start--;
	/* what is escaped is not what it looks like; a dollar may be, too */
	if (!start || pattern[start - 1] != '\\')
		buf_add(tail, pattern + start, end - start);
}

/* PCRE2 10.42 reads `{,n}` as text where Python has a quantifier. */
static char *
rewrite(const char *pattern, struct buf *out)
{
	const char *p, *end;
	bool class = false;

	out->n = 0;
	buf_puts(out, "");
	for (p = pattern; *p; p++) {
		if (*p == '\\' && p[1]) {
			buf_putc(out, *p++);
		} else if (class) {
			class = *p != ']';
		} else if (*p == '[') {
			class = true;
			buf_putc(out, *p);
			if (p[1] == '^')
				buf_putc(out, *++p);
			if (p[1] == ']')
				buf_putc(out, *++p);
			continue;
		} else if (*p == '{' && p[1] == ',') {
			end = p + 2 + strspn(p + 2, "0123456789");
			if (*end == '}') {
				buf_puts(out, "{0");
				continue;
			}
		}
		buf_putc(out, *p);
	}
	return out->s;
}

enum { UTF = PCRE2_UTF | PCRE2_MATCH_INVALID_UTF };

static pcre2_code *
compile(const char *pattern, uint32_t options, int *err, PCRE2_SIZE *offset)
{
	struct buf text = { 0 };
	pcre2_code *code;

	rewrite(pattern, &text);
	code = pcre2_compile((PCRE2_SPTR)text.s, text.n, options, err, offset, NULL);
	buf_free(&text);
	if (!code && *err == PCRE2_ERROR_HEAP_FAILED)
		fatal("out of memory: the pattern '%s'", pattern);
	return code;
}

bool
regex_check(const char *pattern, struct fault *f)
{
	unsigned char message[128];
	PCRE2_SIZE offset;
	pcre2_code *code;
	int err;

	if (strlen(pattern) > PATTERN_LENGTH_MAX)
		return fault_set(f, "a regular expression of more than %d bytes",
			PATTERN_LENGTH_MAX);
	code = compile(pattern, UTF, &err, &offset);
	if (!code) {
		pcre2_get_error_message(err, message, sizeof(message));
		return fault_set(f, "'%s' is no regular expression: %s at character %zu",
			pattern, message, (size_t)offset + 1);
	}
	pcre2_code_free(code);
	return true;
}

struct regexes {
	const struct program *p;
	pcre2_match_data *match;
	pcre2_match_context *context;
	uint32_t limited;
	struct compiled {
		pcre2_code *ascii; /* for subjects of ASCII alone, twice as quick */
		pcre2_code *utf;
	} v[];
};

struct regexes *
regexes_new(const struct program *p)
{
	struct regexes *r = calloc(1, sizeof(*r) + p->npatterns * sizeof(r->v[0]));

	if (!r)
		fatal("out of memory: %u regular expressions", p->npatterns);
	r->p = p;
	r->limited = UINT32_MAX;
	r->match = pcre2_match_data_create(1, NULL);
	r->context = pcre2_match_context_create(NULL);
	if (!r->match || !r->context)
		fatal("out of memory: regular expressions");
	pcre2_set_heap_limit(r->context, HEAP_LIMIT_KIB);
	return r;
}

void
regexes_free(struct regexes *r)
{
	uint32_t i;

	if (!r)
		return;
	for (i = 0; i < r->p->npatterns; i++) {
		pcre2_code_free(r->v[i].ascii);
		pcre2_code_free(r->v[i].utf);
	}
	pcre2_match_data_free(r->match);
	pcre2_match_context_free(r->context);
	free(r);
}

static pcre2_code *
compile_good(const char *pattern, uint32_t options)
{
	PCRE2_SIZE offset;
	int err;
	pcre2_code *code = compile(pattern, options, &err, &offset);

	if (!code && err == PCRE2_ERROR_HEAP_FAILED)
		fatal("out of memory: a regular expression");
	return code;
}

static void
prepare(struct compiled *c, const char *pattern)
{
	if (is_ascii(pattern, strlen(pattern)))
		c->ascii = compile_good(pattern, 0);
	if (!c->ascii)
		c->utf = compile_good(pattern, UTF);
}

static bool
run(struct regexes *r, uint32_t number, const char *s, size_t n)
{
	const char *pattern = program_string(r->p, r->p->patterns[number].text);
	size_t limit = MATCH_LIMIT + n * MATCH_LIMIT_BYTE;
	struct compiled *c = &r->v[number];
	bool ascii;
	int rc = PCRE2_ERROR_MATCHLIMIT;

	if (!c->ascii && !c->utf)
		prepare(c, pattern);
	ascii = c->ascii && is_ascii(s, n);
	if (!ascii && !c->utf)
		c->utf = compile_good(pattern, UTF);
	if (ascii || c->utf) {
		pcre2_set_match_limit(
			r->context, limit < UINT32_MAX ? (uint32_t)limit : UINT32_MAX);
		rc = pcre2_match(ascii ? c->ascii : c->utf, (PCRE2_SPTR)s, n, 0, 0,
			r->match, r->context);
	}
	/* no match is an answer, and having no memory is none */
	if (rc == PCRE2_ERROR_NOMEMORY)
		fatal("out of memory: a regular expression");
	if (rc < PCRE2_ERROR_NOMATCH && r->limited == UINT32_MAX)
		r->limited = number;
	return rc >= 0;
}

static bool
begins(const char *s, size_t n, const char *literal, size_t k)
{
	/* most names differ in their first character */
	return !k || (n >= k && s[0] == literal[0] && !memcmp(s, literal, k));
}

/* `$` also matches before a newline at the end. */
static bool
ends(const char *s, size_t n, const char *literal, size_t k)
{
	size_t end = n && s[n - 1] == '\n' ? n - 1 : n;

	if (!k)
		return true;
	if (n < k || (s[n - 1] != literal[k - 1] && end == n))
		return false;
	return !memcmp(s + n - k, literal, k)
	       || (end >= k && !memcmp(s + end - k, literal, k));
}

bool
regex_search(struct regexes *r, uint32_t number, const char *s, size_t n)
{
	const struct program_pattern *p = &r->p->patterns[number];
	const char *literal = program_string(r->p, p->literal);
	size_t k = program_string_length(r->p, p->literal);

	switch (p->kind) {
	case PATTERN_EXACT:
		return (n == k || (n == k + 1 && s[k] == '\n'))
		       && begins(s, n, literal, k);
	case PATTERN_PREFIX: return begins(s, n, literal, k);
	case PATTERN_SUFFIX: return ends(s, n, literal, k);
	case PATTERN_CONTAINS: return !k || memmem(s, n, literal, k);
	default:
		return begins(s, n, literal, k)
		       && ends(s, n, program_string(r->p, p->tail),
			       program_string_length(r->p, p->tail))
		       && run(r, number, s, n);
	}
}

uint32_t
regexes_limited(const struct regexes *r)
{
	return r->limited;
}

void
regexes_start(struct regexes *r)
{
	r->limited = UINT32_MAX;
}
