/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sketch of one file of device tree source, as it is written: bodies of nodes,
 * properties, labels, references, directives. Nothing is included or expanded, and what
 * is half typed is passed over, so that an editor can ask at any time.
 */
#ifndef DTLINT_LSP_SKETCH_H
#define DTLINT_LSP_SKETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

#define SKETCH_NONE UINT32_MAX

enum sketch_kind {
	SKETCH_NODE,      /* a body: its name is "/", "name@unit" or "&label" */
	SKETCH_PROPERTY,  /* also one without a value */
	SKETCH_LABEL,     /* "label:", without the colon */
	SKETCH_REFERENCE, /* "&label" in a value, or before a body; without the '&' */
	SKETCH_INCLUDE,   /* the file's name */
	SKETCH_DEFINE,    /* the macro's name */
	SKETCH_MACRO,     /* an identifier of a value or condition that may be one */
	SKETCH_STRING,    /* of a value, without the quotes */
};

struct sketch_item {
	enum sketch_kind kind;
	uint32_t from; /* of the name, bytes into the text */
	uint32_t to;
	uint32_t
		begin; /* of the whole: a node up to its "};", a property up to its ';' */
	uint32_t end;
	uint32_t body;   /* of a node: behind its '{' */
	uint32_t parent; /* the node it stands in, or SKETCH_NONE */
};

/* Whether a character may stand in a label's or a macro's name. */
bool sketch_is_word(char c);

/* In the order of the text, a node before what is in it. */
struct sketch {
	const char *text;
	uint32_t size;
	struct sketch_item *v;
	uint32_t n;
	uint32_t cap;
};

void sketch_read(struct sketch *o, const char *text, size_t n, struct arena *a);

/* The innermost item at an offset, its name first of all; SKETCH_NONE: none. */
uint32_t sketch_at(const struct sketch *o, uint32_t offset);

/* The innermost node around an offset, or SKETCH_NONE. */
uint32_t sketch_node_at(const struct sketch *o, uint32_t offset);

/* The property in whose value an offset is, or SKETCH_NONE. */
uint32_t sketch_value_at(const struct sketch *o, uint32_t offset);

/* The name, in @a. */
char *sketch_name(const struct sketch *o, uint32_t item, struct arena *a);

#endif
