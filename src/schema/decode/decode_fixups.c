/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where an overlay, or an example of a binding, holds phandles that are not resolved
 * yet: `__fixups__` and `__local_fixups__` name the places.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "schema/decode/decode.h"
#include "schema/program/keywords.h"
#include "tree/value.h"

static uint64_t
place_key(const char *path, const char *property, const char *offset)
{
	struct hash_run h = hash_begin(&hash_process);

	hash_data(&h, path, strlen(path));
	hash_data(&h, property, strlen(property));
	hash_data(&h, offset, strlen(offset));
	return hash_end(h);
}

static void
add_place(struct decoder *d, const char *path, const char *property, const char *offset)
{
	map_put(&d->fixups, &d->arena, place_key(path, property, offset), 1);
}

/* "path:property:offset", each in a list of strings. */
static void
add_fixups(struct decoder *d, const struct node *n)
{
	char *text, *property, *offset;

	node_for_each_prop (d->tree, n, p) {
		prop_for_each_string(p, s)
		{
			text = arena_strdup(&d->arena, s);
			offset = strrchr(text, ':');
			if (!offset)
				continue;
			*offset++ = '\0';
			property = strrchr(text, ':');
			if (!property)
				continue;
			*property++ = '\0';
			add_place(d, text, property, offset);
		}
	}
}

/* The same paths again below the node, with the offsets as cells. */
static void
add_local_fixups(struct decoder *d, const struct node *top)
{
	const struct tree *t = d->tree;
	size_t skip = strlen(node_path(t, top, &d->arena));
	const struct node *n;
	char offset[16], *path;
	uint32_t i;

	for (n = top; n < t->nodes + top->end; n++) {
		path = node_path(t, n, &d->arena) + skip;
		node_for_each_prop (t, n, p) {
			for (i = 0; i < prop_ncells(p); i++) {
				snprintf(offset, sizeof(offset), "%" PRIu32,
					prop_cell(p, i));
				add_place(d, path, prop_name(t, p), offset);
			}
		}
	}
}

void
decode_fixups(struct decoder *d)
{
	tree_for_each_node (d->tree, n) {
		const char *name = node_name(d->tree, n);

		if (name[0] != '_')
			continue;
		if (!strcmp(name, "__fixups__"))
			add_fixups(d, n);
		else if (!strcmp(name, "__local_fixups__"))
			add_local_fixups(d, n);
	}
}

bool
decode_is_fixup(struct decoder *d, uint32_t node, uint32_t name, uint32_t cell)
{
	const char *path;
	char offset[16];

	if (!d->fixups.count)
		return false;
	path = node_path(d->tree, &d->tree->nodes[node], &d->arena);
	snprintf(offset, sizeof(offset), "%" PRIu64, (uint64_t)cell * 4);
	return map_get(&d->fixups,
		       place_key(node ? path : "", machine_text(d->m, name), offset))
	       != MAP_ABSENT;
}
