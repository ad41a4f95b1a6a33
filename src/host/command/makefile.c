/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makefiles, as GNU make 4.4 reads them, with nothing run: assignments, conditionals,
 * which nobody can decide here, and the recipes of rules.
 */
#include <string.h>

#include "base/intern.h"
#include "base/vec.h"
#include "host/command/forms.h"

enum { NESTING_MAX = 32, SHOWN_MAX = 40 };

/* A part of a variable's value, as it is written. */
struct chunk {
	const char *s;
	const uint32_t *at;
	size_t n;
	bool final; /* expanded already: := */
	bool maybe; /* added in a conditional */
};

struct variable {
	struct chunk *v;
	size_t n;
	bool simple;    /* := */
	bool given;     /* ?=, or set in a conditional alone: another may be given */
	bool ambiguous; /* set in conditionals, more than once */
};

/* Bytes with the places that they were written at. */
struct output {
	char *s;
	uint32_t *at;
	size_t n, cap;
};

struct make {
	const char *s;
	size_t n, pos;
	struct arena *a;
	struct intern names;
	struct variable *vars;
	size_t nvars;
	struct output out;
	size_t expanded; /* bytes, in all */
	unsigned int conditionals;
	bool in_rule, any;
};

static void
put(struct make *m, struct output *o, char c, uint32_t at)
{
	size_t cap = o->cap ? 2 * o->cap : 256;

	if (o->n == o->cap) {
		o->s = arena_grow(m->a, o->s, o->cap, cap);
		o->at = arena_grow(
			m->a, o->at, o->cap * sizeof(*o->at), cap * sizeof(*o->at));
		o->cap = cap;
	}
	o->s[o->n] = c;
	o->at[o->n++] = at;
	m->expanded++;
}

static struct variable *
variable(struct make *m, const char *name, size_t n)
{
	atom_t atom = intern(&m->names, name, n);
	size_t cap = m->nvars ? 2 * m->nvars : 64;

	if (atom >= m->nvars) {
		m->vars = arena_grow(m->a, m->vars, m->nvars * sizeof(*m->vars),
			cap * sizeof(*m->vars));
		m->nvars = cap;
	}
	return &m->vars[atom];
}

static void
put_plain(struct make *m, struct output *o, const char *s, size_t n, uint32_t at)
{
	size_t i;

	for (i = 0; i < n; i++)
		put(m, o, s[i], at);
}

/* "$(BEFOREwords)", which a shell could not tell the value of either. */
static void
put_named(struct make *m, struct output *o, const char *before, const char *s, size_t n,
	uint32_t at)
{
	size_t i;

	put_plain(m, o, "$(", 2, at);
	put_plain(m, o, before, strlen(before), at);
	for (i = 0; i < n && i < SHOWN_MAX; i++)
		put(m, o, s[i] && strchr("\"'`\\()${}\n\t", s[i]) ? '_' : s[i], at);
	put_plain(m, o, ")", 1, at);
}

static void
put_unknown(struct make *m, struct output *o, const char *s, size_t n, uint32_t at)
{
	put_named(m, o, "", s, n, at);
}

static void expand(
	struct make *m, struct output *o, const struct chunk *c, unsigned int depth);

/* Whether a shell would read it in ${NAME:-…} as it is. */
static bool
is_harmless(const struct output *o)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (strchr("\"'`\\(){}$\n", o->s[i]))
			return false;
	return true;
}

static void
put_variable(struct make *m, struct output *o, const char *name, size_t n, uint32_t at,
	unsigned int depth)
{
	struct variable *v = variable(m, name, n);
	struct output value = { 0 };
	struct chunk *chunks = v->v;
	size_t i, count = v->n;
	bool given = v->given;

	if (!count || v->ambiguous || depth == NESTING_MAX
		|| m->expanded > FORM_BYTES_MAX) {
		put_unknown(m, o, name, n, at);
		return;
	}
	for (i = 0; i < count; i++) {
		if (i)
			put(m, &value, ' ', at);
		if (chunks[i].maybe)
			put_named(m, &value, arena_printf(m->a, "%.*s += ", (int)n, name),
				chunks[i].s, chunks[i].n, chunks[i].at[0]);
		else
			expand(m, &value, &chunks[i], depth + 1);
	}
	if (given && !is_harmless(&value)) {
		put_unknown(m, o, name, n, at);
		return;
	}
	if (given) {
		put_plain(m, o, "${", 2, at);
		put_plain(m, o, name, n, at);
		put_plain(m, o, ":-", 2, at);
	}
	for (i = 0; i < value.n; i++)
		put(m, o, value.s[i], value.at[i]);
	if (given)
		put_plain(m, o, "}", 1, at);
}

/* The closing bracket of a reference that opens at @i, or the length. */
static size_t
reference_end(const struct chunk *c, size_t i)
{
	char open = c->s[i], close = open == '(' ? ')' : '}';
	unsigned int depth = 0;

	for (; i < c->n; i++) {
		depth += c->s[i] == open;
		if (c->s[i] == close && !--depth)
			break;
	}
	return i;
}

static bool
is_name(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!s[i] || strchr(" \t$(){}:=#,", s[i]))
			return false;
	return n != 0;
}

/* The reference at the '$' at @i; returns where it ends. */
static size_t
put_reference(struct make *m, struct output *o, const struct chunk *c, size_t i,
	unsigned int depth)
{
	uint32_t at = c->at[i];
	size_t end;

	if (i + 1 == c->n)
		return i + 1;
	if (c->s[i + 1] == '$') {
		put(m, o, '$', at);
		return i + 2;
	}
	if (c->s[i + 1] != '(' && c->s[i + 1] != '{') {
		if (strchr("@<^?*+%|", c->s[i + 1]))
			put_unknown(m, o, c->s + i + 1, 1, at);
		else
			put_variable(m, o, c->s + i + 1, 1, at, depth);
		return i + 2;
	}
	end = reference_end(c, i + 1);
	if (is_name(c->s + i + 2, end - i - 2))
		put_variable(m, o, c->s + i + 2, end - i - 2, at, depth);
	else
		put_unknown(m, o, c->s + i + 2, end - i - 2, at);
	return end < c->n ? end + 1 : end;
}

static void
expand(struct make *m, struct output *o, const struct chunk *c, unsigned int depth)
{
	size_t i = 0;

	while (i < c->n) {
		if (c->s[i] == '$' && !c->final) {
			i = put_reference(m, o, c, i, depth);
		} else {
			put(m, o, c->s[i], c->at[i]);
			i++;
		}
	}
}

/* The logical line at m->pos, its continuations joined by a blank; m->pos behind it. */
static struct chunk
read_line(struct make *m, bool recipe)
{
	struct output o = { 0 };
	size_t i = m->pos;

	for (; i < m->n && m->s[i] != '\n'; i++) {
		if (m->s[i] == '\r' && i + 1 < m->n && m->s[i + 1] == '\n')
			continue;
		if (m->s[i] != '\\' || i + 1 >= m->n
			|| (m->s[i + 1] != '\n'
				&& !(m->s[i + 1] == '\r' && i + 2 < m->n
					&& m->s[i + 2] == '\n'))) {
			put(m, &o, m->s[i], (uint32_t)i);
			continue;
		}
		i += m->s[i + 1] == '\r' ? 2 : 1;
		put(m, &o, ' ', (uint32_t)i);
		while (i + 1 < m->n
			&& (m->s[i + 1] == '\t' || (!recipe && m->s[i + 1] == ' ')))
			i++;
	}
	m->pos = i + 1;
	return (struct chunk){ .s = o.s, .at = o.at, .n = o.n };
}

static size_t
skip_blanks(const struct chunk *c, size_t i)
{
	while (i < c->n && (c->s[i] == ' ' || c->s[i] == '\t'))
		i++;
	return i;
}

static bool
has_word(const struct chunk *c, size_t i, const char *word)
{
	size_t n = strlen(word);

	return c->n - i >= n && !memcmp(c->s + i, word, n)
	       && (c->n - i == n || strchr(" \t(\"'", c->s[i + n]));
}

/* ifeq … endif; define … endef is passed over. False for another line. */
static bool
read_directive(struct make *m, const struct chunk *c)
{
	static const char *const opening[] = { "ifeq", "ifneq", "ifdef", "ifndef" };
	size_t i, at = skip_blanks(c, 0);
	struct chunk line;

	for (i = 0; i < sizeof(opening) / sizeof(opening[0]); i++)
		if (has_word(c, at, opening[i])) {
			m->conditionals++;
			return true;
		}
	if (has_word(c, at, "endif")) {
		m->conditionals -= m->conditionals > 0;
		return true;
	}
	if (!has_word(c, at, "define"))
		return has_word(c, at, "else") || has_word(c, at, "include")
		       || has_word(c, at, "-include");
	do
		line = read_line(m, false);
	while (m->pos < m->n && !has_word(&line, skip_blanks(&line, 0), "endef"));
	return true;
}

static void
add_chunk(struct make *m, struct variable *v, struct chunk c)
{
	*vec_more(m->a, v->v, v->n) = c;
}

static struct chunk
expanded_now(struct make *m, const struct chunk *value)
{
	struct output o = { 0 };

	expand(m, &o, value, 0);
	return (struct chunk){ .s = o.s, .at = o.at, .n = o.n, .final = true };
}

static void
assign(struct make *m, const char *name, size_t n, char how, struct chunk value)
{
	struct variable *v = variable(m, name, n);
	bool conditional = m->conditionals > 0;

	if (how == '?' && v->n)
		return;
	if (how == ':' || (how == '+' && v->simple)) {
		value = expanded_now(m, &value);
		v = variable(m, name, n);
	}
	value.maybe = how == '+' && conditional && value.n;
	if (how == '+') {
		add_chunk(m, v, value);
		return;
	}
	v->ambiguous = conditional && (v->n || v->ambiguous);
	v->given = how == '?' || conditional;
	v->simple = how == ':';
	v->v = NULL;
	v->n = 0;
	add_chunk(m, v, value);
}

/* NAME = VALUE, with :, ::, +, ? or ! before the '='. */
struct assignment {
	size_t name, nname;
	size_t value, nvalue;
	char how; /* '=' or what is before it */
};

static bool
is_assignment(const struct chunk *c, struct assignment *out)
{
	size_t i = skip_blanks(c, 0), end, to = c->n, k;

	*out = (struct assignment){ .how = '=' };
	while (has_word(c, i, "export") || has_word(c, i, "override"))
		i = skip_blanks(c, i + (c->s[i] == 'e' ? 6 : 8));
	out->name = i;
	while (i < c->n && is_name(c->s + i, 1)
		&& !(strchr("+?!", c->s[i]) && i + 1 < c->n && c->s[i + 1] == '='))
		i++;
	end = i;
	i = skip_blanks(c, i);
	if (i < c->n && strchr(":+?!", c->s[i]))
		out->how = c->s[i++];
	while (out->how == ':' && i < c->n && c->s[i] == ':')
		i++;
	if (end == out->name || i == c->n || c->s[i] != '=')
		return false;
	i = skip_blanks(c, i + 1);
	for (k = i; k < to; k++)
		if (c->s[k] == '#' && c->s[k - 1] != '\\')
			to = k;
	while (to > i && (c->s[to - 1] == ' ' || c->s[to - 1] == '\t'))
		to--;
	out->nname = end - out->name;
	out->value = i;
	out->nvalue = to - i;
	return true;
}

static void
assign_parts(struct make *m, const struct chunk *c, const struct assignment *p)
{
	struct chunk value = {
		.s = c->s + p->value, .at = c->at + p->value, .n = p->nvalue
	};

	assign(m, c->s + p->name, p->nname, p->how == '!' ? '=' : p->how, value);
	if (p->how == '!') /* the output of a command */
		variable(m, c->s + p->name, p->nname)->ambiguous = true;
}

static void
put_recipe(struct make *m, struct chunk c)
{
	size_t i = skip_blanks(&c, 0);

	while (i < c.n && c.s[i] && strchr("@+- \t", c.s[i]))
		i++;
	c.s += i;
	c.at += i;
	c.n -= i;
	expand(m, &m->out, &c, 0);
	put(m, &m->out, '\n', c.n ? c.at[c.n - 1] : 0);
	m->any = true;
}

/* TARGET…: PREREQUISITE… [; RECIPE] */
static void
read_rule(struct make *m, const struct chunk *c, bool recipes)
{
	size_t i, at = skip_blanks(c, 0);
	const char *colon, *recipe;

	if (at == c->n || c->s[at] == '#')
		return;
	colon = memchr(c->s + at, ':', c->n - at);
	m->in_rule = colon != NULL;
	recipe = colon ? memchr(colon, ';', c->n - (size_t)(colon - c->s)) : NULL;
	if (!recipe || !recipes)
		return;
	i = (size_t)(recipe - c->s) + 1;
	put_recipe(m, (struct chunk){ .s = c->s + i, .at = c->at + i, .n = c->n - i });
}

/* Recipes are expanded when the whole file has been read: @recipes is the second time. */
static void
read_all(struct make *m, bool recipes)
{
	struct assignment parts;
	struct chunk c;
	bool recipe;

	m->pos = 0;
	m->in_rule = false;
	m->conditionals = 0;
	while (m->pos < m->n && m->expanded <= FORM_BYTES_MAX) {
		recipe = m->s[m->pos] == '\t' && m->in_rule;
		c = read_line(m, recipe);
		if (!c.n)
			continue;
		if (recipe) {
			if (recipes)
				put_recipe(m, c);
		} else if (!read_directive(m, &c)) {
			if (!is_assignment(&c, &parts))
				read_rule(m, &c, recipes);
			else if (!recipes)
				assign_parts(m, &c, &parts);
		}
	}
}

bool
form_is_makefile_name(const char *name)
{
	const char *slash = strrchr(name, '/'), *base = slash ? slash + 1 : name;
	size_t n = strlen(base);

	return strstr(base, "akefile") || (n > 3 && !strcmp(base + n - 3, ".mk"));
}

bool
form_makefile(const char *s, size_t n, struct arena *a, struct shell_source *out)
{
	struct make m = { .s = s, .n = n, .a = a };

	read_all(&m, false);
	m.any = false;
	m.out = (struct output){ 0 };
	read_all(&m, true);
	intern_free(&m.names);
	*out = (struct shell_source){ m.out.s ? m.out.s : "", m.out.n, m.out.at, s, n };
	return m.any && m.expanded <= FORM_BYTES_MAX;
}
