/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/value.h"

#include <check.h>
#include <string.h>

#include "doc/json_read.h"
#include "schema_document.h"

static struct value *
json(const char *text)
{
	struct fault f = FAULT_INIT(&arena);
	struct value *v = json_read(&builder, text, strlen(text), &f);

	ck_assert_msg(v != NULL, "%s: %s", text, f.message);
	return v;
}

static atom_t
atom(const char *s)
{
	return intern(&strings, s, strlen(s));
}

/* JSON Schema core 2019-09, 4.2.2. */
START_TEST(equality_is_by_value)
{
	ck_assert(
		value_equal(json("{\"a\":1,\"b\":[2]}"), json("{\"b\":[2.0],\"a\":1}")));
	ck_assert(value_equal(json("[1.0,-0,1e2]"), json("[1,0,100]")));
	ck_assert(!value_equal(json("[1,2]"), json("[2,1]")));
	ck_assert(!value_equal(json("[1]"), json("[true]")));
	ck_assert(!value_equal(json("[0]"), json("[false]")));
	ck_assert(!value_equal(json("[\"1\"]"), json("[1]")));
	ck_assert(!value_equal(json("{\"a\":1}"), json("{\"a\":1,\"b\":1}")));
	ck_assert(!value_equal(json("{\"a\":1}"), json("{\"b\":1}")));
	ck_assert(!value_equal(json("[[]]"), json("[{}]")));
}
END_TEST

START_TEST(cells_are_arrays_of_integers)
{
	static const uint8_t bytes[] = { 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xfe };
	struct value cells = { .kind = V_CELLS, .bits = 32, .n = 2, .bytes = bytes },
		     room;

	ck_assert(value_equal(&cells, json("[1,4294967294]")));
	cells.is_signed = 1;
	ck_assert(value_equal(&cells, json("[1,-2]")));
	ck_assert_int_eq(value_item(&cells, 1, &room)->i, -2);
	cells = (struct value){ .kind = V_CELLS, .bits = 16, .n = 4, .bytes = bytes };
	ck_assert(value_equal(&cells, json("[0,1,65535,65534]")));
	cells = (struct value){ .kind = V_CELLS, .bits = 64, .n = 1, .bytes = bytes };
	ck_assert(value_equal(&cells, json("[8589934590]")));
}
END_TEST

static int
compare(const char *pair)
{
	const struct value *v = json(pair);

	return value_compare(&v->items[0], &v->items[1]);
}

START_TEST(numbers_compare_across_kinds)
{
	ck_assert_int_eq(compare("[1,2]"), -1);
	ck_assert_int_eq(compare("[-1,0]"), -1);
	ck_assert_int_eq(compare("[18446744073709551615,-9223372036854775808]"), 1);
	ck_assert_int_eq(compare("[18446744073709551615,18446744073709551615]"), 0);
	ck_assert_int_eq(compare("[-2,-3]"), 1);
	ck_assert_int_eq(compare("[1.5,1]"), 1);
	ck_assert_int_eq(compare("[-1.5,-1]"), -1);
	/* a double that is next to it is not it */
	ck_assert_int_eq(compare("[18446744073709551615,18446744073709551616]"), -1);
	ck_assert_int_eq(compare("[9007199254740993,9007199254740992.0]"), 1);
	ck_assert_int_eq(compare("[1e300,18446744073709551615]"), 1);
}
END_TEST

START_TEST(objects_and_arrays_change)
{
	struct value *v = json("{\"a\":1,\"b\":2}"), copy;

	value_set(v, &arena, atom("c"), VALUE_INT(3));
	value_set(v, &arena, atom("a"), VALUE_INT(4));
	ck_assert(value_equal(v, json("{\"a\":4,\"b\":2,\"c\":3}")));
	copy = value_copy(v, &arena);
	ck_assert(value_remove(v, atom("b")));
	ck_assert(!value_remove(v, atom("b")));
	ck_assert(value_equal(v, json("{\"a\":4,\"c\":3}")));
	ck_assert(value_equal(&copy, json("{\"a\":4,\"b\":2,\"c\":3}")));
	v = json("[1,2,3]");
	value_append(v, &arena, VALUE_BOOL(true));
	value_remove_at(v, 1);
	ck_assert(value_equal(v, json("[1,3,true]")));
	ck_assert_ptr_null(value_get(v, atom("a")));
	ck_assert_ptr_null(value_get(NULL, atom("a")));
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("value");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, equality_is_by_value);
	tcase_add_test(t, cells_are_arrays_of_integers);
	tcase_add_test(t, numbers_compare_across_kinds);
	tcase_add_test(t, objects_and_arrays_change);
	return run_tests(t);
}
