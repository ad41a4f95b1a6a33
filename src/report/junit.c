/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JUnit's XML as Jenkins' xUnit plugin and GitLab read it: a suite for each tree, in it a
 * case for each finding, which has failed but where it is a note, or one that has passed.
 * What many trees have is a case of the first of them; others that have nothing else have
 * one that was skipped, and says so.
 */
#include <string.h>

#include "base/hash.h"
#include "report/fold/fold.h"
#include "report/path.h"
#include "report/prose.h"
#include "rules/rule.h"

/* Clean text, in which all is printable: XML 1.0 takes no other control characters. */
static void
put_xml(struct buf *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '<': buf_puts(out, "&lt;"); break;
		case '>': buf_puts(out, "&gt;"); break;
		case '&': buf_puts(out, "&amp;"); break;
		case '"': buf_puts(out, "&quot;"); break;
		default: buf_putc(out, *s);
		}
	}
}

static void
put_attribute(struct buf *out, const char *name, struct arena *a, const char *value)
{
	buf_printf(out, " %s=\"", name);
	put_xml(out, diag_clean(a, value));
	buf_putc(out, '"');
}

/* What the suite of a tree holds. */
struct suite {
	const char *name; /* the tree's, or of what else the findings are */
	const char *file;
	const struct fold **v;
	size_t n;
	size_t elsewhere; /* findings that are told of another tree */
	const char *where;
	size_t failures, errors, skipped, cases;
};

struct suites {
	const struct report *r;
	struct suite *v;
	size_t n;
	struct map by_tree;
};

static uint64_t
key_of(const char *file, const char *unit)
{
	uint64_t h = hash_bytes(file, strlen(file));

	return hash_number(unit ? hash_mix(h) + hash_bytes(unit, strlen(unit)) : h);
}

static struct suite *
suite_of(struct suites *s, const char *file, const char *unit)
{
	uint32_t i = map_put(
		&s->by_tree, s->r->scratch, key_of(file, unit), (uint32_t)s->n);

	if (i == s->n)
		s->v[s->n++] = (struct suite){ .name = unit ? unit : file, .file = file };
	return &s->v[i];
}

static bool
is_failure(const struct fold *f)
{
	return f->v[0]->level != LEVEL_NOTE && !f->v[0]->fault;
}

static void
count_cases(struct suite *s)
{
	for (size_t i = 0; i < s->n; i++) {
		s->failures += is_failure(s->v[i]);
		s->errors += s->v[i]->v[0]->fault;
	}
	s->skipped = !s->n && s->elsewhere;
	s->cases = s->n ? s->n : 1;
}

static void
fill_suites(struct suites *s, const struct folds *folds)
{
	const struct report *r = s->r;
	const struct diag *d;
	struct suite *of;
	size_t i, k;

	s->v = arena_array(r->scratch, struct suite, r->ninputs + r->ndiags);
	for (i = 0; i < r->ninputs; i++)
		suite_of(s, r->inputs[i].file, r->inputs[i].unit);
	for (i = 0; i < folds->n; i++) {
		d = folds->v[i].v[0];
		suite_of(s, d->file, d->unit)->n++;
		for (k = 1; k < folds->v[i].n; k++) {
			of = suite_of(s, folds->v[i].v[k]->file, folds->v[i].v[k]->unit);
			of->where = of->elsewhere++ ? of->where : diag_input(d);
		}
	}
	for (i = 0; i < s->n; i++) {
		s->v[i].v = arena_array(r->scratch, const struct fold *, s->v[i].n);
		s->v[i].n = 0;
	}
	for (i = 0; i < folds->n; i++) {
		d = folds->v[i].v[0];
		of = suite_of(s, d->file, d->unit);
		of->v[of->n++] = &folds->v[i];
	}
	for (i = 0; i < s->n; i++)
		count_cases(&s->v[i]);
}

/* Without its folder and its ending, as classes have names. */
static const char *
stem(const struct suite *s, struct arena *a)
{
	const char *slash = strrchr(s->name, '/'), *name = slash ? slash + 1 : s->name;
	const char *dot = strrchr(name, '.');

	return dot && dot > name ? arena_strndup(a, name, (size_t)(dot - name)) : name;
}

/*
 * Of a suite no two have one name, and a name stays while the finding does: readers know a
 * case by it from one run to the next.
 */
static void
put_case(struct buf *out, const struct report *r, const struct suite *s, const char *name)
{
	buf_puts(out, "    <testcase");
	put_attribute(out, "name", r->scratch, name);
	put_attribute(out, "classname", r->scratch, stem(s, r->scratch));
	if (path_is_file(s->file))
		put_attribute(out, "file", r->scratch, path_from_root(r, s->file));
}

struct names {
	struct map map; /* name -> its place in `times` */
	uint32_t *times;
};

static const char *
case_name(const struct report *r, const struct fold *f, struct names *seen)
{
	const struct diag *d = f->v[0];
	const char *name = arena_printf(r->scratch, "%s%s%s%s%s", d->rule->id,
		d->node ? " " : "", d->node ? d->node : "", d->property ? " " : "",
		d->property ? d->property : "");
	uint64_t key = hash_number(hash_bytes(name, strlen(name)));
	uint32_t i = map_put(&seen->map, r->scratch, key, seen->map.count);

	return ++seen->times[i] == 1
		       ? name
		       : arena_printf(r->scratch, "%s (%u)", name, seen->times[i]);
}

/* All that is to be said, as text has it. */
static void
put_body(struct buf *out, const struct report *r, const struct fold *f)
{
	const struct diag *d = f->v[0];
	struct buf text = { 0 };

	diag_put_place(&text, r->scratch, diag_input(d), &d->place);
	buf_puts(&text, ": ");
	prose_finding(&text, r, d, f->n);
	if (d->why) {
		buf_puts(&text, "\nwhy: ");
		prose_put(&text, r->scratch, d->why);
	}
	if (d->host.file) {
		buf_puts(&text, "\nhost: ");
		prose_host(&text, r->scratch, d);
	}
	if (d->help) {
		buf_puts(&text, "\nfix: ");
		prose_put(&text, r->scratch, d->help);
	}
	for (size_t i = 1; i < f->n; i++) {
		buf_puts(&text, "\nalso in: ");
		prose_put(&text, r->scratch, diag_input(f->v[i]));
	}
	put_xml(out, text.s);
	buf_free(&text);
}

static void
put_finding(struct buf *out, const struct report *r, const struct suite *s,
	const struct fold *f, struct names *seen)
{
	const struct diag *d = f->v[0];
	const char *element = d->fault        ? "error"
			      : is_failure(f) ? "failure"
					      : "system-out";

	put_case(out, r, s, case_name(r, f, seen));
	buf_printf(out, ">\n      <%s", element);
	if (d->fault || is_failure(f)) {
		put_attribute(out, "message", r->scratch, d->message);
		put_attribute(out, "type", r->scratch, level_name(d->level));
	}
	buf_putc(out, '>');
	put_body(out, r, f);
	buf_printf(out, "</%s>\n    </testcase>\n", element);
}

static void
put_suite(struct buf *out, const struct report *r, const struct suite *s)
{
	struct names seen = { .times = arena_array(r->scratch, uint32_t, s->n) };

	buf_puts(out, "  <testsuite");
	put_attribute(out, "name", r->scratch, s->name);
	buf_printf(out,
		" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\">\n",
		s->cases, s->failures, s->errors, s->skipped);
	for (size_t i = 0; i < s->n; i++)
		put_finding(out, r, s, s->v[i], &seen);
	if (!s->n)
		put_case(out, r, s, "dtlint");
	if (s->skipped) {
		buf_puts(out, ">\n      <skipped");
		put_attribute(out, "message", r->scratch,
			arena_printf(r->scratch,
				"nothing but what other trees have, too: see %s",
				s->where));
		buf_puts(out, "/>\n    </testcase>\n");
	} else if (!s->n) {
		buf_puts(out, "/>\n");
	}
	buf_puts(out, "  </testsuite>\n");
}

static void
junit_write(const struct report *r, struct buf *out)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, r->scratch);
	size_t cases = 0, failures = 0, errors = 0;
	struct suites s = { .r = r };

	fill_suites(&s, &folds);
	for (size_t i = 0; i < s.n; i++) {
		cases += s.v[i].cases;
		failures += s.v[i].failures;
		errors += s.v[i].errors;
	}
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	buf_printf(out,
		"<testsuites name=\"dtlint\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n",
		cases, failures, errors);
	for (size_t i = 0; i < s.n; i++)
		put_suite(out, r, &s.v[i]);
	buf_puts(out, "</testsuites>\n");
}

const struct reporter reporter_junit = {
	.name = "junit",
	.summary = "JUnit's XML: a suite for each tree, a case for each finding",
	.write = junit_write,
};
