/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unified kernel images: PE programs with trees in the sections .dtb and .dtbauto
 * (UAPI.5; systemd-stub takes the .dtbauto that matches the firmware's tree before .dtb).
 */
#include <string.h>

#include "input/container/container.h"

enum {
	PE_OFFSET = 60,
	COFF = 24, /* the PE signature and the COFF header */
	SECTION = 40,
};

/* The section table, as much of it as is within the data; NULL: nothing is. */
static const uint8_t *
sections(const struct content *c, uint32_t *n)
{
	uint64_t at, optional, room;

	if (c->n < PE_OFFSET + 4 || c->data[0] != 'M' || c->data[1] != 'Z')
		return NULL;
	at = le32(c->data + PE_OFFSET);
	if (at > c->n || c->n - at < COFF || memcmp(c->data + at, "PE\0\0", 4) != 0)
		return NULL;
	*n = c->data[at + 6] | (uint32_t)c->data[at + 7] << 8;
	optional = c->data[at + 20] | (uint32_t)c->data[at + 21] << 8;
	at += COFF + optional;
	if (at > c->n)
		return NULL;
	room = (c->n - at) / SECTION;
	*n = *n < room ? *n : (uint32_t)room;
	return c->data + at;
}

static bool
is_tree(const uint8_t *section)
{
	return !memcmp(section, ".dtb\0\0\0\0", 8) || !memcmp(section, ".dtbauto", 8);
}

static bool
takes(const struct content *c)
{
	uint32_t n, i;
	const uint8_t *s = sections(c, &n);

	for (i = 0; s && i < n; i++)
		if (is_tree(s + (size_t)i * SECTION))
			return true;
	return false;
}

/* The size in memory is that of the tree; the one in the file is rounded up. */
static uint32_t
size_of(const uint8_t *section)
{
	uint32_t memory = le32(section + 8), file = le32(section + 16);

	return memory && memory < file ? memory : file;
}

static bool
read_uki(struct reading *r, const struct content *c, struct fault *f)
{
	uint32_t n = 0, i, dtbs = 0, autos = 0;
	const uint8_t *s = sections(c, &n);
	struct entries list = { 0 };

	(void)f;
	for (i = 0; i < n; i++) {
		const uint8_t *one = s + (size_t)i * SECTION;
		bool is_auto = one[4] == 'a';
		uint32_t number;

		if (!is_tree(one))
			continue;
		number = is_auto ? autos++ : dtbs++;
		entries_add(&list, r->scratch,
			&(struct entry){
				arena_printf(r->arena, number ? "%s-%u" : "%s",
					is_auto ? ".dtbauto" : ".dtb", number + 1),
				le32(one + 20), size_of(one), true, NULL });
	}
	entries_look(r, c, &list);
	return true;
}

const struct input_reader input_reader_uki = {
	.name = "a unified kernel image",
	.takes = takes,
	.read = read_uki,
};
