/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <string.h>

#include "base/fatal.h"

uint32_t
hash_bytes(const void *s, size_t n)
{
	const unsigned char *p = s;
	uint64_t h = 0xcbf29ce484222325u ^ n, w;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&w, p, 8);
		h = (h ^ w) * 0x9e3779b97f4a7c15u;
		h ^= h >> 32;
	}
	for (w = 0; n; n--)
		w = w << 8 | *p++;
	return (uint32_t)hash_mix(h ^ w);
}

uint64_t
hash_wide(const void *s, size_t n)
{
	static const uint64_t odd[4] = { 0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u,
		0x94d049bb133111ebu, 0xd6e8feb86659fd93u };
	uint64_t h[4] = { n, ~(uint64_t)n, n << 32, 0 }, w[4] = { 0 };
	const unsigned char *p = s;
	size_t left = n, i;

	/* four lanes, so that no multiplication waits for the one before it */
	for (; left >= sizeof(w); left -= sizeof(w), p += sizeof(w)) {
		memcpy(w, p, sizeof(w));
		for (i = 0; i < 4; i++) {
			h[i] = (h[i] ^ w[i]) * odd[i];
			h[i] ^= h[i] >> 32;
		}
	}
	memset(w, 0, sizeof(w));
	memcpy(w, p, left);
	for (i = 0; i < 4; i++)
		h[i] = hash_mix(h[i] ^ w[i] ^ odd[i]);
	return hash_mix(h[0] ^ hash_mix(h[1] ^ hash_mix(h[2] ^ hash_mix(h[3]))));
}

/* The key's entry, or a free one. */
static struct map_entry *
map_find(const struct map *m, uint64_t key)
{
	uint32_t i = (uint32_t)hash_mix(key) & (m->cap - 1);

	while (m->entries[i].value != MAP_ABSENT && m->entries[i].key != key)
		i = (i + 1) & (m->cap - 1);
	return &m->entries[i];
}

uint32_t
map_get(const struct map *m, uint64_t key)
{
	return m->cap ? map_find(m, key)->value : MAP_ABSENT;
}

static void
map_resize(struct map *m, struct arena *a, uint32_t cap)
{
	struct map old = *m;
	uint32_t i;

	m->cap = cap;
	m->entries = arena_array(a, struct map_entry, cap);
	for (i = 0; i < cap; i++)
		m->entries[i].value = MAP_ABSENT;
	for (i = 0; i < old.cap; i++)
		if (old.entries[i].value != MAP_ABSENT)
			*map_find(m, old.entries[i].key) = old.entries[i];
	arena_release(a, old.entries, old.cap * sizeof(*old.entries));
}

void
map_reserve(struct map *m, struct arena *a, uint32_t n)
{
	uint32_t cap = 16;

	while (cap / 4 * 3 < n && cap < UINT32_MAX / 2)
		cap *= 2;
	map_resize(m, a, cap);
}

uint32_t
map_put(struct map *m, struct arena *a, uint64_t key, uint32_t value)
{
	struct map_entry *e;

	if (m->count >= m->cap / 4 * 3) {
		if (m->cap > UINT32_MAX / 2)
			fatal("out of memory: %u keys", m->count);
		map_resize(m, a, m->cap ? m->cap * 2 : 16);
	}
	e = map_find(m, key);
	if (e->value == MAP_ABSENT) {
		*e = (struct map_entry){ key, value };
		m->count++;
	}
	return e->value;
}
