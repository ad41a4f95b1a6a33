/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A flattened device tree. */
#include <libfdt.h>

#include "input/reader.h"

static bool
takes(const struct content *c)
{
	return c->n >= 4 && fdt_magic(c->data) == FDT_MAGIC;
}

static bool
read(struct reading *r, const struct content *c, struct fault *f)
{
	(void)f;
	input_unit(r, c, NULL);
	return true;
}

const struct input_reader input_reader_trees = {
	.name = "a flattened device tree",
	.suffixes = (const char *const[]){ ".dtb", ".dtbo", NULL },
	.takes = takes,
	.read = read,
};
