/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values in lines as Python 3.11 laid them out: pformat(…, width=72, sort_dicts=False). */
#include "compat/python/pretty.h"
#include "doc/json_read.h"
#include "schema_document.h"

#include <check.h>
#include <string.h>

static void
check(const struct value *v, const char *expected)
{
	struct buf out = { 0 };
	const struct repr r = { .out = &out, .strings = &strings };

	pretty_value(&r, v, 0);
	ck_assert_str_eq(out.s, expected);
	buf_free(&out);
}

static void
check_json(const char *text, const char *expected)
{
	struct fault f = FAULT_INIT(&arena);
	const struct value *v = json_read(&builder, text, strlen(text), &f);

	ck_assert_msg(v, "%s", f.message);
	check(v, expected);
}

static void
check_bytes(const char *s, uint32_t n, const char *expected)
{
	check(&(struct value){ .kind = V_BYTES, .n = n, .bytes = (const uint8_t *)s },
		expected);
}

START_TEST(what_fits_is_on_one_line)
{
	check_json("{\"reg\": [[1, 2]], \"status\": [\"okay\"]}",
		"{'reg': [[1, 2]], 'status': ['okay']}");
	check_json("[]", "[]");
	check_json("{}", "{}");
	check_json("\"it's\"", "\"it's\"");
	check_json("7", "7");
}
END_TEST

START_TEST(members_and_elements_have_a_line_each)
{
	check_json(
		"{\"compatible\": [\"acme,device-one\", \"acme,device\"], \"interrupts\": [[0, 16, 4], [0, 17, 4]], \"empty\": {}, \"flag\": true, \"none\": null}",
		"{'compatible': ['acme,device-one', 'acme,device'],\n"
		" 'interrupts': [[0, 16, 4], [0, 17, 4]],\n"
		" 'empty': {},\n"
		" 'flag': True,\n"
		" 'none': None}");
	check_json(
		"[\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\", \"yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\", [\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\", \"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\"]]",
		"['xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',\n"
		" 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy',\n"
		" ['zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz',\n"
		"  'zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz']]");
	check_json(
		"{\"a\": {\"b\": {\"c\": [\"first-of-the-list\", \"second-of-the-list\", \"third-of-the-list\"]}}}",
		"{'a': {'b': {'c': ['first-of-the-list',\n"
		"                   'second-of-the-list',\n"
		"                   'third-of-the-list']}}}");
}
END_TEST

START_TEST(long_texts_are_cut_at_words)
{
	check_json(
		"\"one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen\"",
		"('one two three four five six seven eight nine ten eleven twelve '\n"
		" 'thirteen fourteen fifteen')");
	check_json(
		"{\"title\": \"A description that goes on and on until it no longer fits the line it is on, so\"}",
		"{'title': 'A description that goes on and on until it no longer fits '\n"
		"          'the line it is on, so'}");
	check_json(
		"[\"short\", \"first line\\nsecond line that is much longer than the first and does not fit\\n\\nlast\"]",
		"['short',\n"
		" 'first line\\n'\n"
		" 'second line that is much longer than the first and does not fit\\n'\n"
		" '\\n'\n"
		" 'last']");
	check_json(
		"{\"pattern\": \"^xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx$\"}",
		"{'pattern': '^xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx$'}");
}
END_TEST

START_TEST(width_is_counted_in_characters)
{
	check_json(
		"[\"\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\", \"\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\"]",
		"['\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244',\n"
		" '\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266']");
	check_json(
		"[\"\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\", \"\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\"]",
		"['\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244\303\244',\n"
		" '\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266\303\266']");
}
END_TEST

START_TEST(names_may_leave_no_room)
{
	check_json(
		"{\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\": {\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\": [\"c\", \"d\"], \"e\": {}}}",
		"{'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa': {'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb': ['c',\n"
		"                                                                                           'd'],\n"
		"                                              'e': {}}}");
}
END_TEST

START_TEST(bytes_are_cut_by_fours)
{
	check_bytes("\000\000\000\001", 4, "b'\\x00\\x00\\x00\\x01'");
	check_bytes("", 0, "b''");
	check_bytes("\000\001\002\003\004\005\006\007\010\011\012\013\014\015\016\017",
		16,
		"b'\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\t\\n\\x0b\\x0c\\r\\x0e\\x0f'");
	check_bytes(
		"\151\164\047\163\040\141\040\164\145\170\164\040\157\146\040\142\171\164\145\163\040\164\150\141\164\040\151\163\040\154\157\156\147\145\162\040\164\150\141\156\040\157\156\145\040\154\151\156\145\040\151\163\040\167\151\144\145\054\040\141\156\144\040\145\156\144\163\040\150\145\162\145\000",
		73,
		"(b\"it's a text of bytes that is longer than one line is wide, and ends \"\n"
		" b'here\\x00')");
	check_bytes(
		"\100\101\102\103\104\105\106\107\110\111\112\113\114\115\116\117\120\121\122\123\124\125\126\127\130\131\132\133\134\135\136\137\140\141\142\143\144\145\146\147\150\151\152",
		43, "b'@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_`abcdefghij'");
}
END_TEST

START_TEST(lines_have_a_margin)
{
	static const char text[] = "[\"first-of-the-list-that-is-long\", "
				   "\"second-of-the-list-that-is-long-too\"]";
	struct fault f = FAULT_INIT(&arena);
	struct buf out = { 0 };
	const struct repr r = { .out = &out, .strings = &strings };

	pretty_value(&r, json_read(&builder, text, strlen(text), &f), 4);
	ck_assert_str_eq(out.s, "['first-of-the-list-that-is-long',\n"
				"     'second-of-the-list-that-is-long-too']");
	buf_free(&out);
}
END_TEST

/* Each level is indented by the names above it: what that comes to has an end. */
START_TEST(deep_nesting_is_cut_off)
{
	struct buf out = { 0 };
	const struct repr r = { .out = &out, .strings = &strings };
	atom_t name = intern(&strings, "a-name-of-a-node-that-is-long", 29);
	struct value v = VALUE_INT(1), object;
	unsigned int i;

	for (i = 0; i < 1000; i++) {
		object = (struct value){ .kind = V_OBJECT };
		value_set(&object, &arena, name, v);
		value_set(&object, &arena, K_REG, VALUE_INT(1));
		v = object;
	}
	pretty_value(&r, &v, 0);
	ck_assert_uint_gt(out.n, PRETTY_MAX);
	ck_assert_uint_lt(out.n, PRETTY_MAX + (1 << 16));
	ck_assert_ptr_nonnull(strstr(out.s, "..."));
	buf_free(&out);
}
END_TEST

int
main(void)
{
	TCase *t = tcase_create("lines");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_fits_is_on_one_line);
	tcase_add_test(t, members_and_elements_have_a_line_each);
	tcase_add_test(t, long_texts_are_cut_at_words);
	tcase_add_test(t, width_is_counted_in_characters);
	tcase_add_test(t, names_may_leave_no_room);
	tcase_add_test(t, bytes_are_cut_by_fours);
	tcase_add_test(t, lines_have_a_margin);
	tcase_add_test(t, deep_nesting_is_cut_off);
	return run_tests(t);
}
