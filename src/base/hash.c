/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/hash.h"

#include <endian.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/random.h>

#include "base/fatal.h"

struct hash_key hash_process;

/* The kernel has given every process 16 random bytes, should it give no more. */
__attribute__((constructor)) static void
make_process_key(void)
{
	const void *given = (const void *)getauxval(AT_RANDOM);

	if (getrandom(&hash_process, sizeof(hash_process), GRND_NONBLOCK)
			!= sizeof(hash_process)
		&& given)
		memcpy(&hash_process, given, sizeof(hash_process));
}

void
hash_data(struct hash_run *h, const void *s, size_t n)
{
	const unsigned char *p = s;
	uint64_t w, last = (uint64_t)n << 56;

	for (; n >= 8; n -= 8, p += 8) {
		memcpy(&w, p, 8);
		hash_word(h, le64toh(w));
	}
	while (n--)
		last |= (uint64_t)p[n] << n * 8;
	hash_word(h, last);
}

uint64_t
hash_keyed(const struct hash_key *k, const void *s, size_t n)
{
	struct hash_run h = hash_begin(k);

	hash_data(&h, s, n);
	return hash_end(h);
}

uint64_t
hash_long(const void *s, size_t n)
{
	return hash_keyed(&hash_process, s, n);
}

uint32_t
hash_bytes(const void *s, size_t n)
{
	return (uint32_t)hash_long(s, n);
}

static const uint64_t odd[4] = { 0x9e3779b97f4a7c15u, 0xbf58476d1ce4e5b9u,
	0x94d049bb133111ebu, 0xd6e8feb86659fd93u };

static inline uint64_t
lane(uint64_t h, const unsigned char *p, unsigned int i)
{
	uint64_t w;

	memcpy(&w, p + i * 8, 8);
	h = (h ^ w) * odd[i];
	return h ^ h >> 32;
}

uint64_t
hash_wide(const void *s, size_t n)
{
	uint64_t a = n, b = ~(uint64_t)n, c = (uint64_t)n << 32, d = 0, w[4] = { 0 };
	const unsigned char *p = s;
	size_t left;

	/* four lanes, so that no multiplication waits for the one before it */
	for (left = n; left >= sizeof(w); left -= sizeof(w), p += sizeof(w)) {
		a = lane(a, p, 0);
		b = lane(b, p, 1);
		c = lane(c, p, 2);
		d = lane(d, p, 3);
	}
	if (left)
		memcpy(w, p, left);
	a = hash_mix(a ^ w[0] ^ odd[0]);
	b = hash_mix(b ^ w[1] ^ odd[1]);
	c = hash_mix(c ^ w[2] ^ odd[2]);
	d = hash_mix(d ^ w[3] ^ odd[3]);
	return hash_mix(a ^ hash_mix(b ^ hash_mix(c ^ hash_mix(d))));
}

/* The key's entry, or a free one. */
static struct map_entry *
map_find(const struct map *m, uint64_t key)
{
	uint32_t i = (uint32_t)hash_number(key) & (m->cap - 1);

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
