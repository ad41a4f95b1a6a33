/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

void
builder_start(struct builder *b)
{
	b->depth = 0;
	b->nopen = 0;
	b->nvalues = 0;
	b->nmarks = 0;
	b->key = ATOM_NONE;
	b->key_mark = 0;
}

/* Longer strings are prose: not worth an atom. */
enum { ATOM_LENGTH_MAX = 160 };

struct value
builder_string(struct builder *b, const char *s, size_t n)
{
	if (n <= ATOM_LENGTH_MAX && (!b->prose || b->key != b->prose - 1))
		return value_atom(b->strings, intern(b->strings, s, n));
	return (struct value){ .kind = V_STRING,
		.n = (uint32_t)n,
		.id = ATOM_NONE,
		.s = arena_strndup(b->arena, s, n) };
}

void
builder_key(struct builder *b, atom_t key, struct mark at)
{
	b->key = key;
	if (!b->config && !b->keys_marked)
		return;
	if (b->nmarks == b->marks_cap) {
		b->marks_cap = b->marks_cap ? b->marks_cap * 2 : 64;
		b->marks = realloc(b->marks, b->marks_cap * sizeof(*b->marks));
		if (!b->marks)
			fatal("out of memory: %u keys", b->marks_cap);
	}
	b->key_mark = b->nmarks;
	b->marks[b->nmarks++] = at;
}

static void
set_mark(struct value *v, struct mark at)
{
	v->line = at.line;
	v->column = at.column > UINT16_MAX ? 0 : (uint16_t)at.column;
}

static bool
push(struct builder *b, struct value v, struct fault *f)
{
	uint32_t most = b->most ? b->most : DOCUMENT_VALUES_MAX;

	if (++b->nvalues > most)
		return fault_at_line(f, v.line, v.column,
			"more than %u values, the most that a document may have", most);
	if (b->depth == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 256;
		b->stack = realloc(b->stack, b->cap * sizeof(*b->stack));
		if (!b->stack)
			fatal("out of memory: %u values", b->cap);
	}
	b->stack[b->depth++] =
		(struct member){ .key = b->key, .extra = b->key_mark, .value = v };
	b->key = ATOM_NONE;
	return true;
}

bool
builder_scalar(struct builder *b, struct value v, struct mark at, struct fault *f)
{
	set_mark(&v, at);
	return push(b, v, f);
}

bool
builder_open(struct builder *b, enum value_kind kind, struct mark at, struct fault *f)
{
	if (b->nopen == DOCUMENT_DEPTH_MAX)
		return fault_at_line(f, at.line, at.column,
			"nested deeper than %d levels, the most that is read",
			DOCUMENT_DEPTH_MAX);
	b->open[b->nopen].start = b->depth;
	b->open[b->nopen].key = b->key;
	b->open[b->nopen].key_mark = b->key_mark;
	b->open[b->nopen].container = (struct value){ .kind = (uint8_t)kind };
	set_mark(&b->open[b->nopen].container, at);
	b->nopen++;
	b->key = ATOM_NONE;
	return true;
}

static struct mark
mark_of(const struct builder *b, const struct member *m)
{
	return b->config ? b->marks[m->extra]
			 : (struct mark){ m->value.line, m->value.column };
}

/* The @again-th key stands before, too. */
static bool
tell_twice(const struct builder *b, const struct member *m, uint32_t again, struct fault *f)
{
	struct mark at = mark_of(b, &m[again]);
	uint32_t first = 0;

	while (m[first].key != m[again].key)
		first++;
	return fault_at_line(f, at.line, at.column,
		"duplicate key '%.64s', first at line %u",
		intern_str(b->strings, m[again].key), mark_of(b, &m[first]).line);
}

/* Each object has a stamp of its own: a key that bears it already stands twice. */
static bool
check_keys(struct builder *b, const struct member *m, uint32_t n, struct fault *f)
{
	uint32_t i, cap;

	if (b->nstamps < b->strings->count) {
		cap = b->strings->count + b->strings->count / 2;
		b->stamps = realloc(b->stamps, cap * sizeof(*b->stamps));
		if (!b->stamps)
			fatal("out of memory: %u strings", cap);
		memset(b->stamps + b->nstamps, 0,
			(cap - b->nstamps) * sizeof(*b->stamps));
		b->nstamps = cap;
	}
	if (!++b->stamp) {
		memset(b->stamps, 0, b->nstamps * sizeof(*b->stamps));
		b->stamp = 1;
	}
	for (i = 0; i < n; i++) {
		if (b->stamps[m[i].key] == b->stamp)
			return tell_twice(b, m, i, f);
		b->stamps[m[i].key] = b->stamp;
	}
	return true;
}

bool
builder_close(struct builder *b, struct fault *f)
{
	uint32_t start = b->open[b->nopen - 1].start, n = b->depth - start, i;
	struct value v = b->open[b->nopen - 1].container;
	const struct member *from = n ? b->stack + start : NULL;

	v.n = n;
	if (v.kind == V_OBJECT) {
		if (!check_keys(b, from, n, f))
			return false;
		v.members = arena_array(b->arena, struct member, n);
		if (n)
			memcpy(v.members, from, n * sizeof(*from));
	} else {
		v.items = arena_array(b->arena, struct value, n);
		for (i = 0; i < n; i++)
			v.items[i] = from[i].value;
	}
	b->depth = start;
	b->key = b->open[--b->nopen].key;
	b->key_mark = b->open[b->nopen].key_mark;
	return push(b, v, f);
}

struct value *
builder_result(struct builder *b)
{
	struct value *v;

	if (b->nopen || b->depth != 1)
		return NULL;
	v = arena_new(b->arena, struct value);
	*v = b->stack[0].value;
	return v;
}

void
builder_free(struct builder *b)
{
	free(b->stack);
	free(b->stamps);
	free(b->marks);
	b->stack = NULL;
	b->stamps = NULL;
	b->marks = NULL;
	b->cap = b->nstamps = b->stamp = b->marks_cap = 0;
}
