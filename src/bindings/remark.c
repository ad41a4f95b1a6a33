/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bindings/remark.h"

#include <stdlib.h>
#include <string.h>

#include "schema/run/machine.h"
#include "tree/names.h"

static const char *
step_name(const struct words_of *w, uint32_t name)
{
	return diag_clean(w->l->arena, machine_text(w->m, name));
}

static struct diag_step *
steps(const struct words_of *w, const struct schema_path *path)
{
	struct diag_step *v = arena_array(w->l->arena, struct diag_step, path->n);
	uint32_t i;

	for (i = 0; i < path->n; i++) {
		if (path->v[i].name == STRING_NONE)
			v[i].index = path->v[i].index;
		else
			v[i].name = step_name(w, path->v[i].name);
	}
	return v;
}

/* The property of the node that the finding is about, where it is one. */
static const struct prop *
property_of(const struct words_of *w)
{
	const struct schema_finding *f = w->finding;
	const struct schema_error *e = f->error;
	const struct member *m;
	uint32_t name = STRING_NONE, i;

	if (f->kind == FINDING_UNDECODED)
		return &w->l->tree->props[f->complaint->prop];
	if (f->kind == FINDING_UNDOCUMENTED)
		return node_prop(
			w->l->tree, &w->l->tree->nodes[f->node], NAME_compatible);
	if (e && e->path.n)
		name = e->path.v[0].name;
	else if (e && e->nnames == 1 && e->op != OP_UNEVALUATED_ITEMS)
		name = e->names[0];
	for (i = 0; i < f->object->n; i++) {
		m = &f->object->members[i];
		if (m->key == name && m->extra != MEMBER_NODE)
			return &w->l->tree->props[m->extra];
	}
	return NULL;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keyword, and the names that are missing or too many, whatever their order. */
static const char *
what_is_wrong(const struct words_of *w, const char *keyword)
{
	const struct schema_error *e = w->finding->error;
	const char **names = arena_array(w->l->scratch, const char *, e->nnames + 1);
	const char *words = keyword ? keyword : "";
	uint32_t i, n = 0;

	for (i = 0; i < e->nnames; i++)
		if (e->names[i] != STRING_NONE)
			names[n++] = machine_text(w->m, e->names[i]);
	if (n > 1)
		qsort(names, n, sizeof(*names), compare_names);
	for (i = 0; i < n; i++)
		words = arena_printf(w->l->arena, "%s %s", words, names[i]);
	return words;
}

static void
fill_schema(const struct words_of *w, struct remark *s)
{
	const struct program_root *r = &w->p->roots[w->finding->root];
	const struct schema_error *e = w->finding->error;

	s->schema = diag_clean(w->l->arena, program_string(w->p, r->id));
	if (!e)
		return;
	if (e->keyword != STRING_NONE)
		s->keyword = program_string(w->p, e->keyword);
	s->what = what_is_wrong(w, s->keyword);
	s->property_path = steps(w, &e->path);
	s->nproperty_path = e->path.n;
	s->schema_path = steps(w, &e->schema_path);
	s->nschema_path = e->schema_path.n;
}

struct remark
remark_of(const struct words_of *w, const struct rule *r, enum level level)
{
	const struct node *n = &w->l->tree->nodes[w->finding->node];
	const struct prop *p = property_of(w);
	struct slip slip = { 0 };
	struct words_of own = *w;
	struct remark s = { .rule = r, .level = level, .name = ATOM_NONE };

	own.slip = &slip;
	s.message = diag_clean(w->l->arena, finding_message(&own));
	if (p) {
		s.name = p->name;
		s.prop = (uint32_t)(p - w->l->tree->props) - n->first_prop;
		s.entry = finding_entry(w, &s.offset, &s.length);
	}
	if (w->finding->root != ROOT_NONE)
		fill_schema(w, &s);
	s.why = finding_why(w);
	s.help = finding_help(w);
	s.slip = slip;
	if (slip.n == 1)
		s.slip.word = arena_strdup(w->l->arena, slip.word);
	return s;
}

static const struct prop *
find_prop(const struct tree *t, const struct node *n, const struct remark *s)
{
	if (s->name == ATOM_NONE)
		return NULL;
	if (s->prop < n->nprops && t->props[n->first_prop + s->prop].name == s->name)
		return &t->props[n->first_prop + s->prop];
	return node_prop(t, n, s->name);
}

struct diag *
remark_report(struct lint *l, const struct remark *s, const struct node *n)
{
	const struct prop *p = find_prop(l->tree, n, s);
	struct diag *d;

	if (p && s->entry && s->offset < p->len)
		d = lint_diag_entry(l, s->rule, s->level, n, p, s->offset,
			s->length ? s->length : p->len, s->message);
	else
		d = lint_diag(l, s->rule, s->level, n, p, s->message);
	d->schema = s->schema;
	d->keyword = s->keyword;
	d->what = s->what;
	d->property_path = s->property_path;
	d->nproperty_path = s->nproperty_path;
	d->schema_path = s->schema_path;
	d->nschema_path = s->nschema_path;
	d->why = s->why;
	d->help = s->help;
	slip_fix(l, d, &s->slip, n, p);
	return d;
}
