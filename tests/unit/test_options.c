/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/options/table.h"
#include "support.h"

enum { WORDS_MAX = 16 };

static struct arena arena;

static void
reset(void)
{
	arena_free(&arena);
}

/* Parses words that blanks separate; the message of the fault, or NULL. */
static const char *
parse(const char *line, struct options *o)
{
	char *argv[WORDS_MAX + 1] = { NULL }, *copy, *state;
	struct fault f = FAULT_INIT(&arena);
	int n = 0;

	copy = arena_printf(&arena, "dtlint %s", line);
	for (char *s = strtok_r(copy, " ", &state); s; s = strtok_r(NULL, " ", &state)) {
		ck_assert_int_lt(n, WORDS_MAX);
		argv[n++] = s;
	}
	return options_parse(o, n, argv, &arena, &f) ? NULL : f.message;
}

static void
expect(const char *line, const char *message)
{
	struct options o;
	const char *got = parse(line, &o);

	ck_assert_msg(got && !strcmp(got, message), "%s: %s", line, got ? got : "taken");
}

static void
expect_command(const char *line, const char *name, const char *operand)
{
	const char *fault;
	struct options o;

	fault = parse(line, &o);
	ck_assert_msg(!fault, "%s: %s", line, fault);
	ck_assert_str_eq(o.command->name, name);
	if (operand)
		ck_assert_str_eq(o.operands.v[0], operand);
	else
		ck_assert_uint_eq(o.operands.n, 0);
}

/* An argument that the option itself has nothing against. */
static const char *
argument(const struct option_row *row)
{
	switch (row->value) {
	case VALUE_NUMBER:
	case VALUE_TEXT: return strcmp(row->name, "shard") ? "1" : "1/2";
	case VALUE_CHOICE:
		return arena_strndup(&arena, row->choices, strcspn(row->choices, " "));
	case VALUE_ARCH: return "arm64";
	case VALUE_FORMAT: return "text";
	case VALUE_RULE:
	case VALUE_RULE_FLAG:
	case VALUE_RULES: return "virtio/mmio-missing-dma-coherent";
	default: return "/";
	}
}

static const char *
operands(const struct command *c)
{
	return c->least == 0 ? "" : c->least == 1 ? "x.dtb" : "x.dtb /";
}

START_TEST(every_option_of_every_command)
{
	const struct option_row *row;
	const struct command *c;
	const char *line, *got;
	struct options o;
	size_t i, k;

	for (i = 0; (c = command_at(i)); i++) {
		for (k = 0; c->name && (row = option_at(k)); k++) {
			if (row->becomes || !strcmp(row->name, "live"))
				continue;
			line = arena_printf(&arena, "%s %s%s%s %s%s", c->name,
				option_name(&arena, row), row->argument ? "=" : "",
				row->argument ? argument(row) : "", operands(c),
				!strcmp(row->name, "in_place")
						|| !strcmp(row->name, "diff")
					? " --fix"
					: "");
			got = parse(line, &o);
			if (option_is_for(row, c)) {
				ck_assert_msg(!got, "%s: %s", line, got);
				ck_assert_ptr_eq(o.command, c);
				continue;
			}
			ck_assert_str_eq(got,
				arena_printf(&arena,
					"%s takes no %s ('dtlint help %s' lists what it "
					"takes)",
					c->name, option_name(&arena, row), c->name));
		}
	}
}
END_TEST

START_TEST(commands_and_what_is_like_one)
{
	expect_command("x.dtb", "check", "x.dtb");
	expect_command("check why", "check", "why");
	expect_command("why x.dtb /", "why", "x.dtb");
	expect_command("--schema b why x.dtb /", "why", "x.dtb");
	expect_command("-f json schema --verbose info b", "schema info", "b");
	expect_command("--explain reg", "explain", "reg");
	expect_command("explain reg", "explain", "reg");
	expect_command("--list-rules", "rules", NULL);
	expect_command("-f json --list-rules", "rules", NULL);
	expect_command("--help", "help", NULL);
	expect_command("why --help", "help", "why");
	expect_command("why --fix --help", "help", "why");
	expect_command("schema --help", "help", "schema");
	expect_command("x.dtb --help", "help", NULL);
	expect_command("host show -- qemu-system-aarch64", "host show", NULL);
	expect_command("./why", "check", "./why");

	expect("biuld", "there is neither a command nor a file 'biuld'; did you mean "
			"'build'?");
	expect("explian x",
		"there is neither a command nor a file 'explian'; did you mean "
		"'explain'?");
	expect("schema biuld x",
		"schema biuld: expected one of build, info, check; did you mean "
		"'build'?");
	expect("schema", "schema: expected one of build, info, check");
	expect("host shwo x", "host shwo: expected one of show; did you mean 'show'?");
	expect("why --list-rules",
		"why takes no --list-rules ('dtlint help why' lists what it takes)");
	expect("--list-rules --compat-dir",
		"--list-rules and --compat-dir are two commands");
	expect("--compat-dir --fix", "--compat-dir goes with no other option");
	expect("--list-rules x.dtb", "rules takes no argument, but there is 'x.dtb'");
	expect("why x.dtb", "why: expected a FILE and a NODE: a path, an alias or the "
			    "only node of a name");
	expect("why x.dtb / -- qemu", "why takes no command line behind '--'");
	expect("host show x -- qemu", "host show: expected one [KIND:]SOURCE, or a "
				      "command line behind '--'");
	expect("schema info -f sarif b",
		"schema info: --format sarif: expected text or json");
	expect("why -f json -f text x.dtb /", "why: expected --format only once");
	expect("check", "no input: expected a tree, a source, a directory, '-' or @LIST");
}
END_TEST

/* What the tables promise of each other. */
START_TEST(tables_are_sound)
{
	const struct option_row *row, *other;
	const struct command *c;
	size_t i, k;

	for (i = 0; (row = option_at(i)); i++) {
		ck_assert_msg(
			row->becomes || row->commands, "%s is of no command", row->name);
		ck_assert_msg(!row->argument == (row->value == VALUE_NONE),
			"%s: an argument, and of which kind", row->name);
		ck_assert_msg(!row->choices == (row->value != VALUE_CHOICE),
			"%s: choices", row->name);
		for (k = 0; k < i; k++) {
			other = option_at(k);
			ck_assert_str_ne(row->name, other->name);
			ck_assert(!row->letter || row->letter != other->letter);
		}
	}
	for (i = 0; (c = command_at(i)); i++) {
		ck_assert_uint_eq(command_id(c), i);
		ck_assert_ptr_nonnull(c->run);
		ck_assert_uint_le(c->least, c->most);
		if (!c->name)
			continue;
		ck_assert_msg(c->synopsis && c->group && c->summary && c->about,
			"%s: a text is missing", c->name);
		ck_assert_msg(!c->most || c->expected, "%s: what is expected?", c->name);
	}
}
END_TEST

int
main(void)
{
	TCase *c = tcase_create("options");

	/* no file there has a command's name */
	if (chdir("/dev"))
		return EXIT_FAILURE;
	tcase_add_checked_fixture(c, NULL, reset);
	tcase_add_test(c, every_option_of_every_command);
	tcase_add_test(c, commands_and_what_is_like_one);
	tcase_add_test(c, tables_are_sound);
	return run_tests(c);
}
