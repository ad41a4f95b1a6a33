/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/value/yaml_scalar.h"

#include <string.h>

#include "doc/scalar.h"
#include "schema/value/keywords.h"

/* Longer strings are prose, as descriptions are: not worth an atom. */
enum { ATOM_LENGTH_MAX = 160 };

/* False with the fault set where it is an integer that 64 bits do not hold. */
static bool
read_plain(const char *s, struct value *out, struct fault *f)
{
	struct scalar v = scalar_resolve(s, true);

	switch (v.kind) {
	case SCALAR_NULL: out->kind = V_NULL; break;
	case SCALAR_FALSE: out->kind = V_FALSE; break;
	case SCALAR_TRUE: out->kind = V_TRUE; break;
	case SCALAR_STRING: out->kind = V_STRING; break;
	case SCALAR_REAL:
		out->kind = V_REAL;
		out->real = scalar_real(s);
		break;
	case SCALAR_INT:
		out->kind = v.negative && v.magnitude ? V_NEGINT : V_INT;
		out->u = v.negative ? 0 - v.magnitude : v.magnitude;
		if (!v.negative || v.magnitude <= (uint64_t)1 << 63)
			break;
		/* fall through */
	default: return fault_set(f, "the integer %.80s does not fit 64 bits", s);
	}
	return true;
}

static struct value
string_value(struct builder *b, const char *s, size_t n)
{
	if (n <= ATOM_LENGTH_MAX && b->key != K_DESCRIPTION)
		return value_atom(b->strings, intern(b->strings, s, n));
	return (struct value){ .kind = V_STRING,
		.n = (uint32_t)n,
		.id = ATOM_NONE,
		.s = arena_strndup(b->arena, s, n) };
}

bool
yaml_scalar(struct builder *b, const char *s, size_t n, bool plain, uint32_t line,
	uint32_t column, struct fault *f)
{
	struct value v = { .kind = V_STRING };

	if (memchr(s, '\0', n))
		return fault_at_line(f, line, column, "a string with a NUL character");
	if (builder_wants_key(b)) {
		builder_key(b, intern(b->strings, s, n));
		return true;
	}
	if (plain && !read_plain(s, &v, f)) {
		f->place.line = line;
		f->place.column = column;
		return false;
	}
	if (v.kind == V_STRING)
		v = string_value(b, s, n);
	v.line = line;
	v.column = column > UINT16_MAX ? 0 : (uint16_t)column;
	return builder_scalar(b, v, f);
}
