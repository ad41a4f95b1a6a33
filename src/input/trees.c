/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flattened device trees, one behind the other; most often one. */
#define _GNU_SOURCE
#include <string.h>

#include "input/container/container.h"
#include "rules/container.h"

/* The header as it was before it had the sizes of the blocks. */
enum { HEADER_MIN = 28 };

static bool
takes(const struct content *c)
{
	return c->n >= 4 && tree_magic(c->data) == TREE_MAGIC;
}

/* Where a tree that begins at @at says that it ends; 0: behind the end, or nowhere. */
static size_t
end_of_tree(const struct content *c, size_t at)
{
	size_t left = c->n - at, size;

	if (left < HEADER_MIN || tree_magic(c->data + at) != TREE_MAGIC)
		return 0;
	size = tree_totalsize(c->data + at);
	return size < HEADER_MIN || size > left ? 0 : at + size;
}

/* Where padding ends, bytes of one kind; @at where there is none. */
static size_t
end_of_padding(const struct content *c, size_t at)
{
	size_t i = at;

	if (at < c->n && (c->data[at] == 0 || c->data[at] == 0xff))
		while (i < c->n && c->data[i] == c->data[at])
			i++;
	return i;
}

/* Where the next tree begins; the end of the content where none does. */
static size_t
next_tree(const struct content *c, size_t at)
{
	size_t next = end_of_padding(c, at);

	return c->n - next >= 4 && tree_magic(c->data + next) == TREE_MAGIC ? next : c->n;
}

/* Android's verified boot ends a partition with this. */
static bool
has_avb_footer(const struct content *c)
{
	return c->n >= 64 && !memcmp(c->data + c->n - 64, "AVBf", 4);
}

/*
 * QEMU dumps all of the room that it made a tree in, 1 MiB (FDT_MAX_SIZE in
 * include/sysemu/device_tree.h): behind a tree that it packed stands what was there.
 */
static bool
is_room_of_qemu(const struct content *c, size_t at)
{
	static const uint8_t magic[] = { 0xd0, 0x0d, 0xfe, 0xed };

	return c->n == 1 << 20 && !memmem(c->data + at, c->n - at, magic, sizeof(magic));
}

void
trees_report_behind(struct reading *r, const struct content *c, size_t at, bool aligned)
{
	size_t n = c->n - at;
	bool padding = end_of_padding(c, at) == c->n;

	if (!n || is_room_of_qemu(c, at) || (!padding && has_avb_footer(c))
		|| (padding && aligned))
		return;
	input_finding(r, c, NULL, container_rule(CONTAINER_TRAILING_BYTES),
		padding ? LEVEL_NOTE : LEVEL_WARNING, at, n,
		padding ? "%zu bytes of padding stand behind the last tree"
			: "%zu bytes stand behind the last tree that are none: %s",
		n, padding ? "" : input_kind(c->data + at, n));
}

static bool
read_trees(struct reading *r, const struct content *c, struct fault *f)
{
	size_t at = 0, end = end_of_tree(c, 0), next, i = 0;

	(void)f;
	next = end ? next_tree(c, end) : c->n;
	if (next == c->n) {
		input_unit(r, c, NULL);
		if (end)
			trees_report_behind(r, c, end, false);
		return true;
	}
	for (; at < c->n; at = next, i++) {
		end = end_of_tree(c, at);
		next = end ? next_tree(c, end) : c->n;
		input_part(r, c, arena_printf(r->arena, "%zu", i), at,
			(end ? end : c->n) - at);
	}
	if (end)
		trees_report_behind(r, c, end, false);
	return true;
}

const struct input_reader input_reader_trees = {
	.name = "a flattened device tree",
	.suffixes = (const char *const[]){ ".dtb", ".dtbo", NULL },
	.takes = takes,
	.read = read_trees,
};
