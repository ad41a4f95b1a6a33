/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "tree/overlay.h"

/* The layer's node at a path of the merged tree, or NULL. */
static const struct node *
find(const struct overlay_layer *l, const char *path)
{
	const struct node *n;
	const char *rest;
	size_t i;

	if (!l->aims)
		return overlay_descend(l->tree, l->tree->nodes, path);
	for (i = 0; i < l->naims; i++) {
		rest = overlay_path_below(path, l->aims[i].path);
		n = rest ? overlay_descend(l->tree, l->aims[i].content, rest) : NULL;
		if (n)
			return n;
	}
	return NULL;
}

static const struct prop *
find_prop(const struct overlay_layer *l, const char *path, const char *name)
{
	const struct node *n = find(l, path);

	if (n)
		node_for_each_prop (l->tree, n, p)
			if (!strcmp(prop_name(l->tree, p), name))
				return p;
	return NULL;
}

/* Which layer a node was made by, or a property's value given by: an index. */
static size_t
overlay_layer_of_node(const struct overlay_origins *o, uint32_t node, struct arena *a)
{
	const char *path = node_path(o->merged, &o->merged->nodes[node], a);
	size_t i;

	for (i = 0; i < o->n; i++)
		if (find(&o->layers[i], path))
			return i;
	return 0;
}

static void
lock(const struct overlay_layer *l)
{
	if (l->lock)
		pthread_mutex_lock(l->lock);
}

static void
unlock(const struct overlay_layer *l)
{
	if (l->lock)
		pthread_mutex_unlock(l->lock);
}

/* By bytes, where the layer has no origins of its own. */
static void
put_bytes(const struct overlay_layer *l, uint32_t offset, uint32_t length,
	struct origin *out)
{
	out->place.file = l->file;
	if (l->base < 0 || l->tree->origins)
		return;
	out->place.offset = l->base + offset;
	out->place.length = length;
}

static void
node(const struct origins *base, uint32_t id, struct arena *a, struct origin *out)
{
	const struct overlay_origins *o =
		(const struct overlay_origins *)(const void *)base;
	const struct overlay_layer *l = &o->layers[overlay_layer_of_node(o, id, a)];
	const struct node *n = find(l, node_path(o->merged, &o->merged->nodes[id], a));

	if (n && l->tree->origins) {
		lock(l);
		l->tree->origins->node(l->tree->origins, node_id(l->tree, n), a, out);
		unlock(l);
	}
	if (n && !out->place.line)
		put_bytes(l, n->offset, 0, out);
}

static void
value(const struct origins *base, uint32_t id, uint32_t offset, uint32_t length,
	struct arena *a, struct origin *out)
{
	const struct overlay_origins *o =
		(const struct overlay_origins *)(const void *)base;
	const struct prop *merged = &o->merged->props[id], *p = NULL;
	const char *path = node_path(o->merged, &o->merged->nodes[merged->node], a);
	const struct overlay_layer *l = NULL;
	const struct origins *own;
	size_t i;

	/* the last one that gives it */
	for (i = o->n; i-- > 0 && !p;)
		p = find_prop(l = &o->layers[i], path, prop_name(o->merged, merged));
	if (!p) {
		node(base, merged->node, a, out);
		return;
	}
	own = l->tree->origins;
	if (offset >= p->len || (length && length > p->len - offset))
		offset = length = 0;
	lock(l);
	if (own && length)
		own->value(own, (uint32_t)(p - l->tree->props), offset, length, a, out);
	else if (own)
		own->prop(own, (uint32_t)(p - l->tree->props), a, out);
	unlock(l);
	if (!out->place.line)
		put_bytes(l, p->offset + offset, length ? length : p->len, out);
}

static void
prop(const struct origins *base, uint32_t id, struct arena *a, struct origin *out)
{
	value(base, id, 0, 0, a, out);
}

void
overlay_origins_init(struct overlay_origins *o, const struct tree *merged,
	const struct overlay_layer *layers, size_t n)
{
	*o = (struct overlay_origins){ { node, prop, value, NULL }, merged, layers, n };
}
