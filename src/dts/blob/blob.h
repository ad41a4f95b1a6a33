/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tree as a flattened blob, version 17, byte for byte as dtc 1.8.1 writes it:
 * Devicetree Specification v0.4, chapter 5.
 */
#ifndef DTLINT_DTS_BLOB_BLOB_H
#define DTLINT_DTS_BLOB_BLOB_H

#include "dts/live/live.h"

struct blob_options {
	uint32_t boot_cpu;
	bool guess_boot_cpu; /* from /cpus, in place of it */
	int64_t least;       /* bytes that the blob has at least, as dtc's -S */
	int64_t padding;     /* bytes behind it: -p */
	int64_t alignment;   /* of its size, a power of two: -a; 0: none */
};

struct blob {
	uint8_t *data; /* malloc'ed */
	size_t n;
	/* in the order that the blob has them; in the arena */
	struct live_node **nodes;
	struct live_prop **props;
	uint32_t nnodes;
	uint32_t nprops;
};

/* The most bytes of a blob. */
#define BLOB_SIZE_MAX ((uint64_t)1 << 30)

/*
 * Flattens a tree that has its phandles and paths already. What the blob keeps of the
 * tree is in @a. False where it would be too large.
 */
bool blob_make(const struct live_tree *t, const struct blob_options *o, struct arena *a,
	struct blob *out);
void blob_free(struct blob *b);

/*
 * strings.c: where each of @n names is in the block of strings that dtc makes of them in
 * this order: at the first place where a NUL ends them, or at the end. *size is that of
 * the block; those that are not put into it have `shared` set.
 */
struct blob_string {
	const char *s;
	uint32_t len;
	uint32_t offset;
	bool shared;
};
void blob_place_strings(
	struct blob_string *v, uint32_t n, uint64_t *size, struct arena *a);

#endif
