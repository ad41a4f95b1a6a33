/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arrays that grow in an arena: any structure that has the elements as `v`, how many
 * there are as `n`, and for how many there is room as `cap`.
 */
#ifndef DTLINT_BASE_VEC_H
#define DTLINT_BASE_VEC_H

#include <stdint.h>

#include "base/arena.h"

enum { VEC_FIRST = 16 };

/* Makes room in @v, which has @n elements and room for @cap, for one more. */
#define vec_room(a, v, n, cap) \
	__extension__({ \
		if ((n) == (cap)) { \
			size_t vec_cap_ = (cap) ? (size_t)(cap)*2 : VEC_FIRST; \
			(v) = arena_grow((a), (v), (size_t)(cap) * sizeof(*(v)), \
				vec_cap_ * sizeof(*(v))); \
			(cap) = (__typeof__(cap))vec_cap_; \
		} \
	})

/*
 * The place of one more element at the end, which is the caller's to fill; pointers to
 * the others may be void afterwards.
 */
#define vec_add(a, vec) \
	__extension__({ \
		vec_room(a, (vec)->v, (vec)->n, (vec)->cap); \
		&(vec)->v[(vec)->n++]; \
	})

/* Room for one more where that is doubled whenever the number, @n, is a power of two. */
static inline void *
vec_doubled(struct arena *a, void *v, size_t n, size_t size)
{
	size_t bytes;

	if (n & (n - 1))
		return v;
	if (__builtin_mul_overflow(n ? 2 * n : 1, size, &bytes))
		bytes = SIZE_MAX;
	return arena_grow(a, v, n * size, bytes);
}

/*
 * The same in an array @v of @n elements whose room nobody counts: all that it has was
 * added so.
 */
#define vec_more(a, v, n) ((v) = vec_doubled((a), (v), (n), sizeof(*(v))), &(v)[(n)++])

#endif
