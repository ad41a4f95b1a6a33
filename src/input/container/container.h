/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Entries, and names of parts: shared by the readers of containers. */
#ifndef DTLINT_INPUT_CONTAINER_CONTAINER_H
#define DTLINT_INPUT_CONTAINER_CONTAINER_H

#include "input/reader.h"

/* An entry of a container: bytes of it, and the name of the part that they are. */
struct entry {
	const char *part;
	uint64_t offset;
	uint64_t size;
	bool tree;                 /* it is one, and looked at */
	const struct codec *codec; /* what it is packed by; NULL: the data tell */
};

struct entries {
	struct entry *v;
	size_t n;
	size_t cap;
};

void entries_add(struct entries *list, struct arena *a, const struct entry *e);

/*
 * Reports entries that share a part of their bytes but not all, and looks at each tree
 * once, under the name of the first entry that has it.
 */
void entries_look(struct reading *r, const struct content *c, const struct entries *list);

/* Numbers in a file of either byte order; the caller has looked whether they are there. */
static inline uint32_t
le32(const uint8_t *p)
{
	return p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 | (uint32_t)p[3] << 24;
}

static inline uint32_t
be32(const uint8_t *p)
{
	return p[3] | (uint32_t)p[2] << 8 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 24;
}

/* Words of a flattened tree's header; unlike libfdt's wherever it begins. */
#define TREE_MAGIC 0xd00dfeed
enum { TREE_HEADER = 40 };

static inline uint32_t
tree_magic(const uint8_t *head)
{
	return be32(head);
}

static inline uint32_t
tree_totalsize(const uint8_t *head)
{
	return be32(head + 4);
}

static inline uint32_t
tree_off_dt_struct(const uint8_t *head)
{
	return be32(head + 8);
}

static inline uint32_t
tree_off_dt_strings(const uint8_t *head)
{
	return be32(head + 12);
}

static inline uint32_t
tree_off_mem_rsvmap(const uint8_t *head)
{
	return be32(head + 16);
}

static inline uint32_t
tree_version(const uint8_t *head)
{
	return be32(head + 20);
}

static inline uint32_t
tree_size_dt_strings(const uint8_t *head)
{
	return be32(head + 32);
}

static inline uint32_t
tree_size_dt_struct(const uint8_t *head)
{
	return be32(head + 36);
}

/*
 * What stands behind the last tree, from @at on: padding, or something unknown. Where what
 * holds the trees is @aligned, padding is nothing to speak of.
 */
void trees_report_behind(
	struct reading *r, const struct content *c, size_t at, bool aligned);

#endif
