/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The YAML 1.2 core schema's tag resolution (YAML 1.2.2, 10.3.2). */
#include <string.h>

#include "doc/build.h"

static bool
one_of(const char *s, const char *x, const char *y, const char *z)
{
	return !strcmp(s, x) || !strcmp(s, y) || !strcmp(s, z);
}

static size_t
span_digits(const char *s)
{
	return strspn(s, "0123456789");
}

static unsigned int
digit(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned int)(c - '0');
	return (unsigned int)((c | 0x20) - 'a') + 10;
}

static bool
to_number(const char *s, unsigned int base, uint64_t *out)
{
	*out = 0;
	for (; *s; s++)
		if (__builtin_mul_overflow(*out, base, out)
			|| __builtin_add_overflow(*out, digit(*s), out))
			return false;
	return true;
}

static bool
is_whole(const char *s, const char *digits)
{
	return *s && !s[strspn(s, digits)];
}

/* The base of an integer, and where its digits begin; 0: not an integer. */
static unsigned int
integer_base(const char *s, const char **digits)
{
	if (!strncmp(s, "0x", 2)) {
		*digits = s + 2;
		return is_whole(*digits, "0123456789abcdefABCDEF") ? 16 : 0;
	}
	if (!strncmp(s, "0o", 2)) {
		*digits = s + 2;
		return is_whole(*digits, "01234567") ? 8 : 0;
	}
	*digits = s + (*s == '-' || *s == '+');
	return is_whole(*digits, "0123456789") ? 10 : 0;
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
	return is_whole(s, "0123456789");
}

bool
doc_resolve(struct doc *d)
{
	const char *s = d->text, *digits;
	unsigned int base;

	d->type = DOC_STRING;
	if (!*s || !strcmp(s, "~") || one_of(s, "null", "Null", "NULL")) {
		d->type = DOC_NULL;
		return true;
	}
	d->boolean = one_of(s, "true", "True", "TRUE");
	if (d->boolean || one_of(s, "false", "False", "FALSE")) {
		d->type = DOC_BOOL;
		return true;
	}
	base = integer_base(s, &digits);
	if (base) {
		d->type = DOC_INT;
		d->negative = *s == '-';
		return to_number(digits, base, &d->integer);
	}
	if (is_real(s))
		d->type = DOC_REAL;
	return true;
}
