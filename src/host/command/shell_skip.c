/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/command/shell_state.h"

/* What has yet to be closed, innermost last. */
struct nesting {
	char close[SHELL_NESTING_MAX];
	size_t n;
};

/* Goes into a bracket of @length bytes. */
static bool
enter(struct shell *sh, struct nesting *n, size_t length, char close)
{
	if (n->n == SHELL_NESTING_MAX)
		return shell_fault(
			sh, sh->pos, "nested deeper than %d levels", SHELL_NESTING_MAX);
	n->close[n->n++] = close;
	sh->pos += length;
	return true;
}

static bool
skip_single(struct shell *sh)
{
	const char *end = memchr(sh->s + sh->pos + 1, '\'', sh->n - sh->pos - 1);

	if (!end)
		return shell_fault(sh, sh->pos, "the quote \"'\" does not end");
	sh->pos = (size_t)(end - sh->s) + 1;
	return true;
}

/* A byte that is not what closes the innermost. */
static bool
skip_byte(struct shell *sh, struct nesting *n)
{
	char inner = n->close[n->n - 1], c = sh->s[sh->pos];
	char next = sh->pos + 1 < sh->n ? sh->s[sh->pos + 1] : '\0';

	switch (c) {
	case '\\': sh->pos += next ? 2 : 1; return true;
	case '\'':
		if (inner != '"')
			return skip_single(sh);
		break;
	case '"':
	case '`': return enter(sh, n, 1, c);
	case '$':
		if (next != '(' && next != '{')
			break;
		return enter(sh, n, 2, next == '(' ? ')' : '}');
	case '(':
		if (inner != ')')
			break;
		return enter(sh, n, 1, ')');
	default: break;
	}
	sh->pos++;
	return true;
}

bool
shell_skip(struct shell *sh, size_t opened, char close)
{
	struct nesting n = { .close = { close }, .n = 1 };

	while (n.n && sh->pos < sh->n) {
		if (sh->s[sh->pos] == n.close[n.n - 1]) {
			sh->pos++;
			n.n--;
		} else if (!skip_byte(sh, &n)) {
			return false;
		}
	}
	if (n.n)
		return shell_fault(sh, opened, "'%.*s' does not end, expected '%c'",
			sh->s[opened] == '`' ? 1 : 2, sh->s + opened, close);
	return true;
}

bool
shell_skip_arithmetic(struct shell *sh)
{
	if (!shell_skip(sh, sh->pos - 2, ')'))
		return false;
	sh->pos += sh->pos < sh->n && sh->s[sh->pos] == ')';
	return true;
}
