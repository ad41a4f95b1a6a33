/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One shell command for a whole group. */
#include <string.h>

#include "report/fold/group.h"
#include "report/prose.h"

/* Loops over more nodes than this are for --verbose. */
enum { LOOP_MAX = 64 };

/*
 * @command with every word that is @node as "$n" behind the first @prefix bytes of
 * the node; NULL where there is no such word.
 */
static const char *
template_of(struct arena *a, const char *command, const char *node, size_t prefix)
{
	size_t n = strlen(node);
	struct buf out = { 0 };
	const char *s = command, *at, *template = NULL;

	while ((at = strstr(s, node))) {
		bool word = (at == command || at[-1] == ' ')
			    && (at[n] == '\0' || at[n] == ' ');

		buf_add(&out, s, (size_t)(at - s) + (word ? prefix : n));
		if (word) {
			buf_puts(&out, "$n");
			template = "";
		}
		s = at + n;
	}
	if (template) {
		buf_puts(&out, s);
		template = arena_strndup(a, out.s, out.n);
	}
	buf_free(&out);
	return template;
}

/* What all nodes begin with, up to a '/' or '@'. */
static size_t
common_prefix(const struct group *g)
{
	const char *first = g->v[0]->node;
	size_t n = strlen(first), i, k;

	for (i = 1; i < g->n; i++) {
		for (k = 0; k < n && g->v[i]->node[k] == first[k]; k++)
			;
		n = k;
	}
	while (n && first[n - 1] != '/' && first[n - 1] != '@')
		n--;
	return n;
}

/* The body of a loop over all nodes; NULL where there can be none. */
static const char *
loop_body(struct arena *a, const struct group *g, size_t prefix)
{
	const char *body = NULL, *other;

	for (size_t i = 0; i < g->n; i++) {
		const struct diag *d = g->v[i];

		if (!d->command || !d->node[prefix]
			|| diag_shell_quote(a, d->node) != d->node)
			return NULL;
		other = template_of(a, d->command, d->node, prefix);
		if (!other || (body && strcmp(body, other)))
			return NULL;
		body = other;
	}
	return body;
}

bool
group_command(const struct report *r, const struct group *g, size_t indent, size_t width,
	struct buf *out)
{
	const char *body, *word, *end;
	size_t prefix, column;

	if (g->n == 1 || (g->n > LOOP_MAX && !r->verbose)) {
		prose_put(out, r->scratch, g->v[0]->command);
		return g->n == 1;
	}
	prefix = common_prefix(g);
	body = loop_body(r->scratch, g, prefix);
	if (!body) {
		prose_put(out, r->scratch, g->v[0]->command);
		return false;
	}
	buf_puts(out, "for n in");
	column = indent + strlen("for n in");
	for (size_t i = 0; i < g->n; i++) {
		word = g->v[i]->node + prefix;
		end = i + 1 < g->n ? "" : "; do";
		column += 1 + strlen(word) + strlen(end);
		/* two columns for " \" */
		if (width && column + 2 > width) {
			buf_printf(out, " \\\n%*s", (int)indent + 1, "");
			column = indent + 2 + strlen(word) + strlen(end);
		}
		buf_printf(out, " %s%s", word, end);
	}
	if (width && column + 1 + strlen(body) + strlen("; done") > width)
		buf_printf(out, "\n%*s", (int)indent + 1, "");
	buf_putc(out, ' ');
	prose_put(out, r->scratch, body);
	buf_puts(out, "; done");
	return true;
}
