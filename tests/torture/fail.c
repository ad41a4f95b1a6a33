/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Makes one call of the C library fail, in any program that this is preloaded into.
 *
 *   FAIL=KIND:N[:ERROR]  the Nth call of a kind (from 1) fails with that errno value, as
 *                        a number; without it with one that suits the kind
 *   FAIL=KIND:N+…        and so do all calls of the kind after it
 *   FAIL_LOG=FILE        how often each kind was called is added there at the end
 *
 * The kinds are those of the table below. Calls before main() are not counted.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind {
	MALLOC,
	OPEN,
	READ,
	READDIR,
	STAT,
	WRITE,
	CLOSE,
	FSYNC,
	RENAME,
	MMAP,
	THREAD,
	SOCKET,
	LOAD,
	RANDOM,
	KINDS,
};

static const struct {
	const char *name;
	int error;
} kinds[KINDS] = {
	[MALLOC] = { "malloc", ENOMEM },
	[OPEN] = { "open", EMFILE },
	[READ] = { "read", EIO },
	[READDIR] = { "readdir", EIO },
	[STAT] = { "stat", EIO },
	[WRITE] = { "write", ENOSPC },
	[CLOSE] = { "close", EIO },
	[FSYNC] = { "fsync", EIO },
	[RENAME] = { "rename", EIO },
	[MMAP] = { "mmap", ENOMEM },
	[THREAD] = { "thread", EAGAIN },
	[SOCKET] = { "socket", ECONNRESET },
	[LOAD] = { "load", ENOMEM },
	[RANDOM] = { "random", EAGAIN },
};

static atomic_uint calls[KINDS];
static enum kind fail_kind = KINDS;
static unsigned int fail_at;
static bool fail_on;
static int fail_error;
static char log_path[4096];
static bool ready;
static _Thread_local bool loading;

__attribute__((constructor)) static void
start(void)
{
	const char *s = getenv("FAIL"), *log = getenv("FAIL_LOG");
	char *end;
	size_t n;

	if (log && strlen(log) < sizeof(log_path))
		strcpy(log_path, log);
	for (fail_kind = 0; s && fail_kind < KINDS; fail_kind++) {
		n = strlen(kinds[fail_kind].name);
		if (!strncmp(s, kinds[fail_kind].name, n) && s[n] == ':')
			break;
	}
	if (s && fail_kind < KINDS) {
		fail_at = (unsigned int)strtoul(s + n + 1, &end, 10);
		fail_on = *end == '+';
		end += fail_on;
		fail_error = *end == ':' ? atoi(end + 1) : kinds[fail_kind].error;
	}
	ready = true;
}

/* Whether this call is the one. */
static bool
fails(enum kind k)
{
	unsigned int n;

	/* the loader without memory ends the program itself, with 127 */
	if (!ready || loading)
		return false;
	n = atomic_fetch_add(&calls[k], 1) + 1;
	if (k != fail_kind || !(n == fail_at || (fail_on && n > fail_at)))
		return false;
	errno = fail_error;
	return true;
}

__attribute__((destructor)) static void
end(void)
{
	char text[512];
	int fd, n = 0;
	size_t i;

	ready = false;
	if (!*log_path)
		return;
	for (i = 0; i < KINDS; i++)
		n += snprintf(text + n, sizeof(text) - (size_t)n, "%s %u\n",
			kinds[i].name, atomic_load(&calls[i]));
	fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (fd >= 0 && write(fd, text, (size_t)n) == n)
		close(fd);
}

/* The function that this one stands before. */
#define REAL(type, name, ...) \
	static type (*real)(__VA_ARGS__); \
	if (!real) \
	*(void **)(void *)&real = dlsym(RTLD_NEXT, #name)

#define REPLACE(kind, type, wrong, name, params, args) \
	type name params; \
	type name params \
	{ \
		static type(*real) params; \
		if (!real) \
			*(void **)(void *)&real = dlsym(RTLD_NEXT, #name); \
		return fails(kind) ? (wrong) : real args; \
	}

/* dlsym() itself may want memory */
void *__libc_malloc(size_t n);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t n);

void *
malloc(size_t n)
{
	return fails(MALLOC) ? NULL : __libc_malloc(n);
}

void *
calloc(size_t n, size_t size)
{
	return fails(MALLOC) ? NULL : __libc_calloc(n, size);
}

void *
realloc(void *p, size_t n)
{
	return fails(MALLOC) ? NULL : __libc_realloc(p, n);
}

static mode_t
mode_of(int flags, va_list ap)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(ap, mode_t) : 0;
}

#define REPLACE_OPEN(name) \
	int name(const char *path, int flags, ...); \
	int name(const char *path, int flags, ...) \
	{ \
		REAL(int, name, const char *, int, ...); \
		mode_t mode; \
		va_list ap; \
		va_start(ap, flags); \
		mode = mode_of(flags, ap); \
		va_end(ap); \
		return fails(OPEN) ? -1 : real(path, flags, mode); \
	}

#define REPLACE_OPENAT(name) \
	int name(int dir, const char *path, int flags, ...); \
	int name(int dir, const char *path, int flags, ...) \
	{ \
		REAL(int, name, int, const char *, int, ...); \
		mode_t mode; \
		va_list ap; \
		va_start(ap, flags); \
		mode = mode_of(flags, ap); \
		va_end(ap); \
		return fails(OPEN) ? -1 : real(dir, path, flags, mode); \
	}

REPLACE_OPEN(open)
REPLACE_OPEN(open64)
REPLACE_OPENAT(openat)
REPLACE_OPENAT(openat64)
REPLACE(OPEN, DIR *, NULL, opendir, (const char *path), (path))
REPLACE(OPEN, DIR *, NULL, fdopendir, (int fd), (fd))
REPLACE(OPEN, FILE *, NULL, fopen, (const char *path, const char *how), (path, how))
REPLACE(OPEN, FILE *, NULL, fopen64, (const char *path, const char *how), (path, how))
REPLACE(OPEN, FILE *, NULL, fdopen, (int fd, const char *how), (fd, how))
REPLACE(OPEN, int, -1, mkstemp, (char *path), (path))
REPLACE(OPEN, int, -1, mkstemp64, (char *path), (path))

REPLACE(READ, ssize_t, -1, read, (int fd, void *p, size_t n), (fd, p, n))
REPLACE(READ, ssize_t, -1, pread, (int fd, void *p, size_t n, off_t at), (fd, p, n, at))
REPLACE(READ, ssize_t, -1, pread64, (int fd, void *p, size_t n, off64_t at),
	(fd, p, n, at))
REPLACE(READ, ssize_t, -1, readlink, (const char *path, char *p, size_t n), (path, p, n))
REPLACE(READ, char *, NULL, realpath, (const char *path, char *p), (path, p))
REPLACE(READ, char *, NULL, getcwd, (char *p, size_t n), (p, n))

REPLACE(READDIR, struct dirent *, NULL, readdir, (DIR * d), (d))
REPLACE(READDIR, struct dirent64 *, NULL, readdir64, (DIR * d), (d))

REPLACE(STAT, int, -1, stat, (const char *path, struct stat *st), (path, st))
REPLACE(STAT, int, -1, lstat, (const char *path, struct stat *st), (path, st))
REPLACE(STAT, int, -1, fstat, (int fd, struct stat *st), (fd, st))
REPLACE(STAT, int, -1, fstatat, (int dir, const char *path, struct stat *st, int flags),
	(dir, path, st, flags))
REPLACE(STAT, int, -1, access, (const char *path, int how), (path, how))

REPLACE(WRITE, ssize_t, -1, write, (int fd, const void *p, size_t n), (fd, p, n))
REPLACE(WRITE, int, EOF, fflush, (FILE * f), (f))
REPLACE(WRITE, size_t, 0, fwrite, (const void *p, size_t size, size_t n, FILE *f),
	(p, size, n, f))
REPLACE(WRITE, int, -1, fchmod, (int fd, mode_t mode), (fd, mode))
REPLACE(WRITE, int, -1, ftruncate, (int fd, off_t n), (fd, n))

/* what was said to be closed is not used any more, whatever came of it */
#define REPLACE_CLOSE(name, param, arg) \
	int name param; \
	int name param \
	{ \
		static int(*real) param; \
		int rc, error = errno; \
		bool wrong; \
		if (!real) \
			*(void **)(void *)&real = dlsym(RTLD_NEXT, #name); \
		rc = real arg; \
		wrong = fails(CLOSE); \
		if (!wrong && !rc) \
			errno = error; \
		return wrong ? -1 : rc; \
	}

REPLACE_CLOSE(close, (int fd), (fd))
REPLACE_CLOSE(fclose, (FILE * f), (f))
REPLACE_CLOSE(closedir, (DIR * d), (d))

REPLACE(FSYNC, int, -1, fsync, (int fd), (fd))
REPLACE(FSYNC, int, -1, fdatasync, (int fd), (fd))

REPLACE(RENAME, int, -1, rename, (const char *a, const char *b), (a, b))
REPLACE(RENAME, int, -1, renameat, (int d, const char *a, int e, const char *b),
	(d, a, e, b))
REPLACE(RENAME, int, -1, link, (const char *a, const char *b), (a, b))
REPLACE(RENAME, int, -1, linkat, (int d, const char *a, int e, const char *b, int f),
	(d, a, e, b, f))
REPLACE(RENAME, int, -1, symlink, (const char *a, const char *b), (a, b))
REPLACE(RENAME, int, -1, mkdir, (const char *path, mode_t mode), (path, mode))

REPLACE(MMAP, void *, MAP_FAILED, mmap,
	(void *p, size_t n, int prot, int flags, int fd, off_t at),
	(p, n, prot, flags, fd, at))
REPLACE(MMAP, void *, MAP_FAILED, mmap64,
	(void *p, size_t n, int prot, int flags, int fd, off64_t at),
	(p, n, prot, flags, fd, at))

REPLACE(THREAD, int, fail_error, pthread_create,
	(pthread_t * t, const pthread_attr_t *a, void *(*f)(void *), void *arg),
	(t, a, f, arg))

REPLACE(SOCKET, int, -1, socket, (int domain, int type, int protocol),
	(domain, type, protocol))
REPLACE(SOCKET, int, -1, connect, (int fd, const struct sockaddr *to, socklen_t n),
	(fd, to, n))
REPLACE(SOCKET, ssize_t, -1, recv, (int fd, void *p, size_t n, int flags),
	(fd, p, n, flags))
REPLACE(SOCKET, ssize_t, -1, send, (int fd, const void *p, size_t n, int flags),
	(fd, p, n, flags))
struct pollfd;
REPLACE(SOCKET, int, -1, poll, (struct pollfd * v, unsigned long n, int ms), (v, n, ms))

void *dlopen(const char *path, int how);
void *
dlopen(const char *path, int how)
{
	REAL(void *, dlopen, const char *, int);
	void *loaded = NULL;

	if (!fails(LOAD)) {
		loading = true;
		loaded = real(path, how);
		loading = false;
	}
	return loaded;
}

REPLACE(LOAD, void *, NULL, dlmopen, (long ns, const char *path, int how),
	(ns, path, how))
REPLACE(RANDOM, ssize_t, -1, getrandom, (void *p, size_t n, unsigned int flags),
	(p, n, flags))
