/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli/mend/sources.h"

#include <stdlib.h>
#include <string.h>

#include "base/fence.h"
#include "cli/mend/tree.h"
#include "cli/print.h"
#include "cli/run/sources.h"
#include "dts/compile.h"
#include "dts/source/layout.h"
#include "fix/edits.h"
#include "fix/fix.h"
#include "tree/names.h"

/* A file that is to be edited. */
struct mended_file {
	const struct file_edits *edits;
	size_t input;       /* whose findings ask for it first */
	struct buf was;     /* its text */
	struct buf text;    /* that it will have */
	const char *folder; /* of the repository, a real path */
	const char *name;   /* from there */
	bool done;
};

struct mending_sources {
	struct run *run;
	struct edit_plan plan;
	struct mended_file *files; /* as many as the plan's */
	size_t *file_of;           /* of each finding that is planned: its first one */
};

static const char *
path_of(const struct run *run, size_t input)
{
	const char *path = run->inputs.v[input].path;

	return !strcmp(path, "-") && run->o->stdin_name ? run->o->stdin_name : path;
}

static bool
fail(struct mending_sources *m, size_t input, const struct fault *f)
{
	struct run *run = m->run;
	const struct about about = { run->inputs.v[input].path, NULL, (uint32_t)input + 1,
		0 };
	struct report_fix *fix = &run->work.fixes[run->nfixes++];

	*fix = (struct report_fix){ .file = about.file, .fault = f->message };
	input_report_fix(&run->diags, &about, f);
	print_fault(about.file, f);
	run->failed++;
	return false;
}

/* From the repository's root down, or the source's folder where it is in none. */
static void
name_file(struct mending_sources *m, struct mended_file *file, struct fence *fence)
{
	struct arena *a = m->run->arena;
	const char *path = path_of(m->run, file->input), *slash = strrchr(path, '/');
	char *real = io_real_path(file->edits->file);
	size_t n;

	fence->arena = a;
	fence_add_repository(
		fence, slash ? arena_strndup(a, path, (size_t)(slash - path) + 1) : ".");
	file->folder = fence->roots.n ? fence->roots.v[0] : "";
	n = strlen(file->folder);
	file->name = real && !strncmp(real, file->folder, n) ? arena_strdup(a, real + n)
							     : file->edits->file;
	while (*file->name == '/')
		file->name++;
	free(real);
}

/* Reads the text that was linted. */
static bool
read_text(struct mending_sources *m, struct mended_file *file)
{
	struct fault f = FAULT_INIT(m->run->arena);
	struct fence fence = { 0 };
	const struct source_file *text;

	name_file(m, file, &fence);
	text = source_file_open(
		m->run->work.reading.sources, &fence, file->edits->file, &f);
	if (!text) {
		if (!f.message)
			fault_set(&f, "'%s' is not there any more", file->edits->file);
		return fail(m, file->input, &f);
	}
	buf_add(&file->was, text->text, text->n);
	source_file_close(text);
	if (edits_apply(file->edits, file->was.s ? file->was.s : "", file->was.n,
		    &file->text))
		return true;
	fault_set(&f, "'%s' has changed since it was linted", file->edits->file);
	return fail(m, file->input, &f);
}

/* Compiles a board with the new texts; nothing is written where one does not. */
static bool
compiles(struct mending_sources *m, struct source_set *set, struct intern *names,
	size_t input)
{
	const struct run *run = m->run;
	const char *path = path_of(run, input);
	struct arena a = { 0 };
	struct input_options in = sources_of(&run->work.reading,
		&run->setups.by_input[input]->config->config, path, &a);
	struct fault f = FAULT_INIT(run->arena);
	struct source_search search;
	struct dts_compilation c;
	struct dts_options options;
	bool ok;

	dts_options_init(&options);
	options.preprocess = in.preprocess;
	options.force = true;
	search_init(&search, set, path, in.include_dirs, in.more_dirs, &a);
	ok = dts_compile(&c, &search, &options, path, names, &a);
	if (!ok)
		fault_set(&f, "would not compile any more (%s): nothing was written",
			c.messages.first ? c.messages.first->text
					 : "for no known reason");
	dts_compilation_free(&c);
	arena_free(&a);
	return ok || fail(m, input, &f);
}

static bool
all_compile(struct mending_sources *m)
{
	const struct diag_list *diags = &m->run->diags;
	struct source_set *set = source_set_new();
	struct intern names = { 0 };
	uint32_t last = 0;
	bool ok = true;
	size_t i;

	names_init(&names);
	for (i = 0; i < m->plan.nfiles; i++)
		source_set_put(set, m->files[i].edits->file,
			m->files[i].text.s ? m->files[i].text.s : "", m->files[i].text.n);
	/* they are in the order of their inputs */
	for (i = 0; ok && i < diags->n; i++) {
		const struct diag *d = diags->v[i];

		if (!m->plan.planned[i] || d->input == last)
			continue;
		last = d->input;
		ok = compiles(m, set, &names, last - 1);
	}
	source_set_free(set);
	intern_free(&names);
	return ok;
}

/* The patch of an input's files, from the first on; the first file of the next input. */
static size_t
make_patch(struct mending_sources *m, size_t first, struct buf *out)
{
	size_t i;

	for (i = first; i < m->plan.nfiles && m->files[i].input == m->files[first].input;
		i++)
		edits_patch(m->files[i].edits, m->files[i].name,
			m->files[i].was.s ? m->files[i].was.s : "", m->files[i].was.n,
			out);
	return i;
}

static struct report_fix *
new_fix(struct mending_sources *m, const char *file, const char *output)
{
	struct report_fix *fix = &m->run->work.fixes[m->run->nfixes++];

	*fix = (struct report_fix){ .file = file, .output = output };
	return fix;
}

/* The findings of the files from @first to before @end go into a fix. */
static void
take_findings(struct mending_sources *m, struct report_fix *fix, size_t first, size_t end)
{
	struct run *run = m->run;
	struct diag_list mended = { .arena = run->arena };
	size_t i, k;

	for (k = first; k < end; k++)
		for (i = 0; i < m->plan.n; i++)
			if (m->plan.planned[i] && m->file_of[i] == k)
				diag_append(&mended, run->diags.v[i]);
	fix->diags = mended.v;
	fix->ndiags = mended.n;
}

/* How the patch is applied, for a shell. */
static const char *
apply_command(
	struct mending_sources *m, const struct mended_file *file, const char *patch)
{
	struct arena *a = m->run->arena;
	const char *folder = layout_shown(file->folder, a);

	return arena_printf(a, "patch -p1%s%s < %s", *folder ? " -d " : "",
		*folder ? diag_shell_quote(a, folder) : "", diag_shell_quote(a, patch));
}

/* What the user named: the source, or the file that stands for those that include it. */
static const char *
named_input(const struct mending_sources *m, const struct mended_file *file)
{
	const struct string_list *parts = &m->run->affected.files;
	char *real = io_real_path(file->edits->file);
	const char *name = path_of(m->run, file->input);
	size_t i;

	for (i = 0; real && i < parts->n; i++)
		if (!strcmp(parts->v[i], real))
			name = file->edits->file;
	free(real);
	return name;
}

static void
write_patch(struct mending_sources *m, size_t first, size_t *end)
{
	const struct run *run = m->run;
	const char *input = named_input(m, &m->files[first]), *path;
	struct fault f = FAULT_INIT(run->arena);
	struct report_fix *fix;
	struct buf text = { 0 };

	*end = make_patch(m, first, &text);
	path = fix_path(input, FIXED_PATCH, run->arena);
	if (!strcmp(run->inputs.v[m->files[first].input].path, "-")) {
		fault_set(&f, "is no file to put a patch beside; --diff shows it");
		fail(m, m->files[first].input, &f);
	} else if (!io_write_own(path, text.s, text.n, &f)) {
		f.place.file = path;
		fail(m, m->files[first].input, &f);
	} else {
		fix = new_fix(m, input, path);
		fix->kind = FIXED_PATCH;
		fix->apply = apply_command(m, &m->files[first], path);
		take_findings(m, fix, first, *end);
		for (size_t i = first; i < *end; i++)
			m->files[i].done = true;
	}
	buf_free(&text);
}

static void
write_file(struct mending_sources *m, size_t i)
{
	struct mended_file *file = &m->files[i];
	struct fault f = FAULT_INIT(m->run->arena);
	struct bytes now = { 0 };
	struct report_fix *fix;

	if (!io_read(file->edits->file, SOURCE_SIZE_MAX, &now, &f) || now.n != file->was.n
		|| (now.n && memcmp(now.data, file->was.s, now.n) != 0)) {
		if (!f.message)
			fault_set(&f, "has changed since it was linted");
	} else {
		mend_in_place(file->edits->file, file->text.s ? file->text.s : "",
			file->text.n, m->run->arena, &f);
	}
	bytes_free(&now);
	if (f.message) {
		f.place.file = file->edits->file;
		fail(m, file->input, &f);
		return;
	}
	fix = new_fix(m, file->edits->file, file->edits->file);
	fix->kind = FIXED_SOURCE;
	take_findings(m, fix, i, i + 1);
	file->done = true;
}

static void
show_patches(struct mending_sources *m)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < m->plan.nfiles;)
		i = make_patch(m, i, &text);
	if (print_text(&text, m->run->arena))
		m->run->failed++;
}

/* Keeps the findings that are not mended, and says why those are not that could be. */
static void
keep_others(struct mending_sources *m)
{
	struct diag_list *diags = &m->run->diags;
	size_t i, k, to = 0, n = diags->n, undone = 0;
	const char **left = arena_array(m->run->arena, const char *, m->plan.nfiles + 1);

	for (i = 0; i < m->plan.nfiles; i++)
		if (!m->files[i].done)
			left[undone++] = m->files[i].edits->file;
	for (i = 0; i < n; i++) {
		struct diag *d = diags->v[i];
		bool done = i < m->plan.n && m->plan.planned[i];

		for (k = 0; done && k < undone; k++)
			done = !edits_touch(&d->fix, left[k]);
		if (!done)
			diags->v[to++] = d;
	}
	diags->n = to;
}

static void
tell_others(struct mending_sources *m)
{
	for (size_t i = 0; i < m->plan.n; i++) {
		struct diag_fix *fix = &m->run->diags.v[i]->fix;

		if (!fix->nedits || m->plan.planned[i])
			continue;
		fix->told = fix->certain ? "what another finding asks for is in its place"
					 : "something else may be meant";
	}
}

static void
find_files(struct mending_sources *m)
{
	struct arena *a = m->run->arena;
	struct intern names = { 0 };
	size_t *by_name = arena_array(a, size_t, m->plan.nfiles + 1), i;

	m->file_of = arena_array(a, size_t, m->plan.n + 1);
	for (i = 0; i < m->plan.nfiles; i++) {
		const char *file = m->plan.files[i].file;

		by_name[intern(&names, file, strlen(file))] = i;
	}
	for (i = 0; i < m->plan.n; i++) {
		const struct text_edit *first = m->run->diags.v[i]->fix.edits;

		if (m->plan.planned[i])
			m->file_of[i] = by_name[intern_find(
				&names, first->place.file, strlen(first->place.file))];
	}
	intern_free(&names);
}

void
mend_sources(struct run *run)
{
	struct mending_sources m = { .run = run };
	size_t i;

	if (run->o->fix == FIX_NONE || run->o->fix == FIX_OVERLAY)
		return;
	diag_sort(&run->diags);
	edits_plan(&m.plan, run->diags.v, run->diags.n, run->arena);
	tell_others(&m);
	find_files(&m);
	m.files = arena_array(run->arena, struct mended_file, m.plan.nfiles + 1);
	/* one of each file or board, and one that fails */
	run->work.fixes = arena_grow(run->arena, run->work.fixes,
		run->nfixes * sizeof(*run->work.fixes),
		(run->nfixes + m.plan.nfiles + 1) * sizeof(*run->work.fixes));
	for (i = 0; i < m.plan.nfiles; i++) {
		m.files[i].edits = &m.plan.files[i];
		m.files[i].input = run->diags.v[m.plan.files[i].first]->input - 1;
	}
	for (i = 0; i < m.plan.nfiles && read_text(&m, &m.files[i]); i++)
		;
	if (i == m.plan.nfiles && all_compile(&m)) {
		if (run->o->fix == FIX_DIFF)
			show_patches(&m);
		else if (run->o->fix == FIX_IN_PLACE)
			for (i = 0; i < m.plan.nfiles; i++)
				write_file(&m, i);
		else
			for (i = 0; i < m.plan.nfiles;)
				write_patch(&m, i, &i);
		keep_others(&m);
	}
	for (i = 0; i < m.plan.nfiles; i++) {
		buf_free(&m.files[i].was);
		buf_free(&m.files[i].text);
	}
}
