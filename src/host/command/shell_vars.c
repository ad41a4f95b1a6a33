/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/vec.h"
#include "host/command/shell_state.h"

uint32_t
shell_source(const struct shell *sh, size_t i)
{
	if (!sh->map)
		return (uint32_t)i;
	return i < sh->n ? sh->map[i] & ~TEXT_FLAGS
	       : sh->n   ? sh->map[sh->n - 1] & ~TEXT_FLAGS
			 : 0;
}

struct shell_span
shell_span_from(const struct shell *sh, size_t from)
{
	return (struct shell_span){ sh->s + from, sh->pos - from,
		shell_source(sh, from) };
}

size_t
shell_now(const struct shell *sh)
{
	return sh->depth ? sh->outer : sh->pos;
}

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

enum trust { TRUST_NONE, TRUST_BEGINNING, TRUST_ALL };

/*
 * A loop's or a function's body may run after what the text assigns further down: a
 * value from outside it holds there only if nothing below its start assigns another.
 * Where what is below only appends, the beginning holds.
 */
static enum trust
trust_in_bodies(const struct shell *sh, const struct shell_var *v,
	const struct shell_value *value)
{
	enum trust trust = TRUST_ALL;
	const struct shell_block *b;
	size_t i;

	for (i = 0; i < sh->nblocks; i++) {
		b = &sh->blocks[i];
		if ((b->kind != BLOCK_LOOP && b->kind != BLOCK_FUNCTION)
			|| value->set_at >= b->start)
			continue;
		if (v->last_set >= b->start)
			return TRUST_NONE;
		if (v->last >= b->start)
			trust = TRUST_BEGINNING;
	}
	return trust;
}

static enum trust
trust_of(const struct shell *sh, const struct shell_var *v,
	const struct shell_value *value)
{
	if (sh->collect || value->set_at < sh->trust_from)
		return TRUST_NONE;
	if (!v->in_function || set_in_function(sh, value->set_at))
		return trust_in_bodies(sh, v, value);
	if (v->set_in_function || trust_in_bodies(sh, v, value) == TRUST_NONE)
		return TRUST_NONE;
	return TRUST_BEGINNING;
}

/* What is beyond doubt here of a value that the variable has been given. */
static struct shell_value
trusted(struct shell *sh, const struct shell_var *v, struct shell_value value)
{
	enum trust trust = trust_of(sh, v, &value);

	if (trust == TRUST_NONE)
		return (struct shell_value){ 0 };
	if (trust == TRUST_ALL)
		return value;
	value.either = NULL;
	if (value.known && !(value.last && value.last->maybe))
		shell_value_add_maybe(&value, &sh->scratch, NULL,
			sh->appending ? *sh->appending : v->appended);
	return value;
}

struct shell_value
shell_get(struct shell *sh, const char *name, size_t n)
{
	atom_t var = shell_var(sh, name, n);
	const struct shell_var *v = &sh->vars[var];

	return trusted(sh, v, v->value);
}

static void
collect(struct shell *sh, struct shell_var *v, bool local, enum shell_how how,
	struct shell_span span)
{
	size_t i;

	v->last = shell_now(sh);
	if (how == SHELL_APPEND)
		v->appended = span;
	else
		v->last_set = shell_now(sh);
	for (i = 0; i < sh->nblocks && !local; i++) {
		if (sh->blocks[i].kind != BLOCK_FUNCTION)
			continue;
		v->in_function = true;
		v->set_in_function |= how == SHELL_SET;
	}
}

static void
log_undo(struct shell *sh, atom_t var, bool local)
{
	if (!sh->nblocks)
		return;
	vec_room(&sh->scratch, sh->undo, sh->nundo, sh->cap_undo);
	sh->undo[sh->nundo++] = (struct shell_undo){ var, local, sh->vars[var].value };
}

void
shell_set(struct shell *sh, atom_t var, struct shell_value value, bool local,
	enum shell_how how, struct shell_span span)
{
	struct shell_value before;

	if (sh->collect) {
		collect(sh, &sh->vars[var], local, how, span);
		return;
	}
	log_undo(sh, var, local);
	if (sh->conditional) {
		before = trusted(sh, &sh->vars[var], sh->vars[var].value);
		value = shell_value_join(&before, &value, &sh->scratch);
	}
	value.set_at = shell_now(sh);
	sh->vars[var].value = value;
}

void
shell_forget(struct shell *sh, const char *name, size_t n)
{
	struct shell_span nowhere = shell_span_from(sh, sh->pos);

	shell_set(sh, shell_var(sh, name, n), (struct shell_value){ 0 }, false, SHELL_SET,
		nowhere);
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
		.start = shell_now(sh),
		.undo = sh->nundo,
		.ends = sh->nends,
		.pattern = kind == BLOCK_CASE,
	};
	return true;
}

static void
add_end(struct shell *sh, struct shell_end end)
{
	vec_room(&sh->scratch, sh->ends, sh->nends, sh->cap_ends);
	sh->ends[sh->nends++] = end;
}

/*
 * Ends an alternative: what it has made of each variable is kept apart, and what there
 * was before is there again. Of a function's own variables nothing is kept.
 */
static void
end_alternative(struct shell *sh, struct shell_block *b)
{
	struct shell_undo *u;
	struct shell_var *v;
	size_t i;

	sh->serial++;
	for (i = b->undo; i < sh->nundo; i++) {
		u = &sh->undo[i];
		v = &sh->vars[u->var];
		if (v->seen == sh->serial)
			continue;
		v->seen = sh->serial;
		if (b->kind != BLOCK_SUBSHELL && !(b->kind == BLOCK_FUNCTION && u->local))
			add_end(sh, (struct shell_end){ u->var, u->old, v->value });
		v->value = u->old;
	}
	sh->nundo = b->undo;
	b->alternatives++;
}

static void
join_end(struct shell *sh, const struct shell_end *e)
{
	struct shell_var *v = &sh->vars[e->var];
	struct shell_value end = e->end;

	if (end.set_at < sh->trust_from)
		end = (struct shell_value){ 0 };
	if (v->seen != sh->serial) {
		v->seen = sh->serial;
		v->ends = 0;
		v->joined = end;
	} else {
		v->joined = shell_value_join(&v->joined, &end, &sh->scratch);
	}
	v->ends++;
}

/* What all alternatives have in common holds behind the block. */
static void
merge_ends(struct shell *sh, const struct shell_block *b)
{
	size_t i, wanted = b->exhaustive ? b->alternatives : b->alternatives + 1;
	struct shell_value value, before;
	struct shell_var *v;

	sh->serial++;
	for (i = b->ends; i < sh->nends; i++)
		join_end(sh, &sh->ends[i]);
	for (i = b->ends; i < sh->nends; i++) {
		v = &sh->vars[sh->ends[i].var];
		if (v->seen != sh->serial)
			continue;
		v->seen = 0;
		value = v->joined;
		if (v->ends < wanted) {
			before = trusted(sh, v, sh->ends[i].before);
			value = shell_value_join(&before, &value, &sh->scratch);
		}
		value.set_at = shell_now(sh);
		log_undo(sh, sh->ends[i].var, false);
		v->value = value;
	}
	sh->nends = b->ends;
}

void
shell_block_close(struct shell *sh, const char *word)
{
	struct shell_block b;

	if (!sh->nblocks || strcmp(sh->blocks[sh->nblocks - 1].end, word))
		return;
	b = sh->blocks[sh->nblocks - 1];
	if (b.kind == BLOCK_GROUP) {
		sh->nblocks--;
	} else {
		end_alternative(sh, &b);
		/* behind the last ;; there is none */
		b.alternatives -= b.kind == BLOCK_CASE && b.ended;
		sh->nblocks--;
		merge_ends(sh, &b);
	}
	if (!sh->nblocks)
		sh->nundo = 0;
}

void
shell_block_alternative(struct shell *sh, bool last)
{
	struct shell_block *b = sh->nblocks ? &sh->blocks[sh->nblocks - 1] : NULL;

	if (!b)
		return;
	end_alternative(sh, b);
	b->exhaustive |= last;
}
