/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Workflow commands of GitHub Actions, which become annotations. As few as can be:
 * GitHub shows no more than a handful of a level for each step.
 */
#include <string.h>

#include "report/fold/fold.h"
#include "report/path.h"
#include "report/prose.h"
#include "rules/rule.h"

/* @s as a command's data, or as a value of one of its properties. */
static void
put_escaped(struct buf *out, const char *s, bool property)
{
	for (; *s; s++) {
		if (strchr(property ? "%\r\n:," : "%\r\n", *s))
			buf_printf(out, "%%%02X", (unsigned char)*s);
		else
			buf_putc(out, *s);
	}
}

static void
put_property(struct buf *out, const char *name, struct arena *a, const char *value)
{
	buf_printf(out, "%s=", name);
	put_escaped(out, diag_clean(a, value), true);
}

/* The annotation's text, with plain line feeds. */
static void
write_message(const struct report *r, const struct group *g, const struct cluster *c,
	struct buf *text)
{
	const struct diag *d = g->v[0];
	struct arena *a = r->scratch;

	prose_finding(text, r, d, g->ntrees);
	if (d->why) {
		buf_putc(text, '\n');
		prose_put(text, a, d->why);
	}
	if (d->host.file) {
		buf_puts(text, "\nhost: ");
		prose_host(text, a, d);
	}
	if (g->nfirst > 1) {
		buf_puts(text, "\nalso: ");
		prose_also(text, r, g);
	}
	if (c) {
		buf_puts(text, "\nlike: ");
		prose_others(text, r, c);
	}
	for (size_t i = 0; i < d->nrelated; i++) {
		if (!d->related[i].place.line && !d->related[i].place.file)
			continue;
		buf_puts(text, "\nsee: ");
		prose_related(text, a, d, &d->related[i]);
	}
	if (d->help) {
		buf_puts(text, "\nfix: ");
		prose_put(text, a, d->help);
	}
	if (d->command) {
		buf_puts(text, "\nrun: ");
		if (!group_command(r, g, 0, 0, text))
			buf_printf(text, "\n(likewise for the other %zu)", g->n - 1);
	}
}

static void
put_place(const struct report *r, const struct diag *d, struct buf *out)
{
	const struct place *p = &d->place;
	const char *file = p->file ? p->file : d->file;

	if (!path_is_file(file))
		return;
	buf_putc(out, ',');
	put_property(out, "file", r->scratch, path_from_root(r, file));
	if (!p->line)
		return;
	buf_printf(out, ",line=%u", p->line);
	if (p->end_line > p->line)
		buf_printf(out, ",endLine=%u", p->end_line);
	if (p->column)
		buf_printf(out, ",col=%u", p->column);
	/* GitHub takes columns of an end only within one line */
	if (p->column && p->end_line == p->line && p->end_column > p->column)
		buf_printf(out, ",endColumn=%u", p->end_column);
}

/* A group alone, or with what is said of the others of its cluster. */
static void
write_group(const struct report *r, const struct group *g, const struct cluster *c,
	struct buf *out)
{
	static const char *const commands[] = {
		[LEVEL_NOTE] = "notice",
		[LEVEL_WARNING] = "warning",
		[LEVEL_ERROR] = "error",
	};
	const struct diag *d = g->v[0];
	struct buf text = { 0 };

	buf_printf(out, "::%s ", commands[d->level]);
	put_property(out, "title", r->scratch,
		arena_printf(r->scratch, "dtlint (%s)", d->rule->id));
	put_place(r, d, out);
	buf_puts(out, "::");
	write_message(r, g, c, &text);
	put_escaped(out, text.s, false);
	buf_putc(out, '\n');
	buf_free(&text);
}

/* What has a place in a source is shown there: each has an annotation of its own. */
static void
write_cluster(const struct report *r, const struct cluster *c, struct buf *out)
{
	bool one = c->n > 1 && !fold_is_by_place(c->v[0].group->v[0]);

	for (size_t i = 0; i < (one ? 1 : c->n); i++)
		write_group(r, c->v[i].group, one ? c : NULL, out);
}

static void
github_write(const struct report *r, struct buf *out)
{
	struct groups groups = group_diags(r, true);
	struct clusters clusters = cluster_groups(r, &groups);

	/* GitHub shows the first of a step, so the worst come first */
	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--)
		for (size_t i = 0; i < clusters.n; i++)
			if ((int)clusters.v[i].v[0].group->v[0]->level == level)
				write_cluster(r, &clusters.v[i], out);
}

const struct reporter reporter_github = {
	.name = "github",
	.summary = "workflow commands for annotations in GitHub Actions",
	.write = github_write,
};
