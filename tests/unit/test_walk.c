/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/walk.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "support.h"

static struct arena arena;
static struct buf seen;
static char dir[64];

static void
setup(void)
{
	snprintf(dir, sizeof(dir), "/tmp/dtlint-test-walk-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
}

static void
teardown(void)
{
	ck_assert_int_eq(
		system(arena_printf(&arena, "chmod -R u+rwx %s; rm -rf %s", dir, dir)),
		0);
	arena_free(&arena);
	buf_free(&seen);
}

static const char *
path_of(const char *name)
{
	return arena_printf(&arena, "%s/%s", dir, name);
}

static void
make_dir(const char *name)
{
	ck_assert_int_eq(mkdir(path_of(name), 0755), 0);
}

static void
make_file(const char *name)
{
	int fd = open(path_of(name), O_WRONLY | O_CREAT, 0644);

	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void
make_link(const char *name, const char *to)
{
	ck_assert_int_eq(symlink(to, path_of(name)), 0);
}

static const char *const kinds[] = { [WALK_FILE] = "file",
	[WALK_SPECIAL] = "special",
	[WALK_DIRECTORY] = "dir",
	[WALK_END] = "end",
	[WALK_DANGLING] = "dangling",
	[WALK_FAULT] = "fault" };

/* The walk as a text: each entry's kind and its path below the directory. */
static const char *
walked(const char *path, const struct walk_options *o)
{
	struct walk *w = walk_open(path, o);
	const struct walk_entry *e;
	size_t n = strlen(dir);

	seen.n = 0;
	buf_puts(&seen, "");
	while ((e = walk_next(w))) {
		ck_assert_msg(!strncmp(e->path, dir, n), "%s", e->path);
		ck_assert_str_eq(e->path + strlen(e->path) - strlen(e->name), e->name);
		ck_assert_int_eq(!e->fault, e->kind != WALK_FAULT);
		buf_printf(&seen, "%s%s %s%s%s\n", kinds[e->kind], e->link ? "@" : "",
			e->path[n] ? e->path + n + 1 : ".", e->fault ? ": " : "",
			e->fault ? e->fault : "");
	}
	ck_assert_ptr_null(walk_next(w));
	walk_close(w);
	return seen.s;
}

static bool
wants_x(const char *name)
{
	size_t n = strlen(name);

	return n >= 2 && !strcmp(name + n - 2, ".x");
}

static void
make_some(void)
{
	make_dir("b");
	make_dir("b/.git");
	make_file("b/.git/z.x");
	make_file("b/one.x");
	make_file("b/two.y");
	make_file("a.x");
	make_file("c");
	make_file(".h.x");
}

START_TEST(test_order)
{
	make_some();
	ck_assert_str_eq(walked(dir, &(struct walk_options){ 0 }),
		"dir .\nfile a.x\ndir b\nfile b/one.x\nfile b/two.y\nend b\nfile c\nend .\n");
	ck_assert_str_eq(
		walked(path_of("//"), &(struct walk_options){ .wanted = wants_x }),
		"dir .\nfile a.x\ndir b\nfile b/one.x\nend b\nend .\n");
	ck_assert_str_eq(
		walked(dir, &(struct walk_options){ .wanted = wants_x, .hidden = true }),
		"dir .\nfile .h.x\nfile a.x\ndir b\ndir b/.git\nfile b/.git/z.x\nend b/.git\n"
		"file b/one.x\nend b\nend .\n");
	ck_assert_str_eq(walked(dir, &(struct walk_options){ .files_first = true }),
		"dir .\nfile a.x\nfile c\ndir b\nfile b/one.x\nfile b/two.y\nend b\nend .\n");
	ck_assert_str_eq(walked(dir, &(struct walk_options){ .flat = true }),
		"dir .\nfile a.x\ndir b\nfile c\nend .\n");
}
END_TEST

START_TEST(test_links)
{
	make_some();
	make_link("b/up", "..");
	make_link("b/self", ".");
	make_link("d", "b");
	make_link("e.x", "a.x");
	make_link("f.x", "nowhere");
	make_link("g.x", "g.x");
	make_link("h", "a.x");
	/* not followed: told, but not entered */
	ck_assert_str_eq(walked(dir, &(struct walk_options){ .wanted = wants_x }),
		"dir .\nfile a.x\ndir b\nfile b/one.x\nend b\nfile@ e.x\ndangling@ f.x\n"
		"dangling@ g.x\nend .\n");
	/* followed: each directory once, by the first path */
	ck_assert_str_eq(
		walked(dir, &(struct walk_options){ .wanted = wants_x, .follow = true }),
		"dir .\nfile a.x\ndir b\nfile b/one.x\nend b\nfile@ e.x\ndangling@ f.x\n"
		"dangling@ g.x\nend .\n");
	/* by a link that was named */
	ck_assert_str_eq(
		walked(path_of("d"), &(struct walk_options){ .wanted = wants_x }),
		"dir d\nfile d/one.x\nend d\n");
	make_dir("more");
	make_file("more/m.x");
	make_link("b/k", "../more");
	ck_assert_str_eq(
		walked(dir, &(struct walk_options){ .wanted = wants_x, .follow = true }),
		"dir .\nfile a.x\ndir b\ndir@ b/k\nfile b/k/m.x\nend b/k\nfile b/one.x\nend b\n"
		"file@ e.x\ndangling@ f.x\ndangling@ g.x\nend .\n");
}
END_TEST

/* Links that make 2^40 paths of 40 directories. */
START_TEST(test_lattice)
{
	struct walk_options o = { .wanted = wants_x, .follow = true };
	struct walk *w;
	const struct walk_entry *e;
	unsigned int i, files = 0, dirs = 0;

	for (i = 0; i <= 40; i++)
		make_dir(arena_printf(&arena, "%02u", i));
	for (i = 0; i < 40; i++) {
		make_link(arena_printf(&arena, "%02u/l", i),
			arena_printf(&arena, "../%02u", i + 1));
		make_link(arena_printf(&arena, "%02u/r", i),
			arena_printf(&arena, "../%02u", i + 1));
	}
	make_file("40/end.x");
	for (w = walk_open(path_of("00"), &o); (e = walk_next(w));) {
		ck_assert_int_ne(e->kind, WALK_FAULT);
		files += e->kind == WALK_FILE;
		dirs += e->kind == WALK_DIRECTORY;
	}
	walk_close(w);
	ck_assert_uint_eq(files, 1);
	ck_assert_uint_eq(dirs, 41);
}
END_TEST

START_TEST(test_faults)
{
	make_some();
	ck_assert_str_eq(walked(path_of("none"), &(struct walk_options){ 0 }),
		"fault none: cannot be read: No such file or directory\n");
	ck_assert_str_eq(walked(path_of("c"), &(struct walk_options){ 0 }),
		"fault c: cannot be read: Not a directory\n");
	ck_assert_str_eq(walked(dir, &(struct walk_options){ .names_max = 7 }),
		"dir .\nfile a.x\nfault b: cannot be read: more than 7 files and directories "
		"below what was named\n");
	make_dir("b/b");
	make_file("b/b/deep");
	ck_assert_str_eq(walked(dir, &(struct walk_options){ .depth_max = 1 }),
		"dir .\nfile a.x\ndir b\nfault b/b: cannot be read: directories nested more "
		"than 1 deep\nfile b/one.x\nfile b/two.y\nend b\nfile c\nend .\n");
	if (!geteuid()) /* root reads everything */
		return;
	ck_assert_int_eq(chmod(path_of("b"), 0), 0);
	ck_assert_str_eq(walked(dir, &(struct walk_options){ 0 }),
		"dir .\nfile a.x\nfault b: cannot be read: Permission denied\nfile c\nend .\n");
}
END_TEST

START_TEST(test_special)
{
	ck_assert_int_eq(mkfifo(path_of("p.x"), 0644), 0);
	make_link("q.x", "/dev/null");
	ck_assert_str_eq(walked(dir, &(struct walk_options){ .wanted = wants_x }),
		"dir .\nspecial p.x\nspecial@ q.x\nend .\n");
}
END_TEST

START_TEST(test_stat)
{
	struct walk_options o = { .stat = true };
	const struct walk_entry *e;
	struct walk *w;
	struct stat st;

	make_file("a");
	ck_assert_int_eq(truncate(path_of("a"), 7), 0);
	make_link("b", "a");
	ck_assert_int_eq(stat(path_of("a"), &st), 0);
	for (w = walk_open(dir, &o); (e = walk_next(w));) {
		if (e->kind != WALK_FILE)
			continue;
		ck_assert_int_eq(e->st.st_size, 7);
		ck_assert_int_eq(e->st.st_ino, st.st_ino);
	}
	walk_close(w);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("walk");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, test_order);
	tcase_add_test(c, test_links);
	tcase_add_test(c, test_lattice);
	tcase_add_test(c, test_faults);
	tcase_add_test(c, test_special);
	tcase_add_test(c, test_stat);
	return run_tests(c);
}
