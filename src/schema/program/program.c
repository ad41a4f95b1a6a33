/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/program/program.h"

#include <string.h>

#include "base/hash.h"
#include "base/search.h"
#include "schema/program/keywords.h"

const struct op_info op_info[OPS_COUNT] = {
#define OP(id, keyword, operand, applies, sees) \
	[OP_##id] = { keyword, OPERAND_##operand, APPLIES_##applies, SEES_##sees },
#include "schema/program/ops.def"
#undef OP
};

bool
op_schema(const uint32_t *words, enum op_operand operand, uint32_t arg, uint32_t i,
	uint32_t *code)
{
	const uint32_t *w = words + arg;
	uint32_t n = 0, at = 0;

	switch (operand) {
	case OPERAND_SCHEMA: *code = arg; return i == 0;
	case OPERAND_SCHEMAS: n = w[0], at = 1 + i; break;
	case OPERAND_PATTERNS:
	case OPERAND_DEPENDENT_SCHEMAS: n = w[0], at = 2 + i * 2; break;
	case OPERAND_PROPERTIES: n = w[0], at = 1 + n + i; break;
	case OPERAND_ADDITIONAL: n = 1, at = 2; break;
	case OPERAND_CONTAINS: n = 1; break;
	case OPERAND_IF: n = 3, at = i; break;
	case OPERAND_NUMBER:
	case OPERAND_SLOT:
	case OPERAND_NAMES:
	case OPERAND_LITERAL:
	case OPERAND_LITERALS:
	case OPERAND_STRINGS:
	case OPERAND_LIMIT:
	case OPERAND_DIVISOR:
	case OPERAND_PATTERN:
	case OPERAND_DEPENDENT_NAMES: return false;
	}
	if (i < n)
		*code = w[at];
	return i < n;
}

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

/* The size of an element of each section. */
static size_t
element_size(unsigned int id)
{
	switch (id) {
	case SECTION_CHARACTERS:
	case SECTION_TEXTS:
	case SECTION_SOURCE_STRINGS:
	case SECTION_SOURCES: return 1;
	case SECTION_PATTERNS: return sizeof(struct program_pattern);
	case SECTION_SLOTS: return sizeof(struct program_slot);
	case SECTION_ROOTS: return sizeof(struct program_root);
	case SECTION_COMPATIBLES: return sizeof(struct program_compatible);
	case SECTION_TYPES:
	case SECTION_PATTERN_TYPES: return sizeof(struct program_type);
	case SECTION_DIMS: return sizeof(struct dim);
	case SECTION_DESCRIPTIONS: return sizeof(struct program_description);
	case SECTION_LAYERS: return sizeof(struct program_layer);
	case SECTION_CORE: return sizeof(struct program_core);
	case SECTION_FAULTS: return sizeof(struct program_fault);
	case SECTION_LEFT_COMPATIBLES:
	case SECTION_LEFT_SELECTS: return sizeof(struct program_left_out);
	default:
		return id >= SECTION_TRIGGERS && id < SECTION_DESCRIPTIONS
			       ? sizeof(struct program_trigger)
			       : sizeof(uint32_t);
	}
}

uint64_t
program_tables(void)
{
	static const char *const words[] = {
#define KEYWORD(id, string) string,
#include "schema/program/keywords.def"
#define OP(id, keyword, operand, applies, sees) #id #operand #applies #sees,
#include "schema/program/ops.def"
#undef OP
	};
	uint64_t h = sizeof(struct program_header);
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		h = hash_mix(h ^ hash_wide(words[i], strlen(words[i])));
	return h;
}

uint64_t
program_checksum(const struct program_header *h)
{
	size_t from = offsetof(struct program_header, inputs);

	return hash_wide((const char *)h + from, h->run_size - from);
}

uint64_t
program_sources_checksum(const struct program_header *h)
{
	return hash_wide((const char *)h + h->run_size, h->size - h->run_size);
}

bool
program_is_image(const void *data, size_t n)
{
	return n >= sizeof(PROGRAM_MAGIC) && !memcmp(data, PROGRAM_MAGIC, 8);
}

static bool
is_damaged(struct fault *f, const char *what)
{
	return fault_set(f, "is no whole compiled schema: %s", what);
}

static bool
check_header(const struct program_header *h, size_t n, struct fault *f)
{
	if (!program_is_image(h, n))
		return fault_set(f, "is no compiled schema");
	if (n < sizeof(*h))
		return is_damaged(f, "it ends within its header");
	if (h->byte_order != PROGRAM_BYTE_ORDER)
		return fault_set(f, "was compiled on a machine of the other byte order; "
				    "build it anew with 'dtlint schema build'");
	if (h->version != PROGRAM_VERSION || h->tables != program_tables())
		return fault_set(f, "was compiled by another version of dtlint; build it "
				    "anew with 'dtlint schema build'");
	if (h->size != n)
		return fault_set(f,
			"is no whole compiled schema: %zu bytes, expected the %u that "
			"its header says",
			n, h->size);
	if (h->run_size < sizeof(*h) || h->run_size > h->size
		|| h->checksum != program_checksum(h))
		return is_damaged(f, "its checksum is wrong");
	return true;
}

static bool
check_sections(const struct program_header *h, struct fault *f)
{
	const struct program_section *s = h->sections;
	uint32_t end;
	unsigned int i;

	for (i = 0; i < SECTIONS_COUNT; i++) {
		end = i < SECTION_SOURCE_STRINGS ? h->run_size : h->size;
		if (s[i].offset % 4 || s[i].offset < sizeof(*h) || s[i].offset > end
			|| s[i].count > (end - s[i].offset) / element_size(i))
			return is_damaged(f, "a section is not within it");
	}
	return s[SECTION_STRINGS].count > KEYWORDS_COUNT
	       || is_damaged(f, "it has no keywords");
}

bool
program_open(struct program *p, const void *image, size_t n, enum program_trust trust,
	struct fault *f)
{
	if (!check_header(image, n, f) || !check_sections(image, f))
		return false;
	program_view(p, image);
	return trust != PROGRAM_FOREIGN || program_check(p, f);
}

uint32_t
program_slot_of(const struct hash_key *salt, const char *s, size_t len, uint32_t n)
{
	return (uint32_t)hash_keyed(salt, s, len) & (n - 1);
}

uint32_t
program_find(const struct program *p, const char *s, size_t n)
{
	uint32_t nslots = program_count(p, SECTION_STRING_SLOTS), mask = nslots - 1;
	uint32_t i = program_slot_of(&p->header->salt, s, n, nslots), slot;

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
	uint32_t n = program_count(p, SECTION_COMPATIBLES);
	size_t i = search_first(n, at, map[at].string < string);

	return i < n && map[i].string == string ? map[i].root : ROOT_NONE;
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
	uint32_t n = program_count(p, SECTION_DESCRIPTIONS);
	size_t i = search_first(n, at, compare_description(&v[at], key) < 0);

	if (i == n || compare_description(&v[i], key) != 0)
		return NULL;
	return program_section(p, char, SECTION_TEXTS) + v[i].text;
}

const uint32_t *
program_op(const struct program *p, uint32_t code, enum schema_op op)
{
	const uint32_t *w = p->words + code;
	uint32_t i;

	for (i = 0; i < (w[0] & 0xffff); i++)
		if ((w[1 + i * 2] & 0xff) == (uint32_t)op)
			return w + 1 + i * 2;
	return NULL;
}
