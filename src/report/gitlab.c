/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * GitLab's Code Quality: an array of issues, each with a fingerprint that no other has, a
 * path below the checkout and a line
 * (https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format).
 */
#include "base/digest.h"
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
	case LEVEL_ERROR: return "major";
	case LEVEL_WARNING: return "minor";
	default: return "info";
	}
}

static void
put_description(const struct report *r, json_t *o, const struct fold *f)
{
	const struct diag *d = f->v[0];
	const char *url = rule_url(d->rule, r->scratch);
	struct buf text = { 0 };

	prose_finding(&text, r, d, f->n);
	if (url)
		buf_printf(&text, " (%s)", url);
	put_text(o, "description", text.s);
	buf_free(&text);
}

/* Of the finding and where it is: a fingerprint alone may be in several files. */
static void
put_fingerprint(const struct report *r, json_t *o, const struct diag *d, const char *path,
	size_t i)
{
	struct digest_run run;
	struct digest digest;

	digest_begin(&run);
	digest_text(&run, d->fingerprint ? d->fingerprint : "");
	digest_text(&run, path);
	digest_text(&run, d->unit ? d->unit : "");
	if (d->fault || !d->fingerprint)
		digest_number(&run, i);
	digest = digest_end(&run);
	put_text(o, "fingerprint", digest_hex(&digest, r->scratch));
}

static void
push_issue(const struct report *r, json_t *issues, const struct fold *f, size_t i)
{
	const struct diag *d = f->v[0];
	const char *path = path_from_root(r, d->place.file ? d->place.file : d->file);
	json_t *o = push_object(issues), *location;

	put_description(r, o, f);
	put_text(o, "check_name", d->rule->id);
	put_fingerprint(r, o, d, path, i);
	put_text(o, "severity", severity(d->level));
	location = put_object(o, "location");
	put_string(location, "path", r->scratch, path);
	put_integer(put_object(location, "lines"), "begin",
		d->place.line ? d->place.line : 1);
}

static void
gitlab_write(const struct report *r, struct buf *out)
{
	struct folds folds = fold_diags(r->diags, r->ndiags, r->scratch);
	json_t *document = json_document(), *issues = put_array(document, "issues");

	for (size_t i = 0; i < folds.n; i++)
		push_issue(r, issues, &folds.v[i], i);
	json_incref(issues);
	json_decref(document);
	json_finish(issues, out);
}

const struct reporter reporter_gitlab = {
	.name = "gitlab",
	.summary = "GitLab's Code Quality, for merge requests",
	.write = gitlab_write,
};
