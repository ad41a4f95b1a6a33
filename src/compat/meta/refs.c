/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compat/meta/refs.h"

#include <string.h>

#include "base/io.h"
#include "compat/python/repr.h"
#include "doc/yaml_read.h"
#include "schema/binding/resolve.h"
#include "schema/binding/uri.h"
#include "schema/program/keywords.h"

#define SCHEMAS "http://devicetree.org/schemas/"

enum { FILE_SIZE_MAX = 64 * 1024 * 1024 };

struct refs {
	struct document *d;
	const char *file;
	const char
		*base; /* what stands before the path of an `$id` in that of its file */
	const struct core *core;
	struct resolver resolver;
	uint32_t own; /* the document's resource */
	bool common;  /* the document leaves room for other properties */
	const struct refs_request *request;
	struct buf *out;
};

static bool
is_node_schema(const struct value *v)
{
	const struct value *type = value_get(v, K_TYPE);

	return (type && type->kind == V_STRING && type->id == K_OBJECT)
	       || value_has(v, K_PROPERTIES) || value_has(v, K_PATTERN_PROPERTIES)
	       || value_has(v, K_ADDITIONAL_PROPERTIES)
	       || value_has(v, K_UNEVALUATED_PROPERTIES);
}

static bool
is_closed_by(const struct value *schema, atom_t keyword)
{
	const struct value *v = value_get(schema, keyword);

	return v && (v->kind == V_FALSE || v->kind == V_OBJECT);
}

static bool
is_closed(const struct value *v)
{
	return v->kind != V_OBJECT || !is_node_schema(v)
	       || is_closed_by(v, K_ADDITIONAL_PROPERTIES)
	       || is_closed_by(v, K_UNEVALUATED_PROPERTIES);
}

/* The document of an address, from beside the binding or from the core schemas. */
static void
fetch(struct refs *r, const char *uri)
{
	const char *path = uri + strlen(SCHEMAS), *file;
	struct fault f = FAULT_INIT(&r->d->arena);
	struct value *root;
	struct bytes text;

	if (strncmp(uri, SCHEMAS, strlen(SCHEMAS)) != 0)
		return;
	file = arena_printf(&r->d->arena, "%s%s", r->base, path);
	if (!io_read(file, FILE_SIZE_MAX, &text, &f) && !core_read(r->core, path, &text))
		return;
	f = FAULT_INIT(&r->d->arena);
	root = yaml_read(&r->d->builder, text.data, text.n, &f);
	if (root)
		resolver_add(&r->resolver, uri, root, false);
	bytes_free(&text);
}

/* As Python's urljoin() takes it. */
static const char *
text_of_ref(const struct refs *r, const struct value *ref)
{
	const char *text = arena_strndup(&r->d->arena, ref->s, ref->n);

	while (*text && (unsigned char)*text <= ' ')
		text++;
	return text;
}

/* What a `$ref` means; NULL: nothing. */
static const struct value *
look_up(struct refs *r, const struct value *ref)
{
	const char *text = text_of_ref(r, ref);
	atom_t own = r->resolver.resources[r->own].uri, uri;
	struct buf whole = { 0 };
	uint32_t resource;

	uri_resolve(intern_str(&r->d->strings, own), text, &whole);
	uri = intern(&r->d->strings, whole.s ? whole.s : "", whole.n);
	buf_free(&whole);
	if (map_get(&r->resolver.by_uri, uri) == MAP_ABSENT)
		fetch(r, intern_str(&r->d->strings, uri));
	return resolver_find(&r->resolver, r->own, text, &resource);
}

/* A document is there, but not what the fragment of the `$ref` asks for in it. */
static bool
put_unresolved_fragment(struct refs *r, const struct value *ref)
{
	const char *text = text_of_ref(r, ref), *fragment = strchr(text, '#');
	struct repr repr = { .out = r->out, .strings = &r->d->strings };
	uint32_t resource;

	if (!fragment || !fragment[1]
		|| !resolver_find(&r->resolver, r->own,
			arena_strndup(&r->d->arena, text, (size_t)(fragment - text)),
			&resource))
		return false;
	fragment++;
	if (*fragment != '/' && strchr(fragment, '/')) {
		buf_printf(r->out,
			"'#%s' is not a valid anchor, neither as a plain name anchor nor "
			"as a JSON Pointer. You may have intended to use '#/%s', as the "
			"slash is required *before each segment* of a JSON pointer.\n",
			fragment, fragment);
		return true;
	}
	repr.ordered = r->request->ordered && resource == r->own ? 2 : 0;
	repr_text(r->out, fragment);
	buf_puts(r->out, " does not exist within ");
	repr_value(&repr, r->resolver.resources[resource].root);
	buf_putc(r->out, '\n');
	return true;
}

static void
put_unresolved(struct refs *r, const struct value *ref)
{
	if (r->request->found)
		return;
	buf_printf(r->out, "%s: Unresolvable reference: ", r->file);
	if (!put_unresolved_fragment(r, ref))
		buf_printf(r->out, "%.*s\n", (int)ref->n, ref->s);
}

/* A schema that refers to an open one and is not closed itself. */
static void
put_open(struct refs *r, const struct value *v, atom_t parent)
{
	const char *name = parent == ATOM_NONE ? "None"
					       : intern_str(&r->d->strings, parent);

	if (r->request->found)
		r->request->found(r->request->context, v,
			arena_printf(&r->d->arena,
				"%s: neither 'additionalProperties' nor "
				"'unevaluatedProperties', and its '$ref' leads to a "
				"schema that leaves other properties open",
				name));
	else
		buf_printf(r->out,
			"%s: %s: Missing additionalProperties/unevaluatedProperties "
			"constraint\n",
			r->file, name);
}

/* An `$id` that is not where the file is. */
static void
put_elsewhere(struct refs *r, const char *id, const char *path)
{
	if (r->request->found)
		r->request->found(r->request->context, value_get(r->d->root, K_ID),
			arena_printf(&r->d->arena,
				"the '$id' is that of a file whose path ends with %s, "
				"which this one's does not",
				path));
	else
		buf_printf(r->out,
			"%s: $id: Cannot determine base path from $id, relative "
			"path/filename doesn't match actual path or filename\n"
			"\t $id: %s\n\tfile: %s\n",
			r->file, id, r->file);
}

static bool
is_passed_over(atom_t keyword)
{
	switch (keyword) {
	case K_IF:
	case K_SELECT:
	case K_DEFINITIONS:
	case K_DEFS:
	case K_THEN:
	case K_ELSE:
	case K_DEPENDENCIES:
	case K_DEPENDENT_SCHEMAS: return true;
	default: return false;
	}
}

/* False where a `$ref` leads nowhere: the first ends the work. */
static bool
check(struct refs *r, const struct value *v, atom_t parent, bool constraint)
{
	bool ref_closed = true;
	const struct value *ref, *target;
	uint32_t i;

	if (v->kind == V_ARRAY) {
		for (i = 0; i < v->n; i++)
			if (!check(r, &v->items[i], parent, constraint))
				return false;
		return true;
	}
	if (v->kind != V_OBJECT || is_passed_over(parent))
		return true;
	if (is_node_schema(v) && parent != K_ONE_OF && parent != K_ALL_OF
		&& parent != K_ANY_OF)
		constraint = is_closed(v);
	ref = value_get(v, K_REF);
	if (ref && ref->kind == V_STRING) {
		target = look_up(r, ref);
		if (!target) {
			put_unresolved(r, ref);
			return false;
		}
		ref_closed = is_closed(target);
	}
	if (!r->common && !ref_closed && !constraint
		&& !value_has(v, K_ADDITIONAL_PROPERTIES)
		&& !value_has(v, K_UNEVALUATED_PROPERTIES))
		put_open(r, v, parent);
	for (i = 0; i < v->n; i++)
		if (!check(r, &v->members[i].value, v->members[i].key, constraint))
			return false;
	return true;
}

/* Where the path in the `$id` is the end of the file's, what is before it. */
static bool
find_base(struct refs *r, const char *id)
{
	const char *path = strstr(id, "schemas/");
	size_t n, k = strlen(r->file);

	if (!path || !path[strlen("schemas/")])
		return false;
	path += strlen("schemas/");
	n = strlen(path);
	if (n < k && !strcmp(r->file + k - n, path)) {
		r->base = arena_strndup(&r->d->arena, r->file, k - n);
		return true;
	}
	put_elsewhere(r, id, path);
	return false;
}

void
refs_check(struct document *d, const struct refs_request *request, struct buf *out)
{
	const struct value *id = value_get(d->root, K_ID);
	struct refs r = { .d = d,
		.file = request->file,
		.core = request->core,
		.request = request,
		.out = out };
	const char *text;
	size_t n;

	if (!id || id->kind != V_STRING)
		return;
	for (n = id->n; n && id->s[n - 1] == '#';)
		n--;
	text = arena_strndup(&d->arena, id->s, n);
	if (!find_base(&r, text))
		return;
	resolver_init(&r.resolver, &d->arena, &d->strings);
	r.own = resolver_add(&r.resolver, text, d->root, false);
	r.common = !is_closed(d->root);
	check(&r, d->root, ATOM_NONE, false);
	resolver_free(&r.resolver);
}
