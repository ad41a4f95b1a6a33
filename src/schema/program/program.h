/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compiled schemas: one block of memory without pointers, that can be written to a
 * file, shared between threads and compiled into the binary.
 *
 * The block begins with struct program_header; everything in it is 32-bit words in
 * the machine's order, but for the characters of the strings. Strings are numbers:
 * those of schema/program/keywords.def come first, with the same numbers.
 *
 * A schema is the offset of its code among the words:
 *
 *	CODE_TRUE, CODE_FALSE                the boolean schemas
 *	[ n | flags << 16 ] [ op | aux << 8 ] [ arg ] …   n instructions
 *
 * `arg` is what enum op_operand says of the instruction: a number, the offset of another
 * schema, or that of a block. A literal is
 *
 *	[ kind ] and: number [ low, high ], string [ number ],
 *	array [ n ] [ literal ] …, object [ n ] [ name, literal ] …
 *
 * `aux` is the set of types for TYPE (bits of enum value_kind), and for
 * ADDITIONAL_ITEMS the number of items before them.
 */
#ifndef DTLINT_SCHEMA_PROGRAM_PROGRAM_H
#define DTLINT_SCHEMA_PROGRAM_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/fault.h"
#include "base/hash.h"
#include "schema/program/prop_type.h"

enum schema_op {
#define OP(id, keyword, operand, applies, sees) OP_##id,
#include "schema/program/ops.def"
#undef OP
	OPS_COUNT
};

/* What `arg` is, with the layout of what it leads to. */
enum op_operand {
	OPERAND_NUMBER,
	OPERAND_SLOT,              /* the number of a struct program_slot */
	OPERAND_SCHEMA,            /* the offset of one */
	OPERAND_SCHEMAS,           /* [ n ] [ schema ] … */
	OPERAND_NAMES,             /* [ n ] [ string ] … */
	OPERAND_LITERAL,           /* the offset of one */
	OPERAND_LITERALS,          /* [ n ] [ literal ] … */
	OPERAND_STRINGS,           /* [ n ] [ as written ] … [ ascending ] … */
	OPERAND_LIMIT,             /* a literal that is a number */
	OPERAND_DIVISOR,           /* the same, above 0 */
	OPERAND_PATTERN,           /* the number of a struct program_pattern */
	OPERAND_PATTERNS,          /* [ n ] [ pattern, schema ] … */
	OPERAND_PROPERTIES,        /* [ n ] [ name, ascending ] … [ schema ] … */
	OPERAND_ADDITIONAL,        /* [ PROPERTIES or 0 ] [ PATTERNS or 0 ] [ schema ] */
	OPERAND_CONTAINS,          /* [ schema ] [ min ] [ max ] */
	OPERAND_IF,                /* [ if ] [ then or 0 ] [ else or 0 ] */
	OPERAND_DEPENDENT_NAMES,   /* [ n ] [ name, NAMES ] … */
	OPERAND_DEPENDENT_SCHEMAS, /* [ n ] [ name, schema ] … */
};

/* What the schemas of an operand are held against. */
enum op_applies { APPLIES_NONE, APPLIES_SELF, APPLIES_PARTS };

enum { CODE_NONE = 0, CODE_TRUE = 1, CODE_FALSE = 2 };

/*
 * Flags of a schema: whether it can say of properties or of items that it evaluated
 * them, and whether it asks which were.
 */
enum {
	CODE_SEES_PROPERTIES = 1 << 16,
	CODE_SEES_ITEMS = 2 << 16,
	CODE_SEES = CODE_SEES_PROPERTIES | CODE_SEES_ITEMS,
	CODE_ASKS = 4 << 16,
};

/* Of an instruction: what it does to the flags of its schema. */
enum op_sees {
	SEES_NOTHING = 0,
	SEES_PROPERTIES = CODE_SEES_PROPERTIES,
	SEES_ITEMS = CODE_SEES_ITEMS,
	SEES_BOTH = CODE_SEES,
	SEES_ASKS_PROPERTIES = CODE_SEES_PROPERTIES | CODE_ASKS,
	SEES_ASKS_ITEMS = CODE_SEES_ITEMS | CODE_ASKS,
};

struct op_info {
	uint32_t keyword; /* a string's number */
	enum op_operand operand;
	enum op_applies applies;
	enum op_sees sees;
};

extern const struct op_info op_info[OPS_COUNT];

/*
 * The schemas of an operand of @words, one after the other: @i counts from 0. False where
 * there is none left. Those behind a slot are not the instruction's own.
 */
bool op_schema(const uint32_t *words, enum op_operand operand, uint32_t arg, uint32_t i,
	uint32_t *code);

#define PROGRAM_MAGIC "dtlintS"

enum {
	PROGRAM_VERSION =
		7, /* of the layout, and of what the compiler makes of a schema */
	PROGRAM_BYTE_ORDER = 0x01020304,
};

#define STRING_NONE UINT32_MAX
#define ROOT_NONE UINT32_MAX
#define DIM_NONE UINT32_MAX

enum pattern_kind {
	PATTERN_REGEX, /* for PCRE2; begins with the literal where `^` does */
	PATTERN_EXACT,
	PATTERN_PREFIX,
	PATTERN_SUFFIX,
	PATTERN_CONTAINS,
};

struct program_pattern {
	uint32_t text; /* as written */
	uint32_t kind;
	uint32_t literal; /* "" where there is none */
	uint32_t tail;    /* what it is found in ends with this, or this and a newline */
};

struct program_slot {
	uint32_t code;
	uint32_t resource; /* the slot of the resource's root */
	uint32_t anchored; /* it has `$recursiveAnchor: true` */
	uint32_t root;     /* of the document it stands in, or ROOT_NONE */
	uint32_t lost;     /* it stands for a `$ref` to nowhere: its fault + 1; or 0 */
};

enum root_kind {
	ROOT_ALWAYS,     /* applied where `select` holds */
	ROOT_COMPATIBLE, /* applied by the compatible map */
	ROOT_REFERENCED, /* applied by `$ref` alone */
};

struct program_root {
	uint32_t id;    /* `$id` without '#' */
	uint32_t path;  /* the binding's file */
	uint32_t title; /* or STRING_NONE */
	uint32_t kind;
	uint32_t select;
	uint32_t body;
};

struct program_type {
	uint32_t name;  /* a string; of a pattern: its number */
	uint32_t types; /* enum prop_type */
	uint32_t dim;   /* or DIM_NONE */
};

/* What a binding says in words of a property, or of itself; ascending by the first four. */
struct program_description {
	uint32_t root;
	uint32_t name;   /* of the property, or the text of the pattern; or "$id" */
	uint32_t parent; /* the name whose schema it stands in, or STRING_NONE */
	uint32_t item;   /* 0: of the whole; else of that item of its list, from 1 */
	uint32_t text;   /* offset among the texts; terminated */
};

/* The binding of a compatible string. */
struct program_compatible {
	uint32_t string;
	uint32_t root;
};

/*
 * What a node must have for an always-applied root to find anything: one of the
 * names or patterns of its triggers. A root without any is applied to every node.
 */
enum trigger_space { TRIGGER_PROPERTY, TRIGGER_NODENAME, TRIGGER_COMPATIBLE };

struct program_trigger {
	uint32_t what;   /* a string; of a pattern: its number */
	uint32_t always; /* the place among the always-applied roots */
};

/* What the program was made from: a path that was named, the later over the earlier. */
struct program_layer {
	uint32_t path;  /* a string */
	uint32_t count; /* roots that are its */
};

/* The core schemas that are in it; one or none. Strings. */
struct program_core {
	uint32_t name; /* "built-in", or their directory */
	uint32_t version;
	uint32_t hash;
};

/* What was wrong with a binding. */
struct program_fault {
	uint32_t path; /* strings */
	uint32_t message;
	uint32_t line; /* 0: not known */
	uint32_t column;
	uint32_t when; /* it matters: enum program_when */
	uint32_t root; /* PROGRAM_APPLIED: of the binding */
};

enum program_when {
	PROGRAM_ALWAYS,
	PROGRAM_APPLIED,  /* where the root, or a part of it, is held against something */
	PROGRAM_REACHED,  /* where the root is applied, or a slot of its `lost` is met */
	PROGRAM_LEFT_OUT, /* where the tables of those left out tell a node by it */
	PROGRAM_WHENS,
};

/* A binding that is left out would have been applied to a node that this is of. */
struct program_left_out {
	uint32_t what;  /* a compatible string; or the code of a `select` */
	uint32_t fault; /* its number */
};

struct program_section {
	uint32_t offset; /* bytes from the start of the block */
	uint32_t count;
};

enum program_section_id {
	SECTION_WORDS,
	SECTION_STRINGS, /* uint32_t: offset among the characters; one more than strings */
	SECTION_CHARACTERS,
	SECTION_STRING_SLOTS, /* uint32_t: a string's number + 1, by program_slot_of(); a
	                         power of two */
	SECTION_PATTERNS,
	SECTION_SLOTS,
	SECTION_ROOTS,
	SECTION_ALWAYS,        /* uint32_t: roots in the order they are applied */
	SECTION_UNTRIGGERED,   /* uint32_t: places in the former */
	SECTION_COMPATIBLES,   /* ascending by string */
	SECTION_TYPES,         /* ascending by name */
	SECTION_PATTERN_TYPES, /* ascending by text */
	SECTION_DIMS,          /* struct dim */
	SECTION_TRIGGERS,      /* three, by trigger_space: ascending by string */
	SECTION_TRIGGER_PATTERNS = SECTION_TRIGGERS + 3, /* three */
	SECTION_DESCRIPTIONS = SECTION_TRIGGER_PATTERNS + 3,
	SECTION_TEXTS, /* characters */
	SECTION_LAYERS,
	SECTION_CORE,
	SECTION_FAULTS,
	SECTION_LEFT_COMPATIBLES, /* struct program_left_out, ascending by string */
	SECTION_LEFT_SELECTS,     /* the same, by code */
	SECTION_SOURCE_STRINGS, /* characters, from run_size on: see schema/binding/source.h */
	SECTION_SOURCES,        /* bytes */
	SECTIONS_COUNT,
};

struct program_header {
	char magic[8];
	uint32_t byte_order; /* PROGRAM_BYTE_ORDER, as the machine that wrote it has it */
	uint32_t version;    /* PROGRAM_VERSION */
	uint64_t tables;     /* of keywords and instructions: see program_tables() */
	uint64_t checksum;   /* of what follows: program_checksum() */
	struct digest inputs; /* what it was made from, by name and content */
	struct digest key; /* what it is kept under in a cache; zeros: it is not kept */
	struct hash_key salt;  /* of the hash by which SECTION_STRING_SLOTS is filled */
	uint64_t sources;      /* the checksum of the bytes from run_size on */
	uint32_t size;         /* of the whole block */
	uint32_t run_size;     /* of the part that is needed to run it */
	uint32_t undocumented; /* the schema of a known compatible string, or 0 */
	uint32_t recursive;    /* 1: has RECURSIVE_REF, so that scopes must be kept */
	struct program_section sections[SECTIONS_COUNT];
};

/* A view of the block. */
struct program {
	const struct program_header *header;
	const uint32_t *words;
	const uint32_t *string_offsets;
	const char *characters;
	const uint32_t *string_slots;
	const struct program_pattern *patterns;
	const struct program_slot *slots;
	const struct program_root *roots;
	const uint32_t *always;
	uint32_t nstrings;
	uint32_t nalways;
	uint32_t nroots;
	uint32_t npatterns;
};

#define program_section(p, type, id) \
	((const type *)(const void *)((const char *)(p)->header \
				      + (p)->header->sections[id].offset))

static inline uint32_t
program_count(const struct program *p, unsigned int id)
{
	return p->header->sections[id].count;
}

/* A view of a block made by schema_compile(). */
void program_view(struct program *p, const void *image);

/* True where the @n bytes begin as a block does: others are not for program_open(). */
bool program_is_image(const void *data, size_t n);

/* What is known of a block that comes from a file. */
enum program_trust {
	PROGRAM_FOREIGN, /* nothing: anyone could have made it */
	PROGRAM_OWN,     /* dtlint wrote it, but it may be damaged since */
};

/*
 * A view of a block of @n bytes, aligned to 8 bytes. False with the fault set where this
 * dtlint cannot run it: another version, another byte order, cut short, damaged. Of a
 * foreign one every offset and number is looked at, so that whatever it says, running it
 * stays within it.
 */
bool program_open(struct program *p, const void *image, size_t n,
	enum program_trust trust, struct fault *f);

/* The same check by itself (program_check.c), of a view whose sections are in place. */
bool program_check(const struct program *p, struct fault *f);

/* What the header of a block is to hold once the block is complete, the latter first. */
uint64_t program_checksum(const struct program_header *h);
uint64_t program_sources_checksum(const struct program_header *h);

/* Stands for keywords.def and ops.def: blocks made with others do not run. */
uint64_t program_tables(void);

static inline const char *
program_string(const struct program *p, uint32_t string)
{
	return p->characters + p->string_offsets[string];
}

static inline uint32_t
program_string_length(const struct program *p, uint32_t string)
{
	return p->string_offsets[string + 1] - p->string_offsets[string] - 1;
}

/* Where a string of a block with this salt is looked for first, of @n slots. */
uint32_t program_slot_of(
	const struct hash_key *salt, const char *s, size_t len, uint32_t n);

/* The number of a string, or STRING_NONE. */
uint32_t program_find(const struct program *p, const char *s, size_t n);

/* The instruction of a schema, [ op | aux << 8 ] [ arg ], or NULL. */
const uint32_t *program_op(const struct program *p, uint32_t code, enum schema_op op);

/* What a root says of a property or one of its items, or NULL. */
const char *program_description(const struct program *p, uint32_t root, uint32_t parent,
	uint32_t name, uint32_t item);

/* The root of a compatible string, or ROOT_NONE. */
uint32_t program_compatible_root(const struct program *p, uint32_t string);

#endif
