/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bindings/labels.h"

#include <string.h>

#include "base/hash.h"
#include "base/vec.h"

static uint64_t
key_of(const struct diag *d)
{
	uint64_t h = hash_wide(d->message, strlen(d->message));

	h = hash_mix(h ^ hash_wide(d->rule->id, strlen(d->rule->id)));
	return hash_mix(h ^ (uint64_t)d->node_id << 32 ^ d->prop_id);
}

static bool
is_same(const struct diag *a, const struct diag *b)
{
	return a->node_id == b->node_id && a->prop_id == b->prop_id
	       && !strcmp(a->rule->id, b->rule->id) && !strcmp(a->message, b->message);
}

static void
add_label(struct lint *l, struct diag *d, const char *label)
{
	if (d->nlabels && !strcmp(d->labels[d->nlabels - 1], label))
		return;
	*vec_more(l->arena, d->labels, d->nlabels) = label;
}

void
labels_merge(struct lint *l, size_t from, size_t own, const char *label)
{
	struct diag **v = l->diags->v;
	struct map known = { 0 };
	size_t i, n = own;
	uint32_t at;

	for (i = from; i < own; i++)
		map_put(&known, l->scratch, key_of(v[i]), (uint32_t)i);
	for (i = own; i < l->diags->n; i++) {
		at = map_get(&known, key_of(v[i]));
		if (at != MAP_ABSENT && is_same(v[at], v[i])) {
			add_label(l, v[at], label);
			continue;
		}
		add_label(l, v[i], label);
		v[n++] = v[i];
	}
	l->diags->n = n;
}

void
labels_finish(struct lint *l, size_t from)
{
	struct buf text = { 0 };
	size_t i, k;

	for (i = from; i < l->diags->n; i++) {
		struct diag *d = l->diags->v[i];

		if (!d->nlabels)
			continue;
		text.n = 0;
		buf_printf(&text, "%s (", d->message);
		for (k = 0; k < d->nlabels; k++)
			buf_printf(&text, "%s%s", k ? ", " : "", d->labels[k]);
		buf_putc(&text, ')');
		d->message = arena_strndup(l->arena, text.s, text.n);
	}
	buf_free(&text);
}
