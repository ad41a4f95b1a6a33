/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as Python 3.11 showed them: each expected text is what its repr() gave. */
#include "compat/python/repr.h"
#include "support.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static struct buf out;

static void
setup(void)
{
	out = (struct buf){ 0 };
}

static void
teardown(void)
{
	buf_free(&out);
}

static const char *
shown(const struct value *v)
{
	const struct repr r = { .out = &out };

	out.n = 0;
	repr_value(&r, v);
	return out.s;
}

static const char *
shown_string(const char *s)
{
	return shown(
		&(struct value){ .kind = V_STRING, .n = (uint32_t)strlen(s), .s = s });
}

static const char *
shown_bytes(const char *s, uint32_t n)
{
	return shown(
		&(struct value){ .kind = V_BYTES, .n = n, .bytes = (const uint8_t *)s });
}

static const char *
shown_real(double x)
{
	return shown(&(struct value){ .kind = V_REAL, .real = x });
}

START_TEST(strings_take_the_quotes_that_need_no_escape)
{
	ck_assert_str_eq(shown_string("plain"), "'plain'");
	ck_assert_str_eq(shown_string("it's"), "\"it's\"");
	ck_assert_str_eq(shown_string("say \"hi\""), "'say \"hi\"'");
	ck_assert_str_eq(shown_string("it's \"both\""), "'it\\'s \"both\"'");
	ck_assert_str_eq(shown_string(""), "''");
}
END_TEST

START_TEST(what_is_not_printable_is_escaped)
{
	ck_assert_str_eq(shown_string("tab\tnl\n\\"), "'tab\\tnl\\n\\\\'");
	ck_assert_str_eq(shown_string("\x01\x1b\x7f"), "'\\x01\\x1b\\x7f'");
	ck_assert_str_eq(shown_string("caf\xc3\xa9"), "'caf\xc3\xa9'");
	ck_assert_str_eq(shown_string("\xc2\xa0\xe2\x80\x8b"), "'\\xa0\\u200b'");
	ck_assert_str_eq(shown_string("\xf0\x9f\x98\x80"), "'\xf0\x9f\x98\x80'");
	/* decoded with "surrogateescape": longer than need be, surrogates, too high */
	ck_assert_str_eq(shown_string("a\xe0\x9c\x90z"), "'a\\udce0\\udc9c\\udc90z'");
	ck_assert_str_eq(shown_string("\xdc\x90"), "'\xdc\x90'");
	ck_assert_str_eq(shown_string("\xed\xa0\x80"), "'\\udced\\udca0\\udc80'");
	ck_assert_str_eq(
		shown_string("\xf4\x90\x80\x80"), "'\\udcf4\\udc90\\udc80\\udc80'");
	ck_assert_str_eq(shown_string("\xed\x9e\xa3\xf4\x8f\xbf\xbf"),
		"'\xed\x9e\xa3\\U0010ffff'");
	/* bytes that are no character, as os.fsdecode() carries them */
	ck_assert_str_eq(shown_string("a\xff\xe2\x80"), "'a\\udcff\\udce2\\udc80'");
}
END_TEST

START_TEST(bytes_have_a_b_before_them)
{
	ck_assert_str_eq(shown_bytes("\0\0\0\x10", 4), "b'\\x00\\x00\\x00\\x10'");
	ck_assert_str_eq(shown_bytes("it's\0", 5), "b\"it's\\x00\"");
	ck_assert_str_eq(shown_bytes("'\"", 2), "b'\\'\"'");
	ck_assert_str_eq(shown_bytes("\xc3\xa9", 2), "b'\\xc3\\xa9'");
}
END_TEST

START_TEST(numbers_are_short_and_exact)
{
	ck_assert_str_eq(shown(&VALUE_INT(UINT64_MAX)), "18446744073709551615");
	ck_assert_str_eq(shown(&(struct value){ .kind = V_NEGINT, .i = -5 }), "-5");
	ck_assert_str_eq(shown_real(0.1), "0.1");
	ck_assert_str_eq(shown_real(-2.25), "-2.25");
	ck_assert_str_eq(shown_real(1e22), "1e+22");
}
END_TEST

START_TEST(lists_nest)
{
	static const uint8_t cells[] = { 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe };
	struct value rows[2] = {
		{ .kind = V_CELLS, .bits = 32, .n = 2, .bytes = cells },
		{ .kind = V_CELLS, .bits = 32, .is_signed = 1, .n = 2, .bytes = cells },
	};
	struct value list = { .kind = V_ARRAY, .n = 2, .items = rows };

	ck_assert_str_eq(shown(&list), "[[1, 4294967294], [1, -2]]");
	list.n = 0;
	ck_assert_str_eq(shown(&list), "[]");
	ck_assert_str_eq(shown(&VALUE_BOOL(true)), "True");
	ck_assert_str_eq(shown(&VALUE_BOOL(false)), "False");
	ck_assert_str_eq(shown(&(struct value){ .kind = V_NULL }), "None");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("values");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, strings_take_the_quotes_that_need_no_escape);
	tcase_add_test(c, what_is_not_printable_is_escaped);
	tcase_add_test(c, bytes_have_a_b_before_them);
	tcase_add_test(c, numbers_are_short_and_exact);
	tcase_add_test(c, lists_nest);
	return run_tests(c);
}
