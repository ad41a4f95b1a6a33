/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages about a source, each with its place: the preprocessor, the parser and dtc's
 * own checks all write to one list.
 */
#ifndef DTLINT_DTS_SOURCE_MESSAGE_H
#define DTLINT_DTS_SOURCE_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/place.h"

enum dts_level {
	DTS_ERROR, /* no blob comes of it */
	DTS_WARNING,
};

/* What a note says of a place that only includes the one it belongs to. */
#define DTS_INCLUDED "included from here"

/* "expanded from macro 'X'", DTS_INCLUDED, "first defined here". */
struct dts_note {
	struct dts_note *next;
	struct place place;
	const char *text;
};

struct dts_message {
	struct dts_message *next;
	enum dts_level level;
	const char *rule;    /* "source/syntax" */
	const char *text;    /* lower case, no full stop, values in '…' */
	const char *help;    /* what to do, or NULL */
	const char *instead; /* what may have been meant to stand at the place, or NULL */
	struct place place;
	struct dts_note *notes;
};

/* No more messages than this of one source; the last one says that there are more. */
enum { DTS_MESSAGES_MAX = 200 };

/* Ready for use when zero-initialised but for the arena. */
struct dts_messages {
	struct arena *arena;
	struct dts_message *first;
	struct dts_message *last;
	size_t count;
	size_t errors;
};

/*
 * Appends a message; the text is copied. Returns it, for notes, or NULL where there are
 * too many already; an error counts nevertheless.
 */
struct dts_message *dts_messages_add(struct dts_messages *log, enum dts_level level,
	const char *rule, struct place place, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));
struct dts_message *dts_messages_vadd(struct dts_messages *log, enum dts_level level,
	const char *rule, struct place place, const char *fmt, va_list ap)
	__attribute__((format(printf, 5, 0)));

/* Appends a note; nothing for a message that is NULL. */
void dts_messages_note(struct dts_messages *log, struct dts_message *m,
	struct place place, const char *fmt, ...) __attribute__((format(printf, 4, 5)));

#endif
