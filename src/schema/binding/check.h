/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Checks whether a document is a schema at all: what the meta-schema of draft 2019-09
 * asks of each keyword, and dt-schema's `select` beside them. Unknown keywords may be
 * anything.
 */
#ifndef DTLINT_SCHEMA_BINDING_CHECK_H
#define DTLINT_SCHEMA_BINDING_CHECK_H

#include "base/fault.h"
#include "base/hash.h"
#include "doc/value.h"

struct schema_check {
	const struct intern *strings;
	struct arena *arena;
	struct map patterns;   /* by atom: known to be good */
	struct arena *scratch; /* for what is put out; NULL: arena */
	bool anchored;         /* out: has an `$id` below its root, or an `$anchor` */
	struct value *refs;    /* out: every `$ref`, a string with its place */
	uint32_t nrefs;
	uint32_t refs_cap;
	/* out: what is no keyword, below the root; the place is that of its value */
	struct member *unknown;
	uint32_t nunknown;
	uint32_t unknown_cap;
	bool recursive; /* out, of any document: has a `$recursiveRef` */
};

/* False with the fault set: the first thing that is wrong, and its place. */
bool schema_check(struct schema_check *c, const struct value *schema, struct fault *f);

/* True of a keyword that may stand below the root. */
bool schema_is_keyword(const struct schema_check *c, atom_t key);

/* True of a binding that says it is written for one of dt-schema's meta-schemas. */
bool schema_is_for_devicetree(const struct value *schema);

/*
 * The first member of such a binding that they do not allow at its root; NULL: none. It
 * may be nothing but a slip in writing, and the binding is applied.
 */
const struct member *schema_check_root(
	const struct schema_check *c, const struct value *schema);
bool schema_is_root_keyword(const struct schema_check *c, atom_t key);

#endif
