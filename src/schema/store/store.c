/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema/binding/core.h"
#include "schema/compile/compile.h"
#include "schema/store/cache.h"

/* One call of schemas_load(). */
struct loading {
	struct schemas *s;
	const char *const *paths;
	size_t npaths;
	struct arena *arena;
	schemas_report_fn *report;
	void *context;
	const char *cache; /* the directory, or NULL */
	bool run_only;     /* what is compiled is neither kept nor looked into */
	struct schema_key stat;
	struct schema_key content;
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

static bool
map(struct schemas *s, int fd, const struct stat *st, struct fault *f)
{
	void *image;

	if ((uintmax_t)st->st_size > SCHEMAS_SIZE_MAX)
		return fault_set(f, "larger than %zu bytes, the most that is read",
			SCHEMAS_SIZE_MAX);
	if (!st->st_size)
		return fault_set(f, "is empty");
	image = mmap(NULL, (size_t)st->st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (image == MAP_FAILED)
		return fault_set(f, "cannot be mapped: %s", strerror(errno));
	s->image = image;
	s->size = (size_t)st->st_size;
	s->mapped = true;
	return true;
}

/*
 * A file that was found sound is sound until it changes. One of the cache was written
 * by nobody else: it may be damaged, but is not made to be wrong.
 */
static bool
open_mapped(struct loading *l, const struct stat *st, bool own, struct fault *f)
{
	struct schemas *s = l->s;
	bool known = l->cache && cache_is_sound(l->cache, st, l->arena);

	if (!program_open(&s->program, s->image, s->size,
		    known ? PROGRAM_KNOWN
		    : own ? PROGRAM_OWN
			  : PROGRAM_FOREIGN,
		    f))
		return false;
	if (l->cache && !known)
		cache_is_now_sound(l->cache, st, l->arena);
	return true;
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
	     && map(l->s, fd, &st, f) && open_mapped(l, &st, false, f);
	close(fd);
	if (!ok)
		schemas_free(l->s);
	return ok;
}

/* What was wrong when the entry was made is wrong still. */
static void
report_faults(struct loading *l)
{
	const struct program *p = &l->s->program;
	const struct program_fault *v = program_section(
		p, struct program_fault, SECTION_FAULTS);
	uint32_t i;

	for (i = 0; i < program_count(p, SECTION_FAULTS); i++) {
		struct fault f = FAULT_INIT(l->arena);

		f.place.file = arena_strdup(l->arena, program_string(p, v[i].path));
		f.message = arena_strdup(l->arena, program_string(p, v[i].message));
		f.place.line = v[i].line;
		f.place.column = v[i].column;
		l->report(l->context, &f);
	}
}

static bool
load_entry(struct loading *l, const char *path)
{
	struct fault f = FAULT_INIT(l->arena);
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return false;
	ok = !fstat(fd, &st) && S_ISREG(st.st_mode) && cache_is_own(&st)
	     && map(l->s, fd, &st, &f) && open_mapped(l, &st, true, &f);
	if (ok)
		cache_use(fd, &st);
	else
		schemas_free(l->s);
	close(fd);
	if (ok)
		report_faults(l);
	return ok;
}

/* By what stat() says of the files. */
static bool
load_unchanged(struct loading *l)
{
	const char *core = core_find(l->arena).schemas, *path;
	size_t i;

	cache_key_start(&l->stat);
	l->content = l->stat;
	l->has_stat = true;
	for (i = 0; i < l->npaths && l->has_stat; i++)
		l->has_stat = schema_files_stat(l->paths[i], &l->stat, &l->newest);
	if (core)
		schema_files_stat(core, &l->stat, &l->newest);
	path = l->has_stat ? cache_follow(l->cache, &l->stat, l->arena) : NULL;
	return path && load_entry(l, path);
}

/* The key of everything that was named, and of the core schemas that may be used. */
static void
read_files(struct loading *l, struct schema_files *files)
{
	const char *core = core_find(l->arena).schemas;
	uint32_t i;

	if (core)
		schema_files_add(files, core, (uint32_t)l->npaths,
			&(struct fault){ .arena = l->arena });
	for (i = 0; i < files->n; i++) {
		struct schema_file *file = &files->v[i];

		schema_key_add_text(&l->content, file->path);
		schema_key_add(&l->content, file->layer);
		if (schema_file_read(file))
			schema_key_add(&l->content, schema_file_digest(file));
		else
			schema_key_add_text(&l->content, file->fault.message);
	}
}

/* A set's faults live in its own memory. */
static void
report_copy(struct loading *l, struct fault f)
{
	f.message = arena_strdup(l->arena, f.message);
	f.place.file = arena_strdup(l->arena, f.place.file);
	l->report(l->context, &f);
}

static void
compile_files(struct loading *l, struct schema_files *files, const struct fault *faults)
{
	struct schema_set set;
	uint32_t i, at = 0, n;

	schema_set_init(&set);
	set.run_only = l->run_only;
	for (i = 0; i < l->npaths; i++) {
		struct fault f = FAULT_INIT(&set.arena);

		for (n = 0; at + n < files->n && files->v[at + n].layer == i;)
			n++;
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
	if (set.count && core_complete(&set)) {
		schema_set_finish(&set);
		l->s->image = schema_compile(&set, &l->s->size);
		program_view(&l->s->program, l->s->image);
	}
	for (i = 0; i < set.nfaults; i++)
		report_copy(l, set.faults[i]);
	schema_set_free(&set);
}

/* By what the files hold; or else by compiling that. */
static bool
load_files(struct loading *l)
{
	struct schema_files files = { .arena = l->arena };
	struct fault *faults = arena_array(l->arena, struct fault, l->npaths);
	const char *entry;
	bool found;
	size_t i;

	for (i = 0; i < l->npaths; i++) {
		faults[i] = FAULT_INIT(l->arena);
		schema_files_add(&files, l->paths[i], (uint32_t)i, &faults[i]);
	}
	if (l->cache)
		read_files(l, &files);
	entry = l->cache ? cache_path(l->cache, &l->content, "schemas", l->arena) : NULL;
	found = entry && load_entry(l, entry);
	if (!found)
		compile_files(l, &files, faults);
	schema_files_free(&files);
	if (l->cache && l->s->image) {
		if (!found)
			cache_put(
				l->cache, &l->content, l->s->image, l->s->size, l->arena);
		if (l->has_stat)
			cache_link(l->cache, &l->stat, &l->content, l->newest, l->arena);
	}
	return l->s->image != NULL;
}

bool
schemas_load(struct schemas *s, const char *const *paths, size_t n, unsigned int use,
	struct arena *a, schemas_report_fn *report, void *context)
{
	struct loading l = { .s = s, .paths = paths, .npaths = n, .arena = a };
	struct fault f = FAULT_INIT(a);

	*s = (struct schemas){ 0 };
	l.report = report;
	l.context = context;
	l.cache = use & SCHEMAS_CACHED ? cache_directory(a) : NULL;
	l.run_only = !l.cache && !(use & SCHEMAS_WITH_SOURCES);
	if (n != 1 || !schemas_is_compiled(paths[0]))
		return (l.cache && load_unchanged(&l)) || load_files(&l);
	if (load_compiled(&l, paths[0], &f))
		return true;
	f.place.file = paths[0];
	report(context, &f);
	return false;
}

void
schemas_free(struct schemas *s)
{
	if (s->mapped)
		munmap(s->image, s->size);
	else
		free(s->image);
	*s = (struct schemas){ 0 };
}
