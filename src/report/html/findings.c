/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "report/excerpt.h"
#include "report/html/html.h"
#include "report/prose.h"
#include "rules/rule.h"
#include "rules/url.h"

enum { EDITS_MAX = 8 };

/* Words of another reporter's, which are clean, escaped. */
static void
put_words(struct html *h, struct buf *words)
{
	html_put(h, words->s);
	buf_free(words);
}

static void
put_place(struct html *h, const struct diag *d)
{
	struct buf words = { 0 };

	diag_put_place(&words, h->r->scratch, diag_input(d), &d->place);
	buf_puts(h->out, "<code>");
	put_words(h, &words);
	buf_puts(h->out, "</code>");
}

/* The line, and what is meant marked below it. */
static void
put_excerpt(struct html *h, const char *line, const struct place *p)
{
	struct buf words = { 0 };
	char *s, *end;

	if (!line || !p->line)
		return;
	excerpt_put(&words, line, p, 0);
	buf_puts(h->out, "<pre class=\"x\">");
	for (s = words.s; s && *s; s = end + 1) {
		bool mark = s != words.s;

		end = strchr(s, '\n');
		*end = '\0';
		buf_puts(h->out, mark ? "<i>" : "");
		html_put(h, s);
		buf_puts(h->out, mark ? "</i>\n" : "\n");
	}
	buf_puts(h->out, "</pre>\n");
	buf_free(&words);
}

static void
put_term(struct html *h, const char *term, const char *text)
{
	if (!text)
		return;
	buf_printf(h->out, "<dt>%s</dt><dd>", term);
	html_put(h, text);
	buf_puts(h->out, "</dd>\n");
}

static void
put_host(struct html *h, const struct diag *d)
{
	struct buf words = { 0 };

	prose_host(&words, h->r->scratch, d);
	put_term(h, "Host", words.s);
	buf_free(&words);
}

static void
put_related(struct html *h, const struct diag *d)
{
	for (size_t i = 0; i < d->nrelated; i++) {
		const struct diag_related *related = &d->related[i];
		struct buf words = { 0 };

		prose_related(&words, h->r->scratch, d, related);
		put_term(h, "See", words.s);
		buf_free(&words);
		if (related->excerpt && related->place.line) {
			buf_puts(h->out, "<dd>");
			put_excerpt(h, related->excerpt, &related->place);
			buf_puts(h->out, "</dd>\n");
		}
	}
}

static void
put_command(struct html *h, const struct group *g)
{
	struct buf words = { 0 };
	char *s, *end;

	if (!g->v[0]->command)
		return;
	group_command(h->r, g, 0, 0, &words);
	buf_puts(h->out, "<dt>Run</dt><dd><pre class=\"cmd\"><code>");
	/* lines are our own; a line feed that was in a name is escaped */
	for (s = words.s; s; s = end ? end + 1 : NULL) {
		if ((end = strchr(s, '\n')))
			*end = '\0';
		html_put(h, s);
		if (end)
			buf_putc(h->out, '\n');
	}
	buf_puts(h->out, "</code></pre></dd>\n");
	buf_free(&words);
}

/* Text as it comes into a file, line by line: the line feeds are its own. */
static void
put_lines(struct html *h, const char *s)
{
	size_t n;

	for (s += *s == '\n'; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		for (; n && *s == '\t'; s++, n--)
			buf_puts(h->out, "        ");
		html_put(h, arena_strndup(h->r->scratch, s, n));
		buf_puts(h->out, s[n] ? "\n" : "");
	}
}

static void
put_edit(struct html *h, const struct diag *d, const struct text_edit *e)
{
	struct buf words = { 0 };

	diag_put_place(&words, h->r->scratch, diag_input(d), &e->place);
	buf_puts(h->out, "<dd class=\"z\"><code>");
	put_words(h, &words);
	buf_printf(h->out, "</code> %s",
		!*e->text         ? "take out what is there"
		: e->place.length ? "put in the place of what is there:"
				  : "put in:");
	if (*e->text) {
		buf_puts(h->out, "<pre class=\"edit\">");
		put_lines(h, e->text);
		buf_puts(h->out, "</pre>");
	}
	buf_puts(h->out, "</dd>\n");
}

static void
put_edits(struct html *h, const struct diag *d)
{
	if (!d->fix.title || !d->fix.nedits)
		return;
	put_term(h, d->fix.certain ? "Edit" : "Edit?", d->fix.title);
	for (size_t i = 0; i < d->fix.nedits && i < EDITS_MAX; i++)
		put_edit(h, d, &d->fix.edits[i]);
	if (d->fix.nedits > EDITS_MAX)
		buf_printf(h->out, "<dd>and %zu more places</dd>\n",
			d->fix.nedits - EDITS_MAX);
}

/* To the node on the map of its tree. */
static void
put_map_link(struct html *h, const struct diag *d)
{
	uint32_t tree = html_tree_of(h, d), region;

	if (tree == NO_TREE || !d->node)
		return;
	region = map_get(&h->regions, html_key(tree, d->node));
	if (region != MAP_ABSENT)
		buf_printf(h->out, " <a href=\"#r%u-%u\">on the map</a>", tree, region);
}

static void
put_tree_link(struct html *h, const struct diag *d)
{
	uint32_t tree = html_tree_of(h, d);

	if (tree == NO_TREE) {
		html_put_code(h, diag_input(d));
		return;
	}
	buf_printf(h->out, "<a href=\"#t%u\">", tree);
	html_put(h, diag_input(d));
	buf_puts(h->out, "</a>");
}

/* The other places of a group, by tree. */
static void
put_places(struct html *h, const struct group *g)
{
	size_t i, trees = 1;
	const char *message = g->v[0]->message;

	if (g->n == 1)
		return;
	for (i = 1; i < g->n; i++)
		trees += g->v[i]->input != g->v[i - 1]->input
			 || g->v[i]->unit_id != g->v[i - 1]->unit_id;
	buf_puts(h->out, "<details class=\"also\"><summary>");
	html_put_count(h, g->n - 1, "more place");
	if (trees > 1) {
		buf_puts(h->out, ", in all in ");
		html_put_count(h, trees, "tree");
	}
	buf_puts(h->out, "</summary>\n<ul>\n");
	for (i = 1; i < g->n && i < PLACES_MAX; i++) {
		const struct diag *d = g->v[i];
		bool other = d->input != g->v[i - 1]->input
			     || d->unit_id != g->v[i - 1]->unit_id;

		buf_puts(h->out, "<li>");
		if (other)
			put_tree_link(h, d);
		if (other && d->node)
			buf_putc(h->out, ' ');
		if (d->node)
			html_put_code(h, d->node);
		if (strcmp(d->message, message) != 0) {
			buf_puts(h->out, " <span>");
			html_put(h, d->message);
			buf_puts(h->out, "</span>");
			message = d->message;
		}
		buf_puts(h->out, "</li>\n");
	}
	if (g->n > PLACES_MAX)
		buf_printf(h->out, "<li>… and %zu more, which -f json lists</li>\n",
			g->n - PLACES_MAX);
	buf_puts(h->out, "</ul></details>\n");
}

static void
put_summary(struct html *h, const struct group *g, size_t trees, enum diag_state state)
{
	const struct diag *d = g->v[0];

	buf_puts(h->out, "<summary>");
	if (state == STATE_FIXED)
		buf_puts(h->out, "<span class=\"lv ok\">fixed</span>");
	else
		html_put_level(h, d->level);
	buf_puts(h->out, " <span class=\"m\">");
	html_put(h, d->message);
	buf_puts(h->out, "</span> <span class=\"at\">");
	if (d->node)
		html_put_code(h, d->node);
	else
		html_put_code(h, diag_input(d));
	if (d->property) {
		buf_puts(h->out, " <code class=\"p\">");
		html_put(h, d->property);
		buf_puts(h->out, "</code>");
	}
	if (trees > 1) {
		buf_puts(h->out, " <b class=\"many\">");
		html_put_count(h, trees, "tree");
		buf_puts(h->out, "</b>");
	} else if (g->n > 1) {
		buf_puts(h->out, " <b class=\"many\">");
		html_put_count(h, g->n, "place");
		buf_puts(h->out, "</b>");
	}
	buf_puts(h->out, "</span></summary>\n");
}

static void
put_body(struct html *h, const struct group *g)
{
	const struct diag *d = g->v[0];

	buf_puts(h->out, "<div class=\"b\">\n<p class=\"where\">");
	put_place(h, d);
	put_map_link(h, d);
	buf_puts(h->out, "</p>\n");
	put_excerpt(h, d->excerpt, &d->place);
	buf_puts(h->out, "<dl>\n");
	put_term(h, "Why", d->why);
	put_host(h, d);
	put_related(h, d);
	if (d->schema)
		put_term(h, "Binding", d->schema);
	put_term(h, "Fix", d->help);
	put_edits(h, d);
	put_command(h, g);
	buf_puts(h->out, "</dl>\n");
	put_places(h, g);
	buf_puts(h->out, "</div></details>\n");
}

/* By the part of the page that a group is in. */
static enum diag_state
state_of(const struct html *h, size_t number)
{
	if (number < h->nnew)
		return STATE_NEW;
	return number < h->nnew + h->nknown ? STATE_UNCHANGED : STATE_FIXED;
}

/* The trees of a group as numbers, "0 4 7"; how many there are. */
static size_t
put_trees(struct html *h, const struct group *g)
{
	uint32_t last = NO_TREE, tree;
	size_t n = 0;

	buf_puts(h->out, " data-t=\"");
	for (size_t i = 0; i < g->n; i++) {
		tree = html_tree_of(h, g->v[i]);
		if (tree == NO_TREE || tree == last)
			continue;
		buf_printf(h->out, "%s%u", n ? " " : "", tree);
		last = tree;
		n++;
	}
	buf_putc(h->out, '"');
	return n;
}

static void
put_card(struct html *h, size_t number, bool open)
{
	const struct group *g = &h->groups.v[number];
	enum diag_state state = state_of(h, number);
	const struct diag *d = g->v[0];
	size_t trees;

	buf_printf(h->out, "<details class=\"f %s\" id=\"f%zu\" data-s=\"%s\"",
		html_level_class(d->level), number, diag_state_name(state));
	trees = put_trees(h, g);
	buf_puts(h->out, " data-f=\"");
	html_put(h, d->place.file ? d->place.file : d->file);
	buf_puts(h->out, open ? "\" open>\n" : "\">\n");
	put_summary(h, g, trees, state);
	put_body(h, g);
}

static void
put_rule_text(struct html *h, const char *term, const char *s)
{
	size_t n;

	if (!s)
		return;
	buf_printf(h->out, "<dt>%s</dt>", term);
	for (; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		buf_puts(h->out, "<dd>");
		html_put(h, arena_strndup(h->r->scratch, s, n));
		buf_puts(h->out, "</dd>");
	}
	buf_putc(h->out, '\n');
}

static void
open_rule(struct html *h, const struct rule *r, size_t n, enum diag_state state)
{
	const char *url = rule_url(r, h->r->scratch);

	buf_puts(h->out, "<section class=\"g\">\n<h3><code>");
	html_put(h, r->id);
	buf_printf(h->out, "</code> <span class=\"c\">%zu</span>", n);
	if (state != STATE_NEW)
		buf_printf(h->out, " <span class=\"chip\">%s</span>",
			diag_state_name(state));
	if (url) {
		buf_puts(h->out, " <a class=\"page\" rel=\"noreferrer\" href=\"");
		html_put(h, url);
		buf_puts(h->out, "\">its page</a>");
	}
	buf_puts(h->out, "</h3>\n");
	if (r->why || r->refs) {
		buf_puts(h->out, "<details class=\"rule\"><summary>");
		html_put(h, r->summary ? r->summary : "about this rule");
		buf_puts(h->out, "</summary>\n<dl>\n");
		put_rule_text(h, "Why", r->why);
		put_rule_text(h, "Levels", r->levels);
		put_rule_text(h, "Fix", r->fix);
		put_rule_text(h, "Sources", r->refs);
		buf_puts(h->out, "</dl></details>\n");
	} else if (r->summary) {
		buf_puts(h->out, "<p class=\"rule\">");
		html_put(h, r->summary);
		buf_puts(h->out, "</p>\n");
	}
}

/* What is known need not be seen first. */
static void
put_states(struct html *h)
{
	buf_puts(h->out,
		"<fieldset><legend class=\"vh\">States</legend>\n"
		"<label class=\"pill\"><input type=\"checkbox\" data-st=\"new\" checked> "
		"new</label>\n"
		"<label class=\"pill\"><input type=\"checkbox\" data-st=\"unchanged\"> "
		"unchanged</label>\n");
	if (h->r->comparison)
		buf_puts(h->out,
			"<label class=\"pill\"><input type=\"checkbox\" data-st=\"fixed\" "
			"checked> fixed</label>\n");
	buf_puts(h->out, "</fieldset>\n");
}

static void
put_tools(struct html *h)
{
	static const struct {
		enum level level;
		const char *label;
	} levels[] = { { LEVEL_ERROR, "errors" }, { LEVEL_WARNING, "warnings" },
		{ LEVEL_NOTE, "notes" } };

	buf_puts(h->out,
		"<form class=\"tools\" role=\"search\" aria-label=\"Findings\" hidden>\n"
		"<label class=\"q\"><span class=\"vh\">Search</span>"
		"<input type=\"search\" id=\"q\" placeholder=\"Search: message, node, rule, "
		"file\" autocomplete=\"off\" spellcheck=\"false\"></label>\n"
		"<fieldset><legend class=\"vh\">Levels</legend>\n");
	for (size_t i = 0; i < 3; i++)
		buf_printf(h->out,
			"<label class=\"pill %s\"><input type=\"checkbox\" data-l=\"%s\" "
			"checked> %s</label>\n",
			html_level_class(levels[i].level),
			html_level_class(levels[i].level), levels[i].label);
	buf_puts(h->out, "</fieldset>\n");
	if (h->groups.n > h->nnew)
		put_states(h);
	buf_puts(h->out,
		"<label>by <select id=\"by\"><option value=\"rule\">rule</option>"
		"<option value=\"tree\">board</option><option value=\"file\">source "
		"file</option></select></label>\n"
		"<button type=\"button\" id=\"all\">Open all</button>\n"
		"<output id=\"shown\" aria-live=\"polite\"></output>\n</form>\n");
}

static bool
same_section(const struct html *h, size_t a, size_t b)
{
	return state_of(h, a) == state_of(h, b)
	       && !strcmp(h->groups.v[a].v[0]->rule->id, h->groups.v[b].v[0]->rule->id);
}

void
html_findings(struct html *h)
{
	const struct groups *g = &h->groups;
	size_t i, end, most = g->n < CARDS_MAX ? g->n : CARDS_MAX;

	buf_puts(h->out,
		"<section id=\"findings\" aria-labelledby=\"fh\">\n<h2 id=\"fh\">Findings</h2>\n");
	if (!g->n) {
		buf_puts(h->out,
			h->r->failed
				? "<p class=\"calm\">None in what was looked at, which is not all.</p>\n"
				: "<p class=\"calm ok\">None.</p>\n");
	} else {
		put_tools(h);
	}
	buf_puts(h->out, "<div id=\"list\">\n");
	for (i = 0; i < most; i = end) {
		for (end = i + 1; end < most && same_section(h, i, end);)
			end++;
		open_rule(h, g->v[i].v[0]->rule, end - i, state_of(h, i));
		for (size_t k = i; k < end; k++)
			put_card(h, k, most <= 3);
		buf_puts(h->out, "</section>\n");
	}
	buf_puts(h->out, "</div>\n");
	if (most < g->n)
		buf_printf(h->out,
			"<p class=\"calm\">%zu more findings are left out of this page: -f "
			"json has all of them.</p>\n",
			g->n - most);
	buf_puts(h->out, "</section>\n");
}
