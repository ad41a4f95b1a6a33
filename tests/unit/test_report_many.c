/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports of many trees: one fact that is told of many names is told once. */
#include "report/fold/alike.h"
#include "report_sample.h"

static const struct report_input inputs[] = {
	{ .file = "0.dtb", .ok = true },
	{ .file = "1.dtb", .ok = true },
	{ .file = "2.dtb", .ok = true },
	{ .file = "3.dtb", .ok = true },
	{ .file = "4.dtb", .ok = true },
	{ .file = "5.dtb", .ok = true },
	{ .file = "6.dtb", .ok = true },
	{ .file = "7.dtb", .ok = true },
};

static void
setup_many(void)
{
	setup();
	report.inputs = inputs;
	report.ninputs = report.ntrees = 8;
	report.width = 0;
}

/* A finding of a tree and one of its properties. */
static struct diag *
undescribed(uint32_t tree, const char *name)
{
	struct diag *d = finding(&without_node, LEVEL_WARNING,
		arena_printf(&arena, "/soc/a@%u", tree),
		arena_printf(&arena, "'%s' is described by no binding", name));

	d->input = tree;
	d->file = inputs[tree].file;
	d->property = name;
	d->why = "nobody knows what is in it";
	d->help = arena_printf(&arena, "describe '%s', or remove it", name);
	return d;
}

static const char *
name(unsigned int i)
{
	return arena_printf(&arena, "v,p%u-%c", i, 'a' + (int)(i % 26));
}

START_TEST(one_fact_of_many_names_is_told_once)
{
	const char *text;

	/* the last in three trees, the others in one each */
	for (unsigned int i = 0; i < 60; i++)
		undescribed(i % 8, name(i));
	undescribed(4, name(59))->node = diags.v[59]->node;
	undescribed(5, name(59))->node = diags.v[59]->node;
	text = written("text");
	/* what most trees have is what stands for all */
	ck_assert_contains(text, "3.dtb: /soc/a@3: warning: 'v,p59-h' is described by no "
				 "binding (in 3 of 8 trees) [");
	ck_assert_uint_eq(count(text, "is described by no binding"), 1);
	ck_assert_contains(
		text, "    like: 59 more, in 8 of 8 trees: 'v,p0-a'; 'v,p1-b'; ");
	ck_assert_contains(text, " … (47 more, --verbose lists them)\n");
	ck_assert_uint_eq(count(text, "'v,p"), 1 + 12 + 1); /* and in the advice */
	ck_assert_uint_eq(count(text, "    why:  "), 1);
	ck_assert_uint_eq(count(text, "    fix:  "), 1);
	ck_assert_contains(text,
		"\n60 warnings in 8 trees (--verbose lists all, with their trees and "
		"reasons)\n");

	/* nothing is hidden: not from --verbose, */
	report.verbose = true;
	text = written("text");
	ck_assert_uint_eq(count(text, "' is described by no binding"), 60);
	ck_assert_uint_eq(count(text, "    fix:  describe 'v,p"), 60);
	ck_assert_contains(text, "    also: in other trees:\n");
	ck_assert_lacks(text, "like:");
	ck_assert_contains(text, "\n60 warnings in 8 trees\n");
	/* and not from programs */
	report.verbose = false;
	ck_assert_uint_eq(count(written("concise"), "\n"), 60);
	ck_assert_uint_eq(count(written("gitlab"), "\"check_name\""), 60);
	ck_assert_uint_eq(count(written("sarif"), "\"ruleIndex\""), 60);
	ck_assert_uint_eq(count(written("json"), "\"property\": \"v,p"), 62);
	ck_assert_contains(written("json"), "\"distinct\": 60");
}
END_TEST

START_TEST(few_trees_are_told_in_full)
{
	for (unsigned int i = 0; i < 20; i++)
		undescribed(i % 7, name(i));
	report.ninputs = report.ntrees = 7;
	ck_assert_uint_eq(count(written("text"), "' is described by no binding"), 20);
	ck_assert_lacks(written("text"), "like:");
	ck_assert_uint_eq(count(written("github"), "::warning "), 20);
	ck_assert_uint_eq(count(written("markdown"), "| warning |"), 20);
}
END_TEST

START_TEST(only_what_is_alike_is_told_together)
{
	struct diag *d = undescribed(0, "a");

	undescribed(1, "b")->level = LEVEL_ERROR;
	undescribed(2, "c")->rule = &coherence;
	undescribed(3, "d")->message = "'d' is described by two bindings";
	undescribed(4, "e")->command = "fdtput e.dtb /soc/a@4 e";
	paired(undescribed(5, "f"), 4, "d0");
	undescribed(6, "g")->message = "'g' is described by no binding of 'vendor'";
	ck_assert_lacks(written("text"), "like:");
	ck_assert_uint_eq(count(written("text"), ": warning: "), 6);
	ck_assert_uint_eq(count(written("text"), ": error: "), 1);
	/* where few are left out, it is said where they are */
	undescribed(7, "h");
	ck_assert_contains(written("text"), "    like: 1 more: 'h' in 7.dtb\n");
	/* where two words differ the facts are two; where one does, whichever it is, one */
	d->message = "'a' is missing in '/x'";
	diags.v[3]->message = "'a' is missing in '/y'";
	diags.v[4]->message = "'a' is missing in '/z'";
	diags.v[4]->command = NULL;
	diags.v[6]->message = "'b' is missing in '/y'";
	ck_assert_uint_eq(count(written("text"), "is missing in"), 2);
	ck_assert_contains(written("text"),
		"    like: 2 more, in 2 of 8 trees: '/y' in 3.dtb; '/z' in 4.dtb\n");
}
END_TEST

START_TEST(what_is_wrong_with_one_node_is_said_to_be)
{
	undescribed(2, "a");
	undescribed(2, "b");
	undescribed(2, "c");
	ck_assert_contains(written("text"), "    like: 2 more of this node: 'b'; 'c'\n");
	ck_assert_contains(
		written("markdown"), "**like it:** 2 more of this node\\: 'b'; 'c'<br>");
	diags.v[1]->node = "/soc/z@9";
	ck_assert_contains(
		written("text"), "    like: 2 more: 'b' of /soc/z@9; 'c' of /soc/a@2\n");
}
END_TEST

/* A finding of a source is one by its place, and has it wherever it is told. */
START_TEST(places_in_sources_are_told)
{
	for (unsigned int i = 0; i < 3; i++) {
		struct diag *d = undescribed(i, i ? "b" : "a");
		struct diag_related from = { .place = { "b.dts", 9, 1, 9, 2, -1, 0 },
			.message = "included from here" };

		d->place = (struct place){ "soc.dtsi", 10 + i, 3, 10 + i, 4, -1, 0 };
		d->excerpt = "\t\ta = <1>;";
		diag_relate(&arena, d, &from);
	}
	ck_assert_contains(written("text"),
		"    like: 2 more, in 2 of 8 trees: 'b' at soc.dtsi:11:3; at soc.dtsi:12:3\n");
	ck_assert_lacks(written("text"), "included from here");
	diags.v[2]->message = diags.v[0]->message;
	ck_assert_contains(
		written("text"), "'b' at soc.dtsi:11:3; 'a' at soc.dtsi:12:3\n");
	/* an annotation stands beside its line, each beside its own */
	ck_assert_uint_eq(count(written("github"), "::warning "), 3);
	report.verbose = true;
	ck_assert_uint_eq(count(written("text"), "included from here"), 3);
	report.verbose = false;
	for (unsigned int i = 0; i < 3; i++)
		diags.v[i]->place = PLACE_NONE;
	ck_assert_uint_eq(count(written("github"), "::warning "), 1);
	ck_assert_contains(
		written("github"), "%0Alike: 2 more, in 2 of 8 trees: 'b' in 1.dtb");
}
END_TEST

START_TEST(bindings_are_told_by_the_name_of_their_rule)
{
	struct diag *d = undescribed(0, "a");

	d->schema = "http://devicetree.org/schemas/x.yaml";
	d->why = "by the binding 'X', http://devicetree.org/schemas/x.yaml";
	ck_assert_lacks(written("text"), "by the binding");
	ck_assert_contains(written("text"), "(--verbose lists all");
	report.verbose = true;
	ck_assert_contains(written("text"), "    why:  by the binding 'X', http");
	report.verbose = false;
	report.ninputs = 1;
	ck_assert_contains(written("text"), "    why:  by the binding 'X', http");
}
END_TEST

static void
check_quotation(const char *s, const char *expected)
{
	size_t n = 0;
	const char *at = alike_quotation(s, &n);

	ck_assert_str_eq(at ? arena_strndup(&arena, at, n) : "none", expected);
}

START_TEST(lists_are_one_quotation)
{
	check_quotation("the child 'a' is not known", "'a'");
	check_quotation("'a', 'b' and 'c' are not known", "'a', 'b' and 'c'");
	check_quotation("'a', 'b' and 19 others are", "'a', 'b' and 19 others");
	check_quotation("expected 'a' or 'b', not 'c'", "'a' or 'b'");
	check_quotation("the node's name is 'a', expected", "'a'");
	check_quotation("it is 'it's one', expected", "'it's one'");
	check_quotation("'a', and reg says 0x1", "'a'");
	check_quotation("the node's name", "none");
	check_quotation("ends in the 'middle", "none");
	check_quotation("", "none");
	ck_assert_str_eq(alike_words("name it 'a@1', or 'b'; the 2nd is 'c'", &arena),
		alike_words("name it 'x@20', or 'y'; the 3rd is 'z'", &arena));
	ck_assert_str_ne(
		alike_words("name it 'a'", &arena), alike_words("call it 'a'", &arena));
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("many");

	tcase_add_checked_fixture(c, setup_many, teardown);
	tcase_add_test(c, one_fact_of_many_names_is_told_once);
	tcase_add_test(c, few_trees_are_told_in_full);
	tcase_add_test(c, only_what_is_alike_is_told_together);
	tcase_add_test(c, what_is_wrong_with_one_node_is_said_to_be);
	tcase_add_test(c, places_in_sources_are_told);
	tcase_add_test(c, bindings_are_told_by_the_name_of_their_rule);
	tcase_add_test(c, lists_are_one_quotation);
	return run_tests(c);
}
