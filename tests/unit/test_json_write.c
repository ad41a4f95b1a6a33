/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "doc/json_write.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "doc/json_read.h"
#include "schema_document.h"

static const char *
written(const json_t *v, const struct json_style *style)
{
	struct buf out = { 0 };
	struct json_writer w = { .out = &out, .style = style };
	const char *text;

	json_write_tree(&w, v);
	text = arena_strdup(&arena, out.s);
	buf_free(&out);
	return text;
}

static void
ck_assert_as_jansson(const json_t *v, const struct json_style *style, size_t flags)
{
	char *expected = json_dumps(v, flags);

	ck_assert_ptr_nonnull(expected);
	ck_assert_str_eq(written(v, style), expected);
	free(expected);
}

static const char *const documents[] = {
	"{}",
	"[]",
	"[[],{},[{}],[[]]]",
	"{\"a\":[1,-2,9223372036854775807],\"b\":{\"c\":null,\"d\":[true,false]}}",
	"[1.5,0.1,-0.0,3.0]",
	"[\"\\u0001\\b\\f\\n\\r\\t\\u001f\\u007f/\\\\\\\"\"]",
	"{\"\\u00e9\\n\":\"\\u00e9\\u20ac\\ud83d\\ude00\\uffff\"}",
	"[\"a\\u0000b\"]",
};

/* jansson is the other program: what it writes of a document we write, too. */
START_TEST(texts_are_those_of_jansson)
{
	json_t *v = json_loads(
		documents[_i], JSON_DISABLE_EOF_CHECK | JSON_ALLOW_NUL, NULL);

	ck_assert_ptr_nonnull(v);
	ck_assert_as_jansson(v, &json_page, JSON_INDENT(2));
	ck_assert_as_jansson(v, &json_line, 0);
	ck_assert_as_jansson(v, &json_packed, JSON_COMPACT | JSON_ENSURE_ASCII);
	json_decref(v);
}
END_TEST

static const char *
rewritten(const char *text, const struct json_style *style)
{
	struct fault fault = FAULT_INIT(&arena);
	const struct value *v = json_read(&builder, text, strlen(text), &fault);
	struct buf out = { 0 };
	struct json_writer w = { .out = &out, .style = style };
	const char *copy;

	ck_assert_msg(v != NULL, "%s: %s", text, fault.message);
	json_write_value(&w, v, builder.strings, &arena);
	copy = arena_strdup(&arena, out.s);
	buf_free(&out);
	return copy;
}

START_TEST(values_are_written_by_name)
{
	ck_assert_str_eq(
		rewritten("{\"b\": [], \"a\": {\"d\": 1, \"c\": null}}", &json_line),
		"{\"a\": {\"c\": null, \"d\": 1}, \"b\": []}");
}
END_TEST

START_TEST(numbers_and_texts_come_back)
{
	static const char text[] =
		"[18446744073709551615, -9223372036854775808, 0.5, 1e+30, "
		"\"\\u0000\\n\", true, false]";
	static const struct json_style numeric = { .spaced = true, .numeric = true };

	/* what is whole is an integer where it fits, and a real where it does not */
	ck_assert_str_eq(rewritten(text, &json_line),
		"[18446744073709551615, -9223372036854775808, 0.5, 1e+30, "
		"\"\\u0000\\n\", true, false]");
	ck_assert_str_eq(rewritten("[\"\\u0000\\n\\u007f\"]", &numeric),
		"[\"\\u0000\\u000a\\u007f\"]");
}
END_TEST

START_TEST(lines_go_as_deep_as_the_style_says)
{
	static const struct json_style style = { .lines = 1 };

	ck_assert_str_eq(rewritten("{\"a\": {\"b\": [1, 2]}, \"c\": []}", &style),
		"{\n\"a\":{\"b\":[1,2]},\n\"c\":[]\n}");
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("write");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(
		t, texts_are_those_of_jansson, 0, sizeof(documents) / sizeof(*documents));
	tcase_add_test(t, values_are_written_by_name);
	tcase_add_test(t, numbers_and_texts_come_back);
	tcase_add_test(t, lines_go_as_deep_as_the_style_says);
	return run_tests(t);
}
