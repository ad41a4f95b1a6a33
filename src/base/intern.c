/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/intern.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/hash.h"

static uint32_t
slot_of(const struct intern *in, uint32_t hash, const char *s, size_t n)
{
	uint32_t i = hash & (in->nslots - 1);

	for (;; i = (i + 1) & (in->nslots - 1)) {
		atom_t a = in->slots[i];

		if (a == ATOM_NONE)
			return i;
		if (in->hashes[a] == hash && !strncmp(in->strings[a], s, n)
			&& in->strings[a][n] == '\0')
			return i;
	}
}

static void
intern_grow(struct intern *in)
{
	uint32_t i, a, cap = in->cap ? in->cap * 2 : 1024;

	if (cap > UINT32_MAX / 4)
		fatal("out of memory: %u names", in->count);
	in->cap = cap;
	in->nslots = cap * 2;
	in->strings = realloc(in->strings, cap * sizeof(*in->strings));
	in->hashes = realloc(in->hashes, cap * sizeof(*in->hashes));
	in->slots = realloc(in->slots, in->nslots * sizeof(*in->slots));
	if (!in->strings || !in->hashes || !in->slots)
		fatal("out of memory: %u names", cap);
	memset(in->slots, 0xff, in->nslots * sizeof(*in->slots));
	for (a = 0; a < in->count; a++) {
		i = in->hashes[a] & (in->nslots - 1);
		while (in->slots[i] != ATOM_NONE)
			i = (i + 1) & (in->nslots - 1);
		in->slots[i] = a;
	}
}

atom_t
intern(struct intern *in, const char *s, size_t n)
{
	uint32_t hash = hash_bytes(s, n), i;

	if (in->count == in->cap)
		intern_grow(in);
	i = slot_of(in, hash, s, n);
	if (in->slots[i] == ATOM_NONE) {
		in->strings[in->count] = arena_strndup(&in->arena, s, n);
		in->hashes[in->count] = hash;
		in->slots[i] = in->count++;
	}
	return in->slots[i];
}

atom_t
intern_find(const struct intern *in, const char *s, size_t n)
{
	return in->nslots ? in->slots[slot_of(in, hash_bytes(s, n), s, n)] : ATOM_NONE;
}

void
intern_free(struct intern *in)
{
	arena_free(&in->arena);
	free(in->strings);
	free(in->hashes);
	free(in->slots);
	*in = (struct intern){ 0 };
}
