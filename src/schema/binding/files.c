/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/binding/files.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base/vec.h"
#include "base/walk.h"

/* Far more than any set of bindings has: Linux's are 5,000. */
enum { NAMES_MAX = 1 << 18 };

static struct schema_file *
add_file(struct schema_files *l, const char *path, uint32_t layer)
{
	struct schema_file *file;

	file = vec_add(l->arena, l);
	*file = (struct schema_file){ .path = path, .layer = layer };
	file->fault = FAULT_INIT(l->arena);
	file->fault.place.file = path;
	return file;
}

static void
add_unread(struct schema_files *l, const char *path, uint32_t layer, const char *why)
{
	fault_set(&add_file(l, arena_strdup(l->arena, path), layer)->fault, "%s", why);
	l->unread = true;
}

static void
add_directory(struct schema_files *l, const char *path, uint32_t layer)
{
	struct walk_options o = { .wanted = walk_wants_yaml,
		.follow = true,
		.names_max = NAMES_MAX,
		.fence = l->fence };
	struct walk *w = walk_open(path, &o);
	const struct walk_entry *e;

	while ((e = walk_next(w))) {
		switch (e->kind) {
		case WALK_FILE:
		case WALK_DANGLING:
			add_file(l, arena_strdup(l->arena, e->path), layer);
			break;
		case WALK_SPECIAL:
			add_unread(l, e->path, layer, "is no regular file");
			break;
		case WALK_FAULT: add_unread(l, e->path, layer, e->fault); break;
		case WALK_DIRECTORY:
		case WALK_END: break;
		}
	}
	walk_close(w);
}

bool
schema_files_add(
	struct schema_files *l, const char *path, uint32_t layer, struct fault *f)
{
	struct stat st;

	if (stat(path, &st)) {
		l->unread = true;
		return fault_set(f, "cannot be read: %s", strerror(errno));
	}
	path = arena_strdup(l->arena, path);
	if (S_ISDIR(st.st_mode))
		add_directory(l, path, layer);
	else
		add_file(l, path, layer);
	return true;
}

bool
schema_file_read(struct schema_file *file)
{
	if (file->fault.message)
		return false;
	if (file->text.data)
		return true;
	return io_read(file->path, SCHEMA_FILE_MAX, &file->text, &file->fault);
}

const struct digest *
schema_file_digest(struct schema_file *file)
{
	if (!file->has_content)
		file->content = digest_of(file->text.data, file->text.n);
	file->has_content = true;
	return &file->content;
}

void
schema_files_free(struct schema_files *l)
{
	uint32_t i;

	for (i = 0; i < l->n; i++)
		bytes_free(&l->v[i].text);
}

static int64_t
nanoseconds(const struct timespec *t)
{
	return (int64_t)t->tv_sec * 1000000000 + t->tv_nsec;
}

static void
add_stat(struct digest_run *k, const struct stat *st, int64_t *newest)
{
	int64_t changed = nanoseconds(&st->st_ctim), written = nanoseconds(&st->st_mtim);
	const uint64_t all[] = { st->st_dev, st->st_ino, (uint64_t)st->st_size,
		(uint64_t)written, (uint64_t)changed };

	digest_data(k, all, sizeof(all));
	if (changed > *newest)
		*newest = changed;
	if (written > *newest)
		*newest = written;
}

bool
schema_files_stat(const char *path, const struct fence *fence, struct digest_run *k,
	int64_t *newest)
{
	struct walk_options o = { .wanted = walk_wants_yaml,
		.follow = true,
		.stat = true,
		.names_max = NAMES_MAX,
		.fence = fence };
	const struct walk_entry *e;
	struct stat st;
	struct walk *w;
	bool ok = true;

	if (stat(path, &st) || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return false;
	digest_text(k, path);
	if (S_ISREG(st.st_mode)) {
		add_stat(k, &st, newest);
		return true;
	}
	w = walk_open(path, &o);
	while (ok && (e = walk_next(w))) {
		ok = e->kind == WALK_FILE || e->kind == WALK_DIRECTORY
		     || e->kind == WALK_END;
		digest_number(k, e->kind);
		/* by names, each within its directory, every path is told */
		if (e->kind != WALK_END)
			digest_text(k, e->name);
		if (e->kind == WALK_FILE)
			add_stat(k, &e->st, newest);
	}
	walk_close(w);
	return ok;
}
