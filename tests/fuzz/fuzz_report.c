/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any bytes as the texts of a report, in all that a report may hold: the format that the
 * first byte names writes something whole, and what is JSON is read back with each finding
 * in it.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "report/fold/fold.h"
#include "report/identity.h"
#include "report/report.h"
#include "rules/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* What is left of the input. */
struct input {
	const uint8_t *data;
	size_t size;
	struct arena *arena;
};

static unsigned int
below(struct input *in, unsigned int n)
{
	if (!in->size)
		return 0;
	in->size--;
	return *in->data++ % n;
}

static const char *
text(struct input *in)
{
	size_t n = below(in, 24);
	const char *s;

	n = n < in->size ? n : in->size;
	s = arena_strndup(in->arena, (const char *)in->data, n);
	in->data += n;
	in->size -= n;
	return s;
}

static const char *
text_or_null(struct input *in)
{
	return below(in, 3) ? text(in) : NULL;
}

static struct place
place(struct input *in)
{
	struct place p = PLACE_NONE;

	p.file = text_or_null(in);
	p.line = below(in, 4);
	p.column = p.line ? below(in, 9) : 0;
	p.end_line = p.line + below(in, 2);
	p.end_column = p.column + below(in, 9);
	p.offset = (int64_t)below(in, 90) - 1;
	p.length = below(in, 9);
	return p;
}

static void
add_host(struct input *in, struct diag *d)
{
	const char **features = arena_array(in->arena, const char *, 2);

	features[0] = text(in);
	features[1] = text(in);
	d->host = (struct diag_host){ .file = text(in),
		.kind = text_or_null(in),
		.line = below(in, 3),
		.pointer = text_or_null(in),
		.device = text_or_null(in),
		.text = text_or_null(in),
		.features = features,
		.nfeatures = below(in, 3) };
}

static void
add_fix(struct input *in, struct diag *d)
{
	struct text_edit *edit = arena_array(in->arena, struct text_edit, 1);

	edit->place = place(in);
	edit->text = text(in);
	if (!utf8_is(edit->text))
		edit->text = "x\n\t";
	d->fix = (struct diag_fix){ .title = text(in),
		.certain = below(in, 2),
		.edits = edit,
		.nedits = below(in, 2),
		.told = text_or_null(in) };
}

static struct diag *
finding(struct input *in, struct diag_list *list)
{
	struct diag *d = diag_add(list);
	const char **compatible = arena_array(in->arena, const char *, 1);

	d->rule = rule_at(below(in, 256) % rules_count());
	d->level = (enum level)below(in, 3);
	d->state = (enum diag_state)below(in, STATE_FIXED + 1);
	d->file = text(in);
	d->unit = text_or_null(in);
	d->node = text_or_null(in);
	d->property = text_or_null(in);
	d->message = text(in);
	d->why = text_or_null(in);
	d->help = text_or_null(in);
	d->command = text_or_null(in);
	d->place = place(in);
	d->excerpt = text_or_null(in);
	d->fault = !below(in, 8);
	d->input = below(in, 3);
	compatible[0] = text(in);
	d->compatible = compatible;
	d->ncompatible = below(in, 2);
	if (below(in, 2))
		diag_relate(in->arena, d,
			&(struct diag_related){ place(in), text_or_null(in), text(in) });
	if (!below(in, 3))
		add_host(in, d);
	if (!below(in, 3))
		add_fix(in, d);
	return d;
}

/* Those of a boards' family: alike but for where they are. */
static void
add_alike(struct input *in, struct diag_list *list)
{
	const struct diag d = *finding(in, list);
	unsigned int i;

	for (i = below(in, 5); i; i--) {
		struct diag *to = diag_add(list);

		*to = d;
		if (below(in, 2))
			to->file = text(in);
		else
			to->node = text(in);
	}
}

static void
read_findings(struct input *in, struct diag_list *list, unsigned int most)
{
	unsigned int n;

	for (n = below(in, most); n; n--) {
		if (below(in, 3))
			finding(in, list);
		else
			add_alike(in, list);
	}
	diag_sort(list);
	report_identify(list->v, list->n, in->arena);
}

/* How many entries an array has behind a path of names and numbers. */
static size_t
length_at(const json_t *v, const char *a, const char *b)
{
	v = json_object_get(v, a);
	if (b)
		v = json_object_get(json_array_get(v, 0), b);
	must(json_is_array(v));
	return json_array_size(v);
}

/* XML (1.0, 2.4 and 3.1) without sections and comments: the length of a tag, or 0. */
static size_t
tag_length(const char *s)
{
	size_t i = 1;

	while (s[i] && s[i] != '>') {
		if (s[i] == '"') {
			i += strcspn(s + i + 1, "<\"") + 1;
			if (s[i] != '"')
				return 0;
		} else if (s[i] == '<') {
			return 0;
		}
		i++;
	}
	return s[i] ? i + 1 : 0;
}

static bool
is_reference(const char *s)
{
	static const char *const known[] = { "&lt;", "&gt;", "&amp;", "&quot;", "&apos;",
		"&#39;", "&#10;", "&#9;" };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (!strncmp(s, known[i], strlen(known[i])))
			return true;
	return false;
}

/* Elements that are closed in turn, and nothing that is no text between them. */
static bool
is_xml(const char *s)
{
	size_t open = 0, n;

	for (; *s; s += n) {
		n = 1;
		if (*s == '&' && !is_reference(s))
			return false;
		if (*s != '<')
			continue;
		n = tag_length(s);
		if (!n || (s[1] == '/' && !open))
			return false;
		if (s[1] == '/')
			open--;
		else if (s[n - 2] != '/' && s[1] != '?')
			open++;
	}
	return !open;
}

static bool
is_json_of_lines(const char *s)
{
	json_t *json;

	for (; *s; s += strcspn(s, "\n") + 1) {
		json = json_loadb(s, strcspn(s, "\n"), JSON_REJECT_DUPLICATES, NULL);
		if (!json)
			return false;
		json_decref(json);
	}
	return true;
}

/* A page has one script, its own, and no element that a text could bring. */
static bool
only_own_scripts(const char *s)
{
	const char *first = strstr(s, "<script");

	return (!first || !strstr(first + 1, "<script")) && !strstr(s, "<b>x")
	       && !strstr(s, "<img");
}

static void
read_back(const struct report *r, const char *name, const struct buf *out)
{
	const char *s = out->s ? out->s : "";
	json_t *json = NULL;
	size_t i, lines = 0, findings = 0;

	for (i = 0; i < sizeof(r->distinct) / sizeof(*r->distinct); i++)
		findings += r->distinct[i];
	must(!out->n || s[out->n - 1] == '\n');
	for (i = 0; i < out->n; i++) {
		must((uint8_t)s[i] >= ' ' || s[i] == '\n' || s[i] == '\t'
			|| (r->color && s[i] == '\033'));
		lines += s[i] == '\n';
	}
	if (!strcmp(name, "json") || !strcmp(name, "sarif") || !strcmp(name, "gitlab")
		|| !strcmp(name, "rdjson")) {
		json = json_loadb(s, out->n, JSON_REJECT_DUPLICATES, NULL);
		must(json != NULL);
	}
	if (!strcmp(name, "json"))
		must(length_at(json, "diagnostics", NULL) == r->ndiags);
	else if (!strcmp(name, "sarif"))
		must(length_at(json, "runs", "results") >= findings);
	else if (!strcmp(name, "gitlab"))
		must(json_is_array(json) && (json_array_size(json) || !r->ndiags));
	else if (!strcmp(name, "github"))
		must(lines || !r->ndiags); /* those that are alike share one */
	else if (!strcmp(name, "rdjson"))
		must(length_at(json, "diagnostics", NULL) == findings);
	else if (!strcmp(name, "rdjsonl"))
		must(lines == findings && is_json_of_lines(s));
	else if (!strcmp(name, "concise"))
		must(lines == findings);
	else if (!strcmp(name, "junit"))
		must(is_xml(s));
	else if (!strcmp(name, "markdown"))
		must(!strncmp(s, "### dtlint: ", 12));
	else if (!strcmp(name, "html"))
		must(!out->n || only_own_scripts(s));
	json_decref(json);
}

static void
count(struct report *r, struct arena *a)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, a);
	size_t i;

	for (i = 0; i < r->ndiags; i++)
		r->counts[r->diags[i]->level]++;
	for (i = 0; i < folds.n; i++)
		r->distinct[folds.v[i].v[0]->level]++;
}

static void
write_one(struct input *in)
{
	unsigned int format = below(in, 256);
	struct diag_list diags = { .arena = in->arena }, known = diags, fixed = diags;
	struct report_input input = { .file = text(in), .unit = text_or_null(in) };
	struct report_skip skip = { text(in), text_or_null(in), text(in) };
	struct host facts = { .source = text(in), .kind = text(in) };
	struct report_host host = { .source = text(in), .fault = text(in) };
	struct report_comparison comparison = { .old = text(in), .now = text(in) };
	struct arena scratch = { 0 };
	struct report r = { .inputs = &input,
		.ninputs = 1,
		.skips = &skip,
		.nskips = below(in, 2),
		.hosts = &host,
		.nhosts = below(in, 2),
		.color = below(in, 2),
		.verbose = below(in, 2),
		.cwd = "/home/u",
		.root = below(in, 2) ? "/home" : NULL,
		.github = below(in, 2),
		.scratch = &scratch };
	const struct reporter *reporter;
	struct buf out = { 0 };
	size_t n = 0;

	input.ok = below(in, 2);
	input.fault = text(in);
	host.ok = below(in, 2);
	host.host = host.ok ? &facts : NULL;
	r.failed = !input.ok;
	read_findings(in, &diags, 6);
	if (below(in, 2)) {
		read_findings(in, &known, 3);
		read_findings(in, &fixed, 3);
		string_list_add(&comparison.added, in->arena, text(in));
		r.comparison = &comparison;
	}
	r.diags = diags.v;
	r.ndiags = diags.n;
	r.known = known.v;
	r.nknown = known.n;
	comparison.fixed = fixed.v;
	comparison.nfixed = fixed.n;
	count(&r, &scratch);
	while (reporter_at(n))
		n++;
	reporter = reporter_at(format % n);
	reporter->write(&r, &out);
	read_back(&r, reporter->name, &out);
	buf_free(&out);
	arena_free(&scratch);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a = { 0 };
	struct input in = { data, size, &a };

	write_one(&in);
	arena_free(&a);
	return 0;
}
