/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "dts/source/message.h"
#include "report/excerpt.h"
#include "report/fold/alike.h"
#include "report/prose.h"
#include "report/text/text.h"
#include "rules/rule.h"

/*
 * FILE: NODE: LEVEL: MESSAGE (in N of M trees) [RULE]; for a text FILE:LINE:COLUMN: LEVEL:
 * NODE: MESSAGE [RULE], which is what editors look for.
 */
static void
write_line(struct text *t, const struct group *g)
{
	const struct diag *d = g->v[0];

	text_style(t, STYLE_BOLD);
	diag_put_place(t->out, t->r->scratch, diag_input(d), &d->place);
	buf_puts(t->out, ": ");
	if (d->node && !d->place.line) {
		text_put(t, d->node);
		buf_puts(t->out, ": ");
	}
	text_style(t, STYLE_NONE);
	text_style(t, text_level_style(d->level));
	buf_printf(t->out, "%s: ", level_name(d->level));
	text_style(t, STYLE_NONE);
	if (d->node && d->place.line) {
		text_put(t, d->node);
		buf_puts(t->out, ": ");
	}
	text_put(t, d->message);
	if (g->ntrees > 1) {
		buf_puts(t->out, " (");
		prose_trees(t->out, t->r, g->ntrees);
		buf_putc(t->out, ')');
		t->folded = true;
	}
	text_style(t, STYLE_DIM);
	buf_puts(t->out, " [");
	text_put(t, d->rule->id);
	buf_putc(t->out, ']');
	text_style(t, STYLE_NONE);
	buf_putc(t->out, '\n');
}

static void
write_excerpt(struct text *t, const char *line, const struct place *p)
{
	if (!line || !p->line)
		return;
	excerpt_put(t->out, line, p, 0);
	t->open = true;
}

/* Places that are only bytes are in the message already, for those who can read them. */
static void
write_related(struct text *t, const struct diag *d)
{
	for (size_t i = 0; i < d->nrelated; i++) {
		if (!d->related[i].place.line && !d->related[i].place.file)
			continue;
		/* one of the trees that include it is not worth a line each time */
		if (t->survey && !strcmp(d->related[i].message, DTS_INCLUDED)) {
			t->left_out = true;
			continue;
		}
		text_label(t, "see:");
		prose_related(t->out, t->r->scratch, d, &d->related[i]);
		buf_putc(t->out, '\n');
		if (t->r->verbose)
			write_excerpt(t, d->related[i].excerpt, &d->related[i].place);
	}
}

static void
write_host(struct text *t, const struct diag *d)
{
	struct buf words = { 0 };

	prose_host(&words, t->r->scratch, d);
	if (words.n)
		text_paragraph(t, "host:", words.s);
	buf_free(&words);
}

/* The other nodes of a group, each with what the host says of it. */
static void
write_also_hosts(struct text *t, const struct group *g)
{
	size_t shown = group_shown(t->r, g), widest = 0, n;

	for (size_t i = 1; i <= shown; i++) {
		n = prose_width(diag_clean(t->r->scratch, g->v[i]->node));
		widest = n > widest ? n : widest;
	}
	buf_printf(
		t->out, "%zu more node%s:\n", g->nfirst - 1, g->nfirst == 2 ? "" : "s");
	for (size_t i = 1; i <= shown; i++) {
		const char *node = diag_clean(t->r->scratch, g->v[i]->node);

		buf_printf(t->out, "%*s%s%*s", INDENT, "", node,
			(int)(widest - prose_width(node) + 2), "");
		prose_host_device(t->out, t->r->scratch, &g->v[i]->host);
		buf_putc(t->out, '\n');
	}
	if (shown < g->nfirst - 1)
		buf_printf(t->out, "%*s… (%zu more, --verbose lists them)\n", INDENT, "",
			g->nfirst - 1 - shown);
}

static void
write_also(struct text *t, const struct group *g)
{
	struct buf words = { 0 };

	if (g->nfirst == 1)
		return;
	if (!g->one_host_line) {
		text_label(t, "also:");
		write_also_hosts(t, g);
		return;
	}
	prose_also(&words, t->r, g);
	text_paragraph(t, "also:", words.s);
	buf_free(&words);
}

/* The places of a group in other trees, where all is wanted. */
static void
write_trees(struct text *t, const struct group *g)
{
	if (!t->r->verbose || g->n == g->nfirst)
		return;
	text_label(t, "also:");
	buf_puts(t->out, "in other trees:\n");
	for (size_t i = g->nfirst; i < g->n; i++) {
		buf_printf(t->out, "%*s", INDENT, "");
		text_put(t, diag_input(g->v[i]));
		buf_puts(t->out, ": ");
		text_put(t, g->v[i]->node);
		buf_putc(t->out, '\n');
	}
}

static void
write_fix(struct text *t, const struct group *g, const char *help)
{
	const struct diag *d = g->v[0];

	if (help)
		text_paragraph(t, "fix:", diag_clean(t->r->scratch, help));
	if (t->r->fixing && d->fix.told)
		text_paragraph(t, "fix:",
			arena_printf(t->r->scratch, "left to you: %s",
				diag_clean(t->r->scratch, d->fix.told)));
	if (!d->command)
		return;
	text_label(t, "run:");
	if (!group_command(t->r, g, INDENT, t->r->width, t->out))
		buf_printf(t->out, "\n%*s(likewise for the other %zu)", INDENT, "",
			g->n - 1);
	buf_putc(t->out, '\n');
}

static bool
said_before(const char *last, const char *s)
{
	return last && s && !strcmp(last, s);
}

/*
 * In a survey a sentence is told once, whatever names and numbers stand in it: it is the
 * same advice. That a binding wants it is said by the rule's name. Else only what was just
 * said is left out.
 */
static const char *
news(struct text *t, const struct diag *d, const char *s, const char *last)
{
	const char *words;
	uint32_t n = t->told.count;

	if (!s || !t->survey)
		return said_before(last, s) ? NULL : s;
	if (d->schema && s == d->why) {
		t->left_out = true;
		return NULL;
	}
	words = alike_words(s, t->r->scratch);
	if (map_put(&t->told, t->r->scratch, hash_number(hash_long(words, strlen(words))),
		    n)
		== n)
		return s;
	t->left_out = true;
	return NULL;
}

static void
write_others(struct text *t, const struct cluster *c)
{
	struct buf words = { 0 };

	if (c->n == 1)
		return;
	prose_others(&words, t->r, c);
	text_paragraph(t, "like:", words.s);
	t->left_out = true;
	buf_free(&words);
}

static void
write_cluster(struct text *t, const struct cluster *c)
{
	const struct group *g = c->v[0].group;
	const struct diag *d = g->v[0], *last = t->last;
	const char *why;

	/* in a survey what is of one rule stands together */
	if (t->open && !(t->survey && last->rule == d->rule && last->level == d->level)) {
		buf_putc(t->out, '\n');
		t->open = false;
	}
	write_line(t, g);
	write_excerpt(t, d->excerpt, &d->place);
	write_related(t, d);
	why = news(t, d, d->why, last ? last->why : NULL);
	if (why)
		text_paragraph(t, "why:", diag_clean(t->r->scratch, why));
	write_host(t, d);
	write_also(t, g);
	write_others(t, c);
	write_trees(t, g);
	write_fix(t, g, news(t, d, d->help, last ? last->help : NULL));
	t->last = d;
}

static int
compare_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : 0;
}

static int
compare_rules(const struct group *a, const struct group *b)
{
	const struct diag *x = a->v[0], *y = b->v[0];
	int order = (int)y->level - (int)x->level;

	return order ? order : strcmp(x->rule->id, y->rule->id);
}

static int
compare_numbers(const struct group *a, const struct group *b)
{
	return (a->number > b->number) - (a->number < b->number);
}

/* The worst first, then by rule, so that what is said of each is said once. */
static int
by_rule(const void *va, const void *vb)
{
	const struct group *a = ((const struct cluster *)va)->v[0].group;
	const struct group *b = ((const struct cluster *)vb)->v[0].group;
	const struct diag *x = a->v[0], *y = b->v[0];
	int order = compare_rules(a, b);

	if (!order)
		order = compare_text(x->why, y->why);
	if (!order)
		order = compare_text(x->help, y->help);
	return order ? order : compare_numbers(a, b);
}

/* In a survey what most trees have comes first of a rule. */
static int
by_trees(const void *va, const void *vb)
{
	const struct group *a = ((const struct cluster *)va)->v[0].group;
	const struct group *b = ((const struct cluster *)vb)->v[0].group;
	int order = compare_rules(a, b);

	if (!order && a->ntrees != b->ntrees)
		order = a->ntrees > b->ntrees ? -1 : 1;
	return order ? order : compare_numbers(a, b);
}

void
text_findings(struct text *t)
{
	struct groups groups = group_diags(t->r, false);
	struct clusters c = cluster_groups(t->r, &groups);

	t->survey = cluster_is_wanted(t->r);
	if (c.n > 1 && !t->r->input_noun && t->r->ninputs >= MANY_TREES)
		qsort(c.v, c.n, sizeof(*c.v), t->survey ? by_trees : by_rule);
	for (size_t i = 0; i < c.n; i++)
		write_cluster(t, &c.v[i]);
	if (c.n)
		buf_putc(t->out, '\n');
}
