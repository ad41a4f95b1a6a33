/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/statistics.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "report/fold/fold.h"
#include "report/prose.h"
#include "rules/rule.h"

/* By rule, while they are counted. */
struct counting {
	struct map by_rule;
	struct statistic *v;
	const struct diag **last; /* the one before, of the rule */
};

static size_t
index_of(struct counting *c, struct arena *a, const struct rule *r)
{
	uint64_t key = hash_number(hash_bytes(r->id, strlen(r->id)));
	uint32_t i = map_put(&c->by_rule, a, key, c->by_rule.count);

	c->v[i].rule = r;
	return i;
}

static int
compare(const void *va, const void *vb)
{
	const struct statistic *a = va, *b = vb;

	if (a->findings != b->findings)
		return a->findings < b->findings ? 1 : -1;
	return strcmp(a->rule->id, b->rule->id);
}

size_t
statistics_count(const struct report *r, struct statistic **out)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, r->scratch);
	struct counting c = {
		.v = arena_array(r->scratch, struct statistic, r->ndiags),
		.last = arena_array(r->scratch, const struct diag *, r->ndiags),
	};
	size_t i, k;

	for (i = 0; i < r->ndiags; i++) {
		const struct diag *d = r->diags[i];

		k = index_of(&c, r->scratch, d->rule);
		c.v[k].occurrences++;
		/* those of a tree stand together */
		c.v[k].trees += !c.last[k] || c.last[k]->input != d->input
				|| c.last[k]->unit_id != d->unit_id;
		c.last[k] = d;
	}
	for (i = 0; i < folds.n; i++) {
		k = index_of(&c, r->scratch, folds.v[i].v[0]->rule);
		c.v[k].findings++;
		c.v[k].fixable += folds.v[i].v[0]->fix.title != NULL;
	}
	if (c.by_rule.count > 1)
		qsort(c.v, c.by_rule.count, sizeof(*c.v), compare);
	*out = c.v;
	return c.by_rule.count;
}

void
statistics_put(struct buf *out, const struct report *r)
{
	struct statistic *v;
	size_t n = statistics_count(r, &v);

	if (!n)
		return;
	buf_puts(out, "findings  occurrences  trees  fixable  rule\n");
	for (size_t i = 0; i < n; i++) {
		buf_printf(out, "%8zu  %11zu  %5zu  %7zu  ", v[i].findings,
			v[i].occurrences, v[i].trees, v[i].fixable);
		prose_put(out, r->scratch, v[i].rule->id);
		buf_putc(out, '\n');
	}
	buf_putc(out, '\n');
}
