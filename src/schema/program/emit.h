/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The parts of a program as they grow: words, strings, patterns, slots. Equal blocks
 * of words are one, and so, bottom up, are equal schemas.
 */
#ifndef DTLINT_SCHEMA_PROGRAM_EMIT_H
#define DTLINT_SCHEMA_PROGRAM_EMIT_H

#include "base/buf.h"
#include "base/hash.h"
#include "doc/value.h"
#include "schema/program/program.h"

/* A growing array of words. */
struct words {
	uint32_t *v;
	uint32_t n;
	uint32_t cap;
};

/* The blocks there are: by hash, the offset of each; open addressing. */
struct block_table {
	struct block_slot {
		uint32_t hash;
		uint32_t at; /* 0: free */
	} * slots;
	uint32_t count;
	uint32_t cap; /* a power of two, or 0 */
};

struct emit {
	struct arena *arena;
	struct intern *strings; /* what the documents were read with */
	struct words code;
	struct words stack; /* blocks under way */
	struct block_table blocks;
	struct words string_of; /* by atom: its number + 1 */
	struct words atoms;     /* by string: its atom */
	struct map pattern_of;  /* string -> pattern */
	struct program_pattern *patterns;
	uint32_t npatterns;
	uint32_t patterns_cap;
	struct buf literal, tail;
};

void emit_init(struct emit *e, struct arena *a, struct intern *strings);
void emit_free(struct emit *e);

/* Makes room for @more words. */
void words_reserve(struct words *w, uint32_t more);

static inline void
words_push(struct words *w, uint32_t x)
{
	if (w->n == w->cap)
		words_reserve(w, 1);
	w->v[w->n++] = x;
}

void words_free(struct words *w);

/*
 * Takes what was pushed on the stack since it held @from words as a block; returns
 * its offset.
 */
uint32_t emit_block(struct emit *e, uint32_t from);

/* The string's number. */
uint32_t emit_string(struct emit *e, atom_t atom);
uint32_t emit_text(struct emit *e, const char *s, size_t n);
uint32_t emit_value_string(struct emit *e, const struct value *v);

/* The pattern's number. */
uint32_t emit_pattern(struct emit *e, uint32_t text);

static inline const char *
emit_str(const struct emit *e, uint32_t string)
{
	return intern_str(e->strings, e->atoms.v[string]);
}

#endif
