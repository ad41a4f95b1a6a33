/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether running a program stays within it, whatever its file says.
 *
 * A block is written after all that it refers to, but for what slots lead to. So the
 * words are gone through once, from the last to the first: what a block refers to is
 * noted, and found behind it. A reference that is not to an earlier word is refused,
 * and with it every circle but those through slots, which evaluation bounds.
 */
#include <stdlib.h>

#include "base/fatal.h"
#include "doc/value.h"
#include "schema/program/keywords.h"
#include "schema/program/program.h"

struct checker {
	const struct program *p;
	const uint32_t *words;
	uint32_t nwords;
	uint32_t *expected; /* by word: a bit for each enum op_operand it must be */
	uint32_t at;        /* the word at hand */
	uint64_t work;      /* words that may still be looked at */
	bool ok;
};

static void
require(struct checker *c, bool ok)
{
	c->ok = c->ok && ok;
}

static void
refer(struct checker *c, uint32_t to, enum op_operand as)
{
	if (to < c->at)
		c->expected[to] |= 1u << as;
	else
		c->ok = false;
}

static void
refer_schema(struct checker *c, uint32_t to)
{
	if (to > CODE_FALSE)
		refer(c, to, OPERAND_SCHEMA);
}

static void
require_string(struct checker *c, uint32_t string)
{
	require(c, string < c->p->nstrings);
}

/* The @n words behind the first one of a block; NULL where they are not all there. */
static const uint32_t *
take(struct checker *c, uint32_t at, uint64_t n)
{
	if (at >= c->nwords || n > c->nwords - at - 1 || n + 1 > c->work) {
		c->ok = false;
		return NULL;
	}
	c->work -= n + 1;
	return c->words + at + 1;
}

/* The rows of @each words that a block's first word counts. */
static const uint32_t *
take_counted(struct checker *c, uint32_t at, uint32_t each, uint32_t *n)
{
	*n = at < c->nwords ? c->words[at] : 0;
	return take(c, at, (uint64_t)*n * each);
}

static void
check_list(struct checker *c, uint32_t at, enum op_operand operand)
{
	uint32_t n, i;
	const uint32_t *w = take_counted(c, at, 1, &n);

	for (i = 0; w && i < n; i++) {
		if (operand == OPERAND_SCHEMAS)
			refer_schema(c, w[i]);
		else if (operand == OPERAND_LITERALS)
			refer(c, w[i], OPERAND_LITERAL);
		else
			require_string(c, w[i]);
	}
}

static void
check_properties(struct checker *c, uint32_t at)
{
	uint32_t n, i;
	const uint32_t *w = take_counted(c, at, 2, &n);

	for (i = 0; w && i < n; i++) {
		require_string(c, w[i]);
		refer_schema(c, w[n + i]);
	}
}

static void
check_strings_twice(struct checker *c, uint32_t at)
{
	uint32_t n, i;
	const uint32_t *w = take_counted(c, at, 2, &n);

	for (i = 0; w && i < 2 * n; i++)
		require_string(c, w[i]);
}

/* Rows of a name or pattern and what it leads to. */
static void
check_rows(struct checker *c, uint32_t at, enum op_operand operand)
{
	uint32_t n, i;
	const uint32_t *w = take_counted(c, at, 2, &n);

	for (i = 0; w && i < n; i++) {
		if (operand == OPERAND_PATTERNS)
			require(c, w[i * 2] < c->p->npatterns);
		else
			require_string(c, w[i * 2]);
		if (operand == OPERAND_DEPENDENT_NAMES)
			refer(c, w[i * 2 + 1], OPERAND_NAMES);
		else
			refer_schema(c, w[i * 2 + 1]);
	}
}

static void
check_additional(struct checker *c, uint32_t at)
{
	const uint32_t *w = take(c, at, 2);

	if (!w)
		return;
	if (w[-1])
		refer(c, w[-1], OPERAND_PROPERTIES);
	if (w[0])
		refer(c, w[0], OPERAND_PATTERNS);
	refer_schema(c, w[1]);
}

static void
check_schemas(struct checker *c, uint32_t at, uint32_t n)
{
	const uint32_t *w = take(c, at, 2);
	uint32_t i;

	for (i = 0; w && i < n; i++)
		refer_schema(c, w[(int32_t)i - 1]);
}

static void
check_literal_parts(struct checker *c, uint32_t at, bool object)
{
	const uint32_t *w = take(c, at, 1);
	uint32_t n = w ? w[0] : 0, i;

	w = take(c, at, 1 + (uint64_t)n * (object ? 2 : 1));
	for (i = 1; w && i <= n; i++) {
		if (object)
			require_string(c, w[i * 2 - 1]);
		refer(c, w[object ? i * 2 : i], OPERAND_LITERAL);
	}
}

static void
check_literal(struct checker *c, uint32_t at)
{
	const uint32_t *w;

	switch (c->words[at]) {
	case V_INT:
	case V_NEGINT:
	case V_REAL: take(c, at, 2); break;
	case V_STRING:
		if ((w = take(c, at, 1)))
			require_string(c, w[0]);
		break;
	case V_ARRAY: check_literal_parts(c, at, false); break;
	case V_OBJECT: check_literal_parts(c, at, true); break;
	default: require(c, c->words[at] <= V_OBJECT); break;
	}
}

/* The literal of a limit: a number, and where values are divided by it above 0. */
static void
check_number(struct checker *c, uint32_t at, bool positive)
{
	const uint32_t *w = take(c, at, 2);
	uint32_t kind = w ? w[-1] : 0;

	require(c, at < c->at
			   && (kind == V_REAL
				   || (kind == V_INT && (!positive || w[0] || w[1]))
				   || (kind == V_NEGINT && !positive)));
}

static void
check_instruction(struct checker *c, uint32_t head, uint32_t op, uint32_t arg)
{
	require(c, op < OPS_COUNT);
	if (!c->ok)
		return;
	if (op == OP_UNEVALUATED_ITEMS || op == OP_UNEVALUATED_PROPERTIES)
		require(c, head & CODE_ASKS);
	switch (op_info[op].operand) {
	case OPERAND_NUMBER: break;
	case OPERAND_SLOT: require(c, arg < program_count(c->p, SECTION_SLOTS)); break;
	case OPERAND_SCHEMA: refer_schema(c, arg); break;
	case OPERAND_LIMIT: check_number(c, arg, false); break;
	case OPERAND_DIVISOR: check_number(c, arg, true); break;
	case OPERAND_PATTERN: require(c, arg < c->p->npatterns); break;
	case OPERAND_SCHEMAS:
	case OPERAND_NAMES:
	case OPERAND_LITERAL:
	case OPERAND_LITERALS:
	case OPERAND_STRINGS:
	case OPERAND_PATTERNS:
	case OPERAND_PROPERTIES:
	case OPERAND_ADDITIONAL:
	case OPERAND_CONTAINS:
	case OPERAND_IF:
	case OPERAND_DEPENDENT_NAMES:
	case OPERAND_DEPENDENT_SCHEMAS: refer(c, arg, op_info[op].operand); break;
	}
}

static void
check_schema(struct checker *c, uint32_t at)
{
	uint32_t head = c->words[at], n = head & 0xffff, i;
	const uint32_t *w = take(c, at, (uint64_t)n * 2);

	for (i = 0; w && i < n; i++)
		check_instruction(c, head, w[i * 2] & 0xff, w[i * 2 + 1]);
}

static void
check_block(struct checker *c, uint32_t at, enum op_operand operand)
{
	switch (operand) {
	case OPERAND_SCHEMA: check_schema(c, at); break;
	case OPERAND_LITERAL: check_literal(c, at); break;
	case OPERAND_SCHEMAS:
	case OPERAND_NAMES:
	case OPERAND_LITERALS: check_list(c, at, operand); break;
	case OPERAND_STRINGS: check_strings_twice(c, at); break;
	case OPERAND_PATTERNS:
	case OPERAND_DEPENDENT_NAMES:
	case OPERAND_DEPENDENT_SCHEMAS: check_rows(c, at, operand); break;
	case OPERAND_PROPERTIES: check_properties(c, at); break;
	case OPERAND_ADDITIONAL: check_additional(c, at); break;
	case OPERAND_CONTAINS: check_schemas(c, at, 1); break;
	case OPERAND_IF: check_schemas(c, at, 3); break;
	case OPERAND_NUMBER:
	case OPERAND_SLOT:
	case OPERAND_LIMIT:
	case OPERAND_DIVISOR:
	case OPERAND_PATTERN: require(c, false); break; /* no blocks */
	}
}

static void
check_word(struct checker *c, uint32_t at)
{
	uint32_t as = c->expected[at];

	c->at = at;
	for (; as; as &= as - 1)
		check_block(c, at, (enum op_operand)__builtin_ctz(as));
}

static void
check_entries(struct checker *c)
{
	const struct program *p = c->p;
	uint32_t i, nslots = program_count(p, SECTION_SLOTS);

	c->at = c->nwords;
	for (i = 0; i < nslots; i++) {
		refer_schema(c, p->slots[i].code);
		require(c, p->slots[i].resource < nslots);
		require(c, p->slots[i].root < p->nroots || p->slots[i].root == ROOT_NONE);
		require(c, p->slots[i].lost <= program_count(p, SECTION_FAULTS));
	}
	for (i = 0; i < program_count(p, SECTION_LEFT_SELECTS); i++)
		refer_schema(c, program_section(p, struct program_left_out,
					SECTION_LEFT_SELECTS)[i]
					.what);
	for (i = 0; i < p->nroots; i++) {
		refer_schema(c, p->roots[i].select);
		refer_schema(c, p->roots[i].body);
		require_string(c, p->roots[i].id);
		require_string(c, p->roots[i].path);
		require(c, p->roots[i].title < p->nstrings
				   || p->roots[i].title == STRING_NONE);
	}
	refer_schema(c, p->header->undocumented);
}

static bool
check_words(const struct program *p)
{
	struct checker c = { .p = p, .words = p->words, .ok = true };
	uint32_t at;

	c.nwords = program_count(p, SECTION_WORDS);
	if (c.nwords <= CODE_FALSE || c.words[CODE_NONE] || c.words[CODE_TRUE]
		|| c.words[CODE_FALSE])
		return false;
	/* blocks of a sound program overlap only where one is the beginning of another */
	c.work = 4 * (uint64_t)c.nwords;
	c.expected = calloc(c.nwords, sizeof(*c.expected));
	if (!c.expected)
		fatal("out of memory: %u words of schemas", c.nwords);
	check_entries(&c);
	for (at = c.nwords; c.ok && at-- > CODE_FALSE + 1;)
		if (c.expected[at])
			check_word(&c, at);
	free(c.expected);
	return c.ok;
}

static bool
check_strings(const struct program *p)
{
	const uint32_t *offsets = p->string_offsets;
	uint32_t total = program_count(p, SECTION_CHARACTERS), i, mask, used = 0;

	for (i = 0; i < p->nstrings; i++)
		if (offsets[i] >= offsets[i + 1] || offsets[i + 1] > total
			|| p->characters[offsets[i + 1] - 1])
			return false;
	mask = program_count(p, SECTION_STRING_SLOTS) - 1;
	if (mask == UINT32_MAX || (mask & (mask + 1)))
		return false;
	for (i = 0; i <= mask; i++) {
		used += p->string_slots[i] != 0;
		if (p->string_slots[i] > p->nstrings)
			return false;
	}
	return used <= mask;
}

static bool
check_keywords(const struct program *p)
{
	uint32_t i;

	for (i = 0; i < KEYWORDS_COUNT; i++)
		if (program_find(p, program_string(p, i), program_string_length(p, i))
			!= i)
			return false;
	return true;
}

static bool
check_patterns_section(const struct program *p)
{
	uint32_t i;

	for (i = 0; i < p->npatterns; i++)
		if (p->patterns[i].text >= p->nstrings
			|| p->patterns[i].literal >= p->nstrings
			|| p->patterns[i].tail >= p->nstrings)
			return false;
	return true;
}

/* Numbers at every @each words of a section, the one at @field of them below @max. */
static bool
all_below(const struct program *p, unsigned int id, uint32_t each, uint32_t field,
	uint32_t max)
{
	const uint32_t *w = program_section(p, uint32_t, id);
	uint32_t i;

	for (i = 0; i < program_count(p, id); i++)
		if (w[(size_t)i * each + field] >= max)
			return false;
	return true;
}

static bool
check_types(const struct program *p, unsigned int id)
{
	const struct program_type *t = program_section(p, struct program_type, id);
	uint32_t i, ndims = program_count(p, SECTION_DIMS);

	for (i = 0; i < program_count(p, id); i++)
		if (t[i].dim != DIM_NONE && t[i].dim >= ndims)
			return false;
	return true;
}

static bool
check_texts(const struct program *p)
{
	const struct program_description *v = program_section(
		p, struct program_description, SECTION_DESCRIPTIONS);
	uint32_t n = program_count(p, SECTION_TEXTS), i;

	for (i = 0; i < program_count(p, SECTION_DESCRIPTIONS); i++)
		if (v[i].parent >= p->nstrings && v[i].parent != STRING_NONE)
			return false;
	return all_below(p, SECTION_DESCRIPTIONS, 5, 1, p->nstrings)
	       && all_below(p, SECTION_DESCRIPTIONS, 5, 4, n)
	       && (!n || !program_section(p, char, SECTION_TEXTS)[n - 1]);
}

static bool
check_faults(const struct program *p)
{
	const struct program_fault *v = program_section(
		p, struct program_fault, SECTION_FAULTS);
	uint32_t n = program_count(p, SECTION_FAULTS), i;

	for (i = 0; i < n; i++)
		if (v[i].path >= p->nstrings || v[i].message >= p->nstrings
			|| v[i].when >= PROGRAM_WHENS
			|| (v[i].root >= p->nroots && v[i].root != ROOT_NONE))
			return false;
	return all_below(p, SECTION_LEFT_COMPATIBLES, 2, 0, p->nstrings)
	       && all_below(p, SECTION_LEFT_COMPATIBLES, 2, 1, n)
	       && all_below(p, SECTION_LEFT_SELECTS, 2, 1, n);
}

static bool
check_tables(const struct program *p)
{
	unsigned int i;

	for (i = 0; i < 3; i++)
		if (!all_below(p, SECTION_TRIGGERS + i, 2, 1, p->nalways)
			|| !all_below(p, SECTION_TRIGGER_PATTERNS + i, 2, 0, p->npatterns)
			|| !all_below(p, SECTION_TRIGGER_PATTERNS + i, 2, 1, p->nalways))
			return false;
	return all_below(p, SECTION_ALWAYS, 1, 0, p->nroots)
	       && all_below(p, SECTION_UNTRIGGERED, 1, 0, p->nalways)
	       && all_below(p, SECTION_COMPATIBLES, 2, 1, p->nroots)
	       && all_below(p, SECTION_PATTERN_TYPES, 3, 0, p->npatterns)
	       && all_below(p, SECTION_PATTERN_TYPES, 3, 1, TYPES_END)
	       && all_below(p, SECTION_TYPES, 3, 1, TYPES_END)
	       && all_below(p, SECTION_LAYERS, 2, 0, p->nstrings)
	       && all_below(p, SECTION_CORE, 3, 0, p->nstrings)
	       && all_below(p, SECTION_CORE, 3, 1, p->nstrings)
	       && all_below(p, SECTION_CORE, 3, 2, p->nstrings) && check_faults(p)
	       && check_texts(p) && check_types(p, SECTION_TYPES)
	       && check_types(p, SECTION_PATTERN_TYPES);
}

bool
program_check(const struct program *p, struct fault *f)
{
	const char *what = NULL;

	if (!check_strings(p) || !check_patterns_section(p))
		what = "its strings are";
	else if (!check_keywords(p))
		what = "its keywords are";
	else if (!check_tables(p))
		what = "its tables are";
	else if (!check_words(p))
		what = "its code is";
	return !what || fault_set(f, "is no sound compiled schema: %s damaged", what);
}
