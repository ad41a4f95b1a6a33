/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Hash functions, and a map from 64-bit keys to 32-bit values.
 *
 * What is hashed comes from files that anyone may have made, so the functions that tables
 * and digests are built on have a key: one a process, from the kernel's random numbers.
 * Nobody can make names that fall into one slot, or a node that passes for another.
 * Nothing that is written may depend on the key, so neither may any order.
 * They are SipHash with one round a word and three at the end (Aumasson and Bernstein,
 * "SipHash: a fast short-input PRF", 2012).
 */
#ifndef DTLINT_BASE_HASH_H
#define DTLINT_BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct hash_key {
	uint64_t v[2];
};

/* This process's, made before main(). */
extern struct hash_key hash_process;

/* A good mixture of 64 bits, without a key: for what is no secret from anyone. */
static inline uint64_t
hash_mix(uint64_t x)
{
	x ^= x >> 32;
	x *= 0x9e3779b97f4a7c15u;
	x ^= x >> 29;
	x *= 0xbf58476d1ce4e5b9u;
	return x ^ (x >> 32);
}

/* The same with the process's key: where a number goes in a table. */
static inline uint64_t
hash_number(uint64_t x)
{
	return hash_mix((x ^ hash_process.v[0]) * (hash_process.v[1] | 1));
}

/* One under way. */
struct hash_run {
	uint64_t v[4];
};

#define HASH_ROTATE(x, by) ((x) << (by) | (x) >> (64 - (by)))

static inline void
hash_round(struct hash_run *h)
{
	uint64_t *v = h->v;

	v[0] += v[1], v[1] = HASH_ROTATE(v[1], 13) ^ v[0], v[0] = HASH_ROTATE(v[0], 32);
	v[2] += v[3], v[3] = HASH_ROTATE(v[3], 16) ^ v[2];
	v[0] += v[3], v[3] = HASH_ROTATE(v[3], 21) ^ v[0];
	v[2] += v[1], v[1] = HASH_ROTATE(v[1], 17) ^ v[2], v[2] = HASH_ROTATE(v[2], 32);
}

static inline struct hash_run
hash_begin(const struct hash_key *k)
{
	return (struct hash_run){ { k->v[0] ^ 0x736f6d6570736575u,
		k->v[1] ^ 0x646f72616e646f6du, k->v[0] ^ 0x6c7967656e657261u,
		k->v[1] ^ 0x7465646279746573u } };
}

static inline void
hash_word(struct hash_run *h, uint64_t x)
{
	h->v[3] ^= x;
	hash_round(h);
	h->v[0] ^= x;
}

/* @n bytes, and their number. */
void hash_data(struct hash_run *h, const void *s, size_t n);

static inline uint64_t
hash_end(struct hash_run h)
{
	h.v[2] ^= 0xff;
	hash_round(&h);
	hash_round(&h);
	hash_round(&h);
	return h.v[0] ^ h.v[1] ^ h.v[2] ^ h.v[3];
}

uint64_t hash_keyed(const struct hash_key *k, const void *s, size_t n);

/* With the process's key: 64 bits that may stand for the bytes, and 32 that may not. */
uint64_t hash_long(const void *s, size_t n);
uint32_t hash_bytes(const void *s, size_t n);

/*
 * 64 bits without a key, quick for megabytes, as a checksum: the same on every machine
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
		__builtin_prefetch(&m->entries[hash_number(key) & (m->cap - 1)]);
}

/* Makes room for @n keys at once in a map that has none yet. */
void map_reserve(struct map *m, struct arena *a, uint32_t n);

/* Keeps a value that is already there; returns the value that holds now. */
uint32_t map_put(struct map *m, struct arena *a, uint64_t key, uint32_t value);

#endif
