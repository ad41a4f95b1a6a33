/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * GitHub Flavored Markdown, for the summary of a job ($GITHUB_STEP_SUMMARY): a table of what
 * was found, the worst first. GitHub takes no more than 1 MiB of a step, and nothing of more.
 */
#include <ctype.h>
#include <string.h>

#include "report/compared.h"
#include "report/fold/fold.h"
#include "report/prose.h"
#include "rules/rule.h"
#include "rules/url.h"

/* Behind so many bytes no row is begun: well below what GitHub takes. */
enum { ROOM = 900000 };

/* Plain text: no character of it is markup, and it stays in its cell. */
static void
put_plain(struct buf *out, struct arena *a, const char *s)
{
	if (!s)
		return;
	for (s = diag_clean(a, s); *s; s++) {
		if (ispunct((unsigned char)*s) && (unsigned char)*s < 0x80
			&& !strchr(",;'()=%\"?/-", *s))
			buf_putc(out, '\\');
		buf_putc(out, *s);
	}
}

/* The length of the longest run of backticks. */
static size_t
longest_run(const char *s)
{
	size_t longest = 0, n;

	for (; *s; s += n ? n : 1) {
		n = strspn(s, "`");
		longest = n > longest ? n : longest;
	}
	return longest;
}

/* A code span; a '|' would end the cell even there. */
static void
put_code(struct buf *out, struct arena *a, const char *s)
{
	size_t n, i;
	bool pad;

	s = diag_clean(a, s);
	if (!*s)
		return;
	n = longest_run(s) + 1;
	pad = *s == '`' || s[strlen(s) - 1] == '`'
	      || (*s == ' ' && s[strlen(s) - 1] == ' ');
	for (i = 0; i < n; i++)
		buf_putc(out, '`');
	buf_puts(out, pad ? " " : "");
	for (; *s; s++)
		buf_printf(out, *s == '|' ? "\\%c" : "%c", *s);
	buf_puts(out, pad ? " " : "");
	for (i = 0; i < n; i++)
		buf_putc(out, '`');
}

static void
put_rule(struct buf *out, const struct report *r, const struct diag *d)
{
	const char *url = rule_url(d->rule, r->scratch);

	if (url)
		buf_putc(out, '[');
	put_code(out, r->scratch, d->rule->id);
	if (url)
		buf_printf(out, "](%s)", url);
}

static void
put_where(struct buf *out, const struct report *r, const struct diag *d)
{
	struct buf place = { 0 };
	const char *file = d->place.file ? d->place.file : diag_input(d);

	diag_put_place(
		&place, r->scratch, file, &(struct place){ .line = d->place.line });
	put_code(out, r->scratch, place.s);
	buf_free(&place);
	if (d->node) {
		buf_putc(out, ' ');
		put_code(out, r->scratch, d->node);
	}
}

static void
put_row(struct buf *out, const struct report *r, const struct cluster *c)
{
	const struct group *g = c->v[0].group;
	const struct diag *d = g->v[0];

	buf_printf(out, "| %s | ", level_name(d->level));
	put_where(out, r, d);
	if (g->nfirst > 1)
		buf_printf(out, " and %zu more", g->nfirst - 1);
	buf_puts(out, " | ");
	put_plain(out, r->scratch, d->message);
	if (c->n > 1) {
		struct buf words = { 0 };

		prose_others(&words, r, c);
		buf_puts(out, "<br>**like it:** ");
		put_plain(out, r->scratch, words.s);
		buf_free(&words);
	}
	if (d->help) {
		buf_puts(out, "<br>**fix:** ");
		put_plain(out, r->scratch, d->help);
	}
	buf_puts(out, " | ");
	put_rule(out, r, d);
	if (r->ntrees > 1)
		buf_printf(out, " | %zu", g->ntrees);
	buf_puts(out, " |\n");
}

static void
put_head(struct buf *out, const struct report *r)
{
	static const char *const nouns[] = { "note", "warning", "error" };
	const char *separator = "";

	buf_puts(out, "### dtlint: ");
	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--) {
		if (!r->distinct[level])
			continue;
		buf_puts(out, separator);
		prose_count(out, r->distinct[level], nouns[level]);
		separator = ", ";
	}
	if (!*separator)
		buf_puts(out, r->comparison ? "nothing" : "no findings");
	if (r->comparison)
		buf_puts(out, " new");
	buf_puts(out, " in ");
	prose_count(out, r->ninputs, r->input_noun ? r->input_noun : "tree");
	if (r->comparison) {
		struct buf words = { 0 };

		compared_put_counts(&words, r);
		put_plain(out, r->scratch, words.s);
		buf_free(&words);
	}
	if (r->nknown && !r->comparison)
		buf_printf(out, ", %zu in the baseline", r->nknown);
	if (r->nignored)
		buf_printf(out, ", %zu ignored", r->nignored);
	if (r->failed)
		buf_printf(out, "; %zu could not be looked at", r->failed);
	buf_putc(out, '\n');
}

/* Rows, as many as there is room for; how many there were. */
static size_t
put_rows(struct buf *out, const struct report *r, const struct clusters *clusters,
	size_t begin)
{
	size_t shown = 0;

	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--)
		for (size_t i = 0; i < clusters->n; i++) {
			if ((int)clusters->v[i].v[0].group->v[0]->level != level)
				continue;
			if (out->n - begin > ROOM)
				return shown;
			put_row(out, r, &clusters->v[i]);
			shown++;
		}
	return shown;
}

static void
put_table(struct buf *out, const struct report *r, size_t begin)
{
	struct groups groups = group_diags(r, true);
	struct clusters clusters = cluster_groups(r, &groups);
	size_t shown;

	if (!groups.n)
		return;
	buf_printf(out, "\n| | where | finding | rule |%s\n|---|---|---|---|%s\n",
		r->ntrees > 1 ? " trees |" : "", r->ntrees > 1 ? "---|" : "");
	shown = put_rows(out, r, &clusters, begin);
	if (shown < clusters.n)
		buf_printf(out, "\n… and %zu more, for which there is no room here.\n",
			clusters.n - shown);
}

/* What an earlier run had. */
static void
put_fixed(struct buf *out, const struct report *r, size_t begin)
{
	const struct report_comparison *c = r->comparison;
	struct folds folds;
	size_t i;

	if (!c || !c->nfixed)
		return;
	folds = fold_diags(c->fixed, c->nfixed, r->scratch);
	buf_puts(out, "\n| fixed | finding | rule |\n|---|---|---|\n");
	for (i = 0; i < folds.n && out->n - begin <= ROOM; i++) {
		const struct diag *d = folds.v[i].v[0];

		buf_puts(out, "| ");
		put_where(out, r, d);
		if (folds.v[i].n > 1)
			buf_printf(out, " in %zu trees", folds.v[i].n);
		buf_puts(out, " | ");
		put_plain(out, r->scratch, d->message);
		buf_puts(out, " | ");
		put_rule(out, r, d);
		buf_puts(out, " |\n");
	}
	if (i < folds.n)
		buf_printf(out, "\n… and %zu more, for which there is no room here.\n",
			folds.n - i);
}

static void
markdown_write(const struct report *r, struct buf *out)
{
	size_t begin = out->n;

	put_head(out, r);
	put_table(out, r, begin);
	put_fixed(out, r, begin);
}

const struct reporter reporter_markdown = {
	.name = "markdown",
	.summary = "a table, for the summary of a job of GitHub Actions",
	.write = markdown_write,
};
