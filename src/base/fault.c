/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fault.h"

__attribute__((format(printf, 5, 0))) static bool
fault_vset(struct fault *f, int64_t offset, uint32_t line, uint32_t column,
	const char *fmt, va_list ap)
{
	if (f->message)
		return false;
	f->offset = offset;
	f->line = line;
	f->column = column;
	f->message = arena_vprintf(f->arena, fmt, ap);
	return false;
}

bool
fault_set(struct fault *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, -1, 0, 0, fmt, ap);
	va_end(ap);
	return false;
}

bool
fault_at_offset(struct fault *f, int64_t offset, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, offset, 0, 0, fmt, ap);
	va_end(ap);
	return false;
}

bool
fault_at_line(struct fault *f, uint32_t line, uint32_t column, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, -1, line, column, fmt, ap);
	va_end(ap);
	return false;
}
