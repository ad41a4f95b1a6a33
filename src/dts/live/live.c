/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/live/live.h"

#include <string.h>

#include "base/vec.h"

/* From how many on children, properties and labels are looked up by name. */
enum { MANY = 24 };

void
live_init(struct live_tree *t, struct arena *a, struct intern *names)
{
	*t = (struct live_tree){ .arena = a, .names = names };
	t->last_deletion = &t->deletions;
	buf_add(&t->values, "", 0);
}

void
live_free(struct live_tree *t)
{
	buf_free(&t->values);
}

static inline uint64_t
key_of(uint32_t node, atom_t name)
{
	return (uint64_t)node << 32 | name;
}

/* Nodes */

static void
know_child(struct live_tree *t, const struct live_node *n)
{
	map_put(&t->children, t->arena, key_of(n->parent->id, n->name), n->id);
}

struct live_node *
live_node_add(struct live_tree *t, struct live_node *parent, atom_t name,
	struct live_place place)
{
	struct live_node *n = arena_new(t->arena, struct live_node), *c;

	n->parent = parent;
	n->name = name;
	n->place = place;
	n->id = t->nnodes;
	vec_room(t->arena, t->nodes, t->nnodes, t->cap_nodes);
	t->nodes[t->nnodes++] = n;
	if (!parent) {
		t->root = n;
		return n;
	}
	if (parent->last_child)
		parent->last_child->next = n;
	else
		parent->first_child = n;
	parent->last_child = n;
	parent->nchildren++;
	if (parent->nchildren == MANY)
		for (c = parent->first_child; c; c = c->next)
			know_child(t, c);
	else if (parent->nchildren > MANY)
		know_child(t, n);
	return n;
}

struct live_node *
live_child_any(const struct live_tree *t, const struct live_node *parent, atom_t name)
{
	struct live_node *n;
	uint32_t id;

	if (parent->nchildren >= MANY) {
		id = map_get(&t->children, key_of(parent->id, name));
		return id == MAP_ABSENT ? NULL : t->nodes[id];
	}
	for (n = parent->first_child; n && n->name != name; n = n->next)
		;
	return n;
}

struct live_node *
live_child(const struct live_tree *t, const struct live_node *parent, atom_t name)
{
	struct live_node *n = live_child_any(t, parent, name);

	while (n && (n->deleted || n->name != name))
		n = n->next;
	return n;
}

void
live_node_reopen(struct live_tree *t, struct live_node *n, struct live_place place)
{
	struct live_definition *d = arena_new(t->arena, struct live_definition);

	n->deleted = false;
	d->place = place;
	if (n->latest)
		n->latest->next = d;
	else
		n->later = d;
	n->latest = d;
}

struct live_node *
live_next(const struct live_node *n, const struct live_node *top)
{
	struct live_node *c;

	for (c = n->first_child; c; c = c->next)
		if (!c->deleted)
			return c;
	for (; n != top; n = n->parent)
		for (c = n->next; c; c = c->next)
			if (!c->deleted)
				return c;
	return NULL;
}

/* Labels */

static void
know_owner(struct live_tree *t, struct live_node *n, struct live_label *label)
{
	struct live_owner *o = arena_new(t->arena, struct live_owner);
	uint32_t i = map_put(&t->owners, t->arena, label->name, t->nby_label);

	o->node = n;
	o->label = label;
	if (i == t->nby_label) {
		vec_room(t->arena, t->by_label, i, t->cap_by_label);
		t->by_label[t->nby_label++] = NULL;
	}
	o->next = t->by_label[i];
	t->by_label[i] = o;
}

static bool
has_label(const struct live_tree *t, const struct live_node *n, atom_t name)
{
	const struct live_label *l;

	if (n->nlabels >= MANY)
		return map_get(&t->labels, key_of(n->id, name)) != MAP_ABSENT;
	for (l = n->labels; l && l->name != name; l = l->next)
		;
	return l != NULL;
}

void
live_node_label(struct live_tree *t, struct live_node *n, struct live_label *label)
{
	struct live_label *l;

	if (has_label(t, n, label->name)) {
		for (l = n->labels; l->name != label->name; l = l->next)
			;
		l->deleted = false;
		return;
	}
	label->next = n->labels;
	n->labels = label;
	know_owner(t, n, label);
	n->nlabels++;
	if (n->nlabels == MANY)
		for (l = n->labels; l; l = l->next)
			map_put(&t->labels, t->arena, key_of(n->id, l->name), 0);
	else if (n->nlabels > MANY)
		map_put(&t->labels, t->arena, key_of(n->id, label->name), 0);
}

/* Properties */

static void
know_prop(struct live_tree *t, const struct live_node *n, struct live_prop *p)
{
	if (map_put(&t->props, t->arena, key_of(n->id, p->name), t->nmany) != t->nmany)
		return;
	vec_room(t->arena, t->many, t->nmany, t->cap_many);
	t->many[t->nmany++] = p;
}

struct live_prop *
live_prop_add(
	struct live_tree *t, struct live_node *n, atom_t name, struct live_place place)
{
	struct live_prop *p = arena_new(t->arena, struct live_prop), *q;

	p->name = name;
	p->place = place;
	p->value = (uint32_t)t->values.n;
	if (n->last_prop)
		n->last_prop->next = p;
	else
		n->first_prop = p;
	n->last_prop = p;
	n->nprops++;
	if (n->nprops == MANY)
		for (q = n->first_prop; q; q = q->next)
			know_prop(t, n, q);
	else if (n->nprops > MANY)
		know_prop(t, n, p);
	return p;
}

struct live_prop *
live_prop_any(const struct live_tree *t, const struct live_node *n, atom_t name)
{
	struct live_prop *p;
	uint32_t i;

	if (n->nprops >= MANY) {
		i = map_get(&t->props, key_of(n->id, name));
		return i == MAP_ABSENT ? NULL : t->many[i];
	}
	for (p = n->first_prop; p && p->name != name; p = p->next)
		;
	return p;
}

struct live_prop *
live_prop(const struct live_tree *t, const struct live_node *n, atom_t name)
{
	struct live_prop *p = live_prop_any(t, n, name);

	while (p && (p->deleted || p->name != name))
		p = p->next;
	return p;
}

struct live_prop *
live_prop_merge(
	struct live_tree *t, struct live_node *n, atom_t name, struct live_place place)
{
	struct live_prop *p = live_prop_any(t, n, name);
	struct live_definition *d;

	if (!p)
		return live_prop_add(t, n, name, place);
	d = arena_new(t->arena, struct live_definition);
	d->place = p->place;
	d->body = p->body;
	d->value = p->value;
	d->len = p->len;
	d->refers = p->marks != NULL;
	d->deleted = p->deleted;
	d->next = p->earlier;
	p->earlier = d;
	p->place = place;
	p->deleted = false;
	p->marks = NULL;
	p->has_paths = false;
	p->value = (uint32_t)t->values.n;
	p->len = 0;
	p->room = 0;
	return p;
}

/* Moves a value behind all others, with as much room again. */
static void
move_value(struct live_tree *t, struct live_prop *p, uint32_t more)
{
	uint8_t *copy = arena_take(t->arena, p->len);
	uint32_t k;

	memcpy(copy, t->values.s + p->value, p->len);
	p->value = (uint32_t)t->values.n;
	p->room = 2 * (p->len + more);
	buf_add(&t->values, copy, p->len);
	for (k = p->len; k < p->room; k++)
		buf_putc(&t->values, '\0');
	arena_release(t->arena, copy, p->len);
}

void
live_value_append(struct live_tree *t, struct live_prop *p, const void *data, uint32_t n)
{
	if (!p->room && p->value + p->len == t->values.n) {
		buf_add(&t->values, data, n);
		p->len += n;
		return;
	}
	if (p->len + n > p->room)
		move_value(t, p, n);
	memcpy(live_value(t, p) + p->len, data, n);
	p->len += n;
}

/* Deletions */

static void
delete_labels(struct live_label *l)
{
	for (; l; l = l->next)
		l->deleted = true;
}

void
live_delete_prop(struct live_prop *p)
{
	p->deleted = true;
	delete_labels(p->labels);
}

void
live_delete_node(struct live_node *top)
{
	struct live_node *n, *next;

	for (n = top; n; n = next) {
		next = live_next(n, top);
		n->deleted = true;
		live_for_each_prop(n, p) live_delete_prop(p);
		delete_labels(n->labels);
	}
}

struct live_deletion *
live_deletion_add(struct live_tree *t, struct live_place place)
{
	struct live_deletion *d = arena_new(t->arena, struct live_deletion);

	d->place = place;
	d->name = ATOM_NONE;
	*t->last_deletion = d;
	t->last_deletion = &d->next;
	return d;
}
