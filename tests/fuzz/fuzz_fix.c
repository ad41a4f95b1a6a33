/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Any tree, changed at each node by itself and at all at once: the rest stays. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "fix/fix.h"
#include "tree/names.h"
#include "tree/tree.h"

enum { NODES_MAX = 200 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
check_result(const struct tree *before, struct intern *names, const struct bytes *made,
	size_t added, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct tree t;

	must(tree_load(&t, names, made->data, made->n, &f));
	must(t.nnodes == before->nnodes && t.nprops == before->nprops + added);
	must(t.version == before->version && t.boot_cpu == before->boot_cpu);
	must(t.nreserves == before->nreserves);
	for (uint32_t i = 0; i < t.nnodes; i++)
		must(t.nodes[i].name == before->nodes[i].name);
	tree_free(&t);
}

static void
try_fixes(const struct tree *t, struct intern *names, const struct diag_fix **v, size_t n)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct fixes fixes = { v, n };
	struct bytes made = { 0 };
	struct buf text = { 0 };

	if (fixes_apply(&fixes, t->blob, t->blob_size, &made, &f))
		check_result(t, names, &made, n, &a);
	else
		must(f.message != NULL);
	f = FAULT_INIT(&a);
	must(fixes_overlay(&fixes, "x", &text, &f) || f.message);
	bytes_free(&made);
	buf_free(&text);
	arena_free(&a);
}

static void
try_tree(const struct tree *t, struct intern *names)
{
	const struct diag_fix *v[NODES_MAX];
	struct diag_fix fix[NODES_MAX];
	struct arena a = { 0 };
	uint32_t i, n = t->nnodes < NODES_MAX ? t->nnodes : NODES_MAX;

	for (i = 0; i < n; i++) {
		fix[i] = (struct diag_fix){ .property = "x-added-by-the-test",
			.node = node_path(t, &t->nodes[i], &a),
			.offset = t->nodes[i].offset };
		v[i] = &fix[i];
		if (i < 4)
			try_fixes(t, names, &v[i], 1);
	}
	try_fixes(t, names, v, n);
	arena_free(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct intern names = { 0 };
	struct tree t = { 0 };
	uint8_t *copy = malloc(size + 1);

	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = 0;
	names_init(&names);
	if (tree_load(&t, &names, copy, size, &f))
		try_tree(&t, &names);
	tree_free(&t);
	intern_free(&names);
	arena_free(&a);
	free(copy);
	return 0;
}
