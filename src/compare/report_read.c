/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare/report_read.h"

#include <string.h>

#include "base/io.h"
#include "base/vec.h"
#include "compare/report_value.h"
#include "doc/json_read.h"

enum {
	FORMAT_VERSION = 2,
	/* a value takes two characters, and what it is kept in thirty times as much */
	VALUES_MAX = 64000000,
};

static size_t
head_only(const uint8_t *head, size_t n)
{
	(void)head;
	return n;
}

bool
report_is_one(const char *path)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct bytes head;
	bool is = false;

	if (!strcmp(path, "-") || !io_read_part(path, SIZE_MAX, head_only, &head, &f))
		return arena_free(&a), false;
	for (size_t i = 0; i < head.n; i++)
		if (!strchr(" \t\r\n", head.data[i]) || !head.data[i]) {
			is = head.data[i] == '{';
			break;
		}
	bytes_free(&head);
	arena_free(&a);
	return is;
}

typedef bool read_one_fn(struct report_reading *r, const struct value *v);

/* Each of a list, which has to be there; of objects. */
static bool
read_list(struct report_reading *r, const struct value *object, const char *key,
	read_one_fn *read_one)
{
	const struct value *list = report_need(r, object, key, V_ARRAY);

	for (uint32_t i = 0; list && i < list->n; i++)
		if (!report_expect(r, &list->items[i], V_OBJECT)
			|| !read_one(r, &list->items[i]))
			return false;
	return list != NULL;
}

/* Whether something of a name is met for the first time in all reports. */
static bool
is_first(struct read_reports *to, const char *of, const char *name, const char *more)
{
	uint32_t before = to->others.count;

	map_put(&to->others, to->arena,
		hash_number(report_tree_key(name, more) + hash_long(of, strlen(of))), 0);
	return to->others.count != before;
}

static bool
read_covered(struct report_reading *r, const struct value *o, struct coverage *c)
{
	uint64_t nodes, held, properties, described;
	const char **unknown;
	size_t n;

	if (!report_expect(r, o, V_OBJECT)
		|| !report_text(r, o, "label", false, &c->label)
		|| !report_number(r, o, "nodes", UINT32_MAX, &nodes)
		|| !report_number(r, o, "held", UINT32_MAX, &held)
		|| !report_number(r, o, "properties", UINT32_MAX, &properties)
		|| !report_number(r, o, "described", UINT32_MAX, &described)
		|| !report_texts(r, o, "unknown", &unknown, &n))
		return false;
	c->nodes = (uint32_t)nodes;
	c->held = (uint32_t)held;
	c->properties = (uint32_t)properties;
	c->described = (uint32_t)described;
	c->unknown = unknown;
	c->nunknown = (uint32_t)n;
	return true;
}

/* By the first set of bindings, and by the others. */
static bool
read_coverage(struct report_reading *r, const struct value *v, struct report_input *in)
{
	const struct value *o = report_get(r, v, "coverage"), *others;
	struct coverage *c, *next;

	if (!o)
		return true;
	c = arena_new(r->to->arena, struct coverage);
	in->coverage = c;
	if (!read_covered(r, o, c))
		return false;
	others = report_get(r, o, "others");
	if (others && !report_expect(r, others, V_ARRAY))
		return false;
	for (uint32_t i = 0; others && i < others->n; i++, c = next) {
		next = arena_new(r->to->arena, struct coverage);
		c->next = next;
		if (!read_covered(r, &others->items[i], next))
			return false;
	}
	return true;
}

/* "ok" or "error", with the fault. */
static bool
read_status(struct report_reading *r, const struct value *v, bool *ok, const char **fault)
{
	const char *status;

	if (!report_text(r, v, "status", true, &status)
		|| !report_text(r, v, "fault", false, fault))
		return false;
	*ok = !strcmp(status, "ok");
	if (!*ok && !*fault)
		*fault = "could not be read";
	return true;
}

static bool
read_input(struct report_reading *r, const struct value *v)
{
	struct read_reports *to = r->to;
	struct report_input in = { 0 };
	uint32_t before = to->trees.count;
	uint64_t nodes;

	if (!report_text(r, v, "file", true, &in.file)
		|| !report_text(r, v, "unit", false, &in.unit)
		|| !read_status(r, v, &in.ok, &in.fault)
		|| !report_number(r, v, "nodes", UINT32_MAX, &nodes)
		|| !report_text(r, v, "arch", false, &in.arch)
		|| !read_coverage(r, v, &in))
		return false;
	in.nnodes = (uint32_t)nodes;
	report_file_number(r, in.file);
	map_put(&to->trees, to->arena, report_tree_key(in.file, in.unit), before);
	if (to->trees.count != before)
		*vec_add(to->arena, &to->inputs) = in;
	return true;
}

static bool
read_skip(struct report_reading *r, const struct value *v)
{
	struct report_skip s = { 0 };

	if (!report_text(r, v, "file", true, &s.file)
		|| !report_text(r, v, "unit", false, &s.unit)
		|| !report_text(r, v, "why", true, &s.why))
		return false;
	if (is_first(r->to, "skip", s.file, s.unit))
		*vec_add(r->to->arena, &r->to->skips) = s;
	return true;
}

static bool
read_tri(struct report_reading *r, const struct value *v, const char *key, enum tri *out)
{
	const struct value *o = report_get(r, v, key);

	*out = !o ? TRI_UNKNOWN : o->kind == V_TRUE ? TRI_YES : TRI_NO;
	return true;
}

static bool
read_host(struct report_reading *r, const struct value *v)
{
	struct report_host rh = { 0 };
	struct host *h = arena_new(r->to->arena, struct host);
	const struct value *complete = report_get(r, v, "complete");
	uint64_t devices, claims;

	if (!report_text(r, v, "source", true, &rh.source)
		|| !report_text(r, v, "kind", false, &h->kind)
		|| !read_status(r, v, &rh.ok, &rh.fault)
		|| !report_text(r, v, "program", false, &h->program)
		|| !report_text(r, v, "machine", false, &h->machine)
		|| !report_number(r, v, "devices", INT32_MAX, &devices)
		|| !report_number(r, v, "claims", INT32_MAX, &claims)
		|| (complete && !report_expect(r, complete, V_OBJECT)))
		return false;
	h->source = rh.source;
	read_tri(r, complete, "mmio", &h->mmio_complete);
	read_tri(r, complete, "pci", &h->pci_complete);
	rh.ndevices = devices;
	rh.nclaims = claims;
	if (rh.ok)
		rh.host = h;
	if (is_first(r->to, "host", rh.source, h->kind))
		*vec_add(r->to->arena, &r->to->hosts) = rh;
	return true;
}

static bool
read_bindings(struct report_reading *r, const struct value *v)
{
	struct report_bindings b = { 0 };
	const struct value *core = report_get(r, v, "core");
	const char **paths;
	uint64_t count;

	if (!report_text(r, v, "label", false, &b.label)
		|| !report_texts(r, v, "paths", &paths, &b.npaths)
		|| !report_number(r, v, "bindings", UINT32_MAX, &count)
		|| (core && !report_expect(r, core, V_OBJECT)))
		return false;
	if (core
		&& (!report_text(r, core, "name", true, &b.core)
			|| !report_text(r, core, "version", true, &b.core_version)
			|| !report_text(r, core, "hash", true, &b.core_hash)))
		return false;
	b.paths = paths;
	b.count = (uint32_t)count;
	if (is_first(r->to, b.label ? b.label : "bindings", b.npaths ? paths[0] : "",
		    b.core_hash))
		*vec_add(r->to->arena, &r->to->bindings) = b;
	return true;
}

static bool
read_config(struct report_reading *r, const struct value *v)
{
	struct report_config c = { 0 };

	if (!report_text(r, v, "file", true, &c.file)
		|| !read_status(r, v, &c.ok, &c.fault))
		return false;
	if (is_first(r->to, "config", c.file, NULL))
		*vec_add(r->to->arena, &r->to->configs) = c;
	return true;
}

/* What is there no more, of a tree that others may have met, is the report's own to say. */
static bool
read_baseline(struct report_reading *r, const struct value *v)
{
	struct report_baseline b = { 0 };
	const struct value *list = report_need(r, v, "gone", V_ARRAY);
	struct report_gone *gone;
	uint64_t known;

	if (!list || !report_text(r, v, "file", true, &b.file)
		|| !report_number(r, v, "known", UINT32_MAX, &known))
		return false;
	b.known = known;
	b.gone = gone = arena_array(r->to->arena, struct report_gone, list->n);
	for (uint32_t i = 0; i < list->n; i++) {
		const struct value *one = &list->items[i];
		struct report_gone *g = &gone[b.ngone++];

		if (!report_expect(r, one, V_OBJECT)
			|| !report_text(r, one, "tree", true, &g->tree)
			|| !report_text(r, one, "fingerprint", true, &g->fingerprint)
			|| !report_text(r, one, "rule", true, &g->rule)
			|| !report_text(r, one, "node", false, &g->node)
			|| !report_text(r, one, "message", false, &g->message))
			return false;
	}
	*vec_add(r->to->arena, &r->to->baselines) = b;
	return true;
}

static bool
read_diag(struct report_reading *r, const struct value *v)
{
	return report_add_diag(r, v, &r->to->diags);
}

static bool
read_known(struct report_reading *r, const struct value *v)
{
	return report_add_diag(r, v, &r->to->known);
}

static bool
read_fixed(struct report_reading *r, const struct value *v)
{
	return report_add_diag(r, v, &r->to->fixed);
}

static bool
add_trees(struct report_reading *r, const struct value *v, const char *key,
	struct string_list *list)
{
	const char **names;
	size_t n;

	if (!report_texts(r, v, key, &names, &n))
		return false;
	for (size_t i = 0; i < n; i++)
		if (is_first(r->to, key, names[i], NULL))
			string_list_add(list, r->to->arena, names[i]);
	return true;
}

static bool
read_comparison(struct report_reading *r, const struct value *root)
{
	const struct value *v = report_get(r, root, "comparison");
	struct report_comparison *c = &r->to->comparison;
	const char *old, *now;

	if (!v)
		return true;
	if (!report_expect(r, v, V_OBJECT) || !report_text(r, v, "old", true, &old)
		|| !report_text(r, v, "new", true, &now)
		|| !read_list(r, v, "fixed", read_fixed)
		|| !read_list(r, v, "unchanged", read_known)
		|| !add_trees(r, v, "added", &c->added)
		|| !add_trees(r, v, "gone", &c->gone))
		return false;
	c->old = c->old ? c->old : old;
	c->now = c->now ? c->now : now;
	r->to->compared = true;
	return true;
}

static bool
read_summary(struct report_reading *r, const struct value *root)
{
	const struct value *v = report_need(r, root, "summary", V_OBJECT);
	uint64_t failed;

	if (!v || !report_number(r, v, "failed", UINT32_MAX, &failed))
		return false;
	r->to->failed += failed;
	return true;
}

static bool
read_root(struct report_reading *r, const struct value *root)
{
	uint64_t version;

	if (!report_expect(r, root, V_OBJECT) || !report_need(r, root, "version", V_INT)
		|| !report_number(r, root, "version", UINT64_MAX, &version))
		return false;
	if (version != FORMAT_VERSION)
		return fault_at_line(r->f, root->line, root->column,
			"is a report of version %llu of the format, expected %d",
			(unsigned long long)version, FORMAT_VERSION);
	return read_list(r, root, "inputs", read_input)
	       && read_list(r, root, "diagnostics", read_diag)
	       && read_list(r, root, "skipped", read_skip)
	       && read_list(r, root, "hosts", read_host)
	       && read_list(r, root, "bindings", read_bindings)
	       && read_list(r, root, "configs", read_config)
	       && read_list(r, root, "baselines", read_baseline)
	       && read_comparison(r, root) && read_summary(r, root);
}

bool
report_read_text(struct read_reports *to, const void *text, size_t n, struct fault *f)
{
	struct report_reading r = { .to = to, .f = f };
	struct arena document = { 0 };
	struct builder b = {
		.arena = &document, .strings = &r.strings, .most = VALUES_MAX
	};
	const struct value *root;
	bool ok;

	to->diags.arena = to->known.arena = to->fixed.arena = to->arena;
	root = json_read(&b, text, n, f);
	ok = root && read_root(&r, root);
	builder_free(&b);
	arena_free(&document);
	intern_free(&r.strings);
	return ok;
}

bool
report_read(struct read_reports *to, const char *path, struct fault *f)
{
	struct bytes text;
	bool ok;

	to->diags.arena = to->known.arena = to->fixed.arena = to->arena;
	f->place.file = path;
	if (!io_read(path, REPORT_SIZE_MAX, &text, f))
		return false;
	ok = report_read_text(to, text.data, text.n, f);
	bytes_free(&text);
	if (ok)
		f->place.file = NULL;
	return ok;
}

struct report
read_reports_done(struct read_reports *to)
{
	diag_sort(&to->diags);
	diag_sort(&to->known);
	diag_sort(&to->fixed);
	to->comparison.fixed = to->fixed.v;
	to->comparison.nfixed = to->fixed.n;
	return (struct report){
		.inputs = to->inputs.v,
		.ninputs = to->inputs.n,
		.skips = to->skips.v,
		.nskips = to->skips.n,
		.hosts = to->hosts.v,
		.nhosts = to->hosts.n,
		.bindings = to->bindings.v,
		.nbindings = to->bindings.n,
		.configs = to->configs.v,
		.nconfigs = to->configs.n,
		.baselines = to->baselines.v,
		.nbaselines = to->baselines.n,
		.diags = to->diags.v,
		.ndiags = to->diags.n,
		.known = to->known.v,
		.nknown = to->known.n,
		.comparison = to->compared ? &to->comparison : NULL,
		.failed = to->failed,
	};
}
