/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Compressed data, whatever they hold, and trees that were appended to them. */
#include "input/container/container.h"

static bool
takes(const struct content *c)
{
	return codec_of(c->data, c->n) != NULL;
}

/* Where a tree begins behind the first @used bytes; the end where none does. */
static size_t
appended_tree(const struct content *c, size_t used)
{
	while (used < c->n && c->data[used] == 0)
		used++;
	return c->n - used >= 4 && tree_magic(c->data + used) == TREE_MAGIC ? used : c->n;
}

static bool
read_packed(struct reading *r, const struct content *c, struct fault *f)
{
	struct bytes made;
	size_t used, at;

	(void)f;
	if (!input_unpack(r, c, NULL, codec_of(c->data, c->n), 0, c->n, &made, &used))
		return true;
	at = appended_tree(c, used);
	/* a kernel has no tree in it where one stands behind it */
	if (at == c->n || input_is_known(made.data, made.n))
		input_made(r, c, NULL, made.data, made.n);
	bytes_free(&made);
	if (at < c->n)
		input_part(r, c, "dtb", at, c->n - at);
	else
		trees_report_behind(r, c, used, true);
	return true;
}

const struct input_reader input_reader_packed = {
	.name = "compressed data",
	.takes = takes,
	.read = read_packed,
};
