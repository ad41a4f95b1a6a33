/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "schema/binding/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/suggest.h"
#include "base/vec.h"
#include "doc/json_read.h"
#include "doc/yaml_read.h"
#include "schema/binding/fixup.h"
#include "schema/binding/source.h"
#include "schema/program/keywords.h"

void
schema_set_init(struct schema_set *s)
{
	*s = (struct schema_set){ 0 };
	digest_begin(&s->inputs);
	keywords_init(&s->strings);
	s->builder.strings = &s->strings;
	s->builder.prose = K_DESCRIPTION + 1;
	s->check.strings = &s->strings;
}

void
schema_set_free(struct schema_set *s)
{
	builder_free(&s->builder);
	free(s->bindings);
	free(s->faults);
	free(s->uses);
	intern_free(&s->strings);
	arena_free(&s->document);
	arena_free(&s->arena);
}

struct fault *
schema_set_fault(struct schema_set *s, const char *path)
{
	struct fault *f;

	if (s->nfaults == s->faults_cap) {
		s->faults_cap = s->faults_cap ? s->faults_cap * 2 : 8;
		s->faults = realloc(s->faults, s->faults_cap * sizeof(*s->faults));
		s->uses = realloc(s->uses, s->faults_cap * sizeof(*s->uses));
		if (!s->faults || !s->uses)
			fatal("out of memory: %zu faults", s->faults_cap);
	}
	s->uses[s->nfaults] = s->next_use;
	if (s->named)
		s->uses[s->nfaults].when = FAULT_ALWAYS;
	s->next_use = (struct fault_use){ .when = FAULT_ALWAYS };
	f = &s->faults[s->nfaults++];
	*f = (struct fault)FAULT_INIT(&s->arena);
	f->place.file = path;
	return f;
}

/* The address of a binding, without the '#' at its end; ATOM_NONE with the fault set. */
static atom_t
read_id(struct schema_set *s, const struct value *root, struct fault *f)
{
	const struct value *id = value_get(root, K_ID);
	size_t n;

	if (!id || id->kind != V_STRING) {
		fault_at_line(f, root->line, root->column,
			"has no '$id', expected the binding's address");
		return ATOM_NONE;
	}
	n = id->n;
	while (n && id->s[n - 1] == '#')
		n--;
	if (!n || memchr(id->s, '#', n)) {
		fault_at_line(f, id->line, id->column,
			"the '$id' '%.*s' is no address of a document", (int)id->n,
			id->s);
		return ATOM_NONE;
	}
	return intern(&s->strings, id->s, n);
}

/* The place of a binding in the set; a new one where the address is new. */
static struct binding *
place_of(struct schema_set *s, atom_t id)
{
	uint32_t at = map_get(&s->by_id, id);

	if (at != MAP_ABSENT)
		return &s->bindings[at];
	if (s->count == s->cap) {
		s->cap = s->cap ? s->cap * 2 : 64;
		s->bindings = realloc(s->bindings, s->cap * sizeof(*s->bindings));
		if (!s->bindings)
			fatal("out of memory: %u bindings", s->cap);
	}
	map_put(&s->by_id, &s->arena, id, s->count);
	s->bindings[s->count] = (struct binding){ .id = id };
	return &s->bindings[s->count++];
}

static void
tell_unknown(struct schema_set *s, const char *path, atom_t id, const struct member *m,
	bool (*is_keyword)(const struct schema_check *c, atom_t key), const char *where)
{
	struct suggest near = { .word = intern_str(&s->strings, m->key) };
	atom_t k;

	for (k = 0; k <= K_UNIQUE_ITEMS; k++)
		if (is_keyword(&s->check, k))
			suggest_try(&near, intern_str(&s->strings, k));
	s->next_use = (struct fault_use){ .when = FAULT_APPLIED, .id = id };
	fault_at_line(schema_set_fault(s, path), m->value.line, m->value.column,
		"'%s' is no keyword of a %s and has no effect%s", near.word, where,
		suggest_text(&s->arena, &near));
}

/* Slips in writing, most often, that make a keyword one that says nothing. */
static void
check_words(struct schema_set *s, const char *path, atom_t id, const struct value *root)
{
	const struct schema_check *c = &s->check;
	const struct member *m;
	uint32_t i;

	if (!schema_is_for_devicetree(root))
		return;
	m = schema_check_root(c, root);
	if (m)
		tell_unknown(s, path, id, m, schema_is_root_keyword, "binding");
	for (i = 0; i < c->nunknown; i++)
		tell_unknown(s, path, id, &c->unknown[i], schema_is_keyword, "schema");
}

static struct binding *
put(struct schema_set *s, const char *path, struct value *root, bool processed,
	struct fault *f)
{
	const struct value *id = value_get(root, K_ID);
	struct value refs;
	struct binding *b;
	atom_t key = read_id(s, root, f);
	uint32_t at;

	s->check.arena = &s->arena;
	s->check.scratch = s->builder.arena;
	if (key == ATOM_NONE || !schema_check(&s->check, root, f))
		return NULL;
	at = map_get(&s->by_id, key);
	if (at != MAP_ABSENT && s->bindings[at].layer == s->nlayers) {
		fault_at_line(f, id->line, id->column,
			"the '$id' %s is that of %s already, which is kept",
			intern_str(&s->strings, key), s->bindings[at].path);
		return NULL;
	}
	if (at != MAP_ABSENT && s->below)
		return &s->bindings[at];
	if (!processed)
		check_words(s, path, key, root);
	b = place_of(s, key);
	b->path = path;
	b->layer = s->nlayers;
	b->anchored = s->check.anchored;
	b->nrefs = s->check.nrefs;
	refs = (struct value){ .kind = V_ARRAY, .n = b->nrefs, .items = s->check.refs };
	b->refs = value_dup(&refs, &s->arena).items;
	b->descriptions = describe(&s->arena, s->builder.arena, root, &b->ndescriptions);
	if (!processed)
		fixup_schema(&(struct fixup){ s->builder.arena, &s->strings }, root);
	if (s->support)
		value_set(root, s->builder.arena, K_SELECT,
			(struct value){ .kind = V_FALSE });
	b->root = arena_new(&s->arena, struct value);
	*b->root = value_dup(root, &s->arena);
	return b;
}

struct binding *
schema_set_put(struct schema_set *s, const char *path, struct value *root, bool processed,
	struct fault *f)
{
	struct binding *b = put(s, path, root, processed, f);

	if (!b)
		s->next_use = broken_use(
			&s->check, root, processed, s->builder.arena, &s->arena);
	return b;
}

/* What dt-mk-schema adds for dt-validate; it is found out from the bindings here. */
static bool
is_generated(const struct value *id)
{
	static const char prefix[] = "generated-";

	return id->n >= sizeof(prefix) - 1 && !memcmp(id->s, prefix, sizeof(prefix) - 1);
}

static bool
is_processed_binding(const struct value *v)
{
	const struct value *id = value_get(v, K_ID);

	return id && id->kind == V_STRING;
}

static void
put_processed(struct schema_set *s, const char *path, struct value *v)
{
	atom_t key = intern_find(&s->strings, "$filename", strlen("$filename"));
	const struct value *file = key == ATOM_NONE ? NULL : value_get(v, key);
	struct fault f = FAULT_INIT(&s->arena);

	if (is_generated(value_get(v, K_ID)))
		return;
	if (!schema_set_put(s,
		    file && file->kind == V_STRING && file->id != ATOM_NONE ? file->s
									    : path,
		    v, true, &f)) {
		f.place.file = path;
		*schema_set_fault(s, path) = f;
	}
}

/* What dt-mk-schema wrote: a map or list of bindings. False where it is none such. */
static bool
put_all_processed(struct schema_set *s, const char *path, struct value *root)
{
	bool any = false;
	struct value *v;
	uint32_t i;

	if (root->kind != V_OBJECT && root->kind != V_ARRAY)
		return false;
	for (i = 0; i < root->n; i++) {
		v = root->kind == V_OBJECT ? &root->members[i].value : &root->items[i];
		if (!is_processed_binding(v))
			continue;
		s->named = false;
		put_processed(s, path, v);
		any = true;
	}
	return any;
}

static bool
is_json(const char *path, const struct bytes *text)
{
	size_t n = strlen(path), i = 0;

	if (n > 5 && !strcmp(path + n - 5, ".yaml"))
		return false;
	while (i < text->n && strchr(" \t\r\n", text->data[i]) && text->data[i])
		i++;
	return i < text->n && (text->data[i] == '{' || text->data[i] == '[');
}

static bool
add_compiled(struct schema_set *s, const struct bytes *image, struct fault *f)
{
	struct program p;

	return program_open(&p, image->data, image->n, PROGRAM_FOREIGN, f)
	       && source_read(s, &p, f);
}

static bool
add_text(
	struct schema_set *s, const char *path, const struct bytes *text, struct fault *f)
{
	struct value *root;

	arena_reset(&s->document);
	s->builder.arena = &s->document;
	if (program_is_image(text->data, text->n))
		return add_compiled(s, text, f);
	root = is_json(path, text) ? json_read(&s->builder, text->data, text->n, f)
				   : yaml_read(&s->builder, text->data, text->n, f);
	if (!root)
		return false;
	if (!value_has(root, K_ID) && put_all_processed(s, path, root))
		return true;
	if (root->kind != V_OBJECT)
		return fault_at_line(f, root->line, root->column,
			"%s, expected a binding: a map", value_kind_name(root));
	return schema_set_put(s, path, root, false, f) != NULL;
}

static void
note_input(struct schema_set *s, struct schema_file *file)
{
	const struct digest *content = schema_file_digest(file);

	digest_text(&s->inputs, file->path);
	digest_data(&s->inputs, content->v, sizeof(content->v));
}

static bool
add_file(struct schema_set *s, struct schema_file *file, struct fault *f)
{
	const char *path;
	bool ok;

	if (!schema_file_read(file)) {
		s->unread = true;
		f->place.line = file->fault.place.line;
		return fault_set(f, "%s", file->fault.message);
	}
	if (!s->run_only)
		note_input(s, file);
	path = arena_strdup(&s->arena, file->path);
	f->place.file = path;
	ok = add_text(s, path, &file->text, f);
	bytes_free(&file->text);
	return ok;
}

/* Whether the layer at hand has a binding. */
static bool
has_binding(const struct schema_set *s, uint32_t before)
{
	uint32_t i;

	if (s->count > before)
		return true;
	for (i = 0; i < before; i++)
		if (s->bindings[i].layer == s->nlayers)
			return true;
	return false;
}

void
schema_set_start_layer(struct schema_set *s, const char *name)
{
	*vec_more(&s->arena, s->layers, s->nlayers) = arena_strdup(&s->arena, name);
}

bool
schema_set_add_files(struct schema_set *s, const char *path, struct schema_file *files,
	uint32_t n, struct fault *f)
{
	uint32_t before = s->count, i;
	bool ok;

	schema_set_start_layer(s, path);
	if (f->message)
		return false;
	if (n == 1 && !strcmp(files[0].path, path)) {
		s->named = true;
		ok = add_file(s, &files[0], f);
		if (s->named)
			s->next_use = (struct fault_use){ .when = FAULT_ALWAYS };
		s->named = false;
		return ok;
	}
	for (i = 0; i < n; i++) {
		struct fault own = FAULT_INIT(&s->arena);

		if (!add_file(s, &files[i], &own)) {
			own.place.file = arena_strdup(&s->arena, files[i].path);
			*schema_set_fault(s, own.place.file) = own;
		}
	}
	return has_binding(s, before) || fault_set(f, "holds no binding (*.yaml)");
}

bool
schema_set_add(struct schema_set *s, const char *path, struct fault *f)
{
	struct arena a = { 0 };
	struct schema_files files = { .arena = &a };
	bool ok;

	schema_files_add(&files, path, 0, f);
	ok = schema_set_add_files(s, path, files.v, files.n, f);
	s->unread |= files.unread;
	schema_files_free(&files);
	arena_free(&a);
	return ok;
}

void
schema_set_add_support(struct schema_set *s, const char *tree, const char *path)
{
	struct fault f = FAULT_INIT(&s->arena);
	struct schema_file file = { .path = arena_printf(&s->arena, "%s%s", tree, path),
		.fault = FAULT_INIT(&s->arena) };

	if (!s->nlayers || strcmp(s->layers[s->nlayers - 1], tree) != 0)
		schema_set_start_layer(s, tree);
	s->borrowed = s->support = s->below = true;
	add_file(s, &file, &f);
	s->support = s->below = false;
	s->next_use = (struct fault_use){ .when = FAULT_ALWAYS };
}

static int
compare_bindings(const void *a, const void *b, void *set)
{
	const struct schema_set *s = set;
	const struct binding *x = a, *y = b;

	return strcmp(intern_str(&s->strings, x->id), intern_str(&s->strings, y->id));
}

void
schema_set_finish(struct schema_set *s)
{
	uint32_t i;

	if (s->count)
		qsort_r(s->bindings, s->count, sizeof(*s->bindings), compare_bindings, s);
	s->by_id = (struct map){ 0 };
	for (i = 0; i < s->count; i++)
		map_put(&s->by_id, &s->arena, s->bindings[i].id, i);
}

const struct binding *
schema_set_find(const struct schema_set *s, const char *id)
{
	size_t n = strlen(id);
	uint32_t at;
	atom_t key;

	while (n && id[n - 1] == '#')
		n--;
	key = intern_find(&s->strings, id, n);
	at = key == ATOM_NONE ? MAP_ABSENT : map_get(&s->by_id, key);
	return at == MAP_ABSENT ? NULL : &s->bindings[at];
}
