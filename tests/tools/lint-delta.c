/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Holds what is found in a base with an overlay, where only what is other than in the base
 * is judged, to what is found where all of it is: lint-delta [OPTION]... BASE... -- OVERLAY...
 * Options are -s (--select), -W, -E, -p (--pedantic) and -w (--strict). Each overlay is
 * merged into each base that it fits. The last line has the pairs, the findings that
 * overlays bring, the nodes, and those of them that were touched. Ends with 1 where
 * anything differs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fatal.h"
#include "bindings/bindings.h"
#include "cli/run/overlays.h"
#include "rules/past.h"
#include "tree/names.h"
#include "tree/overlay.h"

struct overlay_file {
	const char *path;
	struct bytes blob;
	struct tree tree;
	struct overlay parts;
};

struct holding {
	struct arena arena; /* lives as long as the base at hand */
	struct intern names, others;
	struct rule_config *config;
	struct rule_plan *plan;
	struct bindings_worker *bindings;
	struct overlay_file *overlays;
	size_t noverlays;
	struct tree base;
	struct tree_refers refers;
	struct map known;
	struct lint_past *past;
	struct diag_list found;
	size_t pairs, findings, nodes, touched, wrong;
};

static void
lint(struct holding *h, const struct tree *t, struct lint_past *keep,
	const struct lint_past *past, const struct tree_delta *delta)
{
	static const struct host none;
	struct lint l = { .tree = t,
		.file = "tree",
		.hosts = &none,
		.arch = arch_of_tree(t),
		.arena = &h->arena,
		.scratch = &h->arena,
		.diags = &h->found,
		.config = h->config,
		.plan = h->plan,
		.keep = keep,
		.past = past,
		.delta = delta };

	h->found = (struct diag_list){ .arena = &h->arena };
	lint_run(&l);
	bindings_lint(h->bindings, &l);
}

/* All that is said of a finding. */
static char *
line_of(struct arena *a, const struct diag *d)
{
	char *line = arena_printf(a, "%s: %s %s %s: %s (%s) (%s) %s %u at %lld",
		d->rule->id, level_name(d->level), d->node ? d->node : "",
		d->property ? d->property : "", d->message, d->why ? d->why : "",
		d->help ? d->help : "", d->fix.title ? d->fix.title : "", d->node_id,
		(long long)d->place.offset);

	for (size_t i = 0; i < d->nrelated; i++)
		line = arena_printf(a, "%s; %s at %lld", line, d->related[i].message,
			(long long)d->related[i].place.offset);
	return line;
}

static char *
lines_of(struct holding *h)
{
	char *text = arena_strdup(&h->arena, "");

	overlays_drop_known(&h->known, &h->found, 0, NULL, "");
	for (size_t i = 0; i < h->found.n; i++)
		text = arena_printf(
			&h->arena, "%s%s\n", text, line_of(&h->arena, h->found.v[i]));
	return text;
}

static void
hold(struct holding *h, const char *base, const struct overlay_file *o)
{
	struct tree merged;
	struct tree_delta delta;
	const char *want, *got;

	if (!overlay_merge(&merged, &delta, &h->names, &h->base, &o->parts, o->blob.data,
		    o->blob.n)) {
		tree_free(&merged);
		return;
	}
	tree_touch(&delta, &merged, &h->refers, &merged.arena);
	for (uint32_t i = 0; i < merged.nnodes; i++)
		h->touched += delta.touched[i];
	h->nodes += merged.nnodes;
	lint(h, &merged, NULL, h->past, &delta);
	got = lines_of(h);
	lint(h, &merged, NULL, NULL, NULL);
	want = lines_of(h);
	h->pairs++;
	h->findings += h->found.n;
	if (strcmp(want, got) != 0) {
		h->wrong++;
		printf("%s + %s\nin full:\n%sof what is touched:\n%s\n", base, o->path,
			want, got);
	}
	tree_free(&merged);
}

static void
hold_base(struct holding *h, const char *path)
{
	struct fault f = FAULT_INIT(&h->arena);
	struct bytes blob;

	if (!io_read(path, IO_INPUT_MAX, &blob, &f))
		fatal("%s: %s", path, f.message);
	if (tree_load(&h->base, &h->names, blob.data, blob.n, &f) && !h->base.overlay) {
		h->known = (struct map){ 0 };
		h->past = past_new(&h->arena);
		tree_refers_read(&h->refers, &h->base, &h->arena);
		lint(h, &h->base, h->past, NULL, NULL);
		overlays_remember(&h->known, &h->arena, &h->found, 0);
		for (size_t i = 0; i < h->noverlays; i++)
			if (overlay_fits(&h->overlays[i].parts, &h->base))
				hold(h, path, &h->overlays[i]);
	}
	tree_free(&h->base);
	bytes_free(&blob);
	arena_reset(&h->arena);
}

static void
read_overlay(struct holding *h, const char *path, struct arena *a)
{
	struct overlay_file *o = &h->overlays[h->noverlays];
	struct fault f = FAULT_INIT(a);

	o->path = path;
	if (!io_read(path, IO_INPUT_MAX, &o->blob, &f))
		fatal("%s: %s", path, f.message);
	if (!tree_load(&o->tree, &h->others, o->blob.data, o->blob.n, &f)) {
		tree_free(&o->tree);
		bytes_free(&o->blob);
		return;
	}
	overlay_read(&o->parts, &o->tree, a);
	h->noverlays++;
}

/* The options; the first operand. */
static int
read_options(int argc, char **argv, struct rule_request *q, struct arena *a)
{
	int i;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '-'; i++) {
		switch (argv[i][1]) {
		case 'p': q->strict = STRICT_W2; break;
		case 'w': q->strict = STRICT_W1; break;
		case 's': string_list_add(&q->select, a, argv[++i]); break;
		case 'W': rule_request_flag(q, a, argv[++i], false); break;
		default: rule_request_flag(q, a, argv[++i], true); break;
		}
	}
	return i;
}

int
main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct rule_request request = { 0 };
	struct bindings *bindings = bindings_builtin();
	struct fault f = FAULT_INIT(&a);
	struct holding h = { 0 };
	int first = read_options(argc, argv, &request, &a), end = first, i;

	names_init(&h.names);
	names_init(&h.others);
	h.config = rule_config_make(&a, NULL, NULL, &request, &f);
	if (!h.config)
		fatal("%s", f.message);
	h.plan = rule_plan_new(&a, h.config);
	h.bindings = bindings_worker_new(bindings);
	h.overlays = arena_array(&a, struct overlay_file, (size_t)argc);
	while (end < argc && strcmp(argv[end], "--") != 0)
		end++;
	for (i = end + 1; i < argc; i++)
		read_overlay(&h, argv[i], &a);
	for (i = first; i < end; i++)
		hold_base(&h, argv[i]);
	printf("%zu pairs, %zu findings, %zu nodes, %zu touched, %zu wrong\n", h.pairs,
		h.findings, h.nodes, h.touched, h.wrong);
	for (size_t k = 0; k < h.noverlays; k++) {
		tree_free(&h.overlays[k].tree);
		bytes_free(&h.overlays[k].blob);
	}
	bindings_worker_free(h.bindings);
	bindings_free(bindings);
	intern_free(&h.names);
	intern_free(&h.others);
	arena_free(&h.arena);
	arena_free(&a);
	return h.wrong ? 1 : 0;
}
