/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rules that give way to bindings: what one has said of a property is told once. */
#include "bindings/bindings.h"

#include <string.h>

#include "base/hash.h"

static uint64_t
key_of(uint32_t node, const char *word, size_t n)
{
	return (uint64_t)node << 32 | hash_bytes(word, n);
}

/* The property that a binding's finding is about, and all that it names. */
static void
note(struct lint *l, struct map *reported, const struct diag *d)
{
	const char *s = d->what;
	size_t n;

	if (d->property)
		map_put(reported, l->scratch,
			key_of(d->node_id, d->property, strlen(d->property)), 0);
	for (; s && *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		if (n)
			map_put(reported, l->scratch, key_of(d->node_id, s, n), 0);
	}
}

void
bindings_yield(struct lint *l)
{
	struct diag_list *list = l->diags;
	struct map reported = { 0 };
	bool any = false;
	size_t i, to;

	for (i = l->first; i < list->n; i++)
		any |= list->v[i]->rule->yields;
	if (!any)
		return;
	for (i = l->first; i < list->n; i++)
		if (list->v[i]->schema && list->v[i]->node)
			note(l, &reported, list->v[i]);
	for (i = to = l->first; i < list->n; i++) {
		struct diag *d = list->v[i];

		if (d->rule->yields && d->property
			&& map_get(&reported,
				   key_of(d->node_id, d->property, strlen(d->property)))
				   != MAP_ABSENT)
			continue;
		list->v[to++] = d;
	}
	list->n = to;
}
