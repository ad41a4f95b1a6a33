/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/io.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static struct arena arena;
static struct fault fault;
static char dir[64];

static void
setup(void)
{
	snprintf(dir, sizeof(dir), "/tmp/dtlint-test-io-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	fault = FAULT_INIT(&arena);
}

static void
teardown(void)
{
	char *command = arena_printf(&arena, "rm -rf %s", dir);

	ck_assert_int_eq(system(command), 0);
	arena_free(&arena);
}

static const char *
path_of(const char *name)
{
	return arena_printf(&arena, "%s/%s", dir, name);
}

static void
put_file(const char *path, const void *data, size_t n)
{
	FILE *f = fopen(path, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fwrite(data, 1, n, f), n);
	ck_assert_int_eq(fclose(f), 0);
}

static void
check_file(const char *path, const void *data, size_t n)
{
	char *have = arena_alloc(&arena, n + 1);
	FILE *f = fopen(path, "r");

	ck_assert_ptr_nonnull(f);
	ck_assert_uint_eq(fread(have, 1, n + 1, f), n);
	ck_assert_mem_eq(have, data, n);
	fclose(f);
}

static size_t
files_in_dir(void)
{
	struct dirent *e;
	DIR *d = opendir(dir);
	size_t n = 0;

	while ((e = readdir(d)))
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

/* The fault that is set must hold these words. */
static void
check_fault(const char *words)
{
	ck_assert_ptr_nonnull(fault.message);
	ck_assert_msg(strstr(fault.message, words) != NULL,
		"expected \"…%s…\", got \"%s\"", words, fault.message);
}

START_TEST(files_are_read_whole)
{
	static const size_t sizes[] = { 0, 1, 4095, 65536, 65537, 1000001 };
	size_t n = sizes[_i];
	uint8_t *data = arena_alloc(&arena, n);
	struct bytes b;

	for (size_t i = 0; i < n; i++)
		data[i] = (uint8_t)(i * 7);
	put_file(path_of("f"), data, n);
	ck_assert(io_read(path_of("f"), IO_INPUT_MAX, &b, &fault));
	ck_assert_uint_eq(b.n, n);
	if (n)
		ck_assert_mem_eq(b.data, data, n);
	ck_assert_uint_eq(b.data[n], 0);
	ck_assert_uint_eq((uintptr_t)b.data % 8, 0);
	bytes_free(&b);
	ck_assert(io_read(path_of("f"), n, &b, &fault));
	bytes_free(&b);
	if (n)
		ck_assert(!io_read(path_of("f"), n - 1, &b, &fault));
}
END_TEST

/* Until the reader has taken everything. */
static void
wait_until_read(int fd)
{
	int left = 1;

	while (!ioctl(fd, FIONREAD, &left) && left)
		usleep(1000);
}

START_TEST(pipes_are_read_to_their_end)
{
	const char *fifo = path_of("fifo");
	struct bytes b;
	int ready[2];
	char c;

	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(pipe(ready), 0);
	if (!fork()) {
		int fd = open(fifo, O_RDWR);

		if (write(fd, "one", 3) != 3 || write(ready[1], "", 1) != 1)
			_exit(1);
		wait_until_read(fd);
		if (write(fd, "two", 3) != 3)
			_exit(1);
		wait_until_read(fd);
		_exit(0);
	}
	ck_assert_int_eq(read(ready[0], &c, 1), 1);
	ck_assert_msg(io_read(fifo, IO_INPUT_MAX, &b, &fault), "%s", fault.message);
	ck_assert_uint_eq(b.n, 6);
	ck_assert_mem_eq(b.data, "onetwo", 6);
	bytes_free(&b);
}
END_TEST

START_TEST(a_fifo_nobody_writes_to_does_not_hang)
{
	struct bytes b;

	ck_assert_int_eq(mkfifo(path_of("fifo"), 0600), 0);
	alarm(5);
	if (io_read(path_of("fifo"), IO_INPUT_MAX, &b, &fault)) {
		ck_assert_uint_eq(b.n, 0);
		bytes_free(&b);
	}
}
END_TEST

static size_t needed; /* what the extent function says */
static size_t shown;  /* what it was shown */

static size_t
extent(const uint8_t *head, size_t n)
{
	ck_assert_ptr_nonnull(head);
	shown = n;
	return needed;
}

/* A file of @size bytes that are all 0xa5. */
static void
check_part(size_t size, size_t need)
{
	uint8_t *data = arena_alloc(&arena, size);
	size_t head = size < IO_HEAD ? size : IO_HEAD, i;
	size_t read = need > head ? need : head;
	struct bytes b;

	memset(data, 0xa5, size);
	put_file(path_of("f"), data, size);
	needed = need;
	ck_assert(io_read_part(path_of("f"), IO_INPUT_MAX, extent, &b, &fault));
	ck_assert_uint_eq(shown, head);
	ck_assert_uint_eq(b.n, size);
	for (i = 0; i <= size && b.data[i] == (i < read && i < size ? 0xa5 : 0); i++)
		;
	ck_assert_uint_eq(i, size + 1);
	bytes_free(&b);
}

START_TEST(only_what_is_needed_is_read)
{
	check_part(100, 1);
	check_part(100, 200);
	check_part(IO_HEAD, SIZE_MAX);
	check_part(1000000, 0);
	check_part(1000000, IO_HEAD + 1);
	check_part(1000000, 999999);
	check_part(1000000, 1000000);
	check_part(1000000, SIZE_MAX);
}
END_TEST

START_TEST(pipes_are_read_whole_whatever_is_needed)
{
	struct bytes b;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "whole", 5), 5);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	needed = 1;
	ck_assert(io_read_part("-", IO_INPUT_MAX, extent, &b, &fault));
	ck_assert_uint_eq(b.n, 5);
	ck_assert_mem_eq(b.data, "whole", 5);
	bytes_free(&b);
	/* files of the kernel's say that they are empty */
	ck_assert(io_read_part("/proc/self/stat", IO_INPUT_MAX, extent, &b, &fault));
	ck_assert_uint_gt(b.n, 20);
	bytes_free(&b);
}
END_TEST

START_TEST(what_cannot_be_read_is_said)
{
	struct bytes b;

	ck_assert(!io_read(path_of("none"), IO_INPUT_MAX, &b, &fault));
	check_fault("No such file");
	fault = FAULT_INIT(&arena);
	ck_assert(!io_read(dir, IO_INPUT_MAX, &b, &fault));
	check_fault("is a directory, expected a file");
	fault = FAULT_INIT(&arena);
	ck_assert(!io_read("/dev/zero", 100000, &b, &fault));
	check_fault("larger than 100000 bytes");
	fault = FAULT_INIT(&arena);
	ck_assert(!io_read("/proc/self/mem", IO_INPUT_MAX, &b, &fault));
	check_fault("cannot be read");
}
END_TEST

START_TEST(a_file_is_made_or_replaced)
{
	const char *path = path_of("out");
	mode_t mask = umask(027);
	struct stat st;

	ck_assert(io_write(path, "first", 5, &fault));
	check_file(path, "first", 5);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0640);
	umask(mask);
	ck_assert_int_eq(chmod(path, 0604), 0);
	ck_assert(io_write(path, "", 0, &fault));
	check_file(path, "", 0);
	ck_assert_int_eq(stat(path, &st), 0);
	ck_assert_uint_eq(st.st_mode & 0777, 0604); /* as it was */
	ck_assert_uint_eq(files_in_dir(), 1);
	ck_assert_ptr_null(fault.message);
}
END_TEST

/* What it leads to stays as it was, and the new file has its mode. */
START_TEST(links_are_replaced)
{
	struct stat st;

	put_file(path_of("target"), "old", 3);
	ck_assert_int_eq(chmod(path_of("target"), 0640), 0);
	ck_assert_int_eq(symlink("target", path_of("link")), 0);
	ck_assert(io_write(path_of("link"), "new", 3, &fault));
	check_file(path_of("target"), "old", 3);
	check_file(path_of("link"), "new", 3);
	ck_assert_int_eq(lstat(path_of("link"), &st), 0);
	ck_assert_uint_eq(st.st_mode, S_IFREG | 0640);
	ck_assert_int_eq(symlink("nowhere", path_of("dangling")), 0);
	ck_assert(io_write(path_of("dangling"), "new", 3, &fault));
	check_file(path_of("dangling"), "new", 3);
	ck_assert_uint_eq(files_in_dir(), 3);
	ck_assert_int_eq(symlink("/dev/null", path_of("device")), 0);
	ck_assert(io_write(path_of("device"), "new", 3, &fault));
	ck_assert_int_eq(lstat(path_of("device"), &st), 0);
	ck_assert(S_ISLNK(st.st_mode));
}
END_TEST

START_TEST(own_files_are_made_anew)
{
	struct stat st;

	put_file(path_of("target"), "old", 3);
	ck_assert_int_eq(symlink("target", path_of("link")), 0);
	ck_assert_int_eq(symlink("loop", path_of("loop")), 0);
	ck_assert_int_eq(symlink("/dev/null", path_of("device")), 0);
	ck_assert(io_write_own(path_of("new"), "new", 3, &fault));
	ck_assert(io_write_own(path_of("link"), "new", 3, &fault));
	ck_assert(io_write_own(path_of("loop"), "new", 3, &fault));
	ck_assert(io_write_own(path_of("device"), "new", 3, &fault));
	check_file(path_of("target"), "old", 3);
	check_file(path_of("new"), "new", 3);
	check_file(path_of("link"), "new", 3);
	check_file(path_of("device"), "new", 3);
	ck_assert_int_eq(lstat(path_of("loop"), &st), 0);
	ck_assert(S_ISREG(st.st_mode));
	ck_assert_int_eq(mkfifo(path_of("fifo"), 0600), 0);
	ck_assert(!io_write_own(path_of("fifo"), "new", 3, &fault));
	check_fault("what is there is no file");
	fault = FAULT_INIT(&arena);
	ck_assert(!io_write_own(dir, "new", 3, &fault));
	check_fault("Is a directory");
}
END_TEST

START_TEST(a_full_device_is_a_fault)
{
	ck_assert(!io_write("/dev/full", "report", 6, &fault));
	check_fault("No space left");
}
END_TEST

START_TEST(a_short_write_leaves_the_old_file)
{
	struct rlimit limit = { 4096, 4096 };
	char *data = arena_alloc(&arena, 10000);

	put_file(path_of("out"), "old", 3);
	ck_assert_ptr_ne(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert(!io_write(path_of("out"), data, 10000, &fault));
	check_fault("File too large");
	check_file(path_of("out"), "old", 3);
	ck_assert_uint_eq(files_in_dir(), 1);
}
END_TEST

START_TEST(what_cannot_be_written_is_said)
{
	ck_assert(!io_write(path_of("none/out"), "x", 1, &fault));
	check_fault("No such file");
	fault = FAULT_INIT(&arena);
	ck_assert(!io_write(dir, "x", 1, &fault));
	check_fault("Is a directory");
	fault = FAULT_INIT(&arena);
	ck_assert_int_eq(symlink("loop", path_of("loop")), 0);
	ck_assert(!io_write(path_of("loop"), "x", 1, &fault));
	check_fault("symbolic links");
	ck_assert_uint_eq(files_in_dir(), 1);
}
END_TEST

START_TEST(a_closed_standard_output_is_a_fault)
{
	close(STDOUT_FILENO);
	ck_assert(!io_write(NULL, "x", 1, &fault));
	check_fault("standard output cannot be written");
	fault = FAULT_INIT(&arena);
	ck_assert(!io_write("-", "x", 1, &fault));
	check_fault("standard output cannot be written");
}
END_TEST

START_TEST(standard_output_takes_everything)
{
	size_t n = 300000, got = 0;
	char *data = arena_alloc(&arena, n), *back = arena_alloc(&arena, n);
	int ends[2];
	ssize_t k;

	memset(data, 'x', n);
	ck_assert_int_eq(pipe(ends), 0);
	if (!fork()) { /* a pipe holds less than this: writes come back short */
		dup2(ends[1], STDOUT_FILENO);
		close(ends[1]);
		_exit(!io_write(NULL, data, n, &fault));
	}
	close(ends[1]);
	while ((k = read(ends[0], back + got, n - got)) > 0)
		got += (size_t)k;
	ck_assert_uint_eq(got, n);
	ck_assert_mem_eq(back, data, n);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("io");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_loop_test(c, files_are_read_whole, 0, 6);
	tcase_add_test(c, pipes_are_read_to_their_end);
	tcase_add_test(c, a_fifo_nobody_writes_to_does_not_hang);
	tcase_add_test(c, only_what_is_needed_is_read);
	tcase_add_test(c, pipes_are_read_whole_whatever_is_needed);
	tcase_add_test(c, what_cannot_be_read_is_said);
	tcase_add_test(c, a_file_is_made_or_replaced);
	tcase_add_test(c, links_are_replaced);
	tcase_add_test(c, own_files_are_made_anew);
	tcase_add_test(c, a_full_device_is_a_fault);
	tcase_add_test(c, a_short_write_leaves_the_old_file);
	tcase_add_test(c, what_cannot_be_written_is_said);
	tcase_add_test(c, a_closed_standard_output_is_a_fault);
	tcase_add_test(c, standard_output_takes_everything);
	return run_tests(c);
}
