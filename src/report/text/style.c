/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/wrap.h"
#include "report/prose.h"
#include "report/text/text.h"

void
text_style(struct text *t, enum style s)
{
	static const char *const sequences[] = {
		[STYLE_NONE] = "\033[0m",
		[STYLE_BOLD] = "\033[1m",
		[STYLE_DIM] = "\033[2m",
		[STYLE_ERROR] = "\033[1;31m",
		[STYLE_WARNING] = "\033[1;35m",
		[STYLE_NOTE] = "\033[1;36m",
	};

	if (t->r->color)
		buf_puts(t->out, sequences[s]);
}

void
text_put(struct text *t, const char *s)
{
	prose_put(t->out, t->r->scratch, s);
}

enum style
text_level_style(enum level level)
{
	switch (level) {
	case LEVEL_ERROR: return STYLE_ERROR;
	case LEVEL_WARNING: return STYLE_WARNING;
	default: return STYLE_NOTE;
	}
}

void
text_label(struct text *t, const char *label)
{
	buf_printf(t->out, "%*s", LABEL_INDENT, "");
	text_style(t, STYLE_DIM);
	buf_printf(t->out, "%-*s", INDENT - LABEL_INDENT, label);
	text_style(t, STYLE_NONE);
	t->open = true;
}

/* Wraps, where that is wanted. */
size_t
text_width(const struct text *t)
{
	return t->r->width ? t->r->width : SIZE_MAX;
}

/* A label and a paragraph; @s is clean. */
void
text_paragraph(struct text *t, const char *label, const char *s)
{
	static const char blanks[INDENT + 1] = "          ";
	struct buf lines = { 0 };

	text_label(t, label);
	wrap_text(&lines, blanks, s, text_width(t));
	buf_puts(t->out, lines.s + INDENT);
	buf_free(&lines);
}
