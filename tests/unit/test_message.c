/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The words of errors. The expected lines are those of jsonschema 4.26,
 * Draft201909Validator.iter_errors(), with the schema's keys in the order of the
 * alphabet: each error's message, and behind "best: " that of best_match() of it alone.
 */
#include "compat/python/message.h"
#include "explained.h"

#include <check.h>

static void
check(const char *schema, const char *instance, const char *expected)
{
	struct explained x;
	struct source source = { .resolver = &x.resolver };
	struct message m = { .source = &source, .id = SCHEMA_URI, .scratch = &arena };
	const struct schema_error *e;
	struct buf out = { 0 };

	explained_make(&x, schema, instance);
	m.m = x.machine;
	for (e = x.errors; e; e = e->next) {
		message_put(&out, &m, e);
		buf_putc(&out, '\n');
		if (!e->context)
			continue;
		buf_puts(&out, "best: ");
		message_put(&out, &m, message_best(&m, e));
		buf_putc(&out, '\n');
	}
	ck_assert_str_eq(out.s, expected);
	buf_free(&out);
	explained_free(&x);
}

START_TEST(numbers_are_compared)
{
	check("{\"exclusiveMaximum\": 3, \"exclusiveMinimum\": 3, \"maximum\": 2, \"minimum\": 4, \"multipleOf\": 2}",
		"3",
		"3 is greater than or equal to the maximum of 3\n"
		"3 is less than or equal to the minimum of 3\n"
		"3 is greater than the maximum of 2\n"
		"3 is less than the minimum of 4\n"
		"3 is not a multiple of 2\n");
	check("{\"minimum\": 1.5}", "-1", "-1 is less than the minimum of 1.5\n");
	check("{\"maximum\": 18446744073709551614}", "18446744073709551615",
		"18446744073709551615 is greater than the maximum of 18446744073709551614\n");
}
END_TEST

START_TEST(lengths_are_too_short_or_too_long)
{
	check("{\"minLength\": 1}", "\"\"", "'' should be non-empty\n");
	check("{\"maxLength\": 1, \"minLength\": 3}", "\"ab\"",
		"'ab' is too long\n"
		"'ab' is too short\n");
	check("{\"minItems\": 1}", "[]", "[] should be non-empty\n");
	check("{\"maxItems\": 1, \"minItems\": 3}", "[1, 2]",
		"[1, 2] is too long\n"
		"[1, 2] is too short\n");
	check("{\"maxItems\": 0}", "[1]", "[1] is expected to be empty\n");
	check("{\"minProperties\": 1}", "{}", "{} should be non-empty\n");
	check("{\"maxProperties\": 1, \"minProperties\": 3}", "{\"a\": 1, \"b\": 2}",
		"{'a': 1, 'b': 2} has too many properties\n"
		"{'a': 1, 'b': 2} does not have enough properties\n");
	check("{\"maxProperties\": 0}", "{\"a\": 1}",
		"{'a': 1} is expected to be empty\n");
}
END_TEST

START_TEST(values_are_not_what_was_expected)
{
	check("{\"const\": \"it's\", \"enum\": [\"a\", 1, null, true], \"pattern\": \"^\\\"x'\", \"type\": \"integer\"}",
		"\"b\"",
		"\"it's\" was expected\n"
		"'b' is not one of ['a', 1, None, True]\n"
		"'b' does not match '^\"x\\''\n"
		"'b' is not of type 'integer'\n");
	check("{\"const\": {\"a\": [1, 2.5]}}", "[]", "{'a': [1, 2.5]} was expected\n");
	check("{\"type\": [\"string\", \"integer\"]}", "[{\"a\": null}]",
		"[{'a': None}] is not of type 'string', 'integer'\n");
	check("{\"uniqueItems\": true}", "[1, 1]", "[1, 1] has non-unique elements\n");
}
END_TEST

START_TEST(members_are_missing_or_too_many)
{
	check("{\"dependentRequired\": {\"c\": [\"a\"]}, \"required\": [\"a\", \"it's\"]}",
		"{\"c\": 1}",
		"'a' is a dependency of 'c'\n"
		"'a' is a required property\n"
		"\"it's\" is a required property\n");
	check("{\"additionalProperties\": false}", "{\"b\": 1, \"a\": 2}",
		"Additional properties are not allowed ('a', 'b' were unexpected)\n");
	check("{\"additionalProperties\": false, \"patternProperties\": {\"^x\": true, \"^y'\": true}}",
		"{\"b\": 1}", "'b' does not match any of the regexes: '^x', \"^y'\"\n");
	check("{\"additionalProperties\": false, \"patternProperties\": {\"^x\": true}}",
		"{\"b\": 1, \"a\": 2}",
		"'a', 'b' do not match any of the regexes: '^x'\n");
	check("{\"unevaluatedProperties\": false}", "{\"b\": 1, \"a\": 1}",
		"Unevaluated properties are not allowed ('a', 'b' were unexpected)\n");
	check("{\"unevaluatedProperties\": {\"minLength\": 2, \"type\": \"string\"}}",
		"{\"b\": 1, \"a\": \"x\"}",
		"Unevaluated properties are not valid under the given schema ('b', 'a' were unevaluated and invalid)\n");
	check("{\"propertyNames\": {\"maxLength\": 1}}", "{\"abc\": 1}",
		"'abc' is too long\n");
}
END_TEST

START_TEST(items_are_too_many)
{
	check("{\"additionalItems\": false, \"items\": [true]}", "[1, 2, \"x\"]",
		"Additional items are not allowed (2, 'x' were unexpected)\n");
	check("{\"items\": [true], \"unevaluatedItems\": false}", "[1, {\"a\": 2}]",
		"Unevaluated items are not allowed ({'a': 2} was unexpected)\n");
	check("{\"contains\": {\"const\": 1}}", "[2]",
		"[2] does not contain items matching the given schema\n");
	check("{\"contains\": {\"const\": 1}, \"maxContains\": 1}", "[1, 1]",
		"Too many items match the given schema (expected at most 1)\n");
	check("{\"contains\": {\"const\": 1}, \"minContains\": 2}", "[1, 3]",
		"Too few items match the given schema (expected at least 2 but only 1 matched)\n");
}
END_TEST

START_TEST(schemas_are_shown_as_they_are_written)
{
	check("{\"not\": {\"minimum\": 1, \"type\": \"integer\"}}", "3",
		"3 should not be valid under {'minimum': 1, 'type': 'integer'}\n");
	check("{\"oneOf\": [{\"type\": \"integer\"}, {\"minimum\": 1}, {\"maximum\": 9}]}",
		"3",
		"3 is valid under each of {'minimum': 1}, {'maximum': 9}, {'type': 'integer'}\n");
	check("{\"$defs\": {\"p\": {\"not\": {\"const\": 3}}}, \"$ref\": \"#/$defs/p\", \"not\": {\"const\": 3, \"type\": \"integer\"}}",
		"3",
		"3 should not be valid under {'const': 3}\n"
		"3 should not be valid under {'const': 3, 'type': 'integer'}\n");
}
END_TEST

START_TEST(false_allows_nothing)
{
	check("false", "{\"a\": 1}", "False schema does not allow {'a': 1}\n");
	check("{\"properties\": {\"a\": false}}", "{\"a\": [1]}",
		"False schema does not allow [1]\n");
}
END_TEST

START_TEST(the_best_of_a_choice_is_the_deepest)
{
	check("{\"anyOf\": [{\"type\": \"string\"}, {\"properties\": {\"a\": {\"items\": {\"type\": \"string\"}}}}]}",
		"{\"a\": [1]}",
		"{'a': [1]} is not valid under any of the given schemas\n"
		"best: 1 is not of type 'string'\n");
	check("{\"oneOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}", "{}",
		"{} is not valid under any of the given schemas\n"
		"best: {} is not valid under any of the given schemas\n");
	check("{\"anyOf\": [{\"type\": \"string\"}, {\"minimum\": 5, \"type\": \"integer\"}]}",
		"3",
		"3 is not valid under any of the given schemas\n"
		"best: 3 is less than the minimum of 5\n");
	check("{\"anyOf\": [{\"anyOf\": [{\"const\": 1}, {\"items\": {\"const\": 1}}]}, {\"minItems\": 3}]}",
		"[2]",
		"[2] is not valid under any of the given schemas\n"
		"best: 1 was expected\n");
	check("{\"oneOf\": [{\"minimum\": 5}, {\"type\": \"null\"}]}", "3",
		"3 is not valid under any of the given schemas\n"
		"best: 3 is not valid under any of the given schemas\n");
	check("{\"properties\": {\"x\": {\"anyOf\": [{\"items\": [{\"const\": \"a\"}, {\"const\": \"b\"}]}, {\"items\": [{\"const\": \"c\"}]}]}}}",
		"{\"x\": [\"a\", \"d\"]}",
		"['a', 'd'] is not valid under any of the given schemas\n"
		"best: 'c' was expected\n");
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("messages");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, numbers_are_compared);
	tcase_add_test(t, lengths_are_too_short_or_too_long);
	tcase_add_test(t, values_are_not_what_was_expected);
	tcase_add_test(t, members_are_missing_or_too_many);
	tcase_add_test(t, items_are_too_many);
	tcase_add_test(t, schemas_are_shown_as_they_are_written);
	tcase_add_test(t, false_allows_nothing);
	tcase_add_test(t, the_best_of_a_choice_is_the_deepest);
	return run_tests(t);
}
