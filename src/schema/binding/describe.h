/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Describes a binding and its properties in its own words, before the fix-ups drop
 * them.
 */
#ifndef DTLINT_SCHEMA_BINDING_DESCRIBE_H
#define DTLINT_SCHEMA_BINDING_DESCRIBE_H

#include "base/buf.h"
#include "doc/value.h"

/* What one `description` says in a sentence: see describe_sentence(). */
struct described {
	atom_t parent; /* the property or pattern whose schema it stands in, or ATOM_NONE */
	atom_t name;   /* of the property, or the pattern; K_ID: the binding itself */
	uint32_t item; /* 0: of the whole; else of that item of its list, from 1 */
	uint32_t n;
	const char *text;
};

/* All of a binding, in the order of the document, in @a; @scratch is for the way. */
struct described *describe(struct arena *a, struct arena *scratch,
	const struct value *root, uint32_t *count);

/*
 * The first sentence of the @n bytes at @text behind what is in @out: on one line,
 * without its full stop, and cut where it is long.
 */
void describe_sentence(struct buf *out, const char *text, size_t n);

#endif
