/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "schema/compile.h"
#include "schema/core.h"

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
map_file(struct schemas *s, const char *path, struct fault *f)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *image = MAP_FAILED;

	if (fd < 0)
		return fault_set(f, "cannot be opened: %s", strerror(errno));
	if (fstat(fd, &st))
		fault_set(f, "cannot be read: %s", strerror(errno));
	else if ((uintmax_t)st.st_size > SCHEMAS_SIZE_MAX)
		fault_set(f, "larger than %zu bytes, the most that is read",
			SCHEMAS_SIZE_MAX);
	else if (st.st_size)
		image = mmap(NULL, (size_t)st.st_size, PROT_READ,
			MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (image == MAP_FAILED)
		fault_set(f, "cannot be mapped: %s", strerror(errno));
	close(fd);
	if (f->message)
		return false;
	s->image = image;
	s->size = (size_t)st.st_size;
	s->mapped = true;
	return true;
}

static bool
load_compiled(struct schemas *s, const char *path, struct fault *f)
{
	if (map_file(s, path, f)
		&& program_open(&s->program, s->image, s->size, false, f))
		return true;
	schemas_free(s);
	return false;
}

/* A set's faults live in its own memory. */
static void
report_copy(struct fault f, struct arena *a, schemas_report_fn *report, void *context)
{
	f.message = arena_strdup(a, f.message);
	f.file = arena_strdup(a, f.file);
	report(context, &f);
}

static bool
compile_paths(struct schemas *s, const char *const *paths, size_t n, struct arena *a,
	schemas_report_fn *report, void *context)
{
	struct schema_set set;
	size_t i;

	schema_set_init(&set);
	for (i = 0; i < n; i++) {
		struct fault f = FAULT_INIT(&set.arena);

		if (schema_set_add(&set, paths[i], &f))
			continue;
		f.file = f.file ? f.file : paths[i];
		*schema_set_fault(&set, f.file) = f;
	}
	schema_set_finish(&set);
	if (set.count && core_complete(&set)) {
		schema_set_finish(&set);
		s->image = schema_compile(&set, &s->size);
		program_view(&s->program, s->image);
	}
	for (i = 0; i < set.nfaults; i++)
		report_copy(set.faults[i], a, report, context);
	schema_set_free(&set);
	return s->image != NULL;
}

bool
schemas_load(struct schemas *s, const char *const *paths, size_t n, struct arena *a,
	schemas_report_fn *report, void *context)
{
	struct fault f = FAULT_INIT(a);

	*s = (struct schemas){ 0 };
	if (n != 1 || !schemas_is_compiled(paths[0]))
		return compile_paths(s, paths, n, a, report, context);
	if (load_compiled(s, paths[0], &f))
		return true;
	f.file = paths[0];
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
