/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema/binding/core.h"
#include "schema/compile/compile.h"
#include "schema/program/builtin.h"
#include "schema/store/cache.h"

/* One call of schemas_load(). */
struct loading {
	struct schemas *s;
	const char *const *paths;
	size_t npaths;
	const struct fence *fence;
	struct arena *arena;
	schemas_report_fn *report;
	void *context;
	const char *cache; /* the directory, or NULL */
	bool run_only;     /* what is compiled is neither kept nor looked into */
	bool with_sources;
	unsigned int use;
	struct core core;
	bool borrowed; /* what was compiled has files in it that nobody named */
	struct digest stat;
	struct digest content;
	bool has_stat; /* nothing but files and directories was named */
	int64_t newest;
};

bool
schemas_is_compiled(const char *path)
{
	char head[sizeof(PROGRAM_MAGIC)];
	struct stat st;
	ssize_t n = 0;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd < 0)
		return false;
	if (!fstat(fd, &st) && S_ISREG(st.st_mode))
		n = pread(fd, head, sizeof(head), 0);
	close(fd);
	return n > 0 && program_is_image(head, (size_t)n);
}

/* What it takes to run it. */
static size_t
run_extent(const uint8_t *head, size_t n)
{
	const struct program_header *h = (const void *)head;

	return program_is_image(head, n) && n >= sizeof(*h) ? h->run_size : SIZE_MAX;
}

/*
 * Copies the file, so that nothing that becomes of it later matters: one that is cut
 * short while it is mapped ends the process, and what was looked at can be changed
 * behind. For the same reason nothing is known of a file from an earlier look at it.
 */
static bool
open_image(struct loading *l, int fd, const struct stat *st, enum program_trust trust,
	struct fault *f)
{
	struct schemas *s = l->s;
	struct bytes image;

	if (!io_read_open(fd, (size_t)st->st_size, SCHEMAS_SIZE_MAX,
		    l->with_sources ? NULL : run_extent, &image, f))
		return false;
	if (!image.n)
		fault_set(f, "is empty");
	else if (program_open(&s->program, image.data, image.n, trust, f))
		*s = (struct schemas){ s->program, image.data, image.n, true };
	if (f->message)
		bytes_free(&image);
	return !f->message;
}

static bool
load_compiled(struct loading *l, const char *path, struct fault *f)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return fault_set(f, "cannot be opened: %s", strerror(errno));
	ok = (!fstat(fd, &st) || fault_set(f, "cannot be read: %s", strerror(errno)))
	     && open_image(l, fd, &st, PROGRAM_FOREIGN, f);
	close(fd);
	if (!ok)
		*l->s = (struct schemas){ 0 };
	return ok;
}

/* What was wrong with the bindings when the program was made is wrong still. */
static void
report_faults(struct loading *l)
{
	const struct program *p = &l->s->program;
	const struct program_fault *v = program_section(
		p, struct program_fault, SECTION_FAULTS);
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_FAULTS); i++) {
		struct fault f = FAULT_INIT(l->arena);

		if (l->use & SCHEMAS_LENIENT && v[i].when != PROGRAM_ALWAYS)
			continue;
		f.place.file = arena_strdup(l->arena, program_string(p, v[i].path));
		f.message = arena_strdup(l->arena, program_string(p, v[i].message));
		f.place.line = v[i].line;
		f.place.column = v[i].column;
		l->report(l->context, &f);
	}
}

/* An entry says itself what it was made from: its name alone is not believed. */
static bool
is_entry_of(const struct schemas *s, const struct digest *key)
{
	return digest_same(&s->program.header->key, key);
}

static bool
load_entry(struct loading *l, const struct digest *key)
{
	const char *path = cache_path(l->cache, key, "schemas", l->arena);
	struct fault f = FAULT_INIT(l->arena);
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return false;
	ok = !fstat(fd, &st) && S_ISREG(st.st_mode) && cache_is_own(&st)
	     && open_image(l, fd, &st, PROGRAM_OWN, &f) && is_entry_of(l->s, key);
	if (ok)
		cache_use(fd, &st);
	else
		schemas_free(l->s);
	close(fd);
	if (ok)
		report_faults(l);
	return ok;
}

/* What matters beside the files that are read. */
static void
key_start(const struct loading *l, struct digest_run *run)
{
	struct program own;

	cache_key_start(run);
	digest_number(run, l->use & (SCHEMAS_WITH_CORE | SCHEMAS_ALONE));
	digest_text(run, l->core.name);
	digest_text(run, l->core.fault ? l->core.fault : l->core.version);
	if (l->core.schemas || l->core.fault)
		return;
	program_view(&own, builtin_core_image);
	digest_number(run, own.header->checksum);
}

/* By what stat() says of the files. */
static bool
load_unchanged(struct loading *l)
{
	struct digest_run run;
	struct digest key;
	size_t i;

	key_start(l, &run);
	l->has_stat = true;
	for (i = 0; i < l->npaths && l->has_stat; i++)
		l->has_stat = schema_files_stat(l->paths[i], l->fence, &run, &l->newest);
	if (l->has_stat && l->core.schemas)
		l->has_stat = schema_files_stat(l->core.schemas, NULL, &run, &l->newest);
	if (!l->has_stat)
		return false;
	l->stat = digest_end(&run);
	return cache_follow(l->cache, &l->stat, &key, l->arena) && load_entry(l, &key);
}

/*
 * The key of everything that was named, and of the core schemas that may be used. False
 * where something was not read: what is made then is for this run alone.
 */
static bool
read_files(struct loading *l, struct schema_files *files)
{
	struct digest_run run;
	const struct digest *content;
	uint32_t i;

	if (files->unread)
		return false;
	key_start(l, &run);
	for (i = 0; i < files->n; i++) {
		struct schema_file *file = &files->v[i];

		if (!schema_file_read(file))
			return false;
		digest_text(&run, file->path);
		digest_number(&run, file->layer);
		content = schema_file_digest(file);
		digest_data(&run, content->v, sizeof(content->v));
	}
	l->content = digest_end(&run);
	return true;
}

/* A set's faults live in its own memory. */
static void
report_copy(struct loading *l, struct fault f)
{
	f.message = arena_strdup(l->arena, f.message);
	f.place.file = arena_strdup(l->arena, f.place.file);
	l->report(l->context, &f);
}

/* The files of a layer, which are all in one place. */
static uint32_t
count_layer(const struct schema_files *files, uint32_t from, uint32_t layer)
{
	uint32_t n = 0;

	while (from + n < files->n && files->v[from + n].layer == layer)
		n++;
	return n;
}

/* The files of the layers before one. */
static uint32_t
count_below(const struct schema_files *files, uint32_t layer)
{
	uint32_t n = 0;

	while (n < files->n && files->v[n].layer < layer)
		n++;
	return n;
}

static bool
add_core(struct loading *l, struct schema_set *set)
{
	struct fault f = FAULT_INIT(&set->arena);

	f.place.file = l->core.name;
	if (core_add(set, &l->core, &f))
		return true;
	*schema_set_fault(set, l->core.name) = f;
	return false;
}

/* Which it was is kept in the compiled form. */
static void
set_core(struct loading *l, struct schema_set *set)
{
	set->core.name = l->core.name;
	set->core.version = l->core.version;
	set->core.hash = core_hash(&l->core, &set->arena);
}

static void
compile_files(struct loading *l, struct schema_files *files, const struct fault *faults)
{
	struct schema_set set;
	uint32_t i, at = 0, n, core_at = count_below(files, (uint32_t)l->npaths);
	bool core;

	l->core.nfiles = files->n - core_at;
	l->core.files = l->core.nfiles ? files->v + core_at : NULL;
	schema_set_init(&set);
	set.run_only = l->run_only;
	set.key = l->content;
	core = l->use & SCHEMAS_WITH_CORE && add_core(l, &set);
	for (i = 0; i < l->npaths; i++) {
		struct fault f = FAULT_INIT(&set.arena);

		n = count_layer(files, at, i);
		if (faults[i].message)
			f = faults[i];
		if (!schema_set_add_files(
			    &set, l->paths[i], n ? files->v + at : NULL, n, &f)) {
			f.place.file = f.place.file ? f.place.file : l->paths[i];
			*schema_set_fault(&set, f.place.file) = f;
		}
		at += n;
	}
	schema_set_finish(&set);
	if (set.count
		&& (core || l->use & SCHEMAS_ALONE
			|| core_complete(&set, &l->core, &core))) {
		if (core)
			set_core(l, &set);
		l->borrowed = set.borrowed;
		schema_set_finish(&set);
		l->s->image = schema_compile(&set, &l->s->size);
		program_view(&l->s->program, l->s->image);
	}
	if (l->s->image)
		report_faults(l);
	for (i = 0; i < set.nfaults && !l->s->image; i++)
		report_copy(l, set.faults[i]);
	schema_set_free(&set);
}

static void
find_files(struct loading *l, struct schema_files *files, struct fault *faults)
{
	struct fault unused = FAULT_INIT(l->arena);
	size_t i;

	files->fence = l->fence;
	for (i = 0; i < l->npaths; i++) {
		faults[i] = FAULT_INIT(l->arena);
		schema_files_add(files, l->paths[i], (uint32_t)i, &faults[i]);
	}
	files->fence = NULL;
	if (l->core.schemas && !l->core.fault)
		schema_files_add(files, l->core.schemas, (uint32_t)i, &unused);
}

/* By what the files hold; or else by compiling that. */
static bool
load_files(struct loading *l)
{
	struct schema_files files = { .arena = l->arena };
	struct fault *faults = arena_array(l->arena, struct fault, l->npaths);
	bool keep, found;

	find_files(l, &files, faults);
	keep = l->cache && read_files(l, &files);
	found = keep && load_entry(l, &l->content);
	if (!found)
		compile_files(l, &files, faults);
	schema_files_free(&files);
	if (keep && !l->borrowed && l->s->image) {
		if (!found)
			cache_put(
				l->cache, &l->content, l->s->image, l->s->size, l->arena);
		if (l->has_stat)
			cache_link(l->cache, &l->stat, &l->content, l->newest, l->arena);
	}
	return l->s->image != NULL;
}

bool
schemas_load(struct schemas *s, const struct schemas_from *from, unsigned int use,
	struct arena *a, schemas_report_fn *report, void *context)
{
	struct loading l = { .s = s,
		.paths = from->paths,
		.npaths = from->n,
		.fence = from->fence,
		.use = use,
		.core = core_find(a, from->core),
		.arena = a };
	struct fault f = FAULT_INIT(a);

	*s = (struct schemas){ 0 };
	l.report = report;
	l.context = context;
	l.cache = use & SCHEMAS_CACHED ? cache_directory(a) : NULL;
	l.with_sources = use & SCHEMAS_WITH_SOURCES;
	l.run_only = !l.cache && !l.with_sources;
	if (from->core && l.core.fault) {
		fault_set(&f, "%s", l.core.fault);
		f.place.file = l.core.name;
		report(context, &f);
		return false;
	}
	if (l.npaths != 1 || !schemas_is_compiled(l.paths[0]))
		return (l.cache && load_unchanged(&l)) || load_files(&l);
	if (load_compiled(&l, l.paths[0], &f))
		return true;
	f.place.file = l.paths[0];
	report(context, &f);
	return false;
}

void
schemas_free(struct schemas *s)
{
	free(s->image);
	*s = (struct schemas){ 0 };
}
