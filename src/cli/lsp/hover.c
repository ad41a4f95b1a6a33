/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of the thing under the cursor, in a few lines. */
#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "cli/lsp/server.h"
#include "schema/apply/trace.h"
#include "schema/outline/outline.h"
#include "tree/value.h"

enum { CELLS_MAX = 16, MACRO_MAX = 400, REFS_DEPTH_MAX = 8, BINDINGS_SHOWN = 12 };

/* The strings of a value, one after the other; false where it is none. */
static bool
is_strings(const char *s, uint32_t n)
{
	uint32_t i;

	if (!n || s[n - 1] || !*s)
		return false;
	for (i = 0; i + 1 < n; i++)
		if ((s[i] && ((unsigned char)s[i] < ' ' || (unsigned char)s[i] > '~'))
			|| (!s[i] && !s[i + 1]))
			return false;
	return true;
}

static void
put_value(struct buf *b, const char *s, uint32_t n)
{
	uint32_t i;

	if (is_strings(s, n)) {
		for (i = 0; i < n; i += (uint32_t)strlen(s + i) + 1)
			buf_printf(b, "%s\"%s\"", i ? ", " : "", s + i);
		return;
	}
	buf_puts(b, n % 4 ? "[" : "<");
	for (i = 0; i < n && i < CELLS_MAX * 4; i += n % 4 ? 1 : 4) {
		const unsigned char *c = (const unsigned char *)s + i;

		if (n % 4)
			buf_printf(b, "%s%02x", i ? " " : "", *c);
		else
			buf_printf(b, "%s0x%x", i ? " " : "",
				(unsigned int)c[0] << 24 | (unsigned int)c[1] << 16
					| (unsigned int)c[2] << 8 | c[3]);
	}
	buf_printf(b, "%s%s", i < n ? " …" : "", n % 4 ? "]" : ">");
}

/* What the binding, or one that it refers to, says of a property. */
static bool
put_outline(struct buf *b, const struct program *p, uint32_t root, const char *prop,
	unsigned int depth, struct arena *a)
{
	struct fault f = FAULT_INIT(a);
	struct outline o = { 0 };
	bool told = false;
	size_t i;

	if (depth > REFS_DEPTH_MAX || !outline_read(&o, p, root, false, a, &f))
		return false;
	for (i = 0; i < o.nproperties && !told; i++) {
		const struct outline_property *x = &o.properties[i];

		if (x->is_pattern || strcmp(x->name, prop) != 0)
			continue;
		if (x->type || x->values)
			buf_printf(b, "\n%s%s%s%s", x->type ? x->type : "",
				x->type && x->values ? ": " : "",
				x->values ? x->values : "",
				x->required ? "" : ", optional");
		if (x->required)
			buf_puts(b, x->type || x->values ? ", required" : "\nrequired");
		told = x->type || x->values || x->required || x->description;
		if (x->description)
			buf_printf(b, "\n\n%s", x->description);
	}
	for (i = 0; i < o.nrefs && !told; i++)
		told = o.refs[i].root != ROOT_NONE && !o.refs[i].places.n
		       && put_outline(b, p, o.refs[i].root, prop, depth + 1, a);
	return told;
}

static void
put_binding(struct buf *b, const struct program *p, uint32_t root, const char *prop,
	struct arena *a)
{
	if (root == ROOT_NONE)
		return;
	if (prop)
		put_outline(b, p, root, prop, 0, a);
	if (p->roots[root].title != STRING_NONE)
		buf_printf(b, "\n\n%s", program_string(p, p->roots[root].title));
	buf_printf(b, "\n%s", program_string(p, p->roots[root].id));
}

static void
put_cause(struct buf *b, const struct tree *tree, const struct program *p,
	const struct trace_binding *t, uint32_t node, struct arena *a)
{
	if (t->compatible != STRING_NONE && t->compatible < p->nstrings)
		buf_printf(b, "by '%s'", program_string(p, t->compatible));
	else
		buf_puts(b, p->roots[t->root].select == CODE_TRUE ? "to every node"
								  : "by its select");
	if (t->node != node)
		buf_printf(b, " of %s",
			diag_clean(a, node_path(tree, &tree->nodes[t->node], a)));
}

/* Every binding that speaks of a node, and what led to it. */
static void
put_bindings(struct buf *b, struct analysis *x, const struct live_node *n,
	const struct program *p, struct arena *a)
{
	uint32_t node = analysis_number(x, n), i;
	struct validator *v;
	struct trace trace;

	if (node == MAP_ABSENT)
		return;
	v = validator_new(p);
	if (trace_node(v, &x->tree, node, a, &trace)) {
		buf_puts(b, trace.n ? "\n\nbindings:" : "\n\nno binding speaks of it");
		for (i = 0; i < trace.n && i < BINDINGS_SHOWN; i++) {
			buf_printf(b, "\n%s, ",
				program_string(p, p->roots[trace.bindings[i].root].id));
			put_cause(b, &x->tree, p, &trace.bindings[i], node, a);
		}
		if (i < trace.n)
			buf_printf(b, "\nand %u more", trace.n - i);
	}
	validator_free(v);
}

static void
put_node(struct buf *b, struct server *s, struct analysis *x, const struct live_node *n,
	const char *path, struct arena *a)
{
	const struct program *p = server_program(s, path);
	const struct live_prop *c = analysis_prop(x, n, "compatible");

	buf_puts(b, live_path(&x->made.tree, n, a));
	if (c) {
		buf_puts(b, "\ncompatible = ");
		put_value(b, analysis_value(x, c), c->len);
	}
	if (p) {
		put_binding(b, p, analysis_root(x, n, p), NULL, a);
		put_bindings(b, x, n, p, a);
	}
}

static void
put_property(struct buf *b, struct server *s, struct analysis *x, const struct asked *q,
	struct arena *a)
{
	const char *name = sketch_name(&q->sketch, q->item, a);
	struct live_node *n = server_node(x, &q->sketch, q->sketch.v[q->item].parent, a);
	const struct program *p = server_program(s, q->document->path);
	const struct live_prop *v = analysis_prop(x, n, name);

	buf_puts(b, name);
	if (v && v->len) {
		buf_puts(b, " = ");
		put_value(b, analysis_value(x, v), v->len);
	}
	if (n)
		buf_printf(b, "\nof %s", live_path(&x->made.tree, n, a));
	if (p && n)
		put_binding(b, p, analysis_root(x, n, p), name, a);
}

/* What a macro is defined as: the text of its #define, in any file of the board. */
struct definition {
	struct arena *arena;
	struct buf *out;
	const char *name;
};

static bool
put_definition(void *context, const struct source_file *file, const struct sketch *sketch,
	uint32_t item)
{
	const struct definition *d = context;
	const struct sketch_item *i = &sketch->v[item];
	uint32_t n = i->end - i->begin;

	if (strlen(d->name) != i->to - i->from
		|| memcmp(file->text + i->from, d->name, i->to - i->from) != 0)
		return true;
	buf_puts(d->out,
		diag_clean(d->arena, arena_strndup(d->arena, file->text + i->begin,
					     n < MACRO_MAX ? n : MACRO_MAX)));
	buf_printf(d->out, "\n%s", diag_clean(d->arena, file->path));
	return false;
}

static void
put(struct buf *b, struct server *s, const struct asked *q, struct arena *a)
{
	struct analysis *x = server_analysis(s, q->document);
	const char *name = sketch_name(&q->sketch, q->item, a);
	struct live_node *n = NULL;
	atom_t atom;

	if (!x)
		return;
	switch (q->sketch.v[q->item].kind) {
	case SKETCH_PROPERTY: put_property(b, s, x, q, a); return;
	case SKETCH_DEFINE:
	case SKETCH_MACRO:
		analysis_defines(
			x, a, put_definition, &(struct definition){ a, b, name });
		return;
	case SKETCH_NODE: n = server_node(x, &q->sketch, q->item, a); break;
	case SKETCH_LABEL:
	case SKETCH_REFERENCE:
		atom = intern_find(&x->names, name, strlen(name));
		n = atom == ATOM_NONE ? NULL : live_find(&x->made.tree, atom);
		break;
	case SKETCH_INCLUDE:
	case SKETCH_STRING: return;
	}
	if (n)
		put_node(b, s, x, n, q->document->path, a);
}

static bool
is_at(struct server *s, const struct asked *q, const struct place *at)
{
	const struct text *t = &q->document->text;
	struct range r = range_of_place(s, at, NULL);

	return at->file && !strcmp(at->file, q->document->path)
	       && q->offset >= text_offset(t, r.start)
	       && q->offset <= text_offset(t, r.end);
}

/* What a macro comes to in the cell that it makes. */
static void
put_expansion(struct buf *b, struct server *s, struct analysis *x, const struct asked *q,
	uint32_t number, struct arena *a)
{
	const struct origins *origins = &x->origins.base;
	const struct prop *prop = &x->tree.props[number];
	uint32_t i;

	for (i = 0; prop->len % 4 == 0 && i < prop_ncells(prop); i++) {
		struct origin at = { .place = PLACE_NONE };

		origins->value(origins, number, i * 4, 4, a, &at);
		if (!is_at(s, q, &at.place))
			continue;
		buf_printf(b, "%s= 0x%" PRIx32 ", %" PRIu32, b->n ? "\n" : "",
			prop_cell(prop, i), prop_cell(prop, i));
		return;
	}
}

/* The cell at the cursor: what it means, in the whole of its specifier. */
static void
put_cell(struct buf *b, struct server *s, const struct asked *q, struct arena *a)
{
	uint32_t item = sketch_value_at(&q->sketch, q->offset), from = 0;
	struct analysis *x = server_analysis(s, q->document);
	struct live_node *n;
	struct place at;
	const char *text;
	uint32_t prop;

	if (item == SKETCH_NONE || !x)
		return;
	n = server_node(x, &q->sketch, q->sketch.v[item].parent, a);
	prop = analysis_number(x, analysis_prop(x, n, sketch_name(&q->sketch, item, a)));
	if (prop == MAP_ABSENT)
		return;
	if (q->item != SKETCH_NONE && q->sketch.v[q->item].kind == SKETCH_MACRO)
		put_expansion(b, s, x, q, prop, a);
	while ((text = analysis_meaning(x, prop, &from, &at, a))) {
		if (!is_at(s, q, &at))
			continue;
		buf_printf(b, "%s%s", b->n ? "\n\n" : "", text);
		return;
	}
}

json_t *
on_hover(struct server *s, struct arena *a, const json_t *params)
{
	struct buf b = { 0 };
	json_t *out = NULL;
	struct asked q;

	if (!server_asked(s, params, a, &q))
		return NULL;
	if (q.item != SKETCH_NONE)
		put(&b, s, &q, a);
	put_cell(&b, s, &q, a);
	if (b.n)
		out = json_pack(
			"{s:{s:s, s:s}}", "contents", "kind", "plaintext", "value", b.s);
	if (out && q.item != SKETCH_NONE)
		json_object_set_new(out, "range",
			json_of_range(text_range(&q.document->text,
				q.sketch.v[q.item].from, q.sketch.v[q.item].to)));
	buf_free(&b);
	return out;
}
