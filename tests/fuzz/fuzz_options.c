/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Any words as a command line, of dtlint and of the programs that it stands in for: it is
 * understood, or there is one fault. Nothing is run.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/complete.h"
#include "cli/options/options.h"
#include "compat/python/args.h"

enum { WORDS_MAX = 64 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct arg_option options[] = {
	{ 's', "schema", "SCHEMA", "a schema" },
	{ 'v', "verbose", NULL, "say more" },
	{ '\0', "json-output", "FILE", "a file" },
	{ '\0', "json-input", NULL, "no file" },
};

static void
must(bool ok)
{
	if (!ok)
		abort();
}

static void
as_dtlint(int argc, char **argv)
{
	struct arena a = { 0 };
	struct fault f = FAULT_INIT(&a);
	struct buf out = { 0 };
	struct options o;

	if (options_parse(&o, argc, argv, &a, &f))
		must(o.command && o.noutputs && o.jobs);
	else
		must(f.message && *f.message);
	complete_words(&out, (const char *const *)argv + 1, (size_t)argc - 1);
	buf_free(&out);
	arena_free(&a);
}

static void
as_other(int argc, char **argv)
{
	const struct core core = { .version = "1" };
	struct arg_spec spec = { .program = "dt-validate",
		.operand = "dtbs",
		.operand_help = "trees",
		.options = options,
		.noptions = sizeof(options) / sizeof(*options) };
	struct arena a = { 0 };
	struct args args = { .arena = &a };
	int status = args_read(&args, &spec, &core, argc, argv);

	must(status >= -1 && status <= 2);
	arena_free(&a);
}

/* What the programs say is of no interest here. */
static void
be_silent(void)
{
	static bool done;
	int null;

	if (done)
		return;
	done = true;
	null = open("/dev/null", O_WRONLY);
	must(null >= 0 && freopen("/dev/null", "w", stdout));
	close(null);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size + 1), *s,
	     *argv[WORDS_MAX + 2] = { (char[]){ "dtlint" } };
	int argc = 1, err;

	must(copy != NULL);
	if (size)
		memcpy(copy, data, size);
	copy[size] = '\0';
	for (s = copy; s < copy + size && argc <= WORDS_MAX; s += strlen(s) + 1)
		argv[argc++] = s;
	be_silent();
	as_dtlint(argc, argv);
	err = dup(STDERR_FILENO);
	must(freopen("/dev/null", "w", stderr) != NULL);
	as_other(argc, argv);
	fflush(stderr);
	must(dup2(err, STDERR_FILENO) >= 0);
	close(err);
	free(copy);
	return 0;
}
