/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads overlays (Documentation/devicetree/dynamic-resolution-notes.rst of Linux, libfdt's
 * fdt_overlay.c): fragments, what they aim at, and applying them.
 */
#ifndef DTLINT_TREE_OVERLAY_H
#define DTLINT_TREE_OVERLAY_H

#include <pthread.h>

#include "base/io.h"
#include "tree/touched.h"
#include "tree/tree.h"

/* One fragment: a child of the root that aims at a node of the base. */
struct overlay_fragment {
	const struct node *node;
	const struct node *content; /* its __overlay__; NULL: it is applied to nothing */
	const struct prop *target;  /* `target`, or NULL */
	const char *path;           /* of `target-path`, or NULL */
	const struct prop *path_prop;
	const char *label; /* what the fix-ups put into `target`, or NULL */
	bool local;        /* `target` is a phandle of the overlay's own */
};

/* One entry of __fixups__: a label, and a place in the overlay that gets its phandle. */
struct overlay_fixup {
	const struct prop *entry; /* the property of __fixups__; its name is the label */
	const char *label;
	const char *text;        /* "/fragment@0:target:0" */
	const struct node *node; /* the place; NULL: there is no such node */
	const struct prop *prop; /* NULL: it has no such property */
	uint32_t offset;
	bool malformed; /* the text is no such triple, or leads behind the value's end */
};

struct overlay {
	const struct tree *tree;
	struct overlay_fragment *fragments;
	size_t nfragments;
	struct overlay_fixup *fixups;
	size_t nfixups;
};

/* Reads the parts of an overlay's tree; in @a. */
void overlay_read(struct overlay *o, const struct tree *t, struct arena *a);

/* The node of the base that a label of its __symbols__ names, or NULL. */
const struct node *overlay_symbol(const struct tree *base, const char *label);

/* Whether a node has that label in __symbols__, right or wrong; its entry, or NULL. */
const struct prop *overlay_symbol_entry(const struct tree *base, const char *label);

/* The node of the base that a fragment aims at, or NULL. */
const struct node *overlay_target(
	const struct overlay_fragment *f, const struct tree *base);

/*
 * The path of each fragment's target in the merged tree, NULL where there is none: nodes of
 * the base, and those that the fragments before it bring. In @a, as are the paths.
 */
const char **overlay_target_paths(
	const struct overlay *o, const struct tree *base, struct arena *a);

/* What is left of a path below another one: "" where it is that; NULL: it is not below. */
const char *overlay_path_below(const char *path, const char *above);

/*
 * Applies an overlay by libfdt, to a copy: the merged tree in @out, packed as fdtoverlay
 * leaves it. Returns libfdt's error, 0 where there is none. Both have been checked by
 * tree_load().
 */
int overlay_apply(const uint8_t *base, size_t n, const uint8_t *overlay, size_t m,
	struct bytes *out);

/*
 * The same as a tree without a blob of its own, some times as fast: @blob, of @n bytes, is
 * what @o was read from, and has to outlive the tree, as the base has. @delta says what is
 * other than in the base, and lives as long as the tree. False where it is left to libfdt,
 * which may refuse it; call for overlays that libfdt has applied to some base. tree_free() in
 * either case.
 */
bool overlay_merge(struct tree *out, struct tree_delta *delta, struct intern *names,
	const struct tree *base, const struct overlay *o, const uint8_t *blob, size_t n);

/*
 * Whether libfdt would take longer for it than anybody waits: it looks through the trees
 * for each fix-up, node and property. @n and @m are their sizes.
 */
bool overlay_is_too_much(const struct overlay *o, size_t n, size_t m);

/* Where the names end that lead from @from down to a node: "a/b@1", "" for itself. */
const struct node *overlay_descend(
	const struct tree *t, const struct node *from, const char *path);

/* Places of the parts of a merged tree in what it was merged from. */
struct overlay_layer {
	const struct tree *tree;
	const char *file;    /* as places name it */
	int64_t base;        /* where the tree begins in the file; -1: it is not in it */
	struct overlay_aim { /* of each fragment, by the paths of the merged tree */
		const struct node *content;
		const char *path;
	} * aims; /* NULL: it is the base */
	size_t naims;
	pthread_mutex_t *lock; /* held while its tree's origins are asked; or NULL */
};

struct overlay_origins {
	struct origins origins;
	const struct tree *merged;
	const struct overlay_layer *layers; /* the base first, then in their order */
	size_t n;
};

void overlay_origins_init(struct overlay_origins *o, const struct tree *merged,
	const struct overlay_layer *layers, size_t n);

#endif
