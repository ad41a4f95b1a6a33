/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fatal.h"

enum { PIPE_HINT = 65536 };

static bool
is_std(const char *path)
{
	return !path || !strcmp(path, "-");
}

/* @size 0: to be found out by reading. */
static bool
read_all(int fd, size_t size, size_t max, struct bytes *out, struct fault *f)
{
	size_t cap = (size ? size : PIPE_HINT) + 1, n = 0, asked;
	uint8_t *data = malloc(cap + 1), *more;
	ssize_t got;

	if (!data)
		fatal("out of memory: %zu bytes wanted", cap);
	while ((got = read(fd, data + n, asked = cap - n)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			free(data);
			return fault_set(f, "cannot be read: %s", strerror(errno));
		}
		n += (size_t)got;
		if (n > max) {
			free(data);
			return fault_set(
				f, "larger than %zu bytes, the most that is read", max);
		}
		/* all that was expected, and no more where more was asked for */
		if (size && n == size && (size_t)got < asked)
			break;
		if (n < cap)
			continue;
		cap *= 2;
		if (!(more = realloc(data, cap + 1)))
			fatal("out of memory: %zu bytes wanted", cap);
		data = more;
	}
	data[n] = 0;
	*out = (struct bytes){ data, n };
	return true;
}

/* Fills @data from byte @n on to @want or the end of the file, and moves @n there. */
static bool
read_up_to(int fd, uint8_t *data, size_t *n, size_t want, struct fault *f)
{
	ssize_t got = 1;

	while (*n < want && got) {
		got = read(fd, data + *n, want - *n);
		if (got < 0 && errno != EINTR)
			return fault_set(f, "cannot be read: %s", strerror(errno));
		*n += got > 0 ? (size_t)got : 0;
	}
	return true;
}

static bool
read_part(int fd, size_t size, size_t (*extent)(const uint8_t *head, size_t n),
	struct bytes *out, struct fault *f)
{
	uint8_t *data = calloc(1, size + 1);
	size_t n = 0, want = size < IO_HEAD ? size : IO_HEAD;
	bool ok;

	if (!data)
		fatal("out of memory: %zu bytes wanted", size);
	ok = read_up_to(fd, data, &n, want, f);
	if (ok && n == want && (want = extent(data, n)) > n)
		ok = read_up_to(fd, data, &n, want < size ? want : size, f);
	if (!ok) {
		free(data);
		return false;
	}
	/* less than wanted: another process has cut the file short */
	*out = (struct bytes){ data, n < want && n < size ? n : size };
	return true;
}

/* A file that can be read, with its size; 0: to be found out by reading. -1: a fault. */
static int
open_file(const char *path, size_t max, size_t *size, struct fault *f)
{
	struct stat st;
	/* O_NONBLOCK: opening a FIFO that nobody writes to must not hang */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	*size = 0;
	if (fd < 0) {
		fault_set(f, "cannot be opened: %s", strerror(errno));
		return -1;
	}
	if (fstat(fd, &st))
		fault_set(f, "cannot be read: %s", strerror(errno));
	else if (S_ISDIR(st.st_mode))
		fault_set(f, "is a directory, expected a file");
	else if (S_ISREG(st.st_mode) && (uintmax_t)st.st_size > max)
		fault_set(f, "larger than %zu bytes, the most that is read", max);
	if (f->message) {
		close(fd);
		return -1;
	}
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	if (S_ISREG(st.st_mode))
		*size = (size_t)st.st_size;
	return fd;
}

bool
io_read_open(int fd, size_t size, size_t max,
	size_t (*extent)(const uint8_t *head, size_t n), struct bytes *out,
	struct fault *f)
{
	if (size > max)
		return fault_set(f, "larger than %zu bytes, the most that is read", max);
	return size && extent ? read_part(fd, size, extent, out, f)
			      : read_all(fd, size, max, out, f);
}

bool
io_read_part(const char *path, size_t max,
	size_t (*extent)(const uint8_t *head, size_t n), struct bytes *out,
	struct fault *f)
{
	size_t size;
	bool ok;
	int fd;

	if (is_std(path))
		return read_all(STDIN_FILENO, 0, max, out, f);
	fd = open_file(path, max, &size, f);
	if (fd < 0)
		return false;
	ok = io_read_open(fd, size, max, extent, out, f);
	close(fd);
	return ok;
}

bool
io_read(const char *path, size_t max, struct bytes *out, struct fault *f)
{
	return io_read_part(path, max, NULL, out, f);
}

void
bytes_free(struct bytes *b)
{
	free(b->data);
	*b = (struct bytes){ 0 };
}

/* Waits where the descriptor is another's who made it so that it does not block. */
static bool
wait_to_write(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLOUT };

	return poll(&p, 1, -1) > 0 || errno == EINTR;
}

static bool
write_all(int fd, const uint8_t *p, size_t n)
{
	ssize_t did;

	while (n) {
		did = write(fd, p, n);
		if (did < 0 && (errno == EINTR || (errno == EAGAIN && wait_to_write(fd))))
			continue;
		if (did <= 0) {
			errno = did ? errno : ENOSPC;
			return false;
		}
		p += did;
		n -= (size_t)did;
	}
	return true;
}

/* The descriptor that /dev/stdout and its like stand for, or -1. */
static int
descriptor_of(const char *path)
{
	static const char *const folders[] = { "/dev/fd/", "/proc/self/fd/" };
	size_t i, n;

	if (!strcmp(path, "/dev/stdout"))
		return STDOUT_FILENO;
	if (!strcmp(path, "/dev/stderr"))
		return STDERR_FILENO;
	for (i = 0; i < 2; i++) {
		n = strlen(folders[i]);
		if (!strncmp(path, folders[i], n) && path[n] && strlen(path + n) < 6
			&& !path[n + strspn(path + n, "0123456789")])
			return atoi(path + n);
	}
	return -1;
}

static bool
write_descriptor(int fd, const void *data, size_t n, const char *what, struct fault *f)
{
	fflush(stdout);
	return write_all(fd, data, n)
	       || fault_set(f, "%scannot be written: %s", what, strerror(errno));
}

/* Devices and pipes cannot be replaced by a rename. */
static bool
write_direct(const char *path, const void *data, size_t n, struct fault *f)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool ok;

	if (fd < 0)
		return fault_set(f, "cannot be written: %s", strerror(errno));
	ok = write_all(fd, data, n);
	if (close(fd) && ok)
		ok = false;
	return ok || fault_set(f, "cannot be written: %s", strerror(errno));
}

/* A name that says what it is, should the process be killed before it is renamed. */
static char *
name_beside(const char *path, struct arena *a)
{
	const char *slash = strrchr(path, '/');
	int n = slash ? (int)(slash - path) + 1 : 0;

	return arena_printf(a, "%.*s.dtlint-unfinished-XXXXXX", n, path);
}

static bool
write_beside(const char *path, mode_t mode, const void *data, size_t n, struct fault *f)
{
	char *tmp = name_beside(path, f->arena);
	int fd = mkstemp(tmp);
	bool ok;

	if (fd < 0)
		return fault_set(f, "cannot be written: %s", strerror(errno));
	ok = write_all(fd, data, n) && !fchmod(fd, mode);
	if (!ok)
		fault_set(f, "cannot be written: %s", strerror(errno));
	if (close(fd))
		ok = false;
	if (ok && !rename(tmp, path))
		return true;
	fault_set(f, "cannot be written: %s", strerror(errno));
	unlink(tmp);
	return false;
}

static mode_t
new_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* In place of a regular file, or of a link to one or to nothing. */
static bool
replace(const char *path, const struct stat *st, const void *data, size_t n,
	struct fault *f)
{
	if (access(path, W_OK) && errno != ENOENT)
		return fault_set(f, "cannot be written: %s", strerror(errno));
	return write_beside(path, st ? st->st_mode & 0777 : new_mode(), data, n, f);
}

bool
io_write(const char *path, const void *data, size_t n, struct fault *f)
{
	struct stat st;
	int fd;

	if (is_std(path))
		return write_descriptor(STDOUT_FILENO, data, n, "standard output ", f);
	fd = descriptor_of(path);
	if (fd >= 0)
		return write_descriptor(fd, data, n, "", f);
	if (!stat(path, &st))
		return S_ISREG(st.st_mode) ? replace(path, &st, data, n, f)
					   : write_direct(path, data, n, f);
	if (errno != ENOENT)
		return fault_set(f, "cannot be written: %s", strerror(errno));
	return replace(path, NULL, data, n, f);
}

bool
io_write_own(const char *path, const void *data, size_t n, struct fault *f)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT
			       ? write_beside(path, new_mode(), data, n, f)
			       : fault_set(f, "cannot be written: %s", strerror(errno));
	if (S_ISLNK(st.st_mode))
		return write_beside(path, new_mode(), data, n, f);
	if (S_ISREG(st.st_mode))
		return replace(path, &st, data, n, f);
	return fault_set(f, "cannot be written: %s",
		S_ISDIR(st.st_mode) ? strerror(EISDIR) : "what is there is no file");
}

void
io_wait_for_readers(void)
{
	static const char *const paths[] = { "/proc/self/fd/1", "/proc/self/fd/2" };
	struct stat st;
	int i, fd, flags;

	for (i = 0; i < 2; i++) {
		flags = fcntl(STDOUT_FILENO + i, F_GETFL);
		if (flags < 0 || !(flags & O_NONBLOCK) || fstat(STDOUT_FILENO + i, &st)
			|| (!S_ISFIFO(st.st_mode) && !S_ISCHR(st.st_mode)))
			continue;
		fd = open(paths[i], O_WRONLY | O_NOCTTY | O_CLOEXEC);
		if (fd < 0)
			continue;
		dup2(fd, STDOUT_FILENO + i);
		close(fd);
	}
}

char *
io_real_path(const char *path)
{
	char *real = realpath(path, NULL);

	if (!real && (errno == EIO || errno == ENOMEM))
		fatal("%s: cannot be resolved: %s", path, strerror(errno));
	return real;
}

bool
io_is_there(const char *path)
{
	if (!access(path, F_OK))
		return true;
	if (errno == EIO || errno == ENOMEM)
		fatal("%s: cannot be looked at: %s", path, strerror(errno));
	return false;
}

bool
io_is_directory(const char *path)
{
	struct stat st;

	if (!stat(path, &st))
		return S_ISDIR(st.st_mode);
	if (errno == EIO || errno == ENOMEM)
		fatal("%s: cannot be looked at: %s", path, strerror(errno));
	return false;
}
