/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A binding, and behind a line of "..." a tree that is held against it: what is found in
 * dt-validate's words, with and without -v, and as JSON. Without such a line the tree is
 * one of our own. And what --explain says of the binding.
 */
#define _GNU_SOURCE
#include "compat/diagnostic.h"
#include "diag/diag.h"
#include "report/json_put.h"
#include "schema/outline/outline.h"
#include "schema/program/keywords.h"
#include "schema_run.h"

enum { TEXT_MAX = 1 << 26 };

static const char types[] =
	"$id: http://devicetree.org/schemas/types.yaml#\n"
	"select: false\n"
	"definitions:\n"
	"  flag: { oneOf: [ { type: boolean, const: true }, { type: \"null\" } ] }\n"
	"  uint8-array: { type: array, items: { type: integer } }\n"
	"  uint32: { type: integer, typeSize: 32 }\n"
	"  uint64: { type: integer, typeSize: 64 }\n"
	"  uint32-matrix:\n"
	"    type: array\n"
	"    items: { type: array, items: { type: integer } }\n"
	"  address: { $ref: \"#/definitions/uint32-matrix\" }\n"
	"  phandle-array: { $ref: \"#/definitions/uint32-matrix\" }\n"
	"  string: { type: array, items: { type: string }, maxItems: 1 }\n"
	"  string-array: { type: array, items: { type: string } }\n";

static const char core[] =
	"$id: http://devicetree.org/schemas/core.yaml#\n"
	"select: true\n"
	"properties:\n"
	"  compatible: { $ref: types.yaml#/definitions/string-array }\n"
	"  status: { $ref: types.yaml#/definitions/string, enum: [ okay ] }\n"
	"  reg: { $ref: types.yaml#/definitions/address }\n"
	"  clocks: { $ref: types.yaml#/definitions/phandle-array }\n"
	"  level: { $ref: types.yaml#/definitions/uint32 }\n"
	"  big: { $ref: types.yaml#/definitions/uint64 }\n"
	"  small: { $ref: types.yaml#/definitions/uint8-array }\n"
	"  names: { $ref: types.yaml#/definitions/string-array }\n"
	"  on: { $ref: types.yaml#/definitions/flag }\n"
	"patternProperties:\n"
	"  \"^#.*-cells$\": { $ref: types.yaml#/definitions/uint32 }\n"
	"  \"^[a-z]\": { type: [ object, integer, array, boolean ] }\n";

struct showing {
	struct program p;
	struct validator *v;
	const struct tree *tree;
	struct source source;
	struct arena scratch;
	unsigned int left; /* findings still to be looked at */
};

static bool
add(struct schema_set *s, const char *path, const char *text, size_t n)
{
	struct schema_file file = { .path = path };
	struct fault f = FAULT_INIT(&s->arena);
	bool ok;

	file.fault = f;
	file.text.n = n;
	file.text.data = malloc(n + 1);
	must(file.text.data != NULL);
	memcpy(file.text.data, text, n);
	file.text.data[n] = 0;
	ok = schema_set_add_files(s, path, &file, 1, &f);
	bytes_free(&file.text);
	return ok;
}

/* Lines of printable characters, which tabs may stand before. */
static void
must_be_clean(struct arena *a, const struct buf *text)
{
	char *s = arena_strndup(a, text->s, text->n), *line;

	must(strlen(s) == text->n && text->n < TEXT_MAX);
	for (line = strtok(s, "\n\t"); line; line = strtok(NULL, "\n\t"))
		must(diag_clean(a, line) == line);
}

static void
show(struct showing *w, const struct schema_finding *found, bool verbose, json_t *array)
{
	const struct program_root *root = &w->p.roots[found->root];
	const struct node *n = &w->tree->nodes[found->node];
	struct diagnostic d = { .type = "validation", .level = "error" };
	struct format f = { .verbose = verbose };
	struct buf out = { 0 };

	d.file = "a.dtb";
	d.node = node_path(w->tree, n, &w->scratch);
	d.nodename = node_name(w->tree, n);
	d.compatible = object_get(found->object, K_COMPATIBLE);
	d.schema = program_string(&w->p, root->id);
	f.message = (struct message){ .m = validator_machine(w->v),
		.source = &w->source,
		.id = d.schema,
		.selected = root->kind == ROOT_ALWAYS,
		.scratch = &w->scratch };
	f.file = d.file;
	f.node = d.nodename;
	f.compatible = "some";
	f.schema = d.schema;
	format_put(&out, &f, found->error);
	must_be_clean(&w->scratch, &out);
	d.formatted = arena_strndup(&w->scratch, out.s, out.n);
	diagnostic_put(array, &d, &f.message, found->error);
	buf_free(&out);
}

static void
on_found(void *context, const struct schema_finding *found)
{
	struct showing *w = context;
	struct buf text = { 0 };
	json_t *document, *array;

	if (found->kind != FINDING_VIOLATION || !w->left)
		return;
	w->left--;
	document = json_document();
	array = put_array(document, "findings");
	show(w, found, false, array);
	show(w, found, true, array);
	must(json_array_size(array) == 2);
	json_finish(document, &text);
	buf_free(&text);
	arena_reset(&w->scratch);
}

/* In memory of its own: trees are aligned, and a sanitizer sees what is behind them. */
static void
hold(struct showing *w, const void *data, size_t n)
{
	void *blob = malloc(n ? n : 1);
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct intern names = { 0 };
	struct tree t = { 0 };

	must(blob != NULL);
	memcpy(blob, data, n);
	names_init(&names);
	if (tree_load(&t, &names, blob, n, &f)) {
		w->tree = &t;
		validate_tree(w->v, &t, on_found, w);
	}
	tree_free(&t);
	intern_free(&names);
	arena_free(&a);
	free(blob);
}

static void
outline(const struct program *p)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct outline o;
	uint32_t i;

	for (i = 0; i < p->nroots; i++) {
		if (strcmp(program_string(p, p->roots[i].path), "fuzz.yaml") != 0)
			continue;
		must(outline_read(&o, p, i, false, &a, &f));
		must(!strcmp(o.id, program_string(p, p->roots[i].id)));
	}
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char mark[] = "\n...\n";
	const uint8_t *end = memmem(data, size, mark, sizeof(mark) - 1), *blob = NULL;
	_Alignas(8) uint8_t own[4096];
	struct showing w = { .left = 200 };
	struct schema_set s;
	void *image;
	size_t n;

	start_layer(&s);
	must(add(&s, "types.yaml", types, sizeof(types) - 1)
		&& add(&s, "core.yaml", core, sizeof(core) - 1));
	add(&s, "fuzz.yaml", (const char *)data, end ? (size_t)(end - data) : size);
	schema_set_finish(&s);
	image = schema_compile(&s, &n);
	program_view(&w.p, image);
	w.v = validator_new(&w.p);
	w.source.program = &w.p;
	outline(&w.p);
	if (end) {
		blob = end + sizeof(mark) - 1;
		hold(&w, blob, size - (size_t)(blob - data));
	} else {
		make_tree(own, sizeof(own));
		hold(&w, own, sizeof(own));
	}
	source_free(&w.source);
	validator_free(w.v);
	arena_free(&w.scratch);
	free(image);
	schema_set_free(&s);
	return 0;
}
