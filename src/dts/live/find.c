/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "dts/live/live.h"

enum { OWNERS_MAX = 64 }; /* of one label that are looked at; more than one is an error */

static uint32_t
depth_of(const struct live_node *n)
{
	uint32_t depth = 0;

	while ((n = n->parent))
		depth++;
	return depth;
}

/* Whether @a stands before @b in pre-order. */
static bool
is_before(const struct live_node *a, const struct live_node *b)
{
	uint32_t da = depth_of(a), db = depth_of(b), d;
	const struct live_node *n;

	for (d = da; d > db; d--)
		a = a->parent;
	for (d = db; d > da; d--)
		b = b->parent;
	if (a == b)
		return da < db;
	for (; a->parent != b->parent; a = a->parent)
		b = b->parent;
	for (n = a->next; n && n != b; n = n->next)
		;
	return n == b;
}

static struct live_node *
find_label(const struct live_tree *t, atom_t label)
{
	uint32_t i = map_get(&t->owners, label), seen = 0;
	const struct live_owner *o;
	struct live_node *best = NULL;

	if (i == MAP_ABSENT)
		return NULL;
	for (o = t->by_label[i]; o && seen < OWNERS_MAX; o = o->next, seen++) {
		if (o->label->deleted || (o->node->deleted && o->node->parent))
			continue;
		if (!best || is_before(o->node, best))
			best = o->node;
	}
	return best;
}

struct live_node *
live_find_path(const struct live_tree *t, struct live_node *from, const char *path)
{
	const char *slash;
	atom_t name;

	while (from) {
		if (!*path)
			return from->deleted ? NULL : from;
		path += strspn(path, "/");
		slash = strchr(path, '/');
		name = intern_find(
			t->names, path, slash ? (size_t)(slash - path) : strlen(path));
		if (name == ATOM_NONE)
			return NULL;
		from = live_child(t, from, name);
		if (!slash)
			return from;
		path = slash + 1;
	}
	return NULL;
}

struct live_node *
live_find(const struct live_tree *t, atom_t ref)
{
	const char *s = live_name(t, ref), *slash;
	atom_t label;

	if (!t->root)
		return NULL;
	if (*s == '/')
		return s[1] ? live_find_path(t, t->root, s) : t->root;
	slash = strchr(s, '/');
	if (!slash)
		return find_label(t, ref);
	label = intern_find(t->names, s, (size_t)(slash - s));
	if (label == ATOM_NONE)
		return NULL;
	return live_find_path(t, find_label(t, label), slash + 1);
}

static uint32_t
path_length(const struct live_tree *t, const struct live_node *n)
{
	uint32_t len = 0;

	if (!n->parent)
		return 1;
	for (; n->parent; n = n->parent)
		len += (uint32_t)strlen(live_name(t, n->name)) + 1;
	return len;
}

/* Fills the @len bytes at @path. */
static void
write_path(const struct live_tree *t, const struct live_node *n, char *path, uint32_t len)
{
	const char *name;
	uint32_t k;

	path[0] = '/';
	for (; n->parent; n = n->parent) {
		name = live_name(t, n->name);
		k = (uint32_t)strlen(name);
		memcpy(path + len - k, name, k);
		len -= k + 1;
		path[len] = '/';
	}
}

char *
live_path(const struct live_tree *t, const struct live_node *n, struct arena *a)
{
	uint32_t len = path_length(t, n);
	char *path = arena_take(a, len + 1);

	path[len] = '\0';
	write_path(t, n, path, len);
	return path;
}

void
live_path_add(const struct live_tree *t, const struct live_node *n, struct buf *to)
{
	static const char room[64];
	uint32_t len = path_length(t, n), left, k;

	for (left = len; left; left -= k) {
		k = left < sizeof(room) ? left : (uint32_t)sizeof(room);
		buf_add(to, room, k);
	}
	write_path(t, n, to->s + to->n - len, len);
}
