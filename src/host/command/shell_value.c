/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host/command/shell_value.h"

#include <string.h>

static void
add_piece(struct shell_value *v, struct arena *arena, struct shell_piece piece)
{
	struct shell_piece *p = arena_new(arena, struct shell_piece);

	*p = piece;
	p->before = v->last;
	p->depth = v->last ? v->last->depth + 1 : 1;
	v->last = p;
}

void
shell_value_add(struct shell_value *v, struct arena *arena, struct word word,
	struct shell_span span)
{
	add_piece(v, arena, (struct shell_piece){ .word = word, .span = span });
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The assignment's own words, shortened: what stands for something that may be there. */
static struct word
shown(struct arena *arena, struct shell_span span)
{
	struct word w = { .many = true, .offset = span.offset };
	size_t n = span.n, i;
	uint32_t *at;

	if (n > SHELL_SHOWN_MAX)
		for (n = SHELL_SHOWN_MAX; n && ((unsigned char)span.s[n] & 0xc0) == 0x80;)
			n--;
	at = arena_array(arena, uint32_t, n);
	for (i = 0; i < n; i++)
		at[i] = span.offset | TEXT_FLAGS;
	w.text = (struct text){ arena_strndup(arena, n ? span.s : "", n), at, n };
	return w;
}

/* Whether it is ",KEY=VALUE" any number of times, which adds to options of a word. */
static bool
is_suboptions(const struct text *t)
{
	bool value = true;
	size_t i;

	if (!text_is(t, 0, ','))
		return false;
	for (i = 0; i < t->n; i++) {
		if (is_blank(t->s[i]))
			return false;
		if (text_is(t, i, ',')) {
			if (!value)
				return false;
			value = false;
		}
		value |= text_is(t, i, '=');
	}
	return value;
}

/* The same with its values opaque: which keys there may be is known. */
static struct word
without_values(struct arena *arena, const struct word *word)
{
	struct word w = *word;
	uint32_t *at = arena_array(arena, uint32_t, w.text.n);
	bool value = false;
	size_t i;

	for (i = 0; i < w.text.n; i++) {
		if (text_is(&word->text, i, ','))
			value = false;
		at[i] = word->text.at[i];
		if (value)
			at[i] |= TEXT_FLAGS;
		value |= text_is(&word->text, i, '=');
	}
	w.text.at = at;
	return w;
}

void
shell_value_add_maybe(struct shell_value *v, struct arena *arena, const struct word *word,
	struct shell_span span)
{
	struct shell_piece piece = { .span = span, .maybe = true };

	if (!v->array && word && is_suboptions(&word->text)) {
		piece.maybe = false;
		piece.word = without_values(arena, word);
	} else {
		piece.word = shown(arena, span);
		/* a part of a string belongs to the word before where no blank parts them */
		piece.word.many = v->array || !word || !word->text.n
				  || is_blank(word->text.s[0]);
	}
	add_piece(v, arena, piece);
}

const struct shell_piece **
shell_value_pieces(const struct shell_value *v, struct arena *a, size_t *n)
{
	const struct shell_piece **all, *p;
	size_t i = v->last ? v->last->depth : 0;

	*n = i;
	all = arena_array(a, const struct shell_piece *, i);
	for (p = v->last; p; p = p->before)
		all[--i] = p;
	return all;
}

/* The last piece that both share, or NULL. */
static const struct shell_piece *
shared(const struct shell_value *a, const struct shell_value *b)
{
	const struct shell_piece *x = a->last, *y = b->last;

	while (x && y && x != y) {
		if (x->depth > y->depth) {
			x = x->before;
		} else if (y->depth > x->depth) {
			y = y->before;
		} else {
			x = x->before;
			y = y->before;
		}
	}
	return x == y ? x : NULL;
}

/* The first piece behind @from; NULL where there is none. */
static const struct shell_piece *
first_behind(const struct shell_value *v, const struct shell_piece *from)
{
	const struct shell_piece *p = v->last;

	if (p == from)
		return NULL;
	while (p->before != from)
		p = p->before;
	return p;
}

/* What a branch has added, of which nobody knows whether it ran. */
static void
add_branch(struct shell_value *v, struct arena *arena, const struct shell_value *branch,
	const struct shell_piece *from)
{
	const struct shell_piece *p = first_behind(branch, from), *q;

	if (!p || (v->last && v->last->maybe && v->last->span.s == p->span.s))
		return;
	/* what may be there already stands for the same */
	for (q = branch->last; q != from && q->maybe; q = q->before)
		;
	if (q == from && branch->last == p) {
		add_piece(v, arena, *p);
		return;
	}
	shell_value_add_maybe(v, arena, &p->word, p->span);
}

/* The text of a string of one piece without expansions, where it is short; or NULL. */
static const char *
plain(const struct shell_value *v)
{
	const struct shell_piece *p = v->last;

	if (!v->known || v->array || !p || p->before || p->word.text.n > 200
		|| text_opaque(&p->word.text))
		return NULL;
	return p->word.text.s;
}

static size_t
collect_either(const struct shell_value *v, const char **out, size_t n)
{
	const char *one = plain(v);
	size_t i, k;

	if (one) {
		for (k = 0; k < n && strcmp(out[k], one) != 0; k++)
			;
		if (k == n && n < SHELL_EITHER_MAX)
			out[n++] = one;
		return k < SHELL_EITHER_MAX ? n : 0;
	}
	if (v->known || !v->either)
		return 0;
	for (i = 0; v->either[i]; i++) {
		for (k = 0; k < n && strcmp(out[k], v->either[i]) != 0; k++)
			;
		if (k == SHELL_EITHER_MAX)
			return 0;
		if (k == n)
			out[n++] = v->either[i];
	}
	return n;
}

/* One of several strings, where there are few and all are known; else nothing is. */
static struct shell_value
one_of(const struct shell_value *a, const struct shell_value *b, struct arena *arena)
{
	const char *all[SHELL_EITHER_MAX + 1];
	struct shell_value v = { 0 };
	size_t n = collect_either(a, all, 0);
	const char **either;

	if (!n || !(n = collect_either(b, all, n)))
		return v;
	either = arena_array(arena, const char *, n + 1);
	memcpy(either, all, n * sizeof(*either));
	v.either = either;
	return v;
}

static bool
same_word(const struct word *a, const struct word *b)
{
	return a->text.n == b->text.n && a->many == b->many
	       && (!a->text.n || !memcmp(a->text.s, b->text.s, a->text.n))
	       && text_opaque(&a->text) == text_opaque(&b->text);
}

/* Words of two lists that are the same at the beginning, and then at the end. */
struct overlap {
	size_t head;
	size_t tail;
};

static struct overlap
overlap_of(const struct word_list *a, const struct word_list *b)
{
	size_t n = a->n < b->n ? a->n : b->n;
	struct overlap o = { 0, 0 };

	while (o.head < n && same_word(&a->v[o.head], &b->v[o.head]))
		o.head++;
	while (o.head + o.tail < n
		&& same_word(&a->v[a->n - 1 - o.tail], &b->v[b->n - 1 - o.tail]))
		o.tail++;
	return o;
}

/* "x|y", which is one of the two. */
static struct word
either_word(struct arena *arena, const struct word *x, const struct word *y)
{
	struct word w = { .offset = x->offset };
	uint32_t *at;
	size_t i;

	w.text.s = arena_printf(
		arena, "%.*s|%.*s", (int)x->text.n, x->text.s, (int)y->text.n, y->text.s);
	w.text.n = strlen(w.text.s);
	at = arena_array(arena, uint32_t, w.text.n);
	for (i = 0; i < w.text.n; i++)
		at[i] = x->offset | TEXT_FLAGS;
	w.text.at = at;
	return w;
}

/* The string's words, as it is split where it is not quoted; false for opaque parts. */
static bool
split_string(const struct shell_value *v, struct arena *arena, struct word_list *out)
{
	const struct shell_piece *p = v->last;
	const struct text *t;
	struct word w;
	size_t i, from;

	if (!p || p->before)
		return false;
	t = &p->word.text;
	if (text_opaque(t))
		return false;
	for (i = 0; i < t->n; i = from) {
		for (; i < t->n && is_blank(t->s[i]); i++)
			;
		for (from = i; from < t->n && !is_blank(t->s[from]); from++)
			;
		if (from == i)
			break;
		w = (struct word){ .text = text_part(t, i, from) };
		w.text.s = text_dup(&w.text, arena);
		w.offset = t->at[i] & ~TEXT_FLAGS;
		words_add(out, arena, w);
	}
	return true;
}

static bool
words_of(const struct shell_value *v, struct arena *arena, struct word_list *out)
{
	const struct shell_piece **all;
	size_t i, n;

	if (!v->array)
		return split_string(v, arena, out);
	all = shell_value_pieces(v, arena, &n);
	for (i = 0; i < n; i++)
		words_add(out, arena, all[i]->word);
	return true;
}

static void
add_word(
	struct shell_value *v, struct arena *arena, struct word w, struct shell_span span)
{
	static const uint32_t nowhere[] = { 0 };

	if (!v->array && v->last)
		shell_value_add(
			v, arena, (struct word){ .text = { " ", nowhere, 1 } }, span);
	shell_value_add(v, arena, w, span);
}

/* Both set it anew: the words at the beginning and the end that are the same stay. */
static struct shell_value
common_words(
	const struct shell_value *a, const struct shell_value *b, struct arena *arena)
{
	struct shell_value v = { .known = true, .array = a->array };
	struct word_list x = { 0 }, y = { 0 };
	struct shell_span span;
	struct overlap o;
	size_t i;

	if (!a->last || !b->last || !words_of(a, arena, &x) || !words_of(b, arena, &y))
		return one_of(a, b, arena);
	o = overlap_of(&x, &y);
	if (!o.head && !o.tail)
		return one_of(a, b, arena);
	span = b->last->span;
	for (i = 0; i < o.head; i++)
		add_word(&v, arena, x.v[i], span);
	if (x.n == y.n)
		for (; i < x.n - o.tail; i++)
			add_word(&v, arena, either_word(arena, &x.v[i], &y.v[i]), span);
	else
		shell_value_add_maybe(&v, arena, NULL, span);
	for (i = x.n - o.tail; i < x.n; i++)
		add_word(&v, arena, x.v[i], span);
	return v;
}

struct shell_value
shell_value_join(
	const struct shell_value *a, const struct shell_value *b, struct arena *arena)
{
	const struct shell_piece *from;
	struct shell_value v;

	if (!a->known || !b->known || a->array != b->array)
		return one_of(a, b, arena);
	if (a->last == b->last)
		return *b;
	from = shared(a, b);
	if (!from && a->last && b->last)
		return common_words(a, b, arena);
	v = (struct shell_value){ .last = from, .known = true, .array = a->array };
	add_branch(&v, arena, a, from);
	add_branch(&v, arena, b, from);
	return v;
}
