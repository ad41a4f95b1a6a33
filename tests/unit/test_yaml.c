/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/value/yaml.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/value/json.h"
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
	refused("a: 1\nb: 2\na: 3\n", 3, 4, "'a' stands twice");
	refused("a: &x [ 1 ]\nb: *x\n", 2, 4, "alias");
	refused("a: !!str 1\n", 1, 4, "tag");
	refused("a: 1\n---\nb: 2\n", 2, 1, "second document");
	refused("? [ a ]\n: b\n", 1, 3, "no scalar");
	refused("a: 18446744073709551616\n", 1, 4, "64 bits");
	refused("a: [ -9223372036854775809 ]\n", 1, 6, "64 bits");
	refused("a: \"x\\0y\"\n", 1, 4, "NUL");
	refused("", 1, 1, "empty");
	refused("# nothing\n", 1, 1, "empty");
}
END_TEST

/* Equal, and from the same places. */
static void
same_places(const struct value *a, const struct value *b)
{
	uint32_t i;

	ck_assert_uint_eq(a->kind, b->kind);
	ck_assert_uint_eq(a->line, b->line);
	ck_assert_uint_eq(a->column, b->column);
	for (i = 0; a->kind == V_ARRAY && i < a->n; i++)
		same_places(&a->items[i], &b->items[i]);
	for (i = 0; a->kind == V_OBJECT && i < a->n; i++)
		same_places(&a->members[i].value, &b->members[i].value);
}

static bool
scan(const char *text)
{
	struct yaml_parts p = { 0 };
	bool ok = yaml_scan(&p, text, strlen(text)) && yaml_build(&p, &builder);

	yaml_parts_free(&p);
	return ok;
}

/* By tokens; and by events, which a second end of the document calls for. */
static void
same_both_ways(const char *text)
{
	char longer[512];
	struct value *a, *b;

	snprintf(longer, sizeof(longer), "%s...\n...\n", text);
	ck_assert_msg(scan(text), "%s", text);
	a = builder_result(&builder);
	ck_assert_msg(!scan(longer), "%s", text);
	b = read_yaml(longer);
	ck_assert_msg(a && b && value_equal(a, b), "%s: %s", text, fault.message);
	same_places(a, b);
}

START_TEST(tokens_make_the_same_values_as_events)
{
	same_both_ways("x\n");
	same_both_ways("%YAML 1.2\n---\na: b\n");
	same_both_ways("# words\n---\na: |\n  x\n\n  y\nb: >-\n  x\n\n  y\n");
	same_both_ways("a:\n- b\n- c: d\n  e: f\ng:\n  - - h\n    - i\n  - j\n");
	same_both_ways("a:\n  b:\n    - c:\n      - d\n    - [ ]\n  e: f\n");
	same_both_ways("a: [ b, 'c', [ \"d\", 0x1f ], e, ]\nf: -1\n");
	same_both_ways("? a\n: b\n");
	same_both_ways("- a: b\n  c:\n  - d\n  -\n    e\n-\n  f: g\n");
}
END_TEST

/* A value that is not there, and forms that bindings do not have. */
START_TEST(what_is_no_common_form_is_read_by_events)
{
	static const char *const texts[] = { "a:\n", "-\n", "a:\n-\nb: c\n",
		"[ a, { b: c } ]\n", "[ a: b ]\n", "a: &b c\n", "a: !b c\n",
		"a: b\n---\nc: d\n", "a: b\na: c\n", "a: b\n c\n: d\n", "[ a,, b ]\n",
		"[ , a ]\n", "%YAML 1.3\n---\na\n", "", "a: 'b\n" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		ck_assert_msg(!scan(texts[i]), "%s", texts[i]);
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

/* Whether the examples of a text are cut off, and the rest is what it was. */
static void
cut(const char *head, const char *examples, bool is_cut)
{
	char *text = malloc(strlen(head) + strlen(examples) + 1);
	size_t n;

	strcpy(text, head);
	strcat(text, examples);
	n = yaml_without_examples(text, strlen(text));
	ck_assert_msg(n == (is_cut ? strlen(head) : strlen(text)), "%s", examples);
	/* what is cut off is valid */
	if (is_cut)
		ck_assert_msg(read_yaml(text) != NULL, "%s: %s", text, fault.message);
	free(text);
}

START_TEST(examples_are_cut_off_where_they_are_sound)
{
	cut("a: 1\n", "examples:\n  - |\n    /dts-v1/;\n\n    / { };\n", true);
	cut("a: 1\n", "examples:\n- |\n / {\n  };\n\n# more\n- |-\n x", true);
	cut("a: 1\n", "examples:\n  - |\n    x\n  # c\n  - |\n    y\n...\n", true);
	cut("a: 1\n", "examples:\n  - |\n    x\n...\n# end\n\n", true);
	cut("a: 1\n", "examples:\n  - |\n    x\n...\nb: 2\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\n...\n---\nb: 2\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\n---\nb: 2\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\nb: 2\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\n   y\n", false);
	cut("a: 1\n", "examples:\n  - |\n      \n    x\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\n - |\n    y\n", false);
	cut("a: 1\n", "examples:\n  - x\n", false);
	cut("a: 1\n", "examples:\n", false);
	cut("a: 1\n", "examples: [ x ]\n", false);
	cut("a: 1\n", "examples:\n  - |\n    \xc3\xa4\n", false);
	cut("a: 1\n", "examples:\n  - |\n    \x01\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\n\ty\n", false);
	cut("a: 1\n", "examples:\n  - |\n    x\n    \ty\n", true);
	cut("a: |\n  x\n", "b: |\n\n  examples:\n", false);
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
	tcase_add_test(t, tokens_make_the_same_values_as_events);
	tcase_add_test(t, what_is_no_common_form_is_read_by_events);
	tcase_add_test(t, nesting_has_a_limit);
	tcase_add_test(t, examples_are_cut_off_where_they_are_sound);
	return run_tests(t);
}
