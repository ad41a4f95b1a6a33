/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config/ignore.h"

#include "base/glob.h"
#include "rules/input.h"
#include "tree/names.h"
#include "tree/value.h"

static bool
names_rule(const struct config_ignore *ig, const struct rule *r)
{
	size_t i;

	for (i = 0; i < ig->rules.n; i++)
		if (rule_matches(r, ig->rules.v[i]))
			return true;
	return false;
}

static bool
is_compatible(
	const struct ignoring *g, const struct config_ignore *ig, const char *compatible)
{
	size_t i;

	for (i = 0; i < ig->compatible.n; i++)
		if (glob_match(g->scratch, ig->compatible.v[i], compatible))
			return true;
	return false;
}

/* Whether a finding stands in a file that the ignore is for: a source's part. */
static bool
is_for_place(
	const struct ignoring *g, const struct config_ignore *ig, const struct diag *d)
{
	return d->place.file && d->place.line
	       && config_globs_match(g->scratch, &ig->files,
		       config_path_of(g->config, d->place.file, g->scratch));
}

static bool
covers(const struct ignoring *g, const struct config_ignore *ig, const struct diag *d)
{
	bool compatible = !ig->compatible.n;
	size_t i;

	if (d->fault || !names_rule(ig, d->rule))
		return false;
	if ((ig->nodes.n || ig->compatible.n) && !d->node)
		return false;
	for (i = 0; i < d->ncompatible && !compatible; i++)
		compatible = is_compatible(g, ig, d->compatible[i]);
	return compatible
	       && (!d->node || config_globs_match(g->scratch, &ig->nodes, d->node));
}

static bool
is_for_node(
	const struct ignoring *g, const struct config_ignore *ig, const struct node *n)
{
	const struct prop *p = node_prop(g->tree, n, NAME_compatible);
	bool compatible = !ig->compatible.n;

	if (p)
		prop_for_each_string(p, s)
			compatible = compatible || is_compatible(g, ig, s);
	return compatible
	       && config_globs_match(
		       g->scratch, &ig->nodes, node_path(g->tree, n, g->scratch));
}

/* Whether the tree has a node that the ignore is for. */
static bool
is_for_tree(const struct ignoring *g, const struct config_ignore *ig)
{
	if (!ig->nodes.n && !ig->compatible.n)
		return true;
	if (g->tree)
		tree_for_each_node (g->tree, n) {
			arena_reset(g->scratch);
			if (is_for_node(g, ig, n))
				return true;
		}
	return false;
}

static bool
is_reported(const struct ignoring *g, const struct config_ignore *ig)
{
	const struct rule *r;
	size_t i;

	for (i = 0; (r = rule_at(i)); i++)
		if (names_rule(ig, r) && rule_is_reported(g->rules, r))
			return true;
	return false;
}

static void
ignore_by_each(const struct ignoring *g, struct diag_list *diags, size_t from,
	struct diag_list *ignored)
{
	size_t i, k, to;

	for (i = 0; i < g->config->nignores; i++) {
		const struct config_ignore *ig = &g->config->ignores[i];
		struct ignore_use *use = &g->use[i];

		bool is_for_input = config_globs_match(g->scratch, &ig->files, g->path);

		if (ig->expired)
			continue;
		for (k = to = from; k < diags->n; k++) {
			struct diag *d = diags->v[k];

			arena_reset(g->scratch);
			if (!covers(g, ig, d)
				|| !(is_for_input || is_for_place(g, ig, d))) {
				diags->v[to++] = d;
				continue;
			}
			d->ignored = ig->reason;
			diag_append(ignored, d);
		}
		use->used |= to < diags->n;
		diags->n = to;
		use->met = use->met || use->used
			   || (is_for_input && is_reported(g, ig) && is_for_tree(g, ig));
	}
}

void
config_ignore(const struct ignoring *given, struct diag_list *diags, size_t from,
	struct diag_list *ignored)
{
	struct arena scratch = { 0 };
	struct ignoring g = *given;

	/* of its own, to be used again for each pair of an ignore and a node */
	g.scratch = &scratch;
	ignore_by_each(&g, diags, from, ignored);
	arena_free(&scratch);
}

void
config_report_ignores(const struct config *c, const struct rule_config *rules,
	const struct ignore_use *use, struct diag_list *diags)
{
	size_t i;

	for (i = 0; i < c->nignores; i++) {
		const struct config_ignore *ig = &c->ignores[i];
		const char *more = ig->rules.n > 1 ? " …" : "";

		if (ig->expired)
			input_report_ignore(diags, rules, INPUT_EXPIRED_IGNORE, c->file,
				ig->line, ig->column,
				"the ignore of '%s'%s expired on %s, and ignores nothing "
				"since (reason: %s)",
				ig->rules.v[0], more, ig->expires, ig->reason);
		else if (use[i].met && !use[i].used)
			input_report_ignore(diags, rules, INPUT_UNUSED_IGNORE, c->file,
				ig->line, ig->column,
				"the ignore of '%s'%s had nothing to ignore (reason: %s)",
				ig->rules.v[0], more, ig->reason);
	}
}
