/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Whether a document is a schema at all: what the meta-schema of draft 2019-09 asks
 * of each keyword, and dt-schema's `select` beside them. Unknown keywords may be
 * anything.
 */
#ifndef DTLINT_SCHEMA_CHECK_H
#define DTLINT_SCHEMA_CHECK_H

#include "base/fault.h"
#include "base/hash.h"
#include "schema/value.h"

struct schema_check {
	const struct intern *strings;
	struct arena *arena;
	struct map patterns; /* by atom: known to be good */
	bool anchored;       /* out: has an `$id` below its root, or an `$anchor` */
	struct value *refs; /* out: every `$ref`, a string with its place, in the arena */
	uint32_t nrefs;
	uint32_t refs_cap;
	bool recursive; /* out, of any document: has a `$recursiveRef` */
};

/* False with the fault set: the first thing that is wrong, and its place. */
bool schema_check(struct schema_check *c, const struct value *schema, struct fault *f);

/*
 * The first member of a binding that dt-schema's meta-schemas do not allow at its root,
 * where it says that it is written for one of them; NULL: none. Such a binding may hold
 * nothing but a slip in writing, and is applied.
 */
const struct member *schema_check_root(
	const struct schema_check *c, const struct value *schema);
bool schema_is_root_keyword(const struct schema_check *c, atom_t key);

#endif
