/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hash functions, and a map from 64-bit keys to 32-bit values. */
#ifndef DTLINT_BASE_HASH_H
#define DTLINT_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

static inline uint64_t
hash_mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9e3779b97f4a7c15u;
	x ^= x >> 29;
	x *= 0xbf58476d1ce4e5b9u;
	return x ^ (x >> 32);
}

uint32_t hash_bytes(const void *s, size_t n);

/* Goes on with a hash under way; what is returned is to be mixed still. */
uint64_t hash_more(uint64_t h, const void *s, size_t n);

/*
 * The same in 64 bits, quick for megabytes, as a checksum: the same on every machine
 * of one byte order. It is no seal, anyone can make it.
 */
uint64_t hash_wide(const void *s, size_t n);

#define MAP_ABSENT UINT32_MAX

/*
 * Insert-only; ready for use when zero-initialised, its memory the arena's that
 * is passed to map_put(). UINT32_MAX is no value: it stands for "absent".
 */
struct map {
	struct map_entry {
		uint64_t key;
		uint32_t value; /* MAP_ABSENT: a free place */
	} * entries;
	uint32_t cap; /* a power of two, or 0 */
	uint32_t count;
};

uint32_t map_get(const struct map *m, uint64_t key);

/* Brings what map_get() will look at near: for keys that are known ahead. */
static inline void
map_prefetch(const struct map *m, uint64_t key)
{
	if (m->cap)
		__builtin_prefetch(&m->entries[hash_mix(key) & (m->cap - 1)]);
}

/* Makes room for @n keys at once in a map that has none yet. */
void map_reserve(struct map *m, struct arena *a, uint32_t n);

/* Keeps a value that is already there; returns the value that holds now. */
uint32_t map_put(struct map *m, struct arena *a, uint64_t key, uint32_t value);

#endif
