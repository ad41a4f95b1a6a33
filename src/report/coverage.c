/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report/coverage.h"

#include <string.h>

#include "base/hash.h"
#include "base/vec.h"

/* One label's sum. */
struct sum {
	struct coverage c;
	struct map known; /* what is in `unknown` */
	const char **unknown;
	size_t cap;
	struct sum *next;
};

static bool
is_of(const struct sum *s, const char *label)
{
	return s->c.label == label || (s->c.label && label && !strcmp(s->c.label, label));
}

static struct sum *
sum_of(struct sum **first, const char *label, struct arena *a)
{
	struct sum **at;

	for (at = first; *at && !is_of(*at, label); at = &(*at)->next)
		;
	if (!*at) {
		*at = arena_new(a, struct sum);
		(*at)->c.label = label;
	}
	return *at;
}

static void
add(struct sum *s, const struct coverage *c, struct arena *a)
{
	s->c.nodes += c->nodes;
	s->c.held += c->held;
	s->c.properties += c->properties;
	s->c.described += c->described;
	for (uint32_t i = 0; i < c->nunknown; i++) {
		const char *name = c->unknown[i];
		uint32_t n = s->c.nunknown;

		if (map_put(&s->known, a, hash_long(name, strlen(name)), n) != n)
			continue;
		vec_room(a, s->unknown, n, s->cap);
		s->unknown[s->c.nunknown++] = name;
	}
}

const struct coverage *
report_coverage(const struct report *r, size_t *trees)
{
	struct sum *first = NULL, *s;
	size_t n = 0;

	for (size_t i = 0; i < r->ninputs; i++) {
		const struct coverage *c = r->inputs[i].coverage;

		n += c != NULL;
		for (; c; c = c->next)
			add(sum_of(&first, c->label, r->scratch), c, r->scratch);
	}
	for (s = first; s; s = s->next) {
		s->c.unknown = s->unknown;
		s->c.next = s->next ? &s->next->c : NULL;
	}
	if (trees)
		*trees = n;
	return first ? &first->c : NULL;
}
