/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Two trees, the size of the first in the first four bytes: the second as an overlay on
 * it. What libfdt takes is a tree again, and what it refuses has been told in words.
 */
#include <stdlib.h>
#include <string.h>

#include "../tools/same_tree.h"
#include "rules/overlay/base.h"
#include "tree/names.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static struct diag *
report(const struct overlay_pair *pair, const struct rule *r, enum level level,
	const struct node *n, const struct prop *p, const char *message)
{
	(void)pair;
	must(r && message && *message && level <= LEVEL_ERROR);
	must(!p || n);
	return NULL;
}

static bool
load(struct tree *t, struct intern *names, struct bytes *copy, const uint8_t *data,
	size_t n, struct arena *a)
{
	struct fault f = FAULT_INIT(a);

	copy->n = n;
	copy->data = malloc(n + 1);
	must(copy->data != NULL);
	memcpy(copy->data, data, n);
	copy->data[n] = 0;
	return tree_load(t, names, copy->data, n, &f);
}

static void
merge(struct overlay_pair *pair, const struct bytes *base, const struct bytes *overlay,
	struct intern *names)
{
	struct fault f = FAULT_INIT(pair->scratch);
	struct tree t = { 0 }, quick;
	struct tree_delta delta;
	struct bytes merged;
	int err;

	if (overlay_is_too_much(pair->overlay, base->n, overlay->n))
		return;
	err = overlay_apply(base->data, base->n, overlay->data, overlay->n, &merged);
	if (err) {
		overlay_report_failure(pair, err);
		must(pair->errors);
		return;
	}
	/* libfdt may merge what is deeper than is read */
	must(tree_load(&t, names, merged.data, merged.n, &f) || f.message);
	if (overlay_merge(&quick, &delta, names, pair->base, pair->overlay, overlay->data,
		    overlay->n))
		must(!f.message && same_tree(&quick, &t));
	tree_free(&quick);
	tree_free(&t);
	bytes_free(&merged);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct intern names = { 0 };
	struct tree base = { 0 }, overlay = { 0 };
	struct bytes b = { 0 }, o = { 0 };
	struct overlay parts;
	struct overlay_pair pair = { .overlay = &parts,
		.base = &base,
		.base_name = "base",
		.report = report,
		.scratch = &a };
	size_t n;

	if (size < 8)
		return 0;
	n = (size_t)data[0] << 24 | (size_t)data[1] << 16 | (size_t)data[2] << 8
	    | data[3];
	if (n > size - 4)
		n = (size - 4) / 2;
	names_init(&names);
	if (load(&base, &names, &b, data + 4, n, &a)
		&& load(&overlay, &names, &o, data + 4 + n, size - 4 - n, &a)) {
		overlay_read(&parts, &overlay, &a);
		overlay_fits(&parts, &base);
		overlay_check_base(&pair);
		if (!pair.errors)
			merge(&pair, &b, &o, &names);
	}
	tree_free(&base);
	tree_free(&overlay);
	bytes_free(&b);
	bytes_free(&o);
	intern_free(&names);
	arena_free(&a);
	return 0;
}
