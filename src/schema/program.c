/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program.h"

#include <string.h>

#include "base/hash.h"
#include "schema/keywords.h"

const uint32_t op_keywords[OPS_COUNT] = {
#define OP(id, keyword) [OP_##id] = keyword,
#include "schema/ops.def"
#undef OP
};

void
program_view(struct program *p, const void *image)
{
	p->header = image;
	p->words = program_section(p, uint32_t, SECTION_WORDS);
	p->string_offsets = program_section(p, uint32_t, SECTION_STRINGS);
	p->characters = program_section(p, char, SECTION_CHARACTERS);
	p->string_slots = program_section(p, uint32_t, SECTION_STRING_SLOTS);
	p->patterns = program_section(p, struct program_pattern, SECTION_PATTERNS);
	p->slots = program_section(p, struct program_slot, SECTION_SLOTS);
	p->roots = program_section(p, struct program_root, SECTION_ROOTS);
	p->always = program_section(p, uint32_t, SECTION_ALWAYS);
	p->nstrings = program_count(p, SECTION_STRINGS) - 1;
	p->nalways = program_count(p, SECTION_ALWAYS);
	p->nroots = program_count(p, SECTION_ROOTS);
	p->npatterns = program_count(p, SECTION_PATTERNS);
}

uint32_t
program_find(const struct program *p, const char *s, size_t n)
{
	uint32_t mask = program_count(p, SECTION_STRING_SLOTS) - 1;
	uint32_t i = hash_bytes(s, n) & mask, slot;

	for (; (slot = p->string_slots[i]); i = (i + 1) & mask)
		if (program_string_length(p, slot - 1) == n
			&& !memcmp(program_string(p, slot - 1), s, n))
			return slot - 1;
	return STRING_NONE;
}

uint32_t
program_compatible_root(const struct program *p, uint32_t string)
{
	const struct program_compatible *map = program_section(
		p, struct program_compatible, SECTION_COMPATIBLES);
	uint32_t low = 0, high = program_count(p, SECTION_COMPATIBLES), mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (map[mid].string < string)
			low = mid + 1;
		else
			high = mid;
	}
	return low < program_count(p, SECTION_COMPATIBLES) && map[low].string == string
		       ? map[low].root
		       : ROOT_NONE;
}

static int
compare_description(const struct program_description *d, const uint32_t *key)
{
	const uint32_t own[4] = { d->root, d->name, d->parent, d->item };
	unsigned int i;

	for (i = 0; i < 4; i++)
		if (own[i] != key[i])
			return own[i] < key[i] ? -1 : 1;
	return 0;
}

const char *
program_description(const struct program *p, uint32_t root, uint32_t parent,
	uint32_t name, uint32_t item)
{
	const struct program_description *v = program_section(
		p, struct program_description, SECTION_DESCRIPTIONS);
	const uint32_t key[4] = { root, name, parent, item };
	uint32_t low = 0, high = program_count(p, SECTION_DESCRIPTIONS), mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (compare_description(&v[mid], key) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == program_count(p, SECTION_DESCRIPTIONS)
		|| compare_description(&v[low], key) != 0)
		return NULL;
	return program_section(p, char, SECTION_TEXTS) + v[low].text;
}
