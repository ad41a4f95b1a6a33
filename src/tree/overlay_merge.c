/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What libfdt makes of a base and an overlay, without a blob: its fdt_overlay_apply() looks
 * through the whole blob for each label, target and phandle, where a tree has an index. New
 * properties and nodes come where libfdt puts them, in front of the others.
 */
#include <string.h>

#include "tree/names.h"
#include "tree/overlay.h"
#include "tree/value.h"

/* A property that is new, or has another value than in the base. */
struct edited_prop {
	struct prop prop;
	const struct prop *of; /* of the base, whose place it takes; NULL: it is new */
	struct edited_prop *next;
};

/* A node of the merged tree that the overlay touches. */
struct edit {
	const struct node *base; /* NULL: it is new, and `made` by the overlay */
	const struct node *made;
	atom_t name;
	struct edited_prop *props; /* the latest first */
	struct edit *children;     /* new ones, the latest first */
	struct edit *next;
	struct edit *up;
};

struct merge {
	const struct overlay *o;
	const struct tree *base;
	struct tree *out;
	struct arena *a; /* the merged tree's */
	uint8_t *data;   /* the overlay's blob, with phandles as they become */
	const uint8_t *blob;
	struct edit **of_base;   /* by node of the base */
	struct edit **of_made;   /* by node of the overlay, of its fragments' contents */
	uint32_t nnodes, nprops; /* that are new */
	struct tree_delta *delta;
};

static uint8_t *
cell_of(struct merge *m, const struct prop *p, uint32_t offset)
{
	return m->data + (p->data - m->blob) + offset;
}

static void
put_cell(uint8_t *at, uint32_t value)
{
	for (int i = 3; i >= 0; i--, value >>= 8)
		at[i] = (uint8_t)value;
}

static uint32_t
get_cell(const uint8_t *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8
	       | at[3];
}

/* Moves the overlay's own phandles behind the base's. */
static bool
move_phandles(struct merge *m, uint32_t by)
{
	const struct tree *t = m->o->tree;

	for (uint32_t i = 0; i < t->nprops; i++) {
		const struct prop *p = &t->props[i];
		uint64_t moved;

		if (p->name != NAME_phandle && p->name != NAME_linux_phandle)
			continue;
		/* one of 0 becomes the base's largest, which then stands for two nodes */
		if (p->len != 4 || !get_cell(cell_of(m, p, 0)))
			return false;
		moved = (uint64_t)get_cell(cell_of(m, p, 0)) + by;
		if (moved >= UINT32_MAX)
			return false;
		put_cell(cell_of(m, p, 0), (uint32_t)moved);
	}
	return true;
}

/* The cells of one node that __local_fixups__ says refer to the overlay's own nodes. */
static bool
move_references(
	struct merge *m, const struct node *fixups, const struct node *n, uint32_t by)
{
	const struct tree *t = m->o->tree;

	node_for_each_prop (t, fixups, list) {
		const struct prop *p = node_prop(t, n, list->name);

		if (!p || list->len % 4)
			return false;
		for (uint32_t i = 0; i < list->len / 4; i++) {
			uint32_t at = prop_cell(list, i);

			if (at > p->len || p->len - at < 4)
				return false;
			put_cell(cell_of(m, p, at), get_cell(cell_of(m, p, at)) + by);
		}
	}
	return true;
}

static bool
move_all_references(struct merge *m, uint32_t by)
{
	const struct tree *t = m->o->tree;
	const struct node *root = node_child(
		t, t->nodes, "__local_fixups__", strlen("__local_fixups__"));
	const struct node *at[TREE_DEPTH_MAX + 2];

	if (!root)
		return true;
	at[root->depth] = t->nodes;
	for (const struct node *n = root; n < t->nodes + root->end; n++) {
		const char *name = node_name(t, n);

		if (n != root)
			at[n->depth] = node_child(
				t, at[n->depth - 1], name, strlen(name));
		if (!at[n->depth] || !move_references(m, n, at[n->depth], by))
			return false;
	}
	return true;
}

/* Puts the phandles of the base's labels into the overlay. */
static bool
resolve_labels(struct merge *m)
{
	const struct node *to = NULL;

	for (size_t i = 0; i < m->o->nfixups; i++) {
		const struct overlay_fixup *f = &m->o->fixups[i];

		if (!f->prop || f->malformed)
			return false;
		if (!i || m->o->fixups[i - 1].entry != f->entry)
			to = overlay_symbol(m->base, f->label);
		if (!to || !to->phandle || to->phandle == UINT32_MAX)
			return false;
		put_cell(cell_of(m, f->prop, f->offset), to->phandle);
	}
	return true;
}

static struct edit *
edit_of(struct merge *m, const struct node *base)
{
	struct edit **e = &m->of_base[node_id(m->base, base)];

	if (!*e) {
		*e = arena_new(m->a, struct edit);
		**e = (struct edit){ .base = base, .name = base->name };
	}
	return *e;
}

/* Sets a property as fdt_setprop() does. */
static void
set_prop(struct merge *m, struct edit *e, const struct prop *p)
{
	const struct prop *of = e->base ? node_prop(m->base, e->base, p->name) : NULL;
	struct edited_prop *one;

	for (one = e->props; one && one->prop.name != p->name;)
		one = one->next;
	if (!one) {
		one = arena_new(m->a, struct edited_prop);
		one->next = e->props;
		one->of = of;
		e->props = one;
		m->nprops += !of;
	}
	one->prop = *p;
}

static atom_t
name_in(struct merge *m, const struct tree *t, atom_t name)
{
	const char *s = intern_str(t->names, name);

	return intern(m->out->names, s, strlen(s));
}

static void
set_props(struct merge *m, struct edit *e, const struct node *n)
{
	const struct tree *t = m->o->tree;

	node_for_each_prop (t, n, p) {
		struct prop copy = *p;

		copy.name = name_in(m, t, p->name);
		copy.data = cell_of(m, p, 0);
		set_prop(m, e, &copy);
	}
}

/* libfdt takes "uart" for "uart@1000", too; that is left to it. */
static bool
is_ambiguous(struct merge *m, const struct edit *up, const char *name, atom_t atom)
{
	if (strchr(name, '@'))
		return false;
	if (up->base)
		node_for_each_child (m->base, up->base, c)
			if (c->base_name == atom && c->unit)
				return true;
	for (const struct edit *e = up->children; e; e = e->next)
		if (!strncmp(intern_str(m->out->names, e->name), name, strlen(name))
			&& intern_str(m->out->names, e->name)[strlen(name)] == '@')
			return true;
	return false;
}

/* The subnode that a node of the overlay is merged into; NULL: that is left to libfdt. */
static struct edit *
subnode(struct merge *m, struct edit *up, const struct node *n)
{
	const char *name = node_name(m->o->tree, n);
	atom_t atom = intern(m->out->names, name, strlen(name));
	const struct node *base;
	struct edit *e;

	if (is_ambiguous(m, up, name, atom))
		return NULL;
	for (e = up->children; e; e = e->next)
		if (e->name == atom)
			return e;
	base = up->base ? node_child(m->base, up->base, name, strlen(name)) : NULL;
	if (base)
		return edit_of(m, base);
	e = arena_new(m->a, struct edit);
	*e = (struct edit){ .made = n, .name = atom, .next = up->children, .up = up };
	up->children = e;
	m->nnodes++;
	return e;
}

/* Merges the content of a fragment into a node of the base. */
static bool
merge_fragment(struct merge *m, const struct overlay_fragment *f)
{
	const struct tree *t = m->o->tree;
	const struct node *to = overlay_target(f, m->base);
	uint32_t first = node_id(t, f->content);

	/* the same phandle twice, or a path that libfdt may find something else by */
	if (!to || node_has(t, f->content, NAME_phandle)
		|| node_has(t, f->content, NAME_linux_phandle))
		return false;
	if (!f->label
		&& (!f->path || f->target || (m->nnodes && strcmp(f->path, "/"))
			|| strcmp(node_path(m->base, to, m->a), f->path) != 0))
		return false;
	for (uint32_t i = first; i < f->content->end; i++) {
		const struct node *n = &t->nodes[i];
		struct edit *up = i == first ? NULL : m->of_made[n->parent];
		struct edit *e = up ? subnode(m, up, n) : edit_of(m, to);

		if (!e)
			return false;
		m->of_made[i] = e;
		set_props(m, e, n);
	}
	return true;
}

/* The path that a label of the overlay stands for in the merged tree; NULL: none. */
static bool
read_symbol(struct merge *m, const char *path, const char **out)
{
	static const char in[] = "/__overlay__/";
	const char *s = strchr(path + 1, '/'), *rest;
	const struct node *to;
	size_t i, n;

	*out = NULL;
	if (*path != '/')
		return false;
	if (!s || strncmp(s, in, strlen(in)) != 0)
		return !s || strcmp(s, "/__overlay__") != 0;
	rest = s + strlen(in);
	n = (size_t)(s - path) - 1;
	for (i = 0; i < m->o->nfragments; i++) {
		const struct overlay_fragment *f = &m->o->fragments[i];
		const char *name = node_name(m->o->tree, f->node), *target;

		if (strlen(name) != n || strncmp(name, path + 1, n) != 0)
			continue;
		to = f->content && *rest ? overlay_target(f, m->base) : NULL;
		if (!to)
			return false;
		target = node_path(m->base, to, m->a);
		*out = arena_printf(
			m->a, "%s/%s", strcmp(target, "/") ? target : "", rest);
		return true;
	}
	return false;
}

static bool
merge_symbols(struct merge *m)
{
	const struct tree *t = m->o->tree;
	const struct node *list = node_child(t, t->nodes, "__symbols__", 11);
	struct edit *symbols;

	if (!list)
		return true;
	/* where there are none in the base they are a new node, as any other */
	symbols = subnode(m, edit_of(m, m->base->nodes), list);
	if (!symbols)
		return false;
	node_for_each_prop (t, list, p) {
		const char *path = prop_next_string(p, NULL), *to;
		struct prop made = *p;

		if (!path || strlen(path) + 1 != p->len || !read_symbol(m, path, &to))
			return false;
		if (!to)
			continue;
		made.name = name_in(m, t, p->name);
		made.data = (const uint8_t *)to;
		made.len = (uint32_t)strlen(to) + 1;
		set_prop(m, symbols, &made);
	}
	return true;
}

/* What a property says of its node, as tree_load() takes it. */
static bool
note(struct node *n, const struct prop *p)
{
	uint8_t *cells = p->name == NAME_address_cells ? &n->address_cells
			 : p->name == NAME_size_cells  ? &n->size_cells
						       : NULL;

	if (p->len != 4)
		return true;
	if (cells && prop_cell(p, 0) > TREE_CELLS_MAX)
		return false;
	if (cells)
		*cells = (uint8_t)prop_cell(p, 0);
	if (p->name == NAME_phandle || (p->name == NAME_linux_phandle && !n->phandle))
		n->phandle = prop_cell(p, 0);
	return true;
}

static bool
put_prop(struct tree *t, const struct prop *p)
{
	struct prop *to = &t->props[t->nprops++];
	struct node *n = &t->nodes[t->nnodes - 1];

	*to = *p;
	to->node = t->nnodes - 1;
	n->nprops++;
	return note(n, to);
}

/* The properties of a node that is edited: new ones, then the base's. */
static bool
put_props(const struct merge *m, const struct edit *e)
{
	struct tree *t = m->out;
	const struct edited_prop *one;
	bool ok = true;

	for (one = e->props; one; one = one->next)
		if (!one->of)
			ok = put_prop(t, &one->prop) && ok;
	if (!e->base)
		return ok;
	node_for_each_prop (m->base, e->base, p) {
		for (one = e->props; one && one->of != p;)
			one = one->next;
		ok = put_prop(t, one ? &one->prop : p) && ok;
	}
	return ok;
}

/* A node at the end, as its own properties will have it. */
static struct node *
put_node(struct tree *t, const struct node *like)
{
	struct node *n = &t->nodes[t->nnodes++];

	*n = *like;
	n->first_prop = t->nprops;
	n->first_child = n->next_sibling = NODE_NONE;
	n->end = t->nnodes;
	return n;
}

static bool
put_edited(const struct merge *m, const struct edit *e, uint32_t depth)
{
	struct tree *t = m->out;
	struct node *n = put_node(t, e->base ? e->base : e->made);
	const char *name = intern_str(t->names, e->name), *at = strchr(name, '@');

	if (depth > TREE_DEPTH_MAX)
		return false;
	m->delta->from[t->nnodes - 1] = e->base ? node_id(m->base, e->base) : NODE_NONE;
	m->delta->set[t->nnodes - 1] = !e->base || e->props;
	n->depth = (uint16_t)depth;
	n->name = e->name;
	n->unit = at ? (uint32_t)(at + 1 - name) : 0;
	n->base_name = at ? intern(t->names, name, (size_t)(at - name)) : e->name;
	n->phandle = 0;
	n->nprops = 0;
	n->address_cells = 2;
	n->size_cells = 1;
	t->overlay |= n->name == NAME_overlay;
	t->has_fixups |= depth == 1
			 && (n->name == NAME_fixups || n->name == NAME_local_fixups);
	return put_props(m, e);
}

/* All that is new below a node, the latest first; none has a node of the base below it. */
static bool
put_new(const struct merge *m, const struct edit *top, uint32_t depth)
{
	const struct edit *e = top->children;

	while (e) {
		if (!put_edited(m, e, ++depth))
			return false;
		if (e->children) {
			e = e->children;
			continue;
		}
		for (; e != top && !e->next; e = e->up)
			depth--;
		depth--;
		e = e == top ? NULL : e->next;
	}
	return true;
}

/* Nodes of the base that follow each other, none of which is edited. */
static void
put_as_they_are(const struct merge *m, uint32_t from, uint32_t n)
{
	const struct node *first = &m->base->nodes[from], *last = first + n - 1;
	uint32_t nprops = last->first_prop + last->nprops - first->first_prop, i;
	struct tree *t = m->out;
	uint32_t nodes = t->nnodes - from, props = t->nprops - first->first_prop;

	memcpy(t->nodes + t->nnodes, first, n * sizeof(*first));
	if (nprops)
		memcpy(t->props + t->nprops, m->base->props + first->first_prop,
			nprops * sizeof(*t->props));
	for (i = 0; i < nprops; i++)
		t->props[t->nprops++].node += nodes;
	for (i = 0; i < n; i++) {
		struct node *to = &t->nodes[t->nnodes];

		to->first_prop += props;
		to->first_child = to->next_sibling = NODE_NONE;
		m->delta->from[t->nnodes++] = from + i;
	}
}

/* Parents, siblings and ends, by the depths. */
static void
link_nodes(struct tree *t, struct arena *a)
{
	uint32_t *open = arena_array(a, uint32_t, TREE_DEPTH_MAX + 2), i;
	uint32_t depth = 0; /* of what is open, 1 for the root */

	for (i = 0; i < t->nnodes; i++) {
		struct node *n = &t->nodes[i];

		for (; depth > n->depth + 1u; depth--)
			t->nodes[open[depth - 1]].end = i;
		n->parent = n->depth ? open[n->depth - 1] : NODE_NONE;
		if (depth == n->depth + 1u) {
			t->nodes[open[n->depth]].end = i;
			t->nodes[open[n->depth]].next_sibling = i;
		} else if (n->depth) {
			t->nodes[n->parent].first_child = i;
		}
		open[n->depth] = i;
		depth = n->depth + 1u;
	}
	for (; depth; depth--)
		t->nodes[open[depth - 1]].end = t->nnodes;
}

static bool
put_all(struct merge *m)
{
	const struct tree *base = m->base;
	struct tree *t = m->out;

	t->nodes = arena_room(m->a, struct node, base->nnodes + m->nnodes);
	t->props = arena_room(m->a, struct prop, base->nprops + m->nprops);
	m->delta->base = base;
	m->delta->from = arena_room(m->a, uint32_t, base->nnodes + m->nnodes);
	m->delta->set = arena_array(m->a, bool, base->nnodes + m->nnodes);
	for (uint32_t i = 0, end; i < base->nnodes; i = end) {
		const struct edit *e = m->of_base[i];

		for (end = i; end < base->nnodes && !m->of_base[end];)
			end++;
		if (end > i) {
			put_as_they_are(m, i, end - i);
			continue;
		}
		end++;
		if (!put_edited(m, e, base->nodes[i].depth)
			|| !put_new(m, e, base->nodes[i].depth))
			return false;
	}
	link_nodes(t, m->a);
	tree_index_phandles(t);
	return true;
}

/* Names that libfdt takes for others: it finds __fixups__ by that of "__fixups__@", too. */
static bool
has_odd_names(const struct merge *m)
{
	const struct tree *t = m->o->tree;

	tree_for_each_node (t, n)
		if (n->unit && !strncmp(node_name(t, n), "__", 2))
			return true;
	node_for_each_child (m->base, m->base->nodes, n)
		if (n->unit && n->base_name == NAME_symbols)
			return true;
	return tree_is_ambiguous((struct tree *)(uintptr_t)m->base)
	       || tree_is_ambiguous((struct tree *)(uintptr_t)t);
}

bool
overlay_merge(struct tree *out, struct tree_delta *delta, struct intern *names,
	const struct tree *base, const struct overlay *o, const uint8_t *blob, size_t n)
{
	struct merge m = {
		.o = o, .base = base, .out = out, .blob = blob, .delta = delta
	};
	uint32_t by = tree_largest_phandle(base);
	size_t i;

	*out = (struct tree){ .names = names,
		.blob = base->blob,
		.blob_size = base->blob_size,
		.reserves = base->reserves,
		.nreserves = base->nreserves,
		.version = base->version,
		.boot_cpu = base->boot_cpu,
		.has_fixups = base->has_fixups,
		.overlay = base->overlay };
	if (base->names != names || base->phandles_repeat || base->version < 16)
		return false;
	m.a = &out->arena;
	m.data = memcpy(arena_alloc(m.a, n), blob, n);
	m.of_base = arena_array(m.a, struct edit *, base->nnodes);
	m.of_made = arena_array(m.a, struct edit *, o->tree->nnodes);
	if (has_odd_names(&m))
		return false;
	if (!move_phandles(&m, by) || !move_all_references(&m, by) || !resolve_labels(&m))
		return false;
	for (i = 0; i < o->nfragments; i++)
		if (o->fragments[i].content && !merge_fragment(&m, &o->fragments[i]))
			return false;
	return merge_symbols(&m) && put_all(&m);
}
