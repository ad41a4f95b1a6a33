/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tree of a running Linux: /proc/device-tree. */
#include "tree/directory.h"
#include "base/io.h"

#include <string.h>

#include "input/reader.h"

static bool
takes_path(const char *path)
{
	return strcmp(path, "-") != 0 && io_is_directory(path);
}

static bool
read_directory(struct reading *r, const struct content *c, struct fault *f)
{
	struct content made = *c;
	struct bytes blob;

	if (!tree_read_directory(c->file, &blob, f))
		return false;
	made.data = blob.data;
	made.n = made.size = blob.n;
	input_unit(r, &made, NULL);
	bytes_free(&blob);
	return true;
}

const struct input_reader input_reader_directory = {
	.name = "a directory as Linux shows a tree",
	.takes_path = takes_path,
	.read = read_directory,
	.sealed = "is the tree of a running guest, to be mended where it is made",
};
