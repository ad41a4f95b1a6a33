/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>

#include "chart/gather.h"
#include "rules/irq/line.h"
#include "rules/tree_facts.h"
#include "tree/names.h"
#include "tree/value.h"

enum { CELLS_SHOWN = 8 };

/* A use under way: its line where that is told. */
struct use {
	const struct interrupt *irq;
	struct interrupt_line line;
	const char *name;
	bool has_line;
};

/* The name of each entry, as the entries go by. */
struct names {
	uint32_t node;
	const struct prop *p;
	const char *s;
	uint32_t entry;
};

static const char *
name_of(struct gather *g, struct names *at, const struct interrupt *irq)
{
	const struct node *n = &g->l->tree->nodes[irq->node];

	if (irq->prop->name == NAME_interrupt_map)
		return NULL;
	if (at->node != irq->node) {
		at->node = irq->node;
		at->p = node_prop(g->l->tree, n, NAME_interrupt_names);
		at->s = at->p ? prop_next_string(at->p, NULL) : NULL;
		at->entry = 0;
	}
	for (; at->s && at->entry < irq->entry; at->entry++)
		at->s = prop_next_string(at->p, at->s);
	return at->s;
}

static const char *
trigger_name(uint32_t flags)
{
	switch (flags & 0xf) {
	case 1: return "rising edge";
	case 2: return "falling edge";
	case 3: return "both edges";
	case 4: return "high level";
	case 8: return "low level";
	default: return NULL;
	}
}

static const char *
cells_text(struct gather *g, const struct interrupt *irq)
{
	struct buf out = { 0 };
	const char *s;
	uint32_t i;

	for (i = 0; i < irq->ncells && i < CELLS_SHOWN; i++)
		buf_printf(&out, "%s0x%" PRIx32, i ? " " : "<",
			prop_cell(irq->prop, irq->at + i));
	buf_puts(&out, i < irq->ncells ? " …>" : ">");
	s = arena_strdup(g->l->arena, out.s);
	buf_free(&out);
	return s;
}

static int
compare(const void *va, const void *vb)
{
	const struct use *a = va, *b = vb;
	int order;

	if (a->irq->controller != b->irq->controller)
		return a->irq->controller < b->irq->controller ? -1 : 1;
	if (a->has_line != b->has_line)
		return a->has_line ? -1 : 1;
	order = a->has_line ? interrupt_line_compare(&a->line, &b->line) : 0;
	/* both are of one array */
	return order ? order : (a->irq > b->irq) - (a->irq < b->irq);
}

static void
put_use(struct gather *g, const struct use *u, struct interrupt_use *out)
{
	*out = (struct interrupt_use){
		.user = gather_path(g, &g->l->tree->nodes[u->irq->node]),
		.name = gather_text(g, u->name),
		.from_map = u->irq->prop->name == NAME_interrupt_map,
	};
	if (u->has_line) {
		out->type = u->line.type;
		out->number = u->line.number;
		out->trigger = u->line.has_flags ? trigger_name(u->line.flags) : NULL;
	} else {
		out->cells = cells_text(g, u->irq);
	}
}

static bool
same_line(const struct use *a, const struct use *b)
{
	return a->has_line && b->has_line && !interrupt_line_compare(&a->line, &b->line);
}

/* The uses of one line, @n from @u on: several nodes share it unless each CPU has its own. */
static bool
is_shared(const struct use *u, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (u[i].irq->node != u[0].irq->node)
			return !u[0].line.of_each_cpu;
	return false;
}

static void
add_controller(struct gather *g, const uint32_t *parents, uint32_t id,
	struct interrupt_controller *c)
{
	const struct tree *t = g->l->tree;
	const struct node *n = &t->nodes[id];
	const struct prop *p = node_prop(t, n, NAME_interrupt_cells);

	*c = (struct interrupt_controller){
		.node = gather_path(g, n),
		.compatible = gather_compatible(g, n),
		.cells = p && p->len == 4 ? prop_cell(p, 0) : 0,
	};
	if (parents[id] != NODE_NONE && parents[id] != id
		&& (node_has(t, n, NAME_interrupts)
			|| node_has(t, n, NAME_interrupts_extended)))
		c->parent = gather_path(g, &t->nodes[parents[id]]);
}

static struct use *
collect(struct gather *g, const struct interrupts *all)
{
	struct use *v = arena_array(g->l->scratch, struct use, all->n);
	struct names names = { .node = NODE_NONE };

	for (size_t i = 0; i < all->n; i++) {
		v[i].irq = &all->v[i];
		v[i].has_line = interrupt_line_of(g->l, &all->v[i], &v[i].line);
		v[i].name = name_of(g, &names, &all->v[i]);
	}
	if (all->n)
		qsort(v, all->n, sizeof(*v), compare);
	return v;
}

/* The uses of one controller, from @i on; the first of the next one. */
static size_t
put_uses(struct gather *g, const struct use *v, size_t n, size_t i,
	struct interrupt_controller *c, struct interrupt_use *out)
{
	size_t first = i, end, k;
	bool shared;

	c->first_use = (uint32_t)i;
	for (; i < n && v[i].irq->controller == v[first].irq->controller; i = end) {
		for (end = i + 1; end < n && same_line(&v[i], &v[end]);)
			end++;
		shared = is_shared(v + i, end - i);
		for (k = i; k < end; k++) {
			put_use(g, &v[k], &out[k]);
			out[k].shared = shared;
		}
		c->nlines++;
		c->nshared += shared;
	}
	c->nuses = (uint32_t)(i - first);
	return i;
}

/* One that is in use, or could be. */
static bool
is_controller(struct gather *g, const struct node *n)
{
	return !node_is_absent(lint_addresses(g->l), n)
	       && node_has(g->l->tree, n, NAME_interrupt_cells)
	       && node_has(g->l->tree, n, NAME_interrupt_controller);
}

void
gather_interrupts(struct gather *g)
{
	const struct interrupts *all = lint_interrupts(g->l);
	const struct tree *t = g->l->tree;
	uint32_t *parents = interrupt_parents(t, g->l->scratch);
	struct use *v = collect(g, all);
	struct interrupt_controller *controllers;
	struct interrupt_use *uses = arena_array(
		g->l->arena, struct interrupt_use, all->n);
	size_t i = 0, n = 0;

	tree_for_each_node (t, node)
		n += node_has(t, node, NAME_interrupt_cells);
	controllers = arena_array(g->l->arena, struct interrupt_controller, n);
	n = 0;
	for (uint32_t id = 0; id < t->nnodes; id++) {
		bool used = i < all->n && v[i].irq->controller == id;

		if (!used && !is_controller(g, &t->nodes[id]))
			continue;
		add_controller(g, parents, id, &controllers[n]);
		if (used)
			i = put_uses(g, v, all->n, i, &controllers[n], uses);
		n++;
	}
	g->chart->controllers = controllers;
	g->chart->ncontrollers = n;
	g->chart->uses = uses;
	g->chart->nuses = all->n;
}
