/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/prose.h"

#include <string.h>

#include "report/fold/fold.h"

enum {
	LOOKED_AT = 256,  /* groups of a cluster, */
	WORDS_SHOWN = 12, /* their words, */
	PLACES_MAX = 4,   /* each with its tree where it has no more groups */
};

void
prose_put(struct buf *out, struct arena *a, const char *s)
{
	if (s)
		buf_puts(out, diag_clean(a, s));
}

static void
put_place(struct buf *out, struct arena *a, const struct diag_host *h)
{
	prose_put(out, a, h->file);
	if (h->line) {
		buf_printf(out, ":%u", h->line);
	} else if (h->pointer && *h->pointer) {
		buf_puts(out, ": ");
		prose_put(out, a, h->pointer);
	}
}

/* Whether the words that decide are said already: they are a feature's name. */
static bool
text_is_feature(const struct diag_host *h)
{
	for (size_t i = 0; i < h->nfeatures; i++)
		if (!strcmp(h->features[i], h->text))
			return true;
	return false;
}

static void
put_words(struct buf *out, struct arena *a, const struct diag_host *h)
{
	prose_put(out, a, h->device);
	for (size_t i = 0; i < h->nfeatures; i++) {
		buf_puts(out, i ? ", " : h->device ? " offers " : "offers ");
		prose_put(out, a, h->features[i]);
	}
	if (!h->text || !*h->text || text_is_feature(h))
		return;
	buf_puts(out, h->device || h->nfeatures ? " ('" : "'");
	prose_put(out, a, h->text);
	buf_puts(out, h->device || h->nfeatures ? "')" : "'");
}

void
prose_host_device(struct buf *out, struct arena *a, const struct diag_host *h)
{
	put_place(out, a, h);
	if (h->device) {
		buf_puts(out, ": ");
		prose_put(out, a, h->device);
	}
}

void
prose_host(struct buf *out, struct arena *a, const struct diag *d)
{
	const struct diag_host *h = &d->host;
	bool words = h->device || h->nfeatures || (h->text && *h->text);

	if (!h->file)
		return;
	if (strcmp(h->file, d->file) != 0 || h->line != d->place.line) {
		put_place(out, a, h);
		if (words) {
			buf_puts(out, ": ");
		} else if (h->kind) {
			buf_puts(out, " (");
			prose_put(out, a, h->kind);
			buf_putc(out, ')');
		}
	}
	if (words)
		put_words(out, a, h);
}

void
prose_related(struct buf *out, struct arena *a, const struct diag *d,
	const struct diag_related *related)
{
	diag_put_place(out, a, diag_input(d), &related->place);
	buf_puts(out, ": ");
	prose_put(out, a, related->message);
}

void
prose_count(struct buf *out, size_t n, const char *noun)
{
	buf_printf(out, "%zu %s%s", n, noun, n == 1 ? "" : "s");
}

void
prose_trees(struct buf *out, const struct report *r, size_t n)
{
	buf_puts(out, "in ");
	if (n <= r->ntrees)
		buf_printf(out, "%zu of ", n);
	prose_count(out, n <= r->ntrees ? r->ntrees : n,
		r->input_noun ? r->input_noun : "tree");
}

void
prose_finding(
	struct buf *out, const struct report *r, const struct diag *d, size_t ntrees)
{
	if (d->unit) {
		prose_put(out, r->scratch, d->unit);
		buf_puts(out, ": ");
	}
	if (d->node) {
		prose_put(out, r->scratch, d->node);
		buf_puts(out, ": ");
	}
	prose_put(out, r->scratch, d->message);
	if (ntrees > 1) {
		buf_puts(out, " (");
		prose_trees(out, r, ntrees);
		buf_putc(out, ')');
	}
}

/* How many of a group's findings in the first tree are of another node than the one before. */
static size_t
count_nodes(const struct group *g)
{
	size_t n = 0;

	for (size_t i = 1; i < g->nfirst; i++)
		n += strcmp(g->v[i]->node, g->v[i - 1]->node) != 0;
	return n;
}

void
prose_also(struct buf *out, const struct report *r, const struct group *g)
{
	size_t others = g->nfirst - 1, nodes = count_nodes(g), shown = 0;
	size_t most = r->verbose ? nodes : group_shown(r, g);

	if (nodes < others)
		buf_printf(out, "%zu more%s", others, nodes ? " in " : " of this node");
	if (!nodes)
		return;
	if (nodes == others)
		buf_printf(out, "%zu more node%s:", nodes, nodes == 1 ? "" : "s");
	else
		buf_printf(out, "%zu other node%s too:", nodes, nodes == 1 ? "" : "s");
	for (size_t i = 1; i < g->nfirst && shown < most; i++) {
		if (!strcmp(g->v[i]->node, g->v[i - 1]->node))
			continue;
		buf_putc(out, ' ');
		prose_put(out, r->scratch, g->v[i]->node);
		shown++;
	}
	if (shown < nodes)
		buf_printf(out, " … (%zu more, --verbose lists them)", nodes - shown);
}

static bool
same_word(const struct cluster_member *a, const struct cluster_member *b)
{
	return a->length == b->length && !memcmp(a->word, b->word, a->length);
}

/* True where the word was told: by the one before, or where none has a place by any. */
static bool
is_told(const struct cluster *c, size_t i)
{
	if (same_word(&c->v[i], &c->v[i - 1]))
		return true;
	for (size_t k = 0; k < i && !fold_is_by_place(c->v[i].group->v[0]); k++)
		if (same_word(&c->v[i], &c->v[k]))
			return true;
	return false;
}

/* Where one is, as far as the others do not say it. */
static void
put_where(struct buf *out, const struct report *r, const struct cluster *c, size_t i,
	bool alone)
{
	const struct diag *d = c->v[i].group->v[0], *first = c->v[0].group->v[0];

	if (fold_is_by_place(d)) {
		buf_puts(out, alone ? "at " : " at ");
		diag_put_place(out, r->scratch, diag_input(d), &d->place);
	} else if (c->n <= PLACES_MAX && !c->one_node) {
		bool here = d->input == first->input && d->unit_id == first->unit_id;

		buf_puts(out, here ? " of " : " in ");
		prose_put(out, r->scratch, here ? d->node : diag_input(d));
	}
}

void
prose_others(struct buf *out, const struct report *r, const struct cluster *c)
{
	size_t shown = 0, i;

	buf_printf(out, "%zu more%s", c->n - 1, c->one_node ? " of this node" : "");
	if (c->ntrees > 1) {
		buf_puts(out, ", ");
		prose_trees(out, r, c->ntrees);
	}
	for (i = 1; i < c->n && i < LOOKED_AT && shown < WORDS_SHOWN; i++) {
		bool told = is_told(c, i);

		if (told && !fold_is_by_place(c->v[i].group->v[0]))
			continue;
		buf_puts(out, shown++ ? "; " : ": ");
		if (!told)
			prose_put(out, r->scratch,
				arena_strndup(r->scratch, c->v[i].word, c->v[i].length));
		put_where(out, r, c, i, told);
	}
	if (i < c->n)
		buf_printf(out, " … (%zu more, --verbose lists them)", c->n - i);
}

size_t
prose_width(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}
