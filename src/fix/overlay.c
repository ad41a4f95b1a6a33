/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "fix/fix.h"

/* What dtc takes in a reference by path (dtc-lexer.l, PATHCHAR). */
static bool
is_reference(const char *path)
{
	return !path[strspn(path, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "0123456789,._+*#?@-/")];
}

bool
fixes_overlay(
	const struct fixes *fixes, const char *file, struct buf *out, struct fault *f)
{
	const char *base = strrchr(file, '/'), *node = NULL;
	size_t i;

	for (i = 0; i < fixes->n; i++) {
		const struct diag_fix *fix = fixes->v[i];

		if (fix->remove)
			return fault_set(f,
				"'%s' is to be removed from '%s', which no overlay can do",
				fix->property, fix->node);
		if (!is_reference(fix->node))
			return fault_set(f,
				"'%s' has characters that no reference by path can have, so "
				"there can be no overlay for it",
				fix->node);
	}
	/* a comment would end at the first of these */
	file = strpbrk(file, "*\n\r") ? "a device tree" : base ? base + 1 : file;
	buf_printf(
		out, "/* What dtlint asks for in %s. */\n/dts-v1/;\n/plugin/;\n", file);
	for (i = 0; i < fixes->n; i++) {
		const struct diag_fix *fix = fixes->v[i];

		if (!node || strcmp(node, fix->node) != 0)
			buf_printf(out, "%s\n&{%s} {\n", node ? "};\n" : "", fix->node);
		node = fix->node;
		buf_printf(out, "\t%s;\n", fix->property);
	}
	if (node)
		buf_puts(out, "};\n");
	return true;
}
