/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/sarif_rule.h"

#include <string.h>

#include "rules/url.h"

/* What code scanning takes of a description. */
enum { DESCRIPTION_MAX = 1024 };

/* @s, cut at a word where it is too long. */
static const char *
description(struct arena *a, const char *s)
{
	size_t n = DESCRIPTION_MAX - strlen(" …");

	if (strlen(s) <= DESCRIPTION_MAX)
		return s;
	while (n && s[n] != ' ')
		n--;
	return arena_printf(a, "%.*s …", (int)n, s);
}

/* Text as Markdown: nothing in it is markup. */
static void
put_plain(struct buf *out, const char *s, size_t n)
{
	for (; n; n--, s++) {
		if (strchr("\\`*[]<>", *s))
			buf_putc(out, '\\');
		buf_putc(out, *s);
	}
}

static void
put_section(struct buf *text, struct buf *markdown, const char *title, const char *s)
{
	if (!s)
		return;
	buf_printf(text, "\n\n%s: %s", title, s);
	buf_printf(markdown, "\n\n**%s:** ", title);
	put_plain(markdown, s, strlen(s));
}

/* A list, one entry a line. */
static void
put_list(struct buf *text, struct buf *markdown, const char *title, const char *s)
{
	size_t n;

	if (!s)
		return;
	buf_printf(text, "\n\n%s:\n%s", title, s);
	buf_printf(markdown, "\n\n**%s:**\n", title);
	for (; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		buf_puts(markdown, "\n- ");
		put_plain(markdown, s, n);
	}
}

static void
put_help(json_t *o, const struct rule *r)
{
	struct buf text = { 0 }, markdown = { 0 };
	const char *why = r->why ? r->why : r->summary;

	buf_puts(&text, why);
	put_plain(&markdown, why, strlen(why));
	put_list(&text, &markdown, "Levels", r->levels);
	put_section(&text, &markdown, "Fix", r->fix);
	put_list(&text, &markdown, "References", r->refs);
	o = put_object(o, "help");
	put_text(o, "text", text.s);
	put_text(o, "markdown", markdown.s);
	buf_free(&text);
	buf_free(&markdown);
}

static void
push_rule(json_t *rules, struct arena *a, const struct rule *r)
{
	const char *url = rule_url(r, a);
	json_t *o = push_object(rules);
	const char *family_end = strchr(r->id, '/');

	put_text(o, "id", r->id);
	put_text(put_object(o, "shortDescription"), "text", description(a, r->summary));
	put_text(put_object(o, "fullDescription"), "text",
		description(a, r->why ? r->why : r->summary));
	if (url)
		put_text(o, "helpUri", url);
	put_help(o, r);
	put_text(put_object(o, "defaultConfiguration"), "level", level_name(r->level));
	if (family_end)
		push_string(put_array(put_object(o, "properties"), "tags"), a,
			arena_strndup(a, r->id, (size_t)(family_end - r->id)));
}

size_t
sarif_rule(json_t *rules, struct arena *a, const struct rule *r)
{
	size_t n = json_array_size(rules), i;

	for (i = 0; i < n; i++)
		if (!strcmp(json_string_value(
				    json_object_get(json_array_get(rules, i), "id")),
			    r->id))
			return i;
	push_rule(rules, a, r);
	return n;
}
