/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "schema/apply/validate.h"

#include "schema_support.h"

static struct made made;
static struct bound bound;

static void
teardown(void)
{
	made_free(&made);
	bound_free(&bound);
}

static void
expect(size_t i, enum schema_finding_kind kind, const char *node, uint32_t op,
	const char *name)
{
	ck_assert_uint_lt(i, bound.n);
	ck_assert_int_eq(bound.found[i].kind, kind);
	ck_assert_uint_eq(bound.found[i].node, node_id(&made.tree, at(&made, node)));
	ck_assert_uint_eq(bound.found[i].op, op);
	ck_assert_str_eq(bound.found[i].name, name);
}

/* Nodes alike but for the number that stands for them are not the same node. */
START_TEST(phandle_counts)
{
	bind_text(&bound, BINDING("all") "select: true\n"
					 "properties:\n"
					 "  phandle:\n"
					 "    $ref: types.yaml#/definitions/uint32\n"
					 "    maximum: 5\n");
	make_start(&made);
	make_node(&made, "a");
	make_node(&made, "same");
	make_cells(&made, "phandle", 1);
	make_end(&made);
	make_end(&made);
	make_node(&made, "b");
	make_node(&made, "same");
	make_cells(&made, "phandle", 9);
	make_end(&made);
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 1);
	expect(0, FINDING_VIOLATION, "/b/same", OP_MAXIMUM, "phandle");
	/* and again, with what is remembered */
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 1);
}
END_TEST

/*
 * Once many nodes were judged verdicts are kept of what looks the same; whatever a
 * binding asks of a number, it is asked again of another one. So it is of cells, of
 * phandles, which change from tree to tree, and of both below the node.
 */
static const struct {
	const char *wants; /* of an item, or with `of_list` of the row */
	uint32_t op;
	uint32_t good[2]; /* in turns */
	uint32_t bad;
	bool of_list;
} asked[] = {
	{ "const: 7", OP_CONST, { 7, 7 }, 8, false },
	{ "enum: [ 0, 6, 7 ]", OP_ENUM, { 6, 7 }, 8, false },
	{ "minimum: 3", OP_MINIMUM, { 3, 4 }, 2, false },
	{ "maximum: 4", OP_MAXIMUM, { 3, 4 }, 5, false },
	{ "exclusiveMinimum: 2", OP_EXCLUSIVE_MINIMUM, { 3, 4 }, 2, false },
	{ "exclusiveMaximum: 5", OP_EXCLUSIVE_MAXIMUM, { 3, 4 }, 5, false },
	{ "minimum: 1", OP_MINIMUM, { 3, 4 }, 0, false },
	{ "maximum: 0xfffffffe", OP_MAXIMUM, { 3, 4 }, 0xffffffff, false },
	{ "multipleOf: 4", OP_MULTIPLE_OF, { 4, 8 }, 6, false },
	{ "not: { const: 9 }", OP_NOT, { 4, 8 }, 9, false },
	{ "uniqueItems: true", OP_UNIQUE_ITEMS, { 3, 4 }, 9, true },
	{ "const: [ 7, 9 ]", OP_CONST, { 7, 7 }, 8, true },
};

static void
make_asked(uint32_t n, uint32_t cell)
{
	char name[16];

	snprintf(name, sizeof(name), "n%u", n);
	make_node(&made, name);
	make_node(&made, "child");
	make_cells(&made, "x,p", cell, 9);
	make_end(&made);
	make_end(&made);
}

static void
ask(size_t at, const char *type, const char *also)
{
	char text[1024];
	uint32_t i;

	snprintf(text, sizeof(text),
		BINDING("all") "select: true\n"
			       "%s"
			       "patternProperties:\n"
			       "  '^n[0-9]+$':\n"
			       "    properties: { child: { $ref: '#/$defs/child' } }\n"
			       "    minProperties: 1\n"
			       "$defs:\n"
			       "  child:\n"
			       "    properties: { 'x,p': { $ref: '#/$defs/p' } }\n"
			       "    minProperties: 1\n"
			       "  p:\n"
			       "    $ref: types.yaml#/definitions/%s\n"
			       "    maxItems: 1\n"
			       "    items:\n"
			       "      - { %s%s%s, minItems: 2, maxItems: 2 }\n",
		also, type, asked[at].of_list ? "" : "items: [ { ", asked[at].wants,
		asked[at].of_list ? "" : " } ]");
	bind_text(&bound, text);
	make_start(&made);
	for (i = 0; i < 1500; i++)
		make_asked(i, asked[at].good[i % 2]);
	make_asked(i, asked[at].bad);
	make_asked(i + 1, asked[at].good[0]);
	make_load(&made);
	/* the root comes first: by the second time there are verdicts to be kept */
	for (i = 0; i < 2; i++) {
		validate(&bound, &made);
		ck_assert_msg(bound.n == 1 && bound.found[0].op == asked[at].op
				      && bound.found[0].node == 0,
			"%s, %s: %zu findings", type, asked[at].wants, bound.n);
	}
}

START_TEST(kept_verdicts)
{
	const char *type = _i % 2 ? "uint32-matrix" : "phandle-array";

	/* by itself it is of members alone, and they are judged one by one */
	ask((size_t)_i / 4, type,
		_i / 2 % 2 ? "dependentRequired: { 'x,a': [ 'x,b' ] }\n" : "");
}
END_TEST

/* A node's name bears no digest: each is looked at. */
START_TEST(names_are_judged_one_by_one)
{
	bind_text(&bound, BINDING("all") "select: true\n"
					 "properties:\n"
					 "  $nodename:\n"
					 "    items: [ { pattern: \"^(/|good)\" } ]\n"
					 "    minItems: 1\n");
	make_start(&made);
	make_node(&made, "good");
	make_end(&made);
	make_node(&made, "bad");
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 1);
	expect(0, FINDING_VIOLATION, "/bad", OP_PATTERN, "$nodename");
}
END_TEST

/* dt-validate: of a disabled node, nothing that is missing is told; all else is. */
START_TEST(disabled)
{
	bind_text(&bound,
		BINDING("dev") "properties:\n"
			       "  compatible: { const: \"x,dev\" }\n"
			       "  status: { $ref: types.yaml#/definitions/string }\n"
			       "  x,depth:\n"
			       "    $ref: types.yaml#/definitions/uint32\n"
			       "    maximum: 8\n"
			       "required: [ \"x,depth\", \"x,more\" ]\n");
	make_start(&made);
	make_node(&made, "bus");
	make_strings(&made, "status", "disabled");
	make_node(&made, "dev");
	make_strings(&made, "compatible", "x,dev");
	make_cells(&made, "x,depth", 9);
	make_end(&made);
	make_end(&made);
	make_node(&made, "on");
	make_strings(&made, "compatible", "x,dev");
	make_cells(&made, "x,depth", 8);
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 2);
	expect(0, FINDING_VIOLATION, "/bus/dev", OP_MAXIMUM, "x,depth");
	expect(1, FINDING_VIOLATION, "/on", OP_REQUIRED, "x,more");
}
END_TEST

/* Only the binding of the first compatible string that has one is applied. */
START_TEST(first_compatible)
{
	static const char *const texts[] = {
		BINDING("one") "properties:\n"
			       "  compatible: { contains: { const: \"x,one\" } }\n"
			       "required: [ \"x,one-needs\" ]\n",
		BINDING("two") "properties:\n"
			       "  compatible: { contains: { const: \"x,two\" } }\n"
			       "required: [ \"x,two-needs\" ]\n",
	};

	bind_texts(&bound, texts, 2);
	make_start(&made);
	make_node(&made, "n");
	make_strings(&made, "compatible", "x,unknown\0x,two\0x,one");
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	/* compatible needs a type to be read: without one it is bytes, and no list */
	ck_assert_uint_eq(bound.n, 0);
	made_free(&made);
	bound_free(&bound);
	bind_texts(&bound,
		(const char *const[]){ texts[0], texts[1],
			BINDING("core") "select: true\n"
					"properties:\n"
					"  compatible:\n"
					"    $ref: types.yaml#/definitions/string-array\n" },
		3);
	make_start(&made);
	make_node(&made, "n");
	make_strings(&made, "compatible", "x,unknown\0x,two\0x,one");
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_ge(bound.n, 1);
	expect(0, FINDING_VIOLATION, "/n", OP_REQUIRED, "x,two-needs");
}
END_TEST

/* What takes too long is given up on, once in a tree: 3 to the 17th schemas here. */
START_TEST(too_long)
{
	static const char head[] =
		BINDING("long") "select: true\n"
				"properties: { loop: { type: boolean } }\n"
				"allOf: [ { $ref: '#/$defs/a' } ]\n"
				"$defs:\n"
				"  r: { required: [ loop ] }\n";
	char text[4096];
	size_t n = sizeof(head) - 1;
	char name;

	memcpy(text, head, n);
	for (name = 'a'; name < 'r'; name++)
		n += (size_t)snprintf(text + n, sizeof(text) - n,
			"  %c: { allOf: [ { $ref: '#/$defs/%c' }, { $ref: '#/$defs/%c' },"
			" { $ref: '#/$defs/%c' } ] }\n",
			name, name + 1, name + 1, name + 1);
	bind_text(&bound, text);
	make_start(&made);
	make_flag(&made, "loop");
	make_node(&made, "n");
	make_flag(&made, "loop");
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 1);
	expect(0, FINDING_LIMIT, "/", OPS_COUNT, "");
	ck_assert_uint_eq(bound.found[0].pattern, UINT32_MAX);
	/* the next tree is none the wiser */
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 1);
}
END_TEST

START_TEST(regex_without_end)
{
	uint32_t pattern;

	bind_text(&bound, BINDING("slow") "select: true\n"
					  "patternProperties:\n"
					  "  \"^((a+)+)+$\": { type: boolean }\n");
	make_start(&made);
	make_node(&made, "n");
	make_flag(&made, "aaaaaaaaaaaaaaaaaaaaaaaaab");
	make_end(&made);
	make_node(&made, "m");
	make_flag(&made, "aaaaaaaaaaaaaaaaaaaaaaaaac");
	make_end(&made);
	make_node(&made, "quick");
	make_flag(&made, "aaa");
	make_end(&made);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 1);
	expect(0, FINDING_LIMIT, "/n", OPS_COUNT, "");
	pattern = bound.found[0].pattern;
	ck_assert_uint_lt(pattern, bound.program.npatterns);
	ck_assert_str_eq(
		program_string(&bound.program, bound.program.patterns[pattern].text),
		"^((a+)+)+$");
}
END_TEST

/* dt-schema: "size (2) error for type uint32"; and a flag with a value. */
START_TEST(undecoded)
{
	bind_text(&bound,
		BINDING("all") "select: true\n"
			       "properties:\n"
			       "  gap: { $ref: types.yaml#/definitions/uint32 }\n"
			       "  flag: { type: boolean }\n");
	make_start(&made);
	make_bytes(&made, "gap", "\0\1", 2);
	make_bytes(&made, "flag", "abc", 3);
	make_load(&made);
	validate(&bound, &made);
	ck_assert_uint_eq(bound.n, 3);
	expect(0, FINDING_UNDECODED, "/", OPS_COUNT, "gap");
	expect(1, FINDING_UNDECODED, "/", OPS_COUNT, "flag");
	expect(2, FINDING_VIOLATION, "/", OP_TYPE, "flag");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("validate");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, phandle_counts);
	tcase_add_loop_test(c, kept_verdicts, 0, 4 * sizeof(asked) / sizeof(*asked));
	tcase_add_test(c, names_are_judged_one_by_one);
	tcase_add_test(c, disabled);
	tcase_add_test(c, first_compatible);
	tcase_add_test(c, too_long);
	tcase_add_test(c, regex_without_end);
	tcase_add_test(c, undecoded);
	return run_tests(c);
}
