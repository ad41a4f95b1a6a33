/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/forms.h"

#include <string.h>

enum { PROMPT_MAX = 64 };

/* Without what is between @from and @to, line ends excepted. */
static void
blank_out(char *s, size_t from, size_t to)
{
	for (; from < to; from++)
		if (s[from] != '\n')
			s[from] = ' ';
}

static size_t
line_end(const char *s, size_t n, size_t from)
{
	const char *end = memchr(s + from, '\n', n - from);

	return end ? (size_t)(end - s) : n;
}

static bool
goes_on(const char *s, size_t from, size_t to)
{
	size_t i = to;

	if (i > from && s[i - 1] == '\r')
		i--;
	to = i;
	while (i > from && s[i - 1] == '\\')
		i--;
	return (to - i) % 2 == 1;
}

static size_t
skip_blanks(const char *s, size_t from, size_t to)
{
	while (from < to && (s[from] == ' ' || s[from] == '\t'))
		from++;
	return from;
}

static bool
is_blank_at(const char *s, size_t i, size_t to)
{
	return i < to && (s[i] == ' ' || s[i] == '\t');
}

/* "user@host:~/dir$ ", "[root@host ~]# ", "/ # ", "bash-5.2$ ": its length, or 0. */
static size_t
long_prompt(const char *s, size_t from, size_t to)
{
	static const char allowed[] = "@:~/[]()-_. ";
	bool telling = false, blank = false;
	size_t i;

	for (i = from; i < to && i - from < PROMPT_MAX; i++) {
		if (strchr("$#%", s[i]) && s[i])
			return (telling || (i > from && !blank))
					       && is_blank_at(s, i + 1, to)
				       ? i + 2 - from
				       : 0;
		blank |= s[i] == ' ';
		if ((s[i] < '0' || s[i] > '9') && (s[i] < 'A' || s[i] > 'Z')
			&& (s[i] < 'a' || s[i] > 'z')
			&& (!s[i] || !strchr(allowed, s[i])))
			return 0;
		telling |= s[i] == '@' || s[i] == '~' || s[i] == '[' || s[i] == '/';
		telling |= i == from + 2 && !strncmp(s + from, "sh-", 3);
		telling |= i == from + 4 && !strncmp(s + from, "bash-", 5);
	}
	return 0;
}

/* A key before a command, as files for continuous integration have it; or 0. */
static size_t
key_length(const char *s, size_t from, size_t to)
{
	static const char *const keys[] = {
		"run:", "script:", "command:", "cmd:", "exec:", "CMD", "RUN", "spawn"
	};
	size_t i, n, at = from;

	if (at < to && s[at] == '-' && is_blank_at(s, at + 1, to))
		at = skip_blanks(s, at + 1, to);
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		n = strlen(keys[i]);
		if (to - at > n && !memcmp(s + at, keys[i], n)
			&& is_blank_at(s, at + n, to))
			return at + n - from;
	}
	/* an item of a list, unless it is a map */
	for (i = at; i < to && s[i] != ' ' && s[i] != '\t'; i++)
		;
	return i > at && s[i - 1] == ':' ? 0 : at - from;
}

/* The length of the prompt at @from, with its blank; 0 where there is none. */
static size_t
prompt_length(const char *s, size_t from, size_t to)
{
	size_t i = from;

	while (i < to && s[i] == '+' && i - from < 8)
		i++;
	if (i > from && is_blank_at(s, i, to))
		return i + 1 - from;
	if (from < to && s[from] && strchr("$#%", s[from])
		&& is_blank_at(s, from + 1, to))
		return 2;
	i = long_prompt(s, from, to);
	return i ? i : key_length(s, from, to);
}

bool
form_prompts(const char *s, size_t n, struct arena *a, struct shell_source *out)
{
	char *copy = arena_strndup(a, s, n);
	size_t from, to, start, length;
	bool any = false, goes = false, shown = false;

	for (from = 0; from < n; from = to + 1) {
		to = line_end(s, n, from);
		start = skip_blanks(s, from, to);
		length = prompt_length(s, start, to);
		if (goes && start < to && s[start] == '>'
			&& is_blank_at(s, start + 1, to)) {
			blank_out(copy, from, start + 2);
		} else if (!goes && length) {
			blank_out(copy, from, start + length);
			any = shown = true;
		} else if (!goes && !(shown && start > from && s[start] == '-')) {
			blank_out(copy, from, to);
			shown = false;
		}
		goes = shown && goes_on(s, from, to);
		if (to == n)
			break;
	}
	*out = (struct shell_source){ copy, n, NULL, s, n };
	return any;
}

static bool
has_key(const char *s, size_t from, size_t to, const char *key)
{
	size_t n = strlen(key);

	return to - from > n && !memcmp(s + from, key, n);
}

/* A quoted assignment without blanks is one without quotes, too. */
static void
unquote(char *s, size_t from, size_t to)
{
	char quote = from < to ? s[from] : '\0';
	const char *end;
	size_t i;

	if (quote != '"' && quote != '\'')
		return;
	end = memchr(s + from + 1, quote, to - from - 1);
	if (!end)
		return;
	for (i = from; s + i < end; i++)
		if (is_blank_at(s, i, to))
			return;
	s[from] = s[end - s] = ' ';
}

bool
form_unit(const char *s, size_t n, struct arena *a, struct shell_source *out)
{
	static const char start[] = "ExecStart=", environment[] = "Environment=";
	char *copy = arena_strndup(a, s, n);
	size_t from, to, at;
	bool any = false, goes = false, is_used = false;

	for (from = 0; from < n; from = to + 1) {
		to = line_end(s, n, from);
		at = skip_blanks(s, from, to);
		if (!goes) {
			is_used = true;
			if (has_key(s, at, to, start)) {
				at += sizeof(start) - 1;
				while (at < to && s[at] && strchr("-@:+!|", s[at]))
					at++;
				blank_out(copy, from, at);
				any = true;
			} else if (has_key(s, at, to, environment)) {
				blank_out(copy, from, at + sizeof(environment) - 1);
				unquote(copy, at + sizeof(environment) - 1, to);
			} else {
				is_used = false;
			}
		}
		if (!is_used)
			blank_out(copy, from, to);
		goes = goes_on(s, from, to);
		if (to == n)
			break;
	}
	*out = (struct shell_source){ copy, n, NULL, s, n };
	return any;
}
