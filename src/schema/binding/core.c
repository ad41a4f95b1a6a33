/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/core.h"

#include <string.h>

#define CORE_URI "http://devicetree.org"
#define CORE_PATH "/schemas/"
#define TYPES_URI CORE_URI CORE_PATH "types.yaml"

static bool
begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* The address of the document of a reference to core schemas; NULL of any other. */
static const char *
core_uri(const struct schema_set *s, const struct binding *b, const char *ref,
	struct arena *a)
{
	size_t n = strcspn(ref, "#");

	if (begins(ref, CORE_URI CORE_PATH))
		return arena_strndup(a, ref, n);
	if (begins(ref, CORE_PATH)
		&& begins(intern_str(&s->strings, b->id), CORE_URI "/"))
		return arena_printf(a, CORE_URI "%.*s", (int)n, ref);
	return NULL;
}

struct missing {
	const struct binding *binding; /* the first that refers to one */
	const struct value *ref;
	uint32_t count;
};

static struct missing
find_missing(const struct schema_set *s)
{
	struct missing m = { 0 };
	struct arena scratch = { 0 };
	uint32_t i, k;

	for (i = 0; i < s->count; i++) {
		const struct binding *b = &s->bindings[i];

		for (k = 0; k < b->nrefs; k++) {
			const char *uri = core_uri(s, b, b->refs[k].s, &scratch);

			if (!uri || schema_set_find(s, uri))
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

bool
core_complete(
	struct schema_set *s, const char *dir, struct schema_file *files, uint32_t n)
{
	struct missing m = find_missing(s);
	struct fault f = FAULT_INIT(&s->arena);

	if (!m.count)
		return true;
	if (dir && !schema_set_add_files_below(s, dir, files, n, &f)) {
		f.place.file = dir;
		*schema_set_fault(s, dir) = f;
	}
	/* a reference that still leads nowhere is told when it is compiled */
	if (schema_set_find(s, TYPES_URI))
		return true;
	fault_at_line(schema_set_fault(s, m.binding->path), m.ref->line, m.ref->column,
		"the '$ref' %s leads to dt-schema's core schemas, as do %u others, and "
		"these are neither given nor installed: no binding is applied; name "
		"their directory, dt-schema's dtschema/schemas, with --schema or in "
		"DTLINT_DTSCHEMA",
		m.ref->s, m.count - 1);
	return false;
}
