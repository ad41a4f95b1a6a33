/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdalign.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fatal.h"
#include "base/fault.h"
#include "base/hash.h"
#include "base/suggest.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "support.h"

static struct arena arena;

static void
teardown(void)
{
	arena_free(&arena);
}

static bool
is_zero(const void *p, size_t n)
{
	const unsigned char *b = p;

	while (n--)
		if (*b++)
			return false;
	return true;
}

START_TEST(memory_is_zeroed_and_aligned)
{
	for (size_t n = 0; n < 200; n++) {
		void *p = arena_alloc(&arena, n);

		ck_assert_uint_eq((uintptr_t)p % alignof(max_align_t), 0);
		ck_assert(is_zero(p, n));
		memset(p, 0xff, n);
	}
	/* larger than a block, and used memory again after a reset */
	ck_assert(is_zero(arena_alloc(&arena, 1000000), 1000000));
	arena_reset(&arena);
	ck_assert(is_zero(arena_alloc(&arena, 60000), 60000));
}
END_TEST

START_TEST(pieces_do_not_overlap)
{
	unsigned char *p[300];

	for (int i = 0; i < 300; i++) {
		p[i] = arena_alloc(&arena, (size_t)i + 1);
		memset(p[i], i & 0xff, (size_t)i + 1);
	}
	for (int i = 0; i < 300; i++)
		for (int k = 0; k <= i; k++)
			ck_assert_uint_eq(p[i][k], i & 0xff);
}
END_TEST

START_TEST(growing_keeps_what_was_there)
{
	unsigned char *p = NULL;
	size_t n = 0;

	for (size_t more = 1; more < 300000; more = more * 3 + 1) {
		p = arena_grow(&arena, p, n, more);
		ck_assert(is_zero(p + n, more - n));
		memset(p + n, (int)(more & 0xff), more - n);
		for (size_t i = 0, part = 1; i < more; i++) {
			if (i == part)
				part = part * 3 + 1;
			ck_assert_uint_eq(p[i], part & 0xff);
		}
		n = more;
		arena_alloc(&arena, more % 2 ? 1 : 0); /* so that it moves */
	}
	ck_assert_ptr_eq(arena_grow(&arena, p, n, 1), p);
}
END_TEST

START_TEST(last_piece_grows_in_place)
{
	char *p = arena_strdup(&arena, "abc"), *q;

	q = arena_grow(&arena, p, 4, 4000);
	ck_assert_ptr_eq(p, q);
	ck_assert_str_eq(q, "abc");
	ck_assert_ptr_ne(arena_alloc(&arena, 1), q + 3999);
}
END_TEST

/* Under the sanitizers what is given back too much is found, and what is lost. */
START_TEST(large_pieces_are_given_back)
{
	char *small = arena_strdup(&arena, "small"), *large[3];

	for (int i = 0; i < 3; i++)
		large[i] = memset(arena_take(&arena, 100000), 'a' + i, 100000);
	arena_release(&arena, large[1], 100000);
	arena_release(&arena, small, 6);
	arena_release(&arena, NULL, 0);
	ck_assert_str_eq(small, "small");
	ck_assert_int_eq(large[0][99999], 'a');
	ck_assert_int_eq(large[2][99999], 'c');
	arena_release(&arena, large[2], 100000);
	ck_assert(is_zero(arena_alloc(&arena, 100000), 100000));
	ck_assert_int_eq(large[0][99999], 'a');
}
END_TEST

/* RFC 3629, the ends of each form and what is beside them. */
static const struct {
	const char *text;
	uint32_t c;
	size_t n; /* 0: no character */
} characters[] = {
	{ "", 0, 0 },
	{ "a\xff", 'a', 1 },
	{ "\x7f", 0x7f, 1 },
	{ "\x80", 0, 0 },
	{ "\xc1\xbf", 0, 0 },
	{ "\xc2\x80", 0x80, 2 },
	{ "\xc2", 0, 0 },
	{ "\xdf\xbf", 0x7ff, 2 },
	{ "\xe0\x9f\xbf", 0, 0 },
	{ "\xe0\xa0\x80", 0x800, 3 },
	{ "\xed\x9f\xbf", 0xd7ff, 3 },
	{ "\xed\xa0\x80", 0, 0 },
	{ "\xed\xbf\xbf", 0, 0 },
	{ "\xee\x80\x80", 0xe000, 3 },
	{ "\xef\xbf\xbf", 0xffff, 3 },
	{ "\xef\xbf", 0, 0 },
	{ "\xf0\x8f\xbf\xbf", 0, 0 },
	{ "\xf0\x90\x80\x80", 0x10000, 4 },
	{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
	{ "\xf4\x90\x80\x80", 0, 0 },
	{ "\xf5\x80\x80\x80", 0, 0 },
};

START_TEST(characters_are_told_from_bytes)
{
	const char *s = characters[_i].text;
	uint32_t c = 0;

	ck_assert_uint_eq(utf8_decode(s, strlen(s), &c), characters[_i].n);
	ck_assert_uint_eq(c, characters[_i].c);
}
END_TEST

START_TEST(strings_are_copied)
{
	char s[] = "abcdef";

	ck_assert_str_eq(arena_strndup(&arena, s, 3), "abc");
	ck_assert_str_eq(arena_strndup(&arena, s, 0), "");
	ck_assert_str_eq(arena_printf(&arena, "%s-%d", s, 42), "abcdef-42");
	ck_assert_uint_eq(strlen(arena_printf(&arena, "%70000d", 1)), 70000);
}
END_TEST

START_TEST(sizes_that_overflow_end_the_process)
{
	arena_calloc(&arena, SIZE_MAX / 2, 3);
}
END_TEST

START_TEST(sizes_without_memory_end_the_process)
{
	arena_alloc(&arena, SIZE_MAX - (size_t)_i);
}
END_TEST

START_TEST(first_fault_is_kept)
{
	struct fault f = FAULT_INIT(&arena);

	ck_assert_int_eq(f.place.offset, -1);
	ck_assert(!fault_at_line(&f, 3, 7, "cause %d", 1));
	ck_assert(!fault_at_offset(&f, 99, "effect"));
	ck_assert(!fault_set(&f, "effect"));
	ck_assert_str_eq(f.message, "cause 1");
	ck_assert_uint_eq(f.place.line, 3);
	ck_assert_uint_eq(f.place.column, 7);
	ck_assert_int_eq(f.place.offset, -1);
}
END_TEST

START_TEST(equal_strings_have_one_atom)
{
	struct intern in = { 0 };
	char name[32];

	ck_assert_uint_eq(intern_find(&in, "a", 1), ATOM_NONE);
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < 5000; i++) {
			snprintf(name, sizeof(name), "name-%u", i);
			ck_assert_uint_eq(intern(&in, name, strlen(name)), i);
		}
	}
	ck_assert_str_eq(intern_str(&in, 4999), "name-4999");
	ck_assert_uint_eq(
		intern_find(&in, "name-7777", 6), 7); /* only the length counts */
	ck_assert_uint_eq(intern_find(&in, "name-", 5), ATOM_NONE);
	ck_assert_uint_eq(intern(&in, "", 0), 5000);
	ck_assert_uint_eq(intern_find(&in, "", 0), 5000);
	intern_free(&in);
}
END_TEST

START_TEST(well_known_names_are_their_atoms)
{
	struct intern in = { 0 };

	names_init(&in);
	ck_assert_uint_eq(intern_find(&in, "dma-coherent", 12), NAME_dma_coherent);
	ck_assert_uint_eq(intern_find(&in, "#size-cells", 11), NAME_size_cells);
	ck_assert_uint_eq(intern_find(&in, "", 0), NAME_empty);
	ck_assert_uint_eq(in.count, NAMES_COUNT);
	intern_free(&in);
}
END_TEST

START_TEST(maps_keep_the_first_value)
{
	struct map m = { 0 };

	ck_assert_uint_eq(map_get(&m, 1), MAP_ABSENT);
	for (uint32_t i = 0; i < 10000; i++)
		ck_assert_uint_eq(map_put(&m, &arena, (uint64_t)i << 32 | i, i), i);
	for (uint32_t i = 0; i < 10000; i++) {
		ck_assert_uint_eq(map_get(&m, (uint64_t)i << 32 | i), i);
		ck_assert_uint_eq(map_put(&m, &arena, (uint64_t)i << 32 | i, 7), i);
	}
	ck_assert_uint_eq(map_get(&m, 1), MAP_ABSENT);
	ck_assert_uint_eq(map_get(&m, UINT64_MAX), MAP_ABSENT);
	ck_assert_uint_eq(m.count, 10000);
}
END_TEST

START_TEST(buffers_hold_any_bytes)
{
	struct buf b = { 0 };

	buf_puts(&b, "");
	ck_assert_str_eq(b.s, "");
	buf_add(&b, "a\0b", 3);
	buf_putc(&b, '\n');
	buf_printf(&b, "%s", "tail");
	ck_assert_uint_eq(b.n, 8);
	ck_assert_mem_eq(b.s, "a\0b\ntail", 9);
	for (int i = 0; i < 10000; i++)
		buf_printf(&b, "%4d", i);
	ck_assert_uint_eq(b.n, 40008);
	ck_assert_str_eq(b.s + b.n - 4, "9999");
	buf_free(&b);
	ck_assert_ptr_null(b.s);
}
END_TEST

static const char *const words[] = { "error", "warning", NULL, "note",
	"mmio-missing-dma-coherent", "VIRTIO_F_ACCESS_PLATFORM" };

static const struct {
	const char *word, *said;
} suggestions[] = {
	{ "eror", "; did you mean 'error'?" },
	{ "erorr", "; did you mean 'error'?" },
	{ "warnings", "; did you mean 'warning'?" },
	{ "Note", "; did you mean 'note'?" },
	{ "mmio_missing_dma_coherent", "; did you mean 'mmio-missing-dma-coherent'?" },
	{ "virtio_f_access_platfrom", "; did you mean 'VIRTIO_F_ACCESS_PLATFORM'?" },
	{ "colour", "" },
	{ "x", "" },
	{ "", "" },
	{ "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee",
		"" },
};

START_TEST(near_words_are_suggested)
{
	ck_assert_str_eq(suggest_from(&arena, suggestions[_i].word, words,
				 sizeof(words) / sizeof(*words)),
		suggestions[_i].said);
}
END_TEST

static const struct {
	const char *first, *text;
	size_t width;
	const char *expected;
} wraps[] = {
	{ "  ", "one two", 80, "  one two\n" },
	{ "- ", "one two three", 9, "- one two\n  three\n" },
	{ "- ", "one two three", 8, "- one\n  two\n  three\n" },
	{ "", "unbreakable-word x", 5, "unbreakable-word\nx\n" },
	{ "> ", "a\nb", 80, "> a\n  b\n" },
	{ "", "a  \t b", 80, "a b\n" },
	{ "x ", "", 80, "x \n" },
	/* columns, not bytes */
	{ "", "\xc3\xa4\xc3\xb6 \xc3\xbc\xc3\x9f", 5,
		"\xc3\xa4\xc3\xb6 \xc3\xbc\xc3\x9f\n" },
};

START_TEST(prose_is_wrapped)
{
	struct buf b = { 0 };

	wrap_text(&b, wraps[_i].first, wraps[_i].text, wraps[_i].width);
	ck_assert_str_eq(b.s, wraps[_i].expected);
	buf_free(&b);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof(*(table)))

int
main(void)
{
	TCase *c = tcase_create("base");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, memory_is_zeroed_and_aligned);
	tcase_add_test(c, pieces_do_not_overlap);
	tcase_add_test(c, growing_keeps_what_was_there);
	tcase_add_test(c, last_piece_grows_in_place);
	tcase_add_test(c, large_pieces_are_given_back);
	tcase_add_loop_test(c, characters_are_told_from_bytes, 0,
		sizeof(characters) / sizeof(*characters));
	tcase_add_test(c, strings_are_copied);
	tcase_add_exit_test(c, sizes_that_overflow_end_the_process, STATUS_FAULT);
	tcase_add_loop_exit_test(
		c, sizes_without_memory_end_the_process, STATUS_FAULT, 0, 32);
	tcase_add_test(c, first_fault_is_kept);
	tcase_add_test(c, equal_strings_have_one_atom);
	tcase_add_test(c, well_known_names_are_their_atoms);
	tcase_add_test(c, maps_keep_the_first_value);
	tcase_add_test(c, buffers_hold_any_bytes);
	tcase_add_loop_test(c, near_words_are_suggested, 0, COUNT(suggestions));
	tcase_add_loop_test(c, prose_is_wrapped, 0, COUNT(wraps));
	return run_tests(c);
}
