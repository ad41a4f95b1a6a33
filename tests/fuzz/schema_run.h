/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the harnesses of the schema engine share: a tree, and a program run over it. */
#ifndef DTLINT_TESTS_SCHEMA_RUN_H
#define DTLINT_TESTS_SCHEMA_RUN_H

#include <libfdt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "schema/apply/validate.h"
#include "schema/binding/source.h"
#include "schema/compile/compile.h"
#include "tree/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
put_node(void *blob, const char *name, const char *compatible)
{
	static const uint8_t cells[] = { 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4 };

	must(!fdt_begin_node(blob, name));
	must(!fdt_property(blob, "compatible", compatible, (int)strlen(compatible) + 1));
	must(!fdt_property(blob, "reg", cells, sizeof(cells)));
	must(!fdt_property(blob, "level", cells, 4));
	must(!fdt_property(blob, "x-1", cells, 3));
	must(!fdt_property(blob, "clocks", cells, 12));
	must(!fdt_property(blob, "names", "a\0b", 4));
	must(!fdt_property(blob, "on", NULL, 0));
	must(!fdt_property(blob, "phandle", cells, 4));
	must(!fdt_property(blob, "#clock-cells", cells + 4, 4));
}

static void
make_tree(void *blob, int size)
{
	must(!fdt_create(blob, size));
	must(!fdt_finish_reservemap(blob));
	must(!fdt_begin_node(blob, ""));
	put_node(blob, "device@1", "acme,a");
	put_node(blob, "child", "acme,b");
	must(!fdt_end_node(blob) && !fdt_end_node(blob));
	must(!fdt_end_node(blob) && !fdt_finish(blob));
}

static void
on_finding(void *context, const struct schema_finding *finding)
{
	unsigned int *n = context;

	*n += finding->kind + 1;
}

/* Over a tree of two devices. */
static void
run_program(const struct program *p)
{
	_Alignas(8) uint8_t blob[4096];
	struct arena a = { 0 };
	struct intern names = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct validator *v = validator_new(p);
	struct tree t = { 0 };
	unsigned int n = 0;

	make_tree(blob, sizeof(blob));
	names_init(&names);
	must(tree_load(&t, &names, blob, sizeof(blob), &f));
	validate_tree(v, &t, on_finding, &n);
	tree_free(&t);
	validator_free(v);
	intern_free(&names);
	arena_free(&a);
}

/* A set with a layer to put bindings into. */
static inline void
start_layer(struct schema_set *s)
{
	schema_set_init(s);
	s->layers = arena_array(&s->arena, const char *, 1);
	s->layers[s->nlayers++] = "bindings";
}

/* Compiled, found sound, run; and the bindings that are kept in it once more. */
static inline void
compile_and_run(struct schema_set *s, bool again)
{
	struct fault f = FAULT_INIT(&s->arena);
	struct schema_set kept;
	struct program p;
	size_t size;
	void *image;

	schema_set_finish(s);
	if (!s->count)
		return;
	image = schema_compile(s, &size);
	must(program_open(&p, image, size, PROGRAM_FOREIGN, &f));
	run_program(&p);
	if (again) {
		start_layer(&kept);
		must(source_read(&kept, &p, &f) && kept.count == s->count);
		compile_and_run(&kept, false);
		schema_set_free(&kept);
	}
	free(image);
}

/* The bytes as a file of that name: refused with a fault, or compiled and run. */
static inline void
read_and_run(const char *path, const uint8_t *data, size_t size)
{
	struct schema_file file = { .path = path };
	struct schema_set s;
	struct fault f;

	schema_set_init(&s);
	f = FAULT_INIT(&s.arena);
	file.fault = f;
	file.text.data = malloc(size + 1);
	file.text.n = size;
	must(file.text.data != NULL);
	memcpy(file.text.data, data, size);
	file.text.data[size] = 0;
	if (!schema_set_add_files(&s, file.path, &file, 1, &f))
		must(f.message && f.place.file);
	compile_and_run(&s, true);
	bytes_free(&file.text);
	schema_set_free(&s);
}

#endif
