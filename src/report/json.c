/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole report as one document, described by schemas/report.schema.json. */
#include "report/coverage.h"
#include "report/fold/fold.h"
#include "report/json_put.h"
#include "report/report.h"
#include "report/statistics.h"
#include "rules/rule.h"
#include "rules/url.h"

/* Of the format: raised when a key changes its meaning or goes, not for new ones. */
enum { FORMAT_VERSION = 2 };

static void
put_strings(
	json_t *object, const char *key, struct arena *a, const char *const *v, size_t n)
{
	json_t *array = put_array(object, key);

	for (size_t i = 0; i < n; i++)
		push_string(array, a, v[i]);
}

/* A number that counts from 1, null where it is 0. */
static void
put_count(json_t *object, const char *key, uint32_t value)
{
	if (value)
		put_integer(object, key, value);
	else
		put_null(object, key);
}

/* @file is its file where the place has none. */
static void
put_place(json_t *o, struct arena *a, const char *file, const struct place *p)
{
	put_string(o, "file", a, p->file ? p->file : file);
	put_count(o, "line", p->line);
	put_count(o, "column", p->line ? p->column : 0);
	put_count(o, "endLine", p->line ? p->end_line : 0);
	put_count(o, "endColumn", p->line ? p->end_column : 0);
	if (p->offset >= 0) {
		put_integer(o, "offset", p->offset);
		put_integer(o, "length", p->length);
	} else {
		put_null(o, "offset");
		put_null(o, "length");
	}
}

static void
put_related(json_t *o, struct arena *a, const struct diag *d)
{
	json_t *list = put_array(o, "related"), *one;

	for (size_t i = 0; i < d->nrelated; i++) {
		one = push_object(list);
		put_place(one, a, d->file, &d->related[i].place);
		put_string(one, "message", a, d->related[i].message);
	}
}

/* A change as edits: `null` where none is known. */
static void
put_change(json_t *o, struct arena *a, const struct diag *d)
{
	const struct diag_fix *fix = &d->fix;
	json_t *edits, *one;

	if (!fix->title) {
		put_null(o, "fix");
		return;
	}
	o = put_object(o, "fix");
	put_string(o, "title", a, fix->title);
	put_boolean(o, "certain", fix->certain);
	put_string(o, "told", a, fix->told);
	edits = put_array(o, "edits");
	for (size_t i = 0; i < fix->nedits; i++) {
		one = push_object(edits);
		put_place(one, a, d->file, &fix->edits[i].place);
		put_text(one, "text", fix->edits[i].text);
	}
}

static void
put_tri(json_t *object, const char *key, enum tri value)
{
	if (value == TRI_UNKNOWN)
		put_null(object, key);
	else
		put_boolean(object, key, value == TRI_YES);
}

static void
put_diag_host(json_t *o, struct arena *a, const struct diag_host *h)
{
	o = put_object(o, "host");
	put_string(o, "file", a, h->file);
	put_string(o, "kind", a, h->kind);
	put_count(o, "line", h->line);
	put_string(o, "pointer", a, h->pointer);
	put_string(o, "device", a, h->device);
	put_string(o, "text", a, h->text);
	put_strings(o, "features", a, h->features, h->nfeatures);
}

static void
put_steps(
	json_t *o, const char *key, struct arena *a, const struct diag_step *v, size_t n)
{
	json_t *array = put_array(o, key);

	for (size_t i = 0; i < n; i++) {
		if (v[i].name)
			push_string(array, a, v[i].name);
		else
			push_integer(array, v[i].index);
	}
}

static void
put_binding(json_t *o, struct arena *a, const struct diag *d)
{
	put_strings(o, "labels", a, d->labels, d->nlabels);
	put_string(o, "schema", a, d->schema);
	put_string(o, "keyword", a, d->keyword);
	put_steps(o, "property_path", a, d->property_path, d->nproperty_path);
	put_steps(o, "schema_path", a, d->schema_path, d->nschema_path);
}

static void
push_diag(json_t *diagnostics, struct arena *a, const struct diag *d)
{
	const char *url = rule_url(d->rule, a);
	json_t *o = push_object(diagnostics);

	put_string(o, "rule", a, d->rule->id);
	if (url)
		put_text(o, "url", url);
	put_string(o, "level", a, level_name(d->level));
	put_string(o, "file", a, d->file);
	put_string(o, "unit", a, d->unit);
	put_string(o, "node", a, d->node);
	put_string(o, "property", a, d->property);
	put_strings(o, "compatible", a, d->compatible, d->ncompatible);
	put_string(o, "fingerprint", a, d->fingerprint);
	put_string(o, "state", a, diag_state_name(d->state));
	put_string(o, "message", a, d->message);
	put_string(o, "why", a, d->why);
	put_string(o, "help", a, d->help);
	put_string(o, "command", a, d->command);
	put_place(put_object(o, "place"), a, d->file, &d->place);
	put_related(o, a, d);
	put_change(o, a, d);
	if (d->host.file)
		put_diag_host(o, a, &d->host);
	if (d->schema)
		put_binding(o, a, d);
}

/* One finding, with the trees that have it. */
static void
push_fold(json_t *groups, struct arena *a, const struct fold *f)
{
	const struct diag *d = f->v[0];
	json_t *o = push_object(groups), *trees;

	put_string(o, "fingerprint", a, d->fingerprint);
	put_string(o, "rule", a, d->rule->id);
	put_text(o, "level", level_name(d->level));
	put_string(o, "node", a, d->node);
	put_string(o, "message", a, d->message);
	trees = put_array(o, "trees");
	for (size_t i = 0; i < f->n; i++)
		push_string(trees, a, diag_input(f->v[i]));
}

static void
fill_coverage(json_t *o, struct arena *a, const struct coverage *c)
{
	put_string(o, "label", a, c->label);
	put_integer(o, "nodes", c->nodes);
	put_integer(o, "held", c->held);
	put_integer(o, "properties", c->properties);
	put_integer(o, "described", c->described);
	put_strings(o, "unknown", a, c->unknown, c->nunknown);
}

/* That of the first set of bindings, with the others in it. */
static void
put_statistics(json_t *document, const struct report *r)
{
	json_t *list = put_array(document, "statistics"), *o;
	struct statistic *v;
	size_t n = statistics_count(r, &v);

	for (size_t i = 0; i < n; i++) {
		o = push_object(list);
		put_string(o, "rule", r->scratch, v[i].rule->id);
		put_integer(o, "findings", (int64_t)v[i].findings);
		put_integer(o, "occurrences", (int64_t)v[i].occurrences);
		put_integer(o, "trees", (int64_t)v[i].trees);
		put_integer(o, "fixable", (int64_t)v[i].fixable);
	}
}

static void
put_coverage(json_t *in, struct arena *a, const struct coverage *c)
{
	json_t *o, *others;

	if (!c) {
		put_null(in, "coverage");
		return;
	}
	o = put_object(in, "coverage");
	fill_coverage(o, a, c);
	others = put_array(o, "others");
	for (c = c->next; c; c = c->next)
		fill_coverage(push_object(others), a, c);
}

static void
push_bindings(json_t *list, struct arena *a, const struct report_bindings *b)
{
	json_t *o = push_object(list), *core;

	put_string(o, "label", a, b->label);
	put_strings(o, "paths", a, b->paths, b->npaths);
	put_integer(o, "bindings", b->count);
	if (!b->core) {
		put_null(o, "core");
		return;
	}
	core = put_object(o, "core");
	put_string(core, "name", a, b->core);
	put_string(core, "version", a, b->core_version);
	put_string(core, "hash", a, b->core_hash);
}

static void
push_input(json_t *inputs, struct arena *a, const struct report_input *in)
{
	json_t *o = push_object(inputs);

	put_string(o, "file", a, in->file);
	put_string(o, "unit", a, in->unit);
	put_text(o, "status", in->ok ? "ok" : "error");
	put_string(o, "fault", a, in->ok ? NULL : in->fault);
	if (in->nnodes)
		put_integer(o, "nodes", in->nnodes);
	else
		put_null(o, "nodes");
	put_string(o, "arch", a, in->ok ? in->arch : NULL);
	put_coverage(o, a, in->coverage);
}

static void
push_skip(json_t *skips, struct arena *a, const struct report_skip *s)
{
	json_t *o = push_object(skips);

	put_string(o, "file", a, s->file);
	put_string(o, "unit", a, s->unit);
	put_string(o, "why", a, s->why);
}

static void
put_devices(json_t *o, const struct report_host *rh)
{
	const struct host *h = rh->host;
	int64_t claims = (int64_t)rh->nclaims;

	for (size_t i = 0; i < h->ndevices; i++)
		claims += host_device_claims(&h->devices[i]) == TRI_YES;
	put_integer(o, "devices", (int64_t)(h->ndevices + rh->ndevices));
	put_integer(o, "claims", claims);
	o = put_object(o, "complete");
	put_tri(o, "mmio", h->mmio_complete);
	put_tri(o, "pci", h->pci_complete);
}

static void
push_host(json_t *hosts, struct arena *a, const struct report_host *rh)
{
	const struct host *h = rh->ok ? rh->host : NULL;
	json_t *o = push_object(hosts);

	put_string(o, "source", a, rh->source);
	put_string(o, "kind", a, h ? h->kind : NULL);
	put_text(o, "status", rh->ok ? "ok" : "error");
	put_string(o, "fault", a, rh->ok ? NULL : rh->fault);
	put_string(o, "program", a, h ? h->program : NULL);
	put_string(o, "machine", a, h ? h->machine : NULL);
	if (h) {
		put_devices(o, rh);
	} else {
		put_null(o, "devices");
		put_null(o, "claims");
		put_null(o, "complete");
	}
}

static void
push_config(json_t *configs, struct arena *a, const struct report_config *c)
{
	json_t *o = push_object(configs);

	put_string(o, "file", a, c->file);
	put_text(o, "status", c->ok ? "ok" : "error");
	put_string(o, "fault", a, c->ok ? NULL : c->fault);
}

static void
push_baseline(json_t *baselines, struct arena *a, const struct report_baseline *b)
{
	json_t *o = push_object(baselines), *gone, *one;

	put_string(o, "file", a, b->file);
	put_integer(o, "known", (int64_t)b->known);
	gone = put_array(o, "gone");
	for (size_t i = 0; i < b->ngone; i++) {
		one = push_object(gone);
		put_string(one, "tree", a, b->gone[i].tree);
		put_string(one, "rule", a, b->gone[i].rule);
		put_string(one, "node", a, b->gone[i].node);
		put_string(one, "fingerprint", a, b->gone[i].fingerprint);
		put_string(one, "message", a, b->gone[i].message);
	}
}

static void
put_comparison(json_t *document, const struct report *r)
{
	const struct report_comparison *c = r->comparison;
	struct arena *a = r->scratch;
	json_t *o, *list;

	if (!c) {
		put_null(document, "comparison");
		return;
	}
	o = put_object(document, "comparison");
	put_string(o, "old", a, c->old);
	put_string(o, "new", a, c->now);
	list = put_array(o, "fixed");
	for (size_t i = 0; i < c->nfixed; i++)
		push_diag(list, a, c->fixed[i]);
	list = put_array(o, "unchanged");
	for (size_t i = 0; i < r->nknown; i++)
		push_diag(list, a, r->known[i]);
	put_strings(o, "added", a, c->added.v, c->added.n);
	put_strings(o, "gone", a, c->gone.v, c->gone.n);
}

static void
push_fix(json_t *fixes, struct arena *a, const struct report_fix *fix)
{
	static const char *const kinds[] = { [FIXED_TREE] = "tree",
		[FIXED_OVERLAY] = "overlay",
		[FIXED_PATCH] = "patch",
		[FIXED_SOURCE] = "source" };
	json_t *o = push_object(fixes), *changes, *c;

	put_string(o, "file", a, fix->file);
	put_text(o, "status", fix->fault ? "error" : "ok");
	put_string(o, "fault", a, fix->fault);
	put_string(o, "output", a, fix->fault ? NULL : fix->output);
	put_boolean(o, "overlay", fix->kind == FIXED_OVERLAY);
	put_text(o, "kind", kinds[fix->kind]);
	put_string(o, "apply", a, fix->apply);
	changes = put_array(o, "changes");
	for (size_t i = 0; i < fix->ndiags; i++) {
		const struct diag *d = fix->diags[i];

		c = push_object(changes);
		put_string(c, "rule", a, d->rule->id);
		put_string(c, "node", a, d->node);
		put_string(c, "property", a,
			d->fix.property ? d->fix.property : d->property);
		put_text(c, "action",
			!d->fix.property ? "edit"
			: d->fix.remove  ? "remove"
					 : "add");
		put_string(c, "title", a, d->fix.title);
	}
}

static void
json_write(const struct report *r, struct buf *out)
{
	json_t *document = json_document(), *o;
	struct folds folds;
	size_t i, fixed = 0;

	put_integer(document, "version", FORMAT_VERSION);
	o = put_object(document, "tool");
	put_text(o, "name", "dtlint");
	put_text(o, "version", DTLINT_VERSION);
	o = put_array(document, "diagnostics");
	for (i = 0; i < r->ndiags; i++)
		push_diag(o, r->scratch, r->diags[i]);
	o = put_array(document, "groups");
	folds = fold_diags(r->diags, r->ndiags, r->scratch);
	for (i = 0; i < folds.n; i++)
		push_fold(o, r->scratch, &folds.v[i]);
	put_statistics(document, r);
	o = put_array(document, "inputs");
	for (i = 0; i < r->ninputs; i++)
		push_input(o, r->scratch, &r->inputs[i]);
	o = put_array(document, "skipped");
	for (i = 0; i < r->nskips; i++)
		push_skip(o, r->scratch, &r->skips[i]);
	o = put_array(document, "hosts");
	for (i = 0; i < r->nhosts; i++)
		push_host(o, r->scratch, &r->hosts[i]);
	o = put_array(document, "bindings");
	for (i = 0; i < r->nbindings; i++)
		push_bindings(o, r->scratch, &r->bindings[i]);
	o = put_array(document, "configs");
	for (i = 0; i < r->nconfigs; i++)
		push_config(o, r->scratch, &r->configs[i]);
	o = put_array(document, "baselines");
	for (i = 0; i < r->nbaselines; i++)
		push_baseline(o, r->scratch, &r->baselines[i]);
	put_comparison(document, r);
	o = put_array(document, "fixes");
	for (i = 0; i < r->nfixes; i++) {
		push_fix(o, r->scratch, &r->fixes[i]);
		fixed += r->fixes[i].ndiags;
	}
	o = put_object(document, "summary");
	put_integer(o, "errors", (int64_t)r->counts[LEVEL_ERROR]);
	put_integer(o, "warnings", (int64_t)r->counts[LEVEL_WARNING]);
	put_integer(o, "notes", (int64_t)r->counts[LEVEL_NOTE]);
	put_integer(o, "distinct", (int64_t)folds.n);
	put_integer(o, "fixed", (int64_t)fixed);
	put_integer(o, "ignored", (int64_t)r->nignored);
	put_integer(o, "known", (int64_t)r->nknown);
	put_integer(o, "inputs", (int64_t)r->ninputs);
	put_integer(o, "skipped", (int64_t)r->nskips);
	put_integer(o, "failed", (int64_t)r->failed);
	put_coverage(o, r->scratch, report_coverage(r, NULL));
	json_finish(document, out);
}

const struct reporter reporter_json = {
	.name = "json",
	.summary = "one document for programs, described by report.schema.json",
	.write = json_write,
};
