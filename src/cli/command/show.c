/* SPDX-License-Identifier: GPL-2.0-or-later */
/* show: a tree of any input as source. */
#include <inttypes.h>

#include "base/fatal.h"
#include "cli/command.h"
#include "cli/named_node.h"
#include "cli/print.h"
#include "cli/run/sources.h"
#include "cli/source_value.h"
#include "input/expand.h"
#include "tree/names.h"

struct show {
	const struct options *o;
	struct arena *arena;
	struct intern names;
	struct input_options reading;
	struct lint lint; /* for the references */
	const struct tree *tree;
	const char **labels; /* by node, of /__symbols__; NULL: none */
	struct source_value value;
	struct buf out;
	size_t units, faults;
};

static void
indent(struct show *s, unsigned int depth)
{
	while (depth--)
		buf_putc(&s->out, '\t');
}

/* The end of a line, with where it comes from. */
static void
end_line(struct show *s, const struct origin *at)
{
	if (s->o->places && at->place.line) {
		buf_puts(&s->out, " /* ");
		diag_put_place(&s->out, s->arena, s->lint.file, &at->place);
		buf_puts(&s->out, " */");
	}
	buf_putc(&s->out, '\n');
}

static void
end_node_line(struct show *s, const struct node *n)
{
	const struct origins *o = s->tree->origins;
	struct origin at = { .place = PLACE_NONE };

	if (o && s->o->places)
		o->node(o, node_id(s->tree, n), s->arena, &at);
	end_line(s, &at);
}

static void
end_prop_line(struct show *s, const struct prop *p)
{
	const struct origins *o = s->tree->origins;
	struct origin at = { .place = PLACE_NONE };

	if (o && s->o->places)
		o->prop(o, (uint32_t)(p - s->tree->props), s->arena, &at);
	end_line(s, &at);
}

static void
put_prop(struct show *s, const struct node *n, const struct prop *p, unsigned int depth)
{
	indent(s, depth);
	buf_puts(&s->out, prop_name(s->tree, p));
	if (p->len) {
		buf_puts(&s->out, " = ");
		source_value_put(&s->value, n, p, &s->out);
	}
	buf_putc(&s->out, ';');
	end_prop_line(s, p);
}

static void
open_node(struct show *s, const struct node *n, unsigned int depth)
{
	indent(s, depth);
	if (s->labels && s->labels[node_id(s->tree, n)])
		buf_printf(&s->out, "%s: ", s->labels[node_id(s->tree, n)]);
	buf_printf(&s->out, "%s {", n->parent == NODE_NONE ? "/" : node_name(s->tree, n));
	end_node_line(s, n);
	node_for_each_prop (s->tree, n, p)
		put_prop(s, n, p, depth + 1);
}

static void
close_nodes(struct show *s, unsigned int from, unsigned int to)
{
	for (; from > to; from--) {
		indent(s, from - 1);
		buf_puts(&s->out, "};\n");
	}
}

/* A node and all below it. */
static void
put_nodes(struct show *s, const struct node *top)
{
	const struct tree *t = s->tree;
	unsigned int open = 0, depth;

	for (uint32_t i = node_id(t, top); i < top->end; i++) {
		depth = (unsigned int)(t->nodes[i].depth - top->depth);
		close_nodes(s, open, depth);
		if (depth == open || i != node_id(t, top))
			buf_puts(&s->out, i == node_id(t, top) ? "" : "\n");
		open_node(s, &t->nodes[i], depth);
		open = depth + 1;
	}
	close_nodes(s, open, 0);
}

static void
find_labels(struct show *s)
{
	const struct node *symbols = tree_find(s->tree, "/__symbols__"), *n;

	if (!symbols)
		return;
	s->labels = arena_array(s->arena, const char *, s->tree->nnodes);
	node_for_each_prop (s->tree, symbols, p) {
		n = p->len && !p->data[p->len - 1]
			    ? tree_find(s->tree, (const char *)p->data)
			    : NULL;
		if (n)
			s->labels[node_id(s->tree, n)] = prop_name(s->tree, p);
	}
}

static void
put_tree(struct show *s)
{
	const struct tree *t = s->tree;

	buf_puts(&s->out, "/dts-v1/;\n");
	for (uint32_t i = 0; i < t->nreserves; i++)
		buf_printf(&s->out, "/memreserve/ 0x%" PRIx64 " 0x%" PRIx64 ";\n",
			t->reserves[i].address, t->reserves[i].size);
	buf_putc(&s->out, '\n');
	put_nodes(s, t->nodes);
}

static void
show_tree(struct show *s, const struct unit *u, struct tree *t)
{
	const char *name = s->o->operands.n > 1 ? s->o->operands.v[1] : NULL;
	struct fault f = FAULT_INIT(s->arena);
	uint32_t node;

	t->origins = u->origins;
	s->tree = t;
	s->labels = NULL;
	s->lint = (struct lint){ .tree = t,
		.file = u->file,
		.base = u->base,
		.absent_too = true,
		.arena = s->arena,
		.scratch = s->arena };
	find_labels(s);
	s->value = (struct source_value){
		.tree = t, .lint = &s->lint, .labels = s->labels, .arena = s->arena
	};
	if (s->units++)
		buf_putc(&s->out, '\n');
	if (u->name)
		buf_printf(&s->out, "/* %s */\n", diag_clean(s->arena, u->name));
	if (!name) {
		put_tree(s);
	} else if (named_node(t, name, s->arena, &f, &node)) {
		put_nodes(s, &t->nodes[node]);
	} else {
		count_fault(&s->faults, unit_name(u), &f);
	}
}

static void
on_unit(struct reading *r, const struct unit *u)
{
	struct show *s = r->context;
	struct fault f = FAULT_INIT(s->arena);
	struct tree t = { 0 };

	if (tree_load(&t, &s->names, u->data, u->n, &f)) {
		show_tree(s, u, &t);
	} else {
		count_fault(&s->faults, unit_name(u), &f);
	}
	tree_free(&t);
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	struct show *s = r->context;

	count_fault(&s->faults, name ? name : r->path, f);
}

static void
read_input(struct show *s, const struct input *in)
{
	struct reading r = { .options = &s->reading,
		.arena = s->arena,
		.names = &s->names,
		.scratch = s->arena,
		.only = in->only,
		.context = s,
		.on_unit = on_unit,
		.on_fault = on_fault };

	if (in->fault.message) {
		count_fault(&s->faults, in->path, &in->fault);
	} else {
		input_read(&r, in->path);
	}
}

static int
run(const struct options *o, struct arena *a)
{
	struct show s = { .o = o, .arena = a };
	struct string_list operands = { 0 };
	struct input_list list = { .arena = a };
	int status;

	names_init(&s.names);
	sources_begin(&s.reading, o, a);
	string_list_add(&operands, a, o->operands.v[0]);
	inputs_expand(&list, &operands);
	for (size_t i = 0; i < list.n; i++)
		read_input(&s, &list.v[i]);
	status = s.out.n ? print_text(&s.out, a) : STATUS_CLEAN;
	sources_end(&s.reading);
	intern_free(&s.names);
	return s.faults ? STATUS_FAULT : status;
}

const struct command command_show = {
	.name = "show",
	.synopsis = "[OPTION...] INPUT [NODE]",
	.group = "Work on sources",
	.summary = "show a tree, or a node of it, as source",
	.about = "Writes the tree of any INPUT as device tree source, with phandles as "
		 "references to what they mean. NODE is a path, an alias or a name. With "
		 "--places each line says where it comes from.",
	.expected = "an INPUT, and a NODE or none",
	.least = 1,
	.most = 2,
	.run = run,
};
