/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Android's dt_table (dtbo.img, dtb.img), versions 0 to 2: big-endian words, a table of
 * trees with what a boot loader chooses by (libufdt/utils/src/dt_table.h).
 */
#include <inttypes.h>

#include "input/container/container.h"

enum {
	MAGIC = 0xd7b7ab1e,
	HEADER = 32,
	ENTRY_MIN = 32,
	FLAGS = 16,        /* of an entry from version 1 on */
	COMPRESSION = 0xf, /* the bits of the flags: 0 none, 1 zlib, 2 gzip */
};

static bool
takes(const struct content *c)
{
	return c->n >= 4 && be32(c->data) == (uint32_t)MAGIC;
}

/* Where the entries are; false with the fault set where they are nowhere. */
static bool
find_entries(const struct content *c, uint32_t *first, uint32_t *size, uint32_t *n,
	struct fault *f)
{
	uint32_t header = be32(c->data + 8);

	*size = be32(c->data + 12);
	*n = be32(c->data + 16);
	*first = be32(c->data + 20);
	if (header < HEADER || *size < ENTRY_MIN)
		return fault_at_offset(f, 8,
			"an Android dt_table with a header of %" PRIu32
			" bytes and entries of %" PRIu32 ", expected at least %d and %d",
			header, *size, HEADER, ENTRY_MIN);
	if (*first > c->n || (uint64_t)*n * *size > c->n - *first)
		return fault_at_offset(f, 16,
			"an Android dt_table whose %" PRIu32 " entries of %" PRIu32
			" bytes at offset 0x%" PRIx32
			" lie outside the %zu bytes of the file",
			*n, *size, *first, c->n);
	if (!*n)
		return fault_at_offset(f, 16, "an Android dt_table without an entry");
	return true;
}

static bool
read_dt_table(struct reading *r, const struct content *c, struct fault *f)
{
	uint32_t first, size, n, i, version;
	struct entries list = { 0 };
	size_t end = 0;

	if (c->n < HEADER)
		return fault_at_offset(f, (int64_t)c->n,
			"truncated: an Android dt_table of %zu bytes, the header alone takes "
			"%d",
			c->n, HEADER);
	if (!find_entries(c, &first, &size, &n, f))
		return false;
	version = be32(c->data + 28);
	for (i = 0; i < n; i++) {
		const uint8_t *e = c->data + first + (size_t)i * size;
		struct entry one = { arena_printf(r->arena, "%" PRIu32, i), be32(e + 4),
			be32(e), true, NULL };

		if (version >= 1 && (be32(e + FLAGS) & COMPRESSION))
			one.codec = &codec_gzip;
		entries_add(&list, r->scratch, &one);
		if (one.offset + one.size > end && one.offset + one.size <= c->n)
			end = (size_t)(one.offset + one.size);
	}
	entries_look(r, c, &list);
	if (end < first + (size_t)n * size)
		end = first + (size_t)n * size;
	trees_report_behind(r, c, end, true);
	return true;
}

const struct input_reader input_reader_dt_table = {
	.name = "an Android dt_table",
	.suffixes = (const char *const[]){ ".img", NULL },
	.takes = takes,
	.read = read_dt_table,
};
