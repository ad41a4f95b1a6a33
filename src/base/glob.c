/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/glob.h"

#include <string.h>

enum token_kind {
	TOKEN_CHAR,
	TOKEN_ANY,   /* ? */
	TOKEN_SET,   /* […] */
	TOKEN_STAR,  /* * */
	TOKEN_STARS, /* ** */
	TOKEN_DIRS,  /* **, and the '/' behind it */
};

struct token {
	enum token_kind kind;
	const char *s; /* the character; a set's text within its brackets */
	size_t n;
};

/* The length of a set's text behind the '[', or 0 where it is not closed. */
static size_t
set_length(const char *s)
{
	size_t n = s[0] == '!' || s[0] == '^';

	/* a ']' that comes first stands for itself */
	n += s[n] == ']';
	while (s[n] && s[n] != ']')
		n++;
	return s[n] ? n : 0;
}

static bool
in_set(const struct token *t, char c)
{
	const char *s = t->s, *end = t->s + t->n;
	bool negated = *s == '!' || *s == '^', in = false;
	unsigned char u = (unsigned char)c;

	for (s += negated; s < end; s++) {
		unsigned char low = (unsigned char)*s, high = low;

		if (end - s > 2 && s[1] == '-') {
			high = (unsigned char)s[2];
			s += 2;
		}
		in |= u >= low && u <= high;
	}
	return in != negated;
}

static size_t
star(const char *pattern, size_t i, struct token *t)
{
	bool begins = i == 0 || pattern[i - 1] == '/';
	size_t n = strspn(pattern + i, "*");

	t->kind = n == 1 ? TOKEN_STAR : TOKEN_STARS;
	if (n == 1 || !begins || pattern[i + n] != '/')
		return n;
	t->kind = TOKEN_DIRS;
	return n + 1;
}

/* One token; the number of bytes it takes. */
static size_t
next_token(const char *pattern, size_t i, struct token *t)
{
	const char *s = pattern + i;
	size_t n;

	*t = (struct token){ TOKEN_CHAR, s, 1 };
	if (*s == '*')
		return star(pattern, i, t);
	if (*s == '?')
		t->kind = TOKEN_ANY;
	if (*s == '\\' && s[1]) {
		t->s = s + 1;
		return 2;
	}
	if (*s != '[' || !(n = set_length(s + 1)))
		return 1;
	*t = (struct token){ TOKEN_SET, s + 1, n };
	return n + 2;
}

static bool
takes(const struct token *t, char c)
{
	switch (t->kind) {
	case TOKEN_CHAR: return c == *t->s;
	case TOKEN_ANY:
	case TOKEN_STAR: return c != '/';
	case TOKEN_SET: return c != '/' && in_set(t, c);
	case TOKEN_STARS:
	case TOKEN_DIRS: return true;
	}
	return false;
}

/*
 * @at[i] says whether the tokens so far match the first i characters; this takes one
 * more token into account. A token of any length passes over characters in place.
 */
static void
step(const struct token *t, bool *at, const char *s, size_t n)
{
	bool any = t->kind == TOKEN_STAR || t->kind == TOKEN_STARS, open = false, was;
	size_t i;

	if (any) {
		for (i = 0; i < n; i++)
			at[i + 1] |= at[i] && takes(t, s[i]);
		return;
	}
	if (t->kind == TOKEN_DIRS) {
		for (i = 0; i <= n; i++) {
			was = at[i];
			at[i] |= open && i && s[i - 1] == '/';
			open |= was;
		}
		return;
	}
	for (i = n; i > 0; i--)
		at[i] = at[i - 1] && takes(t, s[i - 1]);
	at[0] = false;
}

/* Whether the ends of a pattern that stand for themselves are those of the text. */
static bool
ends_match(const char *pattern, size_t length, const char *s, size_t n)
{
	static const char special[] = "*?[\\";
	size_t head = strcspn(pattern, special), tail = length;

	if (head == length)
		return n == length && !memcmp(pattern, s, n);
	while (!strchr("*?[]\\", pattern[tail - 1]))
		tail--;
	/* of "**" the '/' behind it is a part */
	tail += tail && tail < length && pattern[tail - 1] == '*' && pattern[tail] == '/';
	/* what stands behind a '\' or within brackets is left to the tokens */
	if (tail && (pattern[tail - 1] == '\\' || memchr(pattern, '[', length)))
		tail = length;
	return head <= n && length - tail <= n && !memcmp(pattern, s, head)
	       && !memcmp(pattern + tail, s + n - (length - tail), length - tail);
}

bool
glob_match(struct arena *scratch, const char *pattern, const char *s)
{
	size_t n = strlen(s), length = strlen(pattern), i;
	bool room[256], *at = room;
	struct token t;

	if (length > GLOB_MAX || !ends_match(pattern, length, s, n))
		return false;
	if (n < sizeof(room))
		memset(room, 0, n + 1);
	else
		at = arena_array(scratch, bool, n + 1);
	at[0] = true;
	for (i = 0; i < length;) {
		i += next_token(pattern, i, &t);
		step(&t, at, s, n);
	}
	return at[n];
}

bool
glob_match_path(struct arena *scratch, const char *pattern, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!strchr(pattern, '/') && slash && slash[1])
		path = slash + 1;
	return glob_match(scratch, pattern, path);
}
