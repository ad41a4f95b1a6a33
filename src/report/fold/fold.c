/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/fold/fold.h"

#include <string.h>

#include "base/hash.h"
#include "report/identity.h"
#include "rules/rule.h"

bool
fold_is_by_place(const struct diag *d)
{
	return d->node && d->place.line;
}

/* What is wrong, in words that stay (report/identity.h). */
static const char *
fold_words(const struct diag *d, struct arena *a)
{
	return d->what ? d->what : identity_words(d->message, a);
}

static uint64_t
add_text(uint64_t h, const char *s)
{
	return hash_mix(h + 1) + (s ? hash_bytes(s, strlen(s)) : 0);
}

static uint64_t
key_of(const struct diag *d, struct arena *a)
{
	uint64_t h = d->level;

	if (!fold_is_by_place(d))
		return hash_number(add_text(h, d->fingerprint));
	h = add_text(h, d->place.file ? d->place.file : d->file);
	h = hash_mix(h + d->place.line) + d->place.column;
	h = add_text(h, d->rule->id);
	return hash_number(add_text(h, fold_words(d, a)));
}

static bool
same_tree(const struct diag *a, const struct diag *b)
{
	return a->input == b->input && a->unit_id == b->unit_id;
}

struct folds
fold_diags(struct diag *const *diags, size_t n, struct arena *a)
{
	const struct diag **last = arena_array(a, const struct diag *, n);
	size_t *owner = arena_array(a, size_t, n), i;
	struct arena scratch = { 0 };
	struct folds out = { .v = arena_array(a, struct fold, n) };
	struct map by_key = { 0 };

	for (i = 0; i < n; i++) {
		const struct diag *d = diags[i];
		uint32_t k = (uint32_t)out.n;

		if (d->fingerprint && !d->fault)
			k = map_put(&by_key, &scratch, key_of(d, &scratch), k);
		/* one that is there twice in a tree is two, as in a source that is included twice */
		if (k < out.n && same_tree(last[k], d))
			k = (uint32_t)out.n;
		out.n += k == out.n;
		last[k] = d;
		owner[i] = k;
		out.v[k].n++;
	}
	for (i = 0; i < out.n; i++) {
		out.v[i].v = arena_array(a, const struct diag *, out.v[i].n);
		out.v[i].n = 0;
	}
	for (i = 0; i < n; i++) {
		struct fold *to = &out.v[owner[i]];

		to->v[to->n++] = diags[i];
	}
	arena_free(&scratch);
	return out;
}
