/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fold/group.h"

#include <string.h>

#include "base/hash.h"
#include "report/fold/fold.h"
#include "report/identity.h"
#include "rules/rule.h"

/* The most nodes listed behind the first without --verbose. */
enum { SHOWN_MAX = 8 };

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* What a finding says, without what is different in each tree and node. */
struct wording {
	const char *message;
	const char *why;
	const char *help;
};

static struct wording
wording_of(const struct diag *d, struct arena *a)
{
	return (struct wording){ identity_words(d->message, a),
		d->why ? identity_words(d->why, a) : NULL,
		d->help ? identity_words(d->help, a) : NULL };
}

static bool
same_finding(const struct diag *a, const struct wording *sa, const struct diag *b,
	const struct wording *sb)
{
	if ((fold_is_by_place(a) || fold_is_by_place(b))
		&& (a->place.line != b->place.line || a->place.column != b->place.column
			|| !same(a->place.file ? a->place.file : a->file,
				b->place.file ? b->place.file : b->file)))
		return false;
	return a->rule == b->rule && a->level == b->level && a->fault == b->fault
	       && same(sa->message, sb->message) && same(a->property, b->property)
	       && same(sa->why, sb->why) && same(sa->help, sb->help)
	       && same(a->host.file, b->host.file) && same(a->host.kind, b->host.kind);
}

static bool
same_tree(const struct diag *a, const struct diag *b)
{
	return a->input == b->input && a->unit_id == b->unit_id;
}

static bool
same_place(const struct diag *a, const struct diag *b)
{
	return same_tree(a, b) && same(a->node, b->node);
}

/* Two findings of a node that tell of nothing different. */
static bool
is_repeated(const struct diag *a, const struct diag *b)
{
	return same_place(a, b) && same(a->message, b->message);
}

static bool
same_host_line(const struct diag_host *a, const struct diag_host *b)
{
	if (a->line != b->line || a->nfeatures != b->nfeatures
		|| !same(a->pointer, b->pointer) || !same(a->device, b->device)
		|| !same(a->text, b->text))
		return false;
	for (size_t i = 0; i < a->nfeatures; i++)
		if (!same(a->features[i], b->features[i]))
			return false;
	return true;
}

static uint64_t
key_of(const struct diag *d, const struct wording *words)
{
	const char *const parts[] = { words->message, d->property, words->why,
		words->help, d->host.file, d->rule->id };
	uint64_t h = d->level;

	if (fold_is_by_place(d))
		h = hash_mix(h + ((uint64_t)d->place.line << 16 ^ d->place.column));

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i])
			h = hash_mix(h + i + hash_bytes(parts[i], strlen(parts[i])));
	return h;
}

/* The groups' first and last members, while they are found. */
struct grouping {
	struct map by_key;
	const struct diag **first, **last;
	struct wording *words; /* by the first */
	size_t n;
};

static size_t
group_of(struct grouping *g, struct arena *a, const struct diag *d)
{
	struct wording words = wording_of(d, a);
	uint32_t i = (uint32_t)g->n;

	if (d->node) {
		i = map_put(&g->by_key, a, key_of(d, &words), i);
		if (i < g->n
			&& (!same_finding(g->first[i], &g->words[i], d, &words)
				|| is_repeated(g->last[i], d)))
			i = (uint32_t)g->n;
	}
	if (i == g->n) {
		g->first[i] = d;
		g->words[i] = words;
		g->n++;
	}
	g->last[i] = d;
	return i;
}

struct groups
group_diags(const struct report *r, bool faults)
{
	struct grouping g = { 0 };
	struct groups out = { 0 };
	size_t *owner = arena_array(r->scratch, size_t, r->ndiags);
	size_t i;

	g.first = arena_array(r->scratch, const struct diag *, r->ndiags);
	g.last = arena_array(r->scratch, const struct diag *, r->ndiags);
	g.words = arena_array(r->scratch, struct wording, r->ndiags);
	out.v = arena_array(r->scratch, struct group, r->ndiags);
	for (i = 0; i < r->ndiags; i++) {
		if (r->diags[i]->fault && !faults)
			continue;
		owner[i] = group_of(&g, r->scratch, r->diags[i]);
		out.v[owner[i]].n++;
	}
	out.n = g.n;
	for (i = 0; i < out.n; i++) {
		out.v[i].v = arena_array(r->scratch, const struct diag *, out.v[i].n);
		out.v[i].n = 0;
		out.v[i].one_host_line = true;
		out.v[i].number = i;
	}
	for (i = 0; i < r->ndiags; i++) {
		struct group *to;

		if (r->diags[i]->fault && !faults)
			continue;
		to = &out.v[owner[i]];
		to->ntrees += !to->n || !same_tree(to->v[to->n - 1], r->diags[i]);
		to->v[to->n++] = r->diags[i];
		to->nfirst += same_tree(to->v[0], r->diags[i]);
		if (!same_host_line(&to->v[0]->host, &r->diags[i]->host))
			to->one_host_line = false;
	}
	return out;
}

size_t
group_shown(const struct report *r, const struct group *g)
{
	return r->verbose || g->nfirst - 1 < SHOWN_MAX ? g->nfirst - 1 : SHOWN_MAX;
}
