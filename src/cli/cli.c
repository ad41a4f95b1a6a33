/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "base/fatal.h"
#include "cli/commands.h"
#include "cli/print.h"
#include "compat/compat.h"

static int
help_command(struct arena *a)
{
	struct buf out = { 0 };

	options_help(&out);
	return print_text(&out, a);
}

static int
version_command(struct arena *a)
{
	struct buf out = { 0 };

	buf_puts(&out, "dtlint " DTLINT_VERSION "\n");
	return print_text(&out, a);
}

static int
compat_dir_command(struct arena *a)
{
	const char *dir = compat_dir(a);
	struct fault f = FAULT_INIT(a);
	struct buf out = { 0 };

	if (!dir) {
		fault_set(&f,
			"--compat-dir: the links are neither beside this binary nor "
			"installed");
		print_fault(NULL, &f);
		return STATUS_FAULT;
	}
	buf_printf(&out, "%s\n", dir);
	return print_text(&out, a);
}

static int
dispatch(const struct options *o, struct arena *a)
{
	switch (o->command) {
	case COMMAND_LINT: return lint_command(o, a);
	case COMMAND_HOST_SHOW: return host_show_command(o, a);
	case COMMAND_WHY: return why_command(o, a);
	case COMMAND_SCHEMA_BUILD: return schema_build_command(o, a);
	case COMMAND_SCHEMA_INFO: return schema_info_command(o, a);
	case COMMAND_SCHEMA_CHECK: return schema_check_command(o, a);
	case COMMAND_LIST_RULES: return list_rules_command(o, a);
	case COMMAND_COMPAT_DIR: return compat_dir_command(a);
	case COMMAND_EXPLAIN: return explain_command(o, a);
	case COMMAND_HELP: return help_command(a);
	case COMMAND_VERSION: return version_command(a);
	}
	return STATUS_FAULT;
}

int
cli_main(int argc, char **argv)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct options o;
	int status = STATUS_FAULT;

	if (argc && compat_is_program(argv[0]))
		return compat_main(argc, argv);
	if (argc > 1 && !strchr(argv[1], '/') && compat_is_program(argv[1]))
		return compat_main(argc - 1, argv + 1);
	if (options_parse(&o, argc, argv, &a, &f)) {
		status = dispatch(&o, &a);
	} else {
		print_fault(NULL, &f);
		fputs("Try 'dtlint --help'.\n", stderr);
	}
	arena_free(&a);
	return status;
}
