/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The core schemas: the types, and what holds for every node. Bindings refer to them, but
 * they do not come with the bindings. The program has its own, schemas/core, which hold
 * what dt-schema's hold; and their meta-schemas, schemas/meta-schemas.
 */
#ifndef DTLINT_SCHEMA_BINDING_CORE_H
#define DTLINT_SCHEMA_BINDING_CORE_H

#include "schema/binding/set.h"

struct core {
	const char *name;    /* as people are told: "built-in", or the directory */
	const char *schemas; /* a directory; NULL: the program's own */
	const char *meta;    /* the same of the meta-schemas */
	const char *version; /* of dt-schema that it is, or that ours equals */
	const char *fault;   /* why it cannot be had, and what to do; NULL: it can */
	struct schema_file *files; /* those of `schemas`, where they were found already */
	uint32_t nfiles;
};

/*
 * dt-schema's where @named or else $DTLINT_DTSCHEMA names it: its sources, its directory
 * dtschema, or one of schemas. Else (NULL or empty) the program's own. One that happens to
 * be installed is not looked for.
 */
struct core core_find(struct arena *a, const char *named);

/* The first 32 digits of the SHA-256 of its schemas' names and texts, in @a. */
const char *core_hash(const struct core *c, struct arena *a);

/* "built-in, as dt-schema 2026.6 (HASH)", or the directory, its version and hash. */
const char *core_describe(const struct core *c, struct arena *a);

/*
 * The text of the schema at a path below http://devicetree.org/schemas/, for
 * bytes_free(). False where there is none.
 */
bool core_read(const struct core *c, const char *path, struct bytes *text);

/* Whether there is one. */
bool core_has(const struct core *c, const char *path);

/*
 * Calls @add for each of the meta-schemas that the program has. False where a call was.
 */
bool core_each_meta(bool (*add)(void *context, const char *text), void *context);

/* Adds the schemas as a layer of their own. False with the fault set. */
bool core_add(struct schema_set *s, const struct core *c, struct fault *f);

/*
 * Where bindings of the set refer to core schemas that are not in it, those of @c are put
 * below all other layers, and true is told of @used. Of a layer that is one file, what it
 * refers to in the tree that the file stands in is put there, too; no node is held against
 * that. False where the core cannot be had and nothing can be made of a tree without it;
 * that is one fault of the set.
 */
bool core_complete(struct schema_set *s, const struct core *c, bool *used);

#endif
