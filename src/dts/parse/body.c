/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bodies of nodes. */
#include "base/vec.h"
#include "dts/parse/parser.h"

/* What may stand before a name. */
struct prefix {
	struct live_label *labels; /* the last one first */
	uint32_t begin;
	bool omit; /* /omit-if-no-ref/ */
};

bool
parse_open(struct parser *p, struct live_node *node, bool creating)
{
	vec_room(p->tree->arena, p->frames, p->nframes, p->cap_frames);
	p->frames[p->nframes++] = (struct parse_frame){
		.node = node,
		.open = p->tok.begin,
		.body = ++p->bodies,
		.symbols = p->symbols,
		.creating = creating,
	};
	parse_advance(p);
	return parse_push(p, 3);
}

/* Behind a subnode, of whatever kind: dtc keeps them all until the last one is there. */
static void
subnode_done(struct parser *p)
{
	struct parse_frame *f = &p->frames[p->nframes - 1];

	f->subnodes = true;
	parse_push(p, 1);
}

static void
close_body(struct parser *p)
{
	struct parse_frame *f = &p->frames[--p->nframes];

	p->symbols = f->symbols;
	parse_advance(p);
	if (!parse_semicolon(p, "the '}' of a node"))
		parse_recover(p);
	if (p->nframes)
		subnode_done(p);
}

static void
prefixes(struct parser *p, struct prefix *x)
{
	uint32_t symbols = p->symbols;
	struct live_label *l;

	for (;; parse_advance(p)) {
		if (p->tok.kind == TOKEN_OMIT_IF_NO_REF) {
			x->omit = true;
		} else if (p->tok.kind == TOKEN_LABEL) {
			l = arena_new(p->tree->arena, struct live_label);
			l->name = parse_atom(p, &p->tok);
			l->place = parse_place(&p->tok);
			l->next = x->labels;
			x->labels = l;
		} else {
			break;
		}
		if (!parse_push(p, 1))
			break;
	}
	p->symbols = symbols;
}

/* In the order that dtc puts them in. */
static void
label_node(struct parser *p, struct live_node *n, struct live_label *labels, bool merging)
{
	struct live_label *l, *next, *list = labels;

	if (merging) {
		for (list = NULL, l = labels; l; l = next) {
			next = l->next;
			l->next = list;
			list = l;
		}
	}
	for (l = list; l; l = next) {
		next = l->next;
		live_node_label(p->tree, n, l);
	}
}

static void
subnode(struct parser *p, const struct prefix *x, atom_t name, struct live_place place)
{
	struct parse_frame *f = &p->frames[p->nframes - 1];
	struct live_node *n = f->creating ? NULL : live_child_any(p->tree, f->node, name);
	bool merging = n != NULL;

	if (merging)
		live_node_reopen(p->tree, n, place);
	else
		n = live_node_add(p->tree, f->node, name, place);
	label_node(p, n, x->labels, merging);
	n->omit_if_unused = n->omit_if_unused || (x->omit && !merging);
	f->subnodes = true;
	parse_open(p, n, !merging);
}

static void
property(struct parser *p, const struct prefix *x, atom_t name, struct live_place place)
{
	struct parse_frame *f = &p->frames[p->nframes - 1];
	struct live_label *l, *next;
	struct live_prop *prop;
	bool ok = true;

	if (f->subnodes)
		parse_error(p, place.begin, place.end,
			"property '%s' behind a subnode, expected all properties of a node "
			"before its subnodes",
			live_name(p->tree, name));
	prop = (f->creating ? live_prop_add : live_prop_merge)(
		p->tree, f->node, name, place);
	prop->body = f->body;
	p->tree->other_labels = p->tree->other_labels || x->labels;
	for (l = x->labels; l; l = next) {
		next = l->next;
		l->next = prop->labels;
		prop->labels = l;
	}
	p->prop = prop;
	if (parse_accept(p, '='))
		ok = parse_value(p);
	if (!ok || !parse_semicolon(p, "the property"))
		parse_recover(p);
}

/* The name that a /delete-…/ is about; false, told, where there is none. */
static bool
deleted_name(struct parser *p, const char *what, atom_t *name, struct live_place *place)
{
	if (p->tok.kind != TOKEN_NAME) {
		if (p->tok.kind == TOKEN_LABEL_REF || p->tok.kind == TOKEN_PATH_REF)
			return parse_expected(p,
				"a name (references are deleted outside of all nodes)");
		return parse_expected(p, what);
	}
	*name = parse_atom(p, &p->tok);
	*place = parse_place(&p->tok);
	parse_advance(p);
	return true;
}

static void
delete_property(struct parser *p)
{
	struct parse_frame *f = &p->frames[p->nframes - 1];
	struct live_deletion *d;
	struct live_place place = LIVE_NO_PLACE;
	struct live_prop *prop;
	atom_t name = ATOM_NONE;

	if (f->subnodes)
		parse_error(p, p->tok.begin, p->tok.end,
			"'/delete-property/' behind a subnode, expected it before all of them");
	parse_advance(p);
	if (!deleted_name(p, "the name of a property", &name, &place)) {
		parse_recover(p);
		return;
	}
	d = live_deletion_add(p->tree, place);
	d->property = true;
	d->node = f->node;
	d->name = name;
	d->creating = f->creating;
	if (f->creating) {
		prop = live_prop_add(p->tree, f->node, name, place);
		prop->deleted = true;
	} else if ((prop = live_prop_any(p->tree, f->node, name))) {
		d->prop_hit = prop->deleted ? NULL : prop;
		live_delete_prop(prop);
	}
	if (!parse_semicolon(p, "the name"))
		parse_recover(p);
}

static void
delete_node(struct parser *p)
{
	struct parse_frame *f = &p->frames[p->nframes - 1];
	struct live_deletion *d;
	struct live_place place = LIVE_NO_PLACE;
	struct live_node *n;
	atom_t name = ATOM_NONE;

	parse_advance(p);
	if (!deleted_name(p, "the name of a node", &name, &place)) {
		parse_recover(p);
		return;
	}
	d = live_deletion_add(p->tree, place);
	d->node = f->node;
	d->name = name;
	d->creating = f->creating;
	if (f->creating) {
		n = live_node_add(p->tree, f->node, name, place);
		n->deleted = true;
		n->detached = true;
	} else if ((n = live_child_any(p->tree, f->node, name))) {
		d->node_hit = n->deleted ? NULL : n;
		live_delete_node(n);
	}
	if (!parse_semicolon(p, "the name"))
		parse_recover(p);
	subnode_done(p);
}

static void
named(struct parser *p, const struct prefix *x)
{
	struct live_place place = parse_place(&p->tok);
	atom_t name = parse_atom(p, &p->tok);

	parse_advance(p);
	if (p->tok.kind == '{') {
		subnode(p, x, name, place);
		return;
	}
	if (x->omit)
		parse_expected(p, "'{', as only nodes can be omitted");
	if (p->tok.kind == '=' || p->tok.kind == ';') {
		property(p, x, name, place);
		return;
	}
	/* a property without a value, at the end of its line */
	if (!parse_semicolon(p, "the name of a property without a value, '=' or '{'"))
		parse_recover(p);
}

/* One thing in the innermost body. */
static void
statement(struct parser *p)
{
	struct prefix x = { .begin = p->tok.begin };

	prefixes(p, &x);
	switch (p->tok.kind) {
	case TOKEN_NAME: named(p, &x); break;
	case TOKEN_DELETE_PROPERTY: delete_property(p); break;
	case TOKEN_DELETE_NODE: delete_node(p); break;
	case '}':
		if (x.labels || x.omit)
			parse_expected(p, "a node or a property");
		close_body(p);
		break;
	case TOKEN_LABEL_REF:
	case TOKEN_PATH_REF:
		parse_error(p, p->tok.begin, p->tok.end,
			"a reference within a node, expected a name; references to nodes "
			"stand outside of all others");
		parse_recover(p);
		break;
	default:
		parse_expected(p, "a property, a node or '}'");
		parse_recover(p);
		break;
	}
}

void
parse_body(struct parser *p)
{
	uint32_t floor = p->nframes - 1;
	struct dts_message *m;

	while (p->nframes > floor && !p->overflow) {
		if (p->tok.kind == TOKEN_END) {
			const struct parse_frame *f = &p->frames[p->nframes - 1];

			m = parse_error(p, p->last_end ? p->last_end - 1 : 0, p->last_end,
				"expected '}' and ';' of a node, found the end of the source");
			if (m)
				dts_messages_note(p->text->messages, m,
					dts_text_place(p->text, f->open, f->open + 1),
					"the node is opened here");
			p->nframes = floor;
			return;
		}
		statement(p);
	}
}
