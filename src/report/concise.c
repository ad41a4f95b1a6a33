/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For editors and problem matchers: one line a finding, as compilers write them. */
#include "report/fold/fold.h"
#include "report/prose.h"
#include "rules/rule.h"

/* FILE:LINE:COLUMN: LEVEL: NODE: MESSAGE [RULE]; a tree without lines has 1 for both. */
static void
write_fold(const struct report *r, const struct fold *f, struct buf *out)
{
	const struct diag *d = f->v[0];
	struct place place = d->place;

	if (!place.line)
		place.line = place.column = 1;
	diag_put_place(out, r->scratch, d->file, &place);
	buf_printf(out, ": %s: ", level_name(d->level));
	prose_finding(out, r, d, f->n);
	buf_puts(out, " [");
	prose_put(out, r->scratch, d->rule->id);
	buf_puts(out, "]\n");
}

static void
concise_write(const struct report *r, struct buf *out)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, r->scratch);

	for (size_t i = 0; i < folds.n; i++)
		write_fold(r, &folds.v[i], out);
}

const struct reporter reporter_concise = {
	.name = "concise",
	.summary = "one line a finding, as compilers write them, for editors",
	.write = concise_write,
};
