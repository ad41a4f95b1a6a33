/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define poison(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define unpoison(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define poison(p, n) ((void)(p), (void)(n))
#define unpoison(p, n) ((void)(p), (void)(n))
#endif

enum { BLOCK_FIRST = 4 * 1024, BLOCK_MIN = 64 * 1024, ALIGN = _Alignof(max_align_t) };

struct arena_block {
	struct arena_block *next;
	size_t size;
	size_t used;
	_Alignas(max_align_t) unsigned char data[];
};

static size_t
round_up(size_t n)
{
	if (n > SIZE_MAX - ALIGN)
		fatal("out of memory: %zu bytes wanted", n);
	return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

/* Twice as large as the last one, up to BLOCK_MIN: many arenas hold little. */
static struct arena_block *
block_new(size_t want, const struct arena_block *last)
{
	size_t least = !last                        ? BLOCK_FIRST
		       : last->size < BLOCK_MIN / 2 ? last->size * 2
						    : BLOCK_MIN;
	size_t size = want > least ? want : least;
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof(*b) || !(b = malloc(sizeof(*b) + size)))
		fatal("out of memory: %zu bytes wanted", size);
	b->next = NULL;
	b->size = size;
	b->used = 0;
	poison(b->data, size);
	return b;
}

void *
arena_take(struct arena *a, size_t size)
{
	size_t want = round_up(size ? size : 1);
	struct arena_block *b = a->head;
	unsigned char *p;

	if (!b || b->size - b->used < want) {
		b = block_new(want, b);
		b->next = a->head;
		a->head = b;
	}
	p = b->data + b->used;
	b->used += want;
	unpoison(p, size);
	return p;
}

void *
arena_alloc(struct arena *a, size_t size)
{
	return memset(arena_take(a, size), 0, size);
}

void *
arena_calloc(struct arena *a, size_t n, size_t size)
{
	size_t total;

	if (__builtin_mul_overflow(n, size, &total))
		fatal("out of memory: %zu objects of %zu bytes wanted", n, size);
	return arena_alloc(a, total);
}

void
arena_release(struct arena *a, void *p, size_t size)
{
	struct arena_block **at, *b;

	/* what is larger than a block has one to itself */
	if (size <= BLOCK_MIN)
		return;
	for (at = &a->head; (b = *at); at = &b->next) {
		if ((void *)b->data == p) {
			*at = b->next;
			free(b);
			return;
		}
	}
}

void *
arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size)
{
	struct arena_block *b = a->head;
	size_t had = round_up(old_size ? old_size : 1);
	size_t want = round_up(new_size ? new_size : 1);
	void *p;

	if (new_size <= old_size)
		return old ? old : arena_alloc(a, new_size);
	if (old && b->used >= had && b->data + b->used - had == (unsigned char *)old
		&& b->size - b->used >= want - had) {
		b->used += want - had;
		unpoison(old, new_size);
		memset((unsigned char *)old + old_size, 0, new_size - old_size);
		return old;
	}
	p = arena_alloc(a, new_size);
	if (old_size)
		memcpy(p, old, old_size);
	return p;
}

size_t
arena_size(const struct arena *a)
{
	const struct arena_block *b;
	size_t n = 0;

	for (b = a->head; b; b = b->next)
		n += sizeof(*b) + b->size;
	return n;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	char *p;

	if (n == SIZE_MAX)
		fatal("out of memory: a string of %zu bytes", n);
	p = arena_alloc(a, n + 1);
	if (n)
		memcpy(p, s, n);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		fatal("cannot format '%s'", fmt);
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	p = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return p;
}

void
arena_reset(struct arena *a)
{
	struct arena_block *keep = a->head, *b, *next;

	if (!keep)
		return;
	for (b = keep->next; b; b = next) {
		next = b->next;
		free(b);
	}
	keep->next = NULL;
	keep->used = 0;
	poison(keep->data, keep->size);
}

void
arena_free(struct arena *a)
{
	struct arena_block *b, *next;

	for (b = a->head; b; b = next) {
		next = b->next;
		free(b);
	}
	a->head = NULL;
}
