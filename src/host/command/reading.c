/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>

#include "host/command/reading.h"

#include "base/fence.h"

enum {
	SAID_MAX = 100,    /* bytes of an option that are shown */
	OPAQUE_MAX = 40,   /* bytes of an expansion that are shown */
	REMARKS_MAX = 100, /* of one command line; who has more knows by then */
};

/* At most @max bytes, no character cut in two. */
static const char *
shortened(const char *s, size_t n, size_t max, struct arena *a)
{
	size_t cut = max;
	char *out;
	size_t i;

	if (n > max) {
		while (cut && ((unsigned char)s[cut] & 0xc0) == 0x80)
			cut--;
		out = arena_printf(a, "%.*s…", (int)cut, s);
	} else {
		out = arena_strndup(a, s, n);
	}
	for (i = 0; out[i]; i++)
		if ((unsigned char)out[i] < ' ')
			out[i] = ' ';
	return out;
}

static const char *
said_text(const struct word *option, const struct word *value, struct arena *a)
{
	size_t n = option->text.n < SAID_MAX ? option->text.n : SAID_MAX;
	const char *s;

	if (!value)
		return shortened(option->text.s, option->text.n, SAID_MAX, a);
	s = shortened(value->text.s, value->text.n, SAID_MAX, a);
	return arena_printf(a, "%.*s %s", (int)n, option->text.s, s);
}

struct where
reading_where(const struct reading *rd, const struct word *option,
	const struct word *value, size_t i)
{
	const struct word *w = value ? value : option;
	size_t offset = w->offset;
	struct where where = { 0 };

	where.said.text = said_text(option, value, rd->arena);
	if (!rd->lines) {
		where.said.pointer = arena_printf(rd->arena, "argv[%u]", w->arg);
		return where;
	}
	if (i < w->text.n && w->text.at)
		offset = w->text.at[i] & ~TEXT_FLAGS;
	lines_find(rd->lines, offset, &where.said.place.line, &where.column);
	return where;
}

bool
reading_fault(struct reading *rd, const struct where *where, const char *fmt, ...)
{
	const struct said *said = &where->said;
	const char *message;
	va_list ap;

	va_start(ap, fmt);
	message = arena_vprintf(rd->arena, fmt, ap);
	va_end(ap);
	if (said->place.file && !rd->fault->message)
		rd->fault->place.file = said->place.file;
	if (said->place.line)
		return fault_at_line(
			rd->fault, said->place.line, where->column, "%s", message);
	if (said->pointer)
		return fault_set(rd->fault, "%s: %s", said->pointer, message);
	return fault_set(rd->fault, "%s", message);
}

void
reading_say(
	struct reading *rd, const struct where *where, bool aside, const char *fmt, ...)
{
	struct host *h = rd->host;
	const char *message;
	va_list ap;
	size_t i;

	va_start(ap, fmt);
	message = arena_vprintf(rd->arena, fmt, ap);
	va_end(ap);
	if (h->nremarks >= REMARKS_MAX)
		return;
	for (i = 0; i < h->nremarks; i++)
		if (!strcmp(h->remarks[i].message, message))
			return;
	host_say(h, rd->arena, where->said, aside, "%s", message);
}

void
reading_say_opaque(struct reading *rd, const struct where *where, const struct text *text,
	const char *consequence, bool aside)
{
	size_t from = 0, to;
	const char *what;

	while (from < text->n && !text_opaque_at(text, from))
		from++;
	to = from;
	while (text_opaque_at(text, to))
		to++;
	what = shortened(text->s + from, to - from, OPAQUE_MAX, rd->arena);
	reading_say(rd, where, aside, "'%s' is not %s: %s", what,
		text_maybe_at(text, from) ? "certain" : "expanded", consequence);
}

const char *
reading_path(const struct reading *rd, const char *file)
{
	if (*file != '/' && rd->src->dir && strcmp(rd->src->dir, "."))
		return arena_printf(rd->arena, "%s/%s", rd->src->dir, file);
	return strcmp(file, "-") ? file : "./-";
}

const struct text *
reading_document(const struct reading *rd, const char *name)
{
	size_t i = rd->documents ? rd->documents->n : 0;

	if (!strcmp(name, "-"))
		name = "/dev/stdin";
	while (i-- > 0)
		if (!strcmp(rd->documents->v[i].name, name))
			return &rd->documents->v[i].text;
	return NULL;
}

const char *
reading_closed(const struct reading *rd, const char *path)
{
	struct fence fence = { .arena = rd->arena };
	struct stat st;

	if (!stat(path, &st) && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
		return "is no regular file";
	/* what was given on the command line is the user's own word */
	if (rd->src->argv || !rd->src->dir)
		return NULL;
	fence_add_repository(&fence, rd->src->dir);
	fence_add(&fence, ".");
	return fence_allows(&fence, path) ? NULL : "lies outside the repository";
}

bool
reading_unreadable(struct reading *rd, const char *path, const char *option,
	const struct where *where, const struct fault *f)
{
	const struct said *said = &where->said;
	struct where at = { .said = { .place = { .file = path, .offset = -1 } } };

	if (said->place.line)
		return reading_fault(rd, &at, "%s (named by %s at %s:%u)", f->message,
			option, said->place.file ? said->place.file : rd->src->name,
			said->place.line);
	return reading_fault(rd, &at, "%s (named by %s)", f->message, option);
}
