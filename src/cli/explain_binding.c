/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --explain of a rule that is a binding: what the binding says. */
#include <string.h>

#include "base/fatal.h"
#include "base/wrap.h"
#include "cli/explain.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/bindings.h"
#include "report/json_put.h"
#include "rules/dynamic.h"
#include "schema/outline/outline.h"

enum { WIDTH = 90, NAME_WIDTH = 24 };

struct page {
	const struct options *o;
	struct arena *arena;
	struct bindings_of_input bindings;
	const struct program *program;
	bool builtin;
	bool compiled; /* a compiled form was named, which may be older than its files */
	const char *rule;
	struct outline outline;
};

static bool
load(struct page *p)
{
	struct bindings_of_input *b = &p->bindings;

	if (!bindings_of(b, p->o, "-", SCHEMAS_WITH_SOURCES, p->arena))
		return false;
	p->program = b->program;
	p->builtin = !b->paths.n;
	p->compiled = b->paths.n == 1 && schemas_is_compiled(b->paths.v[0]);
	return true;
}

static const char *
id_of(struct page *p, uint32_t root)
{
	return program_string(p->program, p->program->roots[root].id);
}

static bool
is_named(const char *rule, const char *name)
{
	return strlen(rule) == strlen(name) && rule_dynamic_matches(rule, name);
}

/* The first binding with a `select` of its own that has the string in its `compatible`. */
static uint32_t
selecting_root(struct page *p, const char *compatible)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct outline o;
	uint32_t i;

	for (i = 0; i < p->program->nroots; i++) {
		if (p->program->roots[i].kind != ROOT_ALWAYS)
			continue;
		if (!outline_read(&o, p->program, i, false, &a, &f)
			|| string_list_has(&o.compatible, compatible))
			break;
		arena_reset(&a);
	}
	if (f.message)
		i = p->program->nroots;
	arena_free(&a);
	return i < p->program->nroots ? i : ROOT_NONE;
}

/* The binding that a compatible string leads to. */
static uint32_t
compatible_root(struct page *p, const char *name)
{
	uint32_t string = program_find(p->program, name, strlen(name)), root;

	if (string == STRING_NONE)
		return ROOT_NONE;
	root = program_compatible_root(p->program, string);
	return root == ROOT_NONE ? selecting_root(p, name) : root;
}

/* As schema/serial/pl011, serial/pl011, the `$id`, or a compatible string. */
static uint32_t
find(struct page *p, const char *name, struct suggest *near)
{
	const char *rule, *full = name;
	size_t n = strlen(name);
	uint32_t i;

	if (!rule_is_dynamic(name))
		full = arena_printf(p->arena, "schema/%s", name);
	if (n && name[n - 1] == '#')
		name = arena_strndup(p->arena, name, n - 1);
	for (i = 0; i < p->program->nroots; i++) {
		rule = binding_rule_id(p->arena, id_of(p, i));
		if (is_named(rule, full) || !strcmp(id_of(p, i), name)) {
			p->rule = rule;
			return i;
		}
		suggest_try(near, rule);
		suggest_try(near, rule + strlen("schema/"));
	}
	i = compatible_root(p, name);
	if (i != ROOT_NONE)
		p->rule = binding_rule_id(p->arena, id_of(p, i));
	return i;
}

/* What else the name may be: a directory of bindings, its end. */
static const char *
hint_of(struct page *p, const char *name)
{
	const char *rule, *first = NULL;
	uint32_t i, n = 0;

	for (i = 0; i < p->program->nroots; i++) {
		rule = binding_rule_id(p->arena, id_of(p, i));
		if (!strcmp(strrchr(rule, '/') + 1, name))
			return arena_printf(p->arena, "; did you mean '%s'?", rule);
		if (!rule_is_dynamic(name) || !rule_dynamic_matches(rule, name))
			continue;
		first = first ? first : rule;
		n++;
	}
	return first ? arena_printf(p->arena, "; it stands for %u binding%s, as %s", n,
		       n == 1 ? "" : "s", first)
		     : NULL;
}

static const char *
clean(struct page *p, const char *s)
{
	return s ? diag_clean(p->arena, s) : NULL;
}

static const char *
applied_by(const struct outline *o)
{
	switch (o->kind) {
	case ROOT_ALWAYS: return "select";
	case ROOT_COMPATIBLE: return "compatible";
	default: return "$ref";
	}
}

static const char *
applied_text(const struct outline *o)
{
	switch (o->kind) {
	case ROOT_ALWAYS: return "applied to the nodes that its 'select' chooses";
	case ROOT_COMPATIBLE: return "applied to nodes by their compatible strings";
	default: return "applied only where other bindings refer to it";
	}
}

/* The same of lines, which stay lines; no blank ones at the end. */
static const char *
clean_lines(struct page *p, const char *text)
{
	struct buf b = { 0 };
	const char *s;
	size_t n;

	if (!text)
		return NULL;
	buf_puts(&b, "");
	while (*text) {
		n = strcspn(text, "\n");
		buf_puts(&b, clean(p, arena_strndup(p->arena, text, n)));
		buf_putc(&b, '\n');
		text += n + (text[n] == '\n');
	}
	while (b.n && b.s[b.n - 1] == '\n')
		b.n--;
	s = arena_strndup(p->arena, b.s, b.n);
	buf_free(&b);
	return s;
}

/* Paragraphs stay, lines within them are filled. */
static void
put_prose(struct buf *out, const char *indent, const char *text)
{
	struct buf line = { 0 };
	const char *end;

	for (; text && *text; text = *end ? end + 1 : end) {
		end = text + strcspn(text, "\n");
		if (end != text) {
			buf_puts(&line, line.n ? " " : "");
			buf_add(&line, text, (size_t)(end - text));
		}
		if (line.n && (end == text || !*end)) {
			wrap_text(out, indent, line.s, WIDTH);
			line.n = 0;
		}
	}
	if (line.n)
		wrap_text(out, indent, line.s, WIDTH);
	buf_free(&line);
}

/* What is said of a property where the binding itself says nothing. */
static const char *
elsewhere(struct page *p, const char *name)
{
	const struct outline_ref *r = p->outline.refs;
	size_t left;

	for (left = p->outline.nrefs; left--; r++)
		if (string_list_has(&r->places, name))
			return arena_printf(p->arena, "as %s has it",
				clean(p, binding_rule_id(p->arena, r->id)));
	return "any value";
}

static void
put_property(struct page *p, struct buf *out, const struct outline_property *q)
{
	struct buf line = { 0 }, first = { 0 };
	const char *parts[] = { q->required ? "required" : NULL, clean(p, q->type),
		clean(p, q->values) };
	size_t i;

	buf_printf(&first, q->is_pattern ? "  /%s/ " : "  %s ", clean(p, q->name));
	while (first.n < NAME_WIDTH)
		buf_putc(&first, ' ');
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (parts[i])
			buf_printf(&line, "%s%s", line.n ? ", " : "", parts[i]);
	if (first.n > NAME_WIDTH) {
		first.s[first.n - 1] = '\n';
		buf_add(out, first.s, first.n);
		first.n = 0;
		for (i = 0; i < NAME_WIDTH; i++)
			buf_putc(&first, ' ');
	}
	wrap_text(out, first.s, line.n ? line.s : elsewhere(p, q->name), WIDTH);
	put_prose(out, "      ", clean_lines(p, q->description));
	buf_free(&line);
	buf_free(&first);
}

static void
put_properties(struct page *p, struct buf *out)
{
	const struct outline *o = &p->outline;
	const char *others = "Any other property is allowed, too.";
	size_t i;

	buf_puts(out, "\nProperties\n");
	for (i = 0; i < o->nproperties; i++)
		put_property(p, out, &o->properties[i]);
	if (o->closed)
		others =
			"No other property is allowed but those of every node, as status.";
	else if (o->closed_after_refs)
		others =
			"No other property is allowed but those of the bindings below, and "
			"those of every node, as status.";
	wrap_text(out, "  ", others, WIDTH);
}

static void
put_refs(struct page *p, struct buf *out)
{
	const struct outline *o = &p->outline;
	struct buf line = { 0 };
	size_t i, k;

	if (o->nrefs)
		buf_puts(out, "\nRefers to\n");
	for (i = 0; i < o->nrefs; i++) {
		const struct outline_ref *r = &o->refs[i];

		line.n = 0;
		if (r->root == ROOT_NONE)
			buf_printf(&line, "%s, which is not among the bindings",
				clean(p, r->id));
		else
			buf_puts(&line, binding_rule_id(p->arena, r->id));
		for (k = 0; k < r->places.n; k++)
			buf_printf(&line, "%s%s", k ? ", " : " for ",
				clean(p, r->places.v[k]));
		if (r->root != ROOT_NONE && !p->builtin)
			buf_printf(&line, "\n  %s",
				clean(p, program_string(p->program,
						 p->program->roots[r->root].path)));
		wrap_text(out, "  ", line.s, WIDTH);
	}
	buf_free(&line);
}

static const char *
levels_text(struct page *p)
{
	return arena_printf(p->arena,
		"-E %s reports what it finds as errors, -W no-%s not at all; so do 'error' "
		"and 'ignore' below 'rules' in .dtlint.yaml. What is asked of it holds over "
		"what is asked of schema/violation, which stands for every binding.",
		p->rule, p->rule);
}

static void
put_text_page(struct page *p, struct buf *out)
{
	const struct outline *o = &p->outline;
	struct buf list = { 0 };
	size_t i;

	buf_printf(out, "%s (warning)\n", p->rule);
	wrap_text(out, "  ", o->title ? clean(p, o->title) : "a binding without a title",
		WIDTH);
	if (o->description) {
		buf_putc(out, '\n');
		put_prose(out, "  ", clean_lines(p, o->description));
	}
	buf_printf(out, "\nBinding\n  %s\n  %s%s\n  %s\n", clean(p, o->id),
		p->builtin ? "part of dtlint, schemas/" : "", clean(p, o->path),
		applied_text(o));
	for (i = 0; i < o->maintainers.n; i++)
		buf_printf(&list, "%s%s", i ? ", " : "maintained by ",
			clean(p, o->maintainers.v[i]));
	if (list.n)
		wrap_text(out, "  ", list.s, WIDTH);
	buf_free(&list);
	for (i = 0; i < o->alternatives.n; i++) {
		buf_puts(out, i ? "" : "\nCompatible strings\n");
		wrap_text(out, "  ", clean(p, o->alternatives.v[i]), WIDTH);
	}
	put_properties(p, out);
	put_refs(p, out);
	explain_section(out, "Levels", levels_text(p));
}

static void
put_lines(struct page *p, json_t *object, const char *key, const char *text)
{
	if (text)
		put_text(object, key, clean_lines(p, text));
	else
		put_null(object, key);
}

static void
push_property(struct page *p, json_t *array, const struct outline_property *q)
{
	json_t *o = push_object(array);

	put_string(o, "name", p->arena, q->name);
	put_boolean(o, "pattern", q->is_pattern);
	put_boolean(o, "required", q->required);
	put_string(o, "type", p->arena, q->type);
	put_string(o, "values", p->arena, q->values);
	put_lines(p, o, "description", q->description);
}

static void
push_ref(struct page *p, json_t *array, const struct outline_ref *r)
{
	json_t *o = push_object(array), *list;
	bool known = r->root != ROOT_NONE;
	size_t i;

	put_string(o, "rule", p->arena, known ? binding_rule_id(p->arena, r->id) : NULL);
	put_string(o, "schema", p->arena, r->id);
	put_string(o, "path", p->arena,
		known ? program_string(p->program, p->program->roots[r->root].path)
		      : NULL);
	list = put_array(o, "properties");
	for (i = 0; i < r->places.n; i++)
		push_string(list, p->arena, r->places.v[i]);
}

static void
push_strings(struct page *p, json_t *object, const char *key, const struct string_list *l)
{
	json_t *list = put_array(object, key);
	size_t i;

	for (i = 0; i < l->n; i++)
		push_string(list, p->arena, l->v[i]);
}

static void
put_binding(struct page *p, json_t *o)
{
	const struct outline *b = &p->outline;
	json_t *list;
	size_t i;

	put_string(o, "schema", p->arena, b->id);
	put_string(o, "path", p->arena, b->path);
	put_boolean(o, "builtin", p->builtin);
	put_string(o, "title", p->arena, b->title);
	put_lines(p, o, "description", b->description);
	push_strings(p, o, "maintainers", &b->maintainers);
	put_string(o, "applied_by", p->arena, applied_by(b));
	push_strings(p, o, "compatible", &b->compatible);
	list = put_array(o, "properties");
	for (i = 0; i < b->nproperties; i++)
		push_property(p, list, &b->properties[i]);
	put_boolean(o, "other_properties", !b->closed && !b->closed_after_refs);
	list = put_array(o, "refs");
	for (i = 0; i < b->nrefs; i++)
		push_ref(p, list, &b->refs[i]);
}

/* What all rules have, and the binding beside it. */
static void
put_json_page(struct page *p, struct buf *out)
{
	const struct rule *base = rule_find("schema/violation");
	const struct outline *b = &p->outline;
	json_t *o = json_document();

	put_string(o, "id", p->arena, p->rule);
	put_string(o, "level", p->arena, level_name(base->level));
	put_boolean(o, "default", true);
	put_string(o, "summary", p->arena, b->title ? b->title : "");
	put_text(o, "why", base->why);
	put_text(o, "levels", levels_text(p));
	put_text(o, "fix", base->fix);
	push_string(put_array(o, "references"), p->arena, b->id);
	put_null(o, "bad");
	put_null(o, "good");
	put_binding(p, put_object(o, "binding"));
	json_finish(o, out);
}

int
explain_binding(
	const struct options *o, struct arena *a, struct suggest *near, const char **hint)
{
	struct page p = { .o = o, .arena = a };
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };
	int status = STATUS_FAULT;
	uint32_t root;

	if (!load(&p))
		return STATUS_FAULT;
	root = find(&p, o->operands.v[0], near);
	if (root == ROOT_NONE) {
		*hint = hint_of(&p, o->operands.v[0]);
		near->best = near->best ? arena_strdup(a, near->best) : NULL;
		status = -1;
	} else if (!outline_read(&p.outline, p.program, root, !p.builtin && !p.compiled,
			   a, &f)) {
		print_fault(p.builtin ? NULL : p.bindings.paths.v[0], &f);
	} else {
		if (wants_json(o))
			put_json_page(&p, &out);
		else
			put_text_page(&p, &out);
		status = write_document(o, &out, a);
	}
	bindings_of_input_free(&p.bindings);
	return p.bindings.faults && status >= 0 ? STATUS_FAULT : status;
}
