/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is wrong with a value, by which keyword and where. The expected lines are those of
 * jsonschema 4.26, Draft201909Validator.iter_errors(), with the schema's keys in the order
 * of the alphabet: validator, absolute_path, absolute_schema_path, and below an error its
 * context.
 */
#include "explained.h"

#include <check.h>

static void
check(const char *schema, const char *instance, const char *expected)
{
	struct explained x;
	struct buf out = { 0 };

	explained_make(&x, schema, instance);
	buf_puts(&out, "");
	put_errors(&out, &x, x.errors, 0);
	ck_assert_str_eq(out.s, expected);
	buf_free(&out);
	explained_free(&x);
}

START_TEST(valid_values_have_no_errors)
{
	check("{\"required\": [\"a\"], \"type\": \"object\"}", "{\"a\": 1}", "");
	check("true", "[1]", "");
	check("{\"anyOf\": [{\"type\": \"string\"}, {\"const\": 1.0}]}", "1", "");
}
END_TEST

START_TEST(each_keyword_is_told_where_it_stands)
{
	check("{\"properties\": {\"a\": {\"minimum\": 2, \"multipleOf\": 2}, \"b\": {\"items\": {\"maxLength\": 1, \"pattern\": \"^x\"}}}, \"required\": [\"c\", \"d\"]}",
		"{\"a\": 1, \"b\": [\"x\", \"yy\"]}",
		"minimum /a /properties/a/minimum\n"
		"multipleOf /a /properties/a/multipleOf\n"
		"maxLength /b/1 /properties/b/items/maxLength\n"
		"pattern /b/1 /properties/b/items/pattern\n"
		"required . /required\n"
		"required . /required\n");
	check("{\"additionalItems\": {\"type\": \"string\"}, \"items\": [{\"type\": \"integer\"}, {\"const\": 3}], \"uniqueItems\": true}",
		"[\"a\", 4, 5, 5]",
		"type /2 /additionalItems/type\n"
		"type /3 /additionalItems/type\n"
		"type /0 /items/0/type\n"
		"const /1 /items/1/const\n"
		"uniqueItems . /uniqueItems\n");
	check("{\"contains\": {\"type\": \"string\"}, \"maxItems\": 1, \"minItems\": 3}",
		"[1, 2]",
		"contains . /contains\n"
		"maxItems . /maxItems\n"
		"minItems . /minItems\n");
	check("{\"dependentRequired\": {\"a\": [\"b\", \"c\"]}, \"dependentSchemas\": {\"a\": {\"maxProperties\": 1}}, \"propertyNames\": {\"maxLength\": 1}}",
		"{\"a\": 1, \"long\": 2, \"c\": 3}",
		"dependentRequired . /dependentRequired\n"
		"maxProperties . /dependentSchemas/a/maxProperties\n"
		"maxLength . /propertyNames/maxLength\n");
}
END_TEST

START_TEST(references_and_conditions_are_left_out)
{
	check("{\"$defs\": {\"deep\": {\"$ref\": \"#/$defs/small\", \"minimum\": 1}, \"small\": {\"maximum\": 3}}, \"properties\": {\"a\": {\"$ref\": \"#/$defs/deep\"}, \"b\": {\"$ref\": \"#/$defs/deep\"}}}",
		"{\"a\": 9, \"b\": 0}",
		"maximum /a /properties/a/maximum\n"
		"minimum /b /properties/b/minimum\n");
	check("{\"else\": {\"required\": [\"c\"]}, \"if\": {\"required\": [\"a\"]}, \"then\": {\"properties\": {\"a\": {\"const\": 1}}, \"required\": [\"b\"]}}",
		"{\"a\": 2}",
		"const /a /then/properties/a/const\n"
		"required . /then/required\n");
	check("{\"else\": {\"required\": [\"c\"]}, \"if\": {\"required\": [\"a\"]}, \"then\": {\"required\": [\"b\"]}}",
		"{}", "required . /else/required\n");
}
END_TEST

START_TEST(a_schema_that_is_false_is_a_step_less)
{
	check("{\"properties\": {\"a\": false, \"b\": {\"items\": false}}}",
		"{\"a\": 1, \"b\": [2]}",
		"false . /properties\n"
		"false /b /properties/b/items\n");
	check("{\"allOf\": [true, false]}", "1", "false . /allOf\n");
	check("{\"patternProperties\": {\"^a\": false}}", "{\"ab\": 1}",
		"false . /patternProperties\n");
	check("{\"if\": true, \"then\": false}", "1", "false . .\n");
	check("false", "1", "false . .\n");
}
END_TEST

START_TEST(choices_are_explained_by_their_branches)
{
	check("{\"anyOf\": [{\"type\": \"string\"}, {\"minimum\": 5, \"multipleOf\": 2}]}",
		"3",
		"anyOf . /anyOf\n"
		" type . /anyOf/0/type\n"
		" minimum . /anyOf/1/minimum\n"
		" multipleOf . /anyOf/1/multipleOf\n");
	check("{\"oneOf\": [{\"properties\": {\"a\": {\"const\": 1}}}, {\"required\": [\"b\"]}, false]}",
		"{\"a\": 2}",
		"oneOf . /oneOf\n"
		" const /a /oneOf/0/properties/a/const\n"
		" required . /oneOf/1/required\n"
		" false . /oneOf\n");
	check("{\"properties\": {\"p\": {\"anyOf\": [{\"items\": {\"oneOf\": [{\"const\": 1}, {\"const\": 2}]}}, {\"type\": \"null\"}]}}}",
		"{\"p\": [1, 3]}",
		"anyOf /p /properties/p/anyOf\n"
		" oneOf /p/1 /properties/p/anyOf/0/items/oneOf\n"
		"  const /p/1 /properties/p/anyOf/0/items/oneOf/0/const\n"
		"  const /p/1 /properties/p/anyOf/0/items/oneOf/1/const\n"
		" type /p /properties/p/anyOf/1/type\n");
	check("{\"$defs\": {\"x\": {\"required\": [\"x\"]}}, \"anyOf\": [{\"$ref\": \"#/$defs/x\"}, {\"if\": true, \"then\": {\"required\": [\"y\"]}}]}",
		"{}",
		"anyOf . /anyOf\n"
		" required . /anyOf/0/required\n"
		" required . /anyOf/1/then/required\n");
}
END_TEST

START_TEST(several_branches_that_hold_have_no_context)
{
	check("{\"oneOf\": [{\"type\": \"integer\"}, {\"minimum\": 1}]}", "3",
		"oneOf . /oneOf\n");
	check("{\"not\": {\"type\": \"integer\"}}", "3", "not . /not\n");
}
END_TEST

START_TEST(errors_come_in_the_order_of_the_schema)
{
	check("{\"patternProperties\": {\"^a\": {\"type\": \"string\"}, \"b$\": {\"minimum\": 5}}, \"properties\": {\"m\": {\"const\": 1}, \"z\": {\"const\": 1}}, \"type\": \"array\"}",
		"{\"xb\": 1, \"z\": 0, \"ab\": 1, \"m\": 0, \"ac\": 1}",
		"type /ab /patternProperties/^a/type\n"
		"type /ac /patternProperties/^a/type\n"
		"minimum /xb /patternProperties/b$/minimum\n"
		"minimum /ab /patternProperties/b$/minimum\n"
		"const /m /properties/m/const\n"
		"const /z /properties/z/const\n"
		"type . /type\n");
}
END_TEST

START_TEST(unevaluated_ones_are_one_error)
{
	check("{\"allOf\": [{\"properties\": {\"a\": true}}], \"unevaluatedProperties\": false}",
		"{\"a\": 1, \"b\": 2, \"c\": 3}",
		"unevaluatedProperties . /unevaluatedProperties\n");
	check("{\"anyOf\": [{\"properties\": {\"a\": {\"const\": 1}}, \"required\": [\"a\"]}, {\"properties\": {\"b\": true}}], \"unevaluatedProperties\": false}",
		"{\"a\": 2, \"b\": 2}",
		"unevaluatedProperties . /unevaluatedProperties\n");
	check("{\"items\": [true], \"unevaluatedItems\": {\"type\": \"string\"}}",
		"[1, 2, \"x\"]", "unevaluatedItems . /unevaluatedItems\n");
	check("{\"additionalProperties\": false, \"properties\": {\"a\": true}}",
		"{\"a\": 1, \"b\": 2, \"c\": 3}",
		"additionalProperties . /additionalProperties\n");
}
END_TEST

START_TEST(loops_of_references_end_with_the_value)
{
	check("{\"$defs\": {\"list\": {\"properties\": {\"n\": {\"type\": \"integer\"}, \"next\": {\"$ref\": \"#/$defs/list\"}}}}, \"$ref\": \"#/$defs/list\"}",
		"{\"n\": 1, \"next\": {\"n\": \"x\", \"next\": {\"n\": null}}}",
		"type /next/n /properties/next/properties/n/type\n"
		"type /next/next/n /properties/next/properties/next/properties/n/type\n");
}
END_TEST

static const struct schema_error *
first(struct explained *x, const char *schema, const char *instance)
{
	explained_make(x, schema, instance);
	ck_assert_ptr_nonnull(x->errors);
	return x->errors;
}

static const char *
name_of(const struct explained *x, const struct schema_error *e, uint32_t i)
{
	ck_assert_uint_lt(i, e->nnames);
	return machine_text(x->machine, e->names[i]);
}

/* JSON Schema Validation 2019-09, 6.5.3 and 6.5.4: one error for each that is missing. */
START_TEST(missing_members_are_named)
{
	const struct schema_error *e;
	struct explained x;

	e = first(&x, "{\"required\": [\"a\", \"b\", \"c\"]}", "{\"b\": 1}");
	ck_assert_str_eq(name_of(&x, e, 0), "a");
	ck_assert_str_eq(name_of(&x, e->next, 0), "c");
	ck_assert_ptr_null(e->next->next);
	explained_free(&x);
	e = first(&x, "{\"dependentRequired\": {\"b\": [\"a\"]}}", "{\"b\": 1}");
	ck_assert_str_eq(name_of(&x, e, 0), "a");
	ck_assert_str_eq(machine_text(x.machine, e->names[1]), "b");
	explained_free(&x);
}
END_TEST

START_TEST(members_that_are_too_many_are_named)
{
	const struct schema_error *e;
	struct explained x;

	e = first(&x, "{\"additionalProperties\": false, \"properties\": {\"a\": true}}",
		"{\"q\": 1, \"a\": 1, \"p\": 1}");
	ck_assert_uint_eq(e->nnames, 2);
	ck_assert_str_eq(name_of(&x, e, 0), "q");
	ck_assert_str_eq(name_of(&x, e, 1), "p");
	ck_assert_ptr_null(e->next);
	explained_free(&x);
}
END_TEST

/* 6.4.4 and 6.4.5: how many there are is what the message is about. */
START_TEST(items_that_are_contained_are_counted)
{
	const struct schema_error *e;
	struct explained x;

	e = first(&x, "{\"contains\": {\"type\": \"string\"}, \"maxContains\": 1}",
		"[\"a\", 1, \"b\"]");
	ck_assert_uint_eq(e->op, OP_CONTAINS);
	ck_assert_uint_eq(e->count, 2);
	explained_free(&x);
}
END_TEST

START_TEST(branches_are_numbered)
{
	const struct schema_error *e;
	struct explained x;

	e = first(&x,
		"{\"properties\": {\"a\": {\"anyOf\": [{\"minimum\": 5, "
		"\"multipleOf\": 2}, {\"const\": 1}]}}}",
		"{\"a\": 3}");
	ck_assert(!e->several);
	e = e->context;
	ck_assert_uint_eq(e->branch, 0);
	/* properties, a, anyOf */
	ck_assert_uint_eq(e->parent_steps, 3);
	ck_assert_uint_eq(e->next->branch, 0);
	ck_assert_uint_eq(e->next->next->branch, 1);
	ck_assert_ptr_null(e->next->next->next);
	explained_free(&x);
}
END_TEST

START_TEST(several_branches_are_told_from_none)
{
	const struct schema_error *e;
	struct explained x;

	e = first(&x, "{\"oneOf\": [{\"type\": \"integer\"}, {\"minimum\": 1}]}", "3");
	ck_assert(e->several);
	ck_assert_ptr_null(e->context);
	explained_free(&x);
}
END_TEST

/* What an `if` led to says so, also below other keywords; `else` does not. */
START_TEST(conditions_are_told)
{
	const struct schema_error *e;
	struct explained x;

	e = first(&x,
		"{\"allOf\": [{\"if\": {\"required\": [\"a\"]}, \"then\": "
		"{\"properties\": {\"a\": {\"const\": 1}}}, \"else\": false}], "
		"\"required\": [\"z\"]}",
		"{\"a\": 2}");
	ck_assert_uint_eq(e->op, OP_CONST);
	ck_assert_uint_ne(e->condition, CODE_NONE);
	ck_assert_uint_eq(e->next->op, OP_REQUIRED);
	ck_assert_uint_eq(e->next->condition, CODE_NONE);
	explained_free(&x);
}
END_TEST

/* Errors without end are cut off, and it is said that they are. */
START_TEST(many_errors_are_cut_off)
{
	struct buf value = { 0 };
	const struct schema_error *e;
	struct explained x;
	unsigned int i, n = 0;

	for (i = 0; i < 3000; i++)
		buf_puts(&value, i ? ",0" : "[0");
	buf_puts(&value, "]");
	e = first(&x,
		"{\"items\": {\"allOf\": [{\"const\": 1}, {\"const\": 2}, {\"const\": 3}, "
		"{\"const\": 4}, {\"const\": 5}, {\"const\": 6}]}}",
		value.s);
	for (; e; e = e->next)
		n++;
	ck_assert_uint_lt(n, 18000);
	ck_assert(x.machine->exhausted);
	explained_free(&x);
	buf_free(&value);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("explain");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, valid_values_have_no_errors);
	tcase_add_test(t, each_keyword_is_told_where_it_stands);
	tcase_add_test(t, references_and_conditions_are_left_out);
	tcase_add_test(t, a_schema_that_is_false_is_a_step_less);
	tcase_add_test(t, choices_are_explained_by_their_branches);
	tcase_add_test(t, several_branches_that_hold_have_no_context);
	tcase_add_test(t, errors_come_in_the_order_of_the_schema);
	tcase_add_test(t, unevaluated_ones_are_one_error);
	tcase_add_test(t, loops_of_references_end_with_the_value);
	tcase_add_test(t, missing_members_are_named);
	tcase_add_test(t, members_that_are_too_many_are_named);
	tcase_add_test(t, items_that_are_contained_are_counted);
	tcase_add_test(t, branches_are_numbered);
	tcase_add_test(t, several_branches_are_told_from_none);
	tcase_add_test(t, conditions_are_told);
	tcase_add_test(t, many_errors_are_cut_off);
	return run_tests(t);
}
