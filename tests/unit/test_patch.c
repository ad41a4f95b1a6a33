/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Edits as a patch: POSIX.1-2017, diff, "Diff -u or -U Output Format". Lines that stay as
 * they are are context at either end of a change, whatever the edit took out and put in
 * again; what diff -U3 writes of the same two texts, but for counts of 1, which that omits.
 */
#include "fix/edits.h"

#include <string.h>

#include "run.h"

#define HEAD "--- a/x.dts\n+++ b/x.dts\n"
#define LAST "\\ No newline at end of file\n"

static const struct {
	const char *text;
	int64_t offset, length;
	const char *put, *patch;
} rows[] = {
	/* before a line, which stays */
	{ "a\nb\nc\n", 2, 0, "x\n", "@@ -1,3 +1,4 @@\n a\n+x\n b\n c\n" },
	{ "a\nb", 2, 0, "x\n", "@@ -1,2 +1,3 @@\n a\n+x\n b\n" LAST },
	/* two lines for two: the first changes, the last, both, none as long */
	{ "a\nb\nc\nd\n", 2, 4, "x\nc\n", "@@ -1,4 +1,4 @@\n a\n-b\n+x\n c\n d\n" },
	{ "a\nb\nc\nd\n", 2, 4, "b\nx\n", "@@ -1,4 +1,4 @@\n a\n b\n-c\n+x\n d\n" },
	{ "a\nb\nc\nd\n", 2, 4, "x\ny\n", "@@ -1,4 +1,4 @@\n a\n-b\n-c\n+x\n+y\n d\n" },
	{ "a\nb\nc\nd\n", 2, 4, "xx\nyy\n",
		"@@ -1,4 +1,4 @@\n a\n-b\n-c\n+xx\n+yy\n d\n" },
	/* the one that stays is longer, or shorter, than the other */
	{ "a\nbb\nc\n", 2, 5, "x\nc\n", "@@ -1,3 +1,3 @@\n a\n-bb\n+x\n c\n" },
	{ "a\nb\ncc\n", 2, 5, "xx\ncc\n", "@@ -1,3 +1,3 @@\n a\n-b\n+xx\n cc\n" },
	/* a line that ends as another, and one like its neighbours */
	{ "a\nb c\nd\n", 2, 1, "x", "@@ -1,3 +1,3 @@\n a\n-b c\n+x c\n d\n" },
	{ "a\nb\nb\n", 2, 4, "b\nb\nb\n", "@@ -1,3 +1,4 @@\n a\n b\n b\n+b\n" },
	/* as long, at the end of a text that has no newline */
	{ "a\nb", 2, 1, "x", "@@ -1,2 +1,2 @@\n a\n-b\n" LAST "+x\n" LAST },
};

START_TEST(lines_that_stay_are_context)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct text_edit edit = { .place = { .file = "x.dts",
						  .offset = rows[i].offset,
						  .length = rows[i].length },
			.text = rows[i].put };
		const struct text_edit *edits[] = { &edit };
		const struct file_edits e = { .file = "x.dts", .v = edits, .n = 1 };
		struct buf out = { 0 };

		edits_patch(&e, "x.dts", rows[i].text, strlen(rows[i].text), &out);
		ck_assert_uint_gt(out.n, strlen(HEAD));
		ck_assert_mem_eq(out.s, HEAD, strlen(HEAD));
		ck_assert_msg(!strcmp(out.s + strlen(HEAD), rows[i].patch), "%zu:\n%s", i,
			out.s);
		buf_free(&out);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("patch");

	tcase_add_test(c, lines_that_stay_are_context);
	return run_tests(c);
}
