/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/core.h"

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "schema/binding/source.h"
#include "schema/binding/uri.h"
#include "schema/program/builtin.h"

#define CORE_URI "http://devicetree.org"
#define CORE_PATH "/schemas/"
#define TYPES_URI CORE_URI CORE_PATH "types.yaml"

static bool
begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* The document that a reference leads to, where it is one of devicetree.org's. */
static const char *
document_of(const struct schema_set *s, const struct binding *b, const char *ref,
	struct arena *a)
{
	const char *id = intern_str(&s->strings, b->id), *uri = NULL;
	size_t n = strcspn(ref, "#");
	struct buf whole = { 0 };

	if (!n || !begins(id, CORE_URI "/"))
		return begins(ref, CORE_URI CORE_PATH) ? arena_strndup(a, ref, n) : NULL;
	if (begins(ref, CORE_PATH))
		return arena_printf(a, CORE_URI "%.*s", (int)n, ref);
	uri_resolve(id, arena_strndup(a, ref, n), &whole);
	if (whole.s && begins(whole.s, CORE_URI CORE_PATH))
		uri = arena_strndup(a, whole.s, whole.n);
	buf_free(&whole);
	return uri;
}

struct missing {
	const struct binding *binding; /* the first that refers to one */
	const struct value *ref;
	uint32_t count;
};

/* What the set refers to by a path from the root of all schemas, and only the core has. */
static struct missing
find_missing(const struct schema_set *s, const struct core *c)
{
	struct missing m = { 0 };
	struct arena scratch = { 0 };
	uint32_t i, k;

	/* one will do, but where they are counted for those who have to know */
	for (i = 0; i < s->count && (c->fault || !m.count); i++) {
		const struct binding *b = &s->bindings[i];

		for (k = 0; k < b->nrefs; k++) {
			const char *ref = b->refs[k].s, *uri;

			if (!begins(ref, CORE_PATH) && !begins(ref, CORE_URI))
				continue;
			uri = document_of(s, b, ref, &scratch);
			if (!uri || schema_set_find(s, uri)
				|| (!c->fault
					&& !core_has(
						c, uri + strlen(CORE_URI CORE_PATH))))
				continue;
			if (!m.count++) {
				m.binding = b;
				m.ref = &b->refs[k];
			}
		}
	}
	arena_free(&scratch);
	return m;
}

static bool
add_own(struct schema_set *s, struct fault *f)
{
	struct program p;

	program_view(&p, builtin_core_image);
	digest_number(&s->inputs, p.header->checksum);
	schema_set_start_layer(s, "built-in core");
	return source_read(s, &p, f);
}

bool
core_add(struct schema_set *s, const struct core *c, struct fault *f)
{
	if (c->fault)
		return fault_set(f, "%s", c->fault);
	if (!c->schemas)
		return add_own(s, f);
	return c->files ? schema_set_add_files(s, c->schemas, c->files, c->nfiles, f)
			: schema_set_add(s, c->schemas, f);
}

static bool
add_below(struct schema_set *s, const struct core *c)
{
	struct fault f = FAULT_INIT(&s->arena);
	bool ok;

	s->below = true;
	ok = core_add(s, c, &f);
	s->below = false;
	if (!ok && !c->fault) {
		f.place.file = c->name;
		*schema_set_fault(s, c->name) = f;
	}
	return ok;
}

/* What stands before the path of a binding's `$id` in that of its file; NULL: no such. */
static const char *
tree_of(struct schema_set *s, const struct binding *b)
{
	const char *id = intern_str(&s->strings, b->id), *tree = NULL;
	char *path = io_real_path(b->path);
	size_t n, k;

	if (path && begins(id, CORE_URI CORE_PATH)) {
		id += strlen(CORE_URI CORE_PATH);
		n = strlen(id);
		k = strlen(path);
		if (n < k && !strcmp(path + k - n, id) && path[k - n - 1] == '/')
			tree = arena_strndup(&s->arena, path, k - n);
	}
	free(path);
	return tree;
}

/* What @b refers to and is not there, from the tree that it stands in. */
static void
add_from_tree(struct schema_set *s, const struct binding *b)
{
	const char *tree = b->nrefs ? tree_of(s, b) : NULL, *uri;
	const struct binding own = *b; /* @b moves when others are added */
	uint32_t k;

	for (k = 0; tree && k < own.nrefs; k++) {
		uri = document_of(s, &own, own.refs[k].s, &s->arena);
		if (!uri || schema_set_find(s, uri))
			continue;
		/* where there is none, the compiler tells that the reference leads nowhere */
		schema_set_add_support(s, tree, uri + strlen(CORE_URI CORE_PATH));
	}
}

/* Bindings that were named themselves, and those that are there for them in turn. */
static void
complete_from_trees(struct schema_set *s)
{
	uint32_t i, layers = s->nlayers;

	for (i = 0; i < s->count; i++) {
		const struct binding *b = &s->bindings[i];

		if (b->layer > layers || !strcmp(s->layers[b->layer - 1], b->path))
			add_from_tree(s, b);
	}
}

bool
core_complete(struct schema_set *s, const struct core *c, bool *used)
{
	struct missing m;

	complete_from_trees(s);
	m = find_missing(s, c);
	*used = m.count && add_below(s, c);
	/* a reference that still leads nowhere is told when it is compiled */
	if (!m.count || *used || schema_set_find(s, TYPES_URI))
		return true;
	if (c->fault)
		fault_at_line(schema_set_fault(s, m.binding->path), m.ref->line,
			m.ref->column,
			"the '$ref' %s leads to the core schemas, as do %u others, and "
			"these cannot be had, so that no binding is applied: %s",
			m.ref->s, m.count - 1, c->fault);
	return false;
}
