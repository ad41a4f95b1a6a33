/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Nodes as people name them on the command line. */
#ifndef DTLINT_CLI_NAMED_NODE_H
#define DTLINT_CLI_NAMED_NODE_H

#include "tree/tree.h"

/*
 * Finds a node by its path, an alias, or a name that only one node has, with or without
 * its unit address. False with the fault set where there is none, or more than one.
 */
bool named_node(const struct tree *t, const char *name, struct arena *a, struct fault *f,
	uint32_t *node);

#endif
