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

/* Whether the target is a phandle that __local_fixups__ says is the overlay's own. */
static bool
is_local(const struct tree *t, const struct node *fixups, const struct node *fragment)
{
	const char *name = node_name(t, fragment);
	const struct node *of = fixups ? node_child(t, fixups, name, strlen(name)) : NULL;

	return of && prop_named(t, of, "target");
}

static void
read_fragments(struct overlay *o, struct arena *a)
{
	const struct tree *t = o->tree;
	const struct node *fixups = child(t, t->nodes, "__local_fixups__");
	size_t n = 0;

	node_for_each_child (t, t->nodes, c)
		n++;
	o->fragments = arena_array(a, struct overlay_fragment, n);
	node_for_each_child (t, t->nodes, c) {
		struct overlay_fragment f = { .node = c,
			.content = child(t, c, "__overlay__"),
			.target = prop_named(t, c, "target"),
			.path_prop = prop_named(t, c, "target-path") };

		f.local = f.target && f.target->len == 4 && is_local(t, fixups, c);
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

	return path && *path == '/' ? tree_find(base, path) : NULL;
}

const struct node *
overlay_target(const struct overlay_fragment *f, const struct tree *base)
{
	if (f->label)
		return overlay_symbol(base, f->label);
	if (f->local)
		return NULL;
	if (f->target && f->target->len == 4 && prop_cell(f->target, 0) != UINT32_MAX)
		return tree_phandle(base, prop_cell(f->target, 0));
	return f->path && *f->path == '/' ? tree_find(base, f->path) : NULL;
}

const char *
overlay_path_below(const char *path, const char *above)
{
	size_t n = strcmp(above, "/") ? strlen(above) : 0;

	if (strncmp(path, above, n) != 0 || (path[n] && path[n] != '/'))
		return NULL;
	return path[n] ? path + n + 1 : "";
}

/* The path that a node of a fragment's content has in the merged tree, or NULL. */
static const char *
path_of_content(const struct overlay *o, const struct node *n, const char *const *paths,
	size_t known, struct arena *a)
{
	const struct tree *t = o->tree;
	const char *full;
	size_t i;

	for (i = 0; i < known; i++) {
		const struct node *c = o->fragments[i].content;

		if (!paths[i] || !c || n < c || node_id(t, n) >= c->end)
			continue;
		full = overlay_path_below(node_path(t, n, a), node_path(t, c, a));
		if (!*full)
			return paths[i];
		return arena_printf(
			a, "%s/%s", strcmp(paths[i], "/") ? paths[i] : "", full);
	}
	return NULL;
}

/* Whether one of the fragments before, whose targets are known, brings the path. */
static bool
is_brought(
	const struct overlay *o, const char *path, const char *const *paths, size_t known)
{
	const char *rest;
	size_t i;

	for (i = 0; i < known; i++) {
		rest = paths[i] && o->fragments[i].content
			       ? overlay_path_below(path, paths[i])
			       : NULL;
		if (rest && overlay_descend(o->tree, o->fragments[i].content, rest))
			return true;
	}
	return false;
}

const char **
overlay_target_paths(const struct overlay *o, const struct tree *base, struct arena *a)
{
	const char **paths = arena_array(a, const char *, o->nfragments);
	size_t i;

	for (i = 0; i < o->nfragments; i++) {
		const struct overlay_fragment *f = &o->fragments[i];
		const struct node *to = overlay_target(f, base);

		if (to)
			paths[i] = node_path(base, to, a);
		else if (f->local
			 && (to = tree_phandle(o->tree, prop_cell(f->target, 0))))
			paths[i] = path_of_content(o, to, paths, i, a);
		else if (!f->target && f->path && is_brought(o, f->path, paths, i))
			paths[i] = f->path;
	}
	return paths;
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
