/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arguments of macros: collecting them, and putting them into the body. */
#include <string.h>

#include "base/vec.h"
#include "dts/pp/state.h"

/* Tokens that grow, in pp->scratch. */
struct vector {
	struct pp *pp;
	struct pp_token *v;
	uint32_t n;
	uint32_t cap;
};

static struct pp_token *
add(struct vector *v, const struct pp_token *t)
{
	struct pp_token *at = vec_add(&v->pp->scratch, v);

	*at = *t;
	return at;
}

static void
count_tokens(struct pp *pp, uint32_t n)
{
	pp->made += n;
	if (pp->made > PP_TOKENS_MAX)
		pp_stop(pp, pp->use_begin, pp->use_begin,
			"macros expand to more than %u tokens", PP_TOKENS_MAX);
}

static void
add_all(struct vector *v, const struct pp_token *from, uint32_t n)
{
	for (uint32_t i = 0; i < n && !v->pp->stopped; i++)
		add(v, &from[i]);
	count_tokens(v->pp, n);
}

static bool
ends_argument(const struct pp_token *t, const struct pp_macro *m, uint32_t count,
	uint32_t depth)
{
	if (t->type == PP_END || (t->type == ')' && !depth))
		return true;
	/* gcc ends an argument at a line of assembler's comment */
	if (t->type == '#' && t->flags & PP_LINE_START)
		return true;
	return t->type == ',' && !depth && !(m->variadic && count == m->nparams);
}

/* Reads one argument: @count is its number from 1. What ended it is in @t. */
static struct pp_argument
collect_one(
	struct vector *v, const struct pp_macro *m, uint32_t count, struct pp_token *t)
{
	static const struct pp_token end = { .type = PP_END, .s = "" };
	struct pp *pp = v->pp;
	struct pp_argument arg = { .v = NULL };
	uint32_t depth = 0;

	for (;;) {
		pp_get(pp, t);
		if (t->type == PP_PADDING && !v->n)
			continue;
		if (ends_argument(t, m, count, depth))
			break;
		depth += t->type == '(';
		depth -= t->type == ')';
		add(v, t);
		count_tokens(pp, 1);
	}
	while (v->n && v->v[v->n - 1].type == PP_PADDING)
		v->n--;
	arg.n = v->n;
	add(v, &end);
	arg.v = v->v;
	return arg;
}

static bool
check_count(struct pp *pp, const struct pp_macro *m, const struct pp_token *name,
	uint32_t count)
{
	struct dts_message *message;
	const struct pp_bind *bind = pp_bind(pp, m->name);

	if (count == m->nparams || (count + 1 == m->nparams && m->variadic))
		return true;
	message = pp_error_at(pp, "source/macro", name,
		"macro '%s' takes %u argument%s, but %u %s given",
		pp_name_text(pp->names, m->name), m->nparams, m->nparams == 1 ? "" : "s",
		count, count == 1 ? "is" : "are");
	dts_messages_note(pp->t->messages, message,
		map_place(pp->t, bind->instance, m->origin,
			m->origin + (uint32_t)strlen(pp_name_text(pp->names, m->name))),
		"defined here");
	return false;
}

bool
pp_collect(struct pp *pp, const struct pp_token *name, const struct pp_macro *m,
	struct pp_argument **args)
{
	uint32_t count = 0, room = m->nparams ? m->nparams : 1;
	struct pp_argument *v = arena_array(&pp->scratch, struct pp_argument, room);
	struct vector tokens = { .pp = pp };
	struct pp_token t;

	do {
		/* those that are too many need not be kept */
		if (++count <= room)
			tokens = (struct vector){ .pp = pp };
		tokens.n = 0;
		v[count <= room ? count - 1 : room - 1] = collect_one(
			&tokens, m, count, &t);
	} while (t.type != ')' && t.type != PP_END);
	if (pp->stopped)
		return false;
	if (t.type == PP_END) {
		/* who reads an argument or a directive needs its end, too */
		if (pp->ncontexts)
			pp->contexts[pp->ncontexts - 1].i--;
		pp_error_at(pp, "source/macro", name,
			"the arguments of macro '%s' have no end",
			pp_name_text(pp->names, m->name));
		return false;
	}
	if (count == 1 && !m->nparams && !v[0].n)
		count = 0;
	if (!check_count(pp, m, name, count))
		return false;
	if (m->variadic && (count < m->nparams || (count == 1 && !v[0].n)))
		v[m->nparams - 1].absent = true;
	*args = v;
	return true;
}

/* The argument with the macros in it expanded, padding included. */
static void
expand(struct pp *pp, struct pp_argument *arg, const struct pp_token *name)
{
	struct vector v = { .pp = pp };
	struct pp_token t;
	uint32_t base = pp->ncontexts;

	if (arg->is_expanded || !arg->n)
		return;
	arg->is_expanded = true;
	if (++pp->nesting > PP_NESTING_MAX)
		pp_stop(pp, name->use, name->use, "macros are nested deeper than %u",
			PP_NESTING_MAX);
	pp_push(pp, arg->v, arg->n + 1, UINT32_MAX);
	for (;;) {
		pp_get(pp, &t);
		if (t.type == PP_END)
			break;
		add(&v, &t);
	}
	pp->ncontexts = base;
	pp->nesting--;
	arg->expanded = v.v;
	arg->nexpanded = v.n;
}

/* Bytes of a string within a string. */
static char *
escape(char *to, const struct pp_token *t)
{
	for (uint32_t i = 0; i < t->n; i++) {
		if (t->s[i] == '\\' || t->s[i] == '"')
			*to++ = '\\';
		*to++ = t->s[i];
	}
	return to;
}

enum { PASTED_MAX = 4096 };

/* Whether ## makes one token of both: @left is that then, else the right one. */
static bool
makes_one(struct pp *pp, const char **left, const struct pp_token *right)
{
	const char *both = arena_printf(
		&pp->scratch, "%s%.*s", *left, (int)right->n, right->s);
	uint32_t n = (uint32_t)strlen(both);
	uint8_t type;
	/* what is longer is nobody's name */
	bool one = n <= PASTED_MAX && pp_token_length(both, n, &type) == n;

	*left = one ? both : both + (n - right->n);
	return one;
}

/* What # makes of an argument. */
static struct pp_token
stringify(struct pp *pp, const struct pp_argument *arg, const struct pp_token *param)
{
	struct pp_token s = *param;
	bool source = false, white = false;
	const char *left = NULL; /* that ## follows, in a __VA_OPT__ */
	uint32_t slashes = 0;
	size_t room = 3;
	char *to;

	for (uint32_t i = 0; i < arg->n; i++)
		room += 2 * (size_t)arg->v[i].n + 1;
	s.s = to = arena_take(&pp->scratch, room);
	*to++ = '"';
	for (uint32_t i = 0; i < arg->n; i++) {
		const struct pp_token *t = &arg->v[i];

		if (t->type == PP_PADDING) {
			if (!source || (!white && !t->name)) {
				source = t->name;
				white = source && (t->folder & PP_WHITE);
			}
			continue;
		}
		if (to != s.s + 1 && !(left && makes_one(pp, &left, t))
			&& (source ? white : (t->flags & PP_WHITE) != 0))
			*to++ = ' ';
		source = white = false;
		if (!(t->flags & PP_PASTE_LEFT))
			left = NULL;
		else if (!left)
			left = arena_strndup(&pp->scratch, t->s, t->n);
		if (t->type == PP_STRING || t->type == PP_CHAR) {
			to = escape(to, t);
		} else if (t->n) {
			memcpy(to, t->s, t->n);
			to += t->n;
		}
		slashes = t->type == PP_OTHER && *t->s == '\\' ? slashes + 1 : 0;
	}
	/* a backslash would take the quote for itself */
	if (slashes & 1)
		to--;
	*to++ = '"';
	s.type = PP_STRING;
	s.flags = 0;
	s.n = (uint32_t)(to - s.s);
	return s;
}

/* A body being put together. */
struct body {
	struct pp *pp;
	const struct pp_macro *m;
	const struct pp_token *name;
	struct pp_argument *args;
	struct vector out;
	uint32_t file;                 /* that defines the macro */
	const struct pp_token *option; /* the __VA_OPT__ that is open, or NULL */
	uint32_t start;                /* of what comes of it */
	uint32_t depth;                /* parentheses that are open in it */
	bool begun;                    /* there was one */
	bool drop;                     /* it is left out */
};

/* Padding around arguments, so that tokens from different places do not paste. */
static void
add_padding(struct body *b, const struct pp_token *source)
{
	struct pp_token t = { .type = PP_PADDING, .s = "" };

	if (b->pp->directive)
		return;
	if (source) {
		t.name = 1;
		t.folder = source->flags;
	}
	add(&b->out, &t);
}

static void
set_paste(struct pp_token *t, bool on)
{
	t->flags = (uint8_t)(on ? t->flags | PP_PASTE_LEFT : t->flags & ~PP_PASTE_LEFT);
}

/*
 * A parameter behind ##. Where its argument is empty, what stands before is not pasted;
 * a comma before variadic arguments that are not there is dropped (a GNU extension).
 */
static void
behind_paste(struct body *b, const struct pp_token *param, const struct pp_argument *arg)
{
	struct pp_token *last = b->out.n ? &b->out.v[b->out.n - 1] : NULL;
	bool pastes = param->flags & PP_PASTE_LEFT;

	if (!last)
		return;
	if (last->type == ',' && b->m->variadic && param->name + 1 == b->m->nparams) {
		if (arg->absent)
			b->out.n--;
		else
			set_paste(last, pastes);
	} else if (!arg->n) {
		set_paste(last, pastes);
	}
}

/* Whether nothing has come of the last __VA_OPT__ and since. */
static bool
is_at_start(const struct body *b)
{
	return b->begun && b->out.n == b->start;
}

static void
substitute_one(struct body *b, uint32_t i)
{
	const struct pp_token *param = &b->m->tokens[i];
	struct pp_argument *arg = &b->args[param->name];
	bool behind = i && b->m->tokens[i - 1].flags & PP_PASTE_LEFT;
	bool before = param->flags & PP_PASTE_LEFT;
	struct pp_token string, source = *param;
	const struct pp_token *from = arg->v;
	uint32_t n = arg->n;

	source.file = b->file;
	source.use = b->name->use;
	if (param->flags & PP_STRINGIFY) {
		string = stringify(b->pp, arg, &source);
		from = &string;
		n = 1;
	} else if (!before && behind) {
		behind_paste(b, param, arg);
	} else if (!before) {
		expand(b->pp, arg, b->name);
		from = arg->expanded;
		n = arg->nexpanded;
	}
	if (i && !behind && !is_at_start(b))
		add_padding(b, param);
	/* the first of a __VA_OPT__ behind ## */
	while (n && from->type == PP_PADDING && b->out.n
		&& b->out.v[b->out.n - 1].flags & PP_PASTE_LEFT)
		from++, n--;
	add_all(&b->out, from, n);
	if (n && before && b->out.n)
		set_paste(&b->out.v[b->out.n - 1], true);
	if (!before)
		add_padding(b, NULL);
}

/* At __VA_OPT__; the parenthesis is the next token. */
static void
begin_option(struct body *b, uint32_t i)
{
	struct pp_argument *arg = &b->args[b->m->nparams - 1];

	if (i && !(b->m->tokens[i - 1].flags & PP_PASTE_LEFT) && !is_at_start(b))
		add_padding(b, &b->m->tokens[i]);
	b->begun = true;
	b->option = &b->m->tokens[i];
	b->start = b->out.n;
	expand(b->pp, arg, b->name);
	b->drop = true;
	for (uint32_t k = 0; k < arg->nexpanded && b->drop; k++)
		b->drop = arg->expanded[k].type == PP_PADDING;
}

/* At the parenthesis that closes it. */
static void
end_option(struct body *b, const struct pp_token *close)
{
	struct vector *out = &b->out;
	bool pastes = close->flags & PP_PASTE_LEFT;
	struct pp_token string = *b->option;

	while (out->n > b->start && out->v[out->n - 1].type == PP_PADDING)
		out->n--;
	if (b->option->flags & PP_STRINGIFY) {
		const struct pp_argument all = { .v = out->n ? out->v + b->start : NULL,
			.n = out->n - b->start };

		string.file = b->file;
		string.use = b->name->use;
		string = stringify(b->pp, &all, &string);
		set_paste(&string, pastes);
		out->n = b->start;
		add(out, &string);
	} else {
		/* of nothing, what stands before is not pasted */
		if (out->n == b->start && out->n)
			set_paste(&out->v[out->n - 1], false);
		if (!pastes)
			add_padding(b, NULL);
		else if (out->n && out->v[out->n - 1].type != PP_PADDING)
			set_paste(&out->v[out->n - 1], true);
	}
	b->option = NULL;
}

/* Whether the token belongs to __VA_OPT__, or is left out by it. */
static bool
is_of_option(struct body *b, uint32_t i)
{
	const struct pp_token *t = &b->m->tokens[i];

	if (!b->option) {
		if (!pp_is_option(b->m, t))
			return false;
		begin_option(b, i);
		return true;
	}
	if (t->type == '(' && !b->depth++)
		return true;
	if (t->type == ')' && !--b->depth) {
		end_option(b, t);
		return true;
	}
	return b->drop;
}

struct pp_token *
pp_substitute(struct pp *pp, const struct pp_macro *m, const struct pp_token *name,
	struct pp_argument *args, uint32_t *n)
{
	struct body b = { .pp = pp, .m = m, .name = name, .args = args };

	b.out.pp = pp;
	b.file = pp_bind(pp, m->name)->instance;
	for (uint32_t i = 0; i < m->ntokens && !pp->stopped; i++) {
		if (m->variadic && is_of_option(&b, i))
			continue;
		if (m->tokens[i].type == PP_PARAM) {
			substitute_one(&b, i);
		} else {
			struct pp_token *t = add(&b.out, &m->tokens[i]);

			t->file = b.file;
			t->use = name->use;
		}
	}
	*n = b.out.n;
	return b.out.v;
}
