/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/glob.h"

#include "support.h"

static const struct {
	const char *pattern;
	const char *s;
	bool match;
} rows[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "a", "", false },
	{ "abc", "abc", true },
	{ "abc", "abcd", false },
	{ "a?c", "abc", true },
	{ "a?c", "a/c", false },
	{ "a?c", "ac", false },
	{ "*", "", true },
	{ "*", "abc", true },
	{ "*", "a/b", false },
	{ "a*b*c", "aXbYbZc", true },
	{ "a*b*c", "aXbYbZ", false },
	{ "/soc/*", "/soc/serial@1", true },
	{ "/soc/*", "/soc/serial@1/child", false },
	{ "/soc/**", "/soc/serial@1/child", true },
	{ "/soc/**", "/soc", false },
	{ "/soc**", "/soc/a/b", true },
	{ "**/x.dtb", "x.dtb", true },
	{ "**/x.dtb", "a/x.dtb", true },
	{ "**/x.dtb", "a/b/x.dtb", true },
	{ "**/x.dtb", "ax.dtb", false },
	{ "a/**/b", "a/b", true },
	{ "a/**/b", "a/x/b", true },
	{ "a/**/b", "a/x/y/b", true },
	{ "a/**/b", "a/xb", false },
	{ "a/**/b", "ab", false },
	{ "a/**/**/b", "a/b", true },
	{ "/**/b", "/b", true },
	{ "/**/b", "/a/b", true },
	{ "[abc]", "b", true },
	{ "[abc]", "d", false },
	{ "[a-c]x", "cx", true },
	{ "[a-c]x", "dx", false },
	{ "[!a-c]x", "dx", true },
	{ "[^a-c]x", "bx", false },
	{ "[!a]", "/", false },
	{ "[]]", "]", true },
	{ "[!]]", "]", false },
	{ "[a-]", "-", true },
	{ "[a", "[a", true },
	{ "\\*", "*", true },
	{ "\\*", "a", false },
	{ "a\\", "a\\", true },
	{ "virtio,mmio", "virtio,mmio", true },
	{ "arm,*", "arm,pl011", true },
};

START_TEST(matches)
{
	struct arena a = { 0 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		ck_assert_msg(glob_match(&a, rows[i].pattern, rows[i].s) == rows[i].match,
			"'%s' and '%s'", rows[i].pattern, rows[i].s);
	arena_free(&a);
}
END_TEST

START_TEST(last_component)
{
	struct arena a = { 0 };

	ck_assert(glob_match_path(&a, "*.dtb", "a/b/c.dtb"));
	ck_assert(!glob_match_path(&a, "*.dts", "a/b/c.dtb"));
	ck_assert(!glob_match_path(&a, "b/*.dtb", "a/b/c.dtb"));
	ck_assert(glob_match_path(&a, "a/**", "a/b/c.dtb"));
	ck_assert(glob_match_path(&a, "virtio*", "/virtio_mmio@a003e00"));
	ck_assert(glob_match_path(&a, "/", "/"));
	arena_free(&a);
}
END_TEST

START_TEST(costs)
{
	struct arena a = { 0 };
	char pattern[GLOB_MAX + 2], s[4096];

	/* what backtracking would need longer than the universe for */
	for (size_t i = 0; i < GLOB_MAX; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	pattern[GLOB_MAX] = '\0';
	memset(s, 'a', sizeof(s) - 2);
	s[sizeof(s) - 2] = 'b';
	s[sizeof(s) - 1] = '\0';
	ck_assert(!glob_match(&a, pattern, s));
	memset(pattern, '*', GLOB_MAX + 1);
	pattern[GLOB_MAX + 1] = '\0';
	ck_assert(!glob_match(&a, pattern, s));
	arena_free(&a);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("glob");

	tcase_add_test(c, matches);
	tcase_add_test(c, last_component);
	tcase_add_test(c, costs);
	return run_tests(c);
}
