/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * `$id`, `$anchor` and `$ref`: which schema an address means (core 2019-09, 8.2).
 *
 * A resource is a schema with an address of its own: a document, or what stands below
 * an `$id` in it.
 */
#ifndef DTLINT_SCHEMA_BINDING_RESOLVE_H
#define DTLINT_SCHEMA_BINDING_RESOLVE_H

#include "base/buf.h"
#include "base/hash.h"
#include "doc/value.h"

struct resource {
	const struct value *root;
	atom_t uri;    /* absolute, without a fragment */
	atom_t origin; /* its scheme and authority */
};

/* What a reference was found to mean. */
struct resolved {
	const struct value *target;
	uint32_t resource;
};

struct resolver {
	struct arena *arena;
	struct intern *strings;
	struct resource *resources;
	uint32_t count;
	uint32_t cap;
	struct map by_uri;   /* atom -> resource */
	struct map anchors;  /* (resource, atom) -> target */
	struct map by_value; /* address of a resource's root -> resource */
	bool nested;         /* some resource is not the root of its document */
	struct map by_ref;   /* (origin, atom of a path from there) -> resolved */
	struct resolved *resolved;
	uint32_t nresolved;
	uint32_t resolved_cap;
	const struct value **targets;
	uint32_t ntargets;
	struct buf uri;
	struct buf text;
};

void resolver_init(struct resolver *r, struct arena *a, struct intern *strings);
void resolver_free(struct resolver *r);

/*
 * Adds a document that is to be had at @uri. Where @anchored its sub-schemas are
 * looked through for addresses of their own; they must not move afterwards. Returns
 * its resource.
 */
uint32_t resolver_add(
	struct resolver *r, const char *uri, const struct value *root, bool anchored);

/* The resource that a schema is the root of, or @outer where it has no `$id`. */
uint32_t resolver_enter(
	const struct resolver *r, const struct value *schema, uint32_t outer);

/*
 * What @ref means where @from is the resource it stands in: the schema and its own
 * resource. NULL where it leads nowhere.
 */
const struct value *resolver_find(
	struct resolver *r, uint32_t from, const char *ref, uint32_t *resource);

/*
 * The same of a string of a document, once everything was added: most references of
 * bindings are the same few paths, which are looked up once.
 */
const struct value *resolver_find_value(
	struct resolver *r, uint32_t from, const struct value *ref, uint32_t *resource);

#endif
