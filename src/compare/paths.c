/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/paths.h"

#include <string.h>

#include "diag/diag.h"

struct node_paths {
	struct map by_path;
};

static uint64_t
key_below(uint64_t parent, const char *name, size_t n)
{
	return hash_number(parent + hash_long(name, n));
}

const struct node_paths *
node_paths_of(const struct tree *t, struct arena *a)
{
	struct node_paths *p = arena_new(a, struct node_paths);
	struct arena scratch = { 0 };
	uint64_t *keys = arena_array(&scratch, uint64_t, t->nnodes);

	map_reserve(&p->by_path, a, t->nnodes);
	for (uint32_t i = 1; i < t->nnodes; i++) {
		const struct node *n = &t->nodes[i];
		const char *name = diag_clean(&scratch, node_name(t, n));

		keys[i] = key_below(keys[n->parent], name, strlen(name));
		map_put(&p->by_path, a, keys[i], 0);
	}
	arena_free(&scratch);
	return p;
}

bool
node_paths_have(const struct node_paths *p, const char *path)
{
	uint64_t key = 0;
	size_t n;

	for (path += *path == '/'; *path; path += n + (path[n] == '/')) {
		n = strcspn(path, "/");
		key = key_below(key, path, n);
	}
	return !key || map_get(&p->by_path, key) != MAP_ABSENT;
}
