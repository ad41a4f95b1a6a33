/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Paths of a tree's nodes, kept longer than the tree is. */
#ifndef DTLINT_COMPARE_PATHS_H
#define DTLINT_COMPARE_PATHS_H

#include "tree/tree.h"

struct node_paths;

/* In @a; 16 bytes a node. */
const struct node_paths *node_paths_of(const struct tree *t, struct arena *a);

/* Whether the tree had a node of that path, which is clean (diag_clean()). */
bool node_paths_have(const struct node_paths *p, const char *path);

#endif
