/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * overlay_map.dtb of the Raspberry Pi's firmware: a tree in form alone. Each node is an
 * overlay; a property bcm2711 says that it is for that chip, its value which overlay is to
 * be taken there in place of it, if another; `renamed` and `deprecated` say what became
 * of it.
 */
#include <string.h>

#include "input/container/container.h"
#include "rules/container.h"
#include "tree/tree.h"
#include "tree/value.h"

static bool
is_of_map(const char *name)
{
	return !strncmp(name, "bcm", 3) || !strcmp(name, "renamed")
	       || !strcmp(name, "deprecated");
}

static bool
is_map(const struct tree *t)
{
	if (t->nodes[0].nprops || t->nnodes < 2)
		return false;
	for (uint32_t i = 1; i < t->nnodes; i++)
		if (t->nodes[i].depth != 1)
			return false;
	for (uint32_t i = 0; i < t->nprops; i++)
		if (!is_of_map(intern_str(t->names, t->props[i].name)))
			return false;
	return t->nprops > 0;
}

/* What is worth to be loaded: no map has a compatible. */
static bool
may_be_map(const struct content *c)
{
	uint32_t at, n;

	if (c->n < TREE_HEADER || tree_magic(c->data) != TREE_MAGIC
		|| tree_version(c->data) < 17)
		return false;
	at = tree_off_dt_strings(c->data);
	n = tree_size_dt_strings(c->data);
	if (at > c->n || n > c->n - at || n > 4096)
		return false;
	for (uint32_t i = 0; i < n;
		i += (uint32_t)strnlen((const char *)c->data + at + i, n - i) + 1)
		if (!is_of_map((const char *)c->data + at + i))
			return false;
	return n > 0;
}

static bool
takes(const struct content *c)
{
	return may_be_map(c);
}

static void
check(struct reading *r, const struct content *c, const struct tree *t)
{
	for (uint32_t i = 0; i < t->nprops; i++) {
		const struct prop *p = &t->props[i];
		const char *name = prop_name(t, p), *to = prop_next_string(p, NULL);
		const struct node *n = &t->nodes[p->node];

		if (!to || !*to || !strcmp(name, "deprecated")
			|| node_child(t, &t->nodes[0], to, strlen(to)))
			continue;
		input_finding(r, c, NULL, container_rule(CONTAINER_OVERLAY_MAP),
			LEVEL_WARNING, p->offset, p->len,
			"%s of '%s' is '%s', which is no overlay in the map", name,
			node_name(t, n), to);
	}
}

static bool
read_overlay_map(struct reading *r, const struct content *c, struct fault *f)
{
	struct tree t = { 0 };
	struct fault own = FAULT_INIT(r->scratch);

	(void)f;
	if (!tree_load(&t, r->names, c->data, c->n, &own) || !is_map(&t)) {
		input_unit(r, c, NULL);
	} else {
		check(r, c, &t);
		r->met = true;
		if (r->on_skip)
			r->on_skip(r, c->name,
				arena_printf(r->arena,
					"is a map of %u overlays, of which only the names "
					"are looked at",
					t.nnodes - 1));
	}
	tree_free(&t);
	return true;
}

const struct input_reader input_reader_overlay_map = {
	.name = "a map of overlays",
	.takes = takes,
	.read = read_overlay_map,
};
