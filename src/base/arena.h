/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that lives and dies together.
 *
 * Nothing taken from an arena is freed by itself, but for what is large and given back
 * with arena_release(): everything goes at once with arena_reset() or arena_free(). No
 * function here returns NULL: a process that is out of memory says so and exits with
 * status 2. Memory is zeroed, but for arena_take(), and aligned for any object.
 */
#ifndef DTLINT_BASE_ARENA_H
#define DTLINT_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* An arena is ready for use when zero-initialised. */
struct arena {
	struct arena_block *head;
};

/* @size bytes; a size of 0 gives a valid pointer to nothing. */
void *arena_alloc(struct arena *a, size_t size);

/* The same, but whatever was in the memory is still there. */
void *arena_take(struct arena *a, size_t size);

/* An array of @n elements of @size bytes each; an overflow ends the process. */
void *arena_calloc(struct arena *a, size_t n, size_t size);

/*
 * @old holds @old_size bytes and is to hold @new_size: in place where @old was
 * the last thing taken, else a copy. The new part is zeroed. @old may be NULL.
 */
void *arena_grow(struct arena *a, void *old, size_t old_size, size_t new_size);

/* The @size bytes at @p are not needed any more; small ones stay where they are. */
void arena_release(struct arena *a, void *p, size_t size);

/* The bytes that it takes from the system. */
size_t arena_size(const struct arena *a);

/* The first @n bytes of @s, NUL-terminated. */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_strdup(struct arena *a, const char *s);

char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *fmt, va_list ap)
	__attribute__((format(printf, 2, 0)));

/* Forgets everything; keeps one block for the next user. */
void arena_reset(struct arena *a);

/* Gives all memory back; the arena can be used again. */
void arena_free(struct arena *a);

#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_calloc((a), (n), sizeof(type)))
/* One that the caller fills; @n as many as something that is there already. */
#define arena_room(a, type, n) ((type *)arena_take((a), (size_t)(n) * sizeof(type)))

#endif
