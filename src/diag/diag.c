/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diag/diag.h"

#include "base/vec.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/utf8.h"

const char *
level_name(enum level level)
{
	static const char *const names[] = {
		[LEVEL_NOTE] = "note",
		[LEVEL_WARNING] = "warning",
		[LEVEL_ERROR] = "error",
	};

	return names[level];
}

const char *
diag_state_name(enum diag_state state)
{
	switch (state) {
	case STATE_NONE: return NULL;
	case STATE_NEW: return "new";
	case STATE_UNCHANGED: return "unchanged";
	case STATE_FIXED: return "fixed";
	}
	return NULL;
}

void
diag_append(struct diag_list *list, struct diag *d)
{
	if (list->n >= UINT32_MAX)
		fatal("out of memory: %zu diagnostics", list->n);
	*vec_add(list->arena, list) = d;
}

struct diag *
diag_add(struct diag_list *list)
{
	struct diag *d = arena_new(list->arena, struct diag);

	d->place = PLACE_NONE;
	d->seq = (uint32_t)list->n;
	diag_append(list, d);
	return d;
}

void
diag_relate(struct arena *a, struct diag *d, const struct diag_related *related)
{
	if (d)
		*vec_more(a, d->related, d->nrelated) = *related;
}

static int
order(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int
diag_compare(const void *va, const void *vb)
{
	const struct diag *a = *(struct diag *const *)va;
	const struct diag *b = *(struct diag *const *)vb;
	int by;

	if ((by = order(a->input, b->input)) || (by = order(a->unit_id, b->unit_id))
		|| (by = order(a->node_id, b->node_id))
		|| (by = order(a->prop_id, b->prop_id)))
		return by;
	return order(a->seq, b->seq);
}

void
diag_sort(struct diag_list *list)
{
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), diag_compare);
}

/*
 * Code points that a terminal obeys or that hide or reorder the text around them:
 * control and format characters, separators, noncharacters (Unicode 15, general
 * categories Cc, Cf, Zl, Zp, Cs, and those without a glyph of their own).
 */
static bool
is_invisible(uint32_t c)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {
		{ 0x0, 0x1f },
		{ 0x7f, 0x9f },
		{ 0xad, 0xad },
		{ 0x600, 0x605 },
		{ 0x61c, 0x61c },
		{ 0x6dd, 0x6dd },
		{ 0x70f, 0x70f },
		{ 0x890, 0x891 },
		{ 0x8e2, 0x8e2 },
		{ 0x115f, 0x1160 },
		{ 0x180e, 0x180e },
		{ 0x200b, 0x200f },
		{ 0x2028, 0x202e },
		{ 0x2060, 0x206f },
		{ 0x3164, 0x3164 },
		{ 0xfdd0, 0xfdef },
		{ 0xfeff, 0xfeff },
		{ 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb },
		{ 0x110bd, 0x110bd },
		{ 0x110cd, 0x110cd },
		{ 0x13430, 0x1343f },
		{ 0x1bca0, 0x1bca3 },
		{ 0x1d173, 0x1d17a },
		{ 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return (c & 0xfffe) == 0xfffe;
}

/*
 * The length of the printable UTF-8 sequence (RFC 3629) at @s; 0 where the first
 * byte starts none. Reads no further than the terminating NUL.
 */
static size_t
printable(const char *s)
{
	uint32_t c = 0;
	size_t n;

	if ((unsigned char)*s < 0x80)
		return *s >= 0x20 && *s != 0x7f;
	n = utf8_decode(s, strnlen(s, 4), &c);
	return is_invisible(c) ? 0 : n;
}

static size_t
printable_span(const char *s)
{
	size_t n = 0, more;

	do {
		while (s[n] >= 0x20 && s[n] < 0x7f)
			n++;
		n += more = printable(s + n);
	} while (more);
	return n;
}

const char *
diag_clean(struct arena *a, const char *s)
{
	static const char letters[] = { ['\n'] = 'n', ['\t'] = 't', ['\r'] = 'r' };
	size_t n = printable_span(s);
	struct buf out = { 0 };
	const char *clean;
	unsigned char c;

	if (!s[n])
		return s;
	for (; s[n]; s += n + 1, n = printable_span(s)) {
		buf_add(&out, s, n);
		c = (unsigned char)s[n];
		if (c < sizeof(letters) && letters[c])
			buf_printf(&out, "\\%c", letters[c]);
		else
			buf_printf(&out, "\\x%02x", c);
	}
	buf_add(&out, s, n);
	clean = arena_strndup(a, out.s, out.n);
	buf_free(&out);
	return clean;
}

void
diag_put_place(struct buf *out, struct arena *a, const char *file, const struct place *p)
{
	if (p->file)
		file = p->file;
	buf_puts(out, diag_clean(a, file));
	if (p->line)
		buf_printf(out, ":%" PRIu32, p->line);
	if (p->line && p->column)
		buf_printf(out, ":%" PRIu32, p->column);
}

/* Within single quotes, for printf(1): what is not printable as \ooo. */
static void
add_printf_format(struct buf *out, const char *s)
{
	size_t n;

	for (; *s; s += n) {
		if (!(n = printable(s))) {
			n = 1;
			buf_printf(out, "\\%03o", (unsigned char)*s);
		} else if (*s == '\'') {
			buf_puts(out, "\\047");
		} else {
			if (*s == '%' || *s == '\\')
				buf_putc(out, *s);
			buf_add(out, s, n);
		}
	}
}

static void
add_single_quoted(struct buf *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '\'')
			buf_puts(out, "'\\''");
		else
			buf_putc(out, *s);
	}
}

const char *
diag_shell_quote(struct arena *a, const char *s)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_@%+:,./-";
	struct buf out = { 0 };
	const char *quoted;

	if (*s && !s[strspn(s, plain)])
		return s;
	if (!s[printable_span(s)]) {
		buf_putc(&out, '\'');
		add_single_quoted(&out, s);
		buf_putc(&out, '\'');
	} else {
		/* $'…' came with POSIX.1-2024: dash does not know it */
		buf_puts(&out, "\"$(printf '");
		add_printf_format(&out, s);
		buf_puts(&out, "')\"");
	}
	quoted = arena_strndup(a, out.s, out.n);
	buf_free(&out);
	return quoted;
}
