/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads whole files, and writes whole files. */
#ifndef DTLINT_BASE_IO_H
#define DTLINT_BASE_IO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

/* The largest input that is read; larger ones are a fault, not a surprise. */
#define IO_INPUT_MAX ((size_t)1 << 30)

enum { IO_HEAD = 16384 };

struct bytes {
	uint8_t *data; /* malloc'ed, 8-byte aligned, one NUL after the end */
	size_t n;
};

/*
 * Reads a file, or standard input where @path is "-". On failure returns false
 * with the fault set and nothing to free. Files are copied, not mapped: one that
 * is cut short by another process must not end this one.
 */
bool io_read(const char *path, size_t max, struct bytes *out, struct fault *f);

/*
 * The same, but where @path is a regular file, only as many bytes from its start as
 * @extent says are needed; it is shown the first IO_HEAD of them, or all where there are
 * fewer. The others are zeros that cost neither time nor memory: `n` is the whole size.
 */
bool io_read_part(const char *path, size_t max,
	size_t (*extent)(const uint8_t *head, size_t n), struct bytes *out,
	struct fault *f);

/* The same of a regular file of @size bytes that is open, from its start. */
bool io_read_open(int fd, size_t size, size_t max,
	size_t (*extent)(const uint8_t *head, size_t n), struct bytes *out,
	struct fault *f);
void bytes_free(struct bytes *b);

/*
 * Writes @n bytes to @path, which the user named, or to standard output where it is NULL
 * or "-". Everything is on its way when this returns true: short writes and errors at
 * close are faults. A regular file is written beside and renamed, so that it is never
 * seen half-written; so is a link to one, which the new file takes the place of: what it
 * led to stays as it was. Devices and pipes are written to; /dev/stdout, /dev/stderr and
 * /dev/fd/N are the descriptors that they stand for.
 */
bool io_write(const char *path, const void *data, size_t n, struct fault *f);

/* The path of standard error, for io_write(). */
#define IO_STANDARD_ERROR "/dev/stderr"

/*
 * The same of a path that dtlint made up itself: whatever link is there is replaced, and
 * what is neither a link nor a regular file is a fault.
 */
bool io_write_own(const char *path, const void *data, size_t n, struct fault *f);

/*
 * realpath(), to be freed; NULL where the path leads nowhere. A failure that is the machine's
 * (no memory, an error of a disk) ends the process, for nothing can be told by it.
 */
char *io_real_path(const char *path);

/*
 * Has standard output and standard error wait for who reads them, where they are pipes or
 * terminals that someone else set not to: the C library's streams would lose text. The
 * descriptors are opened anew, so that nothing changes for others.
 */
void io_wait_for_readers(void);

/*
 * Whether a path, or the link that it is, leads anywhere, and to a directory. Each ends the
 * process where that cannot be told, as io_real_path() does.
 */
bool io_is_there(const char *path);
bool io_is_directory(const char *path);

#endif
