/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/fence.h"

#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static struct arena arena;
static char dir[64];

static const char *
path_of(const char *name)
{
	return arena_printf(&arena, "%s/%s", dir, name);
}

static void
setup(void)
{
	static const char *const folders[] = { "repo", "repo/.git", "repo/a", "repo/a/b",
		"repository", "plain" };
	size_t i;

	snprintf(dir, sizeof(dir), "/tmp/dtlint-test-fence-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(dir));
	for (i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		ck_assert_int_eq(mkdir(path_of(folders[i]), 0755), 0);
	ck_assert_int_eq(symlink("../plain", path_of("repo/out")), 0);
	ck_assert_int_eq(symlink("a/b", path_of("repo/in")), 0);
	ck_assert_int_eq(symlink("/nowhere/at/all", path_of("repo/dangling")), 0);
	ck_assert_int_eq(symlink("loop", path_of("repo/loop")), 0);
	ck_assert_int_eq(chdir(dir), 0);
}

static void
teardown(void)
{
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(system(arena_printf(&arena, "rm -rf %s", dir)), 0);
	arena_free(&arena);
}

static const struct {
	const char *path;
	bool allowed;
} paths[] = {
	{ "repo", true },
	{ "repo/a/b", true },
	{ "repo/a/new", true },
	{ "repo/x/y/z", true },
	{ "repo/in", true },
	{ "repo/in/new", true },
	{ "repo/a/../../plain", false },
	{ "repo/out", false },
	{ "repo/out/new", false },
	{ "repo/loop", false },
	{ "repository", false },
	{ "repository/new", false },
	{ "plain", false },
	{ ".", false },
	{ "new", false },
	{ "/", false },
	{ "/none/at/all", false },
	{ "", false },
};

START_TEST(repository_is_the_fence)
{
	struct fence f = { .arena = &arena };
	size_t i;

	fence_add_repository(&f, "repo/a/b");
	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++)
		ck_assert_msg(fence_allows(&f, paths[i].path) == paths[i].allowed, "'%s'",
			paths[i].path);
	ck_assert_int_eq(chdir("repo/a"), 0);
	ck_assert(fence_allows(&f, "new") && fence_allows(&f, ".")
		  && fence_allows(&f, "b"));
	ck_assert(!fence_allows(&f, "../..") && !fence_allows(&f, "../out"));
}
END_TEST

START_TEST(folders_are_added)
{
	struct fence f = { .arena = &arena };

	ck_assert(!fence_allows(&f, "plain"));
	fence_add(&f, "none");
	ck_assert(!fence_allows(&f, "none"));
	/* no repository: the folder alone */
	fence_add_repository(&f, "plain");
	ck_assert(fence_allows(&f, "plain/x") && !fence_allows(&f, "repo/a"));
	fence_add(&f, "repo/in");
	ck_assert(fence_allows(&f, "repo/a/b") && !fence_allows(&f, "repo/a"));
	fence_add(&f, "/");
	ck_assert(fence_allows(&f, "/etc/passwd") && fence_allows(&f, "/none/x"));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("fence");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, repository_is_the_fence);
	tcase_add_test(c, folders_are_added);
	return run_tests(c);
}
