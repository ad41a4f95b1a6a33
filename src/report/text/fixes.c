/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What --fix has done. */
#include <string.h>

#include "base/wrap.h"
#include "report/prose.h"
#include "report/text/text.h"

enum { FIXES_SHOWN = 8 };

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
	wrap_text(t->out, blanks, words.s, text_width(t));
	buf_free(&words);
	return i;
}

void
text_fixes(struct text *t)
{
	for (size_t k = 0; k < t->r->nfixes; k++) {
		const struct report_fix *fix = &t->r->fixes[k];
		size_t i = 0;

		if (fix->fault)
			continue;
		text_style(t, STYLE_BOLD);
		text_put(t, fix->file);
		text_style(t, STYLE_NONE);
		buf_puts(t->out, fix->kind == FIXED_OVERLAY ? ": overlay written to "
				 : fix->kind == FIXED_PATCH ? ": patch written to "
				 : strcmp(fix->file, fix->output) ? ": fixed in "
								  : ": fixed in place");
		if (strcmp(fix->file, fix->output) != 0)
			text_put(t, fix->output);
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
