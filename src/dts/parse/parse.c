/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/parse/parse.h"

#include <string.h>

#include "dts/parse/parser.h"

/* Where a name is kept: by its ends and its length. */
static uint32_t
place_of(const char *s, uint32_t n)
{
	uint64_t first = 0, last = 0;

	if (n >= 8) {
		memcpy(&first, s, 8);
		memcpy(&last, s + n - 8, 8);
	} else {
		memcpy(&first, s, n);
	}
	first = (first ^ n) * 0x9e3779b97f4a7c15u ^ last * 0xbf58476d1ce4e5b9u;
	return (uint32_t)(first >> 40) % PARSE_NAMES;
}

atom_t
parse_atom(const struct parser *p, const struct dts_token *t)
{
	const char *s = p->text->s + t->name;
	uint32_t n = t->name_end - t->name;
	struct parse_name *known;

	if (!p->names)
		return intern(p->tree->names, s, n);
	known = &p->names[place_of(s, n)];
	if (!known->s || known->n != n || memcmp(known->s, s, n) != 0) {
		known->atom = intern(p->tree->names, s, n);
		known->s = intern_str(p->tree->names, known->atom);
		known->n = n;
	}
	return known->atom;
}

static void
guess_boot_cpu(struct live_tree *t)
{
	struct live_node *cpus = live_find_path(t, t->root, "/cpus"), *cpu;
	struct live_prop *reg;
	const uint8_t *v;
	atom_t name = intern_find(t->names, "reg", 3);

	if (!cpus || !cpus->first_child || name == ATOM_NONE)
		return;
	/* dtc looks at the first one even where it is deleted */
	cpu = cpus->first_child;
	reg = live_prop(t, cpu, name);
	if (!reg || reg->len != 4)
		return;
	v = live_value(t, reg);
	t->boot_cpu = (uint32_t)v[0] << 24 | (uint32_t)v[1] << 16 | (uint32_t)v[2] << 8
		      | v[3];
}

void
dts_parse(struct dts_text *text, struct live_tree *tree)
{
	struct parser p = { .text = text, .tree = tree, .last_error = LIVE_NOWHERE };

	p.names = arena_array(tree->arena, struct parse_name, PARSE_NAMES);
	dts_lex_init(&p.lx, text, 0, text->n, LEX_START);
	parse_advance(&p);
	parse_top(&p);
	dts_text_tell_follow(text);
	if (tree->root)
		guess_boot_cpu(tree);
}

const struct dts_part *
dts_parse_parts(struct dts_text *text, const struct live_tree *tree,
	const struct live_prop *prop, struct arena *a, uint32_t *count)
{
	/* everything that the parser makes here is thrown away, but for the parts */
	struct live_tree scratch;
	struct live_prop copy = { 0 };
	struct parser p = { .text = text, .tree = &scratch, .last_error = LIVE_NOWHERE };

	*count = 0;
	if (prop->place.begin == LIVE_NOWHERE)
		return NULL;
	live_init(&scratch, a, tree->names);
	p.prop = &copy;
	p.keep_parts = true;
	p.parts_arena = a;
	dts_lex_init(&p.lx, text, prop->place.begin, text->n, LEX_NAME);
	p.lx.quiet = true;
	parse_advance(&p);
	if (p.tok.kind == TOKEN_NAME) {
		parse_advance(&p);
		if (parse_accept(&p, '='))
			parse_value(&p);
	}
	live_free(&scratch);
	*count = p.nparts;
	return p.parts;
}
