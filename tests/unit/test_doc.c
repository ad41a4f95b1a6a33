/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "run.h"

static struct arena arena;
static struct fault fault;

static void
setup(void)
{
	fault = (struct fault)FAULT_INIT(&arena);
}

static void
teardown(void)
{
	arena_free(&arena);
}

static const struct doc *
yaml(const char *text)
{
	return doc_read(text, strlen(text), DOC_FORMAT_YAML, &arena, &fault);
}

static const struct doc *
json(const char *text)
{
	return doc_read(text, strlen(text), DOC_FORMAT_JSON, &arena, &fault);
}

static void
expect_fault(const struct doc *d, uint32_t line, uint32_t column, const char *words)
{
	ck_assert_ptr_null(d);
	ck_assert_ptr_nonnull(fault.message);
	ck_assert_msg(strstr(fault.message, words), "'%s' does not say '%s'",
		fault.message, words);
	ck_assert_msg(fault.place.line == line && fault.place.column == column,
		"%u:%u: %s", fault.place.line, fault.place.column, fault.message);
}

/* The examples and regular expressions of YAML 1.2.2, 10.3.2. */
static const struct {
	const char *text;
	enum doc_type type;
	bool negative;
	uint64_t integer;
} scalars[] = {
	{ "null", DOC_NULL, false, 0 },
	{ "Null", DOC_NULL, false, 0 },
	{ "NULL", DOC_NULL, false, 0 },
	{ "~", DOC_NULL, false, 0 },
	{ "nULL", DOC_STRING, false, 0 },
	{ "true", DOC_BOOL, false, 0 },
	{ "True", DOC_BOOL, false, 0 },
	{ "FALSE", DOC_BOOL, false, 0 },
	{ "tRUE", DOC_STRING, false, 0 },
	{ "yes", DOC_STRING, false, 0 },
	{ "on", DOC_STRING, false, 0 },
	{ "off", DOC_STRING, false, 0 },
	{ "n", DOC_STRING, false, 0 },
	{ "0", DOC_INT, false, 0 },
	{ "-0", DOC_INT, true, 0 },
	{ "+12", DOC_INT, false, 12 },
	{ "-19", DOC_INT, true, 19 },
	{ "010", DOC_INT, false, 10 },
	{ "0o7", DOC_INT, false, 7 },
	{ "0o17", DOC_INT, false, 15 },
	{ "0o8", DOC_STRING, false, 0 },
	{ "0x3A", DOC_INT, false, 58 },
	{ "0xffffffffffffffff", DOC_INT, false, UINT64_MAX },
	{ "18446744073709551615", DOC_INT, false, UINT64_MAX },
	{ "0x", DOC_STRING, false, 0 },
	{ "0X1F", DOC_STRING, false, 0 },
	{ "-0x1", DOC_STRING, false, 0 },
	{ "0xfg", DOC_STRING, false, 0 },
	{ "0b101", DOC_STRING, false, 0 },
	{ "1_000", DOC_STRING, false, 0 },
	{ "0.", DOC_REAL, false, 0 },
	{ "-0.0", DOC_REAL, false, 0 },
	{ ".5", DOC_REAL, false, 0 },
	{ "+12e03", DOC_REAL, false, 0 },
	{ "-2E+05", DOC_REAL, false, 0 },
	{ ".inf", DOC_REAL, false, 0 },
	{ "-.Inf", DOC_REAL, false, 0 },
	{ "+.INF", DOC_REAL, false, 0 },
	{ ".NAN", DOC_REAL, false, 0 },
	{ "-.nan", DOC_STRING, false, 0 },
	{ ".", DOC_STRING, false, 0 },
	{ "1e", DOC_STRING, false, 0 },
	{ "1e+", DOC_STRING, false, 0 },
	{ "1.2.3", DOC_STRING, false, 0 },
	{ "12:30:45", DOC_STRING, false, 0 },
	{ "2001-01-01", DOC_STRING, false, 0 },
	{ "<<", DOC_STRING, false, 0 },
};

START_TEST(yaml_scalar)
{
	const struct doc *d = yaml(scalars[_i].text);

	ck_assert_ptr_nonnull(d);
	ck_assert_str_eq(d->text, scalars[_i].text);
	ck_assert_msg(d->type == scalars[_i].type, "'%s' is %s", d->text,
		doc_type_name(d->type));
	ck_assert_uint_eq(d->integer, scalars[_i].integer);
	ck_assert_int_eq(d->negative, scalars[_i].negative);
	ck_assert(d->boolean == (d->type == DOC_BOOL && (*d->text | 0x20) == 't'));
}
END_TEST

START_TEST(yaml_quoted_is_string)
{
	const struct doc *d = yaml("['12', \"true\", '', \"\", |\n  0x1\n ]");
	const struct doc *e;

	/* a block scalar cannot stand in a flow list */
	ck_assert_ptr_null(d);
	setup();
	d = yaml("- '12'\n- \"true\"\n- ''\n- |-\n  0x1\n- >-\n  null\n");
	ck_assert_ptr_nonnull(d);
	ck_assert_uint_eq(d->count, 5);
	for (e = d->first; e; e = e->next)
		ck_assert_int_eq(e->type, DOC_STRING);
	ck_assert_str_eq(d->first->next->next->next->text, "0x1");
}
END_TEST

static const char sample[] = "# comment\n"
			     "top: 1\n"
			     "list:\n"
			     "  - a\n"
			     "  - b: [x, {y: z}]\n"
			     "    c:\n"
			     "\"q/~\": ü\n";

START_TEST(yaml_positions)
{
	const struct doc *d = yaml(sample), *v;

	ck_assert_ptr_nonnull(d);
	ck_assert_int_eq(d->type, DOC_MAP);
	ck_assert_uint_eq(d->line, 2);
	ck_assert_uint_eq(d->column, 1);
	ck_assert_uint_eq(d->count, 3);
	v = doc_get(d, "top");
	ck_assert_uint_eq(v->line, 2);
	ck_assert_uint_eq(v->column, 6);
	ck_assert_uint_eq(v->key_line, 2);
	ck_assert_uint_eq(v->key_column, 1);
	v = doc_get(d, "list");
	ck_assert_uint_eq(v->index, 1);
	v = v->first->next;
	ck_assert_uint_eq(v->line, 5);
	ck_assert_uint_eq(v->column, 5);
	ck_assert_uint_eq(v->index, 1);
	ck_assert_ptr_null(v->key);
	v = doc_get(v, "c");
	ck_assert_int_eq(v->type, DOC_NULL);
	ck_assert_uint_eq(v->key_line, 6);
	ck_assert_uint_eq(v->key_column, 5);
	v = doc_get(doc_get(d, "list")->first->next, "b")->first->next;
	ck_assert_uint_eq(v->line, 5);
	ck_assert_uint_eq(v->column, 12);
	ck_assert_ptr_null(doc_get(d, "none"));
	ck_assert_ptr_null(doc_get(v->first, "y"));
}
END_TEST

static void
expect_pointer(const struct doc *v, const char *pointer)
{
	ck_assert_str_eq(doc_pointer(v, &arena), pointer);
}

START_TEST(pointers)
{
	const struct doc *d = yaml(sample), *b;

	ck_assert_ptr_nonnull(d);
	expect_pointer(d, "");
	expect_pointer(doc_get(d, "top"), "/top");
	expect_pointer(doc_get(d, "q/~"), "/q~1~0");
	b = doc_get(doc_get(d, "list")->first->next, "b");
	expect_pointer(b->first->next->first, "/list/1/b/1/y");
}
END_TEST

/* The document and the pointers of RFC 6901, section 5. */
START_TEST(pointers_rfc)
{
	const struct doc *d = json("{\"foo\": [\"bar\", \"baz\"], \"\": 0, \"a/b\": 1, "
				   "\"c%d\": 2, \"e^f\": 3, \"g|h\": 4, \"i\\\\j\": 5, "
				   "\"k\\\"l\": 6, \" \": 7, \"m~n\": 8}");
	static const char *const expected[] = { "/foo", "/", "/a~1b", "/c%d", "/e^f",
		"/g|h", "/i\\j", "/k\"l", "/ ", "/m~0n" };
	const struct doc *v;
	size_t i = 0;

	ck_assert_ptr_nonnull(d);
	expect_pointer(d->first->first, "/foo/0");
	for (v = d->first; v; v = v->next)
		expect_pointer(v, expected[i++]);
	ck_assert_uint_eq(i, 10);
}
END_TEST

START_TEST(json_values)
{
	const struct doc *d = json("\xef\xbb\xbf {\"z\": -9223372036854775808, \"a\": "
				   "9223372036854775807, \"r\": 0.5, \"t\": true, "
				   "\"f\": false, \"n\": null, \"s\": \"\\u00fc\"} \n");
	const struct doc *v;

	ck_assert_ptr_nonnull(d);
	ck_assert_uint_eq(d->line, 1);
	ck_assert_uint_eq(d->column, 2);
	ck_assert_uint_eq(d->count, 7);
	v = d->first;
	ck_assert_uint_eq(v->key_column, 3);
	ck_assert_uint_eq(v->column, 8);
	ck_assert_str_eq(v->key, "z");
	ck_assert_int_eq(v->type, DOC_INT);
	ck_assert(v->negative);
	ck_assert_uint_eq(v->integer, (uint64_t)1 << 63);
	ck_assert_str_eq(v->text, "-9223372036854775808");
	v = v->next;
	ck_assert_str_eq(v->key, "a");
	ck_assert(!v->negative);
	ck_assert_uint_eq(v->integer, INT64_MAX);
	ck_assert_int_eq(doc_get(d, "r")->type, DOC_REAL);
	ck_assert_str_eq(doc_get(d, "r")->text, "0.5");
	ck_assert(doc_get(d, "t")->boolean);
	ck_assert_int_eq(doc_get(d, "f")->type, DOC_BOOL);
	ck_assert(!doc_get(d, "f")->boolean);
	ck_assert_int_eq(doc_get(d, "n")->type, DOC_NULL);
	ck_assert_str_eq(doc_get(d, "s")->text, "\xc3\xbc");
}
END_TEST

static const struct {
	const char *text;
	uint32_t line, column;
	const char *words;
} bad_yaml[] = {
	{ "", 1, 1, "empty" },
	{ "# only a comment\n", 1, 1, "empty" },
	{ "a: 1\nb: 2\na: 3\n", 3, 1, "duplicate key 'a', first at line 1" },
	{ "x: {k: 1, k: 2}", 1, 11, "duplicate key 'k'" },
	{ "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\ni: 1\nb: 1\na: 1\n", 10, 1,
		"duplicate key 'b', first at line 2" },
	{ "a: &x 1\n", 1, 4, "anchor '&x'" },
	{ "a: &x [1]\n", 1, 4, "anchor '&x'" },
	{ "- *x\n", 1, 3, "alias '*x'" },
	{ "a: !!int 1\n", 1, 4, "tag 'tag:yaml.org,2002:int'" },
	{ "a: !x {}\n", 1, 4, "tag '!x'" },
	{ "a: ! x\n", 1, 4, "tag '!'" },
	{ "%TAG !e! tag:example.com,2000:\n---\na: 1\n", 1, 1, "tag directives" },
	{ "a: 1\n---\nb: 1\n", 2, 1, "second document" },
	{ "a: 1\n...\n---\n", 3, 1, "second document" },
	{ "? [a, b]\n: 1\n", 1, 3, "a list as a key" },
	{ "{a: 1}: 1\n", 1, 1, "a map as a key" },
	{ "?\n: 1\n", 1, 2, "a value without a key" },
	{ "a: \"x\\0y\"\n", 1, 4, "NUL" },
	{ "a: 18446744073709551616\n", 1, 4, "does not fit 64 bits" },
	{ "a: 0x10000000000000000\n", 1, 4, "does not fit 64 bits" },
	{ "a: -18446744073709551616\n", 1, 4, "does not fit 64 bits" },
	{ "a: [1, 2\nb: 1\n", 2, 2, "not valid YAML" },
	{ "a: 'x\n", 2, 1, "not valid YAML" },
	{ "a: 1\n\tb: 1\n", 2, 1, "not valid YAML" },
	{ "a: 1\nb: \"\x01\"\n", 2, 5, "not valid YAML" },
	{ "\xc3\xbc: 1\n\xc3\xbc\xff: 2\n", 2, 2, "not valid YAML" },
	{ "%YAML 3.0\n---\na\n", 1, 1, "not valid YAML" },
};

START_TEST(yaml_fault)
{
	expect_fault(yaml(bad_yaml[_i].text), bad_yaml[_i].line, bad_yaml[_i].column,
		bad_yaml[_i].words);
}
END_TEST

static const struct {
	const char *text;
	uint32_t line, column;
	const char *words;
} bad_json[] = {
	{ "", 1, 1, "not valid JSON" },
	{ "{\n\"a\": 1,\n\"a\": 2}", 3, 3, "duplicate key 'a'" },
	{ "[1e999]", 1, 6, "overflow" },
	{ "[1,]", 1, 4, "not valid JSON" },
	{ "{a: 1}", 1, 2, "not valid JSON" },
	{ "[1] x", 1, 5, "not valid JSON" },
	{ "[1\n", 2, 1, "not valid JSON" },
	{ "[0x10]", 1, 3, "not valid JSON" },
	{ "[\"\\u0000\"]", 1, 9, "NUL" },
	{ "[\"\xff\"]", 1, 2, "not valid JSON" },
	{ "[\"a\nb\"]", 1, 3, "not valid JSON" },
};

/* Beyond 64 bits an integer is a number like any other. */
START_TEST(json_wide_integers)
{
	const struct doc *d = json("[18446744073709551615,\n 18446744073709551616, "
				   "-9223372036854775809, 1e2]");

	ck_assert_ptr_nonnull(d);
	ck_assert_int_eq(d->first->type, DOC_INT);
	ck_assert_uint_eq(d->first->integer, UINT64_MAX);
	ck_assert_int_eq(d->first->next->type, DOC_REAL);
	ck_assert_str_eq(d->first->next->text, "18446744073709551616");
	ck_assert_uint_eq(d->first->next->line, 2);
	ck_assert_uint_eq(d->first->next->column, 2);
	ck_assert_int_eq(d->first->next->next->type, DOC_REAL);
	ck_assert_int_eq(d->first->next->next->next->type, DOC_REAL);
}
END_TEST

START_TEST(json_fault)
{
	const struct doc *d = json(bad_json[_i].text);

	ck_assert_ptr_null(d);
	ck_assert_ptr_nonnull(fault.message);
	ck_assert_msg(strstr(fault.message, bad_json[_i].words), "%s", fault.message);
	ck_assert_msg(fault.place.line == bad_json[_i].line, "%u:%u: %s",
		fault.place.line, fault.place.column, fault.message);
}
END_TEST

/* A list of lists, @depth of them. */
static struct buf
nest(size_t depth)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < depth; i++)
		buf_putc(&b, '[');
	for (i = 0; i < depth; i++)
		buf_putc(&b, ']');
	return b;
}

START_TEST(depth_limit)
{
	enum doc_format format = _i ? DOC_FORMAT_JSON : DOC_FORMAT_YAML;
	static const size_t too_deep[] = { DOC_DEPTH_MAX + 1, 10000, 1000000 };
	struct buf b = nest(DOC_DEPTH_MAX);
	const struct doc *d;
	size_t i, n = 0;

	d = doc_read(b.s, b.n, format, &arena, &fault);
	ck_assert_msg(d != NULL, "%s", fault.message);
	for (; d; d = d->first)
		n++;
	ck_assert_uint_eq(n, DOC_DEPTH_MAX);
	buf_free(&b);
	for (i = 0; i < 3; i++) {
		setup();
		b = nest(too_deep[i]);
		expect_fault(doc_read(b.s, b.n, format, &arena, &fault), 1,
			DOC_DEPTH_MAX + 1, "nested deeper than 100 levels");
		buf_free(&b);
	}
}
END_TEST

START_TEST(block_depth_limit)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < 100000; i++)
		buf_puts(&b, "- ");
	expect_fault(doc_read(b.s, b.n, DOC_FORMAT_YAML, &arena, &fault), 1,
		2 * DOC_DEPTH_MAX + 1, "nested deeper than 100 levels");
	buf_free(&b);
}
END_TEST

START_TEST(values_limit)
{
	enum doc_format format = _i ? DOC_FORMAT_JSON : DOC_FORMAT_YAML;
	struct buf b = { 0 };
	const struct doc *d;
	size_t i;

	buf_puts(&b, "[0");
	for (i = 2; i < DOC_VALUES_MAX; i++)
		buf_puts(&b, ",\n0");
	buf_putc(&b, ']');
	d = doc_read(b.s, b.n, format, &arena, &fault);
	ck_assert_msg(d != NULL, "%s", fault.message);
	ck_assert_uint_eq(d->count, DOC_VALUES_MAX - 1);
	b.n--;
	buf_puts(&b, ",0,\n0]");
	ck_assert_ptr_null(doc_read(b.s, b.n, format, &arena, &fault));
	ck_assert_ptr_nonnull(strstr(fault.message, "more than 1000000 values"));
	ck_assert_uint_eq(fault.place.line, DOC_VALUES_MAX);
	buf_free(&b);
}
END_TEST

/* Each level names the one before it nine times. */
START_TEST(alias_bomb)
{
	expect_fault(
		yaml("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"),
		1, 4, "anchor '&a'");
}
END_TEST

START_TEST(many_keys)
{
	struct buf b = { 0 };
	const struct doc *d;
	size_t i;

	for (i = 0; i < 200000; i++)
		buf_printf(&b, "k%zu: 0\n", i);
	d = doc_read(b.s, b.n, DOC_FORMAT_YAML, &arena, &fault);
	ck_assert_ptr_nonnull(d);
	ck_assert_uint_eq(d->count, 200000);
	buf_puts(&b, "k77: 0\n");
	expect_fault(doc_read(b.s, b.n, DOC_FORMAT_YAML, &arena, &fault), 200001, 1,
		"duplicate key 'k77', first at line 78");
	buf_free(&b);
}
END_TEST

/* libyaml holds every tag directive against all others. */
START_TEST(many_directives)
{
	struct buf b = { 0 };
	size_t i;

	for (i = 0; i < 300000; i++)
		buf_printf(&b, "%%TAG !a%zu! x\n", i);
	buf_puts(&b, "---\na: 1\n");
	ck_assert_ptr_null(doc_read(b.s, b.n, DOC_FORMAT_YAML, &arena, &fault));
	ck_assert_ptr_nonnull(strstr(fault.message, "tag directives"));
	ck_assert_uint_lt(fault.place.line, 100);
	buf_free(&b);
}
END_TEST

START_TEST(guess_format)
{
	static const struct {
		const char *text;
		enum doc_format format;
	} cases[] = {
		{ "", DOC_FORMAT_YAML },
		{ " \r\n\t{}", DOC_FORMAT_JSON },
		{ "[1]", DOC_FORMAT_JSON },
		{ "\xef\xbb\xbf{}", DOC_FORMAT_JSON },
		{ "a: {}", DOC_FORMAT_YAML },
		{ "# {", DOC_FORMAT_YAML },
		{ "--- {}", DOC_FORMAT_YAML },
		{ "\"a\": 1", DOC_FORMAT_YAML },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_int_eq(doc_guess_format(cases[i].text, strlen(cases[i].text)),
			cases[i].format);
}
END_TEST

START_TEST(faults_at_values)
{
	const struct doc *d = yaml("a: 1\nbcd: [x, 'y']\n"), *y;

	y = doc_get(d, "bcd")->first->next;
	ck_assert(!doc_fault(y, &fault, "bad '%s'", y->text));
	expect_fault(NULL, 2, 10, "bad 'y'");
	setup();
	ck_assert(!doc_fault_key(doc_get(d, "bcd"), &fault, "bad key"));
	expect_fault(NULL, 2, 1, "bad key");
	setup();
	d = json("{\"a\": [1]}");
	ck_assert(!doc_fault(doc_get(d, "a")->first, &fault, "bad"));
	expect_fault(NULL, 1, 8, "bad");
}
END_TEST

START_TEST(expectations)
{
	static const char *const keys[] = { "devices", "xen" };
	const struct doc *d = yaml("devices: yes\ndevics: 1\n");

	ck_assert(doc_expect(d, DOC_MAP, &fault));
	ck_assert(!doc_expect(doc_get(d, "devices"), DOC_LIST, &fault));
	expect_fault(NULL, 1, 10, "expected a list, found the string 'yes'");
	setup();
	ck_assert(!doc_expect_keys(d, " of it", keys, 2, &fault));
	expect_fault(NULL, 2, 1, "unknown key 'devics' of it; did you mean 'devices'?");
	setup();
	d = yaml("unlike: 1\n");
	ck_assert(!doc_expect_keys(d, "", keys, 2, &fault));
	expect_fault(
		NULL, 1, 1, "unknown key 'unlike', expected one of 'devices', 'xen'");
	setup();
	ck_assert(doc_expect_keys(yaml("xen: 1\n"), "", keys, 2, &fault));
}
END_TEST

START_TEST(found)
{
	static const struct {
		const char *text, *found;
	} cases[] = {
		{ "~", "nothing" },
		{ "true", "true" },
		{ "False", "false" },
		{ "0x10", "the number 0x10" },
		{ "1.5", "the number 1.5" },
		{ "x y", "the string 'x y'" },
		{ "[]", "a list" },
		{ "{}", "a map" },
		{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaüaaaa",
			"the string 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
			"aaaaaa…'" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_str_eq(doc_found(yaml(cases[i].text), &arena), cases[i].found);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("doc");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, yaml_scalar, 0, sizeof(scalars) / sizeof(scalars[0]));
	tcase_add_test(t, yaml_quoted_is_string);
	tcase_add_test(t, yaml_positions);
	tcase_add_test(t, pointers);
	tcase_add_test(t, pointers_rfc);
	tcase_add_test(t, json_values);
	tcase_add_test(t, json_wide_integers);
	tcase_add_loop_test(t, yaml_fault, 0, sizeof(bad_yaml) / sizeof(bad_yaml[0]));
	tcase_add_loop_test(t, json_fault, 0, sizeof(bad_json) / sizeof(bad_json[0]));
	tcase_add_loop_test(t, depth_limit, 0, 2);
	tcase_add_test(t, block_depth_limit);
	tcase_add_loop_test(t, values_limit, 0, 2);
	tcase_add_test(t, alias_bomb);
	tcase_add_test(t, many_keys);
	tcase_add_test(t, many_directives);
	tcase_add_test(t, guess_format);
	tcase_add_test(t, faults_at_values);
	tcase_add_test(t, expectations);
	tcase_add_test(t, found);
	return run_tests(t);
}
