/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may stand at the cursor: labels, properties of the binding, compatible strings. */
#include <string.h>

#include "cli/lsp/server.h"
#include "schema/run/machine.h"

/* CompletionItemKind of LSP 3.17. */
enum { ITEM_PROPERTY = 10, ITEM_VALUE = 12, ITEM_REFERENCE = 18, ITEM_CONSTANT = 21 };

enum { ITEMS_MAX = 500, NEST_MAX = 12, SCHEMAS_MAX = 2000 };

struct completing {
	struct server *s;
	struct arena *arena;
	const struct asked *q;
	struct analysis *x;
	json_t *out;
	json_t *seen; /* labels of items */
	const char *prefix;
	size_t nprefix;
	uint32_t left; /* schemas that may still be looked at */
};

static void
offer(struct completing *c, const char *label, int kind, const char *sort)
{
	if (strncmp(label, c->prefix, c->nprefix) != 0 || json_object_get(c->seen, label)
		|| json_array_size(c->out) >= ITEMS_MAX)
		return;
	json_object_set_new(c->seen, label, json_true());
	json_array_append_new(
		c->out, json_pack("{s:s, s:i, s:s}", "label", label, "kind", kind,
				"sortText", arena_printf(c->arena, "%s%s", sort, label)));
}

/* The word before the cursor. */
static void
find_prefix(struct completing *c)
{
	const char *s = c->q->sketch.text;
	uint32_t from = c->q->offset;

	while (from && s[from - 1]
		&& (strchr(",._+-?#", s[from - 1])
			|| (s[from - 1] >= '0' && s[from - 1] <= '9')
			|| ((s[from - 1] | 0x20) >= 'a' && (s[from - 1] | 0x20) <= 'z')))
		from--;
	c->prefix = s + from;
	c->nprefix = c->q->offset - from;
}

static char
before_prefix(const struct completing *c)
{
	return c->prefix > c->q->sketch.text ? c->prefix[-1] : '\n';
}

static void
offer_labels(struct completing *c)
{
	struct live_tree *t = &c->x->made.tree;
	const struct live_label *l;

	if (!t->root)
		return;
	live_for_each(t, n)
	{
		for (l = n->labels; l; l = l->next)
			if (!l->deleted)
				offer(c, live_name(t, l->name), ITEM_REFERENCE, "1");
	}
}

static void offer_schema(struct completing *c, const struct program *p, uint32_t code,
	const struct live_node *n, unsigned int depth);

static void
offer_schemas(struct completing *c, const struct program *p, const uint32_t *w,
	const struct live_node *n, unsigned int depth)
{
	uint32_t i, code;
	enum op_operand operand = op_info[w[0] & 0xff].operand;

	if (op_info[w[0] & 0xff].applies != APPLIES_SELF)
		return;
	if (operand == OPERAND_SLOT)
		offer_schema(c, p, p->slots[w[1]].code, n, depth);
	for (i = 0; op_schema(p->words, operand, w[1], i, &code); i++)
		offer_schema(c, p, code, n, depth);
}

/* The names that a schema knows of a node's properties: required ones first. */
static void
offer_schema(struct completing *c, const struct program *p, uint32_t code,
	const struct live_node *n, unsigned int depth)
{
	const uint32_t *w = p->words + code, *block;
	uint32_t i, k;

	if (code <= CODE_FALSE || depth > NEST_MAX || !c->left)
		return;
	c->left--;
	for (i = 0; i < (w[0] & 0xffff); i++) {
		const uint32_t *in = w + 1 + i * 2;
		uint32_t op = in[0] & 0xff;

		block = p->words + in[1];
		for (k = 1; (op == OP_REQUIRED || op == OP_PROPERTIES) && k <= block[0];
			k++) {
			const char *name = program_string(p, block[k]);

			if (*name != '$' && !analysis_prop(c->x, n, name))
				offer(c, name, ITEM_PROPERTY,
					op == OP_REQUIRED ? "0" : "1");
		}
		offer_schemas(c, p, in, n, depth + 1);
	}
}

/* Required ones are to be met first, whatever schema they stand in. */
static void
offer_properties(struct completing *c, const struct live_node *n)
{
	const struct program *p = server_program(c->s, c->q->document->path);
	uint32_t root = p ? analysis_root(c->x, n, p) : ROOT_NONE;

	c->left = SCHEMAS_MAX;
	if (root != ROOT_NONE)
		offer_schema(c, p, p->roots[root].body, n, 0);
	offer(c, "status", ITEM_PROPERTY, "2");
	offer(c, "compatible", ITEM_PROPERTY, "2");
	offer(c, "reg", ITEM_PROPERTY, "2");
}

static void
offer_compatibles(struct completing *c)
{
	const struct program *p = server_program(c->s, c->q->document->path);
	const struct program_compatible *v;
	uint32_t i;

	if (!p)
		return;
	v = program_section(p, struct program_compatible, SECTION_COMPATIBLES);
	for (i = 0; i < program_count(p, SECTION_COMPATIBLES); i++)
		offer(c, program_string(p, v[i].string), ITEM_VALUE, "1");
}

static bool
offer_macro(void *context, const struct source_file *file, const struct sketch *sketch,
	uint32_t item)
{
	struct completing *c = context;

	(void)file;
	offer(c, sketch_name(sketch, item, c->arena), ITEM_CONSTANT, "1");
	return true;
}

/* The property in whose value the cursor is, or SKETCH_NONE. */
static uint32_t
property_at(const struct asked *q)
{
	uint32_t i, best = SKETCH_NONE, at;
	const char *s = q->sketch.text;

	for (i = 0; i < q->sketch.n && q->sketch.v[i].from < q->offset; i++)
		if (q->sketch.v[i].kind == SKETCH_PROPERTY)
			best = i;
	if (best == SKETCH_NONE)
		return best;
	for (at = q->sketch.v[best].to; at < q->offset && s[at] != ';'; at++)
		if (s[at] == '=')
			return q->sketch.v[best].end > q->sketch.v[best].to
					       && q->offset >= q->sketch.v[best].end
				       ? SKETCH_NONE
				       : best;
	return SKETCH_NONE;
}

static void
complete(struct completing *c)
{
	uint32_t prop = property_at(c->q);
	struct live_node *n;

	if (before_prefix(c) == '&') {
		offer_labels(c);
	} else if (prop != SKETCH_NONE && before_prefix(c) == '"') {
		if (!strcmp(sketch_name(&c->q->sketch, prop, c->arena), "compatible"))
			offer_compatibles(c);
	} else if (prop != SKETCH_NONE) {
		if (c->nprefix)
			analysis_defines(c->x, c->arena, offer_macro, c);
	} else {
		n = server_node(c->x, &c->q->sketch,
			sketch_node_at(&c->q->sketch, c->q->offset), c->arena);
		if (n)
			offer_properties(c, n);
	}
}

json_t *
on_completion(struct server *s, struct arena *a, const json_t *params)
{
	struct completing c = { .s = s, .arena = a, .out = json_array() };
	struct asked q;

	if (!server_asked(s, params, a, &q) || !(c.x = server_analysis(s, q.document)))
		return c.out;
	c.q = &q;
	c.seen = json_object();
	find_prefix(&c);
	complete(&c);
	json_decref(c.seen);
	return c.out;
}
