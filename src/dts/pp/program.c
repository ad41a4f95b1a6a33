/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "base/vec.h"

/* A condition that is open. */
struct open {
	uint32_t first;  /* the item of #if */
	uint32_t branch; /* the item of the branch that is open */
	bool otherwise;  /* that one is #else */
};

struct builder {
	struct pp_program *p;
	struct pp_names *names;
	struct arena *arena;
	struct arena scratch; /* of what still grows */
	struct pp_defect **defect;
	struct open *open;
	uint32_t nopen;
	uint32_t cap_open;
	uint32_t cap_items;
	uint32_t name; /* the next occurrence that is in no item yet */
	uint32_t text; /* where text begins that is in no item yet */
};

static struct pp_item *
add(struct builder *b, enum pp_do what, const struct pp_line *line)
{
	struct pp_program *p = b->p;
	struct pp_item *item;

	vec_room(&b->scratch, p->items, p->nitems, b->cap_items);
	item = &p->items[p->nitems++];
	*item = (struct pp_item){ .what = (uint8_t)what };
	if (line) {
		item->hash = line->hash;
		item->begin = line->rest;
		item->end = line->end;
	}
	return item;
}

static void
defect(struct builder *b, uint32_t begin, uint32_t end, const char *message)
{
	struct pp_defect *d = arena_new(b->arena, struct pp_defect);

	*d = (struct pp_defect){ .begin = begin, .end = end, .message = message };
	*b->defect = d;
	b->defect = &d->next;
}

static void
line_defect(struct builder *b, const struct pp_line *line, const char *message)
{
	const struct pp_clean *c = &b->p->clean;

	defect(b, text_origin(c->shifts, c->nshifts, line->hash),
		text_origin(c->shifts, c->nshifts, line->rest), message);
}

static void
fault(struct builder *b, const struct pp_line *line, const char *message)
{
	add(b, PP_DO_FAULT, line)->message = message;
}

/* The text before a directive, unless it is blank. */
static void
add_text(struct builder *b, uint32_t end)
{
	const struct pp_clean *c = &b->p->clean;
	uint32_t begin = b->text, first = b->name;
	struct pp_item *item;

	while (b->name < c->nnames && c->names[b->name].at < end)
		b->name++;
	while (begin < end && (c->s[begin] == ' ' || c->s[begin] == '\n'))
		begin++;
	if (begin == end)
		return;
	while (c->s[end - 1] == ' ')
		end--;
	/* with the indentation of its first line */
	while (begin > b->text && c->s[begin - 1] == ' ')
		begin--;
	item = add(b, PP_DO_TEXT, NULL);
	item->begin = begin;
	item->end = end;
	item->first = first;
	item->last = b->name;
}

static struct pp_token
word(struct builder *b, const struct pp_line *line)
{
	uint32_t at = line->rest;

	return pp_lex(b->names, b->p->clean.s, &at, line->end, false);
}

/* A directive about one macro: the name, or PP_KNOWN_COUNT where that is at fault. */
static bool
macro_name(struct builder *b, const struct pp_line *line, uint32_t *name)
{
	struct pp_token t = word(b, line);

	*name = t.name;
	if (t.type == PP_NAME && (t.name != PP_DEFINED || line->name != PP_UNDEF))
		return true;
	fault(b, line,
		arena_printf(b->arena,
			t.type == PP_END    ? "#%s needs the name of a macro"
			: t.type == PP_NAME ? "#%s of 'defined', which is no macro"
					    : "#%s needs the name of a macro, which is "
					      "an identifier",
			pp_name_text(b->names, line->name)));
	return false;
}

static void
open_condition(struct builder *b, enum pp_do what, const struct pp_line *line)
{
	struct pp_item *item;
	uint32_t name = 0;

	if (what != PP_DO_IF && !macro_name(b, line, &name))
		name = UINT32_MAX; /* the fault is told, and the group is skipped */
	item = add(b, what, line);
	item->word = name;
	vec_room(&b->scratch, b->open, b->nopen, b->cap_open);
	b->open[b->nopen++] = (struct open){ b->p->nitems - 1, b->p->nitems - 1, false };
}

static void
branch(struct builder *b, enum pp_do what, const struct pp_line *line)
{
	struct open *open = b->nopen ? &b->open[b->nopen - 1] : NULL;
	const char *name = pp_name_text(b->names, line->name);
	struct pp_item *item;

	if (!open) {
		line_defect(b, line, arena_printf(b->arena, "#%s without #if", name));
		return;
	}
	if (open->otherwise)
		line_defect(b, line, arena_printf(b->arena, "#%s behind #else", name));
	item = add(b, what, line);
	b->p->items[open->branch].next = b->p->nitems - 1;
	open->branch = b->p->nitems - 1;
	open->otherwise = what == PP_DO_ELSE;
	if (what == PP_DO_ELIFDEF || what == PP_DO_ELIFNDEF)
		item->word = word(b, line).type == PP_NAME ? word(b, line).name
							   : UINT32_MAX;
}

static void
close_condition(struct builder *b, const struct pp_line *line)
{
	struct open *open = b->nopen ? &b->open[b->nopen - 1] : NULL;

	if (!open) {
		line_defect(b, line, "#endif without #if");
		return;
	}
	add(b, PP_DO_ENDIF, line);
	b->p->items[open->branch].next = b->p->nitems - 1;
	b->nopen--;
}

static void
define(struct builder *b, const struct pp_line *line)
{
	uint32_t at = line->rest;
	const char *message;
	struct pp_macro *m = pp_macro_read(
		b->names, &b->p->clean, &at, line->end, b->arena, &message);

	if (m)
		add(b, PP_DO_DEFINE, line)->macro = m;
	else
		fault(b, line, message);
}

static void
undef(struct builder *b, const struct pp_line *line)
{
	uint32_t name;

	if (macro_name(b, line, &name))
		add(b, PP_DO_UNDEF, line)->name = name;
}

/* push_macro("NAME"), pop_macro("NAME"). */
static void
push_or_pop(struct builder *b, const struct pp_line *line, uint32_t at, enum pp_do what)
{
	const char *s = b->p->clean.s;
	struct pp_token t = pp_lex(b->names, s, &at, line->end, false);

	if (t.type == '(')
		t = pp_lex(b->names, s, &at, line->end, false);
	if (t.type == PP_STRING && t.n > 2 && *t.s == '"')
		add(b, what, line)->name = pp_name(b->names, t.s + 1, t.n - 2);
}

static void
pragma(struct builder *b, const struct pp_line *line)
{
	uint32_t at = line->rest;
	struct pp_token t = pp_lex(b->names, b->p->clean.s, &at, line->end, false);

	if (t.type != PP_NAME)
		return;
	if (t.name == PP_ONCE)
		add(b, PP_DO_ONCE, line);
	else if (t.name == PP_PUSH_MACRO)
		push_or_pop(b, line, at, PP_DO_PUSH);
	else if (t.name == PP_POP_MACRO)
		push_or_pop(b, line, at, PP_DO_POP);
}

static void
directive(struct builder *b, const struct pp_line *line)
{
	switch (line->name) {
	case PP_DEFINE: define(b, line); break;
	case PP_UNDEF: undef(b, line); break;
	case PP_INCLUDE: add(b, PP_DO_INCLUDE, line); break;
	case PP_INCLUDE_NEXT: add(b, PP_DO_INCLUDE_NEXT, line); break;
	case PP_IMPORT: add(b, PP_DO_IMPORT, line); break;
	case PP_IF: open_condition(b, PP_DO_IF, line); break;
	case PP_IFDEF: open_condition(b, PP_DO_IFDEF, line); break;
	case PP_IFNDEF: open_condition(b, PP_DO_IFNDEF, line); break;
	case PP_ELIF: branch(b, PP_DO_ELIF, line); break;
	case PP_ELIFDEF: branch(b, PP_DO_ELIFDEF, line); break;
	case PP_ELIFNDEF: branch(b, PP_DO_ELIFNDEF, line); break;
	case PP_ELSE: branch(b, PP_DO_ELSE, line); break;
	case PP_ENDIF: close_condition(b, line); break;
	case PP_LINE: add(b, PP_DO_LINE, line); break;
	case PP_ERROR: add(b, PP_DO_ERROR, line); break;
	case PP_WARNING: add(b, PP_DO_WARNING, line); break;
	case PP_PRAGMA: pragma(b, line); break;
	default: break; /* #ident, #assert and the like leave nothing behind */
	}
}

/* What is still open at the end; each gets an #endif there. */
static void
close_all(struct builder *b)
{
	const struct pp_clean *c = &b->p->clean;

	while (b->nopen) {
		const struct open *open = &b->open[--b->nopen];
		const struct pp_item *first = &b->p->items[open->first];
		struct pp_line at = { .hash = first->hash, .rest = first->begin };

		line_defect(b, &at, "condition without its #endif");
		add(b, PP_DO_ENDIF, NULL)->hash = c->n ? c->n - 1 : 0;
		b->p->items[open->branch].next = b->p->nitems - 1;
	}
}

/* Tells each branch where the whole condition ends. */
static void
link_ends(struct pp_program *p)
{
	uint32_t end;

	for (uint32_t i = p->nitems; i--;) {
		struct pp_item *item = &p->items[i];

		if (item->what < PP_DO_IF || item->what > PP_DO_ELSE)
			continue;
		end = item->next;
		if (p->items[end].what != PP_DO_ENDIF)
			end = p->items[end].close;
		item->close = end;
	}
}

struct pp_program *
pp_program_new(struct pp_names *names, const char *text, uint32_t n)
{
	struct pp_program *p = calloc(1, sizeof(*p));
	struct builder b = { .p = p, .names = names };

	if (!p)
		fatal("out of memory: %zu bytes wanted", sizeof(*p));
	b.arena = &p->arena;
	b.defect = &p->defects;
	pp_clean(&p->clean, names, text, n, &p->arena);
	if (p->clean.open_comment != UINT32_MAX)
		defect(&b, p->clean.open_comment, p->clean.open_comment + 2,
			"comment without its end");
	for (uint32_t i = 0; i < p->clean.nlines; i++) {
		const struct pp_line *line = &p->clean.lines[i];

		add_text(&b, line->hash);
		directive(&b, line);
		b.text = line->end + 1;
	}
	if (b.text < p->clean.n)
		add_text(&b, p->clean.n);
	close_all(&b);
	link_ends(p);
	if (p->nitems)
		p->items = memcpy(arena_room(&p->arena, struct pp_item, p->nitems),
			p->items, p->nitems * sizeof(*p->items));
	arena_free(&b.scratch);
	return p;
}

void
pp_program_free(void *program)
{
	struct pp_program *p = program;

	arena_free(&p->arena);
	free(p);
}

size_t
pp_program_size(const struct pp_program *p)
{
	return sizeof(*p) + arena_size(&p->arena);
}
