/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The Reviewdog Diagnostic Format, as one document and as a line for each finding
 * (https://github.com/reviewdog/reviewdog/tree/master/proto/rdf): columns count bytes of the
 * line, and the end of a range is the byte behind it. A tree that has no lines has no range.
 */
#include <string.h>

#include "base/utf8.h"
#include "report/fold/fold.h"
#include "report/json_put.h"
#include "report/path.h"
#include "report/prose.h"
#include "rules/rule.h"
#include "rules/url.h"

static const char *
severity(enum level level)
{
	switch (level) {
	case LEVEL_ERROR: return "ERROR";
	case LEVEL_WARNING: return "WARNING";
	default: return "INFO";
	}
}

/* A column of characters as one of bytes, in the line @text; of an unknown line as it is. */
static uint32_t
byte_column(const char *text, uint32_t column)
{
	const char *s = text, *end = text ? text + strlen(text) : NULL;
	uint32_t c;
	size_t n;

	if (!text || !column)
		return column;
	for (uint32_t i = 1; i < column && s < end; i++) {
		n = utf8_decode(s, (size_t)(end - s), &c);
		s += n ? n : 1;
	}
	return (uint32_t)(s - text) + 1;
}

static void
put_position(json_t *range, const char *key, uint32_t line, uint32_t column)
{
	json_t *o = put_object(range, key);

	put_integer(o, "line", line);
	if (column)
		put_integer(o, "column", column);
}

/* @text is the line of the place, or NULL. */
static void
put_range(json_t *location, const struct place *p, const char *text)
{
	bool one_line = p->end_line == p->line;
	json_t *o;

	if (!p->line)
		return;
	o = put_object(location, "range");
	put_position(o, "start", p->line, byte_column(text, p->column));
	/* of another line nothing is known here but its characters */
	if (p->column && p->end_line >= p->line && p->end_column)
		put_position(o, "end", p->end_line,
			one_line ? byte_column(text, p->end_column) : p->end_column);
}

static void
put_location(const struct report *r, json_t *o, const char *file, const struct place *p,
	const char *text)
{
	o = put_object(o, "location");
	put_string(o, "path", r->scratch, path_from_root(r, p->file ? p->file : file));
	put_range(o, p, text);
}

/* Whether the ends are known in bytes: as they are told, or by the line that is shown. */
static bool
has_bytes(const struct diag *d, const struct text_edit *e)
{
	return (e->byte_column && e->byte_end_column)
	       || (d->excerpt && e->place.column && e->place.end_column
		       && e->place.line == d->place.line
		       && e->place.end_line == d->place.line);
}

/* Whether reviewdog can offer the whole fix: a suggestion is of the finding's own file. */
static bool
is_suggestion(const struct diag *d)
{
	const char *file = d->place.file ? d->place.file : d->file;
	const struct text_edit *e = d->fix.edits;

	for (size_t i = 0; i < d->fix.nedits; i++, e++)
		if (strcmp(e->place.file ? e->place.file : d->file, file) != 0
			|| !has_bytes(d, e))
			return false;
	return d->fix.nedits > 0;
}

static void
put_suggestions(json_t *o, const struct diag *d)
{
	json_t *list, *one, *range;

	if (!is_suggestion(d))
		return;
	list = put_array(o, "suggestions");
	for (size_t i = 0; i < d->fix.nedits; i++) {
		const struct text_edit *e = &d->fix.edits[i];

		one = push_object(list);
		range = put_object(one, "range");
		put_position(range, "start", e->place.line,
			e->byte_column ? e->byte_column
				       : byte_column(d->excerpt, e->place.column));
		put_position(range, "end", e->place.end_line,
			e->byte_end_column
				? e->byte_end_column
				: byte_column(d->excerpt, e->place.end_column));
		put_text(one, "text", e->text);
	}
}

/* Places that are only bytes are in the message already. */
static void
put_related(const struct report *r, json_t *o, const struct diag *d)
{
	json_t *list = NULL, *one;

	for (size_t i = 0; i < d->nrelated; i++) {
		const struct diag_related *related = &d->related[i];

		if (!related->place.line && !related->place.file)
			continue;
		list = list ? list : put_array(o, "related_locations");
		one = push_object(list);
		put_string(one, "message", r->scratch, related->message);
		put_location(r, one, d->file, &related->place, related->excerpt);
	}
}

/* Comments of a review show the message and nothing else. */
static void
put_message(const struct report *r, json_t *o, const struct fold *f)
{
	const struct diag *d = f->v[0];
	struct buf text = { 0 };

	prose_finding(&text, r, d, f->n);
	if (d->why) {
		buf_puts(&text, "\nwhy: ");
		prose_put(&text, r->scratch, d->why);
	}
	if (d->help) {
		buf_puts(&text, "\nfix: ");
		prose_put(&text, r->scratch, d->help);
	}
	put_text(o, "message", text.s);
	buf_free(&text);
}

static void
put_source(json_t *o, struct arena *a)
{
	const char *url = rule_index_url(a);

	o = put_object(o, "source");
	put_text(o, "name", "dtlint");
	if (url)
		put_text(o, "url", url);
}

static void
put_diagnostic(const struct report *r, json_t *o, const struct fold *f)
{
	const struct diag *d = f->v[0];
	const char *url = rule_url(d->rule, r->scratch);
	json_t *code;

	put_message(r, o, f);
	put_location(r, o, d->file, &d->place, d->excerpt);
	put_text(o, "severity", severity(d->level));
	code = put_object(o, "code");
	put_string(code, "value", r->scratch, d->rule->id);
	if (url)
		put_text(code, "url", url);
	put_suggestions(o, d);
	put_related(r, o, d);
}

static void
rdjson_write(const struct report *r, struct buf *out)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, r->scratch);
	json_t *document = json_document(), *list;

	put_source(document, r->scratch);
	list = put_array(document, "diagnostics");
	for (size_t i = 0; i < folds.n; i++)
		put_diagnostic(r, push_object(list), &folds.v[i]);
	json_finish(document, out);
}

static void
rdjsonl_write(const struct report *r, struct buf *out)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, r->scratch);

	for (size_t i = 0; i < folds.n; i++) {
		json_t *document = json_document();

		put_diagnostic(r, document, &folds.v[i]);
		put_source(document, r->scratch);
		json_finish_line(document, out);
		buf_putc(out, '\n');
	}
}

const struct reporter reporter_rdjson = {
	.name = "rdjson",
	.summary = "reviewdog's format, with suggestions, for reviews",
	.write = rdjson_write,
};

const struct reporter reporter_rdjsonl = {
	.name = "rdjsonl",
	.summary = "the same, a line for each finding",
	.write = rdjsonl_write,
};
