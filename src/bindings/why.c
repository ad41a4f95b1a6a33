/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which binding wants it, when, and what it says of the property in words. */
#include <inttypes.h>
#include <string.h>

#include "bindings/message.h"
#include "schema/program/keywords.h"
#include "tree/value.h"

enum { ITEMS_SHOWN = 8 };

static const char *
clean(const struct words_of *w, struct buf *b)
{
	const char *s = diag_clean(
		w->l->arena, arena_strndup(w->l->arena, b->s ? b->s : "", b->n));

	buf_free(b);
	return s;
}

/* The node's compatible string that let a condition hold. */
static const char *
condition_compatible(const struct words_of *w, uint32_t code)
{
	const struct value *list = object_get(w->finding->object, K_COMPATIBLE);
	uint32_t room[1], n, i, k;
	const uint32_t *strings = condition_strings(w->p, code, &n, room);

	for (i = 0; strings && list && list->kind == V_ARRAY && i < list->n; i++)
		for (k = 0; k < n; k++)
			if (list->items[i].id == strings[k])
				return program_string(w->p, strings[k]);
	return NULL;
}

/* That a type is one of those in types.yaml is no news. */
static bool
refers_elsewhere(const struct words_of *w, const struct schema_error *e)
{
	static const char types[] = "/types.yaml";
	const char *id;
	size_t n;

	if (e->root == ROOT_NONE || e->root == w->finding->root)
		return false;
	id = program_string(w->p, w->p->roots[e->root].id);
	n = strlen(id);
	return n < sizeof(types) - 1 || strcmp(id + n - (sizeof(types) - 1), types) != 0;
}

const char *
finding_why(const struct words_of *w)
{
	const struct schema_error *e = w->finding->error;
	const struct program_root *r;
	const char *compatible;
	struct buf b = { 0 };

	if (w->finding->root == ROOT_NONE)
		return NULL;
	r = &w->p->roots[w->finding->root];
	buf_puts(&b, "by the binding ");
	if (r->title != STRING_NONE)
		buf_printf(&b, "'%s', ", program_string(w->p, r->title));
	buf_puts(&b, program_string(w->p, r->id));
	if (e && refers_elsewhere(w, e))
		buf_printf(&b, ", which refers to %s",
			program_string(w->p, w->p->roots[e->root].id));
	compatible = e && e->condition != CODE_NONE
			     ? condition_compatible(w, e->condition)
			     : NULL;
	if (compatible)
		buf_printf(&b, ", for '%s'", compatible);
	if (e && e->context && w->l->verbose) {
		buf_puts(&b, "; its alternatives: ");
		put_branches(&b, w, e);
	}
	return clean(w, &b);
}

/* The names of properties and patterns that lead to an error in its document. */
static void
names_on_path(const struct schema_error *e, uint32_t *parent, uint32_t *name)
{
	const struct schema_path *p = &e->schema_path;
	uint32_t i;

	*parent = *name = STRING_NONE;
	for (i = 0; i + 1 < p->n; i++) {
		if (p->v[i].name != K_PROPERTIES && p->v[i].name != K_PATTERN_PROPERTIES)
			continue;
		*parent = *name;
		*name = p->v[++i].name;
	}
}

/* What a document on the way says of the property, or of an item of it. */
static const char *
description(const struct words_of *w, const struct schema_error *e, uint32_t parent,
	uint32_t name, uint32_t item)
{
	const char *s = NULL;

	if (name == STRING_NONE)
		return NULL;
	if (e->root != ROOT_NONE)
		s = program_description(w->p, e->root, parent, name, item);
	if (!s && e->root != w->finding->root)
		s = program_description(w->p, w->finding->root, parent, name, item);
	return s;
}

static bool
put_described(struct buf *b, const struct words_of *w, const char *name, const char *text)
{
	if (!text || !*text)
		return false;
	(void)w;
	buf_printf(b, "the binding says of '%s': %s", name, text);
	return true;
}

/* The items of a list, as far as the binding has words for them. */
static bool
put_items(struct buf *b, const struct words_of *w, const struct schema_error *e,
	uint32_t parent, uint32_t name)
{
	/* of too few those that are missing */
	uint32_t first = e->op == OP_MIN_ITEMS ? e->instance.n + 1 : 1, i;
	const char *text;

	for (i = first; i < first + ITEMS_SHOWN; i++) {
		text = description(w, e, parent, name, i);
		if (!text)
			break;
		if (i == first)
			buf_printf(b, "the binding's items of '%s'%s: ",
				machine_text(w->m, name),
				first > 1 ? " that come next" : "");
		buf_printf(b, "%s%" PRIu32 ": %s", i > first ? "; " : "", i, text);
	}
	return i > first;
}

static void
help_missing(struct buf *b, const struct words_of *w, const struct schema_error *e,
	uint32_t parent)
{
	const char *name = machine_text(w->m, e->names[0]);
	const char *text = description(w, e, parent, e->names[0], 0);

	buf_printf(b, "add '%s'", name);
	if (e->names[1] != STRING_NONE)
		buf_printf(b, ", or remove '%s'", machine_text(w->m, e->names[1]));
	if (text && *text)
		buf_printf(b, ": %s", text);
}

static void
help_other(struct buf *b, const struct words_of *w, const struct schema_error *e,
	uint32_t parent, uint32_t name)
{
	const struct schema_step *last = e->path.n ? &e->path.v[e->path.n - 1] : NULL;
	const char *text = NULL;

	if (name == STRING_NONE || name == K_COMPATIBLE || name == K_NODENAME)
		return;
	if (last && last->name == STRING_NONE)
		text = description(w, e, parent, name, last->index + 1);
	else if (put_items(b, w, e, parent, name))
		return;
	if (!text)
		text = description(w, e, parent, name, 0);
	put_described(b, w, machine_text(w->m, name), text);
}

/* Properties that are often written one level too high: what of, and where it goes. */
static const struct misplaced {
	const char *name;
	const char *child; /* the compatible of the child that it belongs in */
} misplaced[] = {
	{ "arm,msi-base-spi", "arm,gic-v2m-frame" },
	{ "arm,msi-num-spis", "arm,gic-v2m-frame" },
};

static bool
help_misplaced(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	const struct tree *t = w->l->tree;
	const char *name = e->nnames ? machine_text(w->m, e->names[0]) : "";
	size_t i;

	for (i = 0; i < sizeof(misplaced) / sizeof(*misplaced); i++) {
		if (strcmp(name, misplaced[i].name) != 0)
			continue;
		node_for_each_child (t, &t->nodes[w->finding->node], n) {
			if (!node_is_compatible(t, n, misplaced[i].child))
				continue;
			buf_printf(b, "move %s into the child node '%s'",
				e->nnames == 1 ? "it" : "them", node_name(t, n));
			return true;
		}
		buf_printf(b, "move %s into a child node with compatible \"%s\"",
			e->nnames == 1 ? "it" : "them", misplaced[i].child);
		return true;
	}
	return false;
}

static void
help_surplus(struct buf *b, const struct words_of *w, const struct schema_error *e)
{
	if (help_misplaced(b, w, e))
		return;
	buf_puts(b, e->nnames == 1
			    ? "correct its name, remove it, or describe it in the binding"
			    : "correct their names, remove them, or describe them in the "
			      "binding");
}

static bool
is_undescribed(const struct words_of *w, const struct schema_error *e)
{
	return e->op == OP_TYPE && e->instance.kind == V_BYTES && e->path.n
	       && e->path.v[e->path.n - 1].name != STRING_NONE
	       && !decoder_types(w->d, e->path.v[e->path.n - 1].name);
}

const char *
finding_help(const struct words_of *w)
{
	const struct schema_error *e = w->finding->error;
	uint32_t parent, name;
	struct buf b = { 0 };

	if (w->finding->kind != FINDING_VIOLATION)
		return NULL;
	names_on_path(e, &parent, &name);
	switch (e->op) {
	case OP_REQUIRED:
	case OP_DEPENDENT_REQUIRED: help_missing(&b, w, e, name); break;
	case OP_ADDITIONAL_PROPERTIES:
	case OP_UNEVALUATED_PROPERTIES: help_surplus(&b, w, e); break;
	default:
		if (is_undescribed(w, e))
			buf_puts(&b, "describe it in the device's binding, correct its "
				     "name, or remove it");
		else
			help_other(&b, w, e, parent, name);
		break;
	}
	if (!b.n) {
		buf_free(&b);
		return NULL;
	}
	return clean(w, &b);
}
