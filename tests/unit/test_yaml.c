/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/yaml_read.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "doc/json_read.h"
#include "schema_document.h"

static struct fault fault;

static struct value *
read_yaml(const char *text)
{
	fault = FAULT_INIT(&arena);
	return yaml_read(&builder, text, strlen(text), &fault);
}

static struct value *
read_json(const char *text)
{
	fault = FAULT_INIT(&arena);
	return json_read(&builder, text, strlen(text), &fault);
}

/* YAML that says the same as the JSON. */
static void
same(const char *yaml, const char *json)
{
	struct value *a = read_yaml(yaml), *b;

	ck_assert_msg(a != NULL, "%s: %s", yaml, fault.message);
	b = read_json(json);
	ck_assert_msg(b != NULL, "%s: %s", json, fault.message);
	ck_assert_msg(value_equal(a, b), "%s is not %s", yaml, json);
}

/* The core schema's scalars: YAML 1.2.2, 10.3.2. */
START_TEST(scalars_are_those_of_the_core_schema)
{
	same("[ null, Null, NULL, ~ ]", "[ null, null, null, null ]");
	same("-", "[ null ]");
	same("[ true, True, TRUE, false, False, FALSE ]",
		"[ true, true, true, false, false, false ]");
	/* strings in YAML 1.2, unlike 1.1 */
	same("[ y, on, off, no, yes, 12:30, 0o, 0x, '1' ]",
		"[ \"y\", \"on\", \"off\", \"no\", \"yes\", \"12:30\", \"0o\", \"0x\", "
		"\"1\" ]");
	same("[ 0, 010, 0o10, 0xfF, -12, +3, 1_000 ]", "[ 0, 10, 8, 255, -12, 3, 1000 ]");
	same("[ 18446744073709551615, 0xffffffffffffffff, -9223372036854775808 ]",
		"[ 18446744073709551615, 18446744073709551615, -9223372036854775808 ]");
	same("[ 1.5, .5, 1e3, -1.25E-2, 3. ]", "[ 1.5, 0.5, 1000, -0.0125, 3 ]");
	same("[ 1.2.3, e3, ., -, 1e ]", "[ \"1.2.3\", \"e3\", \".\", \"-\", \"1e\" ]");
}
END_TEST

START_TEST(styles_make_the_same_values)
{
	same("a: |\n  x\n  y\nb: >-\n  x\n  y\nc: 'it''s'\nd: \"\\t\\u00e4\"\n",
		"{ \"a\": \"x\\ny\\n\", \"b\": \"x y\", \"c\": \"it's\", \"d\": "
		"\"\\t\\u00e4\" }");
	same("%YAML 1.2\n---\n{ a: [ 1, { b: c } ] }\n...\n",
		"{ \"a\": [ 1, { \"b\": \"c\" } ] }");
	same("1: x\ntrue: y\n", "{ \"1\": \"x\", \"true\": \"y\" }");
}
END_TEST

static void
refused(const char *text, uint32_t line, uint32_t column, const char *words)
{
	ck_assert_msg(!read_yaml(text), "%s", text);
	ck_assert_msg(
		strstr(fault.message, words) != NULL, "%s: %s", text, fault.message);
	ck_assert_uint_eq(fault.place.line, line);
	ck_assert_uint_eq(fault.place.column, column);
}

START_TEST(what_is_no_binding_is_refused_with_its_place)
{
	refused("a: 1\nb: [ 2\n", 3, 1, "not valid YAML");
	refused("a: 1\nb: 2\na: 3\n", 3, 4, "duplicate key 'a', first at line 1");
	refused("a: &x [ 1 ]\nb: *x\n", 2, 4, "alias");
	refused("a: !!str 1\n", 1, 4, "tag");
	refused("a: 1\n---\nb: 2\n", 2, 1, "second document");
	refused("? [ a ]\n: b\n", 1, 3, "a list as a key");
	refused("a: 18446744073709551616\n", 1, 4, "64 bits");
	refused("a: [ -9223372036854775809 ]\n", 1, 6, "64 bits");
	refused("a: \"x\\0y\"\n", 1, 4, "NUL");
	refused("", 1, 1, "empty");
	refused("# nothing\n", 1, 1, "empty");
}
END_TEST

START_TEST(nesting_has_a_limit)
{
	char text[4 * (DOCUMENT_DEPTH_MAX + 2)] = "";
	int i;

	for (i = 0; i < DOCUMENT_DEPTH_MAX; i++)
		text[i] = '[';
	for (; i < 2 * DOCUMENT_DEPTH_MAX; i++)
		text[i] = ']';
	ck_assert_ptr_nonnull(read_yaml(text));
	memset(text, '[', DOCUMENT_DEPTH_MAX + 1);
	memset(text + DOCUMENT_DEPTH_MAX + 1, ']', DOCUMENT_DEPTH_MAX + 1);
	refused(text, 1, DOCUMENT_DEPTH_MAX + 1, "nested deeper");
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("read");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, scalars_are_those_of_the_core_schema);
	tcase_add_test(t, styles_make_the_same_values);
	tcase_add_test(t, what_is_no_binding_is_refused_with_its_place);
	tcase_add_test(t, nesting_has_a_limit);
	return run_tests(t);
}
