/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Applies overlays as dtlint does it: overlay-merge BASE OVERLAY... >MERGED. Ends with 3
 * where the merge without libfdt makes another tree; with QUICK=1 in the environment also
 * where it is left to libfdt.
 */
#include <libfdt.h>
#include <stdio.h>
#include <stdlib.h>

#include "same_tree.h"
#include "tree/names.h"
#include "tree/overlay.h"

static bool
is_the_same(const struct bytes *base, const struct bytes *overlay,
	const struct bytes *merged, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct intern names = { 0 }, others = { 0 };
	struct tree t[4] = { 0 };
	struct tree_delta delta;
	struct overlay parts;
	bool same = true;

	/* dtlint reads overlays with names of their own */
	names_init(&names);
	names_init(&others);
	if (tree_load(&t[0], &names, base->data, base->n, &f)
		&& tree_load(&t[1], &others, overlay->data, overlay->n, &f)
		&& tree_load(&t[2], &names, merged->data, merged->n, &f)) {
		overlay_read(&parts, &t[1], a);
		if (overlay_merge(&t[3], &delta, &names, &t[0], &parts, overlay->data,
			    overlay->n))
			same = same_tree(&t[2], &t[3]);
		else
			same = !getenv("QUICK");
	}
	for (int i = 4; i-- > 0;)
		tree_free(&t[i]);
	intern_free(&names);
	intern_free(&others);
	return same;
}

/* Trees that dtlint reads, which libfdt is safe with. */
static bool
read_tree(const char *path, struct bytes *out, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct intern names = { 0 };
	struct tree t = { 0 };
	bool ok;

	if (!io_read(path, IO_INPUT_MAX, out, &f))
		return false;
	names_init(&names);
	ok = tree_load(&t, &names, out->data, out->n, &f);
	tree_free(&t);
	intern_free(&names);
	if (!ok)
		bytes_free(out);
	return ok;
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct bytes base, overlay, merged;
	int i, err = 0;
	bool same = true;

	if (argc < 3 || !read_tree(argv[1], &base, &a))
		return 2;
	for (i = 2; i < argc && !err; i++) {
		if (!read_tree(argv[i], &overlay, &a))
			return 2;
		err = overlay_apply(base.data, base.n, overlay.data, overlay.n, &merged);
		same = err ? same : is_the_same(&base, &overlay, &merged, &a) && same;
		bytes_free(&overlay);
		if (err)
			break;
		bytes_free(&base);
		base = merged;
	}
	if (err)
		fprintf(stderr, "%s: %s\n", argv[i], fdt_strerror(err));
	else
		fwrite(base.data, 1, base.n, stdout);
	if (!same)
		fprintf(stderr, "the merge without libfdt differs\n");
	bytes_free(&base);
	arena_free(&a);
	return err ? 1 : same ? 0 : 3;
}
