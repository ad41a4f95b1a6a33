/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dt-schema's own core schemas: the types, and what holds for every node. Bindings
 * refer to them, but they come with dt-schema and not with the bindings.
 */
#ifndef DTLINT_SCHEMA_BINDING_CORE_H
#define DTLINT_SCHEMA_BINDING_CORE_H

#include "schema/binding/set.h"

struct core {
	const char *schemas; /* a directory, or NULL: not installed */
	const char *meta;    /* the same of the meta-schemas */
	const char *version; /* of dt-schema; where none is installed what we follow */
};

/*
 * Those of dtschema/, or a directory of schemas, that $DTLINT_DTSCHEMA names (empty:
 * none); else where an installation of dt-schema puts them beside the programs of each
 * folder in PATH, virtual environments included (core_find.c).
 */
struct core core_find(struct arena *a);

/*
 * Where bindings of the set refer to core schemas that are not in it, those that are
 * installed are put below all other layers: the @n files of @dir, or none where @dir is
 * NULL. False where they are not found and nothing can be made of a tree without them;
 * that is one fault of the set.
 */
bool core_complete(
	struct schema_set *s, const char *dir, struct schema_file *files, uint32_t n);

#endif
