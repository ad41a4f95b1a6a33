/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/identity.h"

#include "base/fatal.h"
#include "base/hash.h"

static bool
is_zero(struct identity id)
{
	return !id.dev && !id.ino;
}

/* The identity's slot, or a free one. */
static struct identity *
slot_of(const struct identity_set *s, struct identity id)
{
	uint32_t i = (uint32_t)hash_number(id.ino ^ hash_mix(id.dev)) & (s->cap - 1);

	while (!is_zero(s->slots[i]) && !identity_same(s->slots[i], id))
		i = (i + 1) & (s->cap - 1);
	return &s->slots[i];
}

static void
resize(struct identity_set *s, struct arena *a)
{
	struct identity_set old = *s;
	uint32_t i;

	if (s->cap > UINT32_MAX / 4)
		fatal("out of memory: %u files", s->count);
	s->cap = s->cap ? s->cap * 2 : 64;
	s->slots = arena_array(a, struct identity, s->cap);
	for (i = 0; i < old.cap; i++)
		if (!is_zero(old.slots[i]))
			*slot_of(s, old.slots[i]) = old.slots[i];
	arena_release(a, old.slots, old.cap * sizeof(*old.slots));
}

bool
identity_add(struct identity_set *s, struct arena *a, struct identity id)
{
	struct identity *slot;

	if (is_zero(id)) {
		if (s->has_zero)
			return false;
		return s->has_zero = true;
	}
	if (s->count >= s->cap / 2)
		resize(s, a);
	slot = slot_of(s, id);
	if (!is_zero(*slot))
		return false;
	*slot = id;
	s->count++;
	return true;
}
