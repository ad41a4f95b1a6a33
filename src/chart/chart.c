/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "chart/gather.h"
#include "tree/names.h"
#include "tree/value.h"

enum { PATHS_MIN = 1 << 20, PATHS_TIMES = 4 };

const char *
gather_path(struct gather *g, const struct node *n)
{
	const struct tree *t = g->l->tree;
	const char **path = &g->paths[node_id(t, n)], *whole;
	size_t len;

	if (*path)
		return *path;
	whole = node_path(t, n, g->l->scratch);
	len = strlen(whole);
	if (len <= g->room) {
		g->room -= len;
		*path = arena_strdup(g->l->arena, whole);
	} else {
		*path = arena_printf(g->l->arena, "…/%s", node_name(t, n));
	}
	arena_release(g->l->scratch, (void *)(uintptr_t)whole, len + 1);
	return *path;
}

const char *
gather_text(struct gather *g, const char *s)
{
	return s ? arena_strdup(g->l->arena, s) : NULL;
}

const char *
gather_compatible(struct gather *g, const struct node *n)
{
	const struct prop *p = node_prop(g->l->tree, n, NAME_compatible);

	return p ? gather_text(g, prop_next_string(p, NULL)) : NULL;
}

const struct chart *
chart_of(struct lint *l)
{
	struct chart *c = arena_new(l->arena, struct chart);
	struct gather g = { .l = l,
		.chart = c,
		.paths = arena_array(l->scratch, const char *, l->tree->nnodes),
		.room = PATHS_MIN + PATHS_TIMES * l->tree->blob_size };

	c->overlay = l->tree->overlay;
	c->nhosts = l->nhosts;
	if (!c->overlay)
		gather_addresses(&g);
	gather_interrupts(&g);
	gather_virtio(&g);
	return c;
}
