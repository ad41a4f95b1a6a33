/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Kernel images that trees were appended to: Arm's zImage (CONFIG_ARM_APPENDED_DTB), and
 * Image of arm64 and RISC-V as boot loaders take it. The trees are what the file ends
 * with, padding aside; one that the kernel has built in is not at the end.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/search.h"
#include "input/container/container.h"

enum { HEADER = 64 };

struct candidate {
	size_t at;
	size_t end;
	bool last; /* it, or what it leads to, ends the image */
};

static bool
is_kernel(const struct content *c)
{
	const uint8_t *d = c->data;

	return c->n >= HEADER
	       && (!memcmp(d + 56, "ARM\x64", 4) || !memcmp(d + 56, "RSC\x05", 4)
		       || !memcmp(d + 36, "\x18\x28\x6f\x01", 4)
		       || !memcmp(d + 36, "\x01\x6f\x28\x18", 4));
}

/* Whether a tree's header is where the magic number is; what is behind it is not read. */
static bool
is_header(const struct content *c, size_t at, struct candidate *out)
{
	const uint8_t *d = c->data + at;
	size_t left = c->n - at, size;

	if (left < TREE_HEADER || tree_version(d) < 16 || tree_version(d) > 17)
		return false;
	size = tree_totalsize(d);
	*out = (struct candidate){ at, at + size, false };
	return size >= TREE_HEADER && size <= left && tree_off_dt_struct(d) < size
	       && tree_off_dt_strings(d) <= size && tree_off_mem_rsvmap(d) < size;
}

static struct candidate *
candidates(const struct content *c, size_t *n)
{
	struct candidate *v = NULL, one;
	size_t cap = 0, at = HEADER;
	const uint8_t *found;

	*n = 0;
	while (at < c->n && (found = memchr(c->data + at, 0xd0, c->n - at))) {
		at = (size_t)(found - c->data);
		if (c->n - at >= 4 && tree_magic(found) == TREE_MAGIC
			&& is_header(c, at, &one)) {
			if (*n == cap) {
				cap = cap ? cap * 2 : 16;
				v = realloc(v, cap * sizeof(*v));
				if (!v)
					fatal("out of memory: %zu trees", cap);
			}
			v[(*n)++] = one;
		}
		at++;
	}
	return v;
}

/* The candidate that begins at an offset, or right behind padding at it. */
static const struct candidate *
candidate_at(const struct content *c, const struct candidate *v, size_t n, size_t at)
{
	size_t i;

	while (at < c->n && c->data[at] == 0)
		at++;
	i = search_first(n, k, v[k].at < at);
	return i < n && v[i].at == at ? &v[i] : NULL;
}

/* Where the trees begin that the image ends with; 0: there are none. */
static size_t
find_trees(const struct content *c)
{
	size_t n, i, tail = c->n, first = 0;
	struct candidate *v = candidates(c, &n);
	const struct candidate *next;

	while (tail && c->data[tail - 1] == 0)
		tail--;
	for (i = n; i-- > 0;) {
		next = v[i].end < tail ? candidate_at(c, v + i, n - i, v[i].end) : NULL;
		v[i].last = v[i].end >= tail || (next && next->last);
		if (v[i].last)
			first = v[i].at;
	}
	free(v);
	return first;
}

static bool
takes(const struct content *c)
{
	return is_kernel(c) && (c->n < c->size || find_trees(c));
}

static bool
read_kernel(struct reading *r, const struct content *c, struct fault *f)
{
	size_t at = find_trees(c);

	(void)f;
	input_part(r, c, "dtb", at, c->n - at);
	return true;
}

const struct input_reader input_reader_kernel = {
	.name = "a kernel image with a tree behind it",
	.takes = takes,
	.read = read_kernel,
};
