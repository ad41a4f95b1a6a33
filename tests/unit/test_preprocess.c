/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The preprocessor: texts as gcc 12 has them, places and bounds written down by hand. */
#include "dts/pp/pp.h"

#include <sys/stat.h>
#include <unistd.h>

#include "support.h"

static struct arena a;
static struct source_set *set;
static struct source_search search;
static struct dts_messages messages;
static struct dts_text text;

static void
start(void)
{
	set = source_set_new();
	messages = (struct dts_messages){ .arena = &a };
}

static void
stop(void)
{
	dts_text_free(&text);
	source_set_free(set);
	arena_free(&a);
}

/* Preprocesses a text under the name "a.dts"; other files have been put before. */
static bool
run(const char *source)
{
	struct string_list dirs = { 0 };

	string_list_add(&dirs, &a, "dir");
	string_list_add(&dirs, &a, "dir2");
	source_set_put(set, "a.dts", source, strlen(source));
	search_init(&search, set, "a.dts", &dirs, NULL, &a);
	dts_text_init(&text, &search, &messages);
	return pp_run(&text, NULL, "a.dts");
}

static void
put(const char *name, const char *source)
{
	source_set_put(set, name, source, strlen(source));
}

/* The text's words, one blank between them. */
static const char *
words(void)
{
	struct buf b = { 0 };
	const char *s;

	for (char *word = strtok(arena_strndup(&a, text.s, text.n), " \n"); word;
		word = strtok(NULL, " \n"))
		buf_printf(&b, "%s%s", b.n ? " " : "", word);
	s = arena_strdup(&a, b.s ? b.s : "");
	buf_free(&b);
	return s;
}

static uint32_t
find(const char *what)
{
	const char *at = strstr(text.s, what);

	ck_assert_msg(at != NULL, "no '%s' in '%s'", what, text.s);
	return (uint32_t)(at - text.s);
}

static const struct {
	const char *source;
	const char *words;
} texts[] = {
	{ "", "" },
	{ "\n\n", "" },
	{ "no newline", "no newline" },
	{ "#define A 1\nn@A-x", "n@1 -x" },
	{ "#address-cells = <1>;", "#address-cells = <1>;" },
	{ "# 33 \"x.dts\"\nA", "# 33 \"x.dts\" A" },
	{ "#\nx", "x" },
	{ "/* a\n b */ #define A 7\nA", "7" },
	{ "#define A /* c\n */ 7\nA", "7" },
	{ "#de\\\nfine A 7\nA\\\nA A", "AA 7" },
	{ "\xef\xbb\xbf#define A 7\r\nA\r\n", "7" },
	{ "a // b\nc", "a c" },
	{ "'a // b\n\"c /* d\ne */", "'a // b \"c /* d e */" },
	{ "#define f(x) x\n#define g f\ng(1) g\n(2)", "1 2" },
	{ "#define f(x) [x]\nf(\n#define A 9\nA\n)", "[9]" },
	{ "#define f(x) [x]\nf(\n#if 0\n1\n#else\n2\n#endif\n)", "[2]" },
	{ "#define f() 1\nf\n#define A\n()", "f ()" },
	{ "#if 0\n#error no\n#elif 1\nyes\n#else\nno\n#endif", "yes" },
	{ "#ifdef A\n#ifdef B\n#else\n#endif\n#else\nyes\n#endif", "yes" },
	{ "#define A\n#ifdef A\nyes\n#elif 1/0\nno\n#endif", "yes" },
	{ "__LINE__\n#line 77 \"o.dts\"\n__LINE__ __FILE__", "1 77 \"o.dts\"" },
	{ "\n__LINE__ __FILE__ __INCLUDE_LEVEL__", "2 \"a.dts\" 0" },
	{ "__COUNTER__ __COUNTER__", "0 1" },
	{ "__DTS__ __ASSEMBLER__ linux unix", "1 1 linux unix" },
	{ "#undef __DTS__\n__DTS__", "__DTS__" },
	{ "#if '\\n' == 10 && 'ab' == 24930 && -1 > 0u\nyes\n#endif", "yes" },
	{ "#if 0 && 1 / 0\n#else\nyes\n#endif", "yes" },
	{ "#if (2 || 3) != 1 || -1 >> 63 != -1 || 1 ? 0 : 1\n#else\nyes\n#endif", "yes" },
	{ "#pragma push_macro(\"A\")\n#define A 1\n#pragma pop_macro(\"A\")\nA", "A" },
	{ "_Pragma(\"x\") a", "a" },
	{ "#ident \"x\"\n#pragma x\n#assert x\na", "a" },
	{ "#include \"h.h\"\nB", "in 4" },
	{ "#include <only.h>\nC", "5" },
	{ "#define NAME <only.h>\n#include NAME\nC", "5" },
	{ "#define NAME \"h.h\"\n#include NAME\nB", "in 4" },
	{ "#include \"once.h\"\n#include \"once.h\"", "once" },
	{ "#import \"h.h\"\n#import \"h.h\"\n", "in" },
	{ "#include <next.h>", "first second" },
	{ "#if __has_include(<only.h>) && !__has_include(\"no.h\")\nyes\n#endif", "yes" },
	{ "#ifdef __has_include\nyes\n#endif", "yes" },
	{ "#include \"guard.h\"\n#include \"guard.h\"\nG", "body 1" },
};

START_TEST(as_gcc)
{
	put("h.h", "#define B 4\nin");
	put("dir/only.h", "#define C 5\n");
	put("once.h", "#pragma once\nonce\n");
	put("dir/next.h", "first\n#include_next <next.h>\n");
	put("dir2/next.h", "second\n");
	put("guard.h", "#ifndef G\n#define G 1\nbody\n#endif\n");
	ck_assert_msg(run(texts[_i].source), "row %d: %s", _i,
		messages.first ? messages.first->text : "");
	ck_assert_str_eq(words(), texts[_i].words);
}
END_TEST

static const struct {
	const char *source;
	uint32_t line;
	uint32_t column;
	const char *rule;
	const char *message; /* a part of it */
} faults[] = {
	{ "a\n  #error don't\n", 2, 3, "source/directive", "#error 'don't'" },
	{ "#if\n#endif", 1, 4, "source/directive", "without an expression" },
	{ "#if 1 +\n#endif", 1, 5, "source/directive", "value is expected" },
	{ "#if 1 / 0\n#endif", 1, 5, "source/directive", "division by zero" },
	{ "#if (1\n#endif", 1, 5, "source/directive", "'(' without ')'" },
	{ "#if 1)\n#endif", 1, 6, "source/directive", "')' without '('" },
	{ "#if 1 ? 2\n#endif", 1, 5, "source/directive", "'?' without ':'" },
	{ "#if 08\n#endif", 1, 5, "source/directive", "digit" },
	{ "#if 1.5\n#endif", 1, 5, "source/directive", "no integer" },
	{ "#if \"s\"\n#endif", 1, 5, "source/directive", "expected a value" },
	{ "\n#ifdef\n#endif", 2, 1, "source/directive", "name of a macro" },
	{ "#else\n", 1, 1, "source/directive", "#else without #if" },
	{ "#if 1\n\n", 1, 1, "source/directive", "without its #endif" },
	{ "#if 1\n#else\n#else\n#endif", 3, 1, "source/directive", "behind #else" },
	{ "x /* a", 1, 3, "source/directive", "comment without its end" },
	{ "#define", 1, 1, "source/directive", "name of a macro" },
	{ "#define 7", 1, 1, "source/directive", "identifier" },
	{ "#define defined", 1, 1, "source/directive", "'defined'" },
	{ "#define f(a, a) a", 1, 1, "source/directive", "two parameters 'a'" },
	{ "#define f(a", 1, 1, "source/directive", "',' or ')'" },
	{ "#define A ## b", 1, 1, "source/directive", "'##'" },
	{ "#define f(a) a\n\tf(1, 2)", 2, 2, "source/macro", "takes 1 argument, but 2" },
	{ "#define f(a) a\nx f(1\n", 2, 3, "source/macro", "have no end" },
	{ "#include x", 1, 1, "source/include", "name of a file" },
	{ "#include \"no.h\"", 1, 1, "source/include",
		"'no.h' is not found; tried 'no.h', 'dir/no.h', 'dir2/no.h'" },
	{ "#include </dev/null>", 1, 1, "source/include", "outside of the folders" },
	{ "#include \"self.h\"", 1, 1, "source/limit", "deeper than 200" },
};

START_TEST(told_with_its_place)
{
	put("self.h", "#include \"self.h\"\n");
	ck_assert(!run(faults[_i].source));
	ck_assert_ptr_nonnull(messages.first);
	ck_assert_str_eq(messages.first->rule, faults[_i].rule);
	ck_assert_msg(strstr(messages.first->text, faults[_i].message) != NULL,
		"row %d: '%s'", _i, messages.first->text);
	if (strcmp(faults[_i].rule, "source/limit") != 0)
		ck_assert_str_eq(messages.first->place.file, "a.dts");
	ck_assert_uint_eq(messages.first->place.line, faults[_i].line);
	ck_assert_uint_eq(messages.first->place.column, faults[_i].column);
}
END_TEST

static void
check_place(const char *what, uint32_t line, uint32_t column, uint32_t end)
{
	uint32_t at = find(what);
	struct place p = dts_text_place(&text, at, at + (uint32_t)strlen(what));

	ck_assert_uint_eq(p.line, line);
	ck_assert_uint_eq(p.column, column);
	ck_assert_uint_eq(p.end_column, end);
}

START_TEST(places)
{
	const struct dts_note *note;

	put("inc.dtsi", "\n\tin = <VAL>;\n");
	ck_assert(run("#define VAL 0x77\n"
		      "#define F(x) x more\n"
		      "/* \xc3\xa4 */ aa   \t bb /* c */ cc\n"
		      "\tsplit\\\nword next\n"
		      "\txx = <VAL 1>;\n"
		      "\tyy = F(argument);\n"
		      "#include \"inc.dtsi\"\n"));
	/* columns count characters, whatever blanks and comments became */
	check_place("aa", 3, 9, 11);
	check_place("bb", 3, 16, 18);
	check_place("cc", 3, 27, 29);
	check_place("splitword", 4, 2, 5);
	check_place("next", 5, 6, 10);
	/* where the macro is used */
	check_place("0x77 1", 6, 8, 13);
	check_place("argument", 7, 7, 18);
	check_place("more", 7, 7, 18);
	note = dts_text_notes(&text, find("0x77"), &a);
	ck_assert_str_eq(note->text, "expanded from macro 'VAL'");
	ck_assert_uint_eq(note->place.line, 1);
	ck_assert_uint_eq(note->place.column, 13);
	ck_assert_ptr_null(note->next);
	/* what an argument says stands where it is used */
	ck_assert_ptr_null(dts_text_notes(&text, find("argument"), &a));
	note = dts_text_notes(&text, find("in ="), &a);
	ck_assert_str_eq(note->text, "included from here");
	ck_assert_str_eq(note->place.file, "a.dts");
	ck_assert_uint_eq(note->place.line, 8);
	check_place("in =", 2, 2, 6);
	/* nothing of a blank */
	ck_assert_ptr_null(dts_text_notes(&text, find("aa"), &a));
}
END_TEST

START_TEST(excerpts)
{
	put("b.txt", "secret line\n#error 'secret'\n");
	ck_assert(!run("first\nsecond\r\n#include \"b.txt\"\n"));
	ck_assert_str_eq(source_line(set, "a.dts", 2, &a), "second");
	ck_assert_ptr_null(source_line(set, "a.dts", 9, &a));
	ck_assert_ptr_null(source_line(set, "never.dts", 1, &a));
	ck_assert_ptr_null(source_line(set, "/etc/hostname", 1, &a));
	/* given, so that it may be shown; but its name is no source's: nothing is quoted */
	ck_assert_ptr_null(strstr(messages.first->text, "secret"));
}
END_TEST

START_TEST(files_are_regular_and_trusted)
{
	char *dir = arena_strdup(&a, "/tmp/dtlint-pp-XXXXXX");
	const char *path, *fifo, *link;
	struct fence trust = { .arena = &a };
	struct fault f = FAULT_INIT(&a);

	ck_assert_ptr_nonnull(mkdtemp(dir));
	path = arena_printf(&a, "%s/x.h", dir);
	fifo = arena_printf(&a, "%s/fifo.h", dir);
	link = arena_printf(&a, "%s/link.h", dir);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	ck_assert_int_eq(symlink("/etc/passwd", link), 0);
	fence_add(&trust, dir);
	ck_assert_ptr_null(source_file_open(set, &trust, path, &f));
	ck_assert_ptr_null(f.message);
	ck_assert_ptr_null(source_file_open(set, &trust, fifo, &f));
	ck_assert_ptr_nonnull(strstr(f.message, "not a regular file"));
	f = FAULT_INIT(&a);
	ck_assert_ptr_null(source_file_open(set, &trust, link, &f));
	ck_assert_ptr_nonnull(strstr(f.message, "outside"));
	f = FAULT_INIT(&a);
	ck_assert_ptr_null(source_file_open(set, &trust, dir, &f));
	ck_assert_ptr_nonnull(strstr(f.message, "is a directory"));
	unlink(fifo);
	unlink(link);
	rmdir(dir);
}
END_TEST

/* Whether a source ends at a bound, which is told. */
static void
bounded(const char *source)
{
	ck_assert(!run(source));
	ck_assert_ptr_nonnull(messages.last);
	ck_assert_str_eq(messages.last->rule, "source/limit");
	ck_assert(messages.last->place.line > 0);
}

START_TEST(expansion_is_bounded)
{
	struct buf b = { 0 };

	buf_puts(&b, "#define A0 x x x x x x x x\n");
	for (int i = 1; i < 12; i++)
		buf_printf(&b, "#define A%d A%d A%d A%d A%d A%d A%d A%d A%d\n", i, i - 1,
			i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
	buf_puts(&b, "A11\n");
	bounded(b.s);
	buf_free(&b);
}
END_TEST

START_TEST(discarded_expansion_is_bounded)
{
	struct buf b = { 0 };

	buf_puts(&b, "#define N(x)\n#define A0(x) N(x) N(x) x x\n");
	for (int i = 1; i < 14; i++)
		buf_printf(&b, "#define A%d(x) N(A%d(x)) N(A%d(x x))\n", i, i - 1, i - 1);
	buf_puts(&b, "A13(1)\n");
	run(b.s);
	ck_assert(text.n < 100000);
	buf_free(&b);
}
END_TEST

START_TEST(nesting_is_bounded)
{
	struct buf b = { 0 };

	buf_puts(&b, "#define f(x) x\n");
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "f(");
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, ")");
	bounded(b.s);
	buf_free(&b);
}
END_TEST

START_TEST(depth_of_conditions_is_none_of_the_stack)
{
	struct buf b = { 0 };

	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "#if 1\n");
	buf_puts(&b, "yes\n");
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "#endif\n");
	buf_puts(&b, "#if ");
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, "(-");
	buf_puts(&b, "1");
	for (int i = 0; i < 100000; i++)
		buf_puts(&b, ")");
	buf_puts(&b, "\ntoo\n#endif\n");
	ck_assert(run(b.s));
	ck_assert_str_eq(words(), "yes too");
	buf_free(&b);
}
END_TEST

START_TEST(raw_includes_share_the_offsets)
{
	uint32_t begin, end;

	put("raw.dtsi", "#define not expanded\nraw\n");
	ck_assert(run("/include/ \"raw.dtsi\"\n"));
	ck_assert(
		dts_text_include(&text, find("/include/"), "raw.dtsi", 8, &begin, &end));
	ck_assert_uint_eq(end - begin, strlen("#define not expanded\nraw\n"));
	ck_assert_int_eq(memcmp(text.s + begin, "#define", 7), 0);
	ck_assert_uint_eq(dts_text_place(&text, end - 4, end - 1).line, 2);
	ck_assert_str_eq(dts_text_place(&text, end - 4, end - 1).file, "raw.dtsi");
	ck_assert_uint_eq(dts_text_notes(&text, begin, &a)->place.line, 1);
	ck_assert(
		!dts_text_include(&text, find("/include/"), "no.dtsi", 7, &begin, &end));
	ck_assert_uint_eq(messages.errors, 1);
}
END_TEST

START_TEST(defines_of_the_command_line)
{
	static const struct pp_define v[] = { { "A", false }, { "B=2", false },
		{ "F(x)=[x]", false }, { "C=3", false }, { "C", true }, { "E=", false } };
	struct pp_options options = { v, sizeof(v) / sizeof(*v) };

	put("a.dts", "A B F(4) C E.");
	search_init(&search, set, "a.dts", NULL, NULL, &a);
	dts_text_init(&text, &search, &messages);
	ck_assert(pp_run(&text, &options, "a.dts"));
	ck_assert_str_eq(words(), "1 2 [4] C .");
}
END_TEST

/* As another thread does that compiles with the same -D at the same time. */
START_TEST(what_is_held_is_not_replaced)
{
	struct fault f = FAULT_INIT(&a);
	const struct source_file *held, *again;
	struct fence none = { .arena = &a };

	put("given", "first");
	held = source_file_open(set, &none, "given", &f);
	ck_assert_ptr_nonnull(held);
	put("given", "second");
	source_set_forget(set, "given");
	again = source_file_open(set, &none, "given", &f);
	ck_assert_ptr_eq(again, held);
	ck_assert_str_eq(again->text, "first");
	source_file_close(again);
	source_file_close(held);
	put("given", "second");
	held = source_file_open(set, &none, "given", &f);
	ck_assert_str_eq(held->text, "second");
	source_file_close(held);
	source_set_forget(set, "given");
	ck_assert_ptr_null(source_file_open(set, &none, "given", &f));
}
END_TEST

/* What is given for a file holds whatever name it is opened by. */
START_TEST(given_by_another_name)
{
	struct fault f = FAULT_INIT(&a);
	const struct source_file *file;
	struct fence here = { .arena = &a };

	fence_add(&here, ".");
	put("nowhere/CMakeLists.txt", "another");
	put("./CMakeLists.txt", "given");
	file = source_file_open(set, &here, "unit/../CMakeLists.txt", &f);
	ck_assert_ptr_nonnull(file);
	ck_assert_str_eq(file->text, "given");
	source_file_close(file);
	/* and is forgotten by all of them */
	source_set_forget(set, "./CMakeLists.txt");
	file = source_file_open(set, &here, "unit/../CMakeLists.txt", &f);
	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(strstr(file->text, "SPDX-License-Identifier"));
	source_file_close(file);
	file = source_file_open(set, &here, "./CMakeLists.txt", &f);
	ck_assert_ptr_nonnull(file);
	ck_assert_ptr_nonnull(strstr(file->text, "SPDX-License-Identifier"));
	source_file_close(file);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("preprocess");

	tcase_add_checked_fixture(c, start, stop);
	tcase_add_loop_test(c, as_gcc, 0, sizeof(texts) / sizeof(*texts));
	tcase_add_loop_test(c, told_with_its_place, 0, sizeof(faults) / sizeof(*faults));
	tcase_add_test(c, places);
	tcase_add_test(c, excerpts);
	tcase_add_test(c, files_are_regular_and_trusted);
	tcase_add_test(c, expansion_is_bounded);
	tcase_add_test(c, discarded_expansion_is_bounded);
	tcase_add_test(c, nesting_is_bounded);
	tcase_add_test(c, depth_of_conditions_is_none_of_the_stack);
	tcase_add_test(c, raw_includes_share_the_offsets);
	tcase_add_test(c, defines_of_the_command_line);
	tcase_add_test(c, what_is_held_is_not_replaced);
	tcase_add_test(c, given_by_another_name);
	return run_tests(c);
}
