/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "base/hash.h"
#include "base/vec.h"
#include "dts/pp/program.h"

enum { PARAMS_MAX = 65535 }; /* as in gcc */

struct reader {
	struct pp_names *names;
	const struct pp_clean *c;
	struct arena *arena;
	struct pp_macro *m;
	uint32_t *params;
	struct map numbers; /* of parameters, by name */
	uint32_t cap_params;
	uint32_t cap_tokens;
	uint32_t at;
	uint32_t end;
	uint32_t shift; /* the one that @at is in */
	const char *message;
};

static struct pp_token
next(struct reader *r)
{
	return pp_lex(r->names, r->c->s, &r->at, r->end, false);
}

static uint32_t
origin(struct reader *r, const char *s)
{
	const struct text_shift *v = r->c->shifts;
	uint32_t at = (uint32_t)(s - r->c->s);

	while (r->shift + 1 < r->c->nshifts && v[r->shift + 1].out <= at)
		r->shift++;
	return r->c->nshifts ? v[r->shift].origin + (at - v[r->shift].out) : at;
}

static bool
wrong(struct reader *r, const char *fmt, const char *what)
{
	r->message = arena_printf(
		r->arena, "%s%s%s", fmt, what ? what : "", what ? "'" : "");
	return false;
}

static bool
add_param(struct reader *r, uint32_t name)
{
	struct pp_macro *m = r->m;

	if (m->nparams == PARAMS_MAX)
		return wrong(r, "too many parameters", NULL);
	if (map_put(&r->numbers, r->arena, name, m->nparams) != m->nparams)
		return wrong(
			r, "macro has two parameters '", pp_name_text(r->names, name));
	vec_room(r->arena, r->params, m->nparams, r->cap_params);
	r->params[m->nparams++] = name;
	return true;
}

static bool
variadic(struct reader *r, struct pp_token *t)
{
	r->m->variadic = true;
	*t = next(r);
	return t->type == ')' || wrong(r, "expected ')' behind '...'", NULL);
}

/* From behind the opening parenthesis to behind the closing one. */
static bool
read_params(struct reader *r)
{
	struct pp_token t = next(r);

	if (t.type == ')')
		return true;
	for (;; t = next(r)) {
		if (t.type == PP_ELLIPSIS)
			return add_param(r, PP_VA_ARGS) && variadic(r, &t);
		if (t.type != PP_NAME)
			return wrong(r, "expected the name of a parameter", NULL);
		if (!add_param(r, t.name))
			return false;
		t = next(r);
		if (t.type == PP_ELLIPSIS)
			return variadic(r, &t);
		if (t.type == ')')
			return true;
		if (t.type != ',')
			return wrong(r, "expected ',' or ')' behind a parameter", NULL);
	}
}

static struct pp_token *
add_token(struct reader *r, const struct pp_token *t)
{
	struct pp_macro *m = r->m;

	vec_room(r->arena, m->tokens, m->ntokens, r->cap_tokens);
	m->tokens[m->ntokens] = *t;
	return &m->tokens[m->ntokens++];
}

/* A parameter's name becomes its number. */
static void
find_param(struct reader *r, struct pp_token *t)
{
	uint32_t number = MAP_ABSENT;

	if (t->type == PP_NAME && r->m->nparams)
		number = map_get(&r->numbers, t->name);
	if (number != MAP_ABSENT) {
		t->type = PP_PARAM;
		t->name = number;
	}
}

/* Parentheses behind each __VA_OPT__, none within another, no ## at their ends. */
static bool
check_options(struct reader *r)
{
	const struct pp_token *v = r->m->tokens;
	uint32_t n = r->m->ntokens, depth = 0, i;
	bool within = false;

	for (i = 0; i < n && r->m->variadic; i++) {
		if (pp_is_option(r->m, &v[i])) {
			if (within)
				return wrong(r, "'__VA_OPT__' within another one", NULL);
			if (i + 1 == n || v[i + 1].type != '(')
				return wrong(r, "expected '(' behind '__VA_OPT__'", NULL);
			if (v[i + 1].flags & PP_PASTE_LEFT)
				return wrong(r, "'##' at an end of '__VA_OPT__'", NULL);
			within = true;
		} else if (within && v[i].type == '(') {
			depth++;
		} else if (within && v[i].type == ')' && !--depth) {
			if (v[i - 1].flags & PP_PASTE_LEFT)
				return wrong(r, "'##' at an end of '__VA_OPT__'", NULL);
			within = false;
		}
	}
	return !within || wrong(r, "'__VA_OPT__' has no ')'", NULL);
}

static bool
read_body(struct reader *r)
{
	static const char ends[] = "'##' at an end of a macro's body";
	struct pp_macro *m = r->m;
	bool pasting = false;

	for (;;) {
		struct pp_token t = next(r), *last;

		if (t.type == PP_END)
			return pasting ? wrong(r, ends, NULL) : check_options(r);
		t.offset = origin(r, t.s);
		find_param(r, &t);
		last = m->ntokens ? &m->tokens[m->ntokens - 1] : NULL;
		if (t.type == PP_PASTE) {
			if (!last)
				return wrong(r, ends, NULL);
			last->flags |= PP_PASTE_LEFT;
			pasting = true;
			continue;
		}
		if (m->function && last && last->type == '#'
			&& (t.type == PP_PARAM || pp_is_option(m, &t))) {
			t.flags = (uint8_t)(PP_STRINGIFY | (last->flags & PP_WHITE));
			*last = t;
			pasting = false;
			continue;
		}
		add_token(r, &t);
		pasting = false;
	}
}

struct pp_macro *
pp_macro_read(struct pp_names *names, const struct pp_clean *c, uint32_t *at,
	uint32_t end, struct arena *a, const char **message)
{
	struct reader r = { .names = names, .c = c, .arena = a, .at = *at, .end = end };
	struct pp_token t = next(&r);
	bool ok = true;

	*message = NULL;
	r.m = arena_new(a, struct pp_macro);
	if (t.type == PP_END)
		ok = wrong(&r, "expected the name of a macro", NULL);
	else if (t.type != PP_NAME)
		ok = wrong(&r, "the name of a macro must be an identifier", NULL);
	else if (t.name == PP_DEFINED || t.name == PP_HAS_INCLUDE_MACRO
		 || t.name == PP_HAS_INCLUDE_NEXT_MACRO)
		ok = wrong(&r, "no macro can be named '", pp_name_text(names, t.name));
	r.m->name = t.name;
	r.shift = 0;
	if (ok) {
		r.m->origin = text_origin(c->shifts, c->nshifts, (uint32_t)(t.s - c->s));
		if (r.at < end && c->s[r.at] == '(') {
			r.m->function = true;
			r.at++;
			ok = read_params(&r);
		}
	}
	ok = ok && read_body(&r);
	r.m->params = r.params;
	if (r.m->ntokens)
		r.m->tokens[0].flags &= (uint8_t)~PP_WHITE;
	*at = r.at;
	*message = r.message;
	return ok ? r.m : NULL;
}

bool
pp_macro_same(const struct pp_macro *a, const struct pp_macro *b)
{
	if (a == b)
		return true;
	if (a->ntokens != b->ntokens || a->nparams != b->nparams
		|| a->function != b->function || a->variadic != b->variadic
		|| a->builtin != b->builtin)
		return false;
	for (uint32_t i = 0; i < a->nparams; i++) {
		if (a->params[i] != b->params[i])
			return false;
	}
	for (uint32_t i = 0; i < a->ntokens; i++) {
		const struct pp_token *x = &a->tokens[i], *y = &b->tokens[i];

		if (x->type != y->type || x->flags != y->flags || x->n != y->n
			|| (x->n && memcmp(x->s, y->s, x->n) != 0))
			return false;
	}
	return true;
}
