/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The expansion of macros, step by step as gcc's: where the standard leaves it open what
 * comes out, what gcc does is what sources were written for.
 */
#include <string.h>

#include "base/vec.h"
#include "dts/pp/state.h"

static struct pp_context *
add_context(struct pp *pp, uint32_t n)
{
	vec_room(&pp->arena, pp->contexts, pp->ncontexts, pp->cap_contexts);
	pp->made += n;
	if (pp->made > PP_TOKENS_MAX)
		pp_stop(pp, pp->use_begin, pp->use_begin,
			"macros expand to more than %u tokens", PP_TOKENS_MAX);
	return &pp->contexts[pp->ncontexts++];
}

void
pp_push(struct pp *pp, const struct pp_token *v, uint32_t n, uint32_t macro)
{
	*add_context(pp, n) = (struct pp_context){ .v = v, .n = n, .macro = macro };
}

/* A macro's body as it is. */
static void
push_body(struct pp *pp, const struct pp_macro *m, const struct pp_token *name)
{
	*add_context(pp, m->ntokens) = (struct pp_context){ .v = m->tokens,
		.n = m->ntokens,
		.macro = m->name,
		.body = true,
		.file = pp_bind(pp, m->name)->instance,
		.use = name->use };
}

static void
push_one(struct pp *pp, const struct pp_token *t)
{
	struct pp_token *v = arena_room(&pp->scratch, struct pp_token, 1);

	*v = *t;
	pp_push(pp, v, 1, UINT32_MAX);
}

static void
pop_context(struct pp *pp)
{
	struct pp_context *c = &pp->contexts[--pp->ncontexts];

	if (c->macro != UINT32_MAX)
		pp_bind(pp, c->macro)->disabled = false;
}

void
pp_drop_contexts(struct pp *pp)
{
	while (pp->ncontexts)
		pop_context(pp);
}

/* The padding that a token leaves in its place; NULL: that avoids a paste. */
static struct pp_token
padding(const struct pp_token *source)
{
	struct pp_token t = { .type = PP_PADDING };

	if (source) {
		t.name = 1;
		t.folder = source->flags;
	}
	return t;
}

/* The next token of the text, or of the directive's line. */
static void
read_base(struct pp *pp, struct pp_token *t)
{
	struct pp_input *in = pp_input(pp);
	const char *s = in->program->clean.s;
	bool fresh = false;

	pp->read_at = pp->directive ? pp->line_at : in->at;
	if (pp->directive) {
		*t = pp_lex(pp->names, s, &pp->line_at, pp->line_end, false);
	} else {
		*t = pp_lex(pp->names, s, &in->at, in->end, true);
		while (t->type == PP_END && pp->arguments == 2) {
			if (!pp_next_text(pp))
				break;
			fresh = true;
			*t = pp_lex(pp->names, s, &in->at, in->end, true);
		}
		if (fresh)
			t->flags |= PP_WHITE | PP_LINE_START;
	}
	t->file = in->instance;
	t->offset = t->use = pp_at(pp, (uint32_t)(t->s - s));
}

static void
read_context(struct pp *pp, struct pp_token *t)
{
	struct pp_context *c = &pp->contexts[pp->ncontexts - 1];

	*t = c->v[c->i++];
	if (c->body) {
		t->file = c->file;
		t->use = c->use;
	}
}

/* Joins two tokens; false, and @left without its ##, where the result is not one. */
static bool
paste(struct pp *pp, struct pp_token *left, const struct pp_token *right)
{
	struct pp_token t = *left;
	uint32_t n = left->n + right->n;
	char *s = arena_take(&pp->scratch, (size_t)n + 1);

	if (left->n)
		memcpy(s, left->s, left->n);
	if (right->n)
		memcpy(s + left->n, right->s, right->n);
	s[n] = 0;
	t.s = s;
	t.flags = left->flags & PP_WHITE;
	/* a comment is none by then */
	if (left->type != '/' || *right->s == '=')
		t.n = pp_token_length(s, n, &t.type);
	if (t.n != n || !n) {
		left->flags &= (uint8_t)~PP_PASTE_LEFT;
		return false;
	}
	if (t.type == PP_NAME)
		t.name = pp_name(pp->names, s, n);
	*left = t;
	return true;
}

/* Pastes a token and what follows it; what comes of it is read next. */
static void
paste_all(struct pp *pp, const struct pp_token *first)
{
	struct pp_context *c = &pp->contexts[pp->ncontexts - 1];
	struct pp_token left = *first, right;

	do {
		if (c->i == c->n)
			break;
		read_context(pp, &right);
		if (right.type == PP_PADDING)
			break;
		if (!paste(pp, &left, &right)) {
			c->i--;
			break;
		}
	} while (right.flags & PP_PASTE_LEFT);
	/* nothing was behind it: an argument or a __VA_OPT__ that is empty */
	left.flags &= (uint8_t)~PP_PASTE_LEFT;
	push_one(pp, &left);
}

/* Whether a call follows, which is then collected, or else nothing has been read. */
static bool
is_call(struct pp *pp, const struct pp_token *name, const struct pp_macro *m,
	struct pp_argument **args)
{
	struct pp_token t, blank = { .type = PP_END };
	bool padded = false, ok;

	pp->plain++;
	pp->arguments = 1;
	for (;;) {
		pp_get(pp, &t);
		if (t.type != PP_PADDING)
			break;
		if (!padded || !blank.name || (!(blank.folder & PP_WHITE) && !t.name))
			blank = t;
		padded = true;
	}
	if (t.type == '(') {
		pp->arguments = 2;
		ok = pp_collect(pp, name, m, args);
	} else {
		ok = false;
		if (pp->stopped)
			return false;
		if (pp->ncontexts)
			pp->contexts[pp->ncontexts - 1].i--;
		else if (pp->directive)
			pp->line_at = pp->read_at;
		else
			pp_input(pp)->at = pp->read_at;
		if (padded)
			push_one(pp, &blank);
	}
	pp->arguments = 0;
	pp->plain--;
	return ok;
}

/* Has what a macro stands for read next. False: the name stands for itself. */
static bool
enter(struct pp *pp, const struct pp_token *name)
{
	const struct pp_macro *m = pp_bind(pp, name->name)->macro;
	struct pp_argument *args = NULL;
	struct pp_token *body, t;
	uint32_t n;

	if (m->builtin) {
		if (!pp_builtin(pp, m, name, &t))
			return false;
		push_one(pp, &t);
		return true;
	}
	if (m->function && !is_call(pp, name, m, &args))
		return false;
	if (m->nparams) {
		body = pp_substitute(pp, m, name, args, &n);
		pp_push(pp, body, n, m->name);
	} else {
		push_body(pp, m, name);
	}
	pp_bind(pp, m->name)->disabled = true;
	return true;
}

void
pp_get(struct pp *pp, struct pp_token *t)
{
	for (;;) {
		if (pp->stopped) {
			*t = (struct pp_token){ .type = PP_END, .s = "" };
			return;
		}
		if (!pp->ncontexts) {
			read_base(pp, t);
		} else if (pp->contexts[pp->ncontexts - 1].i
			   < pp->contexts[pp->ncontexts - 1].n) {
			read_context(pp, t);
			if (t->flags & PP_PASTE_LEFT) {
				paste_all(pp, t);
				if (pp->directive)
					continue;
				*t = padding(t);
				return;
			}
		} else {
			pop_context(pp);
			if (pp->directive)
				continue;
			*t = padding(NULL);
			return;
		}
		if (t->type != PP_NAME || t->flags & PP_NO_EXPAND
			|| !pp_is_bound(pp, t->name))
			return;
		if (pp_bind(pp, t->name)->disabled) {
			t->flags |= PP_NO_EXPAND;
			return;
		}
		if (pp->plain || !enter(pp, t))
			return;
		if (pp->directive)
			continue;
		*t = padding(t);
		return;
	}
}

void
pp_get_solid(struct pp *pp, struct pp_token *t)
{
	do
		pp_get(pp, t);
	while (t->type == PP_PADDING);
}

void
pp_expand_use(struct pp *pp)
{
	struct pp_input *in = pp_input(pp);
	const struct pp_clean *c = &in->program->clean;
	uint32_t at = c->names[in->name].at, end = at;
	struct pp_token t;
	struct map_use use = { .instance = in->instance };

	t = pp_lex(pp->names, c->s, &end, in->end, true);
	if (!at || c->s[at - 1] == '\n')
		t.flags |= PP_LINE_START;
	else if (c->s[at - 1] == ' ')
		t.flags |= PP_WHITE;
	pp_begin_tokens(pp, &t);
	in->at = end;
	t.file = in->instance;
	t.offset = t.use = use.begin = pp_at(pp, at);
	use.end = use.begin + t.n;
	use.name = pp_name_text(pp->names, t.name);
	pp->use_begin = use.begin;
	pp->use = map_add_use(pp->t, &use);
	if (enter(pp, &t)) {
		struct pp_token pad = padding(&t);

		pp_put_token(pp, &pad);
		while (pp->ncontexts && !pp->stopped) {
			pp_get(pp, &t);
			pp_put_token(pp, &t);
		}
	} else {
		pp_put_token(pp, &t);
	}
	pp_drop_contexts(pp);
	pp->seam = pp_input(pp)->at;
	pp->t->map->uses[pp->use].end = pp_at(pp, pp_input(pp)->at - 1) + 1;
	arena_reset(&pp->scratch);
}
