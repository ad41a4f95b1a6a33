/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/intern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/hash.h"

static bool
is_string(const char *string, const char *s, size_t n)
{
	return !strncmp(string, s, n) && string[n] == '\0';
}

/* The string's slot, or a free one. */
static struct intern_slot *
slot_of(const struct intern *in, uint32_t hash, const char *s, size_t n)
{
	uint32_t i = hash & (in->nslots - 1);

	while (in->slots[i].atom != ATOM_NONE
		&& (in->slots[i].hash != hash
			|| !is_string(in->strings[in->slots[i].atom], s, n)))
		i = (i + 1) & (in->nslots - 1);
	return &in->slots[i];
}

static void
intern_grow(struct intern *in)
{
	uint32_t i, at, cap = in->cap ? in->cap * 2 : 1024, nslots = cap * 2;
	struct intern_slot *slots;

	if (cap > UINT32_MAX / 8)
		fatal("out of memory: %u names", in->count);
	slots = malloc(nslots * sizeof(*slots));
	in->strings = realloc(in->strings, cap * sizeof(*in->strings));
	if (!in->strings || !slots)
		fatal("out of memory: %u names", cap);
	memset(slots, 0xff, nslots * sizeof(*slots));
	for (i = 0; i < in->nslots; i++) {
		if (in->slots[i].atom == ATOM_NONE)
			continue;
		at = in->slots[i].hash & (nslots - 1);
		while (slots[at].atom != ATOM_NONE)
			at = (at + 1) & (nslots - 1);
		slots[at] = in->slots[i];
	}
	free(in->slots);
	in->slots = slots;
	in->nslots = nslots;
	in->cap = cap;
}

atom_t
intern(struct intern *in, const char *s, size_t n)
{
	uint32_t hash = hash_bytes(s, n);
	struct intern_slot *slot;

	if (in->count == in->cap)
		intern_grow(in);
	slot = slot_of(in, hash, s, n);
	if (slot->atom == ATOM_NONE) {
		in->strings[in->count] = arena_strndup(&in->arena, s, n);
		*slot = (struct intern_slot){ hash, in->count++ };
	}
	return slot->atom;
}

atom_t
intern_find(const struct intern *in, const char *s, size_t n)
{
	return in->nslots ? slot_of(in, hash_bytes(s, n), s, n)->atom : ATOM_NONE;
}

void
intern_free(struct intern *in)
{
	arena_free(&in->arena);
	free(in->strings);
	free(in->slots);
	*in = (struct intern){ 0 };
}
