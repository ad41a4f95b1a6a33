/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For people: a line that can be grepped for, and indented, what helps. */
#include <inttypes.h>
#include <string.h>

#include "report/compared.h"
#include "report/coverage.h"
#include "report/prose.h"
#include "report/statistics.h"
#include "report/text/text.h"

static void
write_counts(struct text *t)
{
	const char *separator = "";

	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--) {
		if (!t->r->distinct[level])
			continue;
		buf_puts(t->out, separator);
		text_style(t, text_level_style(level));
		prose_count(t->out, t->r->distinct[level], level_name(level));
		text_style(t, STYLE_NONE);
		separator = ", ";
	}
}

/* What was not looked at, by name where that is wanted. */
static void
write_skips(struct text *t)
{
	for (size_t i = 0; t->r->verbose && i < t->r->nskips; i++) {
		const struct report_skip *s = &t->r->skips[i];

		text_put(t, s->unit ? s->unit : s->file);
		buf_puts(t->out, ": skipped: ");
		text_put(t, s->why);
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
	if (t->left_out)
		buf_puts(t->out, " (--verbose lists all, with their trees and reasons)");
	else if (t->folded && !r->verbose)
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
		text_put(t, b->file);
		buf_printf(t->out,
			" no longer occur%s: 'dtlint baseline prune' takes %s out\n",
			b->ngone == 1 ? "s" : "", b->ngone == 1 ? "it" : "them");
		for (size_t k = 0; t->r->verbose && k < b->ngone; k++) {
			buf_printf(t->out, "%*s", LABEL_INDENT, "");
			text_put(t, b->gone[k].tree);
			buf_puts(t->out, ": ");
			if (b->gone[k].node) {
				text_put(t, b->gone[k].node);
				buf_puts(t->out, ": ");
			}
			text_put(t, b->gone[k].rule);
			buf_putc(t->out, '\n');
		}
	}
}

/* A line for each set of bindings, and what it does not know. */
static void
write_covered(struct text *t, const char *of, const struct coverage *c)
{
	for (; c; c = c->next) {
		text_put(t, of);
		if (c->label) {
			buf_puts(t->out, " (");
			text_put(t, c->label);
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
			text_put(t, c->unknown[k]);
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
		text_put(t, b->core);
		buf_puts(t->out, ", dt-schema ");
		text_put(t, b->core_version);
		buf_puts(t->out, " (");
		text_put(t, b->core_hash);
		buf_puts(t->out, ")\n");
	}
}

static void
text_write(const struct report *r, struct buf *out)
{
	struct text t = { .r = r, .out = out };

	if (r->statistics)
		statistics_put(out, r);
	else
		text_findings(&t);
	text_fixes(&t);
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
