/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a file of source is made of for an editor, also one that is half typed. */
#include "lsp/sketch.h"

#include <string.h>

#include "base/buf.h"
#include "support.h"

static struct arena arena;

static void
teardown(void)
{
	arena_free(&arena);
}

/* A line an item: its kind, its name, and behind '<' that of the node it stands in. */
static const char *
shown(const struct sketch *o, bool wholes)
{
	static const char *const kinds[] = { "node", "property", "label", "reference",
		"include", "define", "macro", "string" };
	struct buf b = { 0 };
	const char *s;
	uint32_t i;

	for (i = 0; i < o->n; i++) {
		const struct sketch_item *x = &o->v[i];

		buf_printf(&b, "%s %s", kinds[x->kind], sketch_name(o, i, &arena));
		if (x->parent != SKETCH_NONE)
			buf_printf(&b, " < %s", sketch_name(o, x->parent, &arena));
		if (wholes && x->kind <= SKETCH_PROPERTY)
			buf_printf(&b, ": %.*s", (int)(x->end - x->begin),
				o->text + x->begin);
		buf_putc(&b, '\n');
	}
	s = arena_strndup(&arena, b.s ? b.s : "", b.n);
	buf_free(&b);
	return s;
}

static void
check(const char *text, bool wholes, const char *expected)
{
	size_t n = strlen(text);
	/* no byte behind the text is there to be read */
	char *exact = malloc(n + !n);
	struct sketch o;

	ck_assert_ptr_nonnull(exact);
	memcpy(exact, text, n);
	sketch_read(&o, exact, n, &arena);
	ck_assert_msg(!strcmp(shown(&o, wholes), expected), "%s\ngave\n%sexpected\n%s",
		text, shown(&o, wholes), expected);
	free(exact);
}

START_TEST(nodes_and_properties_end_where_they_do)
{
	check("/ { a: b@1 { c = <&d>; }; };", true,
		"node /: / { a: b@1 { c = <&d>; }; };\n"
		"label a < /\n"
		"node b@1 < /: b@1 { c = <&d>; };\n"
		"property c < b@1: c = <&d>;\n"
		"reference d < b@1\n");
	check("&a { p; }; q = <1>;", true,
		"reference a\n"
		"node &a: &a { p; };\n"
		"property p < &a: p;\n"
		"property q: q = <1>;\n");
	check("a { b { } ; c { }\n; d;};", true,
		"node a: a { b { } ; c { }\n; d;};\n"
		"node b < a: b { } ;\n"
		"node c < a: c { }\n;\n"
		"property d < a: d;\n");
	check("p = <1>, <&x &{/soc} 2>, \"s\"; #q-cells; r,s.t+u_v-w?;", false,
		"property p\nreference x\nstring s\nproperty #q-cells\n"
		"property r,s.t+u_v-w?\n");
	check("&{/soc/a} { p; }; q;", false, "property p\nproperty q\n");
	check("l1: l_2: n { };", false, "label l1\nlabel l_2\nnode n\n");
}
END_TEST

START_TEST(what_is_half_typed_is_passed_over)
{
	check("", false, "");
	check("a {", true, "node a: a {\n");
	check("a { b", true, "node a: a { b\nproperty b < a: b\n");
	check("a { b = ", true, "node a: a { b = \nproperty b < a: b\n");
	check("a { }", true, "node a: a { }\n");
	check("} ; b;", false, "property b\n");
	check("&", false, "");
	check("&a", false, "reference a\n");
	check("&{/a", false, "");
	check("p = <&{/a\n1>; q;", false, "property p\nproperty q\n");
	check("{ { } } ; b;", false, "property b\n");
	check("a:", false, "label a\n");
	check("a", false, "property a\n");
}
END_TEST

START_TEST(comments_hold_nothing)
{
	check("/ { // x { y;\n/* { } */ p; };", false, "node /\nproperty p < /\n");
	check("p; // x", false, "property p\n");
	check("p; //", false, "property p\n");
	check("p; /* x;", false, "property p\n");
	check("p; /*", false, "property p\n");
	check("/*/ q; */ p;", false, "property p\n");
	check("/**/p;/***/q;", false, "property p\nproperty q\n");
	check("a/* x */{ };", false, "node a\n");
	check("p// x\n= <1>; q;", true, "property p: p// x\n= <1>;\nproperty q: q;\n");
	check("a /* x */ { };", false, "node a\n");
}
END_TEST

START_TEST(strings_end_at_their_quote_or_line)
{
	check("p = \"a\\\"b\", \"c\"; q;", false,
		"property p\nstring a\\\"b\nstring c\nproperty q\n");
	check("p = \"a\\\\\"; q;", false, "property p\nstring a\\\\\nproperty q\n");
	check("p = \"a\nq;", false, "property p\nstring a\nmacro q\n");
	check("p = \"a", false, "property p\nstring a\n");
	check("p = \"a\\", false, "property p\nstring a\\\n");
	check("p = \"", false, "property p\nstring \n");
	check("p = \"/* { */\"; q;", false, "property p\nstring /* { */\nproperty q\n");
}
END_TEST

START_TEST(directives_are_lines_of_their_own)
{
	check("#include \"a.h\"\n#include <b/c.h>\n \t# include \"d\"\np;", false,
		"include a.h\ninclude b/c.h\ninclude d\nproperty p\n");
	check("#include \"a\np;", false, "include a\nproperty p\n");
	check("#include <a", false, "include a\n");
	check("#include \"\np;", false, "property p\n");
	check("#include\np;", false, "property p\n");
	check("#define A(x) B + 1\np;", false,
		"define A\nmacro x\nmacro B\nproperty p\n");
	check("#define\tA B \\\n C2 0x3\nd;", false,
		"define A\nmacro B\nmacro C2\nproperty d\n");
	check("#define\np;", false, "property p\n");
	check("#if A && 0x1\n#elif B\n#else\n#endif\np;", false,
		"macro A\nmacro B\nproperty p\n");
	check("#ifdef A\n#ifndef B_C\n#undef D\np;", false,
		"macro A\nmacro B_C\nproperty p\n");
	check("#if", false, "");
	check("#address-cells = <1>; #include-x = <2>; #size-cells = <A>;", false,
		"property #address-cells\nproperty #include-x\nproperty #size-cells\n"
		"macro A\n");
	check("p = <A (B + 2) C_D &E>;", false,
		"property p\nmacro A\nmacro B\nmacro C_D\nreference E\n");
}
END_TEST

/* Bodies deeper than are kept open close what they opened, and no more. */
START_TEST(depth_is_bounded)
{
	enum { DEPTH = 1030 };
	struct buf b = { 0 };
	struct sketch o;
	int i;

	buf_puts(&b, "top { ");
	for (i = 0; i < DEPTH; i++)
		buf_puts(&b, "a { ");
	for (i = 0; i < DEPTH; i++)
		buf_puts(&b, "};");
	buf_puts(&b, " in; }; out;");
	sketch_read(&o, b.s, b.n, &arena);
	ck_assert_uint_eq(o.n, DEPTH + 3);
	ck_assert_uint_eq(o.v[DEPTH + 1].kind, SKETCH_PROPERTY);
	ck_assert_uint_eq(o.v[DEPTH + 1].parent, 0);
	ck_assert_uint_eq(o.v[DEPTH + 2].parent, SKETCH_NONE);
	buf_free(&b);
}
END_TEST

static void
mark(const struct sketch *o, uint32_t (*find)(const struct sketch *o, uint32_t offset),
	const char *expected)
{
	char marks[128] = "";
	uint32_t i, item;

	for (i = 0; i <= o->size; i++) {
		item = find(o, i);
		marks[i] = item == SKETCH_NONE ? '.' : o->text[o->v[item].from];
	}
	ck_assert_str_eq(marks, expected);
}

/* For each place in the text, and the one behind it, what is there: its first character. */
START_TEST(places_are_of_what_is_around_them)
{
	static const char text[] = "n { p = <&d>; q; m { r; }; };";
	struct sketch o;

	sketch_read(&o, text, strlen(text), &arena);
	mark(&o, sketch_at, "nn..pp....dd..qq.mm..rr.......");
	mark(&o, sketch_node_at, "...nnnnnnnnnnnnnnnnnmmmmmmnnn.");
	mark(&o, sketch_value_at, ".......pppppp.................");
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("sketch");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, nodes_and_properties_end_where_they_do);
	tcase_add_test(c, what_is_half_typed_is_passed_over);
	tcase_add_test(c, comments_hold_nothing);
	tcase_add_test(c, strings_end_at_their_quote_or_line);
	tcase_add_test(c, directives_are_lines_of_their_own);
	tcase_add_test(c, depth_is_bounded);
	tcase_add_test(c, places_are_of_what_is_around_them);
	return run_tests(c);
}
