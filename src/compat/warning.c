/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "compat/warning.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/compile/compatible.h"
#include "schema/compile/compile.h"
#include "schema/compile/types.h"
#include "schema/program/keywords.h"
#include "schema/program/regex.h"

const char *
warning_of_duplicate(struct arena *a, const char *file, const char *id)
{
	return arena_printf(
		a, "%s: warning: ignoring duplicate '$id' value '%s'", file, id);
}

/* The `$id` without '#'; NULL where it has none. */
static const char *
id_of(const struct set_warnings *n, const struct value *root)
{
	const struct value *id = value_get(root, K_ID);
	size_t len = id && id->kind == V_STRING ? id->n : 0;

	while (len && id->s[len - 1] == '#')
		len--;
	return len ? arena_strndup(n->arena, id->s, len) : NULL;
}

const char *
warning_in_own_words(const struct set_warnings *n, const struct fault *f)
{
	if (!f->place.line)
		return arena_printf(n->arena, "%s: ignoring, %s",
			f->place.file ? f->place.file : "schema", f->message);
	return arena_printf(n->arena, "%s:%" PRIu32 ":%" PRIu32 ": ignoring, %s",
		f->place.file, f->place.line, f->place.column, f->message);
}

/* A binding that can be read. */
static const char *
of_document(const struct set_warnings *n, const struct fault *f, const struct document *d)
{
	const char *path = n->meta ? meta_draft_path(n->meta, d, n->arena) : NULL;
	const char *id, *used;

	if (path)
		return arena_printf(n->arena, "%s: ignoring, error in schema: %s",
			f->place.file, path);
	id = id_of(n, d->root);
	if (!id)
		return NULL;
	used = n->file_of(n->context, id);
	if (used && strcmp(used, f->place.file) != 0)
		return warning_of_duplicate(n->arena, f->place.file, id);
	/* a word that is no keyword, which dt-schema passes over, too */
	return used && !strstr(f->message, "$ref") ? NULL : warning_in_own_words(n, f);
}

const char *
warning_of_fault(const struct set_warnings *n, const struct fault *f)
{
	struct fault unread = FAULT_INIT(n->arena);
	struct document d;
	const char *text;

	if (!f->place.file)
		return warning_in_own_words(n, f);
	if (document_read(&d, f->place.file, &unread) && d.root->kind == V_OBJECT)
		text = of_document(n, f, &d);
	else
		text = arena_printf(
			n->arena, "%s: ignoring, error parsing file", f->place.file);
	document_free(&d);
	return text;
}

/* As dt-schema was given them: what overrides first, then by file. */
static int
compare_order(const void *a, const void *b, void *set)
{
	const struct binding *bindings = ((const struct schema_set *)set)->bindings;
	const struct binding *x = &bindings[*(const uint32_t *)a];
	const struct binding *y = &bindings[*(const uint32_t *)b];

	if (x->layer != y->layer)
		return x->layer > y->layer ? -1 : 1;
	return strcmp(x->path, y->path);
}

/* Patterns of properties that have a type, to search names for. */
struct patterns {
	struct schema_set *set;
	const struct program *p;
	struct program own;
	void *image;
	struct regexes *regexes;
};

static bool
tells_type(struct patterns *x, const char *name)
{
	const struct program_type *t;
	uint32_t i;
	size_t size;

	if (!x->p) {
		x->image = schema_compile(x->set, &size);
		program_view(&x->own, x->image);
		x->p = &x->own;
	}
	if (!x->regexes)
		x->regexes = regexes_new(x->p);
	t = program_section(x->p, struct program_type, SECTION_PATTERN_TYPES);
	for (i = 0; i < program_count(x->p, SECTION_PATTERN_TYPES); i++)
		if (regex_search(x->regexes, t[i].name, name, strlen(name)))
			return true;
	return false;
}

static void
put_doubt(const struct schema_set *set, const struct type_doubt *d)
{
	const char *file = set->bindings[d->binding].path;
	const char *name = intern_str(&set->strings, d->name);

	if (d->missing)
		fprintf(stderr, "%s: %s: missing type definition\n", file, name);
	else
		fprintf(stderr, "%s: %s: multiple incompatible types: %s\n", file, name,
			d->type == ATOM_NONE ? "None"
					     : intern_str(&set->strings, d->type));
}

static void
put_types(struct schema_set *set, const uint32_t *order, const struct program *p,
	struct arena *a)
{
	struct patterns patterns = { .set = set, .p = p };
	struct type_doubt *d;
	uint32_t i, n;

	d = types_doubts(set, order, a, &n);
	for (i = 0; i < n; i++)
		if (!d[i].missing
			|| !tells_type(&patterns, intern_str(&set->strings, d[i].name)))
			put_doubt(set, &d[i]);
	if (patterns.regexes)
		regexes_free(patterns.regexes);
	free(patterns.image);
}

/* The last binding before that has a string is the one that is shown. */
static void
put_compatibles(struct schema_set *set, const uint32_t *order)
{
	struct words last = { 0 }; /* by atom: its place in the set, + 1 */
	struct words strings = { 0 }, seen = { 0 };
	const struct binding *b;
	uint32_t i, k, at;

	for (i = 0; i < set->count; i++) {
		b = &set->bindings[order[i]];
		if (value_has(b->root, K_SELECT))
			continue;
		strings.n = 0;
		compatibles_of(&set->strings, b->root, i + 1, &seen, &strings);
		for (k = 0; k < strings.n; k++) {
			while (last.n <= strings.v[k])
				words_push(&last, 0);
			at = last.v[strings.v[k]];
			if (at)
				fprintf(stderr,
					"Warning: Duplicate compatible \"%s\" found in "
					"schemas matching \"$id\":\n\t%s\n\t%s\n",
					intern_str(&set->strings, strings.v[k]),
					intern_str(
						&set->strings, set->bindings[at - 1].id),
					value_get(b->root, K_ID)->s);
			last.v[strings.v[k]] = order[i] + 1;
		}
	}
	words_free(&strings);
	words_free(&seen);
	words_free(&last);
}

void
warning_put_set(struct schema_set *set, const struct program *p, struct arena *a)
{
	uint32_t *order = arena_array(a, uint32_t, set->count);
	uint32_t i;

	for (i = 0; i < set->count; i++)
		order[i] = i;
	if (set->count)
		qsort_r(order, set->count, sizeof(*order), compare_order, set);
	put_types(set, order, p, a);
	put_compatibles(set, order);
}
