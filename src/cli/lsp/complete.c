/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may stand at the cursor: labels, properties of the binding, compatible strings. */
#include <string.h>

#include "base/walk.h"
#include "cli/lsp/server.h"
#include "rules/ref/references.h"
#include "schema/run/machine.h"
#include "tree/names.h"

/* CompletionItemKind of LSP 3.17. */
enum {
	ITEM_MODULE = 9,
	ITEM_PROPERTY = 10,
	ITEM_VALUE = 12,
	ITEM_FILE = 17,
	ITEM_REFERENCE = 18,
	ITEM_CONSTANT = 21,
};

enum { ITEMS_MAX = 500, NEST_MAX = 12, SCHEMAS_MAX = 2000, FILES_MAX = 5000 };

/* Devicetree Specification v0.4, 2.2.2: generic names; as many as are of use to type. */
static const char *const generic_names[] = { "adc", "aliases", "chosen",
	"clock-controller", "clocks", "codec", "cpu", "cpus", "crypto", "display",
	"dma-controller", "endpoint", "ethernet", "ethernet-phy", "flash", "gpio", "gpu",
	"i2c", "interrupt-controller", "iommu", "leds", "mailbox", "mdio", "memory",
	"mmc", "partitions", "pcie", "phy", "pinctrl", "port", "ports", "pwm",
	"regulator", "reserved-memory", "reset-controller", "rng", "rtc", "serial", "soc",
	"spi", "syscon", "temperature-sensor", "timer", "usb", "watchdog" };

struct completing {
	struct server *s;
	struct arena *arena;
	const struct asked *q;
	struct analysis *x;
	json_t *out;
	json_t *seen; /* labels of items */
	const char *prefix;
	size_t nprefix;
	uint32_t left;                /* schemas that may still be looked at */
	const struct live_node *node; /* whose properties are offered */
	uint32_t name; /* of the property whose values are, in the program */
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

/* What a node must have to be named by a property's phandles; "": nothing that is known. */
static const char *
wanted_of(struct completing *c, uint32_t prop)
{
	const char *name = sketch_name(&c->q->sketch, prop, c->arena);
	atom_t atom = intern_find(&c->x->names, name, strlen(name));
	const struct ref_kind *kind = atom == ATOM_NONE ? NULL
							: ref_kind_of(&c->x->names, atom);

	if (!strcmp(name, "interrupt-parent"))
		return "#interrupt-cells";
	return kind ? intern_str(&c->x->names, kind->cells) : "";
}

/* Of the kind that the property wants, where it is known; all where a body may begin. */
static void
offer_labels(struct completing *c, uint32_t prop)
{
	const char *wanted = prop == SKETCH_NONE ? "" : wanted_of(c, prop);
	struct live_tree *t = &c->x->made.tree;
	const struct live_label *l;

	if (!t->root)
		return;
	live_for_each(t, n)
	{
		if (*wanted && !analysis_prop(c->x, n, wanted))
			continue;
		for (l = n->labels; l; l = l->next)
			if (!l->deleted)
				offer(c, live_name(t, l->name), ITEM_REFERENCE, "1");
	}
}

/* How schemas are gone through: what is offered of an instruction, and whether it is entered. */
struct schema_walk {
	void (*offer)(
		struct completing *c, const struct program *p, uint32_t op, uint32_t arg);
	bool (*enters)(uint32_t op);
};

static void
walk_schema(struct completing *c, const struct program *p, uint32_t code,
	const struct schema_walk *how, unsigned int depth)
{
	const uint32_t *w = p->words + code;
	uint32_t i, k, inner;

	if (code <= CODE_FALSE || depth > NEST_MAX || !c->left)
		return;
	c->left--;
	for (i = 0; i < (w[0] & 0xffff); i++) {
		const uint32_t *in = w + 1 + i * 2;
		uint32_t op = in[0] & 0xff;
		enum op_operand operand = op_info[op].operand;

		how->offer(c, p, op, in[1]);
		if (!how->enters(op))
			continue;
		if (operand == OPERAND_SLOT)
			walk_schema(c, p, p->slots[in[1]].code, how, depth + 1);
		for (k = 0; op_schema(p->words, operand, in[1], k, &inner); k++)
			walk_schema(c, p, inner, how, depth + 1);
	}
}

static bool
is_of_node(uint32_t op)
{
	return op_info[op].applies == APPLIES_SELF;
}

static bool
may_hold_of_node(uint32_t op)
{
	return is_of_node(op) && op != OP_NOT;
}

static void
offer_names(struct completing *c, const struct program *p, uint32_t arg, const char *sort)
{
	const uint32_t *block = p->words + arg;
	uint32_t k;

	for (k = 1; k <= block[0]; k++) {
		const char *name = program_string(p, block[k]);

		if (*name != '$' && !analysis_prop(c->x, c->node, name))
			offer(c, name, ITEM_PROPERTY, sort);
	}
}

static void
offer_required(struct completing *c, const struct program *p, uint32_t op, uint32_t arg)
{
	if (op == OP_REQUIRED)
		offer_names(c, p, arg, "0");
}

static void
offer_known(struct completing *c, const struct program *p, uint32_t op, uint32_t arg)
{
	if (op == OP_PROPERTIES)
		offer_names(c, p, arg, "1");
}

/* Required ones are to be met first, whatever schema they stand in. */
static void
offer_properties(struct completing *c, const struct live_node *n)
{
	static const struct schema_walk walks[] = { { offer_required, may_hold_of_node },
		{ offer_known, may_hold_of_node } };
	static const char *const usual[] = { "status", "compatible", "reg" };
	const struct program *p = server_program(c->s, c->q->document->path);
	uint32_t root = p ? analysis_root(c->x, n, p) : ROOT_NONE;
	size_t i;

	c->node = n;
	for (i = 0; root != ROOT_NONE && i < sizeof(walks) / sizeof(*walks); i++) {
		c->left = SCHEMAS_MAX;
		walk_schema(c, p, p->roots[root].body, &walks[i], 0);
	}
	for (i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (!analysis_prop(c->x, n, usual[i]))
			offer(c, usual[i], ITEM_PROPERTY, "2");
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

/* The string that a literal is, or NULL. */
static const char *
string_of(const struct program *p, uint32_t literal)
{
	const uint32_t *w = p->words + literal;

	return w[0] == V_STRING ? program_string(p, w[1]) : NULL;
}

/* The strings that a schema allows. */
static void
offer_strings(struct completing *c, const struct program *p, uint32_t op, uint32_t arg)
{
	const uint32_t *block = p->words + arg;
	uint32_t k, n = op == OP_ENUM_STRINGS ? block[0] : 0;
	const char *text;

	for (k = 1; k <= n; k++)
		offer(c, program_string(p, block[k]), ITEM_VALUE, "1");
	if (op == OP_CONST && (text = string_of(p, arg)))
		offer(c, text, ITEM_VALUE, "1");
	if (op == OP_ENUM)
		for (k = 1; k <= block[0]; k++)
			if ((text = string_of(p, block[k])))
				offer(c, text, ITEM_VALUE, "1");
}

static bool
may_hold(uint32_t op)
{
	return op != OP_NOT && op != OP_IF;
}

/* What the schemas of a node say of one of its properties. */
static void
offer_values(struct completing *c, const struct program *p, uint32_t op, uint32_t arg)
{
	const uint32_t *block = p->words + arg;
	uint32_t k;

	for (k = 1; op == OP_PROPERTIES && k <= block[0]; k++)
		if (block[k] == c->name)
			walk_schema(c, p, block[block[0] + k],
				&(struct schema_walk){ offer_strings, may_hold }, 0);
}

static void
offer_enum(struct completing *c, uint32_t prop)
{
	const struct program *p = server_program(c->s, c->q->document->path);
	const char *text = sketch_name(&c->q->sketch, prop, c->arena);
	struct live_node *n = server_node(
		c->x, &c->q->sketch, c->q->sketch.v[prop].parent, c->arena);
	uint32_t root = p && n ? analysis_root(c->x, n, p) : ROOT_NONE;
	uint32_t name = p ? program_find(p, text, strlen(text)) : STRING_NONE;

	if (!strcmp(text, "status")) {
		offer(c, "okay", ITEM_VALUE, "0");
		offer(c, "disabled", ITEM_VALUE, "0");
		offer(c, "reserved", ITEM_VALUE, "1");
	}
	c->left = SCHEMAS_MAX;
	c->name = name;
	if (root != ROOT_NONE && name != STRING_NONE)
		walk_schema(c, p, p->roots[root].body,
			&(struct schema_walk){ offer_values, may_hold_of_node }, 0);
}

/* Files and folders that an include may go on with. */
static void
offer_folder(struct completing *c, const char *folder, const char *begun)
{
	const char *slash = strrchr(begun, '/');
	const char *below =
		slash ? arena_strndup(c->arena, begun, (size_t)(slash - begun)) : ".";
	struct walk_options how = { .flat = true, .names_max = FILES_MAX };
	struct walk *w;
	const struct walk_entry *e;

	if (!search_allows(&c->x->search,
		    arena_printf(c->arena, "%s/%s/x", folder, below), c->arena))
		return;
	w = walk_open(arena_printf(c->arena, "%s/%s", folder, below), &how);
	while ((e = walk_next(w))) {
		if (e->depth != 1)
			continue;
		if (e->kind == WALK_DIRECTORY)
			offer(c, arena_printf(c->arena, "%s/", e->name), ITEM_MODULE,
				"2");
		else if (e->kind == WALK_FILE && source_is_part(e->name))
			offer(c, arena_strdup(c->arena, e->name), ITEM_FILE, "1");
	}
	walk_close(w);
}

static void
offer_files(struct completing *c, uint32_t include)
{
	const struct sketch_item *i = &c->q->sketch.v[include];
	const char *begun = arena_strndup(
		c->arena, c->q->sketch.text + i->from, c->q->offset - i->from);
	const char *path = c->q->document->path, *slash = strrchr(path, '/');
	const struct source_search *search = &c->x->search;
	size_t k;

	if (strrchr(begun, '/'))
		c->nprefix = strlen(strrchr(begun, '/') + 1);
	else
		c->nprefix = strlen(begun);
	c->prefix = c->q->sketch.text + c->q->offset - c->nprefix;
	if (c->q->sketch.text[i->from - 1] == '"' && slash)
		offer_folder(
			c, arena_strndup(c->arena, path, (size_t)(slash - path)), begun);
	for (k = 0; k < search->dirs.n; k++)
		offer_folder(c, search->dirs.v[k], begun);
	for (k = 0; k < search->layout.n; k++)
		offer_folder(c, search->layout.v[k], begun);
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

static void
complete(struct completing *c)
{
	uint32_t prop = sketch_value_at(&c->q->sketch, c->q->offset);
	struct live_node *n;

	if (c->q->item != SKETCH_NONE
		&& c->q->sketch.v[c->q->item].kind == SKETCH_INCLUDE) {
		offer_files(c, c->q->item);
	} else if (before_prefix(c) == '&') {
		offer_labels(c, prop);
	} else if (prop != SKETCH_NONE && before_prefix(c) == '"') {
		if (!strcmp(sketch_name(&c->q->sketch, prop, c->arena), "compatible"))
			offer_compatibles(c);
		else
			offer_enum(c, prop);
	} else if (prop != SKETCH_NONE) {
		if (c->nprefix)
			analysis_defines(c->x, c->arena, offer_macro, c);
	} else {
		n = server_node(c->x, &c->q->sketch,
			sketch_node_at(&c->q->sketch, c->q->offset), c->arena);
		if (n)
			offer_properties(c, n);
		for (size_t i = 0;
			n && i < sizeof(generic_names) / sizeof(*generic_names); i++)
			offer(c, generic_names[i], ITEM_MODULE, "3");
	}
}

json_t *
on_completion(struct server *s, struct arena *a, const json_t *params)
{
	struct completing c = { .s = s, .arena = a, .out = json_array() };
	struct asked q;

	if (!server_asked(s, params, a, &q)
		|| !(c.x = server_sound_analysis(s, q.document)))
		return c.out;
	c.q = &q;
	c.seen = json_object();
	find_prefix(&c);
	complete(&c);
	json_decref(c.seen);
	return c.out;
}
