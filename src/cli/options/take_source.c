/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the options about device tree sources take. */
#include <errno.h>
#include <stdlib.h>

#include "cli/options/parse.h"

#define TAKE(id) \
	bool take_##id(struct parse *p, const struct option_row *row, const char *arg)

TAKE(define)
{
	(void)row;
	string_list_add(&p->o->defines, p->a, arena_printf(p->a, "D%s", arg));
	return true;
}

TAKE(undefine)
{
	(void)row;
	string_list_add(&p->o->defines, p->a, arena_printf(p->a, "U%s", arg));
	return true;
}

/* As dtc takes numbers: decimal, octal or hexadecimal. */
static bool
number(struct parse *p, const struct option_row *row, const char *arg, long long least,
	long long most, int64_t *out)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(arg, &end, 0);
	if (end == arg || *end || errno || n < least || n > most)
		return fault_set(p->f, "%s %s: expected a number from %lld to %lld",
			option_name(p->a, row), arg, least, most);
	*out = n;
	return true;
}

TAKE(boot_cpu)
{
	return number(p, row, arg, -1, UINT32_MAX, &p->o->boot_cpu);
}

TAKE(space)
{
	return number(p, row, arg, 0, INT32_MAX, &p->o->space);
}

TAKE(pad)
{
	return number(p, row, arg, 0, INT32_MAX, &p->o->pad);
}

TAKE(align)
{
	if (!number(p, row, arg, 1, INT32_MAX, &p->o->align))
		return false;
	if (p->o->align & (p->o->align - 1))
		return fault_set(p->f, "%s %s: expected a power of two",
			option_name(p->a, row), arg);
	return true;
}
