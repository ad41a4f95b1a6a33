/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "host/command/shell_state.h"

atom_t
shell_var(struct shell *sh, const char *name, size_t n)
{
	atom_t var = intern(&sh->names, name, n);
	size_t cap = sh->nvars ? sh->nvars * 2 : 16;

	if (var >= sh->nvars) {
		sh->vars = arena_grow(&sh->names.arena, sh->vars,
			sh->nvars * sizeof(*sh->vars), cap * sizeof(*sh->vars));
		sh->nvars = cap;
	}
	return var;
}

/* Whether @set_at lies in the innermost function that is being read. */
static bool
set_in_function(const struct shell *sh, size_t set_at)
{
	size_t i;

	for (i = sh->nblocks; i-- > 0;)
		if (sh->blocks[i].kind == BLOCK_FUNCTION)
			return set_at >= sh->blocks[i].start;
	return false;
}

/*
 * A loop's or a function's body may run after what the text assigns further down: a
 * value from outside it holds there only if nothing below its start assigns another.
 */
static bool
holds_in_bodies(const struct shell *sh, const struct shell_var *v)
{
	const struct shell_block *b;
	size_t i;

	for (i = 0; i < sh->nblocks; i++) {
		b = &sh->blocks[i];
		if (b->kind != BLOCK_LOOP && b->kind != BLOCK_FUNCTION)
			continue;
		if (v->value.set_at < b->start && v->last >= b->start)
			return false;
	}
	return true;
}

const struct shell_value *
shell_get(struct shell *sh, const char *name, size_t n)
{
	atom_t var = shell_var(sh, name, n);
	const struct shell_var *v = &sh->vars[var];

	if (sh->collect || !v->value.known || v->value.set_at < sh->trust_from)
		return NULL;
	if (v->in_function && !set_in_function(sh, v->value.set_at))
		return NULL;
	return holds_in_bodies(sh, v) ? &v->value : NULL;
}

static void
collect(struct shell *sh, struct shell_var *v, bool local)
{
	size_t i;

	v->last = sh->pos;
	for (i = 0; i < sh->nblocks && !local; i++)
		v->in_function |= sh->blocks[i].kind == BLOCK_FUNCTION;
}

static void
log_undo(struct shell *sh, atom_t var, bool local)
{
	size_t cap = sh->cap_undo ? sh->cap_undo * 2 : 32;

	if (!sh->nblocks)
		return;
	if (sh->nundo == sh->cap_undo) {
		sh->undo = arena_grow(&sh->scratch, sh->undo,
			sh->cap_undo * sizeof(*sh->undo), cap * sizeof(*sh->undo));
		sh->cap_undo = cap;
	}
	sh->undo[sh->nundo++] = (struct shell_undo){ var, local, sh->vars[var].value };
}

void
shell_set(struct shell *sh, atom_t var, struct shell_value value, bool local)
{
	if (sh->collect) {
		collect(sh, &sh->vars[var], local);
		return;
	}
	log_undo(sh, var, local);
	value.set_at = sh->pos;
	value.known &= !sh->conditional;
	sh->vars[var].value = value;
}

void
shell_forget(struct shell *sh, const char *name, size_t n)
{
	atom_t var = shell_var(sh, name, n);

	shell_set(sh, var, (struct shell_value){ 0 }, false);
}

const struct shell_block *
shell_block(const struct shell *sh)
{
	return sh->nblocks ? &sh->blocks[sh->nblocks - 1] : NULL;
}

bool
shell_block_open(struct shell *sh, enum shell_block_kind kind, const char *end)
{
	if (sh->nblocks == SHELL_NESTING_MAX)
		return shell_fault(
			sh, sh->pos, "nested deeper than %d levels", SHELL_NESTING_MAX);
	sh->blocks[sh->nblocks++] = (struct shell_block){
		.kind = kind,
		.end = end,
		.start = sh->pos,
		.undo = sh->nundo,
		.alternative = sh->nundo,
		.pattern = kind == BLOCK_CASE,
	};
	return true;
}

static void
undo_back_to(struct shell *sh, size_t n)
{
	size_t i;

	for (i = sh->nundo; i-- > n;)
		sh->vars[sh->undo[i].var].value = sh->undo[i].old;
}

/* Nobody can tell whether the block ran; a function's own variables end with it. */
static void
forget_back_to(struct shell *sh, size_t n, bool function)
{
	size_t i;

	for (i = sh->nundo; i-- > n;) {
		if (function && sh->undo[i].local)
			sh->vars[sh->undo[i].var].value = sh->undo[i].old;
		else
			sh->vars[sh->undo[i].var].value.known = false;
	}
}

void
shell_block_close(struct shell *sh, const char *word)
{
	const struct shell_block *b = shell_block(sh);

	if (!b || strcmp(b->end, word))
		return;
	if (b->kind == BLOCK_SUBSHELL) {
		undo_back_to(sh, b->undo);
		sh->nundo = b->undo;
	} else if (b->kind != BLOCK_GROUP) {
		forget_back_to(sh, b->undo, b->kind == BLOCK_FUNCTION);
	}
	if (--sh->nblocks == 0)
		sh->nundo = 0;
}

void
shell_block_alternative(struct shell *sh)
{
	struct shell_block *b = sh->nblocks ? &sh->blocks[sh->nblocks - 1] : NULL;

	if (!b)
		return;
	undo_back_to(sh, b->alternative);
	b->alternative = sh->nundo;
}
