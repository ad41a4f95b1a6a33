/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/value/builder.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

void
builder_start(struct builder *b)
{
	b->depth = 0;
	b->nopen = 0;
	b->nvalues = 0;
	b->key = ATOM_NONE;
}

static bool
push(struct builder *b, struct value v, struct fault *f)
{
	if (++b->nvalues > DOCUMENT_VALUES_MAX)
		return fault_at_line(f, v.line, v.column,
			"more than %d values, the most that a document may have",
			DOCUMENT_VALUES_MAX);
	if (b->depth == b->cap) {
		b->cap = b->cap ? b->cap * 2 : 256;
		b->stack = realloc(b->stack, b->cap * sizeof(*b->stack));
		if (!b->stack)
			fatal("out of memory: %u values", b->cap);
	}
	b->stack[b->depth++] = (struct member){ .key = b->key, .value = v };
	b->key = ATOM_NONE;
	return true;
}

bool
builder_scalar(struct builder *b, struct value v, struct fault *f)
{
	return push(b, v, f);
}

bool
builder_open(struct builder *b, enum value_kind kind, uint32_t line, uint32_t column,
	struct fault *f)
{
	if (b->nopen == DOCUMENT_DEPTH_MAX)
		return fault_at_line(f, line, column,
			"nested deeper than %d levels, the most that is read",
			DOCUMENT_DEPTH_MAX);
	b->open[b->nopen].start = b->depth;
	b->open[b->nopen].key = b->key;
	b->open[b->nopen].container = (struct value){ .kind = (uint8_t)kind,
		.line = line,
		.column = column > UINT16_MAX ? 0 : (uint16_t)column };
	b->nopen++;
	b->key = ATOM_NONE;
	return true;
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
			return fault_at_line(f, m[i].value.line, m[i].value.column,
				"the key '%s' stands twice in one map",
				intern_str(b->strings, m[i].key));
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
	b->stack = NULL;
	b->stamps = NULL;
	b->cap = b->nstamps = b->stamp = 0;
}
