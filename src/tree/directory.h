/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A tree as a running Linux shows it: a directory for each node, a file for each
 * property (/proc/device-tree, /sys/firmware/devicetree/base).
 */
#ifndef DTLINT_TREE_DIRECTORY_H
#define DTLINT_TREE_DIRECTORY_H

#include "base/io.h"

/* Whether the directory is the root of such a tree. */
bool tree_is_directory(const char *path);

/*
 * The tree as a flattened one, properties and nodes in the order of their names. The
 * `name` properties that Linux makes up are left out; phandles and all else stay. Links
 * are not followed but for @path itself.
 */
bool tree_read_directory(const char *path, struct bytes *out, struct fault *f);

#endif
