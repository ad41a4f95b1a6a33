/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fault.h"

__attribute__((format(printf, 3, 0))) static bool
fault_vset(struct fault *f, const struct place *place, const char *fmt, va_list ap)
{
	const char *file = f->place.file;

	if (f->message)
		return false;
	f->place = *place;
	if (!f->place.file)
		f->place.file = file;
	f->message = arena_vprintf(f->arena, fmt, ap);
	return false;
}

bool
fault_set(struct fault *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, &PLACE_NONE, fmt, ap);
	va_end(ap);
	return false;
}

bool
fault_at(struct fault *f, const struct place *place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, place, fmt, ap);
	va_end(ap);
	return false;
}

bool
fault_at_offset(struct fault *f, int64_t offset, const char *fmt, ...)
{
	struct place place = { .offset = offset };
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, &place, fmt, ap);
	va_end(ap);
	return false;
}

bool
fault_at_line(struct fault *f, uint32_t line, uint32_t column, const char *fmt, ...)
{
	struct place place = { .line = line, .column = column, .offset = -1 };
	va_list ap;

	va_start(ap, fmt);
	fault_vset(f, &place, fmt, ap);
	va_end(ap);
	return false;
}
