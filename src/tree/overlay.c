/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/overlay.h"

#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/search.h"
#include "tree/names.h"
#include "tree/value.h"

enum { ROOM = 65536 };

/* Bytes that are looked through for one overlay: some seconds at most. */
#define APPLY_MAX ((uint64_t)2000000000)

static const struct node *
child(const struct tree *t, const struct node *n, const char *name)
{
	return node_child(t, n, name, strlen(name));
}

static const struct prop *
find_prop(const struct tree *t, const struct node *n, const char *name, size_t len)
{
	/* by its atom, for which trees have an index where it is needed */
	atom_t atom = intern_find(t->names, name, len);

	return atom == ATOM_NONE ? NULL : node_prop(t, n, atom);
}

static const struct prop *
prop_named(const struct tree *t, const struct node *n, const char *name)
{
	return find_prop(t, n, name, strlen(name));
}

const struct node *
overlay_descend(const struct tree *t, const struct node *from, const char *path)
{
	size_t n;

	while (from && *path) {
		path += strspn(path, "/");
		n = strcspn(path, "/");
		if (n)
			from = node_child(t, from, path, n);
		path += n;
	}
	return from;
}

/* "PATH:PROPERTY:OFFSET", as overlay_fixup_phandle() of libfdt takes it apart. */
static void
read_fixup(
	const struct tree *t, const char *text, struct overlay_fixup *f, struct arena *a)
{
	const char *name = strchr(text, ':'),
		   *offset = name ? strchr(name + 1, ':') : NULL;
	unsigned long at;
	char *end;

	f->text = text;
	f->malformed = true;
	if (!offset || *text != '/' || name + 1 == offset)
		return;
	at = strtoul(offset + 1, &end, 10);
	if (end == offset + 1 || *end || at > UINT32_MAX - 4)
		return;
	f->offset = (uint32_t)at;
	f->node = overlay_descend(
		t, t->nodes, arena_strndup(a, text, (size_t)(name - text)));
	if (f->node)
		f->prop = find_prop(t, f->node, name + 1, (size_t)(offset - name - 1));
	f->malformed = f->prop && (at % 4 || at + 4 > f->prop->len);
}

static void
read_fixups(struct overlay *o, struct arena *a)
{
	const struct tree *t = o->tree;
	const struct node *list = child(t, t->nodes, "__fixups__");
	size_t n = 0;

	if (!list)
		return;
	node_for_each_prop (t, list, p)
		prop_for_each_string(p, s) n++;
	o->fixups = arena_array(a, struct overlay_fixup, n);
	node_for_each_prop (t, list, p)
		prop_for_each_string(p, s)
		{
			struct overlay_fixup *f = &o->fixups[o->nfixups++];

			f->entry = p;
			f->label = prop_name(t, p);
			read_fixup(t, s, f, a);
		}
}

static void
read_fragments(struct overlay *o, struct arena *a)
{
	const struct tree *t = o->tree;
	size_t n = 0;

	node_for_each_child (t, t->nodes, c)
		n++;
	o->fragments = arena_array(a, struct overlay_fragment, n);
	node_for_each_child (t, t->nodes, c) {
		struct overlay_fragment f = { .node = c,
			.content = child(t, c, "__overlay__"),
			.target = prop_named(t, c, "target"),
			.path_prop = prop_named(t, c, "target-path") };

		if (f.path_prop)
			f.path = prop_next_string(f.path_prop, NULL);
		if (f.content || f.target || f.path_prop)
			o->fragments[o->nfragments++] = f;
	}
}

void
overlay_read(struct overlay *o, const struct tree *t, struct arena *a)
{
	size_t i, k;

	*o = (struct overlay){ .tree = t };
	read_fragments(o, a);
	read_fixups(o, a);
	for (i = 0; i < o->nfixups; i++) {
		const struct overlay_fixup *f = &o->fixups[i];

		if (!f->prop || f->malformed)
			continue;
		/* fragments are in the order of their nodes */
		k = search_first(o->nfragments, at, o->fragments[at].node < f->node);
		if (k < o->nfragments && o->fragments[k].target == f->prop)
			o->fragments[k].label = f->label;
	}
}

const struct prop *
overlay_symbol_entry(const struct tree *base, const char *label)
{
	const struct node *symbols = child(base, base->nodes, "__symbols__");

	return symbols ? prop_named(base, symbols, label) : NULL;
}

const struct node *
overlay_symbol(const struct tree *base, const char *label)
{
	const struct prop *p = overlay_symbol_entry(base, label);
	const char *path = p ? prop_next_string(p, NULL) : NULL;

	return path && *path == '/' ? overlay_descend(base, base->nodes, path) : NULL;
}

const struct node *
overlay_target(const struct overlay *o, const struct overlay_fragment *f,
	const struct tree *base)
{
	(void)o;
	if (f->label)
		return overlay_symbol(base, f->label);
	if (f->target && f->target->len == 4 && prop_cell(f->target, 0) != UINT32_MAX)
		return tree_phandle(base, prop_cell(f->target, 0));
	return f->path && *f->path == '/' ? overlay_descend(base, base->nodes, f->path)
					  : NULL;
}

bool
overlay_is_too_much(const struct overlay *o, size_t n, size_t m)
{
	const struct tree *t = o->tree;
	/* each of these makes libfdt look through, or move, about a tree */
	uint64_t steps = (uint64_t)o->nfixups + t->nnodes + t->nprops / 8;

	return steps * (n + m) > APPLY_MAX;
}

/* A copy of a tree with room behind it, as fdt_open_into() makes it. */
static int
copy_of(const uint8_t *tree, size_t room, uint8_t **out)
{
	int err;

	*out = calloc(1, room);
	if (!*out)
		fatal("out of memory: %zu bytes wanted", room);
	if ((err = fdt_open_into(tree, *out, (int)room))) {
		free(*out);
		*out = NULL;
	}
	return err;
}

/* Whether all offsets of one node's local fix-ups are within the values of @node. */
static bool
offsets_hold(const void *fdt, int fixups, int node)
{
	int p, i, n, len;
	const char *name;
	const fdt32_t *v;

	fdt_for_each_property_offset(p, fdt, fixups)
	{
		v = fdt_getprop_by_offset(fdt, p, &name, &n);
		if (!v || n % 4 || !fdt_getprop(fdt, node, name, &len))
			return false;
		for (i = 0; i < n / 4; i++)
			if (fdt32_ld(&v[i]) > (uint32_t)len
				|| (uint32_t)len - fdt32_ld(&v[i]) < 4)
				return false;
	}
	return true;
}

/*
 * Whether the local fix-ups lead to cells that are there: up to 1.7 libfdt reads and
 * writes wherever they say.
 */
static bool
local_fixups_hold(const void *fdt)
{
	int node[TREE_DEPTH_MAX + 2] = { 0 }, depth = 0;
	int at = fdt_path_offset(fdt, "/__local_fixups__");

	if (at < 0)
		return true;
	do {
		if (depth > TREE_DEPTH_MAX + 1)
			return false;
		if (depth)
			node[depth] = fdt_subnode_offset(
				fdt, node[depth - 1], fdt_get_name(fdt, at, NULL));
		if (node[depth] < 0 || !offsets_hold(fdt, at, node[depth]))
			return false;
		at = fdt_next_node(fdt, at, &depth);
	} while (at >= 0 && depth > 0);
	return true;
}

int
overlay_apply(const uint8_t *base, size_t n, const uint8_t *overlay, size_t m,
	struct bytes *out)
{
	/* paths of symbols may grow; nothing else needs more than both trees */
	size_t room = n + m + ROOM, most = 8 * room;
	uint8_t *merged, *copy;
	int err;

	if (!local_fixups_hold(overlay))
		return -FDT_ERR_BADOVERLAY;
	for (;; room *= 2) {
		if (room > most || room > INT32_MAX)
			return -FDT_ERR_NOSPACE;
		if ((err = copy_of(base, room, &merged)))
			return err;
		if ((err = copy_of(overlay, m + ROOM, &copy))) {
			free(merged);
			return err;
		}
		err = fdt_overlay_apply(merged, copy);
		free(copy);
		if (!err)
			break;
		free(merged);
		if (err != -FDT_ERR_NOSPACE)
			return err;
	}
	fdt_pack(merged);
	*out = (struct bytes){ merged, fdt_totalsize(merged) };
	return 0;
}
