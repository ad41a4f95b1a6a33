/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Trees for tests: made with libfdt's sequential-write functions, which are what most
 * programs that emit trees use, so that nothing of dtlint takes part in the making.
 */
#ifndef DTLINT_TESTS_SUPPORT_H
#define DTLINT_TESTS_SUPPORT_H

#include <check.h>
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"
#include "tree/names.h"
#include "tree/tree.h"

enum { MAKE_SIZE = 256 * 1024 };

/* A tree being made, then loaded. */
struct made {
	uint8_t *blob;
	struct intern names;
	struct arena arena; /* of the fault, and for the test */
	struct fault fault;
	struct tree tree;
};

static inline void
must(int err)
{
	ck_assert_msg(err >= 0, "libfdt: %s", fdt_strerror(err));
}

/* Opens the root. */
static inline void
make_start(struct made *m)
{
	*m = (struct made){ .blob = malloc(MAKE_SIZE) };
	ck_assert_ptr_nonnull(m->blob);
	must(fdt_create(m->blob, MAKE_SIZE));
	must(fdt_finish_reservemap(m->blob));
	must(fdt_begin_node(m->blob, ""));
}

static inline void
make_node(struct made *m, const char *name)
{
	must(fdt_begin_node(m->blob, name));
}

static inline void
make_end(struct made *m)
{
	must(fdt_end_node(m->blob));
}

static inline void
make_bytes(struct made *m, const char *name, const void *bytes, size_t n)
{
	must(fdt_property(m->blob, name, bytes, (int)n));
}

static inline void
make_flag(struct made *m, const char *name)
{
	make_bytes(m, name, NULL, 0);
}

/* A string list is one literal, "a\0b"; the last NUL is the literal's own. */
#define make_strings(m, name, list) make_bytes((m), (name), (list), sizeof(list))

static inline void
make_cells_array(struct made *m, const char *name, const uint32_t *cells, size_t n)
{
	void *place;

	must(fdt_property_placeholder(m->blob, name, (int)(n * 4), &place));
	for (size_t i = 0; i < n; i++) {
		fdt32_t cell = cpu_to_fdt32(cells[i]);

		memcpy((uint8_t *)place + i * 4, &cell, 4);
	}
}

#define make_cells(m, name, ...) \
	make_cells_array((m), (name), (const uint32_t[]){ __VA_ARGS__ }, \
		sizeof((const uint32_t[]){ __VA_ARGS__ }) / 4)

/* Closes the root. */
static inline void
make_finish(struct made *m)
{
	make_end(m);
	must(fdt_finish(m->blob));
}

/* Loads @n bytes of the blob, whatever they are. */
static inline bool
load_bytes(struct made *m, const uint8_t *blob, size_t n)
{
	m->fault = FAULT_INIT(&m->arena);
	names_init(&m->names);
	return tree_load(&m->tree, &m->names, blob, n, &m->fault);
}

static inline void
make_load(struct made *m)
{
	make_finish(m);
	ck_assert_msg(load_bytes(m, m->blob, fdt_totalsize(m->blob)), "not loaded: %s",
		m->fault.message);
	ck_assert_ptr_null(m->fault.message);
}

static inline void
made_free(struct made *m)
{
	tree_free(&m->tree);
	intern_free(&m->names);
	arena_free(&m->arena);
	free(m->blob);
}

static inline const struct node *
at(const struct made *m, const char *path)
{
	const struct node *n = tree_find(&m->tree, path);

	ck_assert_msg(n != NULL, "no node %s", path);
	return n;
}

#endif
