/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/io.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fatal.h"

static bool
is_std(const char *path)
{
	return !path || !strcmp(path, "-");
}

static bool
read_all(int fd, size_t hint, size_t max, struct bytes *out, struct fault *f)
{
	size_t cap = hint + 1, n = 0;
	uint8_t *data = malloc(cap + 1), *more;
	ssize_t got;

	if (!data)
		fatal("out of memory: %zu bytes wanted", cap);
	while ((got = read(fd, data + n, cap - n)) != 0) {
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

bool
io_read(const char *path, size_t max, struct bytes *out, struct fault *f)
{
	struct stat st;
	size_t hint = 65536;
	bool ok;
	int fd;

	if (is_std(path))
		return read_all(STDIN_FILENO, hint, max, out, f);
	/* O_NONBLOCK: opening a FIFO that nobody writes to must not hang */
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return fault_set(f, "cannot be opened: %s", strerror(errno));
	if (fstat(fd, &st)) {
		fault_set(f, "cannot be read: %s", strerror(errno));
		close(fd);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		close(fd);
		return fault_set(f, "is a directory, expected a file");
	}
	if (S_ISFIFO(st.st_mode) || S_ISCHR(st.st_mode))
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	if (S_ISREG(st.st_mode) && st.st_size > 0) {
		if ((uintmax_t)st.st_size > max) {
			close(fd);
			return fault_set(
				f, "larger than %zu bytes, the most that is read", max);
		}
		hint = (size_t)st.st_size;
	}
	ok = read_all(fd, hint, max, out, f);
	close(fd);
	return ok;
}

void
bytes_free(struct bytes *b)
{
	free(b->data);
	*b = (struct bytes){ 0 };
}

static bool
write_all(int fd, const uint8_t *p, size_t n)
{
	ssize_t did;

	while (n) {
		did = write(fd, p, n);
		if (did < 0 && errno == EINTR)
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

static bool
write_beside(const char *path, mode_t mode, const void *data, size_t n, struct fault *f)
{
	char *tmp = arena_printf(f->arena, "%s.XXXXXX", path);
	int fd = mkstemp(tmp);
	bool ok;

	if (fd < 0)
		return fault_set(f, "cannot be written: %s", strerror(errno));
	ok = write_all(fd, data, n) && !fchmod(fd, mode);
	if (close(fd))
		ok = false;
	if (ok && !rename(tmp, path))
		return true;
	fault_set(f, "cannot be written: %s", strerror(errno));
	unlink(tmp);
	return false;
}

bool
io_write(const char *path, const void *data, size_t n, struct fault *f)
{
	struct stat st;
	mode_t mask;

	if (is_std(path)) {
		fflush(stdout);
		return write_all(STDOUT_FILENO, data, n)
		       || fault_set(f, "standard output cannot be written: %s",
			       strerror(errno));
	}
	if (!lstat(path, &st)) {
		if (!S_ISREG(st.st_mode))
			return write_direct(path, data, n, f);
		if (access(path, W_OK))
			return fault_set(f, "cannot be written: %s", strerror(errno));
		return write_beside(path, st.st_mode & 0777, data, n, f);
	}
	mask = umask(0);
	umask(mask);
	return write_beside(path, 0666 & ~mask, data, n, f);
}
