/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any files and links below a folder: as a tree that a running Linux shows, and as the
 * sysfs of a guest, which is what --live reads.
 */
#define _GNU_SOURCE
#include "files.h"

#include "host/reader.h"
#include "tree/directory.h"
#include "tree/names.h"
#include "tree/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
read_tree(void)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct intern names = { 0 };
	struct tree t = { 0 };
	struct bytes blob;

	tree_is_directory(top);
	if (tree_read_directory(top, &blob, &f)) {
		names_init(&names);
		must(tree_load(&t, &names, blob.data, blob.n, &f) || f.message);
		tree_free(&t);
		intern_free(&names);
		bytes_free(&blob);
	} else {
		must(f.message != NULL);
	}
	arena_free(&a);
}

static void
read_guest(void)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct host h;
	char spec[80];

	snprintf(spec, sizeof(spec), "sysfs:%s", top);
	must(host_read(spec, &h, &a, &f) || f.message);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	files_make_top();
	files_make(data, size);
	read_tree();
	read_guest();
	files_clean();
	return 0;
}
