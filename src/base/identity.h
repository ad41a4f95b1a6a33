/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files told apart by what they are, whatever paths lead to them. */
#ifndef DTLINT_BASE_IDENTITY_H
#define DTLINT_BASE_IDENTITY_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/arena.h"

struct identity {
	dev_t dev;
	ino_t ino;
};

static inline struct identity
identity_of(const struct stat *st)
{
	return (struct identity){ st->st_dev, st->st_ino };
}

static inline bool
identity_same(struct identity a, struct identity b)
{
	return a.dev == b.dev && a.ino == b.ino;
}

/* Empty when zero-initialised. */
struct identity_set {
	struct identity *slots; /* ino 0 and dev 0: free */
	uint32_t cap;           /* a power of two, or 0 */
	uint32_t count;
	bool has_zero; /* the one that a free slot looks like */
};

/* Adds one; false where it was in the set already. Its memory is the arena's. */
bool identity_add(struct identity_set *s, struct arena *a, struct identity id);

#endif
