/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SARIF 2.1.0 (OASIS, with errata 01), as GitHub code scanning takes it: every result
 * has a physical location, and no region mixes lines with bytes (3.30.4).
 */
#include <inttypes.h>
#include <string.h>

#include "base/hash.h"
#include "diag/fingerprint.h"
#include "report/fold/fold.h"
#include "report/json_put.h"
#include "report/path.h"
#include "report/prose.h"
#include "report/sarif_rule.h"
#include "rules/url.h"

#define SCHEMA \
	"https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/" \
	"sarif-schema-2.1.0.json"
#define BASE_ID "%SRCROOT%"

/*
 * GitHub refuses a log with more results in a run than the first, and shows the most severe
 * of them (docs.github.com, "SARIF results exceed one or more limits").
 */
enum { GITHUB_TAKES = 25000, GITHUB_SHOWS = 5000 };

struct sarif {
	const struct report *r;
	json_t *rules;
	json_t *results;
	json_t *notifications;
	struct map seen;  /* fingerprint -> its place in `counts` */
	uint32_t *counts; /* how many results have had it */
};

/*
 * A message object. Braces stand for placeholders (3.11.5), and "[…](…)" would be a
 * link (3.11.6); neither is ever meant.
 */
static void
put_message(const struct sarif *s, json_t *o, const char *message)
{
	struct buf out = { 0 };
	const char *c = diag_clean(s->r->scratch, message);
	bool links = strstr(c, "](") != NULL;

	for (; *c; c++) {
		if (*c == '{' || *c == '}')
			buf_putc(&out, *c);
		else if (links && strchr("[]\\", *c))
			buf_putc(&out, '\\');
		buf_putc(&out, *c);
	}
	put_text(put_object(o, "message"), "text", out.n ? out.s : "-");
	buf_free(&out);
}

static void
put_artifact(const struct sarif *s, json_t *physical, const char *file)
{
	const char *uri = path_uri(s->r, file);
	json_t *o = put_object(physical, "artifactLocation");

	put_text(o, "uri", uri);
	if (strncmp(uri, "file://", 7) != 0)
		put_text(o, "uriBaseId", BASE_ID);
}

/* Lines and columns; GitHub wants to have all four of any place. */
static void
put_lines(const struct sarif *s, json_t *physical, const struct place *p)
{
	json_t *o = put_object(physical, "region");
	uint32_t line = p->line ? p->line : 1, column = p->line ? p->column : 0;
	bool ends = column && p->end_line >= line && p->end_column
		    && (p->end_line > line || p->end_column > column);

	put_integer(o, "startLine", line);
	if (!column && !s->r->github)
		return;
	put_integer(o, "startColumn", column ? column : 1);
	if (ends || s->r->github) {
		put_integer(o, "endLine", ends ? p->end_line : line);
		put_integer(o, "endColumn", ends ? p->end_column : column ? column : 1);
	}
}

static void
put_bytes(json_t *o, const struct place *p)
{
	put_integer(o, "byteOffset", p->offset);
	put_integer(o, "byteLength", p->length);
}

/* A place in a text, by bytes, or no more than a file: @file where the place has none. */
static void
put_place(
	const struct sarif *s, json_t *location, const char *file, const struct place *p)
{
	json_t *physical = put_object(location, "physicalLocation");

	put_artifact(s, physical, p->file ? p->file : file);
	if (p->line || s->r->github)
		put_lines(s, physical, p);
	else if (p->offset >= 0)
		put_bytes(put_object(physical, "region"), p);
}

static void
put_logical(const struct sarif *s, json_t *location, const struct diag *d)
{
	struct arena *a = s->r->scratch;
	const char *slash, *name;
	json_t *o;

	if (!d->node || !*d->node)
		return;
	o = push_object(put_array(location, "logicalLocations"));
	slash = strrchr(d->node, '/');
	name = slash && slash[1] ? slash + 1 : d->node;
	put_string(o, "name", a, d->property ? d->property : name);
	if (d->property)
		put_string(o, "fullyQualifiedName", a,
			arena_printf(a, "%s%s%s", d->node, slash && !slash[1] ? "" : "/",
				d->property));
	else
		put_string(o, "fullyQualifiedName", a, d->node);
	put_text(o, "kind", d->property ? "property" : "node");
}

/* The place in the host's source that a finding is paired with. */
static void
push_host_place(const struct sarif *s, json_t *list, const struct diag *d)
{
	const struct place place = { .line = d->host.line, .offset = -1 };
	json_t *o = push_object(list);
	struct buf words = { 0 };

	put_integer(o, "id", (int64_t)json_array_size(list));
	put_place(s, o, d->host.file, &place);
	prose_host(&words, s->r->scratch, d);
	if (words.n)
		put_message(s, o, words.s);
	buf_free(&words);
}

static void
put_related(const struct sarif *s, json_t *result, const struct diag *d)
{
	bool hosted = path_is_file(d->host.file);
	json_t *list, *o;

	if (!hosted && !d->nrelated)
		return;
	list = put_array(result, "relatedLocations");
	if (hosted)
		push_host_place(s, list, d);
	for (size_t i = 0; i < d->nrelated; i++) {
		o = push_object(list);
		put_integer(o, "id", (int64_t)json_array_size(list));
		put_place(s, o, d->file, &d->related[i].place);
		put_message(s, o, d->related[i].message);
	}
}

static void
put_sentence(struct buf *out, struct arena *a, const char *before, const char *s)
{
	if (!s || !*s)
		return;
	buf_puts(out, before);
	prose_put(out, a, s);
	if (!strchr(".!?", s[strlen(s) - 1]))
		buf_putc(out, '.');
}

/*
 * Consumers show the message, and often nothing else: it says where in the tree, and
 * what to do.
 */
static void
put_result_message(const struct sarif *s, json_t *result, const struct fold *f)
{
	const struct diag *d = f->v[0];
	struct arena *a = s->r->scratch;
	struct buf text = { 0 }, host = { 0 };

	if (d->unit) {
		prose_put(&text, a, d->unit);
		buf_puts(&text, ": ");
	}
	if (d->node) {
		prose_put(&text, a, d->node);
		buf_puts(&text, ": ");
	}
	put_sentence(&text, a, "", d->message);
	if (f->n > 1) {
		buf_puts(&text, " Found ");
		prose_trees(&text, s->r, f->n);
		buf_putc(&text, '.');
	}
	put_sentence(&text, a, " Why: ", d->why);
	prose_host(&host, a, d);
	put_sentence(&text, a, " Host: ", host.s);
	put_sentence(&text, a, " Fix: ", d->help);
	put_message(s, result, text.n ? text.s : "");
	buf_free(&text);
	buf_free(&host);
}

static void
put_fingerprints(struct sarif *s, json_t *result, const struct diag *d)
{
	struct arena *a = s->r->scratch;
	uint64_t h = diag_fingerprint(
		d->rule->id, path_uri(s->r, diag_input(d)), d->node, d->property);
	uint32_t i = map_put(&s->seen, a, h, s->seen.count);
	const char *value = arena_printf(a, "%016" PRIx64 ":%u", h, ++s->counts[i]);
	json_t *o = put_object(result, "partialFingerprints");

	put_text(o, "dtlintFingerprint/v1", value);
	if (d->fingerprint)
		put_text(o, "dtlintFingerprint/v2", d->fingerprint);
	/* the only one that code scanning looks at; it cannot make one from a binary */
	put_text(o, "primaryLocationLineHash", d->fingerprint ? d->fingerprint : value);
}

static void
put_properties(const struct sarif *s, json_t *result, const struct fold *f)
{
	const struct diag *d = f->v[0];
	bool bytes = s->r->github && !d->place.line && d->place.offset >= 0;
	json_t *o, *list;

	if (!d->ncompatible && !d->command && !bytes && f->n == 1)
		return;
	o = put_object(result, "properties");
	if (f->n > 1) {
		list = put_array(o, "trees");
		for (size_t i = 0; i < f->n; i++)
			push_string(list, s->r->scratch, diag_input(f->v[i]));
	}
	if (d->ncompatible) {
		list = put_array(o, "compatible");
		for (size_t i = 0; i < d->ncompatible; i++)
			push_string(list, s->r->scratch, d->compatible[i]);
	}
	if (d->command)
		put_string(o, "command", s->r->scratch, d->command);
	if (bytes)
		put_bytes(o, &d->place);
}

static void
push_result(struct sarif *s, const struct fold *f)
{
	static const char *const states[] = {
		[STATE_NONE] = "new",
		[STATE_NEW] = "new",
		[STATE_UNCHANGED] = "unchanged",
		[STATE_FIXED] = "absent",
	};
	const struct diag *d = f->v[0];
	json_t *o = push_object(s->results), *location;
	size_t rule = sarif_rule(s->rules, s->r->scratch, d->rule);

	put_text(o, "ruleId", d->rule->id);
	put_integer(o, "ruleIndex", (int64_t)rule);
	put_text(o, "level", level_name(d->level));
	put_result_message(s, o, f);
	if (f->n > 1)
		put_integer(o, "occurrenceCount", (int64_t)f->n);
	location = push_object(put_array(o, "locations"));
	put_place(s, location, d->file, &d->place);
	put_logical(s, location, d);
	put_related(s, o, d);
	put_fingerprints(s, o, d);
	if (s->r->nbaselines || s->r->comparison)
		put_text(o, "baselineState", states[d->state]);
	if (d->ignored) {
		json_t *why = push_object(put_array(o, "suppressions"));

		put_text(why, "kind", d->ignored_in_source ? "inSource" : "external");
		put_string(why, "justification", s->r->scratch, d->ignored);
	}
	put_properties(s, o, f);
}

/* What GitHub does not show of so many results; NULL: nothing. */
static const char *
beyond_github(const struct report *r, size_t n)
{
	if (!r->github || n <= GITHUB_SHOWS)
		return NULL;
	if (n <= GITHUB_TAKES)
		return arena_printf(r->scratch,
			"%zu findings, of which GitHub shows the %d most severe", n,
			GITHUB_SHOWS);
	return arena_printf(r->scratch,
		"%zu findings, of which GitHub takes no more than %d, and shows the %d most "
		"severe: the least severe are left out of the log",
		n, GITHUB_TAKES, GITHUB_SHOWS);
}

static void
push_results(struct sarif *s, const struct folds *folds)
{
	size_t by_level[3] = { 0 }, room = s->r->github ? GITHUB_TAKES : SIZE_MAX, i;
	int level;

	for (i = 0; i < folds->n; i++)
		by_level[folds->v[i].v[0]->level]++;
	for (level = LEVEL_ERROR; level >= LEVEL_NOTE; level--) {
		by_level[level] = by_level[level] < room ? by_level[level] : room;
		room -= by_level[level];
	}
	for (i = 0; i < folds->n; i++)
		if (by_level[folds->v[i].v[0]->level]) {
			by_level[folds->v[i].v[0]->level]--;
			push_result(s, &folds->v[i]);
		}
}

/* What could not be read is a result, and also a failure of the run. */
static void
push_notification(struct sarif *s, const struct diag *d)
{
	json_t *o = push_object(s->notifications), *rule;

	put_text(o, "level", level_name(d->level));
	put_message(s, o, d->message);
	put_place(s, push_object(put_array(o, "locations")), d->file, &d->place);
	rule = put_object(o, "associatedRule");
	put_text(rule, "id", d->rule->id);
	put_integer(rule, "index", (int64_t)sarif_rule(s->rules, s->r->scratch, d->rule));
}

static void
push_remark(struct sarif *s, const char *text)
{
	json_t *o = push_object(s->notifications);

	put_text(o, "level", "warning");
	put_message(s, o, text);
}

/* The core schemas that bindings refer to, as extensions of the tool. */
static void
put_core(json_t *tool, const struct report *r)
{
	json_t *list = NULL, *o;

	for (size_t i = 0; i < r->nbindings; i++) {
		const struct report_bindings *b = &r->bindings[i];

		if (!b->core)
			continue;
		list = list ? list : put_array(tool, "extensions");
		o = push_object(list);
		put_string(o, "name", r->scratch,
			arena_printf(r->scratch, "core schemas: %s", b->core));
		put_string(o, "version", r->scratch,
			arena_printf(
				r->scratch, "%s (%s)", b->core_version, b->core_hash));
	}
}

static void
put_run(json_t *document, bool successful, struct sarif *s)
{
	const char *url = rule_index_url(s->r->scratch);
	json_t *run = push_object(put_array(document, "runs")), *o;

	o = put_object(put_object(run, "tool"), "driver");
	put_text(o, "name", "dtlint");
	put_text(o, "version", DTLINT_VERSION);
	put_text(o, "semanticVersion", DTLINT_VERSION);
	if (url)
		put_text(o, "informationUri", url);
	s->rules = put_array(o, "rules");
	put_core(json_object_get(run, "tool"), s->r);
	o = push_object(put_array(run, "invocations"));
	put_boolean(o, "executionSuccessful", successful);
	s->notifications = put_array(o, "toolExecutionNotifications");
	o = put_object(put_object(run, "originalUriBaseIds"), BASE_ID);
	put_text(put_object(o, "description"), "text", "what dtlint names files from");
	put_text(run, "columnKind", "unicodeCodePoints");
	s->results = put_array(run, "results");
}

static void
sarif_write(const struct report *r, struct buf *out)
{
	struct sarif s = { .r = r };
	json_t *document = json_document();
	bool successful = r->failed == 0;
	const struct report_comparison *c = r->comparison;
	const struct {
		struct diag *const *v;
		size_t n;
	} left_out[] = {
		{ r->ignored, r->nignored },
		{ r->known, r->nknown },
		{ c ? c->fixed : NULL, c ? c->nfixed : 0 },
	};
	const char *remark;
	struct folds folds;
	size_t i;

	for (i = 0; i < r->ndiags; i++)
		successful = successful && !r->diags[i]->fault;
	s.counts = arena_array(r->scratch, uint32_t,
		r->ndiags + r->nignored + r->nknown + (c ? c->nfixed : 0));
	put_text(document, "$schema", SCHEMA);
	put_text(document, "version", "2.1.0");
	put_run(document, successful, &s);
	folds = fold_diags(r->diags, r->ndiags, r->scratch);
	push_results(&s, &folds);
	for (i = 0; i < r->ndiags; i++)
		if (r->diags[i]->fault)
			push_notification(&s, r->diags[i]);
	if ((remark = beyond_github(r, folds.n)))
		push_remark(&s, remark);
	/* code scanning would show them as alerts that are open */
	for (i = 0; i < sizeof(left_out) / sizeof(*left_out) && !r->github; i++) {
		folds = fold_diags(left_out[i].v, left_out[i].n, r->scratch);
		push_results(&s, &folds);
	}
	json_finish(document, out);
}

static const char *
sarif_remark(const struct report *r)
{
	return beyond_github(r, fold_diags(r->diags, r->ndiags, r->scratch).n);
}

const struct reporter reporter_sarif = {
	.name = "sarif",
	.summary = "SARIF 2.1.0, for code scanning and other viewers",
	.write = sarif_write,
	.remark = sarif_remark,
};
