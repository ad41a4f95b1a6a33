/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lsp/sketch.h"

#include <stdbool.h>
#include <string.h>

#include "base/vec.h"

enum { DEPTH_MAX = 1024 };

struct scan {
	struct sketch *o;
	struct arena *a;
	const char *s;
	uint32_t n;
	uint32_t at;
	uint32_t open[DEPTH_MAX]; /* nodes */
	uint32_t depth;
	uint32_t lost; /* bodies deeper than that */
	bool value;    /* behind '=' */
	uint32_t property;
};

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || (c && strchr(",._+-?#@*", c));
}

bool
sketch_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
	       || c == '_';
}

static uint32_t
add(struct scan *x, enum sketch_kind kind, uint32_t from, uint32_t to)
{
	*vec_add(x->a, x->o) = (struct sketch_item){ .kind = kind,
		.from = from,
		.to = to,
		.begin = from,
		.end = to,
		.parent = x->depth ? x->open[x->depth - 1] : SKETCH_NONE };
	return x->o->n - 1;
}

static bool
starts(const struct scan *x, const char *word)
{
	size_t n = strlen(word);

	return x->n - x->at >= n && !memcmp(x->s + x->at, word, n);
}

/* White space and comments. */
static void
skip(struct scan *x)
{
	for (;;) {
		while (x->at < x->n && x->s[x->at] && strchr(" \t\r\n\f\v", x->s[x->at]))
			x->at++;
		if (starts(x, "//")) {
			while (x->at < x->n && x->s[x->at] != '\n')
				x->at++;
		} else if (starts(x, "/*")) {
			for (x->at += 2; x->at < x->n && !starts(x, "*/"); x->at++)
				;
			x->at = x->n - x->at >= 2 ? x->at + 2 : x->n;
		} else {
			return;
		}
	}
}

static void
string(struct scan *x)
{
	uint32_t from = ++x->at;

	while (x->at < x->n && x->s[x->at] != '"' && x->s[x->at] != '\n')
		x->at += x->s[x->at] == '\\' && x->at + 1 < x->n ? 2 : 1;
	if (x->at > x->n)
		x->at = x->n;
	add(x, SKETCH_STRING, from, x->at);
	if (x->at < x->n && x->s[x->at] == '"')
		x->at++;
}

static uint32_t
word_end(const struct scan *x, uint32_t at)
{
	while (at < x->n && sketch_is_word(x->s[at]))
		at++;
	return at;
}

static void
macros(struct scan *x, uint32_t end)
{
	uint32_t to;

	for (; x->at < end; x->at = to) {
		to = word_end(x, x->at);
		if (to == x->at)
			to++;
		else if (x->s[x->at] > '9' || x->s[x->at] < '0')
			add(x, SKETCH_MACRO, x->at, to);
	}
}

/* '#' of a directive: up to the end of its last line. */
static void
directive(struct scan *x, uint32_t hash)
{
	uint32_t end = x->at, from, to, item;
	char close;

	while (end < x->n && (x->s[end] != '\n' || (end && x->s[end - 1] == '\\')))
		end++;
	if (starts(x, "include")) {
		for (from = x->at; from < end && x->s[from] != '"' && x->s[from] != '<';)
			from++;
		close = from < end && x->s[from] == '<' ? '>' : '"';
		for (to = ++from; to < end && x->s[to] != close;)
			to++;
		if (from < end) {
			item = add(x, SKETCH_INCLUDE, from, to);
			x->o->v[item].begin = hash;
		}
	} else if (starts(x, "define")) {
		for (from = x->at + 6; from < end && strchr(" \t", x->s[from]);)
			from++;
		to = word_end(x, from);
		if (to > from) {
			item = add(x, SKETCH_DEFINE, from, to);
			x->o->v[item].begin = hash;
			x->o->v[item].end = end;
			x->at = to;
			macros(x, end);
		}
	} else if (starts(x, "if") || starts(x, "elif")) {
		x->at = word_end(x, x->at);
		macros(x, end);
	}
	x->at = end;
}

/* "#include", not "#address-cells". */
static bool
is_directive(struct scan *x)
{
	static const char *const words[] = { "include", "define", "ifdef", "ifndef", "if",
		"elif", "else", "endif", "undef", "error", "warning", "pragma", "line" };
	uint32_t hash = x->at, i, n;

	for (i = hash; i && strchr(" \t", x->s[i - 1]);)
		i--;
	if (i && x->s[i - 1] != '\n')
		return false;
	for (x->at++; x->at < x->n && strchr(" \t", x->s[x->at]) && x->s[x->at];)
		x->at++;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		n = (uint32_t)strlen(words[i]);
		if (starts(x, words[i])
			&& (x->at + n == x->n || !is_name(x->s[x->at + n])))
			return true;
	}
	x->at = hash;
	return false;
}

static void
open_node(struct scan *x, uint32_t item)
{
	x->value = false;
	x->property = SKETCH_NONE;
	x->at++;
	if (item == SKETCH_NONE || x->depth == DEPTH_MAX) {
		x->lost++;
		return;
	}
	x->o->v[item].kind = SKETCH_NODE;
	x->o->v[item].body = x->at;
	x->o->v[item].end = x->n;
	x->open[x->depth++] = item;
}

static void
close_node(struct scan *x)
{
	x->value = false;
	x->property = SKETCH_NONE;
	x->at++;
	if (x->lost) {
		x->lost--;
	} else if (x->depth) {
		struct sketch_item *node = &x->o->v[x->open[--x->depth]];

		skip(x);
		if (x->at < x->n && x->s[x->at] == ';')
			x->at++;
		node->end = x->at;
	}
}

/* &label, &{/path}; the item is of what is behind the '&'. */
static void
reference(struct scan *x)
{
	uint32_t from = x->at + 1, to = from, item;

	if (from < x->n && x->s[from] == '{') {
		while (to < x->n && x->s[to] != '}' && x->s[to] != '\n')
			to++;
		x->at = to < x->n && x->s[to] == '}' ? to + 1 : to;
		return;
	}
	to = word_end(x, from);
	x->at = to;
	if (to == from)
		return;
	item = add(x, SKETCH_REFERENCE, from, to);
	if (x->value)
		return;
	skip(x);
	if (x->at < x->n && x->s[x->at] == '{') {
		/* the reference stays, the body is an item of its own */
		item = add(x, SKETCH_NODE, from - 1, to);
		open_node(x, item);
	}
}

/* A name where a statement may begin: of a label, a node or a property. */
static void
statement(struct scan *x)
{
	uint32_t from = x->at, to = word_end(x, from), item;

	if (to > from && to < x->n && x->s[to] == ':') {
		add(x, SKETCH_LABEL, from, to);
		x->at = to + 1;
		return;
	}
	/* a '/' begins "/" and "/delete-node/", and behind a name a comment */
	for (to = from; to < x->n
			&& (is_name(x->s[to]) || (x->s[from] == '/' && x->s[to] == '/'));)
		to++;
	if (to == from) {
		x->at++;
		return;
	}
	x->at = to;
	skip(x);
	if (x->at < x->n && x->s[x->at] == '{') {
		item = add(x, SKETCH_NODE, from, to);
		open_node(x, item);
	} else if (x->s[from] != '/') {
		x->property = add(x, SKETCH_PROPERTY, from, to);
		x->value = x->at < x->n && x->s[x->at] == '=';
		x->at += x->value;
	}
}

static void
end_statement(struct scan *x)
{
	x->at++;
	if (x->property != SKETCH_NONE)
		x->o->v[x->property].end = x->at;
	x->value = false;
	x->property = SKETCH_NONE;
}

static void
token(struct scan *x)
{
	uint32_t hash = x->at, to;

	switch (x->s[x->at]) {
	case '"': string(x); return;
	case '&': reference(x); return;
	case '{': open_node(x, SKETCH_NONE); return;
	case '}': close_node(x); return;
	case ';': end_statement(x); return;
	case '#':
		if (is_directive(x)) {
			directive(x, hash);
			return;
		}
		break;
	default: break;
	}
	if (!x->value) {
		statement(x);
		return;
	}
	to = word_end(x, x->at);
	if (to == x->at)
		x->at++;
	else
		macros(x, to);
}

void
sketch_read(struct sketch *o, const char *text, size_t n, struct arena *a)
{
	struct scan x = { .o = o, .a = a, .s = text, .property = SKETCH_NONE };

	x.n = n < UINT32_MAX / 2 ? (uint32_t)n : UINT32_MAX / 2;
	*o = (struct sketch){ .text = text, .size = x.n };
	for (skip(&x); x.at < x.n; skip(&x))
		token(&x);
}

uint32_t
sketch_at(const struct sketch *o, uint32_t offset)
{
	uint32_t i, best = SKETCH_NONE;

	for (i = 0; i < o->n && o->v[i].begin <= offset; i++)
		if (offset <= o->v[i].to && offset >= o->v[i].from
			&& (best == SKETCH_NONE || o->v[i].kind != SKETCH_NODE
				|| o->v[best].to < offset))
			best = i;
	return best;
}

uint32_t
sketch_node_at(const struct sketch *o, uint32_t offset)
{
	uint32_t i, best = SKETCH_NONE;

	for (i = 0; i < o->n && o->v[i].begin <= offset; i++)
		if (o->v[i].kind == SKETCH_NODE && offset >= o->v[i].body
			&& offset < o->v[i].end)
			best = i;
	return best;
}

uint32_t
sketch_value_at(const struct sketch *o, uint32_t offset)
{
	uint32_t i, best = SKETCH_NONE, at;

	for (i = 0; i < o->n && o->v[i].from < offset; i++)
		if (o->v[i].kind == SKETCH_PROPERTY)
			best = i;
	if (best == SKETCH_NONE)
		return best;
	/* the end is known where the ';' was met */
	if (o->v[best].end > o->v[best].to && offset >= o->v[best].end)
		return SKETCH_NONE;
	for (at = o->v[best].to; at < offset && o->text[at] != ';'; at++)
		if (o->text[at] == '=')
			return best;
	return SKETCH_NONE;
}

char *
sketch_name(const struct sketch *o, uint32_t item, struct arena *a)
{
	const struct sketch_item *i = &o->v[item];

	return arena_strndup(a, o->text + i->from, i->to - i->from);
}
