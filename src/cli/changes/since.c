/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/changes/since.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fatal.h"
#include "base/walk.h"
#include "cli/changes/held.h"
#include "cli/print.h"
#include "cli/reports.h"
#include "cli/run/run.h"
#include "compare/findings.h"
#include "dts/source/index.h"
#include "dts/source/layout.h"
#include "git/past.h"

struct since {
	struct arena *arena;
	struct git_past *past;
	struct options o; /* of both runs */
	const struct git_change *changes;
	size_t nchanges;
	struct source_index *index;
	/* Real paths of what changed; of those, which are gone; of sources of them. */
	struct string_list paths, gone, sources;
	struct map affected; /* hashes of real paths of inputs */
	struct held held;
	bool given;  /* inputs were */
	bool others; /* what changed is not only inputs, and parts of them */
	struct map
		selected; /* hashes of paths: the first run's; the second has others, too */
	const char *temporary; /* a folder for what was; NULL: none is needed yet */
	unsigned int exported;
	bool failed; /* something of then cannot be read, and not because it was bad */
};

static uint64_t
key_of(const char *path)
{
	return hash_number(hash_long(path, strlen(path)));
}

static void
note_affected(struct since *s, const char *real)
{
	map_put(&s->affected, s->arena, key_of(real), 0);
}

static bool
is_affected(const struct since *s, const char *path)
{
	char *real = io_real_path(path);
	bool is = real && map_get(&s->affected, key_of(real)) != MAP_ABSENT;

	free(real);
	return is;
}

/* Git tells of files by their times, too; whether it is the same text after all. */
static bool
is_same(struct since *s, const struct git_change *c)
{
	const struct past *past = git_past_files(s->past);
	struct fault f = FAULT_INIT(s->arena);
	struct bytes was = { 0 }, now = { 0 };
	struct stat st;
	bool same;

	if (c->added || c->removed || stat(c->path, &st) || !S_ISREG(st.st_mode)
		|| past->look(past->context, c->path, &was, NULL) != PAST_OTHER)
		return false;
	same = (size_t)st.st_size == was.n && io_read(c->path, was.n + 1, &now, &f)
	       && now.n == was.n && !memcmp(now.data, was.data, now.n);
	bytes_free(&was);
	bytes_free(&now);
	return same;
}

/* Files that only inputs are held against; what is a part of none is not told from them. */
static bool
is_held_against(const char *path)
{
	bool guessed;

	return !source_is_part(path) && !(input_is_named(path, &guessed) && !guessed);
}

/* Notes what has changed. */
static void
find_changed(struct since *s)
{
	for (size_t i = 0; i < s->nchanges; i++) {
		const struct git_change *c = &s->changes[i];
		char *real;

		if (c->unsure && is_same(s, c)) {
			git_past_same(s->past, i);
			continue;
		}
		/* of a link, what it leads to is a part of others */
		real = c->removed ? NULL : io_real_path(c->path);
		if (real)
			note_affected(s, real);
		string_list_add(&s->paths, s->arena,
			real ? arena_strdup(s->arena, real) : c->path);
		if (c->removed)
			string_list_add(&s->gone, s->arena, c->path);
		s->others |= is_held_against(c->path);
		free(real);
	}
}

/* Notes the sources that include what has changed: of these, or, NULL, wherever they are. */
static bool
find_affected(struct since *s, const struct string_list *among, struct fault *f)
{
	const struct affected w = { .options = &s->o };

	if (!s->paths.n || (among && !among->n))
		return true;
	s->index = among ? affected_index_of(&w, among, &s->gone, f)
			 : affected_index(&w, &s->paths, &s->gone, s->arena, f);
	for (size_t i = 0; s->index && i < s->paths.n; i++)
		source_index_find(s->index, s->paths.v[i], &s->sources);
	for (size_t i = 0; i < s->sources.n; i++)
		note_affected(s, s->sources.v[i]);
	return s->index != NULL;
}

/* The same of the inputs that were given: less is read than for all there are. */
static bool
find_affected_inputs(struct since *s, const struct input_list *inputs)
{
	struct fault f = FAULT_INIT(s->arena);
	struct string_list among = { 0 };

	for (size_t i = 0; i < inputs->n; i++)
		if (source_is_whole(inputs->v[i].path) && !inputs->v[i].fault.message
			&& !access(inputs->v[i].path, F_OK))
			string_list_add(&among, s->arena, inputs->v[i].path);
	if (find_affected(s, &among, &f))
		return true;
	print_fault("--since", &f);
	return false;
}

static void
add_operand(struct since *s, struct map *known, const char *real)
{
	uint32_t n = known->count;

	map_put(known, s->arena, key_of(real), 0);
	if (known->count != n)
		string_list_add(&s->o.operands, s->arena, layout_shown(real, s->arena));
}

static int
by_name(const void *va, const void *vb)
{
	return strcmp(*(const char *const *)va, *(const char *const *)vb);
}

/*
 * What has changed and is an input, the sources that what has changed is a part of, and what is
 * held against what has changed.
 */
static bool
find_operands(struct since *s, struct fault *f)
{
	struct map known = { 0 };
	struct string_list held = { 0 };
	bool guessed;

	for (size_t i = 0; i < s->nchanges; i++) {
		const struct git_change *c = &s->changes[i];

		if (!c->removed && !c->same && input_is_named(c->path, &guessed)
			&& !guessed && !access(c->path, F_OK))
			add_operand(s, &known, c->path);
	}
	for (size_t i = 0; i < s->sources.n; i++)
		add_operand(s, &known, s->sources.v[i]);
	if (s->others && !held_inputs(&s->held, &held, f))
		return false;
	for (size_t i = 0; i < held.n; i++)
		add_operand(s, &known, held.v[i]);
	if (s->o.operands.n)
		qsort(s->o.operands.v, s->o.operands.n, sizeof(*s->o.operands.v),
			by_name);
	return true;
}

static bool
is_selected(const struct since *s, const struct input *in)
{
	struct stat st;

	if (in->fault.message || !strcmp(in->path, "-") || is_affected(s, in->path)
		|| (in->source && is_affected(s, in->source)))
		return true;
	if (!stat(in->path, &st) && S_ISDIR(st.st_mode))
		return true;
	return !git_past_has(s->past, in->path);
}

static void
pass_over(struct input *in, const char *why)
{
	in->skip = why;
	in->unasked = true;
}

static bool
select_now(void *context, struct run *run)
{
	struct since *s = context;
	const char **paths, *why = arena_printf(s->arena, "is as it was at %s",
				    git_past_name(s->past));
	bool *marks = arena_array(s->arena, bool, run->inputs.n), all = false;
	size_t i;

	if (s->given && !find_affected_inputs(s, &run->inputs))
		return false;
	paths = arena_array(s->arena, const char *, run->inputs.n);
	for (i = 0; i < run->inputs.n; i++)
		paths[i] = run->inputs.v[i].path;
	git_past_ask(s->past, paths, run->inputs.n);
	held_mark(&s->held, run, marks);
	for (i = 0; i < run->inputs.n; i++) {
		marks[i] |= is_selected(s, &run->inputs.v[i]);
		/* which bases an overlay fits is known when it is applied */
		all |= marks[i] && i >= run->overlays.first;
	}
	for (i = 0; i < run->inputs.n; i++) {
		/* a base that is selected is one with all that it is a base of */
		if (all || marks[i] || i >= run->overlays.first)
			map_put(&s->selected, s->arena, key_of(paths[i]), 0);
		else if (!run->inputs.v[i].skip)
			pass_over(&run->inputs.v[i], why);
	}
	return true;
}

/* Of then, those that there were. */
static bool
select_then(void *context, struct run *run)
{
	struct since *s = context;

	for (size_t i = 0; i < run->inputs.n; i++) {
		struct input *in = &run->inputs.v[i];

		in->source = NULL;
		if (!in->skip
			&& (map_get(&s->selected, key_of(in->path)) == MAP_ABSENT
				|| in->fault.message || !git_past_has(s->past, in->path)))
			pass_over(in, "was not there");
	}
	return !s->failed;
}

static bool
make_temporary(struct since *s, struct fault *f)
{
	const char *in = getenv("TMPDIR");
	char *name = arena_printf(s->arena, "%s/dtlint-XXXXXX", in && *in ? in : "/tmp");

	if (!mkdtemp(name)) {
		f->place.file = name;
		return fault_set(f, "cannot be made: %s", strerror(errno));
	}
	s->temporary = name;
	return true;
}

/* A copy of what was, in place of a host's or bindings' files that have changed. */
static const char *
as_was(void *context, const char *path)
{
	struct since *s = context;
	struct fault f = FAULT_INIT(s->arena);
	const char *slash = strrchr(path, '/'), *to;
	bool there;

	if (!held_has_changed(&s->held, path))
		return path;
	f.place.file = path;
	if (!s->temporary && !make_temporary(s, &f)) {
		print_fault(NULL, &f);
		s->failed = true;
		return path;
	}
	to = arena_printf(s->arena, "%s/%u/%s", s->temporary, s->exported++,
		slash && slash[1] ? slash + 1 : "then");
	if (!git_past_export(s->past, path, to, &there, &f)) {
		print_fault(path, &f);
		s->failed = true;
		return path;
	}
	return there ? to : NULL;
}

/* Folders are told of again behind all that is in them. */
static void
remove_temporary(struct since *s)
{
	struct walk_options how = { 0 };
	const struct walk_entry *e;
	struct walk *w;

	if (!s->temporary)
		return;
	w = walk_open(s->temporary, &how);
	while ((e = walk_next(w))) {
		if (e->kind == WALK_END)
			rmdir(e->path);
		else if (e->kind != WALK_DIRECTORY)
			unlink(e->path);
	}
	walk_close(w);
	rmdir(s->temporary);
}

static const char *
folder_of(const struct options *o, struct arena *a)
{
	const char *first = o->operands.n ? o->operands.v[0] : ".";
	struct stat st;

	if (*first == '@' || !strcmp(first, "-") || stat(first, &st))
		return ".";
	return S_ISDIR(st.st_mode) ? first : config_dir_of(first, a);
}

static struct compare_side
side_of(const struct run *run, struct diag_list *diags, const char *name)
{
	return (struct compare_side){ .name = name,
		.inputs = run->work.results,
		.ninputs = run->work.n,
		.diags = diags };
}

static int
report_new(struct since *s, struct run *now, struct run *then)
{
	struct compare_side old = side_of(then, &then->diags, git_past_name(s->past));
	struct compare_side new = side_of(now, &now->diags, "the work tree");
	struct report_comparison comparison;
	struct report r;

	compare_findings(&old, &new, &now->known, &comparison, s->arena);
	now->failed += then->failed;
	if (git_past_fault(s->past)) {
		print_fault(git_past_name(s->past), git_past_fault(s->past));
		now->failed++;
	}
	if (then->unreadable) {
		struct fault f = FAULT_INIT(s->arena);

		fault_set(&f,
			"what could not be read as it was (%zu) has only new findings",
			then->unreadable);
		print_fault(git_past_name(s->past), &f);
	}
	r = run_report(now);
	r.comparison = &comparison;
	now->failed += reports_write(&s->o, &r, s->arena);
	return run_exit_status(now);
}

static int
run_both(struct since *s)
{
	struct options then_options;
	struct run now = { .o = &s->o,
		.arena = s->arena,
		.select = select_now,
		.context = s,
		.keep_paths = true,
		.partial = true };
	struct run then = { .o = &then_options,
		.arena = s->arena,
		.select = select_then,
		.context = s,
		.keep_paths = true,
		.partial = true,
		.without_baseline = true,
		.past = git_past_files(s->past) };
	int status;

	run_lint(&now);
	then_options = s->o;
	then_options.fix = FIX_NONE;
	then_options.coverage = false;
	then.setups.as_was = as_was;
	then.setups.context = s;
	if (!now.setups.failed)
		run_lint(&then);
	else
		then.diags.arena = s->arena;
	status = report_new(s, &now, &then);
	run_free(&now);
	run_free(&then);
	return status;
}

int
run_since(const struct options *o, struct arena *a)
{
	struct since s = { .arena = a, .o = *o };
	struct fault f = FAULT_INIT(a);
	int status = STATUS_FAULT;

	s.past = git_past_open(folder_of(o, a), o->since, a, &f);
	if (s.past) {
		s.changes = git_past_changes(s.past, &s.nchanges);
		s.held = (struct held){ a, &s.o, s.past };
		s.given = o->operands.n != 0;
		find_changed(&s);
		if (s.given || (find_affected(&s, NULL, &f) && find_operands(&s, &f)))
			status = run_both(&s);
	}
	if (f.message)
		print_fault("--since", &f);
	remove_temporary(&s);
	source_index_free(s.index);
	git_past_close(s.past);
	return status;
}
