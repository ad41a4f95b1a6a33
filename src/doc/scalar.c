/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/scalar.h"

#include <stdlib.h>
#include <string.h>

#include "base/strings.h"

static bool
one_of(const char *s, const char *x, const char *y, const char *z)
{
	return !strcmp(s, x) || !strcmp(s, y) || !strcmp(s, z);
}

/* The digits to the end of the string; they may hold '_' behind the first. */
static enum scalar_kind
read_digits(const char *s, unsigned int base, bool underscores, uint64_t *out)
{
	bool any = false, big = false;

	*out = 0;
	for (; *s; s++) {
		if (*s == '_' && any && underscores)
			continue;
		if (digit_value(*s) >= base)
			return SCALAR_STRING;
		any = true;
		big |= __builtin_mul_overflow(*out, base, out);
		big |= __builtin_add_overflow(*out, digit_value(*s), out);
	}
	return !any ? SCALAR_STRING : big ? SCALAR_TOO_BIG : SCALAR_INT;
}

static enum scalar_kind
read_integer(const char *s, bool ruamel, struct scalar *out)
{
	bool is_signed = *s == '-' || *s == '+';
	unsigned int base = 10;

	out->negative = *s == '-';
	s += is_signed;
	if (*s == '0' && s[1] && (ruamel || !is_signed)) {
		if (s[1] == 'x')
			base = 16;
		else if (s[1] == 'o')
			base = 8;
		else if (s[1] == 'b' && ruamel)
			base = 2;
		s += base != 10 ? 2 : 0;
	}
	return read_digits(s, base, ruamel, &out->magnitude);
}

static size_t
span_digits(const char *s)
{
	return strspn(s, "0123456789");
}

static bool
is_real(const char *s)
{
	size_t whole, fraction = 0;

	if (one_of(s, ".nan", ".NaN", ".NAN"))
		return true;
	s += *s == '-' || *s == '+';
	if (one_of(s, ".inf", ".Inf", ".INF"))
		return true;
	whole = span_digits(s);
	s += whole;
	if (*s == '.') {
		fraction = span_digits(++s);
		s += fraction;
	}
	if (!whole && !fraction)
		return false;
	if (*s != 'e' && *s != 'E')
		return !*s;
	s++;
	s += *s == '-' || *s == '+';
	return span_digits(s) && !s[span_digits(s)];
}

/* Most scalars are strings: their first character tells. */
static enum scalar_kind
read_word(const char *s)
{
	switch (*s) {
	case '\0':
	case '~': return s[0] && s[1] ? SCALAR_STRING : SCALAR_NULL;
	case 'n':
	case 'N': return one_of(s, "null", "Null", "NULL") ? SCALAR_NULL : SCALAR_STRING;
	case 't':
	case 'T': return one_of(s, "true", "True", "TRUE") ? SCALAR_TRUE : SCALAR_STRING;
	case 'f':
	case 'F':
		return one_of(s, "false", "False", "FALSE") ? SCALAR_FALSE
							    : SCALAR_STRING;
	default: return SCALAR_STRING;
	}
}

struct scalar
scalar_resolve(const char *s, bool ruamel)
{
	struct scalar v = { .kind = SCALAR_STRING };

	if (digit_value(*s) > 9 && *s != '+' && *s != '-' && *s != '.') {
		v.kind = read_word(s);
		return v;
	}
	v.kind = read_integer(s, ruamel, &v);
	if (v.kind == SCALAR_INT || v.kind == SCALAR_TOO_BIG)
		return v;
	return (struct scalar){ .kind = is_real(s) ? SCALAR_REAL : SCALAR_STRING };
}

double
scalar_real(const char *s)
{
	const char *digits = s + (*s == '-' || *s == '+');
	double x;

	if (one_of(s, ".nan", ".NaN", ".NAN"))
		return __builtin_nan("");
	if (!one_of(digits, ".inf", ".Inf", ".INF"))
		return strtod(s, NULL);
	x = __builtin_inf();
	return *s == '-' ? -x : x;
}
