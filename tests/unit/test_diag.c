/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diag/diag.h"
#include "diag/fingerprint.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "run.h"

static struct arena arena;

static void
teardown(void)
{
	arena_free(&arena);
}

START_TEST(levels_have_their_names)
{
	ck_assert_str_eq(level_name(LEVEL_NOTE), "note");
	ck_assert_str_eq(level_name(LEVEL_WARNING), "warning");
	ck_assert_str_eq(level_name(LEVEL_ERROR), "error");
}
END_TEST

START_TEST(new_diagnostics_are_blank)
{
	struct diag_list list = { .arena = &arena };
	struct diag *first = diag_add(&list);

	for (uint32_t i = 1; i < 1000; i++)
		ck_assert_uint_eq(diag_add(&list)->seq, i);
	ck_assert_uint_eq(list.n, 1000);
	ck_assert_ptr_eq(list.v[0], first);
	ck_assert_int_eq(first->place.offset, -1);
	ck_assert_uint_eq(first->seq, 0);
	ck_assert_ptr_null(first->message);
	ck_assert_ptr_null(first->host.file);
}
END_TEST

START_TEST(sorting_goes_by_place_and_keeps_order)
{
	/* input, node, property; `message` numbers them as they are expected */
	static const struct {
		uint32_t input, node, prop;
		const char *rank;
	} rows[] = {
		{ 1, 0, 0, "5" },
		{ 0, 7, 3, "3" },
		{ 0, 7, 1, "1" },
		{ 0, 7, 3, "4" },
		{ 0, 2, 9, "0" },
		{ 1, 0, 0, "6" },
		{ 0, 7, 2, "2" },
	};
	struct diag_list list = { .arena = &arena };

	diag_sort(&list);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct diag *d = diag_add(&list);

		d->input = rows[i].input;
		d->node_id = rows[i].node;
		d->prop_id = rows[i].prop;
		d->message = rows[i].rank;
	}
	diag_sort(&list);
	for (size_t i = 0; i < list.n; i++)
		ck_assert_int_eq(list.v[i]->message[0], '0' + (int)i);
}
END_TEST

static const struct {
	const char *dirty, *clean;
} cleanings[] = {
	{ "", "" },
	{ "virtio_mmio@a003e00", "virtio_mmio@a003e00" },
	{ "back\\slash 'quoted' \"twice\"", "back\\slash 'quoted' \"twice\"" },
	{ "a\nb\tc\rd", "a\\nb\\tc\\rd" },
	{ "\x1b[31mred\x7f", "\\x1b[31mred\\x7f" },
	/* Markus Kuhn's UTF-8 test strings and RFC 3629: good, and then bad ones */
	{ "\xce\xba\xe1\xbd\xb9", "\xce\xba\xe1\xbd\xb9" },
	{ "\xf0\x9d\x84\x9e", "\xf0\x9d\x84\x9e" },
	{ "\x80z", "\\x80z" },
	{ "\xff\xfe", "\\xff\\xfe" },
	{ "\xc3", "\\xc3" },
	{ "\xe2\x82z", "\\xe2\\x82z" },
	{ "\xc0\xaf", "\\xc0\\xaf" },
	{ "\xe0\x9f\xbf", "\\xe0\\x9f\\xbf" },
	{ "\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	/* NEL, line separator, right-to-left override, BOM, U+FFFF */
	{ "\xc2\x85", "\\xc2\\x85" },
	{ "\xe2\x80\xa8", "\\xe2\\x80\\xa8" },
	{ "x\xe2\x80\xaey", "x\\xe2\\x80\\xaey" },
	{ "\xef\xbb\xbf", "\\xef\\xbb\\xbf" },
	{ "\xef\xbf\xbf", "\\xef\\xbf\\xbf" },
};

START_TEST(cleaning_leaves_only_what_can_be_printed)
{
	const char *dirty = cleanings[_i].dirty;
	const char *clean = diag_clean(&arena, dirty);

	ck_assert_str_eq(clean, cleanings[_i].clean);
	if (!strcmp(dirty, clean))
		ck_assert_ptr_eq(clean, dirty);
	ck_assert_ptr_eq(diag_clean(&arena, clean), clean);
}
END_TEST

/* What a real shell makes of the word. */
static void
check_in_shell(const char *shell, const char *s)
{
	const char *word = diag_shell_quote(&arena, s);
	char *command = arena_printf(&arena, "%s -c %s", shell,
		diag_shell_quote(
			&arena, arena_printf(&arena, "printf %%s,END %s", word)));
	char out[512];
	FILE *f = popen(command, "r");
	size_t n;

	ck_assert_ptr_nonnull(f);
	n = fread(out, 1, sizeof(out) - 1, f);
	out[n] = '\0';
	ck_assert_int_eq(pclose(f), 0);
	ck_assert_str_eq(out, arena_printf(&arena, "%s,END", s));
	ck_assert_ptr_eq(diag_clean(&arena, word), word);
}

static const char *const words[] = {
	"guest.dtb",
	"/soc/virtio_mmio@a003e00",
	"dma-coherent",
	"",
	" ",
	"two words",
	"it's",
	"''",
	"$HOME `id` $(id)",
	"a\\b",
	"\"",
	"*",
	"~",
	"a=b",
	"#x",
	"!x",
	"a;b|c&d",
	"-n",
	"100%d",
	"\xce\xba",
	"\x1b[31m",
	"a\nb",
	"'\n'",
	"%s\n%d\\n$HOME`",
	"\x80\xff'",
	"\xe2\x80\xae\x37",
};

START_TEST(quoted_words_reach_a_command_unchanged)
{
	check_in_shell("sh", words[_i]);
	check_in_shell("bash", words[_i]);
}
END_TEST

START_TEST(words_that_need_no_quotes_get_none)
{
	for (size_t i = 0; i < 3; i++)
		ck_assert_ptr_eq(diag_shell_quote(&arena, words[i]), words[i]);
	ck_assert_str_eq(diag_shell_quote(&arena, "it's"), "'it'\\''s'");
	ck_assert_str_eq(diag_shell_quote(&arena, ""), "''");
}
END_TEST

START_TEST(fingerprints_are_fnv_1a)
{
	/* made with another implementation, itself checked against the reference's vectors */
	ck_assert_uint_eq(diag_fingerprint(NULL, NULL, NULL, NULL), 0x4d25767f9dce13f5u);
	ck_assert_uint_eq(
		diag_fingerprint("foobar", NULL, NULL, ""), 0x3ad95a25a2da3a68u);
	ck_assert_uint_eq(diag_fingerprint("virtio/mmio-missing-dma-coherent",
				  "guest.dtb", "/virtio_mmio@a003e00", "dma-coherent"),
		0x2d42b5f3c695d353u);
}
END_TEST

START_TEST(fingerprints_keep_their_parts_apart)
{
	uint64_t all[] = {
		diag_fingerprint("ab", "c", "d", "e"),
		diag_fingerprint("a", "bc", "d", "e"),
		diag_fingerprint("ab", "cd", NULL, "e"),
		diag_fingerprint("ab", "c", "de", NULL),
		diag_fingerprint("ab", "c", NULL, "de"),
	};

	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < i; k++)
			ck_assert_uint_ne(all[i], all[k]);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("diag");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, levels_have_their_names);
	tcase_add_test(c, new_diagnostics_are_blank);
	tcase_add_test(c, sorting_goes_by_place_and_keeps_order);
	tcase_add_loop_test(c, cleaning_leaves_only_what_can_be_printed, 0,
		sizeof(cleanings) / sizeof(*cleanings));
	tcase_add_loop_test(c, quoted_words_reach_a_command_unchanged, 0,
		sizeof(words) / sizeof(*words));
	tcase_add_test(c, words_that_need_no_quotes_get_none);
	tcase_add_test(c, fingerprints_are_fnv_1a);
	tcase_add_test(c, fingerprints_keep_their_parts_apart);
	return run_tests(c);
}
