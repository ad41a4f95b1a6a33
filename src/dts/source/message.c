/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/message.h"

struct dts_message *
dts_messages_add(struct dts_messages *log, enum dts_level level, const char *rule,
	struct place place, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	struct dts_message *m = dts_messages_vadd(log, level, rule, place, fmt, ap);
	va_end(ap);
	return m;
}

struct dts_message *
dts_messages_vadd(struct dts_messages *log, enum dts_level level, const char *rule,
	struct place place, const char *fmt, va_list ap)
{
	struct dts_message *m;

	log->errors += level == DTS_ERROR;
	if (log->count >= DTS_MESSAGES_MAX)
		return NULL;
	m = arena_new(log->arena, struct dts_message);
	m->level = level;
	m->rule = rule;
	m->place = place;
	if (++log->count == DTS_MESSAGES_MAX)
		m->text = "more is wrong with this source than is listed";
	else
		m->text = arena_vprintf(log->arena, fmt, ap);
	if (log->last)
		log->last->next = m;
	else
		log->first = m;
	log->last = m;
	return log->count == DTS_MESSAGES_MAX ? NULL : m;
}

void
dts_messages_note(struct dts_messages *log, struct dts_message *m, struct place place,
	const char *fmt, ...)
{
	struct dts_note *note, **at;
	va_list ap;

	if (!m)
		return;
	note = arena_new(log->arena, struct dts_note);
	note->place = place;
	va_start(ap, fmt);
	note->text = arena_vprintf(log->arena, fmt, ap);
	va_end(ap);
	for (at = &m->notes; *at; at = &(*at)->next)
		;
	*at = note;
}
