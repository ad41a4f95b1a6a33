/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/pp/state.h"

#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"

static void *
grow(void *v, size_t old, size_t new, size_t size)
{
	uint8_t *p = realloc(v, new *size);

	if (!p)
		fatal("out of memory: %zu bytes wanted", new *size);
	memset(p + old * size, 0, (new - old) * size);
	return p;
}

struct pp_bind *
pp_bind(struct pp *pp, uint32_t name)
{
	struct pp_binds *b = pp->binds;

	if (name >= b->n) {
		uint32_t n = b->n ? b->n : 8192;

		while (n <= name)
			n *= 2;
		b->v = grow(b->v, b->n, n, sizeof(*b->v));
		b->bound = grow(b->bound, b->n / 64, n / 64, sizeof(*b->bound));
		b->n = n;
	}
	return &b->v[name];
}

void
pp_set(struct pp *pp, uint32_t name, const struct pp_macro *m, uint32_t instance)
{
	struct pp_binds *b = pp->binds;
	struct pp_bind *bind = pp_bind(pp, name);

	if (!m) {
		bind->macro = NULL;
		b->bound[name / 64] &= ~((uint64_t)1 << name % 64);
		return;
	}
	/* listed once more where it was undefined before: no harm, and seldom */
	if (!bind->macro) {
		if (b->ntouched == b->cap_touched) {
			uint32_t cap = b->cap_touched ? 2 * b->cap_touched : 4096;

			b->touched = grow(
				b->touched, b->cap_touched, cap, sizeof(*b->touched));
			b->cap_touched = cap;
		}
		b->touched[b->ntouched++] = name;
	}
	bind->macro = m;
	bind->instance = instance;
	bind->disabled = false;
	b->bound[name / 64] |= (uint64_t)1 << name % 64;
}

uint32_t
pp_at(const struct pp *pp, uint32_t at)
{
	const struct pp_clean *c = &pp_input(pp)->program->clean;

	return text_origin(c->shifts, c->nshifts, at);
}

struct dts_message *
pp_error(struct pp *pp, const char *rule, uint32_t begin, uint32_t end, const char *fmt,
	...)
{
	struct dts_message *m;
	va_list ap;

	va_start(ap, fmt);
	m = map_message(
		pp->t, DTS_ERROR, rule, pp_input(pp)->instance, begin, end, fmt, ap);
	va_end(ap);
	return m;
}

struct dts_message *
pp_error_at(
	struct pp *pp, const char *rule, const struct pp_token *t, const char *fmt, ...)
{
	uint32_t file = pp_input(pp)->instance, begin = t->use, end = t->use;
	struct dts_message *m;
	va_list ap;

	if (t->file == file && t->offset == t->use)
		end += t->n;
	va_start(ap, fmt);
	m = map_message(pp->t, DTS_ERROR, rule, file, begin, end, fmt, ap);
	va_end(ap);
	if (t->file != file || t->offset != t->use)
		dts_messages_note(pp->t->messages, m,
			map_place(pp->t, t->file, t->offset, t->offset + t->n),
			"expanded from here");
	return m;
}

void
pp_stop(struct pp *pp, uint32_t begin, uint32_t end, const char *fmt, ...)
{
	va_list ap;

	if (pp->stopped)
		return;
	pp->stopped = true;
	va_start(ap, fmt);
	map_message(pp->t, DTS_ERROR, "source/limit", pp_input(pp)->instance, begin, end,
		fmt, ap);
	va_end(ap);
}
