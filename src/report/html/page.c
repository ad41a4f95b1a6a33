/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A page for people: one file that needs nothing else, with the findings, and what is
 * better drawn than said: addresses, interrupts, guest and host side by side.
 *
 * Its policy (Content Security Policy Level 3) lets nothing in but its own style and
 * script, by their digests; all text is escaped. Without its script it can be read, but
 * not filtered.
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "report/html/assets.h"
#include "report/html/html.h"
#include "rules/rule.h"

uint64_t
html_key(uint32_t tree, const char *node)
{
	return hash_mix((uint64_t)tree + 1) ^ hash_long(node, strlen(node));
}

static uint64_t
name_key(const char *file, const char *unit)
{
	return hash_long(file, strlen(file))
	       ^ (unit ? hash_mix(hash_long(unit, strlen(unit))) : 0);
}

uint32_t
html_tree_of(const struct html *h, const struct diag *d)
{
	uint32_t tree = map_get(&h->trees, name_key(d->file, d->unit));

	return tree == MAP_ABSENT ? NO_TREE : tree;
}

const struct group *
html_group_at(const struct html *h, const struct map *m, uint32_t tree, const char *node)
{
	uint32_t group = node ? map_get(m, html_key(tree, node)) : MAP_ABSENT;

	return group == MAP_ABSENT ? NULL : &h->groups.v[group];
}

/* The worst first, rule by rule. */
struct ranked {
	struct group group;
	enum level worst; /* of its rule's */
};

static int
by_rule(const void *va, const void *vb)
{
	const struct group *a = va, *b = vb;
	int order = strcmp(a->v[0]->rule->id, b->v[0]->rule->id);

	if (!order)
		order = (int)b->v[0]->level - (int)a->v[0]->level;
	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static int
by_worst(const void *va, const void *vb)
{
	const struct ranked *a = va, *b = vb;

	if (a->worst != b->worst)
		return a->worst > b->worst ? -1 : 1;
	return by_rule(&a->group, &b->group);
}

static void
rank(struct groups *g, struct arena *a)
{
	struct ranked *v = arena_array(a, struct ranked, g->n);
	size_t i, first = 0;

	if (!g->n)
		return;
	qsort(g->v, g->n, sizeof(*g->v), by_rule);
	for (i = 0; i < g->n; i++) {
		if (strcmp(g->v[i].v[0]->rule->id, g->v[first].v[0]->rule->id) != 0)
			first = i;
		/* the first of a rule is its worst */
		v[i] = (struct ranked){ g->v[i], g->v[first].v[0]->level };
	}
	qsort(v, g->n, sizeof(*v), by_worst);
	for (i = 0; i < g->n; i++)
		g->v[i] = v[i].group;
}

/* Groups of one more list of findings, behind those that there are. */
static size_t
add_groups(struct html *h, struct diag *const *diags, size_t n)
{
	struct report part = *h->r;
	struct groups more, *all = &h->groups;
	struct group *v;

	part.diags = diags;
	part.ndiags = n;
	more = group_diags(&part, true);
	rank(&more, h->r->scratch);
	v = arena_array(h->r->scratch, struct group, all->n + more.n);
	for (size_t i = 0; i < all->n; i++)
		v[i] = all->v[i];
	for (size_t i = 0; i < more.n; i++)
		v[all->n + i] = more.v[i];
	all->v = v;
	all->n += more.n;
	return more.n;
}

static bool
is_about_addresses(const struct diag *d)
{
	return !strncmp(d->rule->id, "mem/", 4) || !strcmp(d->rule->id, "share/registers")
	       || (d->property
		       && (!strcmp(d->property, "reg")
			       || !strcmp(d->property, "ranges")));
}

/* The worst finding of each node: levels one after another, for a map keeps the first. */
static void
index_findings(struct html *h, enum level level)
{
	size_t n = h->nnew + h->nknown;

	for (size_t i = 0; i < n && i < CARDS_MAX; i++) {
		const struct group *g = &h->groups.v[i];

		for (size_t k = 0; k < g->n && g->v[0]->level == level; k++) {
			const struct diag *d = g->v[k];
			uint32_t tree = html_tree_of(h, d);

			if (tree == NO_TREE || !d->node)
				continue;
			map_put(&h->findings, h->r->scratch, html_key(tree, d->node),
				(uint32_t)i);
			if (is_about_addresses(d))
				map_put(&h->addresses, h->r->scratch,
					html_key(tree, d->node), (uint32_t)i);
		}
	}
}

static void
index_trees(struct html *h)
{
	for (size_t i = 0; i < h->r->ninputs; i++) {
		const struct report_input *in = &h->r->inputs[i];
		const struct chart *f = in->chart;

		map_put(&h->trees, h->r->scratch, name_key(in->file, in->unit),
			(uint32_t)i);
		for (size_t k = 0; f && k < f->nregions && k < REGIONS_MAX; k++)
			if (f->regions[k].node)
				map_put(&h->regions, h->r->scratch,
					html_key((uint32_t)i, f->regions[k].node),
					(uint32_t)k);
	}
}

static void
put_digest(struct html *h, const char *name, const char *text, size_t n)
{
	struct digest d = digest_of(text, n);

	buf_printf(h->out, "; %s 'sha256-", name);
	html_base64(h->out, d.v, sizeof(d.v));
	buf_putc(h->out, '\'');
}

/* "12 errors, 3 warnings", or that there are none. */
static void
put_verdict(struct html *h)
{
	const char *separator = "";

	for (int level = LEVEL_ERROR; level >= LEVEL_NOTE; level--) {
		if (!h->r->distinct[level])
			continue;
		buf_puts(h->out, separator);
		html_put_count(h, h->r->distinct[level], level_name(level));
		separator = ", ";
	}
	if (h->r->comparison)
		buf_puts(h->out, *separator ? " new" : "Nothing new");
	else if (!*separator)
		buf_puts(h->out,
			h->r->failed ? "Not everything was looked at" : "No findings");
}

static void
put_head(struct html *h)
{
	struct buf *out = h->out;

	buf_puts(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		"<meta charset=\"utf-8\">\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src "
		"'none'");
	put_digest(h, "style-src", html_style, html_style_size);
	put_digest(h, "script-src", html_script, html_script_size);
	buf_puts(out,
		"; base-uri 'none'; form-action 'none'\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n"
		"<meta name=\"referrer\" content=\"no-referrer\">\n"
		"<meta name=\"generator\" content=\"dtlint " DTLINT_VERSION
		"\">\n<title>");
	put_verdict(h);
	buf_puts(out, " – dtlint</title>\n<style>");
	buf_add(out, html_style, html_style_size);
	buf_puts(out, "</style>\n</head>\n");
}

static size_t
count_failed_trees(const struct report *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->ninputs; i++)
		n += !r->inputs[i].ok;
	return n;
}

/* Against the earlier run. */
static void
put_comparison(struct html *h, const struct report_comparison *c)
{
	buf_puts(h->out, "<p class=\"scope\">compared with ");
	html_put_code(h, c->old);
	buf_printf(h->out, ": <strong>%zu new</strong>, %zu unchanged, %zu fixed",
		h->r->ndiags, h->r->nknown, c->nfixed);
	if (c->added.n) {
		buf_puts(h->out, "; ");
		html_put_count(h, c->added.n, "tree");
		buf_puts(h->out, " more than then");
	}
	if (c->gone.n) {
		buf_puts(h->out, "; ");
		html_put_count(h, c->gone.n, "tree");
		buf_puts(h->out, " gone");
	}
	buf_puts(h->out, "</p>\n");
}

/* What the numbers are of. */
static void
put_scope(struct html *h)
{
	const struct report *r = h->r;
	size_t failed = count_failed_trees(r);

	buf_puts(h->out, "<p class=\"scope\">");
	if (r->ninputs == 1) {
		buf_puts(h->out, "in ");
		html_put_code(h, html_tree_name(&r->inputs[0]));
	} else {
		buf_puts(h->out, "in ");
		html_put_count(h, r->ninputs, r->input_noun ? r->input_noun : "tree");
	}
	for (size_t i = 0; i < r->nhosts && i < 3; i++) {
		buf_puts(h->out, i ? ", " : ", paired with ");
		html_put_code(h, r->hosts[i].source);
	}
	if (r->nhosts > 3)
		buf_printf(h->out, " and %zu more", r->nhosts - 3);
	if (failed)
		buf_printf(h->out, ", <strong class=\"e\">%zu not read</strong>", failed);
	buf_puts(h->out, "</p>\n");
	if (r->comparison)
		put_comparison(h, r->comparison);
}

static void
put_tile(struct html *h, size_t n, const char *class, const char *label)
{
	buf_printf(h->out, "<li class=\"%s%s\"><b>%zu</b> <span>%s%s</span></li>\n",
		class, n ? "" : " zero", n, label, n == 1 ? "" : "s");
}

static void
put_header(struct html *h)
{
	const struct report *r = h->r;

	buf_puts(h->out,
		"<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n"
		"<header>\n<nav aria-label=\"Page\"><b class=\"mark\">dtlint</b> <a "
		"href=\"#findings\">Findings</a> <a href=\"#trees\">Trees</a> <a "
		"href=\"#about\">About</a></nav>\n<h1>");
	put_verdict(h);
	buf_puts(h->out, "</h1>\n");
	put_scope(h);
	buf_puts(h->out, "<ul class=\"tiles\">\n");
	put_tile(h, r->distinct[LEVEL_ERROR], "e", "error");
	put_tile(h, r->distinct[LEVEL_WARNING], "w", "warning");
	put_tile(h, r->distinct[LEVEL_NOTE], "n", "note");
	put_tile(h, r->ninputs, "", "tree");
	if (r->nignored)
		put_tile(h, r->nignored, "", "ignored finding");
	if (r->nknown)
		put_tile(h, r->nknown, "", "known finding");
	if (r->comparison)
		put_tile(h, r->comparison->nfixed, "ok", "fixed finding");
	buf_puts(h->out, "</ul>\n</header>\n");
}

static void
put_bindings(struct html *h, const struct report_bindings *b)
{
	html_put_count(h, b->count, "binding");
	buf_puts(h->out, b->npaths ? " of " : ", built in");
	for (size_t i = 0; i < b->npaths; i++) {
		if (i)
			buf_puts(h->out, ", ");
		html_put_code(h, b->paths[i]);
	}
	if (!b->core)
		return;
	buf_puts(h->out, "; core schemas: ");
	html_put(h, b->core);
	if (b->core_version) {
		buf_puts(h->out, ", dt-schema ");
		html_put(h, b->core_version);
	}
}

/* A row of what the report is about: the name, and whether it was read. */
static void
put_source(struct html *h, const char *what, const char *file, const char *fault)
{
	buf_printf(h->out, "<dt>%s</dt><dd>", what);
	html_put_code(h, file);
	if (fault) {
		buf_puts(h->out, " <span class=\"lv e\">not read</span> ");
		html_put(h, fault);
	}
	buf_puts(h->out, "</dd>\n");
}

static void
put_about(struct html *h)
{
	const struct report *r = h->r;
	size_t i;

	buf_puts(h->out, "<footer id=\"about\">\n<h2>About this report</h2>\n<dl>\n"
			 "<dt>Made by</dt><dd>dtlint " DTLINT_VERSION "</dd>\n");
	for (i = 0; i < r->nbindings; i++) {
		buf_puts(h->out, "<dt>Bindings</dt><dd>");
		put_bindings(h, &r->bindings[i]);
		buf_puts(h->out, "</dd>\n");
	}
	for (i = 0; i < r->nhosts; i++)
		put_source(h, "Host", r->hosts[i].source, r->hosts[i].fault);
	for (i = 0; i < r->nconfigs; i++)
		put_source(h, "Configuration", r->configs[i].file, r->configs[i].fault);
	for (i = 0; i < r->nbaselines; i++)
		put_source(h, "Baseline", r->baselines[i].file, NULL);
	buf_puts(h->out, "</dl>\n");
	if (r->nskips) {
		buf_puts(h->out, "<details><summary>");
		html_put_count(h, r->nskips, "file");
		buf_puts(h->out, " passed over</summary>\n<ul>\n");
		for (i = 0; i < r->nskips && i < ROWS_MAX; i++) {
			buf_puts(h->out, "<li>");
			html_put_code(h,
				r->skips[i].unit ? r->skips[i].unit : r->skips[i].file);
			buf_putc(h->out, ' ');
			html_put(h, r->skips[i].why);
			buf_puts(h->out, "</li>\n");
		}
		buf_puts(h->out, "</ul></details>\n");
	}
	buf_puts(h->out, "</footer>\n");
}

static void
html_write(const struct report *r, struct buf *out)
{
	struct html h = { .r = r, .out = out };

	h.nnew = add_groups(&h, r->diags, r->ndiags);
	h.nknown = add_groups(&h, r->known, r->nknown);
	if (r->comparison)
		add_groups(&h, r->comparison->fixed, r->comparison->nfixed);
	index_trees(&h);
	index_findings(&h, LEVEL_ERROR);
	index_findings(&h, LEVEL_WARNING);
	index_findings(&h, LEVEL_NOTE);
	put_head(&h);
	put_header(&h);
	buf_puts(out, "<main>\n");
	html_findings(&h);
	html_trees(&h);
	buf_puts(out, "</main>\n");
	put_about(&h);
	buf_puts(out, "<script>");
	buf_add(out, html_script, html_script_size);
	buf_puts(out, "</script>\n</body>\n</html>\n");
}

const struct reporter reporter_html = {
	.name = "html",
	.summary = "for people: a page with maps of addresses and interrupts",
	.wants_charts = true,
	.write = html_write,
};
