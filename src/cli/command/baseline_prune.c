/* SPDX-License-Identifier: GPL-2.0-or-later */
/* baseline prune: takes out of a baseline what no longer occurs. */
#include <string.h>

#include "base/io.h"
#include "cli/command.h"
#include "cli/print.h"
#include "cli/run/run.h"

/* The file of a tree, which may be a part of it. */
static bool
is_there(const struct baseline *b, const char *tree)
{
	struct arena a = { 0 };
	const char *dir = *tree == '/' || !b->dir ? "" : b->dir;
	char *path = arena_printf(&a, "%s%s%s", dir, *dir ? "/" : "", tree), *part;
	bool there = io_is_there(path);

	part = strrchr(path, '#');
	if (!there && part) {
		*part = '\0';
		there = io_is_there(path);
	}
	arena_free(&a);
	return there || !strcmp(tree, "-");
}

static bool
is_gone(const struct report_baseline *r, const struct baseline_entry *e, size_t *next)
{
	/* both are in the order of the file */
	if (*next == r->ngone || strcmp(r->gone[*next].tree, e->tree) != 0
		|| strcmp(r->gone[*next].fingerprint, e->fingerprint) != 0)
		return false;
	++*next;
	return true;
}

static bool
prune(struct baseline *b, const struct report_baseline *r, struct buf *said,
	struct fault *f)
{
	size_t i, to = 0, next = 0, before = b->n;
	struct buf out = { 0 };
	bool ok = true;

	for (i = 0; i < b->n; i++)
		if (!is_gone(r, &b->v[i], &next) && !b->v[i].expired
			&& is_there(b, b->v[i].tree))
			b->v[to++] = b->v[i];
	if (to < before) {
		baseline_write(b->v, to, &out);
		ok = io_write(b->file, out.s, out.n, f);
	}
	buf_free(&out);
	buf_printf(said, "%s: %zu of %zu findings taken out\n", b->file, before - to,
		before);
	return ok;
}

static int
run_prune(const struct options *o, struct arena *a)
{
	struct run run = { .o = o, .arena = a };
	struct fault f = FAULT_INIT(a);
	struct buf said = { 0 };
	bool ok = false;
	size_t i;

	run_lint(&run);
	if (run.failed)
		fault_set(&f, "nothing is taken out, as not everything could be read");
	else if (!run.baselines.n)
		fault_set(&f,
			"there is no baseline: neither --baseline nor a " BASELINE_NAME
			" that holds for the inputs");
	else
		ok = true;
	for (i = 0; ok && i < run.baselines.n; i++)
		if (!(ok = prune(
			      run.baselines.v[i], &run.baselines.results[i], &said, &f)))
			f.place.file = run.baselines.v[i]->file;
	run_free(&run);
	return print_text_or_fault(&said, &f, a);
}

const struct command command_baseline_prune = {
	.name = "baseline prune",
	.synopsis = "[OPTION...] INPUT...",
	.group = "Only what is new",
	.summary = "take out of a baseline what no longer occurs",
	.about =
		"Lints the inputs, and takes out of the baselines that hold for them the "
		"findings of these trees that are not there any more, those of trees that "
		"are gone, and those that have expired. Nothing is ever added.",
	.expected = "a tree, a source, a directory, '-' or @LIST",
	.least = 1,
	.most = SIZE_MAX,
	.host = HOST_COMMAND_BESIDE,
	.run = run_prune,
};
