/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dts/source/file.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fatal.h"
#include "base/intern.h"
#include "base/io.h"
#include "base/search.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "dts/source/index.h"
#include "dts/source/layout.h"

enum { IDLE_MAX = 12 << 20 }; /* bytes that nobody holds, derived ones too */

enum entry_state {
	ENTRY_UNKNOWN, /* nobody has asked yet */
	ENTRY_ABSENT,
	ENTRY_REFUSED, /* there, but no regular file, or it cannot be read */
	ENTRY_DROPPED, /* a file whose text is to be read again */
	ENTRY_READ,
};

struct entry {
	struct source_file file; /* the first member */
	struct source_set *set;
	enum entry_state state;
	uint32_t holds;
	bool given;      /* the text is the caller's */
	bool used;       /* has been opened by someone who may */
	char *real;      /* NULL: given */
	const char *why; /* refused */
	struct bytes bytes;
	uint32_t *lines; /* where each begins; NULL: not made yet */
	uint32_t nlines;
	pthread_mutex_t making;
	void *derived;
	void (*derived_free)(void *);
	size_t size;         /* with what is derived */
	struct entry *older; /* among those that nobody holds */
	struct entry *newer;
};

struct source_set {
	const struct past *past; /* NULL: files are read as they are */
	pthread_mutex_t lock; /* of all below, and of entries but for what is derived */
	struct arena arena;
	struct intern paths;
	struct entry **entries; /* by the atom of the path */
	uint32_t nentries;
	struct entry *oldest;
	struct entry *newest;
	size_t idle;           /* bytes that nobody holds */
	struct intern aliases; /* names that places have, other than paths */
	struct entry **by_alias;
	uint32_t naliases;
	uint32_t cap_aliases;
	struct intern keys; /* of what is remembered */
	const void **memos; /* by the atom of the key */
	uint32_t nmemos;
	void *shared;
	void (*shared_free)(void *);
};

struct source_set *
source_set_new(void)
{
	struct source_set *set = calloc(1, sizeof(*set));

	if (!set)
		fatal("out of memory: %zu bytes wanted", sizeof(*set));
	pthread_mutex_init(&set->lock, NULL);
	return set;
}

static void
drop(struct entry *e)
{
	if (e->derived)
		e->derived_free(e->derived);
	e->derived = NULL;
	free(e->lines);
	e->lines = NULL;
	bytes_free(&e->bytes);
	e->file.text = NULL;
	e->size = 0;
	e->state = ENTRY_DROPPED;
}

void
source_set_free(struct source_set *set)
{
	if (!set)
		return;
	for (uint32_t i = 0; i < set->nentries; i++) {
		struct entry *e = set->entries[i];

		if (!e)
			continue;
		drop(e);
		free(e->real);
		pthread_mutex_destroy(&e->making);
	}
	if (set->shared)
		set->shared_free(set->shared);
	intern_free(&set->paths);
	intern_free(&set->keys);
	intern_free(&set->aliases);
	arena_free(&set->arena);
	free(set->entries);
	pthread_mutex_destroy(&set->lock);
	free(set);
}

void *
source_set_share(struct source_set *set, void *(*make)(void), void (*free_it)(void *))
{
	pthread_mutex_lock(&set->lock);
	if (!set->shared) {
		set->shared = make();
		set->shared_free = free_it;
	}
	pthread_mutex_unlock(&set->lock);
	return set->shared;
}

const void *
source_set_memo(struct source_set *set, const char *key,
	const void *(*make)(const char *key, struct arena *a))
{
	const void *memo;
	atom_t atom;

	pthread_mutex_lock(&set->lock);
	atom = intern(&set->keys, key, strlen(key));
	if (atom >= set->nmemos) {
		uint32_t n = set->nmemos ? 2 * set->nmemos : 64;

		set->memos = arena_grow(&set->arena, set->memos,
			set->nmemos * sizeof(void *), n * sizeof(void *));
		set->nmemos = n;
	}
	if (!set->memos[atom])
		set->memos[atom] = make(key, &set->arena);
	memo = set->memos[atom];
	pthread_mutex_unlock(&set->lock);
	return memo;
}

static struct entry *
entry_of(struct source_set *set, const char *path)
{
	atom_t atom = intern(&set->paths, path, strlen(path));
	struct entry *e;

	if (atom >= set->nentries) {
		uint32_t n = set->nentries ? 2 * set->nentries : 256;

		set->entries = realloc(set->entries, n * sizeof(struct entry *));
		if (!set->entries)
			fatal("out of memory: %u files", n);
		memset(set->entries + set->nentries, 0,
			(n - set->nentries) * sizeof(struct entry *));
		set->nentries = n;
	}
	e = set->entries[atom];
	if (!e) {
		e = set->entries[atom] = arena_new(&set->arena, struct entry);
		e->file.path = e->file.shown = intern_str(&set->paths, atom);
		e->file.quotable = source_is_whole(path) || source_is_part(path);
		e->file.modified = INT64_MIN;
		e->set = set;
		pthread_mutex_init(&e->making, NULL);
	}
	return e;
}

static void
idle_remove(struct source_set *set, struct entry *e)
{
	*(e->older ? &e->older->newer : &set->oldest) = e->newer;
	*(e->newer ? &e->newer->older : &set->newest) = e->older;
	e->older = e->newer = NULL;
	set->idle -= e->size;
}

static void
idle_add(struct source_set *set, struct entry *e)
{
	e->older = set->newest;
	*(set->newest ? &set->newest->newer : &set->oldest) = e;
	set->newest = e;
	set->idle += e->size;
	while (set->idle > IDLE_MAX) {
		struct entry *oldest = set->oldest;

		idle_remove(set, oldest);
		drop(oldest);
	}
}

static bool
refuse(struct entry *e, const char *why)
{
	e->state = ENTRY_REFUSED;
	e->why = why;
	return false;
}

/* Finds the name for places: one that tells the same file apart from no other. */
static void
set_shown(struct entry *e)
{
	struct source_set *set = e->set;
	const char *name = layout_without_parents(e->file.path, &set->arena);
	char *real = name ? io_real_path(name) : NULL;
	uint32_t known = set->aliases.count;
	atom_t atom;

	if (real && !strcmp(real, e->real)) {
		if (*name == '/')
			name = layout_shown(name, &set->arena);
		atom = intern(&set->aliases, name, strlen(name));
		e->file.shown = intern_str(&set->aliases, atom);
		if (atom == known) {
			vec_room(&set->arena, set->by_alias, set->naliases,
				set->cap_aliases);
			set->by_alias[set->naliases++] = e;
		}
	}
	free(real);
}

static bool
has_text(struct entry *e)
{
	e->file.text = (const char *)e->bytes.data;
	e->file.n = (uint32_t)e->bytes.n;
	e->size = e->bytes.n;
	e->state = ENTRY_READ;
	return true;
}

/* What the file was, if that is known; it is kept, for it is not to be had again. */
static void
resolve_past(struct entry *e)
{
	const struct past *past = e->set->past;

	switch (past->look(past->context, e->file.path, &e->bytes, &e->real)) {
	case PAST_AS_NOW: return;
	case PAST_ABSENT: e->state = ENTRY_ABSENT; return;
	case PAST_OTHER: break;
	}
	if (e->bytes.n > SOURCE_SIZE_MAX)
		refuse(e, "is too large");
	else
		e->holds = has_text(e);
}

/* Finds out what file a path leads to, once. */
static bool
resolve(struct entry *e)
{
	if (e->state == ENTRY_UNKNOWN && e->set->past)
		resolve_past(e);
	if (e->state != ENTRY_UNKNOWN)
		return e->state != ENTRY_ABSENT && e->state != ENTRY_REFUSED;
	e->real = io_real_path(e->file.path);
	e->state = e->real ? ENTRY_DROPPED : ENTRY_ABSENT;
	if (e->real)
		set_shown(e);
	if (e->real || errno == ENOENT || errno == ENOTDIR)
		return e->real != NULL;
	return refuse(
		e, arena_printf(&e->set->arena, "cannot be opened: %s", strerror(errno)));
}

static uint8_t *
copy_text(const void *text, size_t n)
{
	uint8_t *copy = malloc(n + 1);

	if (!copy)
		fatal("out of memory: %zu bytes wanted", n);
	if (n)
		memcpy(copy, text, n);
	copy[n] = 0;
	return copy;
}

/* The text that somebody gave for the same file, by its real path. */
static bool
take_given(struct entry *e)
{
	atom_t atom = intern_find(&e->set->paths, e->real, strlen(e->real));
	const struct entry *given = atom == ATOM_NONE ? NULL : e->set->entries[atom];

	if (!given || !given->given)
		return false;
	e->bytes = (struct bytes){ copy_text(given->file.text, given->file.n),
		given->file.n };
	return has_text(e);
}

/* Reads through the real path, so that a link that is changed later leads nowhere. */
static bool
read_file(struct entry *e)
{
	struct fault f = FAULT_INIT(&e->set->arena);
	struct stat st;

	if (take_given(e))
		return true;
	if (stat(e->real, &st))
		return refuse(e, "cannot be opened any more");
	if (!S_ISREG(st.st_mode))
		return refuse(e, S_ISDIR(st.st_mode)
					 ? "is a directory, expected a regular file"
					 : "is not a regular file");
	if (!io_read(e->real, SOURCE_SIZE_MAX, &e->bytes, &f))
		return refuse(e, f.message);
	e->file.device = (uint64_t)st.st_dev;
	e->file.inode = (uint64_t)st.st_ino;
	e->file.modified = (int64_t)st.st_mtime;
	return has_text(e);
}

/* Has it read, and holds it. */
static bool
hold(struct entry *e)
{
	if (!resolve(e))
		return false;
	if (e->state == ENTRY_READ && !e->holds)
		idle_remove(e->set, e);
	else if (e->state != ENTRY_READ && !read_file(e))
		return false;
	e->used = true;
	e->holds++;
	return true;
}

static void
release(struct entry *e)
{
	if (!--e->holds)
		idle_add(e->set, e);
}

/* What is known of a path is as good as never asked for; not while somebody holds it. */
static bool
forget(struct entry *e)
{
	if (e->holds > e->given)
		return false;
	if (e->given) {
		e->given = false;
		release(e);
	}
	if (e->state == ENTRY_READ)
		idle_remove(e->set, e);
	drop(e);
	free(e->real);
	e->real = NULL;
	e->state = ENTRY_UNKNOWN;
	return true;
}

void
source_set_forget(struct source_set *set, const char *path)
{
	char *real = io_real_path(path);
	struct entry *e;

	pthread_mutex_lock(&set->lock);
	for (uint32_t i = 0; i < set->nentries; i++)
		if ((e = set->entries[i])
			&& (!strcmp(e->file.path, path)
				|| !strcmp(e->real ? e->real : e->file.path,
					real ? real : path)))
			forget(e);
	pthread_mutex_unlock(&set->lock);
	free(real);
}

static void
put(struct source_set *set, const char *path, const void *text, size_t n)
{
	struct entry *e;

	pthread_mutex_lock(&set->lock);
	e = entry_of(set, path);
	if (forget(e)) {
		e->bytes = (struct bytes){ copy_text(text, n), n };
		e->file.device = e->file.inode = 0;
		e->file.modified = INT64_MIN;
		e->given = has_text(e);
		e->holds = 1;
	}
	pthread_mutex_unlock(&set->lock);
}

void
source_set_put(struct source_set *set, const char *path, const void *text, size_t n)
{
	char *real = io_real_path(path);

	put(set, path, text, n);
	/* the same file by other names */
	if (real && strcmp(real, path) != 0)
		put(set, real, text, n);
	free(real);
}

void
source_set_past(struct source_set *set, const struct past *past)
{
	set->past = past;
}

const struct source_file *
source_file_open(struct source_set *set, const struct fence *trust, const char *path,
	struct fault *f)
{
	const struct source_file *file = NULL;
	struct entry *e;

	pthread_mutex_lock(&set->lock);
	e = entry_of(set, path);
	if (!e->given && resolve(e) && !fence_holds(trust, e->real))
		fault_set(f, "'%s' is outside of the folders that sources may use", path);
	else if (hold(e))
		file = &e->file;
	else if (e->state == ENTRY_REFUSED)
		fault_set(f, "'%s' %s", path, e->why);
	pthread_mutex_unlock(&set->lock);
	return file;
}

static struct entry *
entry(const struct source_file *file)
{
	/* the public part is the first member of what the set made */
	return (struct entry *)(uintptr_t)file;
}

void
source_file_close(const struct source_file *file)
{
	struct entry *e = entry(file);

	pthread_mutex_lock(&e->set->lock);
	release(e);
	pthread_mutex_unlock(&e->set->lock);
}

const void *
source_derive(const struct source_file *file, const struct source_derived *d)
{
	struct entry *e = entry(file);
	bool made = false;

	pthread_mutex_lock(&e->making);
	if (!e->derived) {
		e->derived = d->make(d->user, file);
		e->derived_free = d->free;
		made = true;
	}
	pthread_mutex_unlock(&e->making);
	if (made) {
		pthread_mutex_lock(&e->set->lock);
		e->size += d->size(e->derived);
		pthread_mutex_unlock(&e->set->lock);
	}
	return e->derived;
}

/* Where each line begins. */
static void
index_lines(struct entry *e)
{
	const char *text = e->file.text, *end = text + e->file.n, *at = text;
	uint32_t n = 1, i = 0;

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		n++;
		at++;
	}
	e->lines = malloc(n * sizeof(*e->lines));
	if (!e->lines)
		fatal("out of memory: %u lines", n);
	e->lines[i++] = 0;
	for (at = text; (at = memchr(at, '\n', (size_t)(end - at)));)
		e->lines[i++] = (uint32_t)(++at - text);
	e->nlines = n;
	e->size += n * sizeof(*e->lines);
}

/* The line, from 1, of an offset. */
static uint32_t
line_of(const struct entry *e, uint32_t offset)
{
	return (uint32_t)search_first(e->nlines, i, e->lines[i] <= offset);
}

/* Characters: what is no UTF-8 counts by the byte. */
static uint32_t
column_of(const struct entry *e, uint32_t line, uint32_t offset)
{
	const char *s = e->file.text + e->lines[line - 1];
	const char *at = e->file.text + offset, *end = e->file.text + e->file.n;
	uint32_t column = 1, c;
	size_t n;

	for (; s < at; s += n, column++) {
		n = (uint8_t)*s < 0x80 ? 1 : utf8_decode(s, (size_t)(end - s), &c);
		n = n ? n : 1;
		/* within a character: at it */
		if (n > (size_t)(at - s))
			break;
	}
	return column;
}

struct place
source_place(const struct source_file *file, uint32_t offset, uint32_t end)
{
	struct entry *e = entry(file);
	struct place p = { .file = file->shown };

	pthread_mutex_lock(&e->set->lock);
	if (!e->lines)
		index_lines(e);
	pthread_mutex_unlock(&e->set->lock);
	if (offset > file->n)
		offset = file->n;
	if (end < offset || end > file->n)
		end = offset;
	p.line = line_of(e, offset);
	p.column = column_of(e, p.line, offset);
	p.end_line = line_of(e, end);
	p.end_column = column_of(e, p.end_line, end);
	p.offset = offset;
	p.length = end - offset;
	return p;
}

/* The text of a line of a file that is held. */
static const char *
line_text(struct entry *e, uint32_t line, struct arena *a)
{
	const char *s, *end;

	if (!e->lines)
		index_lines(e);
	if (!line || line > e->nlines)
		return NULL;
	s = e->file.text + e->lines[line - 1];
	end = e->file.text + (line < e->nlines ? e->lines[line] - 1 : e->file.n);
	if (end > s && end[-1] == '\r')
		end--;
	return arena_strndup(a, s, (size_t)(end - s));
}

const char *
source_line(struct source_set *set, const char *path, uint32_t line, struct arena *a)
{
	const char *text = NULL;
	struct entry *e;
	atom_t atom;

	pthread_mutex_lock(&set->lock);
	atom = intern_find(&set->paths, path, strlen(path));
	e = atom == ATOM_NONE ? NULL : set->entries[atom];
	if (!e || !e->used) {
		atom = intern_find(&set->aliases, path, strlen(path));
		e = atom == ATOM_NONE ? e : set->by_alias[atom];
	}
	/* only what was opened before, and so was trusted */
	if (e && (e->file.quotable || e->given) && e->used && hold(e)) {
		text = line_text(e, line, a);
		release(e);
	}
	pthread_mutex_unlock(&set->lock);
	return text;
}
