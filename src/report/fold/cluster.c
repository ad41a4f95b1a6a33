/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fold/cluster.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"
#include "report/fold/alike.h"
#include "rules/rule.h"

/* Of a message, in which it may differ from others. */
enum { QUOTATIONS_MAX = 4 };

/* Groups that would be alike if it were not for one quotation. */
struct likeness {
	const struct rule *rule;
	enum level level;
	const char *words;
	size_t n;
};

/* A quotation of a group's message. */
struct slot {
	uint32_t likeness;
	const char *word;
	size_t length;
};

struct clustering {
	struct arena *arena;
	struct map by_key;
	struct likeness *likenesses; /* QUOTATIONS_MAX for each group at the most */
	size_t nlikenesses;
	struct slot *slots; /* QUOTATIONS_MAX for each group */
	size_t *nslots;
};

bool
cluster_is_wanted(const struct report *r)
{
	return !r->verbose && !r->input_noun && r->ninputs >= MANY_TREES;
}

/* Nothing is lost where it is told along with others. */
static bool
may_be_told_with_others(const struct diag *d)
{
	return d->node && !d->fault && !d->host.file && !d->command;
}

static uint32_t
likeness_of(struct clustering *c, const struct diag *d, const char *words)
{
	uint64_t key = hash_number(
		hash_bytes(words, strlen(words))
		+ hash_mix(hash_bytes(d->rule->id, strlen(d->rule->id)) + d->level));
	uint32_t i = map_put(&c->by_key, c->arena, key, (uint32_t)c->nlikenesses);
	struct likeness *l = &c->likenesses[i];

	if (i < c->nlikenesses
		&& (l->rule != d->rule || l->level != d->level
			|| strcmp(l->words, words) != 0)) {
		i = (uint32_t)c->nlikenesses;
		l = &c->likenesses[i];
	}
	if (i == c->nlikenesses) {
		*l = (struct likeness){ d->rule, d->level, words, 0 };
		c->nlikenesses++;
	}
	return i;
}

static struct slot
slot_of(struct clustering *c, const struct diag *d, const char *at, size_t n)
{
	uint32_t i = likeness_of(c, d, alike_without(d->message, at, n, c->arena));

	c->likenesses[i].n++;
	return (struct slot){ i, at, n };
}

/* A message that quotes nothing is like those that say the same elsewhere. */
static void
find_slots(struct clustering *c, size_t number, const struct diag *d)
{
	struct slot *slots = &c->slots[number * QUOTATIONS_MAX];
	const char *at = d->message;
	size_t n, k = 0;

	if (!may_be_told_with_others(d))
		return;
	for (; k < QUOTATIONS_MAX && (at = alike_quotation(at, &n)); at += n)
		slots[k++] = slot_of(c, d, at, n);
	if (!k)
		slots[k++] = slot_of(c, d, d->message + strlen(d->message), 0);
	c->nslots[number] = k;
}

/* The quotation by which most others are like the group; NULL: none is. */
static const struct slot *
best_slot(const struct clustering *c, size_t number)
{
	const struct slot *slots, *best = NULL;
	size_t most = 1;

	/* where no group has any, there is no room for them either */
	if (!c->nslots[number])
		return NULL;
	slots = &c->slots[number * QUOTATIONS_MAX];
	for (size_t k = 0; k < c->nslots[number]; k++) {
		size_t n = c->likenesses[slots[k].likeness].n;

		if (n > most) {
			most = n;
			best = &slots[k];
		}
	}
	return best;
}

static int
by_trees(const void *va, const void *vb)
{
	const struct group *a = ((const struct cluster_member *)va)->group;
	const struct group *b = ((const struct cluster_member *)vb)->group;

	if (a->ntrees != b->ntrees)
		return a->ntrees > b->ntrees ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

static bool
same_node(const struct diag *a, const struct diag *b)
{
	return a->input == b->input && a->unit_id == b->unit_id && a->node && b->node
	       && !strcmp(a->node, b->node);
}

/* What is told of those behind the first. */
static void
tell_of_others(struct cluster *c, struct arena *a)
{
	const struct diag *first = c->v[0].group->v[0];
	struct map trees = { 0 };

	c->one_node = true;
	for (size_t i = 1; i < c->n; i++) {
		const struct group *g = c->v[i].group;

		for (size_t k = 0; k < g->n; k++)
			map_put(&trees, a,
				hash_number((uint64_t)g->v[k]->input << 32
					    | g->v[k]->unit_id),
				0);
		c->one_node &= g->nfirst == 1 && same_node(first, g->v[0]);
	}
	c->ntrees = trees.count;
}

static void
put_together(struct clustering *c, const struct groups *groups, struct clusters *out)
{
	struct cluster_member *members = arena_array(
		c->arena, struct cluster_member, groups->n);
	uint32_t *of = arena_array(c->arena, uint32_t, groups->n);
	uint32_t *by_likeness = arena_array(c->arena, uint32_t, c->nlikenesses);
	size_t i, used = 0;

	memset(by_likeness, 0xff, c->nlikenesses * sizeof(*by_likeness));
	for (i = 0; i < groups->n; i++) {
		const struct slot *s = best_slot(c, i);

		of[i] = s && by_likeness[s->likeness] != UINT32_MAX
				? by_likeness[s->likeness]
				: (uint32_t)out->n;
		if (s)
			by_likeness[s->likeness] = of[i];
		out->n += of[i] == out->n;
		out->v[of[i]].n++;
	}
	for (i = 0; i < out->n; i++) {
		out->v[i].v = &members[used];
		used += out->v[i].n;
		out->v[i].n = 0;
	}
	for (i = 0; i < groups->n; i++) {
		struct cluster *to = &out->v[of[i]];
		const struct slot *s = best_slot(c, i);

		members[to->v - members + (ptrdiff_t)to->n++] = (struct cluster_member){
			&groups->v[i], s ? s->word : NULL, s ? s->length : 0
		};
	}
	for (i = 0; i < out->n; i++) {
		struct cluster *to = &out->v[i];

		qsort(&members[to->v - members], to->n, sizeof(*members), by_trees);
		tell_of_others(to, c->arena);
	}
}

struct clusters
cluster_groups(const struct report *r, const struct groups *groups)
{
	struct clusters out = { .v = arena_array(r->scratch, struct cluster, groups->n) };
	struct clustering c = { .arena = r->scratch,
		.nslots = arena_array(r->scratch, size_t, groups->n) };
	size_t i;

	if (!groups->n)
		return out;
	if (cluster_is_wanted(r)) {
		/* one more, which is looked at before it is known to be new */
		c.likenesses = arena_array(
			r->scratch, struct likeness, groups->n * QUOTATIONS_MAX + 1);
		c.slots = arena_array(
			r->scratch, struct slot, groups->n * QUOTATIONS_MAX);
		for (i = 0; i < groups->n; i++)
			find_slots(&c, i, groups->v[i].v[0]);
	}
	put_together(&c, groups, &out);
	return out;
}
