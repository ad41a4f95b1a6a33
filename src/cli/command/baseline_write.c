/* SPDX-License-Identifier: GPL-2.0-or-later */
/* baseline write: the findings there are now as those that are known. */
#include <string.h>

#include "base/io.h"
#include "base/vec.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/run/run.h"
#include "rules/rule.h"

/* One file to be written. */
struct written {
	struct baseline old; /* reasons are kept */
	struct baseline_entry *v;
	size_t n, cap, trees;
	const char *last_tree;
};

struct writing {
	struct arena *arena;
	const char *output; /* of -o, or NULL */
	struct written **v;
	size_t n;
};

/* The file that the findings of an input go to; NULL with a fault. */
static struct written *
file_of(struct writing *w, const char *input, struct fault *f)
{
	const char *file = w->output ? w->output : baseline_new_file(input, w->arena);
	struct written *one;
	size_t i;

	for (i = 0; i < w->n; i++)
		if (!strcmp(w->v[i]->old.file, file))
			return w->v[i];
	one = arena_new(w->arena, struct written);
	if (!io_is_there(file))
		baseline_init(&one->old, file, w->arena);
	else if (!baseline_load(&one->old, file, config_today(w->arena), w->arena, f))
		return NULL;
	return *vec_more(w->arena, w->v, w->n) = one;
}

static void
add_entry(struct writing *w, struct written *to, const struct diag *d)
{
	const char *tree = baseline_tree(&to->old, d->file, d->unit, w->arena);
	const struct baseline_entry *old = baseline_find(&to->old, tree, d->fingerprint);

	*vec_add(w->arena, to) = (struct baseline_entry){ .tree = tree,
		.fingerprint = d->fingerprint,
		.rule = d->rule->id,
		.level = level_name(d->level),
		.node = d->node,
		.property = d->property,
		.message = d->message,
		.reason = old ? old->reason : NULL,
		.expires = old && !old->expired ? old->expires : NULL };
	to->trees += !to->last_tree || strcmp(to->last_tree, tree) != 0;
	to->last_tree = tree;
}

static bool
sort_findings(struct writing *w, const struct run *run, struct fault *f)
{
	size_t i;

	/* one that is empty takes the place of one that is not */
	for (i = 0; i < run->inputs.n; i++)
		if (!file_of(w, run->inputs.v[i].path, f))
			return false;
	for (i = 0; i < run->diags.n; i++) {
		struct written *to = file_of(w, run->diags.v[i]->file, f);

		if (!to)
			return false;
		add_entry(w, to, run->diags.v[i]);
	}
	return true;
}

static bool
write_file(struct written *one, struct buf *said, struct fault *f)
{
	struct buf out = { 0 };
	bool ok;

	baseline_write(one->v, one->n, &out);
	ok = io_write(one->old.file, out.s, out.n, f);
	buf_free(&out);
	if (ok)
		buf_printf(said, "%s: %zu finding%s in %zu tree%s\n", one->old.file,
			one->n, one->n == 1 ? "" : "s", one->trees,
			one->trees == 1 ? "" : "s");
	return ok;
}

static int
run_write(const struct options *o, struct arena *a)
{
	struct run run = { .o = o, .arena = a, .without_baseline = true };
	struct writing w = { .arena = a, .output = o->output };
	struct fault f = FAULT_INIT(a);
	struct buf said = { 0 };
	bool ok = false;
	size_t i;

	run_lint(&run);
	if (run.failed)
		fault_set(&f, "no baseline is written, as not everything could be read");
	else
		ok = sort_findings(&w, &run, &f);
	for (i = 0; ok && i < w.n; i++)
		if (!(ok = write_file(w.v[i], &said, &f)))
			f.place.file = w.v[i]->old.file;
	run_free(&run);
	return print_text_or_fault(&said, &f, a);
}

const struct command command_baseline_write = {
	.name = "baseline write",
	.synopsis = "[OPTION...] INPUT...",
	.group = "Only what is new",
	.summary = "write down the findings there are, so that only new ones count",
	.about =
		"Lints the inputs, and writes what is found into .dtlint-baseline.json beside "
		"the .dtlint.yaml that holds for them, else into the working directory, or "
		"into the file of -o. From then on these findings are known and do not "
		"count. Reasons of a baseline that was there are kept.",
	.expected = "a tree, a source, a directory, '-' or @LIST",
	.least = 1,
	.most = SIZE_MAX,
	.host = HOST_COMMAND_BESIDE,
	.run = run_write,
};
