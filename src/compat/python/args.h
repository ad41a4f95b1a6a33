/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Command lines as Python's argparse reads them: options anywhere, long ones by any
 * prefix that is theirs alone, `@FILE` for the lines of a file.
 */
#ifndef DTLINT_COMPAT_PYTHON_ARGS_H
#define DTLINT_COMPAT_PYTHON_ARGS_H

#include <stdbool.h>

#include "base/strings.h"
#include "schema/binding/core.h"

enum { ARGS_OPTIONS_MAX = 16 };

struct arg_option {
	char letter;
	const char *name; /* without the dashes */
	const char *arg;  /* what its value is called; NULL: takes none */
	const char *help;
};

struct arg_spec {
	const char *program;
	const char *operand; /* what the operands are called, for --help */
	const char *operand_help;
	bool one_operand; /* exactly one; else any number */
	bool from_file;   /* `@FILE` is read */
	const struct arg_option *options;
	size_t noptions;
};

struct args {
	struct arena *arena;
	const char *values[ARGS_OPTIONS_MAX]; /* by option; NULL: not given */
	struct string_list operands;
};

/*
 * Reads the command line; -h and -V are every program's. -V shows dt-schema's version on
 * standard output, and on the other which core schemas are used, or that there are none.
 * Returns -1 where the program is to run, else the status it is to exit with.
 */
int args_read(struct args *args, const struct arg_spec *spec, const struct core *core,
	int argc, char **argv);

#endif
