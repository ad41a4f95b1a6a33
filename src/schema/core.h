/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * dt-schema's own core schemas: the types, and what holds for every node. Bindings
 * refer to them, but they come with dt-schema and not with the bindings.
 */
#ifndef DTLINT_SCHEMA_CORE_H
#define DTLINT_SCHEMA_CORE_H

#include "schema/set.h"

/*
 * Where bindings of the set refer to core schemas that are not in it, those of the
 * dt-schema that is installed are put below all other layers: of what $DTLINT_DTSCHEMA
 * names (a directory of schemas; empty: none), else of the first of the usual places of
 * Python packages. False where they are not found and nothing can be made of a tree
 * without them; that, or what is missing, is one fault of the set.
 */
bool core_complete(struct schema_set *s);

/* The directory that is looked at, or NULL. */
const char *core_find(struct arena *a);

#endif
