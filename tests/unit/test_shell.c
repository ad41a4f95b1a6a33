/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Words of scripts. What a shell makes of each is in tests/host/qemu-shell, against a
 * shell; here is what no shell can say: what is left as written, places and limits.
 */
#include "host/command/shell.h"

#include <string.h>

#include "base/buf.h"
#include "support.h"

static struct arena arena;
static struct fault fault;
static struct buf shown;

static void
setup(void)
{
	fault = FAULT_INIT(&arena);
}

static void
teardown(void)
{
	buf_free(&shown);
	arena_free(&arena);
}

/* Words in brackets, what is not expanded in braces, '*' for any number of words. */
static bool
show(void *ctx, const struct shell_command *c)
{
	const struct text *t;
	size_t i, j;

	(void)ctx;
	for (i = 0; i < c->words.n; i++) {
		t = &c->words.v[i].text;
		buf_putc(&shown, '[');
		for (j = 0; j < t->n; j++) {
			if (text_opaque_at(t, j) && (!j || !text_opaque_at(t, j - 1)))
				buf_putc(&shown, '{');
			buf_putc(&shown, t->s[j]);
			if (text_opaque_at(t, j) && !text_opaque_at(t, j + 1))
				buf_putc(&shown, '}');
		}
		buf_puts(&shown, c->words.v[i].many ? "]*" : "]");
	}
	buf_putc(&shown, '\n');
	return true;
}

static bool
read_as(const char *text, enum shell_syntax syntax)
{
	struct shell_source source = { text, strlen(text), NULL, text, strlen(text) };
	struct shell_visitor visitor = { .command = show };

	buf_free(&shown);
	buf_puts(&shown, "");
	return shell_read(&source, syntax, &visitor, &fault);
}

static void
expect(const char *script, const char *commands)
{
	ck_assert_msg(read_as(script, SHELL_SCRIPT), "%s: %s", script, fault.message);
	ck_assert_msg(!strcmp(shown.s, commands), "%s\ngave %sexpected %s", script,
		shown.s, commands);
}

static void
expect_fault(const char *script, uint32_t line, uint32_t column, const char *words)
{
	fault = FAULT_INIT(&arena);
	ck_assert_msg(!read_as(script, SHELL_SCRIPT), "%s was read", script);
	ck_assert_uint_eq(fault.place.line, line);
	ck_assert_uint_eq(fault.place.column, column);
	ck_assert_msg(strstr(fault.message, words), "'%s' does not say '%s'",
		fault.message, words);
}

START_TEST(leaves_what_only_a_shell_knows)
{
	expect("a $X b", "[a][{$X}]*[b]\n");
	expect("a \"$X\" pre$X/post", "[a][{$X}][pre{$X}/post]\n");
	expect("a $(b c) `d` $((1 + 2))", "[a][{$(b c)}]*[{`d`}]*[{$((1 + 2))}]\n");
	expect("a \"$(b \"c)\" d)\"", "[a][{$(b \"c)\" d)}]\n");
	expect("a ${X:-y z} ${X%.*} ${#X} $? $1 $*",
		"[a][{${X:-y z}}]*[{${X%.*}}]*[{${#X}}]*[{$?}]*[{$1}]*[{$*}]*\n");
	expect("a \"$@\" \"${X[@]}\"", "[a][{$@}]*[{${X[@]}}]*\n");
	expect("a <(b) {c,d} x{1..3}", "[a][{<(b)}][{{c,d}}]*[x{{1..3}}]\n");
}
END_TEST

START_TEST(expands_what_the_script_says)
{
	expect("A=1; b $A ${A}2 \"$A\" '$A' \\$A", "[b][1][12][1][$A][$A]\n");
	expect("A='x  y'; b $A \"$A\" p$A", "[b][x][y][x  y][px][y]\n");
	expect("A=1; A=2; b $A", "[b][2]\n");
	expect("A=1; A+=2; B=$A$A; c $B", "[c][1212]\n");
	expect("A=(x 'y z'); b \"${A[@]}\" \"${A[*]}\" $A", "[b][x][y z][x y z][x]\n");
	expect("A=(x); A+=(y\n# no\nz); b \"${A[@]}\"", "[b][x][y][z]\n");
	expect("A=; b $A \"$A\"", "[b][]\n");
	expect("A=1; b ${A:-2} ${A:=2} ${A-2}", "[b][1][1][1]\n");
	expect("A=$B; c $A \"$A\"", "[c][{$B}]*[{$B}]\n");
	expect("export A=1 B=2; c $A$B", "[export]\n[c][12]\n");
	expect("set -- a 'b c'; d \"$@\"", "[set][--][a][b c]\n[d][a][b c]\n");
}
END_TEST

/* Where a value may be another by the time the command runs, it is not expanded. */
START_TEST(trusts_no_value_that_may_change)
{
	expect("if x; then A=1; fi; b $A", "[x]\n[b][{$A}]*\n");
	expect("A=1; if x; then A=2; fi; b $A", "[x]\n[b][{$A}]*\n");
	expect("if x; then A=1; b $A; else b $A; fi", "[x]\n[b][1]\n[b][{$A}]*\n");
	expect("A=0; if x; then A=1; else b $A; fi", "[x]\n[b][0]\n");
	expect("case x in a) A=1;; b) c $A;; esac; c $A", "[c][{$A}]*\n[c][{$A}]*\n");
	expect("x && A=1; b $A", "[x]\n[b][{$A}]*\n");
	expect("x || A=1\nb $A", "[x]\n[b][{$A}]*\n");
	expect("for A in 1 2; do b $A; done; b $A", "[b][{$A}]*\n[b][{$A}]*\n");
	expect("A=1; while x; do b $A; A=2; done", "[x]\n[b][{$A}]*\n");
	expect("A=1; while x; do b $A; done", "[x]\n[b][1]\n");
	expect("read A; b $A", "[read][A]\n[b][{$A}]*\n");
	expect("A=1; . f; b $A", "[.][f]\n[b][{$A}]*\n");
	expect("A=1; eval x; b $A; A=2; b $A", "[x]\n[eval][x]\n[b][{$A}]*\n[b][2]\n");
	expect("A=1; unset A; b $A", "[unset][A]\n[b][{$A}]*\n");
	expect("A[0]=1; b $A", "[b][{$A}]*\n");
	expect("A=1; A[0]+=2; b $A", "[b][{$A}]*\n");
	/* no assignments: the bracket is not closed in the word, or no '=' is behind it */
	expect("A[1 =2 b", "[A[1][=2][b]\n");
	expect("A[1]c b", "[A[1]c][b]\n");
	expect("A[1]", "[A[1]]\n");
	expect("A[1]+", "[A[1]+]\n");
	expect("A[1]+c=2 b", "[A[1]+c=2][b]\n");
	expect("1A=2 b", "[1A=2][b]\n");
	expect("=2 b", "[=2][b]\n");
	expect("A+ b", "[A+][b]\n");
	expect("A+", "[A+]\n");
	expect("A", "[A]\n");
	expect("A[1", "[A[1]\n");
	expect("A=1 b; c $A", "[b]\n[c][{$A}]*\n");
	expect("A=1; (A=2; b $A); b $A", "[b][2]\n[b][1]\n");
	expect("A=1; { A=2; }; b $A", "[b][2]\n");
}
END_TEST

/*
 * What is appended on some condition, or an unknown number of times, leaves what stands
 * before it and behind it.
 */
START_TEST(keeps_what_is_certain)
{
	expect("A=(a); if x; then A+=(b); fi; A+=(c); d \"${A[@]}\"",
		"[x]\n[d][a][{A+=(b)}]*[c]\n");
	expect("A=(a); if x; then A+=(b); else A+=(c); fi; d \"${A[@]}\"",
		"[x]\n[d][a][{A+=(b)}]*[{A+=(c)}]*\n");
	expect("A=(a); x && A+=(b); d \"${A[@]}\"", "[x]\n[d][a][{A+=(b)}]*\n");
	expect("A=a; [ x ] && A=\"$A b\"; d $A \"$A\"",
		"[[][x][]]\n[d][a][{A=\"$A b\"}]*[a{A=\"$A b\"}]\n");
	expect("A=(a); A=(\"${A[@]}\" b); d \"${A[@]}\"", "[d][a][b]\n");
	expect("A=(a); for i in 1 2; do A+=(b); done; d \"${A[@]}\"",
		"[d][a][{A+=(b)}]*\n");
	expect("A=(a); while x; do b \"${A[@]}\"; A+=(c); done",
		"[x]\n[b][a][{A+=(c)}]*\n");
	expect("A=(a); f() { A+=(b); }; f; d \"${A[@]}\"", "[f]\n[d][a][{A+=(b)}]*\n");
	expect("A=(a b z); if x; then A=(a c z); fi; d \"${A[@]}\"",
		"[x]\n[d][a][{b|c}][z]\n");
	expect("if x; then A='a b'; else A='a c d'; fi; e $A",
		"[x]\n[e][a][{A='a c d'}]*\n");
	expect("case x in a) A=(b c);; *) A=(b d);; esac; e \"${A[@]}\"",
		"[e][b][{c|d}]\n");
	expect("case x in a) A=b;; c) A=b;; esac; e $A", "[e][{$A}]*\n");
	expect("M=virt; x && M=$M,gic-version=3; e -M $M",
		"[x]\n[e][-M][virt,gic-version={3}]\n");
	expect("A+=(a); b \"${A[@]}\"", "[b][{$A}]*[a]\n");
	expect("A=(a); if x; then A+=(b); A=(c); fi; d \"${A[@]}\"",
		"[x]\n[d][{${A[@]}}]*\n");
	expect(": ${A:=b}; c $A", "[:][{${A:=b}}]*\n[c][{${A:=b}}]*\n");
}
END_TEST

START_TEST(reads_scripts_in_scripts)
{
	expect("A='b c'; eval $A", "[b][c]\n[eval][b][c]\n");
	expect("eval \"a $B c\"", "[a][{$B}]*[c]\n[eval][a {$B} c]\n");
	expect("A=1; sh -c 'B=2; c $A $B'", "[c][{$A}]*[2]\n[sh][-c][B=2; c $A $B]\n");
	expect("A=1; sh -c \"A=2; c $A\"; d $A", "[c][1]\n[sh][-c][A=2; c 1]\n[d][1]\n");
	expect("eval 'eval \"eval a b\"'",
		"[a][b]\n[eval][a][b]\n[eval][eval a b]\n[eval][eval \"eval a b\"]\n");
}
END_TEST

/* A function's body runs when it is called, after what stands further down. */
START_TEST(trusts_values_in_functions)
{
	expect("A=1; f() { b $A; }; A=2; f", "[b][{$A}]*\n[f]\n");
	expect("A=1; f() { b $A; }; f", "[b][1]\n[f]\n");
	expect("f() { A=1; b $A; }; b $A", "[b][1]\n[b][{$A}]*\n");
	expect("A=1; f() { A=2; }; f; b $A", "[f]\n[b][{$A}]*\n");
	expect("A=1; function f { local A=2; b $A; }; b $A", "[local]\n[b][2]\n[b][1]\n");
}
END_TEST

START_TEST(reads_only_commands)
{
	expect("# a\nb # c\nd#e", "[b]\n[d#e]\n");
	expect("a; b & c | d && e || f\n(g)\n{ h; }",
		"[a]\n[b]\n[c]\n[d]\n[e]\n[f]\n[g]\n[h]\n");
	expect("a > f 2>&1 < /dev/null b 2> x >>y &>z c", "[a][b][c]\n");
	expect("a \\\n  b\\\nc", "[a][bc]\n");
	expect("a \\\r\n  b\r\nc", "[a][b]\n[c]\n");
	expect("cat <<END; a\nb 'c\nEND\nd", "[cat]\n[a]\n[d]\n");
	expect("cat <<-'E F'\n\tb\n\tE F\nd", "[cat]\n[d]\n");
	expect("cat <<< \"x y\" z", "[cat][z]\n");
	expect("case $x in\n (a|b) c;;\n d) e\nesac", "[c]\n[e]\n");
	expect("[[ a < b && (c > d) ]] && e", "[e]\n");
	expect("(( a = (1) > 2 )) && b; for ((i = 0; i < 2; i++)); do c; done",
		"[b]\n[c]\n");
	expect("! a; time b; until c; do d; done", "[a]\n[b]\n[c]\n[d]\n");
}
END_TEST

START_TEST(reads_arguments_over_lines)
{
	ck_assert(read_as(
		"# x\n-a 'b c' \\\n -d;&|(e) A=1 $A\n\n-f \"g\nh\"", SHELL_ARGUMENTS));
	ck_assert_str_eq(shown.s, "[-a][b c][-d;&|(e)][A=1][{$A}]*[-f][g\nh]\n");
}
END_TEST

START_TEST(names_the_place_of_a_fault)
{
	expect_fault("a\n  b 'c\nd\n", 2, 5, "does not end");
	expect_fault("a \"b $X", 1, 3, "does not end");
	expect_fault("ä \"b", 1, 3, "does not end");
	expect_fault("a $(b", 1, 3, "'$(' does not end, expected ')'");
	expect_fault("a ${b", 1, 3, "'${' does not end, expected '}'");
	expect_fault("a `b", 1, 3, "'`' does not end");
	expect_fault("A=(b", 1, 3, "'(' does not end");
	expect_fault("a $'b", 1, 3, "does not end");
}
END_TEST

/* Small texts that would become large or deep ones. */
START_TEST(bounds_what_it_does)
{
	struct buf b = { 0 };
	int i;

	buf_puts(&b, "A=0123456789\n");
	for (i = 0; i < 40; i++)
		buf_puts(&b, "A=$A$A\n");
	expect_fault(b.s, 20, 5, "expand to more than");
	buf_free(&b);

	buf_puts(&b, "A=('' '')\n");
	for (i = 0; i < 40; i++)
		buf_puts(&b, "A=(\"${A[@]}\" \"${A[@]}\")\n");
	fault = FAULT_INIT(&arena);
	ck_assert(!read_as(b.s, SHELL_SCRIPT));
	ck_assert_ptr_nonnull(strstr(fault.message, "expand to more than"));
	buf_free(&b);

	buf_puts(&b, "a ");
	for (i = 0; i < 100; i++)
		buf_puts(&b, "$(");
	expect_fault(b.s, 1, 3 + 2 * SHELL_NESTING_MAX, "nested deeper");
	buf_free(&b);

	for (i = 0; i < 100; i++)
		buf_puts(&b, "{ ");
	expect_fault(b.s, 1, 2 * SHELL_NESTING_MAX + 2, "nested deeper");
	buf_free(&b);
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("shell");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, leaves_what_only_a_shell_knows);
	tcase_add_test(c, expands_what_the_script_says);
	tcase_add_test(c, trusts_no_value_that_may_change);
	tcase_add_test(c, keeps_what_is_certain);
	tcase_add_test(c, reads_scripts_in_scripts);
	tcase_add_test(c, trusts_values_in_functions);
	tcase_add_test(c, reads_only_commands);
	tcase_add_test(c, reads_arguments_over_lines);
	tcase_add_test(c, names_the_place_of_a_fault);
	tcase_add_test(c, bounds_what_it_does);
	return run_tests(c);
}
