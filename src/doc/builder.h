/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Builds a document from what a reader meets, in order: scalars, keys, the opening
 * and closing of arrays and objects. Holds the limits that keep a small file from
 * becoming a large document, and finds keys that stand twice.
 */
#ifndef DTLINT_DOC_BUILDER_H
#define DTLINT_DOC_BUILDER_H

#include "base/fault.h"
#include "doc/value.h"

enum {
	DOCUMENT_DEPTH_MAX = 100,      /* arrays and objects within each other */
	DOCUMENT_VALUES_MAX = 4000000, /* in one document */
};

/* Where a value begins; line 0: not known. */
struct mark {
	uint32_t line;
	uint32_t column;
};

/*
 * Zero-initialised but for the first ones, it is ready for a document; reused, it
 * saves the memory of the next. builder_free() in the end.
 */
struct builder {
	struct arena *arena; /* for elements and members */
	struct intern *strings;
	atom_t prose; /* the key whose strings are not interned, + 1; 0: there is none */
	bool keys_marked; /* members have the place of their key in `marks`, at `extra` */
	/*
	 * The document is a configuration: keys are marked; values that are no strings
	 * have what was written as their `id`; what only bindings may have is a fault.
	 */
	bool config;
	uint32_t most; /* values in the document; 0: DOCUMENT_VALUES_MAX */

	struct member *stack; /* what its container has not taken yet */
	uint32_t depth;       /* of the stack */
	uint32_t cap;
	struct {
		uint32_t start; /* the first of its elements on the stack */
		struct value container;
		atom_t key;
		uint32_t key_mark;
	} open[DOCUMENT_DEPTH_MAX];
	uint32_t nopen;
	atom_t key; /* of the value to come; ATOM_NONE: not met yet */
	uint32_t key_mark;
	struct mark *marks;
	uint32_t nmarks;
	uint32_t marks_cap;
	uint32_t nvalues;
	uint32_t *stamps; /* by atom: the object that had it last */
	uint32_t nstamps;
	uint32_t stamp;
};

/* Before each document. */
void builder_start(struct builder *b);

/* Each is false with the fault set where a limit is met or a key stands twice. */
bool builder_scalar(struct builder *b, struct value v, struct mark at, struct fault *f);
bool builder_open(
	struct builder *b, enum value_kind kind, struct mark at, struct fault *f);
bool builder_close(struct builder *b, struct fault *f);

/* The key of the value to come. */
void builder_key(struct builder *b, atom_t key, struct mark at);

/* A string: interned where it is not prose. */
struct value builder_string(struct builder *b, const char *s, size_t n);

/* True inside an object that waits for a key. */
static inline bool
builder_wants_key(const struct builder *b)
{
	return b->nopen && b->open[b->nopen - 1].container.kind == V_OBJECT
	       && b->key == ATOM_NONE;
}

/* The whole document, once every container is closed; NULL where there was none. */
struct value *builder_result(struct builder *b);

void builder_free(struct builder *b);

#endif
