/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fold/alike.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "report/identity.h"

/* The length of "'…'" at @s, which ends where a word does; 0: there is none. */
static size_t
quoted(const char *s)
{
	const char *end;

	if (*s != '\'')
		return 0;
	for (end = s + 1; (end = strchr(end, '\'')); end++)
		if (!end[1] || strchr(" ,;:.?)", end[1]))
			return (size_t)(end + 1 - s);
	return 0;
}

/* The length of what joins two of a list at @s. */
static size_t
joint(const char *s)
{
	static const char *const joints[] = { ", ", " and ", " or " };

	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++)
		if (!strncmp(s, joints[i], strlen(joints[i])))
			return strlen(joints[i]);
	return 0;
}

/* The length of "3 others" at @s, or 0. */
static size_t
others(const char *s)
{
	size_t n = strspn(s, "0123456789");

	return n && !strncmp(s + n, " others", 7) ? n + 7 : 0;
}

const char *
alike_quotation(const char *s, size_t *n)
{
	const char *at = s, *end;
	size_t more, length;

	/* one within a word is an apostrophe */
	while ((at = strchr(at, '\'')) && at > s && isalnum((unsigned char)at[-1]))
		at++;
	/* what ends none here ends none that begins later */
	if (!at || !(length = quoted(at)))
		return NULL;
	for (end = at + length; (more = joint(end)); end += more + length)
		if (!(length = quoted(end + more)) && !(length = others(end + more)))
			break;
	*n = (size_t)(end - at);
	return at;
}

const char *
alike_without(const char *s, const char *at, size_t n, struct arena *a)
{
	return identity_words(arena_printf(a, "%.*s''%s", (int)(at - s), s, at + n), a);
}

const char *
alike_words(const char *s, struct arena *a)
{
	struct buf b = { 0 };
	const char *at, *words;
	size_t n;

	for (; (at = alike_quotation(s, &n)); s = at + n) {
		buf_add(&b, s, (size_t)(at - s));
		buf_puts(&b, "''");
	}
	buf_puts(&b, s);
	words = identity_words(b.s, a);
	buf_free(&b);
	return words;
}
