/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree/tree.h"

#include <string.h>

#include "tree/names.h"

/* Nodes with more properties than this are indexed when they are first asked for one. */
enum { PROPS_FEW = 64 };

bool
node_is_generated(const struct node *n)
{
	return n->depth == 1
	       && (n->name == NAME_symbols || n->name == NAME_fixups
		       || n->name == NAME_local_fixups || n->name == NAME_overrides);
}

static uint64_t
prop_key(uint32_t node, atom_t name)
{
	return (uint64_t)node << 32 | name;
}

static void
index_many(struct tree *t)
{
	tree_for_each_node (t, with)
		if (with->nprops > PROPS_FEW)
			node_for_each_prop (t, with, p)
				map_put(&t->many, &t->arena, prop_key(p->node, p->name),
					(uint32_t)(p - t->props));
}

static const struct prop *
find_among_many(const struct tree *t, const struct node *n, atom_t name)
{
	uint32_t id;

	if (!t->many.cap)
		index_many((struct tree *)(uintptr_t)t);
	id = map_get(&t->many, prop_key(node_id(t, n), name));
	return id == MAP_ABSENT ? NULL : &t->props[id];
}

const struct prop *
node_prop(const struct tree *t, const struct node *n, atom_t name)
{
	if (n->nprops > PROPS_FEW)
		return find_among_many(t, n, name);
	node_for_each_prop (t, n, p)
		if (p->name == name)
			return p;
	return NULL;
}

char *
node_path(const struct tree *t, const struct node *n, struct arena *a)
{
	const struct node *up;
	size_t len = 0, part;
	char *path, *end;

	if (n->parent == NODE_NONE)
		return arena_strdup(a, "/");
	for (up = n; up->parent != NODE_NONE; up = node_parent(t, up))
		len += 1 + strlen(node_name(t, up));
	path = arena_alloc(a, len + 1);
	end = path + len;
	for (up = n; up->parent != NODE_NONE; up = node_parent(t, up)) {
		part = strlen(node_name(t, up));
		end -= part;
		memcpy(end, node_name(t, up), part);
		*--end = '/';
	}
	return path;
}

static uint64_t
child_key(uint32_t parent, atom_t name)
{
	return (uint64_t)parent << 32 | name;
}

static void
index_children(struct tree *t)
{
	tree_for_each_node (t, n)
		if (n->parent != NODE_NONE)
			map_put(&t->children, &t->arena, child_key(n->parent, n->name),
				node_id(t, n));
}

const struct node *
node_child(const struct tree *t, const struct node *parent, const char *name, size_t n)
{
	struct tree *mine = (struct tree *)(uintptr_t)t;
	atom_t atom = intern_find(t->names, name, n);
	uint32_t id;

	if (atom == ATOM_NONE)
		return NULL;
	/* an index pays off once the look-ups have passed over as many nodes as it holds */
	if (!t->children.cap && t->scanned <= t->nnodes) {
		node_for_each_child (t, parent, child) {
			mine->scanned++;
			if (child->name == atom)
				return child;
		}
		return NULL;
	}
	if (!t->children.cap)
		index_children(mine);
	id = map_get(&t->children, child_key(node_id(t, parent), atom));
	return id == MAP_ABSENT ? NULL : &t->nodes[id];
}

static void
index_bases(struct tree *t)
{
	tree_for_each_node (t, n) {
		uint64_t key = child_key(n->parent, n->base_name);
		uint32_t id = node_id(t, n);

		if (n->parent != NODE_NONE
			&& map_put(&t->bases, &t->arena, key, id) != id)
			map_put(&t->repeated, &t->arena, key, id);
	}
}

/* The only child of that base name, or NULL. */
static const struct node *
child_by_base_name(
	const struct tree *t, const struct node *parent, const char *name, size_t n)
{
	struct tree *mine = (struct tree *)(uintptr_t)t;
	atom_t atom = intern_find(t->names, name, n);
	uint64_t key = child_key(node_id(t, parent), atom);
	const struct node *found = NULL;
	uint32_t id;

	if (atom == ATOM_NONE || memchr(name, '@', n))
		return NULL;
	if (!t->bases.cap && t->scanned <= t->nnodes) {
		node_for_each_child (t, parent, child) {
			mine->scanned++;
			if (child->base_name != atom)
				continue;
			if (found)
				return NULL;
			found = child;
		}
		return found;
	}
	if (!t->bases.cap)
		index_bases(mine);
	id = map_get(&t->bases, key);
	if (id == MAP_ABSENT || map_get(&t->repeated, key) != MAP_ABSENT)
		return NULL;
	return &t->nodes[id];
}

bool
tree_is_ambiguous(struct tree *t)
{
	if (!t->bases.cap)
		index_bases(t);
	tree_for_each_node (t, n)
		if (t->repeated.count && !n->unit && n->parent != NODE_NONE
			&& map_get(&t->repeated, child_key(n->parent, n->base_name))
				   != MAP_ABSENT)
			return true;
	return false;
}

void
tree_share(struct tree *t)
{
	if (t->nnodes < 2)
		return;
	index_children(t);
	index_bases(t);
	index_many(t);
}

const struct node *
tree_find(const struct tree *t, const char *path)
{
	const struct node *n = t->nodes, *next;
	size_t len;

	if (*path != '/')
		return NULL;
	while (n && *(path += strspn(path, "/"))) {
		len = strcspn(path, "/");
		next = node_child(t, n, path, len);
		n = next ? next : child_by_base_name(t, n, path, len);
		path += len;
	}
	return n;
}

const struct node *
tree_phandle(const struct tree *t, uint32_t phandle)
{
	uint32_t id = phandle ? map_get(&t->phandles, phandle) : MAP_ABSENT;

	return id == MAP_ABSENT ? NULL : &t->nodes[id];
}

uint32_t
tree_largest_phandle(const struct tree *t)
{
	uint32_t largest = 0;

	tree_for_each_node (t, n)
		if (n->phandle != UINT32_MAX && n->phandle > largest)
			largest = n->phandle;
	return largest;
}
