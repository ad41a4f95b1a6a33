/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/names.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/arena.h"
#include "base/fatal.h"
#include "base/hash.h"

enum { SLOTS_FIRST = 4096, CHUNK = 8192, CHUNKS_MAX = 8192 };

struct name {
	uint32_t hash;
	uint32_t number;
	uint32_t n;
	char text[];
};

/* One that has become too small stays as it is for those who are reading it. */
struct slots {
	uint32_t mask;
	_Atomic(struct name *) v[];
};

struct pp_names {
	struct arena arena;
	pthread_mutex_t lock; /* of those who add */
	_Atomic(struct slots *) slots;
	_Atomic uint32_t count;
	_Atomic(const struct name **) chunks[CHUNKS_MAX]; /* by number */
};

static struct slots *
slots_new(struct pp_names *names, uint32_t n)
{
	struct slots *s = arena_alloc(&names->arena, sizeof(*s) + n * sizeof(s->v[0]));

	s->mask = n - 1;
	return s;
}

static struct name *
find(const struct slots *slots, const char *s, size_t n, uint32_t hash, uint32_t *at)
{
	struct name *name;
	uint32_t i = hash & slots->mask;

	while ((name = atomic_load_explicit(&slots->v[i], memory_order_acquire))) {
		if (name->hash == hash && name->n == n && !memcmp(name->text, s, n))
			return name;
		i = (i + 1) & slots->mask;
	}
	*at = i;
	return NULL;
}

static struct slots *
grow(struct pp_names *names, const struct slots *old)
{
	struct slots *slots = slots_new(names, 2 * (old->mask + 1));

	for (uint32_t i = 0; i <= old->mask; i++) {
		struct name *name = atomic_load_explicit(
			&old->v[i], memory_order_relaxed);
		uint32_t at;

		if (!name)
			continue;
		for (at = name->hash & slots->mask;
			atomic_load_explicit(&slots->v[at], memory_order_relaxed);
			at = (at + 1) & slots->mask)
			;
		atomic_store_explicit(&slots->v[at], name, memory_order_relaxed);
	}
	atomic_store_explicit(&names->slots, slots, memory_order_release);
	return slots;
}

static uint32_t
add(struct pp_names *names, const char *s, size_t n, uint32_t hash)
{
	struct slots *slots;
	const struct name **chunk;
	struct name *name;
	uint32_t at = 0, number;

	pthread_mutex_lock(&names->lock);
	slots = atomic_load_explicit(&names->slots, memory_order_relaxed);
	name = find(slots, s, n, hash, &at);
	if (!name) {
		number = atomic_load_explicit(&names->count, memory_order_relaxed);
		if (number == CHUNK * CHUNKS_MAX)
			fatal("more than %u different names in sources", number);
		name = arena_take(&names->arena, sizeof(*name) + n + 1);
		*name = (struct name){ hash, number, (uint32_t)n };
		memcpy(name->text, s, n);
		name->text[n] = 0;
		chunk = atomic_load_explicit(
			&names->chunks[number / CHUNK], memory_order_relaxed);
		if (!chunk) {
			chunk = arena_array(&names->arena, const struct name *, CHUNK);
			atomic_store_explicit(&names->chunks[number / CHUNK], chunk,
				memory_order_release);
		}
		chunk[number % CHUNK] = name;
		atomic_store_explicit(&names->count, number + 1, memory_order_release);
		if (2 * (number + 1) > slots->mask) {
			slots = grow(names, slots);
			find(slots, s, n, hash, &at);
		}
		atomic_store_explicit(&slots->v[at], name, memory_order_release);
	}
	pthread_mutex_unlock(&names->lock);
	return name->number;
}

uint32_t
pp_name(struct pp_names *names, const char *s, size_t n)
{
	uint32_t hash = hash_bytes(s, n), at;
	struct name *name = find(
		atomic_load_explicit(&names->slots, memory_order_acquire), s, n, hash,
		&at);

	return name ? name->number : add(names, s, n, hash);
}

const char *
pp_name_text(const struct pp_names *names, uint32_t name)
{
	const struct name **chunk = atomic_load_explicit(
		&names->chunks[name / CHUNK], memory_order_acquire);

	return chunk[name % CHUNK]->text;
}

struct pp_names *
pp_names_new(void)
{
	static const char *const known[] = {
#define KNOWN(id, text) text,
#include "dts/pp/known.def"
#undef KNOWN
	};
	struct arena arena = { 0 };
	struct pp_names *names = arena_new(&arena, struct pp_names);

	names->arena = arena;
	pthread_mutex_init(&names->lock, NULL);
	atomic_init(&names->slots, slots_new(names, SLOTS_FIRST));
	for (size_t i = 0; i < PP_KNOWN_COUNT; i++)
		pp_name(names, known[i], strlen(known[i]));
	return names;
}

void
pp_names_free(struct pp_names *names)
{
	struct arena arena;

	if (!names)
		return;
	pthread_mutex_destroy(&names->lock);
	arena = names->arena;
	arena_free(&arena);
}
