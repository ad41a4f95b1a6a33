/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of the report for people, and what they share while it is written. */
#ifndef DTLINT_REPORT_TEXT_TEXT_H
#define DTLINT_REPORT_TEXT_TEXT_H

#include "base/hash.h"
#include "report/fold/cluster.h"

enum { LABEL_INDENT = 4, INDENT = 10 };

enum style { STYLE_NONE, STYLE_BOLD, STYLE_DIM, STYLE_ERROR, STYLE_WARNING, STYLE_NOTE };

struct text {
	const struct report *r;
	struct buf *out;
	bool survey;             /* of many trees: each thing is said once */
	struct map told;         /* in a survey: reasons and remedies so far, hashed */
	const struct diag *last; /* the finding before, or NULL */
	bool open;               /* the finding before had more than its line */
	bool folded;             /* a finding was said of many trees */
	bool left_out;           /* something is said with --verbose alone */
	size_t fixed;            /* findings that --fix has mended */
};

/* Begins a style, where colours are wanted; STYLE_NONE ends it. */
void text_style(struct text *t, enum style s);
enum style text_level_style(enum level level);

/* @s, cleaned; nothing for NULL. */
void text_put(struct text *t, const char *s);

/* The columns to wrap to; SIZE_MAX: not at all. */
size_t text_width(const struct text *t);

/* "    why:  ", and a paragraph behind it; @s is clean. */
void text_label(struct text *t, const char *label);
void text_paragraph(struct text *t, const char *label, const char *s);

/* The parts, each in a file of its own. */
void text_findings(struct text *t);
void text_fixes(struct text *t);

#endif
