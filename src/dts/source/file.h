/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The files of device tree sources, each read once for all that include it.
 *
 * A set is shared by the threads of a run: every function here may be called from any of
 * them. What was looked for and not found is remembered, too: a run sees the files as
 * they were when it first asked. Files that nobody holds stay, up to a budget, for the
 * next board that includes them.
 */
#ifndef DTLINT_DTS_SOURCE_FILE_H
#define DTLINT_DTS_SOURCE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"
#include "base/fence.h"
#include "base/past.h"
#include "base/place.h"

struct source_set;

/* The most bytes of one source or header. */
#define SOURCE_SIZE_MAX ((size_t)64 << 20)

/* A file that someone holds; nothing of it changes. */
struct source_file {
	const char *path; /* as it was opened; lives as long as the set */
	const char *
		shown; /* the same for places: without "dir/.." where that changes nothing */
	const char *text; /* @n bytes, which may be NULs, and a NUL behind them */
	uint32_t n;
	bool quotable;   /* a source by its name: messages may show what is in it */
	uint64_t device; /* with @inode: the same file by whatever name; or 0 */
	uint64_t inode;
	int64_t modified; /* seconds since the epoch; INT64_MIN: not a file on disk */
};

struct source_set *source_set_new(void);

/* Frees all files: nothing of them may be held any more. NULL is fine. */
void source_set_free(struct source_set *set);

/*
 * Gives the text of a file by name, in place of what is on disk or whether or not
 * something is: standard input, or what an editor has not saved. It is that of the file by
 * whatever name that was not opened before. Copies it. Nothing happens to a file that
 * somebody holds, here and in source_set_forget().
 */
void source_set_put(struct source_set *set, const char *path, const void *text, size_t n);

/*
 * Has the set read files as they were: @past is asked of each path that is looked at from now
 * on, and has to be there as long as the set.
 */
void source_set_past(struct source_set *set, const struct past *past);

/* Forgets what the set knows about a file by any of its names, so that it is looked at again. */
void source_set_forget(struct source_set *set, const char *path);

/*
 * Opens a regular file below one of the trusted folders and holds it; to be given back
 * with source_file_close(). NULL with the fault set, or, where no such file exists and only
 * then, NULL with no fault.
 */
const struct source_file *source_file_open(struct source_set *set,
	const struct fence *trust, const char *path, struct fault *f);

void source_file_close(const struct source_file *file);

/*
 * What somebody makes of a file, once for all that use it, and kept as long as its text:
 * @make is called for the first one, without other threads of the same file; @free
 * when the file is dropped. @size says about how many bytes it takes.
 */
struct source_derived {
	void *(*make)(void *user, const struct source_file *file);
	void (*free)(void *derived);
	size_t (*size)(const void *derived);
	void *user;
};

const void *source_derive(const struct source_file *file, const struct source_derived *d);

/*
 * The same for the set: made once, freed with it, behind its files. What is made has to
 * look after its own locks.
 */
void *source_set_share(
	struct source_set *set, void *(*make)(void), void (*free)(void *shared));

/*
 * What is remembered under a key for the rest of the run: made, in memory of the set's
 * own, when first asked for, while other threads wait. Must not call the set.
 */
const void *source_set_memo(struct source_set *set, const char *key,
	const void *(*make)(const char *key, struct arena *a));

/* The place of the bytes from @offset to @end, both at most the size. */
struct place source_place(const struct source_file *file, uint32_t offset, uint32_t end);

/*
 * The text of a line, from 1, without its newline; copied to @a. NULL where no such file
 * was read for this run, it is no source by its name, or the line does not exist: no
 * excerpt is ever taken from any other file.
 */
const char *source_line(
	struct source_set *set, const char *path, uint32_t line, struct arena *a);

#endif
