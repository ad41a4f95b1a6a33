/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For people: a line that can be grepped for, and indented, what helps. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/wrap.h"
#include "report/compared.h"
#include "report/coverage.h"
#include "report/excerpt.h"
#include "report/group.h"
#include "report/prose.h"
#include "report/statistics.h"
#include "rules/rule.h"

enum { LABEL_INDENT = 4, INDENT = 10, FIXES_SHOWN = 8, MANY_TREES = 8 };

enum style { STYLE_NONE, STYLE_BOLD, STYLE_DIM, STYLE_ERROR, STYLE_WARNING, STYLE_NOTE };

struct text {
	const struct report *r;
	struct buf *out;
	const struct diag *last; /* the finding before, or NULL */
	bool open;               /* the finding before had more than its line */
	bool folded;             /* a finding was said of many trees */
	size_t fixed;            /* findings that --fix has mended */
};

static void
style(struct text *t, enum style s)
{
	static const char *const sequences[] = {
		[STYLE_NONE] = "\033[0m",
		[STYLE_BOLD] = "\033[1m",
		[STYLE_DIM] = "\033[2m",
		[STYLE_ERROR] = "\033[1;31m",
		[STYLE_WARNING] = "\033[1;35m",
		[STYLE_NOTE] = "\033[1;36m",
	};

	if (t->r->color)
		buf_puts(t->out, sequences[s]);
}

static void
put(struct text *t, const char *s)
{
	prose_put(t->out, t->r->scratch, s);
}

static enum style
level_style(enum level level)
{
	switch (level) {
	case LEVEL_ERROR: return STYLE_ERROR;
	case LEVEL_WARNING: return STYLE_WARNING;
	default: return STYLE_NOTE;
	}
}

/*
 * FILE: NODE: LEVEL: MESSAGE (in N of M trees) [RULE]; for a text FILE:LINE:COLUMN: LEVEL:
 * NODE: MESSAGE [RULE], which is what editors look for.
 */
static void
write_line(struct text *t, const struct group *g)
{
	const struct diag *d = g->v[0];

	style(t, STYLE_BOLD);
	diag_put_place(t->out, t->r->scratch, diag_input(d), &d->place);
	buf_puts(t->out, ": ");
	if (d->node && !d->place.line) {
		put(t, d->node);
		buf_puts(t->out, ": ");
	}
	style(t, STYLE_NONE);
	style(t, level_style(d->level));
	buf_printf(t->out, "%s: ", level_name(d->level));
	style(t, STYLE_NONE);
	if (d->node && d->place.line) {
		put(t, d->node);
		buf_puts(t->out, ": ");
	}
	put(t, d->message);
	if (g->ntrees > 1) {
		buf_puts(t->out, " (");
		prose_trees(t->out, t->r, g->ntrees);
		buf_putc(t->out, ')');
		t->folded = true;
	}
	style(t, STYLE_DIM);
	buf_puts(t->out, " [");
	put(t, d->rule->id);
	buf_putc(t->out, ']');
	style(t, STYLE_NONE);
	buf_putc(t->out, '\n');
}

static void
write_label(struct text *t, const char *label)
{
	buf_printf(t->out, "%*s", LABEL_INDENT, "");
	style(t, STYLE_DIM);
	buf_printf(t->out, "%-*s", INDENT - LABEL_INDENT, label);
	style(t, STYLE_NONE);
	t->open = true;
}

/* Wraps, where that is wanted. */
static size_t
width_of(const struct text *t)
{
	return t->r->width ? t->r->width : SIZE_MAX;
}

/* A label and a paragraph; @s is clean. */
static void
write_paragraph(struct text *t, const char *label, const char *s)
{
	static const char blanks[INDENT + 1] = "          ";
	struct buf lines = { 0 };

	write_label(t, label);
	wrap_text(&lines, blanks, s, width_of(t));
	buf_puts(t->out, lines.s + INDENT);
	buf_free(&lines);
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
		write_label(t, "see:");
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
		write_paragraph(t, "host:", words.s);
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
		write_label(t, "also:");
		write_also_hosts(t, g);
		return;
	}
	prose_also(&words, t->r, g);
	write_paragraph(t, "also:", words.s);
	buf_free(&words);
}

/* The places of a group in other trees, where all is wanted. */
static void
write_trees(struct text *t, const struct group *g)
{
	if (!t->r->verbose || g->n == g->nfirst)
		return;
	write_label(t, "also:");
	buf_puts(t->out, "in other trees:\n");
	for (size_t i = g->nfirst; i < g->n; i++) {
		buf_printf(t->out, "%*s", INDENT, "");
		put(t, diag_input(g->v[i]));
		buf_puts(t->out, ": ");
		put(t, g->v[i]->node);
		buf_putc(t->out, '\n');
	}
}

static void
write_fix(struct text *t, const struct group *g, const char *help)
{
	const struct diag *d = g->v[0];

	if (help)
		write_paragraph(t, "fix:", diag_clean(t->r->scratch, help));
	if (t->r->fixing && d->fix.told)
		write_paragraph(t, "fix:",
			arena_printf(t->r->scratch, "left to you: %s",
				diag_clean(t->r->scratch, d->fix.told)));
	if (!d->command)
		return;
	write_label(t, "run:");
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

static void
write_group(struct text *t, const struct group *g)
{
	const struct diag *d = g->v[0], *last = t->last;

	if (t->open)
		buf_putc(t->out, '\n');
	t->open = false;
	write_line(t, g);
	write_excerpt(t, d->excerpt, &d->place);
	write_related(t, d);
	if (d->why && !said_before(last ? last->why : NULL, d->why))
		write_paragraph(t, "why:", diag_clean(t->r->scratch, d->why));
	write_host(t, d);
	write_also(t, g);
	write_trees(t, g);
	write_fix(t, g, said_before(last ? last->help : NULL, d->help) ? NULL : d->help);
	t->last = d;
}

/* What was done to a node, in words that are the same for another. */
static void
put_change(struct buf *out, const struct diag_fix *fix)
{
	if (fix->property)
		buf_printf(out, "%s %s", fix->property,
			fix->remove ? "removed from" : "added to");
	else
		buf_printf(out, "%s:", fix->title);
}

static bool
is_alike(const struct diag_fix *a, const struct diag_fix *b)
{
	if (!a->property || !b->property)
		return a->property == b->property && !strcmp(a->title, b->title);
	return !strcmp(a->property, b->property) && a->remove == b->remove;
}

/* What was done alike from finding @i on; the first that it was not done for. */
static size_t
write_change(struct text *t, const struct report_fix *fix, size_t i)
{
	static const char blanks[INDENT + 1] = "          ";
	const struct diag *first = fix->diags[i], *last = NULL;
	struct buf words = { 0 };
	size_t n = 0;

	put_change(&words, &first->fix);
	for (; i < fix->ndiags && is_alike(&fix->diags[i]->fix, &first->fix); i++) {
		const struct diag *d = fix->diags[i];

		/* one that many boards have */
		if (last && d->node && last->node && !strcmp(d->node, last->node)
			&& d->input != last->input)
			continue;
		last = d;
		if (n++ < FIXES_SHOWN || t->r->verbose) {
			buf_putc(&words, ' ');
			prose_put(&words, t->r->scratch, d->node ? d->node : d->file);
		}
	}
	if (n > FIXES_SHOWN && !t->r->verbose)
		buf_printf(
			&words, " … (%zu more, --verbose lists them)", n - FIXES_SHOWN);
	wrap_text(t->out, blanks, words.s, width_of(t));
	buf_free(&words);
	return i;
}

static void
write_fixes(struct text *t)
{
	for (size_t k = 0; k < t->r->nfixes; k++) {
		const struct report_fix *fix = &t->r->fixes[k];
		size_t i = 0;

		if (fix->fault)
			continue;
		style(t, STYLE_BOLD);
		put(t, fix->file);
		style(t, STYLE_NONE);
		buf_puts(t->out, fix->kind == FIXED_OVERLAY ? ": overlay written to "
				 : fix->kind == FIXED_PATCH ? ": patch written to "
				 : strcmp(fix->file, fix->output) ? ": fixed in "
								  : ": fixed in place");
		if (strcmp(fix->file, fix->output) != 0)
			put(t, fix->output);
		buf_putc(t->out, '\n');
		while (i < fix->ndiags)
			i = write_change(t, fix, i);
		if (fix->apply)
			buf_printf(t->out, "%*s%s\n", INDENT, "",
				diag_clean(t->r->scratch, fix->apply));
		buf_putc(t->out, '\n');
		t->fixed += fix->ndiags;
	}
}

static void
write_counts(struct text *t)
{
	const char *separator = "";

	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--) {
		if (!t->r->distinct[level])
			continue;
		buf_puts(t->out, separator);
		style(t, level_style(level));
		prose_count(t->out, t->r->distinct[level], level_name(level));
		style(t, STYLE_NONE);
		separator = ", ";
	}
}

/* What was not looked at, by name where that is wanted. */
static void
write_skips(struct text *t)
{
	for (size_t i = 0; t->r->verbose && i < t->r->nskips; i++) {
		const struct report_skip *s = &t->r->skips[i];

		put(t, s->unit ? s->unit : s->file);
		buf_puts(t->out, ": skipped: ");
		put(t, s->why);
		buf_putc(t->out, '\n');
	}
}

static void
write_found(struct text *t)
{
	const struct report *r = t->r;

	if (r->comparison && compared_is_clean(r))
		compared_put_old(t->out, r);
	write_counts(t);
	if (r->comparison)
		buf_puts(t->out, r->ndiags ? " new" : "nothing new");
	if (r->comparison && compared_is_clean(r))
		compared_put_new(t->out, r);
	if (r->ndiags || r->comparison)
		buf_puts(t->out, " in ");
	prose_count(t->out, r->ninputs, r->input_noun ? r->input_noun : "tree");
	if (t->folded && !r->verbose)
		buf_puts(t->out, " (--verbose lists the trees of each)");
	if (!r->ndiags && !r->comparison)
		buf_puts(t->out, ", no findings");
	if (r->comparison)
		compared_put_counts(t->out, r);
}

static void
write_summary(struct text *t)
{
	const struct report *r = t->r;
	size_t trees = 0, hosts = 0, configs = 0;

	for (size_t i = 0; i < r->ninputs; i++)
		trees += !r->inputs[i].ok;
	for (size_t i = 0; i < r->nhosts; i++)
		hosts += !r->hosts[i].ok;
	for (size_t i = 0; i < r->nconfigs; i++)
		configs += !r->configs[i].ok;
	write_found(t);
	if (t->fixed)
		buf_printf(t->out, ", %zu fixed", t->fixed);
	if (r->nignored)
		buf_printf(t->out, ", %zu ignored", r->nignored);
	if (r->nknown && !r->comparison)
		buf_printf(t->out, ", %zu in the baseline", r->nknown);
	if (trees)
		buf_printf(t->out, " (%zu not read)", trees);
	if (r->nskips) {
		buf_puts(t->out, ", ");
		prose_count(t->out, r->nskips, "file");
		buf_puts(t->out, " skipped");
	}
	if (hosts) {
		buf_puts(t->out, ", ");
		prose_count(t->out, hosts, "host configuration");
		buf_puts(t->out, " not read");
	}
	if (configs) {
		buf_puts(t->out, ", ");
		prose_count(t->out, configs, "configuration");
		buf_puts(t->out, " not read");
	}
	buf_putc(t->out, '\n');
}

/* What a baseline has and nobody needs any more; each by name where that is wanted. */
static void
write_gone(struct text *t)
{
	for (size_t i = 0; i < t->r->nbaselines; i++) {
		const struct report_baseline *b = &t->r->baselines[i];

		if (!b->ngone)
			continue;
		prose_count(t->out, b->ngone, "finding");
		buf_puts(t->out, " of ");
		put(t, b->file);
		buf_printf(t->out,
			" no longer occur%s: 'dtlint baseline prune' takes %s out\n",
			b->ngone == 1 ? "s" : "", b->ngone == 1 ? "it" : "them");
		for (size_t k = 0; t->r->verbose && k < b->ngone; k++) {
			buf_printf(t->out, "%*s", LABEL_INDENT, "");
			put(t, b->gone[k].tree);
			buf_puts(t->out, ": ");
			if (b->gone[k].node) {
				put(t, b->gone[k].node);
				buf_puts(t->out, ": ");
			}
			put(t, b->gone[k].rule);
			buf_putc(t->out, '\n');
		}
	}
}

/* The worst first, then by rule, so that what is said of each is said once. */
static int
compare_groups(const void *va, const void *vb)
{
	const struct group *a = va, *b = vb;
	const struct diag *x = a->v[0], *y = b->v[0];
	int order = (int)y->level - (int)x->level;

	if (!order)
		order = strcmp(x->rule->id, y->rule->id);
	if (!order && x->why && y->why)
		order = strcmp(x->why, y->why);
	if (!order && x->help && y->help)
		order = strcmp(x->help, y->help);
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* A line for each set of bindings, and what it does not know. */
static void
write_covered(struct text *t, const char *of, const struct coverage *c)
{
	for (; c; c = c->next) {
		put(t, of);
		if (c->label) {
			buf_puts(t->out, " (");
			put(t, c->label);
			buf_putc(t->out, ')');
		}
		buf_printf(t->out, ": %" PRIu32 " of ", c->held);
		prose_count(t->out, c->nodes, "node");
		buf_printf(
			t->out, " held against bindings, %" PRIu32 " of ", c->described);
		buf_printf(t->out, "%" PRIu32 " propert%s described\n", c->properties,
			c->properties == 1 ? "y" : "ies");
		for (uint32_t k = 0; k < c->nunknown; k++) {
			buf_printf(t->out, "%*s", LABEL_INDENT, "");
			buf_puts(t->out, "unknown to bindings: ");
			put(t, c->unknown[k]);
			buf_putc(t->out, '\n');
		}
	}
}

/* Each tree, and all of them. */
static void
write_coverage(struct text *t)
{
	const struct coverage *all;
	size_t trees;

	for (size_t i = 0; i < t->r->ninputs; i++) {
		const struct report_input *in = &t->r->inputs[i];

		write_covered(t, in->unit ? in->unit : in->file, in->coverage);
	}
	all = report_coverage(t->r, &trees);
	if (trees > 1)
		write_covered(t, arena_printf(t->r->scratch, "%zu trees", trees), all);
	if (trees)
		buf_putc(t->out, '\n');
}

static void
write_bindings(struct text *t)
{
	for (size_t i = 0; t->r->verbose && i < t->r->nbindings; i++) {
		const struct report_bindings *b = &t->r->bindings[i];

		if (!b->core)
			continue;
		buf_puts(t->out, "core schemas: ");
		put(t, b->core);
		buf_puts(t->out, ", dt-schema ");
		put(t, b->core_version);
		buf_puts(t->out, " (");
		put(t, b->core_hash);
		buf_puts(t->out, ")\n");
	}
}

static void
text_write(const struct report *r, struct buf *out)
{
	struct groups groups = group_diags(r, false);
	struct text t = { .r = r, .out = out };

	if (groups.n > 1 && !r->input_noun && r->ninputs >= MANY_TREES)
		qsort(groups.v, groups.n, sizeof(*groups.v), compare_groups);
	if (r->statistics)
		statistics_put(out, r);
	for (size_t i = 0; i < groups.n && !r->statistics; i++)
		write_group(&t, &groups.v[i]);
	if (groups.n && !r->statistics)
		buf_putc(out, '\n');
	write_fixes(&t);
	write_skips(&t);
	write_gone(&t);
	compared_put(out, r);
	write_coverage(&t);
	write_bindings(&t);
	write_summary(&t);
}

const struct reporter reporter_text = {
	.name = "text",
	.summary = "for people: a line per finding, and what helps below it",
	.write = text_write,
};
