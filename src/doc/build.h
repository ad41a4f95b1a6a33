/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the YAML and the JSON reader share: a document that grows value by value. */
#ifndef DTLINT_DOC_BUILD_H
#define DTLINT_DOC_BUILD_H

#include "doc/doc.h"

/* Where something stands; line 0: not known. */
struct doc_mark {
	uint32_t line;
	uint32_t column;
};

/* Ready for use when zero-initialised but for the arena and the fault. */
struct doc_build {
	struct arena *arena;
	struct fault *fault;
	struct doc *root;
	size_t count; /* of all values */
	size_t depth; /* of lists and maps that are open */
	struct doc_level {
		struct doc *value;
		struct doc *last; /* child, or NULL */
		const char *key;  /* read, its value not yet; or NULL */
		struct doc_mark key_mark;
	} levels[DOC_DEPTH_MAX];
};

/* The innermost open list or map, or NULL. */
static inline struct doc_level *
doc_build_level(struct doc_build *b)
{
	return b->depth ? &b->levels[b->depth - 1] : NULL;
}

/*
 * Appends a value to what is open, under the level's key in a map. NULL with the
 * fault set where the document has too many.
 */
struct doc *doc_build_value(
	struct doc_build *b, enum doc_type type, struct doc_mark mark);

/* The same for a list or a map, which is open from then on. */
bool doc_build_open(struct doc_build *b, enum doc_type type, struct doc_mark mark);

/* Closes the innermost; false with the fault set where a map has a key twice. */
bool doc_build_close(struct doc_build *b);

bool doc_read_yaml(struct doc_build *b, const char *text, size_t n);
bool doc_read_json(struct doc_build *b, const char *text, size_t n);

#endif
