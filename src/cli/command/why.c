/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dtlint why: which bindings speak of a node, and of which of its properties none does. */
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/wrap.h"
#include "cli/command.h"
#include "cli/named_node.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/bindings.h"
#include "cli/run/sources.h"
#include "input/expand.h"
#include "input/reader.h"
#include "report/json_put.h"
#include "schema/apply/trace.h"
#include "schema/program/keywords.h"
#include "tree/names.h"
#include "tree/value.h"

enum { WIDTH = 90, NAMED_MAX = 8, NEST_MAX = 4 };

struct why {
	const struct options *o;
	struct arena *arena;
	struct bindings_of_input bindings;
	const struct program *p;
	struct validator *v;
	struct intern names;
	struct tree tree;
	struct bytes blob;
	struct input_options reading;
	const char *file; /* what the tree is called */
	size_t nunits;    /* in the input */
	struct fault unread;
	uint32_t node;
	struct trace trace;
};

static const char *
id_of(struct why *w, uint32_t root)
{
	return diag_clean(w->arena, program_string(w->p, w->p->roots[root].id));
}

static const char *
rule_of(struct why *w, uint32_t root)
{
	return binding_rule_id(w->arena, program_string(w->p, w->p->roots[root].id));
}

static const char *
name_of(struct why *w, uint32_t name)
{
	return diag_clean(w->arena, machine_text(validator_machine(w->v), name));
}

/* The node that an alias names, or NULL. */
/* Takes the first unit of the input, and counts the others. */
static void
on_unit(struct reading *r, const struct unit *u)
{
	struct why *w = r->context;

	if (w->nunits++ || w->unread.message)
		return;
	w->file = arena_strdup(w->arena, unit_name(u));
	w->blob.n = u->n;
	w->blob.data = malloc(u->n + 1);
	if (!w->blob.data)
		fatal("out of memory: %zu bytes wanted", u->n);
	memcpy(w->blob.data, u->data, u->n);
}

static void
on_fault(struct reading *r, const char *name, const struct fault *f)
{
	struct why *w = r->context;

	(void)name;
	if (!w->unread.message)
		w->unread = *f;
}

/* The tree of the operand; where that holds several, one has to be named. */
static bool
read_tree(struct why *w, const char *operand, struct fault *f)
{
	struct string_list operands = { 0 };
	struct input_list list = { .arena = w->arena };
	struct reading r = { .options = &w->reading,
		.arena = w->arena,
		.names = &w->names,
		.scratch = w->arena,
		.context = w,
		.on_unit = on_unit,
		.on_fault = on_fault };

	string_list_add(&operands, w->arena, operand);
	inputs_expand(&list, &operands);
	if (list.n != 1)
		return fault_set(f, "holds %zu inputs, expected one of them", list.n);
	if (list.v[0].fault.message)
		w->unread = list.v[0].fault;
	r.only = list.v[0].only;
	sources_begin(&w->reading, w->o, w->arena);
	if (!w->unread.message
		&& !sources_configure(&w->reading, w->o, list.v[0].path, w->arena, f))
		return false;
	if (!w->unread.message)
		input_read(&r, list.v[0].path);
	if (w->unread.message && !w->nunits) {
		*f = w->unread;
		return false;
	}
	if (w->nunits != 1)
		return fault_set(f,
			"holds %zu trees, expected the name of one, such as '%s'",
			w->nunits, w->nunits ? w->file : operand);
	return tree_load(&w->tree, &w->names, w->blob.data, w->blob.n, f);
}

static bool
load(struct why *w)
{
	const struct options *o = w->o;
	const char *file = o->operands.v[0];
	struct fault f = FAULT_INIT(w->arena);

	if (!bindings_of(&w->bindings, o, file, SCHEMAS_LENIENT, w->arena))
		return false;
	w->p = w->bindings.program;
	w->v = validator_new(w->p);
	names_init(&w->names);
	if (!read_tree(w, file, &f)
		|| !named_node(&w->tree, o->operands.v[1], w->arena, &f, &w->node)) {
		print_fault(w->file ? w->file : file, &f);
		return false;
	}
	if (trace_node(w->v, &w->tree, w->node, w->arena, &w->trace))
		return true;
	fault_set(&f, "'%s' is no node that bindings are applied to",
		node_path(&w->tree, &w->tree.nodes[w->node], w->arena));
	print_fault(file, &f);
	return false;
}

/* The names that a schema of a node looks at. */
static void
collect_names(
	const struct program *p, uint32_t code, unsigned int depth, struct words *out)
{
	const uint32_t *w = p->words + code, *block;
	uint32_t i, k, op;

	if (depth > NEST_MAX)
		return;
	for (i = 0; i < (w[0] & 0xffff); i++) {
		op = w[1 + i * 2] & 0xff;
		block = p->words + w[2 + i * 2];
		for (k = 1; (op == OP_PROPERTIES || op == OP_REQUIRED) && k <= block[0];
			k++) {
			uint32_t j = 0;

			while (j < out->n && out->v[j] != block[k])
				j++;
			if (j == out->n)
				words_push(out, block[k]);
		}
		for (k = 1; (op == OP_ALL_OF || op == OP_ANY_OF || op == OP_ONE_OF)
			    && k <= block[0];
			k++)
			collect_names(p, block[k], depth + 1, out);
		if (op == OP_NOT)
			collect_names(p, w[2 + i * 2], depth + 1, out);
	}
}

static void
put_list(
	struct why *w, struct buf *b, const uint32_t *names, uint32_t n, const char *last)
{
	uint32_t i, shown = n > NAMED_MAX + 1 ? NAMED_MAX : n;

	for (i = 0; i < shown; i++) {
		if (i)
			buf_printf(b, i + 1 == n ? " %s " : ", ", last);
		buf_printf(b, "'%s'", name_of(w, names[i]));
	}
	if (shown < n)
		buf_printf(b, " %s %u others", last, n - shown);
}

static void
put_looked_at(struct why *w, struct buf *b, uint32_t code)
{
	struct words names = { 0 };

	collect_names(w->p, code, 0, &names);
	if (names.n)
		put_list(w, b, names.v, names.n, "and");
	else
		buf_puts(b, "the node");
	words_free(&names);
}

static const char *
text_of(struct why *w, struct buf *b)
{
	const char *s = arena_strndup(w->arena, b->s ? b->s : "", b->n);

	buf_free(b);
	return s;
}

/* What led to a binding, in words. */
static const char *
cause_text(struct why *w, const struct trace_binding *b)
{
	const struct program_root *r = &w->p->roots[b->root];
	struct buf out = { 0 };

	buf_puts(&out, "applied");
	if (b->node != w->node)
		buf_printf(&out, " to %s,",
			diag_clean(w->arena,
				node_path(&w->tree, &w->tree.nodes[b->node], w->arena)));
	if (b->compatible != STRING_NONE) {
		buf_printf(&out, " by the compatible string '%s'",
			name_of(w, b->compatible));
	} else if (r->select == CODE_TRUE) {
		buf_printf(&out, " %sto every node, by 'select: true'",
			b->node != w->node ? "as " : "");
	} else {
		buf_puts(&out, " by its 'select', which looks at ");
		put_looked_at(w, &out, r->select);
	}
	return text_of(w, &out);
}

/* Of the strings a condition asks for those that the node has. */
static void
keep_own(struct why *w, const uint32_t *strings, uint32_t n, struct words *out)
{
	const struct value *list = object_get(w->trace.object, K_COMPATIBLE);
	uint32_t i, k;

	for (i = 0; list && list->kind == V_ARRAY && i < list->n; i++)
		for (k = 0; k < n; k++)
			if (list->items[i].id == strings[k])
				words_push(out, strings[k]);
}

static const char *
condition_text(struct why *w, const struct trace_condition *c)
{
	uint32_t room[1], n;
	const uint32_t *strings = condition_strings(w->p, c->code, &n, room);
	struct words own = { 0 };
	struct buf out = { 0 };

	if (strings && c->holds)
		keep_own(w, strings, n, &own);
	buf_printf(&out, "with the '%s' of ", c->holds ? "then" : "else");
	if (own.n) {
		buf_puts(&out, "an 'if', as 'compatible' has ");
		put_list(w, &out, own.v, own.n, "and");
	} else if (strings) {
		buf_puts(&out, "an 'if', as 'compatible' has none of ");
		put_list(w, &out, strings, n, "and");
	} else {
		buf_puts(&out, "the 'if' that looks at ");
		put_looked_at(w, &out, c->code);
	}
	words_free(&own);
	return text_of(w, &out);
}

static const char *
refs_text(struct why *w, const struct trace_binding *b)
{
	struct buf out = { 0 };
	uint32_t i;

	for (i = 0; i < b->nrefs; i++)
		buf_printf(&out, "%s%s", i ? ", " : "refers to ", rule_of(w, b->refs[i]));
	return text_of(w, &out);
}

static bool
is_described(const struct trace *t, uint32_t name)
{
	uint32_t i, k;

	for (i = 0; i < t->n; i++)
		for (k = 0; k < t->bindings[i].nnames; k++)
			if (t->bindings[i].names[k] == name)
				return true;
	return false;
}

static void
undescribed(const struct trace *t, struct words *out)
{
	const struct value *v = t->object;
	uint32_t i;

	for (i = 0; i < v->n; i++)
		if (v->members[i].extra != MEMBER_NODE
			&& !is_described(t, v->members[i].key))
			words_push(out, v->members[i].key);
}

static void
put_binding(struct why *w, struct buf *out, const struct trace_binding *b)
{
	static const char indent[] = "    ";
	const struct program_root *r = &w->p->roots[b->root];
	struct buf names = { 0 };
	uint32_t i;

	buf_printf(out, "\n%s", rule_of(w, b->root));
	if (r->title != STRING_NONE)
		buf_printf(out, ": %s",
			diag_clean(w->arena, program_string(w->p, r->title)));
	buf_putc(out, '\n');
	wrap_text(out, indent, cause_text(w, b), WIDTH);
	if (b->nrefs)
		wrap_text(out, indent, refs_text(w, b), WIDTH);
	for (i = 0; i < b->nconditions; i++)
		wrap_text(out, indent, condition_text(w, &b->conditions[i]), WIDTH);
	for (i = 0; i < b->nnames; i++)
		buf_printf(
			&names, "%s%s", i ? ", " : "describes ", name_of(w, b->names[i]));
	wrap_text(out, indent, names.n ? names.s : "describes none of its properties",
		WIDTH);
	buf_free(&names);
}

static void
put_text_report(struct why *w, struct buf *out)
{
	struct words rest = { 0 };
	struct buf line = { 0 };
	uint32_t i;

	buf_printf(out, "%s: %s\n", diag_clean(w->arena, w->file),
		diag_clean(w->arena,
			node_path(&w->tree, &w->tree.nodes[w->node], w->arena)));
	for (i = 0; i < w->trace.n; i++)
		put_binding(w, out, &w->trace.bindings[i]);
	if (!w->trace.n)
		buf_puts(out, "\nno binding is applied to the node\n");
	undescribed(&w->trace, &rest);
	buf_puts(&line, rest.n ? "described by no binding: "
			       : "a binding describes each of its properties");
	for (i = 0; i < rest.n; i++)
		buf_printf(&line, "%s%s", i ? ", " : "", name_of(w, rest.v[i]));
	buf_putc(out, '\n');
	wrap_text(out, "", line.s, WIDTH);
	buf_free(&line);
	words_free(&rest);
}

static void
push_names(struct why *w, json_t *array, const uint32_t *names, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < n; i++)
		push_string(array, w->arena, name_of(w, names[i]));
}

static void
push_condition(struct why *w, json_t *array, const struct trace_condition *c)
{
	uint32_t room[1], n;
	const uint32_t *strings = condition_strings(w->p, c->code, &n, room);
	struct words names = { 0 };
	json_t *o = push_object(array);

	put_string(
		o, "schema", w->arena, c->root == ROOT_NONE ? NULL : id_of(w, c->root));
	put_boolean(o, "holds", c->holds);
	collect_names(w->p, c->code, 0, &names);
	push_names(w, put_array(o, "properties"), names.v, names.n);
	words_free(&names);
	push_names(w, put_array(o, "compatible"), strings, strings ? n : 0);
}

static void
push_binding(struct why *w, json_t *array, const struct trace_binding *b)
{
	const struct program_root *r = &w->p->roots[b->root];
	json_t *o = push_object(array), *list;
	uint32_t i;

	put_string(o, "rule", w->arena, rule_of(w, b->root));
	put_string(o, "schema", w->arena, id_of(w, b->root));
	put_string(o, "title", w->arena,
		r->title == STRING_NONE ? NULL : program_string(w->p, r->title));
	put_string(o, "path", w->arena, program_string(w->p, r->path));
	put_string(o, "applied_to", w->arena,
		node_path(&w->tree, &w->tree.nodes[b->node], w->arena));
	put_string(o, "applied_by", w->arena,
		b->compatible != STRING_NONE ? "compatible" : "select");
	put_string(o, "compatible", w->arena,
		b->compatible != STRING_NONE ? name_of(w, b->compatible) : NULL);
	list = put_array(o, "refs");
	for (i = 0; i < b->nrefs; i++)
		push_string(list, w->arena, id_of(w, b->refs[i]));
	list = put_array(o, "conditions");
	for (i = 0; i < b->nconditions; i++)
		push_condition(w, list, &b->conditions[i]);
	push_names(w, put_array(o, "describes"), b->names, b->nnames);
}

static void
put_json_report(struct why *w, struct buf *out)
{
	json_t *o = json_document(), *list;
	struct words rest = { 0 };
	uint32_t i;

	put_string(o, "file", w->arena, w->file);
	put_string(o, "node", w->arena,
		node_path(&w->tree, &w->tree.nodes[w->node], w->arena));
	list = put_array(o, "bindings");
	for (i = 0; i < w->trace.n; i++)
		push_binding(w, list, &w->trace.bindings[i]);
	undescribed(&w->trace, &rest);
	push_names(w, put_array(o, "undescribed"), rest.v, rest.n);
	words_free(&rest);
	json_finish(o, out);
}

static int
run(const struct options *o, struct arena *a)
{
	struct why w = { .o = o, .arena = a };
	struct buf out = { 0 };
	int status = STATUS_FAULT;

	if (load(&w)) {
		if (wants_json(o))
			put_json_report(&w, &out);
		else
			put_text_report(&w, &out);
		status = write_document(o, &out, a);
	}
	validator_free(w.v);
	tree_free(&w.tree);
	bytes_free(&w.blob);
	sources_end(&w.reading);
	intern_free(&w.names);
	bindings_of_input_free(&w.bindings);
	return w.bindings.faults ? STATUS_FAULT : status;
}

const struct command command_why = {
	.name = "why",
	.synopsis = "[OPTION...] FILE NODE",
	.group = "Understand",
	.summary = "tell which bindings speak of a node",
	.about =
		"Tells which bindings are applied to a node and why, which properties each "
		"describes, and which properties none does. NODE is a path, an alias, or a "
		"name that only one node has.",
	.expected = "a FILE and a NODE: a path, an alias or the only node of a name",
	.least = 2,
	.most = 2,
	.formats = FORMATS_DOCUMENT,
	.run = run,
};
