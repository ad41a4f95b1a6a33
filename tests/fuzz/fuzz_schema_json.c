/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as JSON, a binding or what dt-mk-schema makes of many: refused with a fault and its place, or compiled to a program
 * that is sound and runs over a tree.
 */
#include "schema_run.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct schema_file file = { .path = "processed.json" };
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
		must(f.message && f.file);
	compile_and_run(&s, true);
	bytes_free(&file.text);
	schema_set_free(&s);
	return 0;
}
