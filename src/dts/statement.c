/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/statement.h"

#include <string.h>

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool
is_space(char c)
{
	return is_blank(c) || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Behind the comment at @at; @at itself where there is none. */
static uint32_t
skip_comment(const char *s, uint32_t n, uint32_t at)
{
	if (n - at < 2 || s[at] != '/' || (s[at + 1] != '/' && s[at + 1] != '*'))
		return at;
	if (s[at + 1] == '/')
		return statement_line_end(s, n, at);
	for (at += 2; n - at >= 2; at++)
		if (s[at] == '*' && s[at + 1] == '/')
			return at + 2;
	return n;
}

uint32_t
statement_skip(const char *s, uint32_t n, uint32_t at)
{
	uint32_t next;

	for (;; at = next) {
		while (at < n && is_space(s[at]))
			at++;
		next = skip_comment(s, n, at);
		if (next == at)
			return at;
	}
}

bool
statement_is_closed(const char *s, uint32_t at, uint32_t end)
{
	uint32_t next;

	for (; at < end; at = next) {
		next = skip_comment(s, end, at);
		if (next == at)
			next++;
		else if (next == end && s[at + 1] == '*')
			return next - at >= 4 && s[end - 1] == '/' && s[end - 2] == '*';
	}
	return true;
}

/* Behind the string or character at @at. */
static uint32_t
skip_quoted(const char *s, uint32_t n, uint32_t at)
{
	char quote = s[at++];

	while (at < n && s[at] != quote)
		at += s[at] == '\\' && at + 1 < n ? 2 : 1;
	return at < n ? at + 1 : n;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || (c && strchr(",._+*#?@-", c));
}

static bool
is_directive(const char *s, uint32_t n, uint32_t at)
{
	static const char *const words[] = { "if", "ifdef", "ifndef", "elif", "elifdef",
		"elifndef", "else", "endif", "include", "include_next", "define", "undef",
		"error", "warning", "line", "pragma" };
	uint32_t begin = at + 1, end;
	size_t i;

	if (at >= n || s[at] != '#' || !statement_is_first(s, at))
		return false;
	while (begin < n && is_blank(s[begin]))
		begin++;
	for (end = begin; end < n && is_name(s[end]); end++)
		;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (strlen(words[i]) == end - begin
			&& !memcmp(s + begin, words[i], end - begin))
			return true;
	return false;
}

/* Behind the label at @at, and what follows it; @at where it is none. */
static uint32_t
skip_label(const char *s, uint32_t n, uint32_t at)
{
	uint32_t end = at;

	while (end < n && (is_name(s[end])))
		end++;
	return end > at && end < n && s[end] == ':' ? statement_skip(s, n, end + 1) : at;
}

bool
statement_end(const char *s, uint32_t n, uint32_t at, uint32_t *end)
{
	while (at < n) {
		uint32_t next = skip_comment(s, n, at);

		if (next != at) {
			at = next;
			continue;
		}
		switch (s[at]) {
		case '"':
		case '\'': at = skip_quoted(s, n, at); continue;
		case '&':
			/* of a path, which has braces */
			if (at + 1 < n && s[at + 1] == '{') {
				const char *close = memchr(s + at, '}', n - at);

				at = close ? (uint32_t)(close - s) + 1 : n;
				continue;
			}
			break;
		case '#':
			if (is_directive(s, n, at))
				return false;
			break;
		case ';': *end = at + 1; return true;
		case '{':
		case '}': return false;
		default: break;
		}
		at++;
	}
	return false;
}

bool
statement_next(const char *s, uint32_t n, uint32_t at, struct statement *out)
{
	uint32_t next;

	at = statement_skip(s, n, at);
	out->begin = at;
	if (at >= n || is_directive(s, n, at))
		return false;
	while ((next = skip_label(s, n, at)) != at)
		at = next;
	out->name = at;
	return statement_end(s, n, at, &out->end);
}

uint32_t
statement_begin(const char *s, uint32_t at)
{
	for (uint32_t begin = at, end;; begin = at = end) {
		while (begin && is_space(s[begin - 1]))
			begin--;
		if (!begin || s[begin - 1] != ':')
			return at;
		for (end = begin - 1; end && is_name(s[end - 1]); end--)
			;
		if (end == begin - 1)
			return at;
	}
}

uint32_t
statement_line(const char *s, uint32_t at)
{
	while (at && s[at - 1] != '\n')
		at--;
	return at;
}

uint32_t
statement_line_end(const char *s, uint32_t n, uint32_t at)
{
	const char *end = at < n ? memchr(s + at, '\n', n - at) : NULL;

	return end ? (uint32_t)(end - s) : n;
}

bool
statement_is_first(const char *s, uint32_t at)
{
	while (at && is_blank(s[at - 1]))
		at--;
	return !at || s[at - 1] == '\n';
}

const char *
statement_indent(const char *s, uint32_t n, uint32_t at, struct arena *a)
{
	uint32_t from = statement_line(s, at), to = from;

	while (to < n && is_blank(s[to]))
		to++;
	return arena_strndup(a, s + from, to - from);
}

const char *
statement_step(const char *s, uint32_t n, struct arena *a)
{
	uint32_t at, end, to;

	for (at = 0; at < n; at = end + 1) {
		end = statement_line_end(s, n, at);
		for (to = at; to < end && is_blank(s[to]); to++)
			;
		/* the stars of a comment say nothing */
		if (to > at && to < end && !is_space(s[to]) && s[to] != '*')
			return s[at] == '\t' ? "\t" : arena_strndup(a, s + at, to - at);
		if (end == n)
			break;
	}
	return "\t";
}
