/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands outside of all nodes. */
#include <stdio.h>
#include <string.h>

#include "base/suggest.h"
#include "dts/parse/parser.h"

/* "/dts-v1/;" and "/plugin/;", as often as they are there. */
static void
headers(struct parser *p)
{
	bool plugin, first = true;

	if (p->tok.kind != TOKEN_V1) {
		if (p->tok.kind == TOKEN_END)
			parse_error(p, 0, 0,
				"the source is empty, expected '/dts-v1/;' and a tree");
		else
			parse_expected(p, "'/dts-v1/;' at the start of a source");
		if (p->tok.kind != TOKEN_END && dts_lex_again(&p->lx, &p->tok, LEX_NAME))
			dts_lex(&p->lx, &p->tok);
		return;
	}
	for (; p->tok.kind == TOKEN_V1; first = false) {
		struct dts_token v1 = p->tok;

		parse_advance(p);
		if (!parse_semicolon(p, "'/dts-v1/'"))
			parse_recover(p);
		plugin = p->tok.kind == TOKEN_PLUGIN;
		if (plugin) {
			parse_advance(p);
			if (!parse_semicolon(p, "'/plugin/'"))
				parse_recover(p);
		}
		if (first)
			p->tree->plugin = plugin;
		else if (plugin != p->tree->plugin)
			parse_error(p, v1.begin, v1.end,
				"'/dts-v1/' %s '/plugin/', expected the same as at the first one",
				plugin ? "with" : "without");
		if (!parse_push(p, 1))
			return;
	}
}

static void
memory_reservation(struct parser *p)
{
	struct live_reserve *r = arena_new(p->tree->arena, struct live_reserve), **last;

	if (p->tree->root)
		parse_error(p, p->tok.begin, p->tok.end,
			"'/memreserve/' behind the tree, expected it before");
	parse_advance(p);
	if (!parse_prim(p, &r->address) || !parse_prim(p, &r->size)) {
		parse_recover(p);
		return;
	}
	if (!parse_semicolon(p, "the size"))
		parse_recover(p);
	last = p->last_reserve ? p->last_reserve : &p->tree->reserves;
	*last = r;
	p->last_reserve = &r->next;
	parse_push(p, 1);
}

static bool
is_relative(const char *ref)
{
	return ref[0] != '/' && ref[0] && strchr(ref + 1, '/');
}

/* An overlay's fragment for a reference to a node of another tree. */
static struct live_node *
orphan(struct parser *p, atom_t ref, struct live_place place)
{
	struct live_tree *t = p->tree;
	const char *s = live_name(t, ref);
	struct live_node *fragment, *overlay;
	struct live_prop *target;
	struct live_mark *m;
	char name[32];
	int n;

	n = snprintf(name, sizeof(name), "fragment@%u", t->norphans++);
	fragment = live_node_add(t, t->root, intern(t->names, name, (size_t)n), place);
	target = live_prop_add(
		t, fragment, intern(t->names, "target-path", *s == '/' ? 11 : 6), place);
	if (*s == '/') {
		live_value_append(t, target, s, (uint32_t)strlen(s) + 1);
	} else {
		live_value_append(t, target, "\xff\xff\xff\xff", 4);
		m = arena_new(t->arena, struct live_mark);
		m->kind = LIVE_MARK_PHANDLE;
		m->place = place;
		m->ref = ref;
		target->marks = m;
	}
	overlay = live_node_add(t, fragment, intern(t->names, "__overlay__", 11), place);
	return overlay;
}

static void
not_found(struct parser *p, const struct dts_token *ref)
{
	const struct live_tree *t = p->tree;
	struct suggest s = { 0 };
	struct dts_message *m;
	uint32_t i;

	if (ref->kind == TOKEN_LABEL_REF) {
		s.word = live_name(t, parse_atom(p, ref));
		for (i = 0; i < t->nby_label; i++)
			if (!t->by_label[i]->label->deleted)
				suggest_try(
					&s, live_name(t, t->by_label[i]->label->name));
	}
	m = parse_undefined(p, ref->begin, ref->end,
		"%s '%.*s' is not defined before this%s",
		ref->kind == TOKEN_LABEL_REF ? "label" : "the node",
		(int)(ref->name_end - ref->name), parse_text(p, ref->name),
		s.word ? suggest_text(t->arena, &s) : "");
	if (s.best)
		parse_meant(p, m, ref->begin, ref->end,
			arena_printf(t->arena, "&%s", s.best));
}

/* `&label { … };` with an optional label before it. */
static void
reference(struct parser *p, struct live_label *label)
{
	struct live_tree *t = p->tree;
	struct dts_token ref = p->tok;
	struct live_place place = { ref.begin, ref.end };
	struct live_node *n = NULL;
	atom_t name = parse_atom(p, &ref);
	bool first = !t->root;

	parse_advance(p);
	if (p->tok.kind != '{') {
		parse_expected(p, "'{'");
		parse_recover(p);
		return;
	}
	if (t->plugin && is_relative(live_name(t, name))
		&& (first || label || ref.kind == TOKEN_PATH_REF))
		parse_error(p, ref.begin, ref.end,
			"a reference by label and path in an overlay, expected a label or a "
			"path that begins with '/'");
	if (first)
		live_node_add(t, NULL, intern(t->names, "", 0), LIVE_NO_PLACE);
	else if (label || !t->plugin || ref.kind == TOKEN_LABEL_REF)
		n = live_find(t, name);
	if (n) {
		if (label)
			live_node_label(t, n, label);
		live_node_reopen(t, n, place);
		parse_open(p, n, false);
	} else {
		if (!t->plugin || label)
			not_found(p, &ref);
		parse_open(p, orphan(p, name, place), true);
	}
	parse_body(p);
}

static void
root(struct parser *p)
{
	struct live_tree *t = p->tree;
	struct live_place place = { p->tok.begin, p->tok.end };
	bool creating = !t->root;

	parse_advance(p);
	if (p->tok.kind != '{') {
		parse_expected(p, "'{'");
		parse_recover(p);
		return;
	}
	if (creating)
		live_node_add(t, NULL, intern(t->names, "", 0), place);
	else
		live_node_reopen(t, t->root, place);
	parse_open(p, t->root, creating);
	parse_body(p);
}

/* `/delete-node/ &label;`, `/omit-if-no-ref/ &label;` */
static void
by_reference(struct parser *p)
{
	bool deletes = p->tok.kind == TOKEN_DELETE_NODE;
	struct live_deletion *d;
	struct live_node *n;
	struct dts_token ref;

	parse_advance(p);
	ref = p->tok;
	if (ref.kind != TOKEN_LABEL_REF && ref.kind != TOKEN_PATH_REF) {
		parse_expected(p, "a reference to a node");
		parse_recover(p);
		return;
	}
	parse_advance(p);
	n = live_find(p->tree, parse_atom(p, &ref));
	if (!n) {
		not_found(p, &ref);
	} else if (deletes) {
		d = live_deletion_add(p->tree, (struct live_place){ ref.begin, ref.end });
		d->node = n->parent;
		d->node_hit = n;
		live_delete_node(n);
	} else {
		n->omit_if_unused = true;
	}
	if (!parse_semicolon(p, "the reference"))
		parse_recover(p);
}

static void
labelled(struct parser *p)
{
	struct live_label *l = arena_new(p->tree->arena, struct live_label);

	l->name = parse_atom(p, &p->tok);
	l->place = parse_place(&p->tok);
	parse_advance(p);
	if (!p->tree->root) {
		/* labels of reservations mean nothing in a blob */
		if (p->tok.kind == TOKEN_LABEL || p->tok.kind == TOKEN_MEMRESERVE)
			return;
		parse_expected(
			p, "'/memreserve/' or the tree, which cannot have a label");
		return;
	}
	if (p->tok.kind == TOKEN_LABEL_REF || p->tok.kind == TOKEN_PATH_REF) {
		reference(p, l);
		return;
	}
	parse_expected(p, "a reference to a node");
	parse_recover(p);
}

static void
stray_brace(struct parser *p)
{
	parse_error(p, p->tok.begin, p->tok.end, "a '}' that closes nothing");
	parse_advance(p);
	parse_accept(p, ';');
}

/* dtc has no notion of a tree that is still to come when it looks for a label. */
static void
before_the_tree(struct parser *p, const char *what)
{
	if (!p->tree->root)
		parse_error(p, p->tok.begin, p->tok.end,
			"%s before the tree, expected '/ {' first", what);
}

static void
statement(struct parser *p)
{
	switch (p->tok.kind) {
	case '/': root(p); break;
	case TOKEN_LABEL_REF:
	case TOKEN_PATH_REF: reference(p, NULL); break;
	case TOKEN_LABEL: labelled(p); break;
	case TOKEN_MEMRESERVE: memory_reservation(p); break;
	case TOKEN_DELETE_NODE:
	case TOKEN_OMIT_IF_NO_REF:
		before_the_tree(p, p->tok.kind == TOKEN_DELETE_NODE
					   ? "'/delete-node/'"
					   : "'/omit-if-no-ref/'");
		by_reference(p);
		break;
	case TOKEN_V1:
	case TOKEN_PLUGIN:
		parse_error(p, p->tok.begin, p->tok.end,
			"'%.*s' behind the start of the source, expected it before all else",
			(int)(p->tok.end - p->tok.begin), parse_text(p, p->tok.begin));
		parse_recover(p);
		break;
	case '}': stray_brace(p); break;
	default:
		parse_expected(p, "'/ {' or a reference to a node");
		parse_recover(p);
		break;
	}
}

void
parse_top(struct parser *p)
{
	uint32_t symbols;

	headers(p);
	p->symbols = 1;
	while (p->tok.kind != TOKEN_END && !p->overflow) {
		symbols = p->tree->root ? 3 : p->symbols;
		p->symbols = symbols;
		statement(p);
	}
	/* an include that is not found may have had it */
	if (!p->tree->root && !p->overflow && p->text->missing)
		p->text->follow++;
	else if (!p->tree->root && !p->overflow)
		parse_expected(p, "a tree, '/ { … };'");
}
