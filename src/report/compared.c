/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/compared.h"

#include "report/fold/fold.h"
#include "report/prose.h"
#include "rules/rule.h"

/* Lines that are shown of a list without --verbose. */
enum { SHOWN_MAX = 16 };

bool
compared_is_clean(const struct report *r)
{
	return !r->failed && r->ninputs && !r->nknown && !r->comparison->nfixed;
}

void
compared_put_old(struct buf *out, const struct report *r)
{
	buf_puts(out, "clean on ");
	prose_put(out, r->scratch, r->comparison->old);
	buf_puts(out, ", ");
}

void
compared_put_new(struct buf *out, const struct report *r)
{
	buf_puts(out, " on ");
	prose_put(out, r->scratch, r->comparison->now);
}

void
compared_put_counts(struct buf *out, const struct report *r)
{
	const struct report_comparison *c = r->comparison;

	if (compared_is_clean(r))
		return;
	buf_printf(out, ", %zu fixed, %zu unchanged since ",
		fold_diags(c->fixed, c->nfixed, r->scratch).n,
		fold_diags(r->known, r->nknown, r->scratch).n);
	prose_put(out, r->scratch, c->old);
}

static void
put_fold(struct buf *out, struct arena *a, const char *what, const struct fold *f)
{
	const struct diag *d = f->v[0];

	buf_printf(out, "%s: ", what);
	diag_put_place(out, a, diag_input(d), &d->place);
	buf_puts(out, ": ");
	if (d->node) {
		prose_put(out, a, d->node);
		buf_puts(out, ": ");
	}
	prose_put(out, a, d->message);
	buf_puts(out, " [");
	prose_put(out, a, d->rule->id);
	buf_putc(out, ']');
	if (f->n > 1) {
		buf_puts(out, ", and in ");
		prose_count(out, f->n - 1, "more tree");
	}
	buf_putc(out, '\n');
}

static void
put_list(struct buf *out, const struct report *r, const char *what, struct diag *const *v,
	size_t n)
{
	struct folds folds = fold_diags(v, n, r->scratch);
	size_t i;

	for (i = 0; i < folds.n && (r->verbose || i < SHOWN_MAX); i++)
		put_fold(out, r->scratch, what, &folds.v[i]);
	if (i < folds.n)
		buf_printf(out, "%s: … (%zu more, --verbose lists them)\n", what,
			folds.n - i);
}

static void
put_trees(struct buf *out, const struct report *r, const char *what,
	const struct string_list *list)
{
	size_t i;

	for (i = 0; i < list->n && (r->verbose || i < SHOWN_MAX); i++) {
		buf_puts(out, what);
		prose_put(out, r->scratch, list->v[i]);
		buf_putc(out, '\n');
	}
	if (i < list->n)
		buf_printf(
			out, "%s… (%zu more, --verbose lists them)\n", what, list->n - i);
}

void
compared_put(struct buf *out, const struct report *r)
{
	const struct report_comparison *c = r->comparison;
	size_t before = out->n;

	if (!c)
		return;
	put_list(out, r, "fixed", c->fixed, c->nfixed);
	if (r->verbose)
		put_list(out, r, "unchanged", r->known, r->nknown);
	put_trees(out, r, "a new tree: ", &c->added);
	put_trees(out, r, "a tree that is gone: ", &c->gone);
	if (out->n > before)
		buf_putc(out, '\n');
}
