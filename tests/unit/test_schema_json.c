/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/json_read.h"

#include <check.h>
#include <string.h>

#include "schema_document.h"

static struct fault fault;

static const struct value *
read(const char *text)
{
	fault = FAULT_INIT(&arena);
	return json_read(&builder, text, strlen(text), &fault);
}

static const struct value *
item(const char *text, uint32_t i)
{
	const struct value *v = read(text);

	ck_assert_msg(v != NULL, "%s: %s", text, fault.message);
	ck_assert_uint_gt(v->n, i);
	return &v->items[i];
}

/* dt-mk-schema writes 0xffffffffffffffff as a number. */
START_TEST(integers_reach_from_63_to_64_bits)
{
	static const char text[] =
		"[0, 18446744073709551615, -9223372036854775808, 9223372036854775808, 1.0]";

	ck_assert_int_eq(item(text, 0)->kind, V_INT);
	ck_assert_uint_eq(item(text, 1)->u, UINT64_MAX);
	ck_assert_int_eq(item(text, 2)->kind, V_NEGINT);
	ck_assert_int_eq(item(text, 2)->i, INT64_MIN);
	ck_assert_uint_eq(item(text, 3)->u, (uint64_t)1 << 63);
	ck_assert_int_eq(item(text, 4)->kind, V_INT);
	/* beyond them only as close as a double gets */
	ck_assert_int_eq(item("[18446744073709551616]", 0)->kind, V_REAL);
	ck_assert_int_eq(item("[-9223372036854775809]", 0)->kind, V_NEGINT);
}
END_TEST

START_TEST(strings_are_unescaped)
{
	ck_assert_str_eq(
		item("[\"a\\n\\t\\\"\\\\\\/\\u0041\\u00e4\\ud83d\\ude00\"]", 0)->s,
		"a\n\t\"\\/A\xc3\xa4\xf0\x9f\x98\x80");
}
END_TEST

START_TEST(what_is_no_json_is_refused_with_its_place)
{
	static const struct {
		const char *text;
		uint32_t line;
		uint32_t column;
	} bad[] = { { "", 1, 1 }, { "[1,\n 2", 2, 3 }, { "{\"a\": }", 1, 7 },
		{ "[01]", 1, 2 }, { "[1] 2", 1, 5 }, { "[\"\\ud800\"]", 1, 9 },
		{ "[\"a\nb\"]", 1, 4 }, { "{\"a\":1,\n\"a\":2}", 2, 5 }, { "[1,]", 1, 4 },
		{ "{a: 1}", 1, 2 }, { "[tru]", 1, 2 } };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_msg(!read(bad[i].text), "%s", bad[i].text);
		ck_assert_ptr_nonnull(fault.message);
		ck_assert_msg(fault.place.line == bad[i].line
				      && fault.place.column == bad[i].column,
			"%s: %u:%u %s", bad[i].text, fault.place.line, fault.place.column,
			fault.message);
	}
}
END_TEST

START_TEST(nesting_has_a_limit)
{
	char text[2 * DOCUMENT_DEPTH_MAX + 4] = "";

	memset(text, '[', DOCUMENT_DEPTH_MAX);
	memset(text + DOCUMENT_DEPTH_MAX, ']', DOCUMENT_DEPTH_MAX);
	ck_assert_ptr_nonnull(read(text));
	memset(text, '[', DOCUMENT_DEPTH_MAX + 1);
	ck_assert_ptr_null(read(text));
	ck_assert_ptr_nonnull(strstr(fault.message, "nested deeper"));
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("read");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, integers_reach_from_63_to_64_bits);
	tcase_add_test(t, strings_are_unescaped);
	tcase_add_test(t, what_is_no_json_is_refused_with_its_place);
	tcase_add_test(t, nesting_has_a_limit);
	return run_tests(t);
}
